// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A type-II fusion: a Bell measurement by linear optics that destroys two photons and gives the parities XX and ZZ.
///
/// With N levels of boosting by ancillary photons, all 2^N photons must arrive; the fusion then succeeds with
/// 1 − 2^(−N), and otherwise measures one of the parities only. A loss leaves neither.
/// Sources: Grice, Phys. Rev. A 84, 042331 (2011); Bartolucci et al., Nat. Commun. 14, 912 (2023).
public struct FusionGate: Sendable, Hashable {
  /// Levels of boosting N: 1 is the plain fusion of two photons; 1...6.
  public let level: Int
  /// The probability η that a photon is created, passes and is detected, 0...1.
  public let efficiency: Double
  /// How likely a failure leaves ZZ rather than XX, 0...1; ½ where it is chosen at random.
  public let failureBasis: Double
  /// The visibility of the interference, 0...1, on which XX rests.
  public let visibility: Double

  /// Describes a fusion.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if a number is out of its range.
  public init(
    level: Int, efficiency: Double, failureBasis: Double = 0.5, visibility: Double = 1
  ) throws(NoiseError) {
    try checked("level", Double(level), in: 1...6)
    self.level = level
    self.efficiency = try checked("efficiency", efficiency, in: 0...1)
    self.failureBasis = try checked("failure_basis", failureBasis, in: 0...1)
    self.visibility = try checked("visibility", visibility, in: 0...1)
  }

  /// How many photons must arrive: 2^N.
  public var photonCount: Int { 1 << level }
  /// The probability that all photons arrive: η^(2^N).
  public var arrival: Double { Elementary.power(efficiency, Double(photonCount)) }
  /// The probability of both parities: (1 − 2^(−N))·η^(2^N).
  public var success: Double { (1 - 1 / Double(photonCount)) * arrival }
  /// The probability that one parity only is measured: 2^(−N)·η^(2^N).
  public var failure: Double { arrival / Double(photonCount) }
  /// The probability that neither is: 1 − η^(2^N).
  public var loss: Double { 1 - arrival }

  /// The probability that a parity is erased: by loss always, by failure when the other one survives.
  public var erasure: (xx: Double, zz: Double) {
    (loss + failure * failureBasis, loss + failure * (1 - failureBasis))
  }

  /// The probability that a parity that is not erased is wrong: (1−V)/2 for XX; ZZ needs no interference.
  public var flip: (xx: Double, zz: Double) { ((1 - visibility) / 2, 0) }
}
