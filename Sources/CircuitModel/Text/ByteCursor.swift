// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A reading position in a text of bytes.
///
/// The text is kept with a line feed after its last byte, so that every scan that stops at a line
/// end stops without asking for the end of the text.
struct ByteCursor {
  let bytes: [UInt8]
  /// Where the line feed that ends the text stands.
  let end: Int
  var position = 0

  /// Reads bytes in place if they end with a line feed, and a copy with one more otherwise.
  init(_ text: [UInt8]) {
    if text.last == Byte.lineFeed {
      bytes = text
    } else {
      var copy: [UInt8] = []
      copy.reserveCapacity(text.count + 1)
      copy.append(contentsOf: text)
      copy.append(Byte.lineFeed)
      bytes = copy
    }
    end = bytes.count - 1
  }

  init(_ text: String) {
    var copy: [UInt8] = []
    copy.reserveCapacity(text.utf8.count + 1)
    copy.append(contentsOf: text.utf8)
    copy.append(Byte.lineFeed)
    bytes = copy
    end = copy.count - 1
  }

  /// The byte at the position; a line feed at the end of the text.
  @inline(__always) var current: UInt8 { bytes[position] }

  @inline(__always) var isAtEnd: Bool { position >= end }

  /// Moves past spaces, tabs and carriage returns; whether there were any.
  @inline(__always)
  @discardableResult
  mutating func skipSpaces() -> Bool {
    let start = position
    while Byte.isSpace(bytes[position]) { position &+= 1 }
    return position != start
  }

  /// Moves to the line feed that ends this line.
  mutating func skipToLineEnd() {
    while bytes[position] != Byte.lineFeed { position &+= 1 }
  }

  /// Moves to the next thing that is neither blank nor a comment, over as many lines as it takes.
  @inline(__always)
  mutating func skipBlanksAndComments() {
    while true {
      let byte = bytes[position]
      if byte == Byte.lineFeed {
        if position >= end { return }
        position &+= 1
      } else if Byte.isSpace(byte) {
        position &+= 1
      } else if byte == Byte.hash {
        skipToLineEnd()
      } else {
        return
      }
    }
  }

  /// Whether the text goes on with the given ASCII letters.
  func isAt(_ word: String) -> Bool {
    bytes[position...].starts(with: word.utf8)
  }

  /// Line and column of a byte offset.
  ///
  /// O(offset), so only for errors.
  func location(of offset: Int) -> SourceLocation {
    var line = 1
    var lineStart = 0
    for index in 0..<min(offset, bytes.count) where bytes[index] == Byte.lineFeed {
      line += 1
      lineStart = index + 1
    }
    return SourceLocation(line: line, column: offset - lineStart + 1)
  }

  /// An error at a byte offset.
  func error(_ code: CircuitError.Code, _ message: String, at offset: Int) -> CircuitError {
    CircuitError(code, message, at: location(of: offset))
  }

  /// The byte at an offset in words fit for a message.
  func name(ofByteAt offset: Int) -> String {
    if offset >= end { return "the end of the text" }
    switch bytes[offset] {
    case Byte.lineFeed: return "the end of the line"
    case 0x20: return "a space"
    case 0x21...0x7E: return "'\(Character(UnicodeScalar(bytes[offset])))'"
    case let byte: return "the byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
    }
  }

  /// The run of word characters at an offset, cut to a length fit for a message.
  func word(at offset: Int) -> String {
    var stop = offset
    while stop < end, stop - offset < 40, Byte.isWord(bytes[stop]) { stop += 1 }
    return String(decoding: bytes[offset..<stop], as: UTF8.self)
  }
}

/// The bytes that the text formats give a meaning.
enum Byte {
  static let lineFeed: UInt8 = 0x0A
  static let space: UInt8 = 0x20
  static let hash = UInt8(ascii: "#")
  static let openParenthesis = UInt8(ascii: "(")
  static let closeParenthesis = UInt8(ascii: ")")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
  static let comma = UInt8(ascii: ",")
  static let star = UInt8(ascii: "*")
  static let bang = UInt8(ascii: "!")
  static let caret = UInt8(ascii: "^")
  static let minus = UInt8(ascii: "-")
  static let plus = UInt8(ascii: "+")
  static let point = UInt8(ascii: ".")
  static let backslash = UInt8(ascii: "\\")

  /// Space, tab or carriage return.
  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// A letter, a digit or an underscore.
  @inline(__always)
  static func isNameByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || isDigit(byte) || byte == 0x5F
  }

  /// What belongs to one word in the eyes of a reader: anything but blanks and brackets.
  static func isWord(_ byte: UInt8) -> Bool {
    isNameByte(byte) || byte == point || byte == plus || byte == minus
  }

  /// The upper-case form of a letter; other bytes as they are.
  @inline(__always)
  static func uppercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x61 < 26 ? byte & 0xDF : byte
  }
}
