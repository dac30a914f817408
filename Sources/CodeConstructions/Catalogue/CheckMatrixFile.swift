// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
internal import FoundationEssentials

/// A check matrix in a file: a row a line, written in 0 and 1, with blanks between them or not.
///
/// What follows a `#` is a comment; lines without digits are left out.
struct CheckMatrixFile {
  /// The most rows, and the most columns.
  static let largestSize = 4096
  private static let largestByteCount = 64 << 20

  let path: String
  /// The rows of the matrix.
  let matrix: BitMatrix
  /// The line of each row, from 1.
  private let lines: [Int]

  /// Where a row is, for messages.
  func place(ofRow row: Int) -> String { "\(path):\(lines[row])" }

  /// Reads a matrix.
  ///
  /// - Throws: `CodeError` with code `.badChecks`: file, line and column, and what is allowed.
  init(path: String) throws(CodeError) {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CodeError(.badChecks, "\(path): cannot be read.")
    }
    guard bytes.count <= CheckMatrixFile.largestByteCount else {
      throw CodeError(
        .badChecks, "\(path): has \(bytes.count) bytes; at most 64 MiB are read.")
    }
    self.path = path
    var supports: [[Int]] = []
    var lines: [Int] = []
    var columnCount = 0
    let texts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, text) in texts.enumerated() {
      let line = "\(path):\(index + 1)"
      let (support, count) = try CheckMatrixFile.row([UInt8](text), line)
      if count == 0 { continue }
      if lines.isEmpty { columnCount = count }
      guard count == columnCount else {
        throw CodeError(
          .badChecks, "\(line): has \(count) columns, where the rows before have \(columnCount).")
      }
      guard !support.isEmpty else {
        throw CodeError(.badChecks, "\(line): the row is all 0; a check acts on 1 qubit or more.")
      }
      supports.append(support)
      lines.append(index + 1)
      guard max(lines.count, columnCount) <= CheckMatrixFile.largestSize else {
        throw CodeError(
          .badChecks,
          "\(line): the matrix has more than \(CheckMatrixFile.largestSize) rows or columns.")
      }
    }
    guard !lines.isEmpty else {
      throw CodeError(.badChecks, "\(path): has no row; a row is a line of 0 and 1.")
    }
    matrix = BitMatrix(supports: supports, columnCount: columnCount)
    self.lines = lines
  }

  /// The columns of the ones of a line, and how many columns it has.
  private static func row(
    _ text: [UInt8], _ line: String
  ) throws(CodeError) -> (support: [Int], count: Int) {
    var support: [Int] = []
    var count = 0
    for (column, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "0"): count += 1
      case UInt8(ascii: "1"):
        support.append(count)
        count += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
      case UInt8(ascii: "#"): return (support, count)
      default:
        let isPrintable = (0x21...0x7e).contains(byte)
        let shown =
          isPrintable ? "`\(Character(Unicode.Scalar(byte)))`" : "the byte \(byte)"
        throw CodeError(
          .badChecks,
          "\(line):\(column + 1): \(shown) is neither 0 nor 1; a row is written in these."
        )
      }
    }
    return (support, count)
  }
}
