// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A dense matrix over GF(2), packed row by row into 64-bit words, little-endian bits.
///
/// Bit `(row, column)` is bit `column % 64` of word `row * wordsPerRow + column / 64`. Bits beyond the
/// last column are zero; every member keeps them so.
public struct BitMatrix: Sendable, Hashable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The words one row takes: ⌈columnCount / 64⌉.
  public let wordsPerRow: Int
  /// The words, row by row.
  ///
  /// Keep the padding bits of each row zero.
  public var words: [UInt64]

  /// Makes a matrix of zeros.
  ///
  /// - Precondition: `rowCount >= 0 && columnCount >= 0`.
  /// - Complexity: O(rowCount · wordsPerRow).
  public init(rowCount: Int, columnCount: Int) {
    precondition(rowCount >= 0 && columnCount >= 0, "A matrix needs sizes of zero or more.")
    self.rowCount = rowCount
    self.columnCount = columnCount
    wordsPerRow = (columnCount + 63) / 64
    words = [UInt64](repeating: 0, count: rowCount * wordsPerRow)
  }

  /// The bit at a row and column.
  ///
  /// - Precondition: the row and the column are in range.
  @inlinable
  public subscript(row: Int, column: Int) -> Bool {
    get {
      precondition(row < rowCount && column < columnCount, "Bit index out of range.")
      return words[row * wordsPerRow + column >> 6] >> UInt64(column & 63) & 1 == 1
    }
    set {
      precondition(row < rowCount && column < columnCount, "Bit index out of range.")
      let mask = UInt64(1) << UInt64(column & 63)
      if newValue {
        words[row * wordsPerRow + column >> 6] |= mask
      } else {
        words[row * wordsPerRow + column >> 6] &= ~mask
      }
    }
  }

  /// Flips the bit at a row and column.
  @inlinable
  public mutating func flip(_ row: Int, _ column: Int) {
    precondition(row < rowCount && column < columnCount, "Bit index out of range.")
    words[row * wordsPerRow + column >> 6] ^= UInt64(1) << UInt64(column & 63)
  }

  /// Sets every bit to zero.
  public mutating func clear() {
    for index in words.indices { words[index] = 0 }
  }

  /// Adds (XORs) row `source` to row `target`.
  ///
  /// - Complexity: O(wordsPerRow).
  public mutating func add(row source: Int, to target: Int) {
    precondition(source < rowCount && target < rowCount, "Row index out of range.")
    let from = source * wordsPerRow
    let into = target * wordsPerRow
    for word in 0..<wordsPerRow { words[into + word] ^= words[from + word] }
  }

  /// Exchanges two rows.
  public mutating func swapRows(_ first: Int, _ second: Int) {
    precondition(first < rowCount && second < rowCount, "Row index out of range.")
    for word in 0..<wordsPerRow {
      words.swapAt(first * wordsPerRow + word, second * wordsPerRow + word)
    }
  }

  /// The matrix with rows and columns exchanged.
  ///
  /// - Complexity: O(rowCount · columnCount / 64 · log 64), by 64 × 64 blocks.
  public func transposed() -> BitMatrix {
    var result = BitMatrix(rowCount: columnCount, columnCount: rowCount)
    writeTranspose(columns: columnCount, into: &result)
    return result
  }
}

/// Transposes a 64 × 64 block in place by exchanging halves, quarters, … (Warren, Hacker's Delight, §7-3).
@inlinable
public func transpose(block: inout [64 of UInt64]) {
  var width = 32
  var mask: UInt64 = 0x0000_0000_FFFF_FFFF
  while width > 0 {
    var row = 0
    while row < 64 {
      let difference =
        ((block[row] >> UInt64(width)) ^ block[row + width]) & mask
      block[row] ^= difference << UInt64(width)
      block[row + width] ^= difference
      row = (row + width + 1) & ~width
    }
    width >>= 1
    mask ^= mask << UInt64(width)
  }
}
