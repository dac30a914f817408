// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Text being written, as bytes.
struct TextWriter {
  private(set) var bytes: [UInt8] = []

  /// What has been written, as a `String`.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  @inline(__always)
  mutating func write(_ byte: UInt8) {
    bytes.append(byte)
  }

  @inline(__always)
  mutating func write(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes a whole number.
  mutating func write(_ number: UInt64) {
    if number < 10 {
      bytes.append(0x30 | UInt8(truncatingIfNeeded: number))
      return
    }
    let start = bytes.count
    var rest = number
    while rest > 0 {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(0x30 | UInt8(truncatingIfNeeded: remainder))
      rest = quotient
    }
    var (low, high) = (start, bytes.count - 1)
    while low < high {
      bytes.swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  /// Writes the shortest text that reads back as the same number.
  ///
  /// Whole numbers are written without point or exponent as far as 64-bit integers reach, others as
  /// C's `%g` writes them, with as many digits as the number needs.
  mutating func write(_ value: Double) {
    if let whole = Int64(exactly: value) {
      if whole < 0 { write(Byte.minus) }
      write(whole.magnitude)
    } else {
      write(value.description)
    }
  }

  /// Writes numbers in parentheses; nothing for none.
  mutating func write(list values: [Double]) {
    guard !values.isEmpty else { return }
    write(Byte.openParenthesis)
    for (index, value) in values.enumerated() {
      if index > 0 {
        write(Byte.comma)
        write(Byte.space)
      }
      write(value)
    }
    write(Byte.closeParenthesis)
  }

  /// Writes `[tag]`, or nothing for an empty tag.
  mutating func write(tag: String) {
    guard !tag.isEmpty else { return }
    write(Byte.openBracket)
    for byte in tag.utf8 {
      if let escape = TagText.escapes.first(where: { $0.byte == byte }) {
        write(Byte.backslash)
        write(escape.letter)
      } else {
        write(byte)
      }
    }
    write(Byte.closeBracket)
  }
}
