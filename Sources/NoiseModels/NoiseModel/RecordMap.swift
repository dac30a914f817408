// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// Where the results of the noiseless circuit lie in the record of the noisy one, which has heralds between them.
///
/// Only as many of the last results are kept as anything in the circuit looks back.
struct RecordMap: Equatable {
  /// For each of the last results, the heralds that came after the result before it.
  private var gaps: [Int] = []
  /// The heralds since the last result.
  private var pending = 0
  private let reach: Int

  /// Makes the map of an empty record.
  ///
  /// - Parameter reach: The furthest that the circuit looks back.
  init(reach: Int) {
    self.reach = reach
  }

  mutating func addHeralds(_ count: Int) { pending += count }

  mutating func addResults(_ count: Int) {
    if count == 0 { return }
    gaps.append(pending)
    for _ in 1..<max(1, count) { gaps.append(0) }
    pending = 0
    // Cut seldom, since cutting moves all that is kept.
    if gaps.count > 2 * reach + 1024 { gaps.removeFirst(gaps.count - reach) }
  }

  /// Adds the results of further passes through a block whose last pass is already here.
  mutating func repeatLast(results: Int, times: UInt64) {
    if results == 0 || times == 0 { return }
    let pass = Array(gaps.suffix(results))
    for _ in 0..<min(times, UInt64(reach / results + 1)) { gaps += pass }
    if gaps.count > 2 * reach + 1024 { gaps.removeFirst(gaps.count - reach) }
  }

  /// How far to look back for what the noiseless circuit finds at `lookback`.
  func lookback(_ lookback: Int) -> Int {
    lookback + pending + gaps.suffix(max(0, lookback - 1)).reduce(0, +)
  }

  /// What the next passes see of the record, for comparison.
  var visible: (gaps: ArraySlice<Int>, pending: Int) { (gaps.suffix(reach), pending) }
}
