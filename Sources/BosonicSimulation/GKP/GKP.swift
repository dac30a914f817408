// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Closed forms of the Gottesman-Kitaev-Preskill code under Gaussian shifts.
///
/// Quadratures are those of ħ = 1: x = (a + a†)/√2, p = (a − a†)/(i√2), [x, p] = i, and the vacuum has
/// variance ½ in each. In the square code a logical X shifts x by √π, and a logical Z shifts p by √π; the
/// stabilizers shift by 2√π. Deviations σ are those of one quadrature.
///
/// Source: Gottesman, Kitaev and Preskill, Encoding a qubit in an oscillator (2001); Fukui, Tomita,
/// Okamoto and Fujii, High-threshold fault-tolerant quantum computation with analog quantum error
/// correction (2018).
public enum GKP {
  /// The shift of a logical X or Z of the square code, √π.
  public static let squareSpacing = Double.pi.squareRoot()

  /// The largest deviation that the closed forms take; far above it every answer is ½.
  static let deviations = 0.0...100.0

  /// The squeezing levels that codes may have, in decibels, above 0.
  static let largestDecibels = 40.0

  /// The variance Δ² of one peak of a finitely squeezed code state in one quadrature.
  ///
  /// - Parameter decibels: The squeezing, −10 log₁₀(2Δ²), above 0 and at most 40.
  /// - Returns: Δ² = ½ · 10^(−dB/10).
  /// - Throws: `BosonicError` if the squeezing is out of its range.
  public static func peakVariance(decibels: Double) throws(BosonicError) -> Double {
    try requirePositive(decibels, upTo: largestDecibels, "squeezing in dB")
    return 0.5 * pow(10, -decibels / 10)
  }

  /// The squeezing in decibels of a peak variance, −10 log₁₀(2Δ²).
  ///
  /// - Parameter peakVariance: Δ², above 0 and at most ½, the vacuum's.
  /// - Returns: The squeezing, at least 0.
  /// - Throws: `BosonicError` if the variance is out of its range.
  public static func decibels(peakVariance: Double) throws(BosonicError) -> Double {
    try requirePositive(peakVariance, upTo: 0.5, "peak variance")
    return -10 * log10(2 * peakVariance)
  }

  /// The probability that closest-integer decoding of one quadrature leaves a logical flip.
  ///
  /// p_err(σ) = Σ_{k odd} P(x ∈ [(k − ½)s, (k + ½)s]) with x normal of mean 0 and deviation σ, and s the
  /// logical shift.
  ///
  /// - Parameters:
  ///   - deviation: σ of the shift, in 0...100.
  ///   - spacing: The logical shift s, above 0; √π in the square code.
  /// - Returns: The probability, in 0...½.
  /// - Throws: `BosonicError` if a parameter is out of its range.
  /// - Complexity: O(1 + σ/s).
  public static func flipProbability(
    deviation: Double, spacing: Double = squareSpacing
  ) throws(BosonicError) -> Double {
    try require(deviation, in: deviations, "deviation")
    try requirePositive(spacing, upTo: 1e3, "spacing")
    guard deviation > 0 else { return 0 }
    let unit = spacing / (deviation * 2.0.squareRoot())
    // Far above the spacing the two parities are equally likely, to more digits than a Double holds.
    guard unit > 0.05 else { return 0.5 }
    var sum = 0.0
    var k = 1.0
    while (k - 0.5) * unit < 27 {
      sum += erfc((k - 0.5) * unit) - erfc((k + 0.5) * unit)
      k += 2
    }
    return sum
  }

  /// The posterior probability that a shift crossed to the wrong parity, given its analog value.
  ///
  /// q = Σ_{k odd} N(z + ks; σ) / Σ_k N(z + ks; σ): the measured quadrature says only z modulo s, and
  /// closest-integer decoding has taken the integer part away. The weight of the error in a decoder of the
  /// outer code is ln((1 − q)/q).
  ///
  /// - Parameters:
  ///   - offset: z, the distance to the closest multiple of s; any real number is reduced to it.
  ///   - deviation: σ of the shift that was measured.
  ///   - spacing: The logical shift s; √π in the square code.
  /// - Returns: The probability, in 0...½.
  /// - Precondition: `deviation > 0 && spacing > 0`, and the offset is finite.
  /// - Complexity: O(1 + σ/s).
  public static func flipPosterior(
    offset: Double, deviation: Double, spacing: Double = squareSpacing
  ) -> Double {
    precondition(
      deviation > 0 && spacing > 0 && offset.isFinite, "A posterior needs σ > 0 and s > 0.")
    let z = offset - spacing * (offset / spacing).rounded()
    let reach = Int((9 * deviation / spacing).rounded(.up)) + 1
    guard reach < 2000 else { return 0.5 }
    let scale = -0.5 / (deviation * deviation)
    var odd = 0.0
    var even = 0.0
    for k in -reach...reach {
      let x = z + Double(k) * spacing
      let weight = exp(scale * (x * x - z * z))
      if k & 1 == 0 { even += weight } else { odd += weight }
    }
    return odd / (odd + even)
  }

  /// How a lossy mode is brought back to its amplitude.
  public enum Amplification: String, Sendable, CaseIterable {
    /// A quantum-limited amplifier of gain 1/η ahead of the loss: σ² = 1 − η.
    case before
    /// A quantum-limited amplifier of gain 1/η behind the loss: σ² = (1 − η)/η.
    case after
    /// No amplifier: a homodyne result is divided by √η, as variance (1 − η)/(2η).
    case inSoftware
  }

  /// The variance of the Gaussian shift, per quadrature, that photon loss becomes.
  ///
  /// Source: Albert et al., Performance and structure of single-mode bosonic codes (2018), section V; Noh,
  /// Albert and Jiang, Quantum capacity bounds of Gaussian thermal loss channels (2019).
  ///
  /// - Parameters:
  ///   - transmission: η, the share of the energy that is kept, above 0 and at most 1.
  ///   - amplification: Where the lost amplitude is restored.
  /// - Returns: σ².
  /// - Throws: `BosonicError` if the transmission is out of its range.
  public static func lossVariance(
    transmission: Double, amplification: Amplification
  ) throws(BosonicError) -> Double {
    try requirePositive(transmission, upTo: 1, "transmission")
    return switch amplification {
    case .before: 1 - transmission
    case .after: (1 - transmission) / transmission
    case .inSoftware: (1 - transmission) / (2 * transmission)
    }
  }
}
