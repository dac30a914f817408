// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How packed rows lie in memory: each of `bits` bits, the next one `stride` bytes further on.
struct RowLayout {
  /// The number of bits in a row.
  let bits: Int
  /// The bytes that a row uses: ⌈bits / 8⌉.
  let width: Int
  /// The bytes from the beginning of a row to that of the next.
  let stride: Int

  /// Checks that memory holds rows.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - bits: The number of bits in a row.
  ///   - byteCount: The size of the memory.
  ///   - stride: The bytes from one row to the next; 0 stands for as few as possible.
  ///   - name: What messages call the memory.
  /// - Throws: `ForeignError` with status `.badArgument` or `.shortBuffer`.
  init(
    rows: Int, bits: Int, byteCount: Int, stride: Int, _ name: String
  ) throws(ForeignError) {
    self.bits = bits
    width = (bits + 7) / 8
    self.stride = stride == 0 ? width : stride
    guard rows >= 0 else { throw ForeignError(.badArgument, "The number of shots is too large.") }
    guard self.stride >= width else {
      throw ForeignError(
        .badArgument,
        "A row of '\(name)' has \(bits) bits in \(width) bytes, but its stride is \(stride).")
    }
    guard rows > 0 else { return }
    let (steps, overflows) = (rows - 1).multipliedReportingOverflow(by: self.stride)
    guard !overflows, steps <= Int.max - width, steps + width <= byteCount else {
      throw ForeignError(
        .shortBuffer,
        "\(rows) rows of '\(name)', \(bits) bits each and \(self.stride) bytes apart, do not fit into "
          + "\(byteCount) bytes.")
    }
  }

  /// Where a row begins.
  func start(_ row: Int) -> Int { row * stride }
}
