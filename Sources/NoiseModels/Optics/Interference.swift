// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Two photons meeting at a beam splitter: how alike they are, and what it costs that they are not.
///
/// The Hong-Ou-Mandel visibility V is the mean overlap of their wave packets; a coincidence behind a balanced beam
/// splitter then has the probability (1−V)/2. Source: Hong, Ou, Mandel, Phys. Rev. Lett. 59, 2044 (1987).
public struct Interference: Sendable, Hashable {
  /// The visibility V, 0...1.
  public let visibility: Double

  /// Describes two photons.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` unless V is in 0...1.
  public init(visibility: Double) throws(NoiseError) {
    self.visibility = try checked("visibility", visibility, in: 0...1)
  }

  /// Describes photons of one source, of a wave packet overlap M and multiphoton part g²(0).
  ///
  /// V = M − (1+M)g², to first order in g², the extra photon being noise that does not interfere.
  /// Source: Ollivier et al., Phys. Rev. Lett. 126, 063602 (2021).
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if M is not in 0...1 or g² so large that V < 0.
  public init(overlap: Double, correlation: Double) throws(NoiseError) {
    try checked("overlap", overlap, in: 0...1)
    try checked("g2", correlation, in: 0...(overlap / (1 + overlap)))
    visibility = overlap - (1 + overlap) * correlation
  }

  /// The probability of a coincidence: (1−V)/2.
  public var coincidenceProbability: Double { (1 - visibility) / 2 }

  /// The probability that a parity that rests on the interference is wrong: (1−V)/2.
  ///
  /// Photons that can be told apart give a random parity, half the time the wrong one.
  public var parityFlip: Double { (1 - visibility) / 2 }
}
