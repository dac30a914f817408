// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Tags: text in square brackets after a name, in which four bytes are escaped with a backslash.
enum TagText {
  /// The escaped bytes and the letters that stand for them.
  static let escapes: [(byte: UInt8, letter: UInt8)] = [
    (0x0A, UInt8(ascii: "n")), (0x0D, UInt8(ascii: "r")), (Byte.backslash, UInt8(ascii: "B")),
    (Byte.closeBracket, UInt8(ascii: "C")),
  ]
}

extension ByteCursor {
  /// Reads a tag if one opens here; an empty text otherwise.
  ///
  /// - Throws: a `syntax` error if it is not closed on its line, has an unknown escape or is not
  ///   UTF-8.
  @inline(__always)
  mutating func readTag() throws(CircuitError) -> String {
    bytes[position] == Byte.openBracket ? try readOpenTag() : ""
  }

  private mutating func readOpenTag() throws(CircuitError) -> String {
    let start = position
    var content: [UInt8] = []
    position += 1
    while bytes[position] != Byte.closeBracket {
      let byte = bytes[position]
      if byte == Byte.lineFeed || byte == 0x0D {
        throw error(.syntax, "The tag is not closed on its line; end it with ']'.", at: start)
      }
      if byte == Byte.backslash {
        position += 1
        guard let escape = TagText.escapes.first(where: { $0.letter == bytes[position] }) else {
          throw error(
            .syntax,
            "Unknown escape in a tag; write \\n, \\r, \\B for a backslash or \\C for ']'.",
            at: position - 1)
        }
        content.append(escape.byte)
      } else {
        content.append(byte)
      }
      position += 1
    }
    position += 1
    guard let tag = String(validating: content, as: UTF8.self) else {
      throw error(.syntax, "The tag is not valid UTF-8 text.", at: start)
    }
    return tag
  }
}
