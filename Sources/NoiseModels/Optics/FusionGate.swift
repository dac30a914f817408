// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A type-II fusion: a Bell measurement by linear optics that destroys two photons and gives the parities XX and ZZ.
///
/// With N levels of boosting by ancillary photons, all 2^N photons must arrive; the fusion then succeeds with
/// 1 − 2^(−N), and otherwise measures one of the parities only. A loss leaves neither.
///
/// The 2^N photons of two rails each end in 2^(N+1) detectors, which count; any other total than 2^N is rejected. A
/// dark count for every lost photon passes unnoticed, and what is then read says nothing of the qubits: each parity is
/// wrong half the time. Dark counts are Poissonian.
/// Sources: Grice, Phys. Rev. A 84, 042331 (2011); Bartolucci et al., Nat. Commun. 14, 912 (2023); for the counts,
/// Kok and Lovett, Introduction to Optical Quantum Information Processing (2010), ch. 4.
public struct FusionGate: Sendable, Hashable {
  /// Levels of boosting N: 1 is the plain fusion of two photons; 1...6.
  public let level: Int
  /// The probability η that a photon is created, passes and is detected, 0...1.
  public let efficiency: Double
  /// How likely a failure leaves ZZ rather than XX, 0...1; ½ where it is chosen at random.
  public let failureBasis: Double
  /// The visibility of the interference, 0...1, on which XX rests.
  public let visibility: Double
  /// The probability p_d of at least one dark count of a detector in the window of a fusion, 0..<1.
  public let darkCountProbability: Double

  /// Describes a fusion.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if a number is out of its range.
  public init(
    level: Int, efficiency: Double, failureBasis: Double = 0.5, visibility: Double = 1,
    darkCountProbability: Double = 0
  ) throws(NoiseError) {
    try checked("level", Double(level), in: 1...6)
    self.level = level
    self.efficiency = try checked("efficiency", efficiency, in: 0...1)
    self.failureBasis = try checked("failure_basis", failureBasis, in: 0...1)
    self.visibility = try checked("visibility", visibility, in: 0...1)
    self.darkCountProbability = try checked(
      "dark_count_probability", darkCountProbability, in: 0...1.0.nextDown)
  }

  /// How many photons must arrive: n = 2^N.
  public var photonCount: Int { 1 << level }
  /// How many detectors look at them: 2n.
  public var detectorCount: Int { 2 * photonCount }
  /// The mean number of dark counts in all detectors: −2n·ln(1−p_d).
  public var darkCounts: Double {
    -Double(detectorCount) * Elementary.log1p(-darkCountProbability)
  }
  /// The probability that all photons and no dark count are seen: ηⁿe^(−D), D being the mean number of dark counts.
  public var arrival: Double {
    Elementary.power(efficiency, Double(photonCount)) * Elementary.exp(-darkCounts)
  }
  /// The probability that as many dark counts are seen as photons are lost, one at least:
  /// Σ_k C(n,k)(1−η)^k η^(n−k)·e^(−D)D^k/k!.
  public var mimicry: Double {
    let n = photonCount
    var sum = 0.0
    // C(n,k)·D^k/k!
    var ways = 1.0
    for k in 1...n {
      ways *= Double(n - k + 1) / Double(k) * darkCounts / Double(k)
      sum +=
        ways * Elementary.power(1 - efficiency, Double(k))
        * Elementary.power(efficiency, Double(n - k))
    }
    return sum * Elementary.exp(-darkCounts)
  }
  /// The probability that n counts are seen, which is all that tells of a loss.
  public var acceptance: Double { arrival + mimicry }
  /// The probability that both parities are told: 1 − 2^(−N) of what is accepted.
  public var success: Double { (1 - 1 / Double(photonCount)) * acceptance }
  /// The probability that one parity only is told: 2^(−N) of what is accepted.
  public var failure: Double { acceptance / Double(photonCount) }
  /// The probability that neither is.
  public var loss: Double { 1 - acceptance }

  /// The probability that a parity is erased: by loss always, by failure when the other one survives.
  public var erasure: (xx: Double, zz: Double) {
    (loss + failure * failureBasis, loss + failure * (1 - failureBasis))
  }

  /// The probability that a parity that is not erased is wrong.
  ///
  /// Half the share of mimicry for either; XX rests on interference as well, (1−V)/2.
  public var flip: (xx: Double, zz: Double) {
    let dark = acceptance > 0 ? mimicry / acceptance / 2 : 0
    let blurred = (1 - visibility) / 2
    return (dark * (1 - blurred) + blurred * (1 - dark), dark)
  }
}
