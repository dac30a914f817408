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

  /// The rms that errors of Δ may have: beyond the largest couplings in use pulses carry nothing over.
  public static let detunings = 0...5e3
  /// The rms that errors of δ may have: a phase as wide as 10 already leaves no coherence.
  public static let twoPhotonDetunings = 0...50.0

  /// Describes errors.
  ///
  /// - Throws: `PulseError` with code `.badParameter`, naming the rms and its range.
  public init(
    area: Double = 0, delay: Double = 0, detuning: Double = 0, twoPhotonDetuning: Double = 0
  ) throws(PulseError) {
    self.area = try checked("area_rms", area, in: 0...0.3)
    self.delay = try checked("delay_rms", delay, in: 0...1)
    self.detuning = try checked("detuning_rms", detuning, in: Self.detunings)
    self.twoPhotonDetuning = try checked(
      "two_photon_rms", twoPhotonDetuning, in: Self.twoPhotonDetunings)
  }
}

/// What imperfect pulses do to a qubit that they carry over, |0⟩ standing by: its |1⟩ is moved to |3⟩, or there and back.
///
/// Pulses that stop early move |1⟩ to a superposition of |1⟩ and |3⟩, `LambdaPulses.target`; the qubit then consists
/// of |0⟩ and of that, and only what is outside has left it.
///
/// The wanted amplitude is 1 once the sign −1 of each passage and the phase of the pulses as designed are counted as
/// calibrated. An actual amplitude a, different in each shot, is the operator diag(1, a): its twirl leaves the qubit
/// unharmed with E|1+a|²/4 and flips its phase with p_z = E|1−a|²/4; with ℓ = (1 − E|a|²)/2 it is not where it should
/// be: decayed, in |2⟩, or in the wrong superposition of |1⟩ and |3⟩. The three sum to 1.
public struct TransferChannel: Sendable, Hashable {
  /// The probability of a phase flip.
  public let dephasing: Double
  /// The probability, over a random state of the qubit, that it has left its levels.
  public let leakage: Double

  /// Averages over the errors of control by Gauss-Hermite quadrature.
  ///
  /// Each error has as many points as its own average takes to settle to 1 %: 5, 9, 17 or 33.
  ///
  /// - Parameters:
  ///   - pulses: The pulses as designed.
  ///   - errors: How they err.
  ///   - returns: Whether the qubit is brought back by the same pulses in reverse: a gate rather than a transfer.
  /// - Throws: `PulseError`, with code `.notSettled` for errors so large that no such quadrature averages over them.
  /// - Complexity: the product of the points, at most 20000 evolutions.
  public init(
    _ pulses: LambdaPulses, errors: ControlErrors, returns: Bool = false
  ) throws(PulseError) {
    let average = try ErrorAverage(pulses, returns)
    var points: [(kind: ErrorAverage.Kind, count: Int)] = []
    for kind in ErrorAverage.Kind.allCases {
      points.append((kind, try average.pointCount(of: kind, errors)))
    }
    let total = points.reduce(1) { $0 * $1.count }
    guard total <= 20_000 else {
      throw PulseError(
        .notSettled,
        "errors of control: together they take \(total) evolutions, above 20000: "
          + points.map { "\($0.kind.rawValue)=\($0.kind.rms(of: errors))" }
          .joined(separator: ", ") + "; make some smaller.")
    }
    (dephasing, leakage) = try average.channel(errors, points)
  }
}

/// The average of a passage over errors of its control.
private struct ErrorAverage {
  /// The figures of control that err.
  enum Kind: String, CaseIterable {
    case area = "area_rms"
    case delay = "delay_rms"
    case detuning = "detuning_rms"
    case twoPhotonDetuning = "two_photon_rms"

    func rms(of errors: ControlErrors) -> Double {
      switch self {
      case .area: errors.area
      case .delay: errors.delay
      case .detuning: errors.detuning
      case .twoPhotonDetuning: errors.twoPhotonDetuning
      }
    }

    func shift(_ pulses: inout LambdaPulses, by deviation: Double) {
      switch self {
      case .area: pulses.area *= max(0, 1 + deviation)
      case .delay: pulses.delay += deviation
      case .detuning: pulses.detuning += deviation
      case .twoPhotonDetuning: pulses.twoPhotonDetuning += deviation
      }
    }
  }

  /// Points of less weight are left out: probabilities change by less than this times their number.
  private static let leastWeight = 1e-14

  let pulses: LambdaPulses
  let returns: Bool
  /// What the pulses as designed are meant to make of |1⟩; errors do not change what is wanted.
  let target: (first: Double, third: Double)
  /// The phase of the designed amplitude, which is calibrated away.
  let phase: (real: Double, imaginary: Double)

  init(_ pulses: LambdaPulses, _ returns: Bool) throws(PulseError) {
    self.pulses = pulses
    self.returns = returns
    target = pulses.target
    let designed = try ErrorAverage.amplitude(pulses, returns, target)
    let size = (designed.real * designed.real + designed.imaginary * designed.imaginary)
      .squareRoot()
    // Without any transfer there is no phase to calibrate.
    phase = size > 0 ? (designed.real / size, designed.imaginary / size) : (1, 0)
  }

  /// How many points one error takes, the others being absent.
  func pointCount(of kind: Kind, _ errors: ControlErrors) throws(PulseError) -> Int {
    let rms = kind.rms(of: errors)
    if rms == 0 { return 1 }
    var last = try channel(errors, [(kind, 5)])
    for count in [5, 9, 17, 33] {
      let next = try channel(errors, [(kind, 2 * count - 1)])
      func agree(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= max(0.01 * b, 1e-9) }
      if agree(last.dephasing, next.dephasing), agree(last.leakage, next.leakage) { return count }
      last = next
    }
    throw PulseError(
      .notSettled,
      "\(kind.rawValue)=\(rms): too large to average over: 33 points and 65 differ by more than 1 %; "
        + "make it smaller.")
  }

  /// The average over some of the errors, with as many points of each.
  func channel(
    _ errors: ControlErrors, _ points: [(kind: Kind, count: Int)]
  ) throws(PulseError) -> (dephasing: Double, leakage: Double) {
    var shots = [(pulses: pulses, weight: 1.0)]
    for (kind, count) in points where count > 1 {
      // Far points are the costliest to follow.
      let nodes = GaussHermite.points(rms: kind.rms(of: errors), count: count)
        .filter { $0.weight >= ErrorAverage.leastWeight }
      shots = shots.flatMap { shot in
        nodes.map { deviation, weight in
          var shifted = shot.pulses
          kind.shift(&shifted, by: deviation)
          return (shifted, shot.weight * weight)
        }
      }
    }
    var flipped = 0.0
    var lost = 0.0
    for (actual, weight) in shots {
      let a = try ErrorAverage.amplitude(actual, returns, target)
      let real = a.real * phase.real + a.imaginary * phase.imaginary
      let imaginary = a.imaginary * phase.real - a.real * phase.imaginary
      flipped += weight * ((1 - real) * (1 - real) + imaginary * imaginary) / 4
      lost += weight * (1 - real * real - imaginary * imaginary) / 2
    }
    return (flipped, max(0, lost))
  }

  /// The amplitude with which |1⟩ arrives where it is wanted.
  private static func amplitude(
    _ pulses: LambdaPulses, _ returns: Bool, _ target: (first: Double, third: Double)
  ) throws(PulseError) -> (real: Double, imaginary: Double) {
    var evolution = try LambdaEvolution(pulses, tolerance: 1e-10)
    let there = try evolution.end()
    if !returns { return there.amplitude(of: target) }
    evolution.isReversed = true
    return try evolution.end(from: there).amplitude(1)
  }
}

/// Points and weights that average over a normal distribution.
enum GaussHermite {
  /// Deviations and their weights; exact for polynomials of degree 2·count − 1.
  ///
  /// The points are the roots of the Hermite polynomial of that degree, found by bisection from the largest on.
  /// Source: Press et al., Numerical Recipes (2007), section 4.6.
  ///
  /// - Precondition: `rms >= 0` and `count` is odd and at most 65.
  static func points(rms: Double, count: Int) -> [(deviation: Double, weight: Double)] {
    precondition(rms >= 0 && count % 2 == 1 && count <= 65, "An odd number of points, at most 65.")
    if rms == 0 { return [(0, 1)] }
    return standard(count).flatMap { x, weight in
      x == 0 ? [(0, weight)] : [(x * rms, weight), (-x * rms, weight)]
    }
  }

  /// The points at and above 0 for a deviation of 1.
  private static func standard(_ n: Int) -> [(Double, Double)] {
    var roots: [(Double, Double)] = []
    for index in 0..<(n / 2) {
      // Between the root above and 0 there are sign changes; a scan from above finds the next.
      var high = roots.last?.0 ?? 2 * Double(n).squareRoot() + 1
      if index > 0 { high -= 1e-9 * high }
      let step = 0.2 / Double(n).squareRoot()
      var low = high - step
      while value(n, low).polynomial * value(n, high).polynomial > 0 {
        high = low
        low -= step
      }
      for _ in 0..<200 where high - low > 1e-16 * high {
        let middle = (low + high) / 2
        if value(n, middle).polynomial * value(n, high).polynomial > 0 {
          high = middle
        } else {
          low = middle
        }
      }
      let x = (low + high) / 2
      roots.append((x, weight(n, x)))
    }
    return [(0, weight(n, 0))] + roots
  }

  /// The normalized Hermite polynomials of degree n and n − 1, h_k = He_k/√k!.
  private static func value(
    _ n: Int, _ x: Double
  ) -> (polynomial: Double, previous: Double) {
    var (previous, current) = (0.0, 1.0)
    for k in 0..<n {
      let next =
        (x * current - Double(k).squareRoot() * previous) / Double(k + 1).squareRoot()
      (previous, current) = (current, next)
    }
    return (current, previous)
  }

  /// The weight of a root, 1/(n h_{n−1}²).
  private static func weight(_ n: Int, _ x: Double) -> Double {
    let previous = value(n, x).previous
    return 1 / (Double(n) * previous * previous)
  }
}
