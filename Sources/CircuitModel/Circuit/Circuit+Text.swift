// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Circuit {
  /// Reads a circuit from `.stim` text.
  ///
  /// Neighbouring instructions of equal gate, tag and arguments are merged, as Stim does.
  ///
  /// - Throws: `CircuitError` with the line and column of the first fault.
  /// - Complexity: O(length of the text) time and memory, whatever the repeat counts.
  public init(parsing text: String) throws(CircuitError) {
    var parser = CircuitParser(text.utf8)
    self = try parser.parse()
  }

  /// Reads a circuit from the bytes of a `.stim` text.
  ///
  /// - Throws: `CircuitError` with the line and column of the first fault.
  /// - Complexity: O(length of the text) time and memory, whatever the repeat counts.
  public init(parsing text: [UInt8]) throws(CircuitError) {
    var parser = CircuitParser(text)
    self = try parser.parse()
  }
}

extension Circuit: CustomStringConvertible {
  /// The circuit as `.stim` text, without a line feed after the last line.
  public var description: String {
    var text = ""
    write(to: &text, indentation: "")
    return text
  }

  private func write(to text: inout String, indentation: String) {
    for (index, operation) in operations.enumerated() {
      if index > 0 { text += "\n" }
      text += indentation
      switch operation {
      case .instruction(let instruction): instruction.write(to: &text)
      case .block(let block):
        text += "REPEAT"
        TagText.write(block.tag, to: &text)
        text += " \(block.count) {\n"
        block.body.write(to: &text, indentation: indentation + "    ")
        text += "\n\(indentation)}"
      }
    }
  }
}

extension Circuit.Instruction: CustomStringConvertible {
  /// The instruction as one line of `.stim` text.
  public var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  func write(to text: inout String) {
    text += gate.definition.name
    TagText.write(tag, to: &text)
    NumberText.write(list: arguments, to: &text)
    var isAfterCombiner = false
    for target in targets {
      if !isAfterCombiner, !target.isCombiner { text += " " }
      target.write(to: &text)
      isAfterCombiner = target.isCombiner
    }
  }
}
