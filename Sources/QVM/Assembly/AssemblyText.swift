// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What the bytes of a line of assembly are.
enum AssemblyText {
  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Whether a byte may stand in a name; a digit not at its front.
  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// A byte for a message.
  static func shown(_ byte: UInt8) -> String {
    if byte > 0x20 && byte < 0x7F { return String(Unicode.Scalar(byte)) }
    let digits = String(byte, radix: 16, uppercase: true)
    return "byte 0x\(digits.utf8.count < 2 ? "0" : "")\(digits)"
  }

  /// The text between quotes that begin at a place, and the place behind; nil if it is never
  /// closed, has a bad escape, or is no UTF-8.
  static func quoted(_ bytes: [UInt8], at start: Int) -> (text: String, end: Int)? {
    let quote = bytes[start]
    var position = start + 1
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == quote {
        return String(validating: text, as: UTF8.self).map { ($0, position) }
      }
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard position < bytes.count else { return nil }
      let escape = bytes[position]
      position += 1
      switch escape {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): text.append(escape)
      case UInt8(ascii: "u"):
        guard position + 4 <= bytes.count,
          let value = UInt32(
            String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
          let scalar = Unicode.Scalar(value)
        else { return nil }
        text += Array(String(Character(scalar)).utf8)
        position += 4
      default: return nil
      }
    }
    return nil
  }

  /// A text in quotes, which reads back as itself where braces are expanded.
  static func quote(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      case "\r": output += "\\r"
      case "{": output += "{{"
      case "}": output += "}}"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          output += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        } else {
          output.unicodeScalars.append(scalar)
        }
      }
    }
    return output + "\""
  }

  /// A piece of a line: as it is, or an expression in braces.
  enum Piece {
    case literal(Literal)
    case expression(String, column: Int)
  }

  /// A piece taken as it is, doubled braces halved, with the place of each byte.
  struct Literal {
    var bytes: [UInt8] = []
    var columns: [Int] = []
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// Splits a line at its expressions in braces; `{{` and `}}` are braces.
  static func splitBraces(_ bytes: [UInt8]) throws(ExpressionError) -> [Piece] {
    let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
    var pieces: [Piece] = []
    var literal = Literal()
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      let isDouble = position + 1 < bytes.count && bytes[position + 1] == byte
      if byte == open, !isDouble {
        guard let end = closingBrace(bytes, from: position + 1) else {
          throw ExpressionError(column: position, message: "The brace is never closed.")
        }
        pieces.append(.literal(literal))
        literal = Literal()
        let source = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        pieces.append(.expression(source, column: position + 1))
        position = end + 1
        continue
      }
      if byte == close, !isDouble {
        throw ExpressionError(
          column: position, message: "The brace closes nothing; write }} for a brace.")
      }
      literal.bytes.append(byte)
      literal.columns.append(position)
      position += byte == open || byte == close ? 2 : 1
    }
    pieces.append(.literal(literal))
    return pieces
  }

  /// The brace that closes an expression, not one within quotes.
  private static func closingBrace(_ bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    var quote: UInt8 = 0
    while position < bytes.count {
      let byte = bytes[position]
      if quote != 0 {
        if byte == UInt8(ascii: "\\") {
          position += 1
        } else if byte == quote {
          quote = 0
        }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "}") {
        return position
      } else if byte == UInt8(ascii: "{") {
        return nil
      }
      position += 1
    }
    return nil
  }
}
