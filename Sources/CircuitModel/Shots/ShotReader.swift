// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// Reads shots in any format, as a stream: memory is bounded by a block and one shot.
///
/// Text may end its lines with a carriage return too; the last line of `01` and `dets` needs no end.
/// A fault is told with its place: line and column in text, the byte in binary formats.
public struct ShotReader: ~Copyable {
  /// The format.
  public let format: ShotFormat
  /// What the bits are.
  public let layout: ShotLayout

  let source: any ByteSource
  let width: Int
  /// The bytes at hand are `buffer[start..<end]`.
  var buffer: [UInt8]
  var start = 0
  var end = 0
  /// The place in the file of `buffer[0]`.
  var bufferOffset = 0
  var line = 1
  /// The place in the file of the first byte of the line.
  var lineOffset = 0
  /// A group of `ptb64` that was read in part: its words, and the next shot in it.
  var group: [UInt64] = []
  var groupNext = 64

  /// Prepares to read.
  ///
  /// - Throws: `CircuitError` with code `.limit` if a shot is wider than `ShotLayout.maximumWidth`.
  public init(
    _ format: ShotFormat, layout: ShotLayout, from source: any ByteSource
  ) throws(CircuitError) {
    guard layout.width <= ShotLayout.maximumWidth else {
      throw CircuitError(
        .limit, "A shot of \(layout.width) bits is too wide; at most 2^32 can be read.")
    }
    self.format = format
    self.layout = layout
    self.source = source
    width = layout.width
    buffer = [UInt8](repeating: 0, count: 1 << 17)
  }

  /// Reads as many shots as there are rows, or fewer at the end.
  ///
  /// A file of the formats `b8` and `ptb64` with no bits in a shot is empty, and so has no shots.
  ///
  /// - Parameter rows: Receives the bits, shape (shots × layout.width); rows beyond the result are zero.
  /// - Returns: The number of shots; less than the number of rows at the end only.
  /// - Throws: What the source throws; `CircuitError` with code `.format` if the bytes do not follow it.
  /// - Precondition: the matrix has `layout.width` columns and at least one row.
  public mutating func read(into rows: inout BitMatrix) throws -> Int {
    precondition(
      rows.columnCount == width && rows.rowCount > 0, "The shots have the wrong shape.")
    rows.clear()
    for row in 0..<rows.rowCount {
      let isRead =
        switch format {
        case .zeroOne: try readCharacters(into: &rows, row)
        case .b8: try readBytes(into: &rows, row)
        case .r8: try readRuns(into: &rows, row)
        case .ptb64: try readGroup(into: &rows, row)
        case .hits: try readNumbers(into: &rows, row)
        case .dets: try readNames(into: &rows, row)
        }
      if !isRead { return row }
    }
    return rows.rowCount
  }

  /// Makes at least `count` bytes be at hand, if the file has as many.
  ///
  /// - Returns: Whether it has.
  mutating func fill(_ count: Int) throws -> Bool {
    while end - start < count {
      if start > 0 {
        for index in start..<end { buffer[index - start] = buffer[index] }
        bufferOffset += start
        end -= start
        start = 0
      }
      if end == 0 {
        end = try source.read(into: &buffer)
        if end == 0 { return false }
      } else {
        var more = [UInt8](repeating: 0, count: buffer.count - end)
        let got = try source.read(into: &more)
        if got == 0 { return false }
        for index in 0..<got { buffer[end + index] = more[index] }
        end += got
      }
    }
    return true
  }

  /// The next byte, which stays; `nil` at the end.
  @inline(__always)
  mutating func peek() throws -> UInt8? {
    if start == end, try !fill(1) { return nil }
    return buffer[start]
  }

  /// Passes a line feed, if it is next, with or without a carriage return before it.
  mutating func passLineEnd() throws -> Bool {
    var length = 1
    if try peek() == UInt8(ascii: "\r") {
      guard try fill(2) else { return false }
      length = 2
    }
    guard start + length <= end, buffer[start + length - 1] == UInt8(ascii: "\n") else {
      return false
    }
    start += length
    line += 1
    lineOffset = bufferOffset + start
    return true
  }

  /// A fault at the next byte.
  func fault(_ message: String) -> CircuitError {
    if format.isText {
      let column = bufferOffset + start - lineOffset + 1
      return CircuitError(.format, message, at: SourceLocation(line: line, column: column))
    }
    return CircuitError(.format, "byte \(bufferOffset + start): \(message)")
  }
}
