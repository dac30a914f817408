// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Rows of sixteen numbers for work on sixteen problems at once: a lane is a problem, a row one of its variables.
///
/// The members take row numbers that the caller has checked once, when its program was made; they are checked
/// again only in debug builds.
@frozen
@safe
public struct LaneRows: ~Copyable {
  /// One variable of sixteen problems.
  public typealias Row = SIMD16<Float>
  /// The number of lanes.
  public static let laneCount = 16

  @usableFromInline let base: UnsafeMutablePointer<Row>
  /// The number of rows.
  public let rowCount: Int

  /// Makes rows of zeros.
  ///
  /// - Precondition: `rowCount >= 0`.
  @inlinable
  public init(rowCount: Int) {
    precondition(rowCount >= 0, "Rows need a count of zero or more.")
    self.rowCount = rowCount
    let raw = UnsafeMutableRawPointer.allocate(byteCount: max(64, rowCount * 64), alignment: 64)
    // SAFETY: the allocation holds `rowCount` rows, is aligned for them, and is freed only in deinit.
    unsafe base = raw.bindMemory(to: Row.self, capacity: rowCount)
    unsafe base.initialize(repeating: .zero, count: rowCount)
  }

  @inlinable
  deinit {
    unsafe base.deallocate()
  }

  /// A row.
  @inlinable
  public subscript(row: Int) -> Row {
    @inline(__always)
    get {
      assert(row >= 0 && row < rowCount, "Row out of range.")
      return unsafe base[row]
    }
    @inline(__always)
    set {
      assert(row >= 0 && row < rowCount, "Row out of range.")
      unsafe base[row] = newValue
    }
  }

  /// One number of a row.
  @inlinable
  public subscript(row: Int, lane lane: Int) -> Float {
    @inline(__always)
    get {
      assert(row >= 0 && row < rowCount && lane >= 0 && lane < 16, "Row or lane out of range.")
      return unsafe UnsafeRawPointer(base).load(
        fromByteOffset: (row &* 16 &+ lane) &* 4, as: Float.self)
    }
    @inline(__always)
    set {
      assert(row >= 0 && row < rowCount && lane >= 0 && lane < 16, "Row or lane out of range.")
      unsafe UnsafeMutableRawPointer(base).storeBytes(
        of: newValue, toByteOffset: (row &* 16 &+ lane) &* 4, as: Float.self)
    }
  }
}

// SAFETY: the memory has one owner, and rows are trivially copyable.
extension LaneRows: @unchecked Sendable {}
