// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A detector of single photons: its efficiency, its dark counts, and what it says of each kind of light.
///
/// A detector that cannot count says click or none. With p_d the probability of a dark count in the window:
/// Fock P(click|n) = 1 − (1−p_d)(1−η)ⁿ; coherent 1 − (1−p_d)e^(−ημ); thermal 1 − (1−p_d)/(1+ημ).
/// One that resolves numbers counts the detected photons and the dark counts, which are Poissonian of mean
/// −ln(1−p_d), so that it is silent exactly when the other is.
/// Source: Kok and Lovett, Introduction to Optical Quantum Information Processing (2010), ch. 4.
public struct PhotonDetector: Sendable, Hashable {
  /// The probability η that an arriving photon is detected, 0...1.
  public let efficiency: Double
  /// The probability p_d of at least one dark count in the window of a measurement, 0..<1.
  public let darkCountProbability: Double
  /// Whether the detector tells how many photons came.
  public let resolvesNumbers: Bool

  /// Describes a detector.
  ///
  /// - Throws: `NoiseError` with code `.badParameter` if a number is out of its range.
  public init(
    efficiency: Double, darkCountProbability: Double, resolvesNumbers: Bool = false
  ) throws(NoiseError) {
    self.efficiency = try checked("efficiency", efficiency, in: 0...1)
    self.darkCountProbability = try checked(
      "dark_count_probability", darkCountProbability, in: 0...1.0.nextDown)
    self.resolvesNumbers = resolvesNumbers
  }

  /// The probability of a dark count in a window: 1 − e^(−rate·window).
  ///
  /// - Throws: `NoiseError` with code `.badParameter` for a negative number.
  public static func darkCountProbability(
    ratePerSecond: Double, windowInSeconds: Double
  ) throws(NoiseError) -> Double {
    let rate = try checked("dark_count_hz", ratePerSecond, in: 0...1e15, unit: "Hz")
    let window = try checked("window", windowInSeconds, in: 0...1e6, unit: "s")
    return -Elementary.expm1(-rate * window)
  }

  /// The kinds of light whose statistics are known in closed form.
  public enum Light: Sendable, Hashable {
    /// Exactly n photons.
    case fock(Int)
    /// A laser of mean photon number μ.
    case coherent(Double)
    /// One thermal mode of mean photon number μ.
    case thermal(Double)
  }

  /// The probability that the detector responds at all.
  public func clickProbability(of light: Light) -> Double {
    let silentLight: Double
    switch light {
    case .fock(let n): silentLight = Elementary.power(1 - efficiency, Double(n))
    case .coherent(let mean): silentLight = Elementary.exp(-efficiency * mean)
    case .thermal(let mean): silentLight = 1 / (1 + efficiency * mean)
    }
    return 1 - (1 - darkCountProbability) * silentLight
  }

  /// The probabilities of 0, 1, …, `limit` counts of a detector that resolves numbers.
  ///
  /// The detected light (binomial, Poissonian or geometric) convolved with the dark counts.
  public func countProbabilities(of light: Light, upTo limit: Int) -> [Double] {
    precondition(limit >= 0, "A count is not negative.")
    let dark = PhotonDetector.poissonian(-Elementary.log1p(-darkCountProbability), limit)
    let detected: [Double]
    switch light {
    case .fock(let n): detected = binomial(n, limit)
    case .coherent(let mean): detected = PhotonDetector.poissonian(efficiency * mean, limit)
    case .thermal(let mean):
      let ratio = efficiency * mean / (1 + efficiency * mean)
      var term = 1 / (1 + efficiency * mean)
      detected = (0...limit).map { _ in
        defer { term *= ratio }
        return term
      }
    }
    return (0...limit).map { count in
      (0...count).reduce(0) { $0 + detected[$1] * dark[count - $1] }
    }
  }

  // Logarithms of the terms: factors of bright light are beyond the range of a Double where the terms are not.

  private func binomial(_ n: Int, _ limit: Int) -> [Double] {
    if efficiency == 0 || efficiency == 1 {
      return (0...limit).map { $0 == (efficiency == 0 ? 0 : n) ? 1 : 0 }
    }
    let (seen, missed) = (Elementary.log(efficiency), Elementary.log1p(-efficiency))
    var coefficient = 0.0
    return (0...limit).map { k in
      if k > n { return 0 }
      let term = Elementary.exp(coefficient + Double(k) * seen + Double(n - k) * missed)
      if k < n { coefficient += Elementary.log(Double(n - k) / Double(k + 1)) }
      return term
    }
  }

  private static func poissonian(_ mean: Double, _ limit: Int) -> [Double] {
    if mean == 0 { return (0...limit).map { $0 == 0 ? 1 : 0 } }
    var term = -mean
    return (0...limit).map { k in
      defer { term += Elementary.log(mean / Double(k + 1)) }
      return Elementary.exp(term)
    }
  }

  /// What two such detectors make of a photon in one of two rails.
  ///
  /// Exactly one click is an answer; none or two herald that there is none. Heralded: c·p_d + (1−c)(1−p_d)
  /// with c = P(click|1); an answer is wrong when only the dark rail clicked, (1−c)·p_d.
  public var dualRailReadout: (heralded: Double, flip: Double) {
    let right = clickProbability(of: .fock(1))
    let wrong = darkCountProbability
    let heralded = right * wrong + (1 - right) * (1 - wrong)
    let answers = right * (1 - wrong) + (1 - right) * wrong
    return (heralded, answers > 0 ? (1 - right) * wrong / answers : 0)
  }
}
