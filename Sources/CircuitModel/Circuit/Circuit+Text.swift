// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Circuit {
  /// Reads a circuit from `.stim` text.
  ///
  /// Neighbouring instructions of equal gate, tag and arguments are merged, as Stim does.
  ///
  /// - Throws: `CircuitError` with the line and column of the first fault.
  /// - Complexity: O(length of the text) time and memory, whatever the repeat counts.
  public init(
    parsing text: String, limits: ParsingLimits = ParsingLimits()
  ) throws(CircuitError) {
    var parser = CircuitParser(ByteCursor(text), limits)
    self = try parser.parse()
  }

  /// Reads a circuit from the bytes of a `.stim` text.
  ///
  /// The text is read in place if it ends with a line feed, and copied once otherwise.
  ///
  /// - Throws: `CircuitError` with the line and column of the first fault.
  /// - Complexity: O(length of the text) time and memory, whatever the repeat counts.
  public init(
    parsing text: [UInt8], limits: ParsingLimits = ParsingLimits()
  ) throws(CircuitError) {
    var parser = CircuitParser(ByteCursor(text), limits)
    self = try parser.parse()
  }
}

extension Circuit: CustomStringConvertible {
  /// The circuit as `.stim` text, without a line feed after the last line.
  public var description: String { writer.text }

  /// The bytes of `description`.
  public var utf8Text: [UInt8] { writer.bytes }

  private var writer: TextWriter {
    var writer = TextWriter()
    write(to: &writer, depth: 0)
    return writer
  }

  private func write(to writer: inout TextWriter, depth: Int) {
    for (index, operation) in operations.enumerated() {
      if index > 0 { writer.write(Byte.lineFeed) }
      writer.write(indentation: depth)
      switch operation {
      case .instruction(let instruction): instruction.write(to: &writer)
      case .block(let block):
        writer.write("REPEAT")
        writer.write(tag: block.tag)
        writer.write(blockOf: block.count)
        block.body.write(to: &writer, depth: depth + 1)
        writer.write(Byte.lineFeed)
        writer.write(indentation: depth)
        writer.write(Byte.closeBrace)
      }
    }
  }
}

extension TextWriter {
  /// Starts a line of a block so deep.
  mutating func write(indentation depth: Int) {
    for _ in 0..<depth { write("    ") }
  }

  /// Writes what stands between the name of a block and its first line.
  mutating func write(blockOf count: UInt64) {
    write(Byte.space)
    write(count)
    write(" {\n")
  }
}

extension Circuit.Instruction: CustomStringConvertible {
  /// The instruction as one line of `.stim` text.
  public var description: String {
    var writer = TextWriter()
    write(to: &writer)
    return writer.text
  }

  func write(to writer: inout TextWriter) {
    writer.write(GateShape.names[Int(gate.rawValue)])
    writer.write(tag: tag)
    writer.write(list: arguments)
    var isAfterCombiner = false
    for target in targets {
      if !isAfterCombiner, !target.isCombiner { writer.write(Byte.space) }
      target.write(to: &writer)
      isAfterCombiner = target.isCombiner
    }
  }
}
