// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// The eight characters of each byte's bits, low bit first: `01` at one load and one store per byte.
private let characters: [UInt64] = (0..<256).map { byte in
  (0..<8).reduce(0) { $0 | UInt64(0x30 + (byte >> $1 & 1)) << UInt64(8 * $1) }
}

extension ShotWriter {
  /// Writes a row as characters and a line feed.
  mutating func putCharacters(_ words: Span<UInt64>) throws {
    let table = characters
    var column = 0
    while column < width {
      // Sixteen words at a time, so that any width passes through a buffer of fixed size.
      let count = min(1024, width - column)
      if position + 1024 + 8 > buffer.count { try flush() }
      let base = position
      var bytes = buffer.mutableSpan
      var word: UInt64 = 0
      for offset in stride(from: 0, to: count, by: 8) {
        word = offset & 63 == 0 ? words[(column + offset) >> 6] : word >> 8
        storeWord(table[Int(truncatingIfNeeded: word & 0xFF)], &bytes, at: base + offset)
      }
      position += count
      column += count
    }
    if position == buffer.count { try flush() }
    buffer[position] = UInt8(ascii: "\n")
    position += 1
  }

  /// Writes a row as ⌈width / 8⌉ bytes.
  mutating func putBytes(_ words: Span<UInt64>) throws {
    var remaining = (width + 7) >> 3
    for index in words.indices {
      if position + 8 > buffer.count { try flush() }
      let at = position
      var bytes = buffer.mutableSpan
      storeWord(words[index], &bytes, at: at)
      position += min(8, remaining)
      remaining -= 8
    }
  }

  /// Writes a batch by flipping, in a block of empty shots, what happened; then flips it back.
  ///
  /// The cost follows the defects; the bytes in between are touched only by the sink.
  mutating func putTemplate(
    _ batch: borrowing SyndromeBatch, appendingObservables: Bool
  ) throws {
    let isText = format == .zeroOne
    let stride = isText ? width + 1 : (width + 7) >> 3
    guard stride > 0 else { return }
    let rows = max(1, Self.blockSize / stride)
    if template.isEmpty {
      template = [UInt8](repeating: isText ? UInt8(ascii: "0") : 0, count: rows * stride)
      if isText {
        for row in 0..<rows { template[row * stride + width] = UInt8(ascii: "\n") }
      }
    }
    // What waits in the buffer comes first.
    try flush()
    for first in Swift.stride(from: 0, to: batch.shotCount, by: rows) {
      let shots = first..<min(batch.shotCount, first + rows)
      flip(batch, shots, stride: stride, isText: isText, observables: appendingObservables)
      try sink.write(template.span.extracting(first: shots.count * stride))
      flip(batch, shots, stride: stride, isText: isText, observables: appendingObservables)
    }
  }

  private mutating func flip(
    _ batch: borrowing SyndromeBatch, _ shots: Range<Int>, stride: Int, isText: Bool,
    observables: Bool
  ) {
    let defects = batch.defects.span
    let offsets = batch.offsets.span
    let words = batch.observables.words.span
    let wordsPerRow = batch.observables.wordsPerRow
    let detectorCount = batch.detectorCount
    var bytes = template.mutableSpan
    var base = 0
    for shot in shots {
      for index in offsets[shot]..<offsets[shot + 1] {
        let bit = Int(defects[index])
        if isText {
          bytes[base + bit] ^= 1
        } else {
          bytes[base + bit >> 3] ^= 1 << UInt8(truncatingIfNeeded: bit & 7)
        }
      }
      if observables {
        for index in 0..<wordsPerRow {
          var word = words[shot * wordsPerRow + index]
          while word != 0 {
            let bit = detectorCount + index << 6 + word.trailingZeroBitCount
            word &= word &- 1
            if isText {
              bytes[base + bit] ^= 1
            } else {
              bytes[base + bit >> 3] ^= 1 << UInt8(truncatingIfNeeded: bit & 7)
            }
          }
        }
      }
      base += stride
    }
  }
}
