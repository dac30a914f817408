// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc

/// A count of hits among independent trials, and what it says about the probability of a hit.
public struct BinomialEstimate: Sendable, Hashable {
  /// The number of trials.
  public let shots: Int
  /// The number of hits.
  public let hits: Int

  /// Makes an estimate.
  ///
  /// - Precondition: `0 <= hits && hits <= shots`.
  public init(hits: Int, shots: Int) {
    precondition(hits >= 0 && hits <= shots, "Hits must be between zero and the shots.")
    self.shots = shots
    self.hits = hits
  }

  /// Hits over shots; ½ where there are no shots.
  public var rate: Double { shots == 0 ? 0.5 : Double(hits) / Double(shots) }

  /// All probabilities under which the data are at most `factor` times less likely than under the best.
  ///
  /// The meaning of sinter's `fit_binomial`; its default for plots is 1000. About ±3.7 σ at that factor.
  ///
  /// - Precondition: `factor >= 1`.
  public func likelihoodInterval(factor: Double = 1000) -> Interval {
    precondition(factor >= 1, "A likelihood factor must be at least 1.")
    if shots == 0 { return Interval(low: 0, best: 0.5, high: 1) }
    let limit = log(factor)
    let low = hits == 0 ? 0 : bisect(1e-300, rate) { loss(at: $0) > limit }
    let high = hits == shots ? 1 : bisect(max(rate, 1e-300), 1) { loss(at: $0) <= limit }
    return Interval(low: min(low, rate), best: rate, high: max(high, rate))
  }

  /// ln of how much less likely the data are under `p` than under the best probability.
  func loss(at p: Double) -> Double {
    let n = Double(shots)
    // n·(Kullback–Leibler divergence), as a sum of two deviances, whose linear terms cancel.
    return deviance(Double(hits), n * p) + deviance(n - Double(hits), n * (1 - p))
  }

  /// Wilson's score interval.
  ///
  /// - Parameter confidence: The coverage, strictly between 0 and 1.
  /// - Returns: The interval around the observed rate.
  public func wilsonInterval(confidence: Double = 0.95) -> Interval {
    if shots == 0 { return Interval(low: 0, best: 0.5, high: 1) }
    let z = -normalQuantile((1 - confidence) / 2)
    let n = Double(shots)
    let scale = 1 / (1 + z * z / n)
    let center = (rate + z * z / (2 * n)) * scale
    let half = z * scale * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot()
    return Interval(
      low: hits == 0 ? 0 : max(0, center - half), best: rate,
      high: hits == shots ? 1 : min(1, center + half))
  }

  /// The interval of Clopper and Pearson, which covers at least as often as it says.
  ///
  /// - Parameter confidence: The least coverage, strictly between 0 and 1.
  /// - Returns: The interval around the observed rate.
  public func clopperPearsonInterval(confidence: Double = 0.95) -> Interval {
    if shots == 0 { return Interval(low: 0, best: 0.5, high: 1) }
    let tail = (1 - confidence) / 2
    let low =
      hits == 0
      ? 0
      : bisect(1e-300, rate) {
        binomialCumulative(atLeast: hits, of: shots, probability: $0) < tail
      }
    let high =
      hits == shots
      ? 1
      : bisect(max(rate, 1e-300), 1) {
        binomialCumulative(atMost: hits, of: shots, probability: $0) > tail
      }
    return Interval(low: low, best: rate, high: high)
  }

  /// How many standard deviations two rates differ, by the pooled two-proportion test.
  ///
  /// Positive where this rate is the larger one; zero where either side has no shots.
  public func z(against other: BinomialEstimate) -> Double {
    guard shots > 0, other.shots > 0 else { return 0 }
    let pooled = Double(hits + other.hits) / Double(shots + other.shots)
    let variance = pooled * (1 - pooled) * (1 / Double(shots) + 1 / Double(other.shots))
    return variance > 0 ? (rate - other.rate) / variance.squareRoot() : 0
  }
}
