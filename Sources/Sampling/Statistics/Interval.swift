// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// An estimate with the range that the data leave open.
public struct Interval: Sendable, Hashable {
  /// The lower end.
  public var low: Double
  /// The estimate.
  public var best: Double
  /// The upper end.
  public var high: Double

  /// Makes an interval.
  public init(low: Double, best: Double, high: Double) {
    self.low = low
    self.best = best
    self.high = high
  }

  /// The interval with a monotone function applied to all three numbers.
  public func map(_ transform: (Double) -> Double) -> Interval {
    Interval(low: transform(low), best: transform(best), high: transform(high))
  }

  /// Whether a value lies within, the ends included.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}
