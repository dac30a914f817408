// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension DetectorErrorModel {
  /// Reads a model from `.dem` text.
  ///
  /// - Throws: `CircuitError` with the line and column of the first fault.
  /// - Complexity: O(length of the text) time and memory, whatever the repeat counts.
  public init(parsing text: String) throws(CircuitError) {
    var parser = ErrorModelParser(text.utf8)
    self = try parser.parse()
  }

  /// Reads a model from the bytes of a `.dem` text.
  ///
  /// - Throws: `CircuitError` with the line and column of the first fault.
  /// - Complexity: O(length of the text) time and memory, whatever the repeat counts.
  public init(parsing text: [UInt8]) throws(CircuitError) {
    var parser = ErrorModelParser(text)
    self = try parser.parse()
  }
}

extension DetectorErrorModel: CustomStringConvertible {
  /// The model as `.dem` text, without a line feed after the last line.
  public var description: String {
    var text = ""
    write(to: &text, indentation: "")
    return text
  }

  private func write(to text: inout String, indentation: String) {
    for (index, instruction) in instructions.enumerated() {
      if index > 0 { text += "\n" }
      text += indentation
      guard case .block(let count, let body, let tag) = instruction else {
        instruction.write(to: &text)
        continue
      }
      text += "repeat"
      TagText.write(tag, to: &text)
      text += " \(count) {\n"
      body.write(to: &text, indentation: indentation + "    ")
      text += "\n\(indentation)}"
    }
  }
}

extension DetectorErrorModel.Instruction {
  /// Writes a line that is not a block.
  fileprivate func write(to text: inout String) {
    switch self {
    case .error(let probability, let targets, let tag):
      write("error", tag, [probability], to: &text)
      for target in targets {
        text += " "
        target.write(to: &text)
      }
    case .detector(let number, let coordinates, let tag):
      write("detector", tag, coordinates, to: &text)
      text += " D\(number)"
    case .logicalObservable(let number, let tag):
      write("logical_observable", tag, [], to: &text)
      text += " L\(number)"
    case .shiftDetectors(let amount, let coordinates, let tag):
      write("shift_detectors", tag, coordinates, to: &text)
      text += " \(amount)"
    case .block: break
    }
  }

  private func write(
    _ name: String, _ tag: String, _ numbers: [Double], to text: inout String
  ) {
    text += name
    TagText.write(tag, to: &text)
    NumberText.write(list: numbers, to: &text)
  }
}

extension DetectorErrorModel.Target: CustomStringConvertible {
  /// The target as models write it: `D5`, `L0` or `^`.
  public var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  fileprivate func write(to text: inout String) {
    switch self {
    case .detector(let number):
      text += "D"
      text += String(number)
    case .observable(let number):
      text += "L"
      text += String(number)
    case .separator: text += "^"
    }
  }
}
