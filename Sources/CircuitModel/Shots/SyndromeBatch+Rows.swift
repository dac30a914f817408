// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

extension SyndromeBatch {
  /// Takes the ones of the first rows of a matrix as defects.
  ///
  /// - Parameters:
  ///   - rows: The detection events, shape (shots × detectors).
  ///   - count: How many rows; all if `nil`.
  /// - Precondition: the matrix has at least `count` rows.
  public init(rows: BitMatrix, count: Int? = nil) {
    let shots = count ?? rows.rowCount
    precondition(shots <= rows.rowCount, "The matrix has too few rows.")
    self.init(shotCount: shots, detectorCount: rows.columnCount, observableCount: 0)
    for shot in 0..<shots {
      for index in 0..<rows.wordsPerRow {
        var word = rows.words[shot * rows.wordsPerRow + index]
        while word != 0 {
          defects.append(UInt32(index << 6 + word.trailingZeroBitCount))
          word &= word &- 1
        }
      }
      offsets[shot + 1] = defects.count
    }
  }

  /// The detection events as rows of bits, shape (shots × detectors).
  ///
  /// - Returns: A row a shot.
  public func rows() -> BitMatrix {
    var result = BitMatrix(rowCount: shotCount, columnCount: detectorCount)
    for shot in 0..<shotCount {
      for index in offsets[shot]..<offsets[shot + 1] {
        result[shot, Int(defects[index])] = true
      }
    }
    return result
  }
}
