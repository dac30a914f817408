// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Fluctuations of a qubit's frequency, white and correlated in time, and the phases that they add up to.
///
/// White noise of strength D gives a phase of variance D·t. Noise of rms σ that forgets over a time τ (an
/// Ornstein-Uhlenbeck process) gives 2σ²τ²(t/τ − 1 + e^(−t/τ)): σ²t² for t ≪ τ and 2σ²τt for t ≫ τ. A Gaussian phase of
/// variance v shrinks coherence to e^(−v/2), which twirls to a flip of p_z = (1 − e^(−v/2))/2.
/// Source: Kubo, Adv. Chem. Phys. 15, 101 (1969); Cywiński et al., Phys. Rev. B 77, 174509 (2008).
public struct PhaseNoise: Sendable, Hashable {
  /// D, in rad² per unit of time, at least 0.
  public let white: Double
  /// σ, the rms of the slow frequency in rad per unit of time, at least 0.
  public let amplitude: Double
  /// τ, in the same unit of time, positive.
  public let correlationTime: Double

  /// Describes the noise.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if a number is out of its range.
  public init(
    white: Double = 0, amplitude: Double = 0, correlationTime: Double = 1
  ) throws(NoiseError) {
    self.white = try checked("white", white, in: 0...1e12)
    self.amplitude = try checked("amplitude", amplitude, in: 0...1e12)
    self.correlationTime = try checked(
      "correlation_time", correlationTime, in: Double.leastNormalMagnitude...1e12)
  }

  /// The variance of the phase gathered in a time, in rad².
  public func variance(over time: Double) -> Double {
    let s = time / correlationTime
    // s − 1 + e^(−s) loses digits as s becomes small; below 0.01 seven terms of its series are exact.
    let series = 1 - s / 3 * (1 - s / 4 * (1 - s / 5 * (1 - s / 6 * (1 - s / 7 * (1 - s / 8)))))
    let memory = s < 0.01 ? s * s / 2 * series : s + Elementary.expm1(-s)
    return white * time + 2 * amplitude * amplitude * correlationTime * correlationTime * memory
  }

  /// The Pauli twirl over a time.
  public func twirl(over time: Double) -> PauliRates {
    PauliRates(x: 0, y: 0, z: -Elementary.expm1(-variance(over: time) / 2) / 2)
  }

  /// The covariance of the phases gathered in two windows of equal length, in rad².
  ///
  /// C = σ²τ²(1 − e^(−t/τ))² e^(−(lag−t)/τ) for a second window that starts `lag` after the first.
  ///
  /// - Precondition: `lag >= time`: the windows do not overlap.
  public func covariance(time: Double, lag: Double) -> Double {
    precondition(lag >= time, "Windows that overlap share their white noise.")
    let tau = correlationTime
    let rise = -Elementary.expm1(-time / tau)
    return amplitude * amplitude * tau * tau * rise * rise * Elementary.exp(-(lag - time) / tau)
  }

  /// The probability that both of two windows are flipped, each twirled.
  ///
  /// P(11) = E[sin²(φ₁/2) sin²(φ₂/2)] = ¼(1 − 2e^(−v/2) + e^(−v) cosh C); independent noise has cosh C = 1.
  public func jointFlip(time: Double, lag: Double) -> Double {
    let v = variance(over: time)
    let c = covariance(time: time, lag: lag)
    // (1 − e^(−v/2))² + e^(−v)(cosh C − 1), with cosh C − 1 = 2 sinh²(C/2): nothing cancels where phases are small.
    let single = -Elementary.expm1(-v / 2)
    let sine = (Elementary.expm1((c - v) / 2) - Elementary.expm1((-c - v) / 2)) / 2
    return (single * single + 2 * sine * sine) / 4
  }
}
