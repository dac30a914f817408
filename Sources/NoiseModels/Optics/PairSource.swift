// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A source of photon pairs by spontaneous parametric down-conversion, one photon heralding the other.
///
/// The pair number is geometric, p_n = (1−x)xⁿ with x = λ²; the herald is a detector of efficiency η_h that clicks or not.
/// With q = 1−η_h it clicks with probability p_h = xη_h/(1−xq). Given a click the signal has
/// N₁ = x/(1−x) − (1−x)xq/(1−xq)² and N₂ = 2x²/(1−x)² − 2(1−x)x²q²/(1−xq)³ (both times p_h), so g²(0) = N₂p_h/N₁².
/// Source: Christ and Silberhorn, Phys. Rev. A 85, 023829 (2012).
public struct PairSource: Sendable, Hashable {
  /// λ², the ratio of successive pair probabilities, 0..<1.
  public let squeezing: Double
  /// The efficiency η_h of the heralding detector, 0...1.
  public let heraldEfficiency: Double

  /// Describes a source.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if a number is out of its range.
  public init(squeezing: Double, heraldEfficiency: Double) throws(NoiseError) {
    self.squeezing = try checked("squeezing", squeezing, in: 0...1.0.nextDown)
    self.heraldEfficiency = try checked("herald_efficiency", heraldEfficiency, in: 0...1)
  }

  /// The probability of n pairs.
  public func pairProbability(_ n: Int) -> Double {
    (1 - squeezing) * Elementary.power(squeezing, Double(n))
  }

  /// The probability that the herald clicks.
  public var heraldProbability: Double {
    squeezing * heraldEfficiency / (1 - squeezing * (1 - heraldEfficiency))
  }

  /// The probability of n signal photons, given that the herald clicked.
  ///
  /// - Precondition: the herald can click at all.
  public func heraldedProbability(_ n: Int) -> Double {
    precondition(heraldProbability > 0, "Nothing is given a herald that never clicks.")
    let seen = 1 - Elementary.power(1 - heraldEfficiency, Double(n))
    return pairProbability(n) * seen / heraldProbability
  }

  /// g²(0) of the heralded signal; nan if the herald never clicks.
  public var heraldedCorrelation: Double {
    let x = squeezing
    let q = 1 - heraldEfficiency
    let unseen = 1 - x * q
    let first = x / (1 - x) - (1 - x) * x * q / (unseen * unseen)
    let second =
      2 * x * x / ((1 - x) * (1 - x)) - 2 * (1 - x) * x * x * q * q / (unseen * unseen * unseen)
    return second * heraldProbability / (first * first)
  }
}

/// Many sources of which one that succeeded is switched through.
public enum Multiplexing {
  /// The probability that at least one of `count` sources succeeds: 1 − (1−p)ⁿ.
  public static func success(probability: Double, count: Int) -> Double {
    -Elementary.expm1(Double(count) * Elementary.log1p(-probability))
  }

  /// How many sources succeed together with a wanted probability: ⌈ln(1−wanted)/ln(1−p)⌉.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` unless both are in (0, 1).
  public static func sourceCount(
    probability: Double, wanted: Double
  ) throws(NoiseError) -> Int {
    let inside = Double.leastNonzeroMagnitude...1.0.nextDown
    try checked("probability", probability, in: inside)
    try checked("wanted", wanted, in: inside)
    let count = Elementary.log1p(-wanted) / Elementary.log1p(-probability)
    try checked("sources", count, in: 0...1e15)
    return Int(count.rounded(.up))
  }
}
