// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Counts of times in bins that are each 1.6 % wide, so that quantiles of any number of them take fixed memory.
public struct TimeHistogram: Sendable {
  /// 64 bins to each doubling, for times of 0 to 2⁴⁰ ns.
  private var counts = [UInt64](repeating: 0, count: 64 * 36)
  /// The number of times.
  public private(set) var count: UInt64 = 0
  /// The sum of the times, in nanoseconds.
  public private(set) var total = 0.0
  /// The longest time, in nanoseconds.
  public private(set) var maximum = 0.0

  /// Makes an empty histogram.
  public init() {}

  /// Adds a time.
  ///
  /// - Parameter nanoseconds: The time; negative ones count as 0.
  public mutating func add(_ nanoseconds: Double) {
    let time = max(0, nanoseconds)
    count += 1
    total += time
    maximum = max(maximum, time)
    counts[TimeHistogram.bin(UInt64(min(time, 0x1p40)))] += 1
  }

  /// The average, in nanoseconds; 0 without times.
  public var mean: Double { count == 0 ? 0 : total / Double(count) }

  /// The time that a fraction of the times do not exceed, in nanoseconds, rounded up by at most 1.6 %.
  ///
  /// - Precondition: the fraction is in 0...1.
  public func quantile(_ fraction: Double) -> Double {
    precondition(fraction >= 0 && fraction <= 1, "A fraction must be between 0 and 1.")
    let rank = UInt64((fraction * Double(count)).rounded(.up))
    var seen: UInt64 = 0
    for (bin, times) in counts.enumerated() where times > 0 {
      seen += times
      if seen >= rank { return min(maximum, TimeHistogram.upperEnd(bin)) }
    }
    return maximum
  }

  /// Bins are whole nanoseconds up to 64, then 64 to each doubling.
  private static func bin(_ time: UInt64) -> Int {
    if time < 64 { return Int(time) }
    let shift = UInt64(57 - time.leadingZeroBitCount)
    return min(64 * 36 - 1, Int(shift + 1) * 64 + Int(time >> shift) - 64)
  }

  private static func upperEnd(_ bin: Int) -> Double {
    if bin < 64 { return Double(bin) }
    let shift = bin / 64 - 1
    return Double(((bin % 64 + 64 + 1) << shift) - 1)
  }
}
