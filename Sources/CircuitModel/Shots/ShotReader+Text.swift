// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension ShotReader {
  mutating func readCharacters(into rows: inout BitMatrix, _ row: Int) throws -> Bool {
    guard try fill(1) else { return false }
    let first = row * rows.wordsPerRow
    var bit = 0
    while bit < width {
      if width - bit >= 8, try fill(8) {
        let at = start
        let eight = loadWord(buffer.span, at: at)
        if eight & 0xFEFE_FEFE_FEFE_FEFE == 0x3030_3030_3030_3030 {
          // The product gathers the low bit of byte k into bit 56 + k.
          let gathered = ((eight & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080) >> 56
          rows.words[first + bit >> 6] |= gathered << UInt64(bit & 63)
          // Only whole bytes came before, so the eight bits never straddle two words.
          start += 8
          bit += 8
          continue
        }
      }
      guard let byte = try peek() else {
        throw fault("the file ends within a shot of \(width) bits.")
      }
      guard byte | 1 == UInt8(ascii: "1") else {
        throw fault(
          byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            ? "the line ends after \(bit) bits, where a shot has \(width)."
            : "a bit must be 0 or 1.")
      }
      rows.words[first + bit >> 6] |= UInt64(byte & 1) << UInt64(bit & 63)
      start += 1
      bit += 1
    }
    if try !passLineEnd(), try peek() != nil {
      throw fault("the line goes on where a shot of \(width) bits ends.")
    }
    return true
  }

  mutating func readNumbers(into rows: inout BitMatrix, _ row: Int) throws -> Bool {
    guard try fill(1) else { return false }
    if try passLineEnd() { return true }
    let first = row * rows.wordsPerRow
    while true {
      let bit = try readNumber(below: width, of: "bits in a shot")
      rows.words[first + bit >> 6] ^= 1 << UInt64(bit & 63)
      if try passLineEnd() { return true }
      guard let byte = try peek() else {
        throw fault("the file ends within a line; every shot in hits ends with a line feed.")
      }
      guard byte == UInt8(ascii: ",") else {
        throw fault("a comma or the end of the line must follow a number.")
      }
      start += 1
    }
  }

  mutating func readNames(into rows: inout BitMatrix, _ row: Int) throws -> Bool {
    while true {
      while let byte = try peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
        start += 1
      }
      if try !passLineEnd() { break }
    }
    guard try fill(1) else { return false }
    for expected in "shot".utf8 {
      guard try peek() == expected else { throw fault("a line in dets starts with `shot`.") }
      start += 1
    }
    let first = row * rows.wordsPerRow
    while true {
      var isSpaced = false
      while let byte = try peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
        start += 1
        isSpaced = true
      }
      guard let prefix = try peek() else { return true }
      if try passLineEnd() { return true }
      guard isSpaced, let segment = layout.segment(prefix) else {
        throw fault("a space and then M, D or L with a number must follow.")
      }
      start += 1
      let kind =
        switch prefix {
        case UInt8(ascii: "M"): "measurements"
        case UInt8(ascii: "D"): "detectors"
        default: "observables"
        }
      let bit = segment.start + (try readNumber(below: segment.count, of: kind))
      rows.words[first + bit >> 6] |= 1 << UInt64(bit & 63)
    }
  }

  /// Reads a decimal number that must be below `count`.
  private mutating func readNumber(below count: Int, of things: String) throws -> Int {
    var value = 0
    var digits = 0
    while let byte = try peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      guard value < count else {
        throw fault("the number is too large: there are \(count) \(things).")
      }
      digits += 1
      start += 1
    }
    guard digits > 0 else { throw fault("a number must stand here.") }
    return value
  }
}
