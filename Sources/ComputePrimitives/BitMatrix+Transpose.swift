// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension BitMatrix {
  /// Writes the transpose of the first columns into the first rows of another matrix.
  ///
  /// Eight 64 × 64 tiles that lie side by side go through the butterfly together, one to a vector lane.
  ///
  /// - Parameters:
  ///   - columns: How many columns to transpose.
  ///   - result: Receives column c as row c, from column 0 on; its other columns are set to zero
  ///     up to the end of the last word written.
  /// - Precondition: `result` has `columns` rows or more, and `rowCount` columns or more.
  /// - Complexity: O(rowCount · columns / 64 · log 64).
  public func writeTranspose(columns: Int, into result: inout BitMatrix) {
    precondition(
      columns <= columnCount && columns <= result.rowCount && rowCount <= result.columnCount,
      "The result of a transposition must hold it.")
    var tile = [SIMD8<UInt64>](repeating: .zero, count: 64)
    let source = words.span
    let sourceWidth = wordsPerRow
    let resultWidth = result.wordsPerRow
    var target = result.words.mutableSpan
    var rows = tile.mutableSpan
    for tileRow in 0..<((rowCount + 63) / 64) {
      let height = min(64, rowCount - tileRow * 64)
      for group in stride(from: 0, to: (columns + 63) / 64, by: 8) {
        let lanes = min(8, sourceWidth - group)
        for row in 0..<64 {
          var value = SIMD8<UInt64>.zero
          if row < height {
            let start = (tileRow &* 64 &+ row) &* sourceWidth &+ group
            if lanes == 8 {
              value = SIMD8(
                source[start], source[start &+ 1], source[start &+ 2], source[start &+ 3],
                source[start &+ 4], source[start &+ 5], source[start &+ 6], source[start &+ 7])
            } else {
              for lane in 0..<lanes { value[lane] = source[start &+ lane] }
            }
          }
          rows[row] = value
        }
        transpose8(&rows)
        for lane in 0..<lanes {
          let first = (group + lane) * 64
          for row in 0..<max(0, min(64, columns - first)) {
            target[(first &+ row) &* resultWidth &+ tileRow] = rows[row][lane]
          }
        }
      }
    }
  }
}

/// Transposes eight 64 × 64 tiles, one in each lane (Warren, Hacker's Delight, §7-3).
@inline(__always)
private func transpose8(_ rows: inout MutableSpan<SIMD8<UInt64>>) {
  var width = 32
  var mask: UInt64 = 0x0000_0000_FFFF_FFFF
  while width > 0 {
    let shift = SIMD8<UInt64>(repeating: UInt64(width))
    let lanes = SIMD8<UInt64>(repeating: mask)
    var row = 0
    while row < 64 {
      for upper in row..<(row &+ width) {
        let difference = ((rows[upper] &>> shift) ^ rows[upper &+ width]) & lanes
        rows[upper] ^= difference &<< shift
        rows[upper &+ width] ^= difference
      }
      row &+= 2 &* width
    }
    width >>= 1
    mask ^= mask << UInt64(width)
  }
}
