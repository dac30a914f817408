// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Splits the text of an expression into tokens.
struct ExpressionLexer {
  private let bytes: [UInt8]
  private var position = 0
  private let depth: Int

  init(_ text: String, depth: Int) {
    bytes = Array(text.utf8)
    self.depth = depth
  }

  private func fault(_ message: String, at column: Int) -> ExpressionError {
    ExpressionError(column: column, message: message)
  }

  mutating func tokens() throws(ExpressionError) -> [ExpressionParser.Token] {
    var tokens: [ExpressionParser.Token] = []
    while true {
      while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 {
        position += 1
      }
      let start = position
      guard position < bytes.count else {
        tokens.append(.init(kind: .end, column: start))
        return tokens
      }
      tokens.append(.init(kind: try next(), column: start))
    }
  }

  private mutating func next() throws(ExpressionError) -> ExpressionParser.Token.Kind {
    let start = position
    let byte = bytes[position]
    if AssemblyText.isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(position + 1)) {
      return try number()
    }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      return .text(try quoted(start))
    }
    if byte == UInt8(ascii: "f"), position + 1 < bytes.count,
      bytes[position + 1] == UInt8(ascii: "\"") || bytes[position + 1] == UInt8(ascii: "'")
    {
      position += 1
      let text = try quoted(position)
      return .template(try template(text, at: start))
    }
    if AssemblyText.isNameByte(byte) {
      while position < bytes.count, AssemblyText.isNameByte(bytes[position]) { position += 1 }
      return .name(String(decoding: bytes[start..<position], as: UTF8.self))
    }
    for symbol in ["//", "**", "<<", ">>", "==", "!=", "<=", ">=", "&&", "||"]
    where bytes[start...].starts(with: symbol.utf8) {
      position += 2
      return .symbol(symbol)
    }
    guard "+-*/%()[],.<>&|^!".utf8.contains(byte) else {
      throw fault("`\(AssemblyText.shown(byte))` has no meaning in an expression.", at: start)
    }
    position += 1
    return .symbol(String(Unicode.Scalar(byte)))
  }

  private func isDigit(_ place: Int) -> Bool {
    place < bytes.count && AssemblyText.isDigit(bytes[place])
  }

  private mutating func number() throws(ExpressionError) -> ExpressionParser.Token.Kind {
    let start = position
    var isWhole = true
    if bytes[start] == UInt8(ascii: "0"), start + 1 < bytes.count,
      bytes[start + 1] | 0x20 == UInt8(ascii: "x") || bytes[start + 1] | 0x20 == UInt8(ascii: "b")
    {
      let radix = bytes[start + 1] | 0x20 == UInt8(ascii: "x") ? 16 : 2
      position += 2
      while position < bytes.count, AssemblyText.isNameByte(bytes[position]) { position += 1 }
      let digits = String(decoding: bytes[(start + 2)..<position], as: UTF8.self)
      guard let value = Int(digits, radix: radix), value >= 0 else {
        throw fault("The number cannot be read, or is too large.", at: start)
      }
      return .integer(value)
    }
    while isDigit(position) { position += 1 }
    // `1..3` is a range, which the caller splits; a dot before a dot is none of the number.
    if position < bytes.count, bytes[position] == UInt8(ascii: "."),
      position + 1 >= bytes.count || bytes[position + 1] != UInt8(ascii: ".")
    {
      isWhole = false
      position += 1
      while isDigit(position) { position += 1 }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      var end = position + 1
      if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") {
        end += 1
      }
      if isDigit(end) {
        isWhole = false
        while isDigit(end) { end += 1 }
        position = end
      }
    }
    if position < bytes.count, AssemblyText.isNameByte(bytes[position]) {
      throw fault("A name does not begin with a digit.", at: start)
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole {
      guard let value = Int(text) else {
        throw fault("The whole number `\(text)` is too large.", at: start)
      }
      return .integer(value)
    }
    guard let value = Double(text), value.isFinite else {
      throw fault("The number `\(text)` is too large.", at: start)
    }
    return .number(value)
  }

  private mutating func quoted(_ start: Int) throws(ExpressionError) -> String {
    guard let (text, end) = AssemblyText.quoted(bytes, at: start) else {
      throw fault("The text in quotes is never closed, or has a bad escape.", at: start)
    }
    position = end
    return text
  }

  /// The parts of a text with expressions in braces.
  private func template(_ text: String, at start: Int) throws(ExpressionError) -> [Expression] {
    if depth > 8 { throw fault("The expression is nested too deep.", at: start) }
    var parts: [Expression] = []
    do {
      for part in try AssemblyText.splitBraces(Array(text.utf8)) {
        switch part {
        case .literal(let range):
          parts.append(.value(.text(range.text)))
        case .expression(let source, _):
          parts.append(try ExpressionParser.parse(source, depth: depth + 8))
        }
      }
    } catch {
      throw fault(error.message, at: start)
    }
    return parts
  }
}
