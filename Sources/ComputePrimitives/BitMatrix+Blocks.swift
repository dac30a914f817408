// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension BitMatrix {
  /// Writes 512 columns of a row, as far as the row has them.
  ///
  /// - Parameters:
  ///   - value: The bits, lowest column first.
  ///   - row: The row.
  ///   - block: Which 512 columns, from 0.
  /// - Precondition: the row is in range; bits past the last column are zero.
  @inlinable
  @inline(__always)
  public mutating func store(_ value: BitRows.Block, row: Int, block: Int) {
    precondition(row >= 0 && row < rowCount, "Row out of range.")
    let start = row &* wordsPerRow &+ block &* 8
    let length = min(8, wordsPerRow &- block &* 8)
    if length == 8 {
      unsafe words.withUnsafeMutableBytes { bytes in
        unsafe bytes.storeBytes(of: value, toByteOffset: start &* 8, as: BitRows.Block.self)
      }
    } else if length > 0 {
      for lane in 0..<length { words[start + lane] = value[lane] }
    }
  }

  /// 512 columns of a row, with zeros past its end.
  ///
  /// - Precondition: the row is in range.
  @inlinable
  public func block(row: Int, block: Int) -> BitRows.Block {
    precondition(row >= 0 && row < rowCount, "Row out of range.")
    let start = row * wordsPerRow + block * 8
    var value = BitRows.Block.zero
    for lane in 0..<max(0, min(8, wordsPerRow - block * 8)) { value[lane] = words[start + lane] }
    return value
  }
}
