// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import COpenBLAS
public import ComputePrimitives

/// A square matrix whose elements lie near the diagonal, factored for solving.
///
/// - Complexity: O(n · below · (below + above)) to factor, O(n · (2 below + above)) to solve.
public struct BandFactorization: Sendable {
  /// One element of a sparse matrix.
  public struct Element: Sendable, Hashable {
    /// The row.
    public var row: Int
    /// The column.
    public var column: Int
    /// The value, added to others of the same place.
    public var value: Complex

    /// Makes an element.
    public init(row: Int, column: Int, value: Complex) {
      self.row = row
      self.column = column
      self.value = value
    }
  }

  /// The number of rows.
  public let size: Int
  private let below: Int
  private let above: Int
  private var factors: [Complex]
  private var pivots: [Int32]

  /// The number of complex numbers that the factors of such a matrix take.
  public static func storage(size: Int, below: Int, above: Int) -> Int {
    size * (2 * below + above + 1)
  }

  /// Factors a matrix that is given by its elements.
  ///
  /// - Parameters:
  ///   - size: The number of rows and columns.
  ///   - elements: The elements that are not zero.
  /// - Throws: `LinearAlgebraError` if the matrix is singular or an element is not finite.
  /// - Precondition: Every row and column is in `0..<size`.
  public init(size: Int, elements: [Element]) throws(LinearAlgebraError) {
    precondition(size > 0, "A matrix to factor has rows.")
    self.size = size
    below = elements.reduce(0) { max($0, $1.row - $1.column) }
    above = elements.reduce(0) { max($0, $1.column - $1.row) }
    let height = 2 * below + above + 1
    factors = Array(repeating: .zero, count: size * height)
    pivots = Array(repeating: 0, count: size)
    for element in elements {
      precondition(
        element.row >= 0 && element.row < size && element.column >= 0 && element.column < size,
        "An element lies outside of the matrix.")
      guard element.value.real.isFinite, element.value.imaginary.isFinite else {
        throw LinearAlgebraError(.notFinite, "an element of the matrix is not finite.")
      }
      let place = element.column * height + below + above + element.row - element.column
      factors[place] += element.value
    }
    Library.prepare()
    // SAFETY: the band storage and the pivots have the sizes that the shapes state.
    let info = unsafe qk_factorBand(Int32(size), Int32(below), Int32(above), &factors, &pivots)
    try require(info, or: .singular, "the band matrix is singular.")
  }

  /// Replaces right-hand sides by the solutions.
  ///
  /// - Parameter vectors: One or more vectors of `size` numbers, one behind the other.
  /// - Precondition: The count is a multiple of `size`.
  public func solve(_ vectors: inout [Complex]) {
    precondition(vectors.count % size == 0, "A right-hand side has `size` numbers.")
    let count = Int32(vectors.count / size)
    // SAFETY: the factors and pivots are those of init, and the vectors are whole.
    let info = unsafe qk_solveBand(
      Int32(size), Int32(below), Int32(above), count, factors, pivots, &vectors)
    precondition(info == 0, "A routine of LAPACK was given a wrong argument.")
  }
}
