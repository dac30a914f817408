// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Glibc

/// How the logical error rate of a family falls with distance and rises with the strength of noise.
///
/// ln ε = α + (d + 1)/2 · (γ ln s − β) for distance d and scale s of the noise, fitted to the points below the threshold.
/// At scale s, Λ = ε_d/ε_{d+2} = exp(β − γ ln s), and the curves cross at s = exp(β/γ).
public struct SuppressionFit: Sendable, Hashable {
  /// A point that the fit takes.
  struct Point: Sendable {
    var distance: Int
    var scale: Double
    var rounds: Double
    var logicalQubits = 1
    var estimate: BinomialEstimate

    /// The rate of one logical qubit per round.
    var rate: Double {
      errorRatePerRound(shotRate: estimate.rate, rounds: rounds, ofEach: logicalQubits)
    }
  }

  /// The parameters.
  struct Parameters: Sendable, Hashable {
    var alpha: Double
    var beta: Double
    var gamma: Double

    func rate(distance: Double, scale: Double) -> Double {
      exp(alpha + (distance + 1) / 2 * (gamma * log(scale) - beta))
    }

    func suppression(scale: Double) -> Double { exp(beta - gamma * log(scale)) }
  }

  /// The suppression Λ at the machine's own noise, with its 95 % interval.
  public let suppression: Interval
  /// The distances and scales of the points that the fit takes, for the statement of how far it is extended.
  public let distances: ClosedRange<Int>
  /// The scales of these points.
  public let scales: ClosedRange<Double>
  /// How many points it takes.
  public let pointCount: Int
  /// χ² of the fit.
  public let chiSquare: Double
  /// The points beyond the parameters.
  public let degreesOfFreedom: Int
  let best: Parameters
  /// The parameters of data as chance might have made them.
  let resampled: [Parameters]

  /// Whether larger codes are better at the machine's own noise, beyond doubt.
  public var isSuppressing: Bool { suppression.low > 1 }

  /// Fits the points with at least five errors whose rate per shot, of a logical qubit, is below a quarter.
  ///
  /// - Returns: Nil where they do not determine the fit.
  init?(_ points: [Point], seed: UInt64) {
    let usable = points.filter {
      $0.estimate.hits >= 5
        && errorRateOfEach($0.logicalQubits, anyRate: $0.estimate.rate) < 0.25
    }
    let distances = usable.map(\.distance)
    let scales = usable.map(\.scale)
    guard let low = distances.min(), let high = distances.max(), low < high,
      let weakest = scales.min(), let strongest = scales.max(),
      let best = SuppressionFit.parameters(usable, isScaled: weakest < strongest)
    else { return nil }
    self.distances = low...high
    self.scales = weakest...strongest
    self.best = best
    pointCount = usable.count
    degreesOfFreedom = max(0, usable.count - (weakest < strongest ? 3 : 2))
    chiSquare = usable.reduce(0) { sum, point in
      let expected = best.rate(distance: Double(point.distance), scale: point.scale)
      let deviation = log(point.rate / expected)
      return sum + deviation * deviation * Double(point.estimate.hits)
    }
    // Where the law does not describe the data, chance alone would claim too much.
    let excess = degreesOfFreedom > 0 ? max(1, chiSquare / Double(degreesOfFreedom)) : 1
    var resampled: [Parameters] = []
    for resample in 0..<400 {
      var stream = RandomStream(seed: seed, stream: UInt64(resample))
      let again = usable.map { point in
        var copy = point
        let sampler = BinomialSampler(
          trials: point.estimate.shots, probability: point.estimate.rate)
        copy.estimate = BinomialEstimate(
          hits: max(1, sampler.next(using: &stream)), shots: point.estimate.shots)
        return copy
      }
      guard let found = SuppressionFit.parameters(again, isScaled: weakest < strongest) else {
        continue
      }
      let factor = excess.squareRoot()
      resampled.append(
        Parameters(
          alpha: best.alpha + factor * (found.alpha - best.alpha),
          beta: best.beta + factor * (found.beta - best.beta),
          gamma: best.gamma + factor * (found.gamma - best.gamma)))
    }
    guard resampled.count >= 100 else { return nil }
    self.resampled = resampled
    suppression = SuppressionFit.interval(
      best.suppression(scale: 1), resampled.map { $0.suppression(scale: 1) })
  }

  private static func parameters(_ points: [Point], isScaled: Bool) -> Parameters? {
    let rows = points.map { point in
      let order = Double(point.distance + 1) / 2
      return isScaled ? [1, -order, order * log(point.scale)] : [1, -order]
    }
    let values = points.map { log($0.rate) }
    guard points.count >= (isScaled ? 3 : 2),
      let solution = leastSquares(
        rows, values, weights: points.map { Double($0.estimate.hits) })
    else { return nil }
    return Parameters(
      alpha: solution[0], beta: solution[1], gamma: isScaled ? solution[2] : 1)
  }

  private static func interval(_ best: Double, _ values: [Double]) -> Interval {
    let sorted = values.sorted()
    let last = Double(sorted.count - 1)
    return Interval(
      low: min(best, sorted[Int(0.025 * last)]), best: best,
      high: max(best, sorted[Int((0.975 * last).rounded(.up))]))
  }

  /// The rate per round at a distance and the machine's own noise, with its 95 % interval.
  public func rate(distance: Int) -> Interval {
    SuppressionFit.interval(
      best.rate(distance: Double(distance), scale: 1),
      resampled.map { $0.rate(distance: Double(distance), scale: 1) })
  }

  /// The first of some distances at which the rate is below a target, at the machine's own noise.
  ///
  /// - Parameters:
  ///   - distances: The distances, in any order.
  ///   - target: The rate per logical qubit and round.
  ///   - floor: What is added at each distance and no distance suppresses.
  /// - Returns: The places of the fit, and of the ends of its 95 % interval; nil for one that is not found.
  func first(
    of distances: [Int], target: Double, floor: (Int) -> Double
  ) -> (low: Int?, best: Int?, high: Int?) {
    let floors = distances.map(floor)
    func first(_ parameters: Parameters) -> Int? {
      distances.indices.first {
        parameters.rate(distance: Double(distances[$0]), scale: 1) + floors[$0] <= target
      }
    }
    let found = resampled.map { first($0) ?? .max }.sorted()
    let last = Double(found.count - 1)
    let (low, high) = (found[Int(0.025 * last)], found[Int((0.975 * last).rounded(.up))])
    return (low == .max ? nil : low, first(best), high == .max ? nil : high)
  }
}
