// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Slow phase noise over layers of waiting that follow one another: their phases add up, not their variances.
///
/// A period of n layers gathers the variance v(nt) of the noise, σ²n²t² while it is shorter than τ: coherence then
/// decays as e^(−σ²n²t²/2). Flips of each layer by itself make n·v(t) of it. What the n-th layer adds besides is
/// twice the covariance of its phase with that of the layers before, 2σ²τ²(1 − e^(−(n−1)t/τ))(1 − e^(−t/τ)).
public struct PhaseMemory: Sendable, Hashable {
  /// The most layers that are remembered; each later one adds as much as the last of these.
  public static let reach = 64

  /// The noise; white noise remembers nothing and adds nothing here.
  public let noise: PhaseNoise
  /// How long a layer takes, in the unit of the noise, at least 0.
  public let layerTime: Double

  /// Describes noise over layers.
  ///
  /// - Precondition: `layerTime >= 0`.
  public init(_ noise: PhaseNoise, layerTime: Double) {
    precondition(layerTime >= 0, "Time does not run backwards.")
    self.noise = noise
    self.layerTime = layerTime
  }

  /// The probability of Z in the n-th layer of waiting in a row, besides that of a layer by itself.
  ///
  /// - Precondition: `layer >= 1`.
  public func flip(inLayer layer: Int) -> Double {
    precondition(layer >= 1, "Layers are counted from 1.")
    let earlier = Double(min(layer, PhaseMemory.reach) - 1)
    let (sigma, tau) = (noise.amplitude, noise.correlationTime)
    let before = -Elementary.expm1(-earlier * layerTime / tau)
    let now = -Elementary.expm1(-layerTime / tau)
    // Half the added variance, e^(−v/2) being what coherence shrinks by.
    let half = sigma * tau * before * (sigma * tau * now)
    return -Elementary.expm1(-half) / 2
  }
}
