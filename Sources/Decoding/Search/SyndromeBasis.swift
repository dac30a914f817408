// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// A way to explain any syndrome that can be explained: elimination over the errors, cheapest first.
///
/// Its solutions use only errors that no set of cheaper ones replaces (order 0 of ordered statistics), so they are
/// valid but seldom the cheapest.
struct SyndromeBasis: Sendable {
  /// For each detector that leads a row, the row.
  private var rowOf: [Int32]
  /// Each row: a syndrome, then the errors that make it, as bits.
  private var rows: [UInt64] = []
  /// The errors in the order of the bits.
  private var members: [UInt32] = []
  private let stride: Int
  private let syndromeWords: Int

  init(_ model: SearchModel) {
    let n = model.detectorCount
    rowOf = [Int32](repeating: -1, count: n)
    syndromeWords = (n + 63) / 64
    stride = 2 * syndromeWords
    var scratch = [UInt64](repeating: 0, count: stride)
    let order = model.costs.indices.sorted { (model.costs[$0], $0) < (model.costs[$1], $1) }
    for error in order {
      if members.count == n { break }
      for word in 0..<stride { scratch[word] = 0 }
      for detector in model.symptoms[error].detectors {
        scratch[Int(detector) >> 6] ^= 1 << UInt64(detector & 63)
      }
      let lead = reduce(&scratch)
      guard let lead else { continue }
      let bit = members.count
      scratch[syndromeWords + bit >> 6] ^= 1 << UInt64(bit & 63)
      rowOf[lead] = Int32(bit)
      members.append(UInt32(error))
      rows += scratch
    }
  }

  /// Errors that make a syndrome, ascending in cost; nil if none do.
  func explain(_ detectors: some Sequence<UInt32>) -> [UInt32]? {
    var scratch = [UInt64](repeating: 0, count: stride)
    for detector in detectors { scratch[Int(detector) >> 6] ^= 1 << UInt64(detector & 63) }
    if reduce(&scratch) != nil { return nil }
    return members.indices.filter {
      scratch[syndromeWords + $0 >> 6] >> UInt64($0 & 63) & 1 == 1
    }.map { members[$0] }
  }

  /// Clears every lead there is a row for; the first detector that stays, if one does.
  private func reduce(_ scratch: inout [UInt64]) -> Int? {
    for word in 0..<syndromeWords {
      while scratch[word] != 0 {
        let detector = word << 6 + scratch[word].trailingZeroBitCount
        let row = Int(rowOf[detector])
        guard row >= 0 else { return detector }
        for place in 0..<stride { scratch[place] ^= rows[row * stride + place] }
      }
    }
    return nil
  }
}
