// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import COpenBLAS
public import ComputePrimitives

/// A dense matrix of complex numbers, row by row.
public struct ComplexMatrix: Sendable, Hashable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements, row by row.
  public var elements: [Complex]

  /// A matrix of zeros.
  ///
  /// - Precondition: Neither number is negative.
  public init(rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, elements: Array(repeating: .zero, count: rows * columns))
  }

  /// A matrix of given elements.
  ///
  /// - Precondition: `elements.count == rows * columns`.
  public init(rows: Int, columns: Int, elements: [Complex]) {
    precondition(
      rows >= 0 && columns >= 0 && elements.count == rows * columns,
      "A matrix needs one element for each row and column.")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The identity of a size.
  public static func identity(_ size: Int) -> ComplexMatrix {
    var matrix = ComplexMatrix(rows: size, columns: size)
    for i in 0..<size { matrix[i, i] = .one }
    return matrix
  }

  /// An element.
  ///
  /// - Precondition: The row and column exist.
  public subscript(row: Int, column: Int) -> Complex {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The conjugate transpose.
  public var adjoint: ComplexMatrix {
    var result = ComplexMatrix(rows: columns, columns: rows)
    for i in 0..<rows {
      for j in 0..<columns { result[j, i] = self[i, j].conjugate }
    }
    return result
  }

  /// The sum of the diagonal.
  ///
  /// - Precondition: The matrix is square.
  public var trace: Complex {
    precondition(rows == columns, "Only a square matrix has a trace.")
    return (0..<rows).reduce(.zero) { $0 + self[$1, $1] }
  }

  /// The product.
  ///
  /// - Precondition: `left.columns == right.rows`.
  /// - Complexity: O(rows · columns · inner), through BLAS.
  public static func * (left: ComplexMatrix, right: ComplexMatrix) -> ComplexMatrix {
    precondition(left.columns == right.rows, "A product needs matching inner sizes.")
    var result = ComplexMatrix(rows: left.rows, columns: right.columns)
    guard !result.elements.isEmpty, left.columns > 0 else { return result }
    Library.prepare()
    // SAFETY: the arrays hold rows × columns elements of two doubles each, and the call keeps no pointer.
    unsafe qk_multiply(
      Int32(left.rows), Int32(right.columns), Int32(left.columns), left.elements,
      right.elements, &result.elements)
    return result
  }
}
