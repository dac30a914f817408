// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension BitMatrix {
  /// A run of columns as a matrix of its own.
  ///
  /// - Parameter range: The columns.
  /// - Returns: The bits, shape (rowCount × range.count).
  /// - Precondition: the range lies within the columns.
  /// - Complexity: O(rowCount · range.count / 64).
  public func columns(_ range: Range<Int>) -> BitMatrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columnCount, "Column index out of range.")
    var result = BitMatrix(rowCount: rowCount, columnCount: range.count)
    let shift = UInt64(range.lowerBound & 63)
    let first = range.lowerBound >> 6
    for row in 0..<rowCount {
      let from = row * wordsPerRow
      let into = row * result.wordsPerRow
      for word in 0..<result.wordsPerRow {
        var bits = words[from + first + word] >> shift
        if shift > 0, first + word + 1 < wordsPerRow {
          bits |= words[from + first + word + 1] << (64 - shift)
        }
        result.words[into + word] = bits
      }
      if range.count & 63 != 0 {
        result.words[into + result.wordsPerRow - 1] &= 1 << UInt64(range.count & 63) &- 1
      }
    }
    return result
  }

  /// The matrix with the columns of another one after its own.
  ///
  /// - Parameter other: A matrix with as many rows.
  /// - Returns: The bits, shape (rowCount × (columnCount + other.columnCount)).
  /// - Precondition: both have the same number of rows.
  /// - Complexity: O(rowCount · columns / 64).
  public func appendingColumns(of other: BitMatrix) -> BitMatrix {
    precondition(rowCount == other.rowCount, "The matrices need the same number of rows.")
    var result = BitMatrix(rowCount: rowCount, columnCount: columnCount + other.columnCount)
    let shift = UInt64(columnCount & 63)
    let first = columnCount >> 6
    for row in 0..<rowCount {
      let into = row * result.wordsPerRow
      for word in 0..<wordsPerRow { result.words[into + word] = words[row * wordsPerRow + word] }
      for word in 0..<other.wordsPerRow {
        let bits = other.words[row * other.wordsPerRow + word]
        result.words[into + first + word] |= bits << shift
        if shift > 0, first + word + 1 < result.wordsPerRow {
          result.words[into + first + word + 1] = bits >> (64 - shift)
        }
      }
    }
    return result
  }
}
