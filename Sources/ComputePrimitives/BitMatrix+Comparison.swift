// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension BitMatrix {
  /// The number of rows in which two matrices differ.
  ///
  /// - Precondition: the shapes are equal.
  public func countOfRowsDiffering(from other: BitMatrix) -> Int {
    precondition(
      rowCount == other.rowCount && columnCount == other.columnCount,
      "Only matrices of one shape can be compared row by row.")
    var count = 0
    for row in 0..<rowCount {
      var difference: UInt64 = 0
      for word in row * wordsPerRow..<(row + 1) * wordsPerRow {
        difference |= words[word] ^ other.words[word]
      }
      if difference != 0 { count += 1 }
    }
    return count
  }
}
