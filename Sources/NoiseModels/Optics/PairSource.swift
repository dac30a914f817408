// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A source of photon pairs by spontaneous parametric down-conversion, one photon heralding the other.
///
/// The pair number is geometric, p_n = (1−x)xⁿ with x = λ²; the herald is a detector of efficiency η_h, and q = 1−η_h.
/// One that clicks or not heralds with p_h = xη_h/(1−xq). Given a click the signal has N₁ = xη_h(1−x²q)/((1−x)(1−xq)²)
/// and N₂ = 2x²η_h(1+q−3xq+x³q²)/((1−x)²(1−xq)³) (both times p_h), so that
/// g²(0) = N₂p_h/N₁² = 2x(1+q−3xq+x³q²)/(1−x²q)². One that counts heralds when it sees exactly one photon: with y = xq,
/// p_h = (1−x)xη_h/(1−y)² and g²(0) = 2y(2+y)/(1+y)².
/// Source: Christ and Silberhorn, Phys. Rev. A 85, 023829 (2012).
public struct PairSource: Sendable, Hashable {
  /// λ², the ratio of successive pair probabilities, 0..<1.
  public let squeezing: Double
  /// The efficiency η_h of the heralding detector, 0...1.
  public let heraldEfficiency: Double
  /// Whether the heralding detector counts, so that only exactly one photon seen is a herald.
  public let heraldCounts: Bool

  /// Describes a source.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if a number is out of its range.
  public init(
    squeezing: Double, heraldEfficiency: Double, heraldCounts: Bool = false
  ) throws(NoiseError) {
    self.heraldCounts = heraldCounts
    self.squeezing = try checked("squeezing", squeezing, in: 0...1.0.nextDown)
    self.heraldEfficiency = try checked("herald_efficiency", heraldEfficiency, in: 0...1)
  }

  /// The probability of n pairs.
  public func pairProbability(_ n: Int) -> Double {
    (1 - squeezing) * Elementary.power(squeezing, Double(n))
  }

  /// The probability of a herald.
  public var heraldProbability: Double {
    let unseen = 1 - squeezing * (1 - heraldEfficiency)
    let click = squeezing * heraldEfficiency / unseen
    return heraldCounts ? click * (1 - squeezing) / unseen : click
  }

  /// The probability of n signal photons, given a herald.
  ///
  /// - Precondition: there can be a herald at all, and n is not negative.
  public func heraldedProbability(_ n: Int) -> Double {
    precondition(heraldProbability > 0, "Nothing is given a herald that never comes.")
    precondition(n >= 0, "There are no fewer than no photons.")
    if n == 0 { return 0 }
    let missed = 1 - heraldEfficiency
    let seen =
      heraldCounts
      ? Double(n) * heraldEfficiency * Elementary.power(missed, Double(n - 1))
      : 1 - Elementary.power(missed, Double(n))
    return pairProbability(n) * seen / heraldProbability
  }

  /// g²(0) of the heralded signal; nan if there is never a herald.
  public var heraldedCorrelation: Double {
    guard heraldProbability > 0 else { return .nan }
    let x = squeezing
    let q = 1 - heraldEfficiency
    let y = x * q
    if heraldCounts { return 2 * y * (2 + y) / ((1 + y) * (1 + y)) }
    return 2 * x * (1 + q - 3 * y + x * y * y) / ((1 - x * y) * (1 - x * y))
  }
}

/// Many sources of which one that succeeded is switched through.
public enum Multiplexing {
  /// The probability that at least one of `count` sources succeeds: 1 − (1−p)ⁿ.
  ///
  /// - Precondition: `probability` is in 0...1 and `count >= 1`.
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
