// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Decimal numbers, read exactly and written so that reading gives the same number back.
enum NumberText {
  /// The shortest text that reads back as the same number.
  ///
  /// Whole numbers are written without point or exponent as far as 64-bit integers reach, others as C's
  /// `%g` writes them, with as many digits as the number needs.
  static func write(_ value: Double, to text: inout String) {
    if let whole = Int64(exactly: value) {
      text += String(whole)
    } else {
      text += value.description
    }
  }

  /// Writes numbers in parentheses; nothing for none.
  static func write(list values: [Double], to text: inout String) {
    guard !values.isEmpty else { return }
    text += "("
    for (index, value) in values.enumerated() {
      if index > 0 { text += ", " }
      write(value, to: &text)
    }
    text += ")"
  }

  /// The powers of ten that a double holds exactly.
  static let exactPowers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }
}

extension ByteCursor {
  /// Reads a whole number of at most 64 bits; nil, with the position kept, where none stands.
  ///
  /// - Throws: a `limit` error if it exceeds `largest`.
  mutating func readWhole(upTo largest: UInt64, _ what: StaticString) throws(CircuitError)
    -> UInt64?
  {
    let start = position
    var value: UInt64 = 0
    var isTooLarge = false
    while Byte.isDigit(bytes[position]) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(bytes[position] & 15))
      value = sum
      isTooLarge = isTooLarge || overflow || carry
      position &+= 1
    }
    guard position != start else { return nil }
    if isTooLarge || value > largest {
      throw error(
        .limit, "The \(what) \(word(at: start)) is too large; the largest is \(largest).", at: start
      )
    }
    return value
  }

  /// Reads a number written in decimal, perhaps with a sign, a point and an exponent.
  ///
  /// - Throws: a `badArgument` error where there is none, or where it is not finite.
  mutating func readNumber() throws(CircuitError) -> Double {
    let start = position
    let isNegative = bytes[position] == Byte.minus
    if isNegative || bytes[position] == Byte.plus { position &+= 1 }
    var mantissa: UInt64 = 0
    var digitCount = 0
    var isShort = true
    var exponent = 0
    while Byte.isDigit(bytes[position]) {
      appendDigit(to: &mantissa, &isShort)
      digitCount &+= 1
    }
    if bytes[position] == Byte.point {
      position &+= 1
      while Byte.isDigit(bytes[position]) {
        appendDigit(to: &mantissa, &isShort)
        digitCount &+= 1
        exponent &-= 1
      }
    }
    guard digitCount > 0 else { throw notANumber(at: start) }
    if bytes[position] | 0x20 == UInt8(ascii: "e") {
      position &+= 1
      exponent += try readExponent(numberStart: start)
    }
    if Byte.isWord(bytes[position]) { throw notANumber(at: start) }
    if isShort, exponent >= -22, exponent <= 22 {
      // Both factors are exact, so that the one rounding of the product or quotient is correct.
      let power = NumberText.exactPowers[abs(exponent)]
      let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
      return isNegative ? -value : value
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text) ?? Double(text.drop { $0 == "+" }), value.isFinite else {
      throw error(
        .badArgument, "The number \(word(at: start)) is beyond the range of a double.", at: start)
    }
    return value
  }

  @inline(__always)
  private mutating func appendDigit(to mantissa: inout UInt64, _ isShort: inout Bool) {
    mantissa = mantissa &* 10 &+ UInt64(bytes[position] & 15)
    // Below 2^53 a double holds the integer; the flag is sticky, so that wrapping does no harm.
    isShort = isShort && mantissa < 1 << 53
    position &+= 1
  }

  private mutating func readExponent(numberStart: Int) throws(CircuitError) -> Int {
    let isNegative = bytes[position] == Byte.minus
    if isNegative || bytes[position] == Byte.plus { position &+= 1 }
    guard Byte.isDigit(bytes[position]) else { throw notANumber(at: numberStart) }
    var value = 0
    while Byte.isDigit(bytes[position]) {
      value = min(value * 10 + Int(bytes[position] & 15), 100_000)
      position &+= 1
    }
    return isNegative ? -value : value
  }

  private func notANumber(at start: Int) -> CircuitError {
    let word = word(at: start)
    return error(
      .badArgument,
      "Expected a finite decimal number, found \(word.isEmpty ? name(ofByteAt: start) : "'\(word)'").",
      at: start)
  }
}
