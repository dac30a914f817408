// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// A matrix of polynomials in one shift x of order `lift`, with coefficients modulo 2.
///
/// Lifting replaces each power of x by a permutation: x^a takes row i to column i + a.
public struct Protograph: Sendable, Hashable {
  /// The order of the shift, l.
  public let lift: Int
  /// The powers of x in each entry; an empty list is zero.
  public let entries: [[[Int]]]

  /// Makes a protograph; powers count modulo `lift`, and equal ones cancel in pairs.
  public init(lift: Int, _ entries: [[[Int]]]) {
    self.lift = lift
    self.entries = entries
  }

  var rowCount: Int { entries.count }
  var columnCount: Int { entries.first?.count ?? 0 }
  var isRectangular: Bool { columnCount > 0 && entries.allSatisfy { $0.count == columnCount } }

  /// The transpose with x replaced by its inverse.
  var conjugate: Protograph {
    Protograph(
      lift: lift,
      (0..<columnCount).map { column in
        entries.map { row in row[column].map { -$0 } }
      })
  }

  /// The Kronecker product with an identity: this matrix on the left, or on the right.
  func tensored(identity size: Int, isLeft: Bool) -> Protograph {
    var result = [[[Int]]](
      repeating: [[Int]](repeating: [], count: columnCount * size), count: rowCount * size)
    for (row, line) in entries.enumerated() {
      for (column, powers) in line.enumerated() {
        for index in 0..<size {
          let place =
            isLeft
            ? (row * size + index, column * size + index)
            : (index * rowCount + row, index * columnCount + column)
          result[place.0][place.1] = powers
        }
      }
    }
    return Protograph(lift: lift, result)
  }

  /// The lifted matrix, of `lift` rows and columns for each entry.
  public var matrix: BitMatrix {
    BitMatrix(
      supports: entries.flatMap { line in
        (0..<lift).map { row in
          line.enumerated().flatMap { column, powers in
            powers.map { column * lift + ((row + $0) % lift + lift) % lift }
          }
        }
      }, columnCount: columnCount * lift)
  }
}
