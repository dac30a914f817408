// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How intervals are found by drawing the data anew.
public struct BootstrapOptions: Sendable, Hashable {
  /// How often the data are drawn anew.
  public var resamples: Int
  /// The coverage, strictly between 0 and 1.
  public var confidence: Double
  /// What makes the interval repeatable.
  public var seed: UInt64

  /// Makes options.
  public init(resamples: Int = 400, confidence: Double = 0.95, seed: UInt64 = 0) {
    self.resamples = resamples
    self.confidence = confidence
    self.seed = seed
  }

  /// The quantiles of resampled values around the estimate.
  func interval(best: Double, values: [Double]) -> Interval {
    guard values.count >= 20 else { return Interval(low: 0, best: best, high: .infinity) }
    let sorted = values.sorted()
    func quantile(_ fraction: Double) -> Double {
      let place = fraction * Double(sorted.count - 1)
      let index = min(Int(place), sorted.count - 2)
      let (low, high) = (sorted[index], sorted[index + 1])
      return low == high ? low : low + (place - Double(index)) * (high - low)
    }
    let tail = (1 - confidence) / 2
    return Interval(
      low: min(best, quantile(tail)), best: best, high: max(best, quantile(1 - tail)))
  }
}
