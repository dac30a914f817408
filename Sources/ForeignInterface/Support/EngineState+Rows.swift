// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

extension EngineState {
  /// Takes the ones of packed rows as defects.
  ///
  /// - Parameters:
  ///   - rows: The memory of the rows.
  ///   - layout: How they lie in it.
  ///   - range: Which rows to take; as many as the batch has shots.
  /// - Throws: `ForeignError` with status `.badArgument` if a bit after the last detector is set.
  /// - Complexity: O(bits / 64 + defects).
  mutating func load(
    _ rows: RawSpan, _ layout: RowLayout, _ range: Range<Int>
  ) throws(ForeignError) {
    let wordCount = (layout.bits + 63) / 64
    // What is wrong is gathered in one word, so that the loop has no branch for it.
    var surplus: UInt64 = 0
    var total = 0
    for row in range {
      for word in 0..<wordCount {
        let bits = layout.word(word, ofRow: row, in: rows)
        total &+= bits.nonzeroBitCount
        if word &+ 1 == wordCount { surplus |= bits & ~layout.lastMask }
      }
    }
    guard surplus == 0 else { throw layout.surplusBits(rows, range) }
    // The list leaves the batch while it is written, so that it is not checked for others' use at each step.
    var list: [UInt32] = []
    swap(&list, &batch.defects)
    list.append(contentsOf: repeatElement(0, count: total))
    var defects = list.mutableSpan
    var place = 0
    for row in range {
      for word in 0..<wordCount {
        var bits = layout.word(word, ofRow: row, in: rows)
        while bits != 0 {
          defects[place] = UInt32(truncatingIfNeeded: 64 &* word &+ bits.trailingZeroBitCount)
          place &+= 1
          bits &= bits &- 1
        }
      }
      batch.offsets[row &- range.lowerBound &+ 1] = place
    }
    swap(&list, &batch.defects)
  }

  /// Writes the predictions as packed rows.
  func write(
    _ rows: inout MutableSpan<UInt8>, _ layout: RowLayout, _ range: Range<Int>
  ) {
    for row in range {
      let start = layout.start(row)
      let from = (row - range.lowerBound) * predictions.wordsPerRow
      for byte in 0..<layout.width {
        rows[start + byte] = UInt8(
          truncatingIfNeeded: predictions.words[from + byte / 8] >> UInt64(byte % 8 * 8))
      }
    }
  }
}

extension RowLayout {
  /// The bits of the last word of a row that belong to it.
  var lastMask: UInt64 { bits & 63 == 0 ? .max : 1 << UInt64(bits & 63) - 1 }

  /// 64 bits of a row, lowest first, with zeros for bytes after its last.
  ///
  /// - Precondition: the row lies within the memory; `index` is below ⌈bits / 64⌉.
  @inline(__always)
  func word(_ index: Int, ofRow row: Int, in rows: RawSpan) -> UInt64 {
    let start = row &* stride &+ index &* 8
    let left = width &- index &* 8
    if left >= 8 {
      return unsafe rows.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
        .littleEndian
    }
    if width >= 8 {
      // The last eight bytes of the row hold what is left, and some of the word before.
      let bits = unsafe rows.unsafeLoadUnaligned(
        fromByteOffset: start &+ left &- 8, as: UInt64.self
      ).littleEndian
      return bits &>> UInt64(64 &- 8 &* left)
    }
    var bits: UInt64 = 0
    for byte in 0..<left {
      let value = unsafe rows.unsafeLoad(fromByteOffset: start &+ byte, as: UInt8.self)
      bits |= UInt64(value) &<< UInt64(8 &* byte)
    }
    return bits
  }

  /// Names the first row with a bit after its last.
  func surplusBits(_ rows: RawSpan, _ range: Range<Int>) -> ForeignError {
    let last = (bits + 63) / 64 - 1
    let row = range.first { word(last, ofRow: $0, in: rows) & ~lastMask != 0 }
    return ForeignError(
      .badArgument,
      "shot \(row ?? range.lowerBound) has bits after the last of its \(bits) detectors: the rows have another "
        + "width, or their bits do not begin with the lowest of each byte.")
  }
}
