// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension BitMatrix {
  /// The columns of the ones of each row.
  var supports: [[Int]] {
    (0..<rowCount).map { row in (0..<columnCount).filter { self[row, $0] } }
  }

  /// Makes a matrix with ones where the lists say; what is listed twice cancels.
  init(supports: [[Int]], columnCount: Int) {
    self.init(rowCount: supports.count, columnCount: columnCount)
    for (row, columns) in supports.enumerated() {
      for column in columns { flip(row, column) }
    }
  }

  /// The Kronecker product: block (i, j) is `other` where this matrix has a one.
  func kronecker(_ other: BitMatrix) -> BitMatrix {
    BitMatrix(
      supports: supports.flatMap { mine in
        other.supports.map { theirs in
          mine.flatMap { column in theirs.map { column * other.columnCount + $0 } }
        }
      }, columnCount: columnCount * other.columnCount)
  }

  static func identity(_ size: Int) -> BitMatrix {
    BitMatrix(supports: (0..<size).map { [$0] }, columnCount: size)
  }
}
