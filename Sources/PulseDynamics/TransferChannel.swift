// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How the control of two pulses errs, each figure an rms of Gaussian errors from shot to shot.
public struct ControlErrors: Sendable, Hashable {
  /// Of Ω₀, relative to it.
  public var area: Double
  /// Of the delay, in units of the shape's time.
  public var delay: Double
  /// Of Δ, in rad per unit of time.
  public var detuning: Double
  /// Of δ, in rad per unit of time.
  public var twoPhotonDetuning: Double

  /// Describes errors.
  ///
  /// - Throws: `PulseError` with code `.badParameter` for a negative rms.
  public init(
    area: Double = 0, delay: Double = 0, detuning: Double = 0, twoPhotonDetuning: Double = 0
  ) throws(PulseError) {
    self.area = try checked("area rms", area, in: 0...0.3)
    self.delay = try checked("delay rms", delay, in: 0...1)
    self.detuning = try checked("detuning rms", detuning, in: 0...1e6)
    self.twoPhotonDetuning = try checked("two-photon detuning rms", twoPhotonDetuning, in: 0...1e6)
  }
}

/// What imperfect pulses do to a qubit that they carry over, |0⟩ standing by: its |1⟩ is moved to |3⟩, or there and back.
///
/// The wanted amplitude is 1 once the sign −1 of each passage and the phase of the pulses as designed are counted as
/// calibrated. An actual amplitude a, different in each shot, is the operator diag(1, a): its twirl leaves the qubit
/// unharmed with E|1+a|²/4 and flips its phase with p_z = E|1−a|²/4; with ℓ = (1 − E|a|²)/2 it is not where it should
/// be: decayed, in |2⟩, or left behind. The three sum to 1.
public struct TransferChannel: Sendable, Hashable {
  /// The probability of a phase flip.
  public let dephasing: Double
  /// The probability, over a random state of the qubit, that it has left its levels.
  public let leakage: Double

  /// Averages over the errors of control, by Gauss-Hermite quadrature of 5 points for each that is not 0.
  ///
  /// - Parameters:
  ///   - pulses: The pulses as designed.
  ///   - errors: How they err.
  ///   - returns: Whether the qubit is brought back by the same pulses in reverse: a gate rather than a transfer.
  /// - Throws: `PulseError`.
  /// - Complexity: at most 5⁴ evolutions.
  public init(
    _ pulses: LambdaPulses, errors: ControlErrors, returns: Bool = false
  ) throws(PulseError) {
    let designed = try TransferChannel.amplitude(pulses, returns)
    let size = (designed.real * designed.real + designed.imaginary * designed.imaginary)
      .squareRoot()
    // Without any transfer there is no phase to calibrate.
    let phase = size > 0 ? (designed.real / size, designed.imaginary / size) : (1, 0)
    var flipped = 0.0
    var kept = 0.0
    for (area, areaWeight) in GaussHermite.points(errors.area) {
      for (delay, delayWeight) in GaussHermite.points(errors.delay) {
        for (detuning, detuningWeight) in GaussHermite.points(errors.detuning) {
          for (two, twoWeight) in GaussHermite.points(errors.twoPhotonDetuning) {
            var actual = pulses
            actual.area *= max(0, 1 + area)
            actual.delay += delay
            actual.detuning += detuning
            actual.twoPhotonDetuning += two
            let a = try TransferChannel.amplitude(actual, returns)
            let real = a.real * phase.0 + a.imaginary * phase.1
            let imaginary = a.imaginary * phase.0 - a.real * phase.1
            let weight = areaWeight * delayWeight * detuningWeight * twoWeight
            flipped += weight * ((1 - real) * (1 - real) + imaginary * imaginary) / 4
            kept += weight * (real * real + imaginary * imaginary)
          }
        }
      }
    }
    dephasing = flipped
    leakage = max(0, (1 - kept) / 2)
  }

  /// The amplitude with which |1⟩ arrives, the sign of each passage taken out.
  private static func amplitude(
    _ pulses: LambdaPulses, _ returns: Bool
  ) throws(PulseError) -> (real: Double, imaginary: Double) {
    var evolution = try LambdaEvolution(pulses, tolerance: 1e-10)
    let there = try evolution.end()
    if !returns {
      let (real, imaginary) = there.amplitude(3)
      return (-real, -imaginary)
    }
    evolution.isReversed = true
    return try evolution.end(from: there).amplitude(1)
  }
}

/// Points and weights that average over a normal distribution.
enum GaussHermite {
  /// Deviations and their weights; exact for polynomials of degree 9.
  ///
  /// The points are the roots of the Hermite polynomial x⁵ − 10x³ + 15x: 0 and ±√(5 ± √10). Source: Abramowitz and Stegun,
  /// Handbook of Mathematical Functions (1964), table 25.10, n = 5, scaled by √2 and 1/√π.
  static func points(_ rms: Double) -> [(deviation: Double, weight: Double)] {
    if rms == 0 { return [(0, 1)] }
    return positive.flatMap { point, weight in
      point == 0 ? [(0, weight)] : [(point * rms, weight), (-point * rms, weight)]
    }
  }

  private static let positive: [(Double, Double)] = [
    (0, 8.0 / 15), ((5 - 10.0.squareRoot()).squareRoot(), (7 + 2 * 10.0.squareRoot()) / 60),
    ((5 + 10.0.squareRoot()).squareRoot(), (7 - 2 * 10.0.squareRoot()) / 60),
  ]
}
