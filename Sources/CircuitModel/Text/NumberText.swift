// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Constants for reading decimal numbers exactly.
enum NumberText {
  /// The powers of ten that a double holds exactly.
  static let exactPowers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  #if arch(x86_64)
    /// The powers of ten that an extended double holds exactly.
    static let extendedPowers: [Float80] = (0...27).map { exponent in
      (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }
  #endif
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
    var digits = DecimalDigits()
    readDigits(into: &digits)
    if bytes[position] == Byte.point {
      position &+= 1
      let pointAt = position
      readDigits(into: &digits)
      digits.exponent = pointAt &- position
    }
    guard digits.isPresent else { throw notANumber(at: start) }
    if bytes[position] | 0x20 == UInt8(ascii: "e") {
      position &+= 1
      digits.exponent += try readExponent(numberStart: start)
    }
    if Byte.isWord(bytes[position]) { throw notANumber(at: start) }
    if let value = digits.quickValue { return isNegative ? -value : value }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text) ?? Double(text.drop { $0 == "+" }), value.isFinite else {
      throw error(
        .badArgument, "The number \(word(at: start)) is beyond the range of a double.", at: start)
    }
    return value
  }

  @inline(__always)
  private mutating func readDigits(into digits: inout DecimalDigits) {
    var index = position
    var mantissa = digits.mantissa
    var significant = digits.significantCount
    while Byte.isDigit(bytes[index]) {
      mantissa = mantissa &* 10 &+ UInt64(bytes[index] & 15)
      // Leading zeros do not count; a mantissa that has wrapped has more than 19 digits anyway.
      if mantissa != 0 || significant != 0 { significant &+= 1 }
      index &+= 1
    }
    if index != position { digits.isPresent = true }
    digits.mantissa = mantissa
    digits.significantCount = significant
    position = index
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
    let found = word.isEmpty ? name(ofByteAt: start) : "'\(word)'"
    return error(.badArgument, "Expected a finite decimal number, found \(found).", at: start)
  }
}

/// A decimal number as it is read: `mantissa` times ten to the power of `exponent`.
private struct DecimalDigits {
  var isPresent = false
  var mantissa: UInt64 = 0
  var significantCount = 0
  var exponent = 0

  /// The nearest double, where it can be had without the general algorithm; nil otherwise.
  @inline(__always) var quickValue: Double? {
    guard significantCount <= 19 else { return nil }
    if mantissa < 1 << 53, exponent >= -22, exponent <= 22 {
      // Both factors are exact, so that the one rounding of the product or quotient is correct.
      let power = NumberText.exactPowers[abs(exponent)]
      return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    }
    #if arch(x86_64)
      return extendedValue
    #else
      return nil
    #endif
  }

  #if arch(x86_64)
    /// The same with 64 bits of precision, where ten to the 27th is still exact.
    ///
    /// The one rounding to 64 bits and the next to 53 agree with a single one, unless the result of
    /// the first lies halfway between two doubles.
    private var extendedValue: Double? {
      guard exponent >= -27, exponent <= 27 else { return nil }
      let power = NumberText.extendedPowers[abs(exponent)]
      let value = exponent < 0 ? Float80(mantissa) / power : Float80(mantissa) * power
      return value.significandBitPattern & 0x7FF == 0x400 ? nil : Double(value)
    }
  #endif
}
