// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Glibc

/// Where the curves of two distances cross.
public struct Crossing: Sendable, Hashable {
  /// The smaller distance.
  public let smaller: Int
  /// The larger distance.
  public let larger: Int
  /// The physical error rate of the crossing, with the chosen coverage; nil where there is none.
  ///
  /// An end that the data do not bound is the end of the sampled error rates.
  public let rate: Interval?
  /// Whether the data tell how low the crossing may be.
  public let isBoundedBelow: Bool
  /// Whether the data tell how high the crossing may be.
  public let isBoundedAbove: Bool
  /// Why there is no crossing, or else which ends of the interval the data do not bound.
  public let reason: String?
  /// What the number is, for headlines: "crossing of d = 5 and 7".
  public var name: String { "crossing of d = \(smaller) and \(larger)" }
}

/// What the ratio of two distances' rates does along the physical rate.
enum CrossingEstimate {
  case crosses(Double)
  case above
  case below
  case unknown(String)
}

extension ThresholdSeries {
  /// Where the curves of two distances cross, with a bootstrap interval.
  ///
  /// ln(P₂/P₁) is interpolated along ln p around its change of sign, by a weighted polynomial of degree 3
  /// at most through up to three points on either side, all within a factor of two.
  ///
  /// - Parameters:
  ///   - smaller: The smaller distance.
  ///   - larger: The larger distance.
  ///   - options: How the interval is found.
  /// - Returns: The crossing, or why there is none.
  public func crossing(_ smaller: Int, _ larger: Int, options: BootstrapOptions) -> Crossing {
    let first = points.filter { $0.distance == smaller }
    let second = points.filter { $0.distance == larger }
    let estimate = estimateCrossing(first, second)
    guard case .crosses(let best) = estimate else {
      return Crossing(
        smaller: smaller, larger: larger, rate: nil, isBoundedBelow: false,
        isBoundedAbove: false, reason: explain(estimate, smaller, larger))
    }
    let shared = Set(first.map(\.physicalRate)).intersection(second.map(\.physicalRate))
    let (lowest, highest) = (shared.min() ?? best, shared.max() ?? best)
    var values: [Double] = []
    var (below, above) = (0, 0)
    for resample in 0..<options.resamples {
      var stream = RandomStream(seed: options.seed, stream: UInt64(resample))
      let again = estimateCrossing(
        first.map { $0.resampled(using: &stream) }, second.map { $0.resampled(using: &stream) })
      switch again {
      case .crosses(let value): values.append(value)
      case .below:
        values.append(lowest)
        below += 1
      case .above:
        values.append(highest)
        above += 1
      case .unknown:
        // Such data bound the crossing on neither side.
        below += 1
        above += 1
      }
    }
    // An end is known if fewer resamples than its tail holds have their crossing beyond the data.
    let tail = Int((1 - options.confidence) / 2 * Double(max(0, options.resamples - 1)))
    let isEnough = values.count >= 20
    let (isLow, isHigh) = (isEnough && below <= tail, isEnough && above <= tail)
    let found = options.interval(best: best, values: values)
    return Crossing(
      smaller: smaller, larger: larger,
      rate: Interval(
        low: isLow ? found.low : lowest, best: best, high: isHigh ? found.high : highest),
      isBoundedBelow: isLow, isBoundedAbove: isHigh, reason: unboundedEnds(isLow, isHigh))
  }

  private func unboundedEnds(_ isLow: Bool, _ isHigh: Bool) -> String? {
    switch (isLow, isHigh) {
    case (true, true): nil
    case (false, true): "not bounded below by these data"
    case (true, false): "not bounded above by these data"
    case (false, false): "not bounded below or above by these data"
    }
  }

  private func explain(_ estimate: CrossingEstimate, _ smaller: Int, _ larger: Int) -> String {
    switch estimate {
    case .crosses: ""
    case .above:
      "d=\(larger) fails less often than d=\(smaller) at every p; sample higher error rates."
    case .below:
      "d=\(larger) fails more often than d=\(smaller) at every p; sample lower error rates."
    case .unknown(let reason): reason
    }
  }
}

/// Finds the crossing of two curves.
func estimateCrossing(_ first: [ThresholdPoint], _ second: [ThresholdPoint]) -> CrossingEstimate {
  var samples: [CrossingSample] = []
  for point in first {
    guard let partner = second.first(where: { $0.physicalRate == point.physicalRate }),
      let sample = CrossingSample(point, partner)
    else { continue }
    samples.append(sample)
  }
  samples.sort { $0.x < $1.x }
  guard samples.count >= 2 else {
    return .unknown("The two distances share fewer than two error rates at which both fail.")
  }
  guard let left = bracket(samples) else {
    let sum = samples.reduce(0) { $0 + $1.y * $1.weight }
    return sum < 0 ? .above : .below
  }
  let low = samples[left].x
  let high = samples[left + 1].x
  let near = samples[max(0, left - 2)...min(samples.count - 1, left + 3)]
    .filter { $0.x >= low - log(2.0) && $0.x <= high + log(2.0) }
  // Only as many parameters as there are points to tell them apart.
  let degree = near.count >= 5 ? 3 : min(2, near.count - 1)
  let middle = (low + high) / 2
  for degree in stride(from: degree, through: 1, by: -1) {
    let used = degree == 1 ? [samples[left], samples[left + 1]] : near
    guard
      let coefficients = leastSquares(
        used.map { sample in (0...degree).map { pow(sample.x - middle, Double($0)) } },
        used.map(\.y), weights: used.map(\.weight))
    else { continue }
    let curve = { (x: Double) in
      coefficients.reversed().reduce(0.0) { $0 * (x - middle) + $1 }
    }
    if curve(low) <= 0, curve(high) >= 0 {
      return .crosses(exp(bisect(low, high) { curve($0) < 0 }))
    }
  }
  return .unknown("The data are too noisy to tell where the curves cross.")
}

/// The logarithm of the ratio of two rates at one physical rate.
private struct CrossingSample {
  var x: Double
  var y: Double
  var weight: Double

  /// Nil where the ratio is unknown because one side never failed.
  init?(_ first: ThresholdPoint, _ second: ThresholdPoint) {
    let (k1, k2) = (first.estimate.hits, second.estimate.hits)
    guard k1 > 0, k2 > 0 else { return nil }
    x = log(first.physicalRate)
    y = log(second.rate / first.rate)
    let variance =
      (1 - first.estimate.rate) / Double(k1) + (1 - second.estimate.rate) / Double(k2)
    weight = 1 / max(variance, 1e-12)
  }
}

/// The index of the sample left of the sign change from minus to plus that has most evidence.
private func bracket(_ samples: [CrossingSample]) -> Int? {
  var best: (index: Int, score: Double)?
  for index in 0..<samples.count - 1
  where samples[index].y < 0 && samples[index + 1].y >= 0 {
    var score = 0.0
    for (position, sample) in samples.enumerated() {
      let z = sample.y * sample.weight.squareRoot()
      score += position <= index ? -z : z
    }
    if best.map({ score > $0.score }) ?? true { best = (index, score) }
  }
  return best?.index
}
