// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension JSONParser {
  /// Reads a number; one without fraction and exponent is an exact integer.
  mutating func parseNumber() throws(JSONError) -> JSON {
    let start = position
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    guard let first = digit() else { throw fault(.syntax, "A digit is expected in a number.") }
    position += 1
    var whole: Int64? = isNegative ? -first : first
    if first == 0 {
      if digit() != nil {
        throw fault(.syntax, "A number may not start with a zero that digits follow.")
      }
    } else {
      while let next = digit() {
        position += 1
        whole = whole.flatMap { append(next, to: $0, isNegative: isNegative) }
      }
    }
    let isWhole = try !parseFractionAndExponent()
    if isWhole && !(isNegative && whole == 0) {
      guard let whole else {
        throw fault(
          .numberRange, "A whole number must lie between -2^63 and 2^63 - 1.", at: start)
      }
      return .integer(whole)
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw fault(.numberRange, "The number is too large for a double.", at: start)
    }
    return .number(value)
  }

  private func digit() -> Int64? {
    guard position < bytes.count else { return nil }
    let value = bytes[position] &- UInt8(ascii: "0")
    return value < 10 ? Int64(value) : nil
  }

  private func append(_ digit: Int64, to value: Int64, isNegative: Bool) -> Int64? {
    let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
    if overflow { return nil }
    let sum =
      isNegative
      ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
    return sum.overflow ? nil : sum.partialValue
  }

  /// Passes over a fraction and an exponent; tells whether there was either.
  private mutating func parseFractionAndExponent() throws(JSONError) -> Bool {
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      try parseDigits("after the decimal point")
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count,
        bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
      {
        position += 1
      }
      try parseDigits("in the exponent")
    }
    return position > start
  }

  private mutating func parseDigits(_ place: StaticString) throws(JSONError) {
    guard digit() != nil else { throw fault(.syntax, "A digit is expected \(place).") }
    while digit() != nil { position += 1 }
  }

  /// Reads a text between double quotes.
  mutating func parseString() throws(JSONError) -> String {
    let start = position
    position += 1
    var text = ""
    while true {
      let runStart = position
      var seen: UInt8 = 0
      while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
        bytes[position] != UInt8(ascii: "\\"), bytes[position] >= 0x20
      {
        seen |= bytes[position]
        position += 1
      }
      if position > runStart {
        let run: String
        if seen < 0x80 {
          run = String(decoding: bytes[runStart..<position], as: UTF8.self)
        } else if let text = String(validating: bytes[runStart..<position], as: UTF8.self) {
          // The standard library's validation is strict: no overlong forms, no surrogates.
          run = text
        } else {
          throw fault(.encoding, "The text is not valid UTF-8.", at: runStart)
        }
        if text.isEmpty, position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
          position += 1
          return run
        }
        text += run
      }
      guard position < bytes.count else {
        throw fault(.unexpectedEnd, "The text in double quotes is never closed.", at: start)
      }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return text
      case UInt8(ascii: "\\"):
        text.unicodeScalars.append(try parseEscape())
      default:
        throw fault(.syntax, "A control character must be written as an escape.")
      }
    }
  }

  private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
    let start = position
    position += 2
    guard position <= bytes.count else {
      throw fault(.unexpectedEnd, "The text ends within an escape.")
    }
    switch bytes[position - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw fault(.syntax, "There is no escape with \(describe(position - 1)).", at: start)
    }
    var value = try parseHexadecimal()
    if value & 0xFC00 == 0xD800 {
      guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u")
      else { throw fault(.encoding, "Half of a surrogate pair is missing.", at: start) }
      position += 2
      let low = try parseHexadecimal()
      guard low & 0xFC00 == 0xDC00 else {
        throw fault(.encoding, "Half of a surrogate pair is missing.", at: start)
      }
      value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw fault(.encoding, "Half of a surrogate pair is missing.", at: start)
    }
    return scalar
  }

  private mutating func parseHexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count else {
        throw fault(.unexpectedEnd, "The text ends within an escape.")
      }
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw fault(.syntax, "Four hexadecimal digits are expected after \\u.")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
