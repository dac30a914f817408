// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// Reads comma-separated records with double quotes around fields (RFC 4180), and where each field began.
struct CSVReader {
  /// One field of a record.
  struct Field {
    var text: String
    var location: SourceLocation
  }

  /// One record.
  struct Record {
    var fields: [Field]
    /// Where in the bytes the record begins.
    var start: Int
    /// Whether a line's end follows the record; if not, it may be torn.
    var isTerminated: Bool
    /// Whether the last field has an opening quote but no closing one.
    var isOpen: Bool

    /// Whether the line is blank.
    var isBlank: Bool { fields.count == 1 && fields[0].text.allSatisfy(\.isWhitespace) }
  }

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var lineStart = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var location: SourceLocation {
    SourceLocation(line: line, column: position - lineStart + 1)
  }

  /// The next record, or nil at the end.
  mutating func next() -> Record? {
    guard position < bytes.count else { return nil }
    var record = Record(fields: [], start: position, isTerminated: false, isOpen: false)
    while true {
      record.fields.append(nextField(&record))
      guard position < bytes.count else { return record }
      let separator = bytes[position]
      position += 1
      if separator == UInt8(ascii: ",") { continue }
      if separator == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
      line += 1
      lineStart = position
      record.isTerminated = true
      return record
    }
  }

  /// Reads up to the comma, the line's end or the end of the bytes.
  private mutating func nextField(_ record: inout Record) -> Field {
    let start = location
    var content: [UInt8] = []
    var isQuoted = false
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      isQuoted = true
      position += 1
    }
    while position < bytes.count {
      let byte = bytes[position]
      if isQuoted {
        if byte == UInt8(ascii: "\"") {
          if position + 1 < bytes.count, bytes[position + 1] == byte {
            position += 1
            content.append(byte)
          } else {
            isQuoted = false
          }
        } else {
          content.append(byte)
          if byte == 0x0A {
            line += 1
            lineStart = position + 1
          }
        }
      } else {
        if byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D { break }
        content.append(byte)
      }
      position += 1
    }
    record.isOpen = isQuoted
    return Field(text: String(decoding: content, as: UTF8.self), location: start)
  }
}
