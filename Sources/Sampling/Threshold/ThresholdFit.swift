// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Glibc

/// A finite-size scaling fit of logical error rates near the threshold.
///
/// P = A + B·x + C·x² with x = (p − p_th)·d^{1/ν} (Wang, Harrington and Preskill, Confinement-Higgs
/// transition in a disordered gauge theory and the accuracy threshold for quantum memory, 2003).
public struct ThresholdFit: Sendable, Hashable {
  /// The p_th of the fitted form.
  ///
  /// The interval is that of chance times `scale`. The form lacks corrections for small codes, so
  /// p_th is biased where crossings drift.
  public let threshold: Interval
  /// The critical exponent ν.
  public let exponent: Interval
  /// A, B and C.
  public let coefficients: [Double]
  /// Σ ((P − fit)/σ)².
  public let chiSquare: Double
  /// Points less parameters.
  public let degreesOfFreedom: Int
  /// The physical error rates that were used.
  public let window: ClosedRange<Double>
  /// How many points were used.
  public let pointCount: Int

  /// √(χ²/degrees of freedom), at least 1, by which the intervals were widened (Birge, 1932).
  public var scale: Double {
    ThresholdFit.scale(chiSquare: chiSquare, degreesOfFreedom: degreesOfFreedom)
  }

  /// Whether χ² is at most twice the degrees of freedom.
  public var isGood: Bool { chiSquare <= 2 * Double(max(1, degreesOfFreedom)) }

  static func scale(chiSquare: Double, degreesOfFreedom: Int) -> Double {
    max(1, (chiSquare / Double(max(1, degreesOfFreedom))).squareRoot())
  }

  /// The fitted rate.
  public func rate(distance: Int, physicalRate: Double) -> Double {
    let x = (physicalRate - threshold.best) * pow(Double(distance), 1 / exponent.best)
    return coefficients[0] + x * (coefficients[1] + x * coefficients[2])
  }
}

extension ThresholdSeries {
  /// Fits the points near the threshold, with bootstrap intervals.
  ///
  /// - Parameters:
  ///   - window: How far p may be from where the curves cross, relative to it.
  ///   - options: How the intervals are found.
  /// - Returns: The fit.
  /// - Throws: `SamplingError` with code `.fit` if the data do not bracket the threshold or are too few.
  public func fit(
    window: Double = 0.5, options: BootstrapOptions
  ) throws(SamplingError) -> ThresholdFit {
    let center = try roughThreshold()
    let near = points.filter { abs($0.physicalRate / center - 1) <= window }
    let rates = Set(near.map(\.physicalRate)).sorted()
    guard near.count >= 6, rates.count >= 3, Set(near.map(\.distance)).count >= 2,
      let low = rates.first, let high = rates.last
    else {
      throw SamplingError(
        .fit,
        "Only \(near.count) points lie within \(Int(window * 100)) % of the crossing near p = "
          + "\(shortText(center)): a fit needs 6, of at least 3 error rates and 2 distances. "
          + "Sample more error rates there.")
    }
    guard let best = fitOnce(near, start: (log(center), log(1.3))) else {
      throw SamplingError(.fit, "The fit found no threshold; sample more error rates.")
    }
    var thresholds: [Double] = []
    var exponents: [Double] = []
    for resample in 0..<options.resamples {
      var stream = RandomStream(seed: options.seed, stream: UInt64(resample))
      let again = near.map { $0.resampled(using: &stream) }
      if let fit = fitOnce(again, start: (log(best.threshold), log(best.exponent))) {
        thresholds.append(fit.threshold)
        exponents.append(fit.exponent)
      }
    }
    let scale = ThresholdFit.scale(
      chiSquare: best.chiSquare, degreesOfFreedom: near.count - 5)
    return ThresholdFit(
      threshold: options.interval(best: best.threshold, values: thresholds).widened(by: scale),
      exponent: options.interval(best: best.exponent, values: exponents).widened(by: scale),
      coefficients: best.coefficients, chiSquare: best.chiSquare,
      degreesOfFreedom: near.count - 5, window: low...high, pointCount: near.count)
  }

  /// Where the curves of the largest distances that cross do so.
  private func roughThreshold() throws(SamplingError) -> Double {
    let distances = distances
    guard distances.count >= 2 else {
      throw SamplingError(.fit, "A threshold needs data of at least two distances.")
    }
    var reasons: [String] = []
    for index in (1..<distances.count).reversed() {
      let (smaller, larger) = (distances[index - 1], distances[index])
      let crossing = crossing(smaller, larger, options: BootstrapOptions(resamples: 0))
      if let rate = crossing.rate { return rate.best }
      reasons.append(crossing.reason ?? "")
    }
    throw SamplingError(.fit, "The data do not bracket a threshold: " + (reasons.first ?? ""))
  }
}

extension Interval {
  /// Both ends moved away from the estimate by a factor, the lower one to zero at most.
  fileprivate func widened(by factor: Double) -> Interval {
    Interval(
      low: max(0, best - factor * (best - low)), best: best, high: best + factor * (high - best))
  }
}

/// One fit, without intervals.
private struct SingleFit {
  var threshold: Double
  var exponent: Double
  var coefficients: [Double]
  var chiSquare: Double
}

/// For each trial p_th and ν the coefficients follow by linear least squares; only the two are searched.
private func fitOnce(_ points: [ThresholdPoint], start: (Double, Double)) -> SingleFit? {
  let rates = points.map(\.rate)
  let logs = points.map { log(Double($0.distance)) }
  // The weights come from the data first and from the first fit then, which removes their noise.
  var weights = zip(points, rates).map { weight($0, expected: nil, rate: $1) }
  var place = start
  var result: SingleFit?
  for pass in 0..<2 {
    func solve(_ x: Double, _ y: Double) -> (scaled: [Double], cost: Double)? {
      // Outside of this range the search has lost its way.
      guard abs(x - start.0) < 2, y > -1.5, y < 3 else { return nil }
      let (threshold, power) = (exp(x), exp(-y))
      let rows = zip(points, logs).map { point, logDistance in
        let scaled = (point.physicalRate / threshold - 1) * exp(power * logDistance)
        return [1, scaled, scaled * scaled]
      }
      guard let solution = leastSquares(rows, rates, weights: weights) else { return nil }
      var cost = 0.0
      for (index, row) in rows.enumerated() {
        let fitted = solution[0] + solution[1] * row[1] + solution[2] * row[2]
        cost += weights[index] * (rates[index] - fitted) * (rates[index] - fitted)
      }
      return (solution, cost)
    }
    let found = minimize(from: place, step: (0.02, 0.1)) { solve($0, $1)?.cost ?? .infinity }
    guard let best = solve(found.place.0, found.place.1) else { return nil }
    place = found.place
    let threshold = exp(place.0)
    result = SingleFit(
      threshold: threshold, exponent: exp(place.1),
      coefficients: [
        best.scaled[0], best.scaled[1] / threshold, best.scaled[2] / (threshold * threshold),
      ], chiSquare: best.cost)
    guard pass == 0 else { break }
    weights = points.indices.map { index in
      let scaled =
        (points[index].physicalRate / threshold - 1) * exp(exp(-place.1) * logs[index])
      let fitted = best.scaled[0] + scaled * (best.scaled[1] + scaled * best.scaled[2])
      return weight(points[index], expected: fitted, rate: rates[index])
    }
  }
  return result
}

/// The inverse variance of a point's rate, at an expected rate or else the observed one.
private func weight(_ point: ThresholdPoint, expected: Double?, rate: Double) -> Double {
  let shots = Double(point.estimate.shots)
  let floor = 0.5 / shots
  let fitted = min(0.999, max(floor, expected ?? 0))
  let shotRate =
    expected == nil
    ? (Double(point.estimate.hits) + 0.5) / (shots + 1)
    : errorRatePerShot(roundRate: min(fitted, 0.4999), rounds: point.rounds)
  let variance = max(shotRate, floor) * (1 - min(shotRate, 1 - floor)) / shots
  // dε/dP by a small difference; 1 for rates per shot.
  let step = 1e-6 * max(shotRate, floor)
  let slope =
    point.rounds == 1
    ? 1
    : (errorRatePerRound(shotRate: min(1, shotRate + step), rounds: point.rounds)
      - errorRatePerRound(shotRate: shotRate, rounds: point.rounds)) / step
  return 1 / max(variance * slope * slope, 1e-300)
}

/// A number with four significant digits, for messages.
func shortText(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return "\(value)" }
  let scale = pow(10, 3 - floor(log10(abs(value))))
  return "\((value * scale).rounded() / scale)"
}
