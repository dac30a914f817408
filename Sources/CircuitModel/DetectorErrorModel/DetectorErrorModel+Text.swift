// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension DetectorErrorModel {
  /// Reads a model from `.dem` text.
  ///
  /// - Throws: `CircuitError` with the line and column of the first fault.
  /// - Complexity: O(length of the text) time and memory, whatever the repeat counts.
  public init(parsing text: String) throws(CircuitError) {
    var parser = ErrorModelParser(ByteCursor(text))
    self = try parser.parse()
  }

  /// Reads a model from the bytes of a `.dem` text.
  ///
  /// - Throws: `CircuitError` with the line and column of the first fault.
  /// - Complexity: O(length of the text) time and memory, whatever the repeat counts.
  public init(parsing text: [UInt8]) throws(CircuitError) {
    var parser = ErrorModelParser(ByteCursor(text))
    self = try parser.parse()
  }
}

extension DetectorErrorModel: CustomStringConvertible {
  /// The model as `.dem` text, without a line feed after the last line.
  public var description: String { writer.text }

  /// The bytes of `description`.
  public var utf8Text: [UInt8] { writer.bytes }

  private var writer: TextWriter {
    var writer = TextWriter()
    write(to: &writer, depth: 0)
    return writer
  }

  private func write(to writer: inout TextWriter, depth: Int) {
    for (index, instruction) in instructions.enumerated() {
      if index > 0 { writer.write(Byte.lineFeed) }
      writer.write(indentation: depth)
      guard case .block(let count, let body, let tag) = instruction else {
        instruction.write(to: &writer)
        continue
      }
      writer.write("repeat")
      writer.write(tag: tag)
      writer.write(blockOf: count)
      body.write(to: &writer, depth: depth + 1)
      writer.write(Byte.lineFeed)
      writer.write(indentation: depth)
      writer.write(Byte.closeBrace)
    }
  }
}

extension DetectorErrorModel.Instruction {
  /// Writes a line that is not a block.
  fileprivate func write(to writer: inout TextWriter) {
    switch self {
    case .error(let probability, let targets, let tag):
      writer.write("error")
      writer.write(tag: tag)
      writer.write(Byte.openParenthesis)
      writer.write(probability)
      writer.write(Byte.closeParenthesis)
      for target in targets { target.write(to: &writer) }
    case .detector(let number, let coordinates, let tag):
      write("detector", tag, coordinates, to: &writer)
      DetectorErrorModel.Target.detector(number).write(to: &writer)
    case .logicalObservable(let number, let tag):
      write("logical_observable", tag, [], to: &writer)
      DetectorErrorModel.Target.observable(number).write(to: &writer)
    case .shiftDetectors(let amount, let coordinates, let tag):
      write("shift_detectors", tag, coordinates, to: &writer)
      writer.write(Byte.space)
      writer.write(amount)
    case .block: break
    }
  }

  private func write(
    _ name: String, _ tag: String, _ numbers: [Double], to writer: inout TextWriter
  ) {
    writer.write(name)
    writer.write(tag: tag)
    writer.write(list: numbers)
  }
}

extension DetectorErrorModel.Target: CustomStringConvertible {
  /// The target as models write it: `D5`, `L0` or `^`.
  public var description: String {
    var writer = TextWriter()
    write(to: &writer)
    return String(writer.text.dropFirst())
  }

  /// Writes a blank and the target.
  @inline(__always)
  fileprivate func write(to writer: inout TextWriter) {
    writer.write(Byte.space)
    switch self {
    case .detector(let number):
      writer.write(UInt8(ascii: "D"))
      writer.write(number)
    case .observable(let number):
      writer.write(UInt8(ascii: "L"))
      writer.write(number)
    case .separator: writer.write(Byte.caret)
    }
  }
}
