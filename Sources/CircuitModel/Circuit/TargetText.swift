// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension Target: CustomStringConvertible {
  /// The target as circuits write it: `5`, `!5`, `X5`, `rec[-3]`, `sweep[2]`, `*`.
  public var description: String {
    var writer = TextWriter()
    write(to: &writer)
    return writer.text
  }

  /// The letters of the Paulis, by Z bit and X bit as they lie in a target.
  private static let letters = Array("IZXY".utf8)

  @inline(__always)
  func write(to writer: inout TextWriter) {
    if isInverted { writer.write(Byte.bang) }
    switch kind {
    case .qubit: writer.write(UInt64(index))
    case .pauli:
      writer.write(Target.letters[Int(bits >> 29) & 3])
      writer.write(UInt64(index))
    case .record:
      writer.write("rec[-")
      writer.write(UInt64(index))
      writer.write(Byte.closeBracket)
    case .sweep:
      writer.write("sweep[")
      writer.write(UInt64(index))
      writer.write(Byte.closeBracket)
    case .combiner: writer.write(Byte.star)
    }
  }
}

extension ByteCursor {
  /// Reads the rest of a line as targets, up to its line feed or comment.
  ///
  /// - Throws: a `syntax` or `limit` error at the byte where it stops making sense.
  @inline(__always)
  mutating func readTargets(into targets: inout TargetBuffer) throws(CircuitError) {
    let first = targets.count
    while true {
      readPlainQubits(into: &targets)
      let isSeparated = skipSpaces()
      let byte = current
      if byte == Byte.lineFeed || byte == Byte.hash { return }
      if byte == Byte.star {
        targets.append(.combiner)
        position &+= 1
        continue
      }
      let isAfterCombiner = targets.count > first && targets.storage[targets.count - 1].isCombiner
      if !isSeparated, !isAfterCombiner { throw notSeparated() }
      if Byte.isDigit(byte) {
        targets.append(Target(bits: try readIndex()))
      } else {
        targets.append(try readMarkedTarget())
      }
    }
  }

  /// Reads plain qubits, each after a blank, and stops before whatever else comes.
  @inline(__always)
  private mutating func readPlainQubits(into targets: inout TargetBuffer) {
    if targets.count &+ 32 > targets.storage.count { targets.grow() }
    let start = targets.count
    let read = readPlainQubits(into: targets.storage.mutableSpan, from: start)
    targets.count = read.count
    position = read.position
  }

  /// Reads plain qubits into a room from an index on; how far it is filled then, and the text read.
  @inline(__always)
  private func readPlainQubits(
    into storage: consuming MutableSpan<Target>, from start: Int
  ) -> (count: Int, position: Int) {
    var room = storage
    var count = start
    var index = position
    while count < room.count, Byte.isSpace(bytes[index]) {
      var next = index &+ 1
      while Byte.isSpace(bytes[next]) { next &+= 1 }
      let start = next
      var value: UInt32 = 0
      while Byte.isDigit(bytes[next]) {
        value = value &* 10 &+ UInt32(bytes[next] & 15)
        next &+= 1
      }
      let digits = next &- start
      if digits == 0 || digits > 7 { break }
      room[count] = Target(bits: value)
      count &+= 1
      index = next
    }
    return (count, index)
  }

  private func notSeparated() -> CircuitError {
    if current == Byte.closeBrace || current == Byte.openBrace {
      return error(
        .syntax,
        "\(name(ofByteAt: position)) may only stand in REPEAT n { and on a line of its own.",
        at: position)
    }
    return error(
      .syntax,
      "Expected a blank between targets, found \(name(ofByteAt: position)).", at: position)
  }

  /// Reads an index of at most 24 bits.
  @inline(__always)
  mutating func readIndex() throws(CircuitError) -> UInt32 {
    let start = position
    var value: UInt32 = 0
    while Byte.isDigit(bytes[position]) {
      value = value &* 10 &+ UInt32(bytes[position] & 15)
      position &+= 1
    }
    if position &- start > 7 || position == start { return try readUnusualIndex(start) }
    return value
  }

  /// Reads an index of no digits, or of so many that it may be too large.
  private mutating func readUnusualIndex(_ start: Int) throws(CircuitError) -> UInt32 {
    position = start
    guard let value = try readWhole(upTo: UInt64(Target.largestIndex), "index") else {
      throw error(
        .syntax, "Expected digits, found \(name(ofByteAt: start)).", at: start)
    }
    return UInt32(value)
  }

  /// Reads a target that starts with something else than a digit.
  private mutating func readMarkedTarget() throws(CircuitError) -> Target {
    let start = position
    var bits: UInt32 = 0
    if current == Byte.bang {
      bits = Target.invertedBit
      position &+= 1
      if Byte.isDigit(current) { return Target(bits: try readIndex() | bits) }
    }
    switch Byte.uppercased(current) {
    case UInt8(ascii: "X"): bits |= Target.xBit
    case UInt8(ascii: "Y"): bits |= Target.xBit | Target.zBit
    case UInt8(ascii: "Z"): bits |= Target.zBit
    default:
      if bits == 0 { return try readClassicalTarget() }
      throw error(
        .syntax, "Expected a qubit or a Pauli after '!', found \(name(ofByteAt: position)).",
        at: start)
    }
    position &+= 1
    return Target(bits: try readIndex() | bits)
  }

  private mutating func readClassicalTarget() throws(CircuitError) -> Target {
    let start = position
    let kind: UInt32
    if current == UInt8(ascii: "r"), bytes[start &+ 1] == UInt8(ascii: "e"),
      bytes[start &+ 2] == UInt8(ascii: "c"), bytes[start &+ 3] == Byte.openBracket,
      bytes[start &+ 4] == Byte.minus
    {
      // Byte by byte, since circuits are full of it; each is read only if the ones before it match,
      // so that the last line feed of the text stops the comparison.
      kind = Target.recordBit
      position &+= 5
    } else if isAt("sweep[") {
      kind = Target.sweepBit
      position &+= 6
    } else {
      throw notATarget(start)
    }
    let index = try readIndex()
    guard current == Byte.closeBracket else {
      throw error(
        .syntax, "Expected ']' to close this target, found \(name(ofByteAt: position)).",
        at: position)
    }
    position &+= 1
    if kind == Target.recordBit, index == 0 {
      throw error(.badTarget, "rec[-1] is the latest measurement; there is no rec[-0].", at: start)
    }
    return Target(bits: index | kind)
  }

  private func notATarget(_ start: Int) -> CircuitError {
    if isAt("rec") {
      return error(
        .syntax, "Past measurements are written rec[-k] with k counting back from 1.", at: start)
    }
    if isAt("sweep") {
      return error(.syntax, "Sweep bits are written sweep[k] with k from 0.", at: start)
    }
    if current == Byte.closeBrace || current == Byte.openBrace { return notSeparated() }
    if current == Byte.openParenthesis || current == Byte.openBracket {
      return error(
        .syntax, "Write \(name(ofByteAt: start)) directly after the name, without a blank.",
        at: start)
    }
    let word = word(at: start)
    return error(
      .syntax,
      "Expected a target like 5, X5, rec[-1] or sweep[0], found "
        + "\(word.isEmpty ? name(ofByteAt: start) : "'\(word)'").", at: start)
  }

  /// Reads numbers in parentheses, separated by commas, if a parenthesis opens here; there may be none.
  mutating func readNumbers(into numbers: inout [Double]) throws(CircuitError) {
    numbers.removeAll(keepingCapacity: true)
    guard current == Byte.openParenthesis else {
      if Byte.isSpace(current), bytes[position &+ 1] == Byte.openParenthesis {
        throw error(
          .syntax, "Write '(' directly after the name, without a blank.", at: position + 1)
      }
      return
    }
    let start = position
    position &+= 1
    skipSpaces()
    if current == Byte.closeParenthesis {
      position &+= 1
      return
    }
    while true {
      skipSpaces()
      numbers.append(try readNumber())
      skipSpaces()
      let byte = current
      if byte == Byte.comma {
        position &+= 1
      } else if byte == Byte.closeParenthesis {
        position &+= 1
        return
      } else if byte == Byte.lineFeed {
        throw error(
          .syntax, "The parenthesis is not closed on its line; end it with ')'.", at: start)
      } else {
        throw error(
          .syntax, "Expected ',' or ')' after a number, found \(name(ofByteAt: position)).",
          at: position)
      }
    }
  }

  /// Where an argument of a well-formed list stands.
  func offset(ofArgument index: Int, listAt start: Int) -> Int {
    var copy = self
    copy.position = start
    var seen = 0
    while copy.current != Byte.lineFeed {
      if copy.current == Byte.openParenthesis || copy.current == Byte.comma {
        copy.position += 1
        copy.skipSpaces()
        if seen == index { return copy.position }
        seen += 1
      } else {
        copy.position += 1
      }
    }
    return start
  }

  /// Where a target of a well-formed list stands.
  func offset(ofTarget index: Int, listAt start: Int) -> Int {
    var copy = self
    copy.position = start
    var seen = 0
    while true {
      copy.skipSpaces()
      if copy.current == Byte.lineFeed || copy.current == Byte.hash { return start }
      if seen == index { return copy.position }
      seen += 1
      if copy.current == Byte.star {
        copy.position += 1
        continue
      }
      while copy.current != Byte.lineFeed, copy.current != Byte.star, copy.current != Byte.hash,
        !Byte.isSpace(copy.current)
      { copy.position += 1 }
    }
  }
}
