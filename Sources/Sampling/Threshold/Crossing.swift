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
  /// An end is infinite or zero where the data do not bound it.
  public let rate: Interval?
  /// Why there is no crossing.
  public let reason: String?
}

/// What the ratio of two distances' rates does along the physical rate.
enum CrossingEstimate {
  case crosses(Double)
  case above
  case below
  case unknown(String)

  /// A number that sorts right: infinite where the crossing lies beyond the data.
  var value: Double? {
    switch self {
    case .crosses(let rate): rate
    case .above: .infinity
    case .below: 0
    case .unknown: nil
    }
  }
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
        smaller: smaller, larger: larger, rate: nil,
        reason: explain(estimate, smaller, larger))
    }
    var values: [Double] = []
    for resample in 0..<options.resamples {
      var stream = RandomStream(seed: options.seed, stream: UInt64(resample))
      let again = estimateCrossing(
        first.map { $0.resampled(using: &stream) }, second.map { $0.resampled(using: &stream) })
      if let value = again.value { values.append(value) }
    }
    return Crossing(
      smaller: smaller, larger: larger,
      rate: options.interval(best: best, values: values), reason: nil)
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
