// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Rows of bits for bit-parallel simulation: a column is a shot, and 512 shots go through one operation.
///
/// Each row holds `blocksPerRow` blocks of eight 64-bit words. The members take row numbers that the caller
/// has checked once, when its program was made; they are checked again only in debug builds.
@frozen
@safe
public struct BitRows: ~Copyable {
  /// The unit of work: 512 bits.
  public typealias Block = SIMD8<UInt64>

  @usableFromInline let base: UnsafeMutablePointer<Block>
  /// The number of rows.
  public let rowCount: Int
  /// The blocks in a row.
  public let blocksPerRow: Int

  /// The bits in a row.
  @inlinable public var columnCount: Int { blocksPerRow &* 512 }

  /// The words in a row.
  @inlinable public var wordsPerRow: Int { blocksPerRow &* 8 }

  /// Makes rows of zeros.
  ///
  /// - Precondition: both counts are zero or more.
  @inlinable
  public init(rowCount: Int, blocksPerRow: Int) {
    precondition(rowCount >= 0 && blocksPerRow >= 0, "Rows need counts of zero or more.")
    self.rowCount = rowCount
    self.blocksPerRow = blocksPerRow
    let count = rowCount * blocksPerRow
    let raw = UnsafeMutableRawPointer.allocate(byteCount: max(64, count * 64), alignment: 64)
    // SAFETY: the allocation holds `count` blocks, is aligned for them, and is freed only in deinit.
    unsafe base = raw.bindMemory(to: Block.self, capacity: count)
    unsafe base.initialize(repeating: .zero, count: count)
  }

  @inlinable
  deinit {
    unsafe base.deallocate()
  }

  @inlinable
  @inline(__always)
  func checkRow(_ row: Int) {
    assert(row >= 0 && row < rowCount, "Row out of range.")
  }

  /// The block at a place of a row.
  @inlinable
  public subscript(row: Int, block: Int) -> Block {
    @inline(__always)
    get {
      checkRow(row)
      return unsafe base[row &* blocksPerRow &+ block]
    }
    @inline(__always)
    set {
      checkRow(row)
      unsafe base[row &* blocksPerRow &+ block] = newValue
    }
  }

  /// The 64-bit word at a place of a row.
  @inlinable
  public subscript(row: Int, word word: Int) -> UInt64 {
    @inline(__always)
    get {
      checkRow(row)
      return unsafe UnsafeMutableRawPointer(base).load(
        fromByteOffset: (row &* wordsPerRow &+ word) &* 8, as: UInt64.self)
    }
    @inline(__always)
    set {
      checkRow(row)
      unsafe UnsafeMutableRawPointer(base).storeBytes(
        of: newValue, toByteOffset: (row &* wordsPerRow &+ word) &* 8, as: UInt64.self)
    }
  }

  /// Flips one bit where `condition` is 1, and none where it is 0.
  @inlinable
  @inline(__always)
  public mutating func flip(_ row: Int, _ column: Int, if condition: UInt64 = 1) {
    assert(column >= 0 && column < columnCount && condition < 2, "Bit out of range.")
    self[row, word: column &>> 6] ^= condition &<< UInt64(truncatingIfNeeded: column & 63)
  }

  /// Sets a row to zero.
  @inlinable
  @inline(__always)
  public mutating func clear(_ row: Int) {
    for block in 0..<blocksPerRow { self[row, block] = .zero }
  }

  /// Sets every bit to zero.
  @inlinable
  public mutating func clear() {
    unsafe base.update(repeating: .zero, count: rowCount * blocksPerRow)
  }

  /// Adds (XORs) one row to another.
  @inlinable
  @inline(__always)
  public mutating func add(_ source: Int, to target: Int) {
    for block in 0..<blocksPerRow { self[target, block] ^= self[source, block] }
  }

  /// Exchanges two rows.
  @inlinable
  @inline(__always)
  public mutating func swap(_ first: Int, _ second: Int) {
    for block in 0..<blocksPerRow {
      let saved = self[first, block]
      self[first, block] = self[second, block]
      self[second, block] = saved
    }
  }

  /// Copies the first columns of every row into a matrix.
  ///
  /// - Parameters:
  ///   - rows: How many rows to copy, from the first.
  ///   - columns: How many columns to copy.
  /// - Returns: The bits, shape (rows × columns).
  /// - Precondition: there are that many rows and columns.
  public func matrix(rows: Int, columns: Int) -> BitMatrix {
    precondition(rows <= rowCount && columns <= columnCount, "The rows hold fewer bits.")
    var result = BitMatrix(rowCount: rows, columnCount: columns)
    let width = result.wordsPerRow
    let tail: UInt64 = columns & 63 == 0 ? .max : 1 << UInt64(columns & 63) - 1
    for row in 0..<rows {
      for word in 0..<width {
        result.words[row * width + word] = self[row, word: word] & (word + 1 == width ? tail : .max)
      }
    }
    return result
  }
}

// SAFETY: the memory has one owner, and blocks are trivially copyable.
extension BitRows: @unchecked Sendable {}
