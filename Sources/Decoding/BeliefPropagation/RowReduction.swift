// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Gaussian elimination over GF(2) that takes columns one after the other.
///
/// Keeps the matrix T of row operations instead of the reduced columns: the reduced form of a column with few ones is
/// the sum of as many columns of T, so that columns that depend on those before cost next to nothing.
/// Rows can be added as they come to matter.
struct RowReduction: ~Copyable {
  /// 512 rows.
  typealias Block = SIMD8<UInt64>

  /// The blocks in a column.
  let blockCount: Int
  /// T, column by column.
  private var operations: PackedBuffer<Block>
  /// The rows that have no pivot yet.
  private var free: PackedBuffer<Block>
  /// The right side, reduced.
  private(set) var right: PackedBuffer<Block>
  /// The column of the pivot of each row.
  private(set) var pivotColumns: PackedBuffer<UInt32>
  /// The reduced form of the last column that was given.
  private(set) var reduced: PackedBuffer<Block>
  /// The rows in use.
  private(set) var rowCount = 0
  /// The blocks that hold them.
  private var usedBlocks = 0
  /// The number of pivots.
  private(set) var rank = 0

  init(largestRowCount: Int) {
    blockCount = max(1, (largestRowCount + 511) / 512)
    operations = PackedBuffer(repeating: .zero, count: largestRowCount * blockCount)
    free = PackedBuffer(repeating: .zero, count: blockCount)
    right = PackedBuffer(repeating: .zero, count: blockCount)
    reduced = PackedBuffer(repeating: .zero, count: blockCount)
    pivotColumns = PackedBuffer(repeating: none, count: largestRowCount)
  }

  /// Forgets everything.
  mutating func removeAll() {
    rowCount = 0
    usedBlocks = 0
    rank = 0
    for block in 0..<blockCount {
      free[block] = .zero
      right[block] = .zero
    }
  }

  /// Adds a row that is zero in all columns so far, with its right side.
  mutating func addRow(right bit: Bool) {
    let row = rowCount
    rowCount += 1
    usedBlocks = (rowCount + 511) >> 9
    for block in 0..<blockCount { operations[row &* blockCount &+ block] = .zero }
    operations[row &* blockCount &+ row >> 9][row >> 6 & 7] = 1 << UInt64(row & 63)
    free[row >> 9][row >> 6 & 7] |= 1 << UInt64(row & 63)
    if bit { right[row >> 9][row >> 6 & 7] |= 1 << UInt64(row & 63) }
    pivotColumns[row] = none
  }

  /// Adds rows 0 to `count` − 1, with right sides of zero.
  mutating func addRows(_ count: Int) {
    for _ in 0..<count { addRow(right: false) }
  }

  /// Flips the right side of a row, before any column is given.
  mutating func flipRight(_ row: Int) {
    right[row >> 9][row >> 6 & 7] ^= 1 << UInt64(row & 63)
  }

  /// Begins the reduced form of a column of zeros.
  @inline(__always)
  mutating func beginColumn() {
    for block in 0..<blockCount { reduced[block] = .zero }
  }

  /// Puts a one into the column.
  @inline(__always)
  mutating func addOne(row: Int) {
    for block in 0..<usedBlocks {
      reduced[block] ^= operations[row &* blockCount &+ block]
    }
  }

  /// Makes the column a pivot if it is independent of those before.
  ///
  /// - Returns: Whether it is.
  mutating func addPivot(_ column: UInt32) -> Bool {
    var pivot = -1
    for block in 0..<usedBlocks {
      let open = reduced[block] & free[block]
      if open == .zero { continue }
      for word in 0..<8 where open[word] != 0 {
        pivot = block << 9 | word << 6 | open[word].trailingZeroBitCount
        break
      }
      break
    }
    guard pivot >= 0 else { return false }
    let block = pivot >> 9
    let mask = RowReduction.mask(pivot)
    free[block] &= ~mask
    reduced[block] &= ~mask
    pivotColumns[pivot] = column
    rank += 1
    if right[block] & mask != .zero { addReduced(toRight: ()) }
    var place = block
    for row in 0..<rowCount {
      if operations[place] & mask != .zero { addReduced(toOperation: row) }
      place &+= blockCount
    }
    return true
  }

  /// Whether a row is among those of a reduced column.
  @inline(__always)
  static func mask(_ row: Int) -> Block {
    var mask = Block.zero
    mask[row >> 6 & 7] = 1 << UInt64(row & 63)
    return mask
  }

  @inline(__always)
  private mutating func addReduced(toRight: Void) {
    for block in 0..<usedBlocks { right[block] ^= reduced[block] }
  }

  @inline(__always)
  private mutating func addReduced(toOperation row: Int) {
    for block in 0..<usedBlocks { operations[row &* blockCount &+ block] ^= reduced[block] }
  }

  /// How many rows without pivot have a right side of one: none where the pivots solve the system.
  @inline(__always)
  var openRightCount: Int {
    var count = 0
    for block in 0..<usedBlocks {
      let open = right[block] & free[block]
      for word in 0..<8 { count &+= open[word].nonzeroBitCount }
    }
    return count
  }

  /// Whether the pivots solve the system.
  @inline(__always)
  var isSolved: Bool {
    for block in 0..<usedBlocks where right[block] & free[block] != .zero { return false }
    return true
  }
}
