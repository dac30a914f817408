// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// An angle in radians.
public struct Angle: Sendable, Hashable {
  /// The value in radians.
  public var radians: Double

  /// Makes an angle of a number of radians.
  public init(radians: Double) { self.radians = radians }

  /// The number of quarter turns (multiples of π/2) that it is; nil if it is none.
  ///
  /// A double cannot hold π; a value within rounding of a multiple counts as one.
  public var quarterTurns: Int? { multiple(of: .pi / 2) }

  /// The number of eighth turns (multiples of π/4) that it is; nil if it is none.
  public var eighthTurns: Int? { multiple(of: .pi / 4) }

  /// The angle turned the other way.
  public static prefix func - (angle: Angle) -> Angle { Angle(radians: -angle.radians) }

  private func multiple(of unit: Double) -> Int? {
    guard abs(radians) < 1e6 else { return nil }
    let count = (radians / unit).rounded()
    let tolerance = 4 * max(abs(radians), 1).ulp
    return abs(radians - count * unit) <= tolerance ? Int(count) : nil
  }
}

extension Angle: CustomStringConvertible {
  /// A fraction of `pi` that has exactly this value, or the number of radians.
  public var description: String {
    if radians != 0, abs(radians) <= 64 * .pi {
      for denominator in [1.0, 2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64, 128, 256, 512, 1024] {
        let numerator = (radians / .pi * denominator).rounded()
        guard numerator != 0, numerator * .pi / denominator == radians else { continue }
        let sign = numerator < 0 ? "-" : ""
        let factor = abs(numerator) == 1 ? "pi" : "\(Int(abs(numerator)))*pi"
        return sign + factor + (denominator == 1 ? "" : "/\(Int(denominator))")
      }
    }
    return radians.description
  }
}

extension Angle {
  /// Reads a number of radians or arithmetic with `pi`: `-3*pi/4`, `1.5707/2`, `2*(pi - 0.1)`.
  ///
  /// - Throws: `QVMError` with code `.argumentType`, its column counted in the text.
  public init(parsing text: String) throws(QVMError) {
    var parser = AngleParser(bytes: Array(text.utf8))
    radians = try parser.parse()
  }
}

/// A recursive-descent parser of sums and products with `pi`.
private struct AngleParser {
  let bytes: [UInt8]
  var position = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() throws(QVMError) -> Double {
    let value = try sum()
    if position < bytes.count { throw fault("Nothing may follow the angle here.") }
    guard value.isFinite else { throw fault("The angle is not finite.") }
    return value
  }

  private func fault(_ message: String) -> QVMError {
    QVMError(
      .argumentType, message + " An angle is a number or arithmetic with pi, such as -3*pi/4.",
      at: ProgramLocation(line: 1, column: position + 1))
  }

  private mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: symbol) else { return false }
    position += 1
    skipSpace()
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 {
      position += 1
    }
  }

  private mutating func sum() throws(QVMError) -> Double {
    var value = try product()
    while true {
      if take("+") {
        value += try product()
      } else if take("-") {
        value -= try product()
      } else {
        return value
      }
    }
  }

  private mutating func product() throws(QVMError) -> Double {
    var value = try factor()
    while true {
      if take("*") {
        value *= try factor()
      } else if take("/") {
        let divisor = try factor()
        if divisor == 0 { throw fault("The angle is divided by zero.") }
        value /= divisor
      } else {
        return value
      }
    }
  }

  private mutating func factor() throws(QVMError) -> Double {
    depth += 1
    defer { depth -= 1 }
    if depth > 64 { throw fault("Parentheses and signs are nested too deep.") }
    if take("-") { return -(try factor()) }
    if take("+") { return try factor() }
    if take("(") {
      let value = try sum()
      guard take(")") else { throw fault("A parenthesis is not closed.") }
      return value
    }
    skipSpace()
    let start = position
    while position < bytes.count, isWordByte(position, start: start) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    skipSpace()
    if word == "pi" || word == "math.pi" || word == "π" { return .pi }
    guard let first = word.utf8.first, first != UInt8(ascii: "n"), first != UInt8(ascii: "i"),
      let value = Double(word), value.isFinite
    else {
      position = start
      throw fault(word.isEmpty ? "A number is expected." : "`\(word)` is no number.")
    }
    return value
  }

  /// Letters, digits, dots, and the sign of an exponent.
  private func isWordByte(_ place: Int, start: Int) -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "_"), 0x80...0xFF:
      return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard place > start, bytes[place - 1] | 0x20 == UInt8(ascii: "e") else { return false }
      return bytes[start] < UInt8(ascii: "A")
    default:
      return false
    }
  }
}
