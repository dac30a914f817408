// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A rotation by a little too much or too little, the same each time or different: an error of control.
///
/// Turning by θ beyond the wanted angle about an axis P is e^(−iθP/2). Its twirl flips P with sin²(θ/2); for angles of
/// mean μ and Gaussian rms σ that is (1 − e^(−σ²/2) cos μ)/2. The twirl forgets that equal angles add up coherently:
/// `channel` keeps that, for simulations of few qubits.
/// Source: Greenbaum and Dutton, Quantum Sci. Technol. 3, 015007 (2018).
public struct OverRotation: Sendable, Hashable {
  /// The mean angle μ in rad.
  public let mean: Double
  /// The rms deviation σ from it in rad, at least 0.
  public let deviation: Double

  /// Describes the errors of an angle.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if a number is out of its range.
  public init(mean: Double, deviation: Double = 0) throws(NoiseError) {
    self.mean = try checked("mean_rad", mean, in: -1e6...1e6, unit: "rad")
    self.deviation = try checked("rms_rad", deviation, in: 0...1e6, unit: "rad")
  }

  /// The probability of a flip about the axis, after the twirl.
  public var flip: Double {
    let half = Elementary.sin(mean / 2)
    let shrink = -Elementary.expm1(-deviation * deviation / 2)
    // (1 − e cos μ)/2 = sin²(μ/2) + (1 − e) cos(μ)/2, in which nothing cancels.
    return half * half + shrink * Elementary.cos(mean) / 2
  }

  /// The exact channel about an axis: the mean rotation, then the dephasing of the deviations.
  public func channel(about axis: PauliRates.Axis) -> KrausChannel {
    let blur = -Elementary.expm1(-deviation * deviation / 2) / 2
    return KrausChannel.rotation(by: mean, about: axis)
      .followed(by: .pauli(PauliRates(axis, blur)))
  }
}
