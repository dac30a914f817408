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
    // The lists leave the batch while they are written, so that they are not checked for others' use at each step.
    var list: [UInt32] = []
    var offsets: [Int] = []
    swap(&list, &batch.defects)
    swap(&offsets, &batch.offsets)
    defer {
      swap(&list, &batch.defects)
      swap(&offsets, &batch.offsets)
    }
    let bits = max(1, layout.bits)
    // As many as in the last batch, and room for all of a row.
    list.append(contentsOf: repeatElement(0, count: max(1024, lastDefectCount) + bits))
    var surplus: UInt64 = 0
    var place = 0
    var row = range.lowerBound
    while row < range.upperBound {
      if list.count - place < bits {
        list.append(contentsOf: repeatElement(0, count: max(list.count, 8 * bits)))
      }
      let end = min(range.upperBound, row + (list.count - place) / bits)
      var defects = list.mutableSpan
      while row < end {
        place = layout.appendOnes(ofRow: row, in: rows, to: &defects, at: place, &surplus)
        row &+= 1
        offsets[row &- range.lowerBound] = place
      }
    }
    list.removeLast(list.count - place)
    lastDefectCount = place
    guard surplus == 0 else { throw layout.surplusBits(rows, range) }
  }

  /// Writes the predictions as packed rows.
  func write(
    _ rows: inout MutableSpan<UInt8>, _ layout: RowLayout, _ range: Range<Int>
  ) {
    let words = predictions.words.span
    let wordsPerRow = predictions.wordsPerRow
    for row in range {
      let start = layout.start(row)
      let from = (row &- range.lowerBound) &* wordsPerRow
      for byte in 0..<layout.width {
        rows[start &+ byte] = UInt8(
          truncatingIfNeeded: words[from &+ byte &>> 3] &>> UInt64(byte & 7 &* 8))
      }
    }
  }
}

extension RowLayout {
  /// The bits of the last word of a row that belong to it.
  private var lastMask: UInt64 { bits & 63 == 0 ? .max : 1 << UInt64(bits & 63) - 1 }

  /// Appends the places of the ones of a row to a list.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - rows: The memory of the rows, which holds this one.
  ///   - list: Where to write; has room for `bits` entries from `place` on.
  ///   - place: Where in it to begin.
  ///   - surplus: Receives, beside what it held, bits after the last of the row.
  /// - Returns: Where the next entry goes.
  @inline(__always)
  func appendOnes(
    ofRow row: Int, in rows: RawSpan, to list: inout MutableSpan<UInt32>, at place: Int,
    _ surplus: inout UInt64
  ) -> Int {
    var place = place
    let start = row &* stride
    let full = bits &>> 6
    for index in 0..<full {
      // SAFETY: the initializer has checked that every row lies within the memory.
      var word = unsafe rows.unsafeLoadUnaligned(
        fromUncheckedByteOffset: start &+ index &* 8, as: UInt64.self
      ).littleEndian
      while word != 0 {
        list[place] = UInt32(truncatingIfNeeded: 64 &* index &+ word.trailingZeroBitCount)
        place &+= 1
        word &= word &- 1
      }
    }
    if bits & 63 != 0 {
      let last = lastWord(ofRow: row, in: rows)
      surplus |= last & ~lastMask
      var word = last & lastMask
      while word != 0 {
        list[place] = UInt32(truncatingIfNeeded: 64 &* full &+ word.trailingZeroBitCount)
        place &+= 1
        word &= word &- 1
      }
    }
    return place
  }

  /// The bits of a row after the last full word of 64, with zeros for bytes after its last.
  ///
  /// - Precondition: there are such bits, and the row lies within the memory.
  @inline(__always)
  private func lastWord(ofRow row: Int, in rows: RawSpan) -> UInt64 {
    let start = row &* stride &+ bits &>> 6 &* 8
    let left = width &- bits &>> 6 &* 8
    if width >= 8 {
      // The last eight bytes of the row hold what is left, and some of the word before.
      let word = unsafe rows.unsafeLoadUnaligned(
        fromByteOffset: start &+ left &- 8, as: UInt64.self
      ).littleEndian
      return word &>> UInt64(64 &- 8 &* left)
    }
    var word: UInt64 = 0
    for byte in 0..<left {
      let value = unsafe rows.unsafeLoad(fromByteOffset: start &+ byte, as: UInt8.self)
      word |= UInt64(value) &<< UInt64(8 &* byte)
    }
    return word
  }

  /// Names the first row with a bit after its last.
  func surplusBits(_ rows: RawSpan, _ range: Range<Int>) -> ForeignError {
    let row = range.first { lastWord(ofRow: $0, in: rows) & ~lastMask != 0 }
    return ForeignError(
      .badArgument,
      "shot \(row ?? range.lowerBound) has bits after the last of its \(bits) detectors: the rows have another "
        + "width, or their bits do not begin with the lowest of each byte.")
  }
}
