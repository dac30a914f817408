// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension BitMatrix {
  /// Brings the matrix into reduced row echelon form, in place.
  ///
  /// - Parameter columnLimit: Only columns below this are made pivots; all by default. The columns
  ///   beyond take part in the row operations, as the right side of a system does.
  /// - Returns: The column of each pivot, row by row, ascending; their number is the rank.
  /// - Complexity: O(rowCount² · wordsPerRow).
  @discardableResult
  public mutating func reduceRows(columnLimit: Int? = nil) -> [Int] {
    let limit = columnLimit ?? columnCount
    precondition(limit <= columnCount, "The column limit is beyond the last column.")
    var pivots: [Int] = []
    let stride = wordsPerRow
    for column in 0..<limit {
      let next = pivots.count
      if next == rowCount { break }
      let word = column >> 6
      let mask = UInt64(1) << UInt64(column & 63)
      guard let found = (next..<rowCount).first(where: { words[$0 * stride + word] & mask != 0 })
      else { continue }
      if found != next { swapRows(found, next) }
      for row in 0..<rowCount where row != next && words[row * stride + word] & mask != 0 {
        add(row: next, to: row)
      }
      pivots.append(column)
    }
    return pivots
  }

  /// The number of linearly independent rows.
  ///
  /// - Complexity: O(rowCount² · wordsPerRow).
  public var rank: Int {
    var copy = self
    return copy.reduceRows().count
  }

  /// A basis of the vectors v with M·v = 0, one a row, shape (columnCount − rank) × columnCount.
  ///
  /// Row i is 1 at the i-th column without pivot and 0 at the others without pivot.
  ///
  /// - Complexity: O(rowCount² · wordsPerRow + columnCount²).
  public func kernel() -> BitMatrix {
    var reduced = self
    let pivots = reduced.reduceRows()
    var isPivot = [Bool](repeating: false, count: columnCount)
    for column in pivots { isPivot[column] = true }
    let free = (0..<columnCount).filter { !isPivot[$0] }
    var basis = BitMatrix(rowCount: free.count, columnCount: columnCount)
    for (index, column) in free.enumerated() {
      basis[index, column] = true
      for (row, pivot) in pivots.enumerated() where reduced[row, column] {
        basis[index, pivot] = true
      }
    }
    return basis
  }

  /// One solution x of M·x = right, with free variables 0, or nil if there is none.
  ///
  /// - Precondition: `right.count == rowCount`.
  /// - Complexity: O(rowCount² · wordsPerRow).
  public func solve(_ right: [Bool]) -> [Bool]? {
    precondition(right.count == rowCount, "The right side must have one bit a row.")
    var system = BitMatrix(rowCount: rowCount, columnCount: columnCount + 1)
    for row in 0..<rowCount {
      for word in 0..<wordsPerRow {
        system.words[row * system.wordsPerRow + word] = words[row * wordsPerRow + word]
      }
      system[row, columnCount] = right[row]
    }
    let pivots = system.reduceRows(columnLimit: columnCount)
    for row in pivots.count..<rowCount where system[row, columnCount] { return nil }
    var solution = [Bool](repeating: false, count: columnCount)
    for (row, pivot) in pivots.enumerated() { solution[pivot] = system[row, columnCount] }
    return solution
  }

  /// The inverse of a square matrix; nil if it has none.
  ///
  /// - Precondition: `rowCount == columnCount`.
  /// - Complexity: O(rowCount² · wordsPerRow).
  public func inverse() -> BitMatrix? {
    precondition(rowCount == columnCount, "Only a square matrix has an inverse.")
    var system = BitMatrix(rowCount: rowCount, columnCount: 2 * rowCount)
    for row in 0..<rowCount {
      for column in 0..<rowCount where self[row, column] { system[row, column] = true }
      system[row, rowCount + row] = true
    }
    guard system.reduceRows(columnLimit: rowCount).count == rowCount else { return nil }
    var result = BitMatrix(rowCount: rowCount, columnCount: rowCount)
    for row in 0..<rowCount {
      for column in 0..<rowCount where system[row, rowCount + column] {
        result[row, column] = true
      }
    }
    return result
  }

  /// The matrix product over GF(2).
  ///
  /// - Precondition: `left.columnCount == right.rowCount`.
  /// - Complexity: O(left.rowCount · left.columnCount · right.wordsPerRow).
  public static func * (left: BitMatrix, right: BitMatrix) -> BitMatrix {
    precondition(left.columnCount == right.rowCount, "The inner sizes of a product must agree.")
    var result = BitMatrix(rowCount: left.rowCount, columnCount: right.columnCount)
    let stride = right.wordsPerRow
    for row in 0..<left.rowCount {
      for inner in 0..<left.columnCount where left[row, inner] {
        for word in 0..<stride {
          result.words[row * stride + word] ^= right.words[inner * stride + word]
        }
      }
    }
    return result
  }
}
