// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Preprocessor {
  /// Runs `.set NAME = EXPR` or `.param NAME = EXPR in FIRST..LAST`.
  mutating func assign(_ line: SourceLine, _ offset: Int, isDefault: Bool) {
    let directive = isDefault ? ".param" : ".set"
    let range = isDefault ? Preprocessor.statedRange(line.bytes) : nil
    let bytes = line.bytes[..<(range?.keyword ?? line.bytes.count)]
    let equals = bytes.firstIndex(of: UInt8(ascii: "=")) ?? bytes.count
    let name = String(
      decoding: bytes[min(offset, equals)..<equals].filter { !AssemblyText.isSpace($0) },
      as: UTF8.self)
    guard NameTable.isName(name), equals < bytes.count || isDefault else {
      return fault(.syntax, "`\(directive)` is followed by NAME = EXPRESSION.", line)
    }
    let assigned: AssemblyValue
    if isDefault, let given = evaluator.value(of: name) {
      assigned = given
    } else if equals < bytes.count {
      let text = String(decoding: bytes[(equals + 1)...], as: UTF8.self)
      guard let value = value(of: text, line, equals + 1) else { return }
      assigned = value
    } else {
      return fault(
        .expression, "The parameter `\(name)` has no value; give one with --set \(name)=VALUE.",
        line)
    }
    if let range { check(assigned, of: name, within: range, line) }
    if !isDefault || evaluator.value(of: name) == nil {
      evaluator.scopes[evaluator.scopes.count - 1][name] = assigned
    }
  }

  /// Where a line states the range of a parameter: the word `in` before it, and its two ends.
  private typealias StatedRange = (keyword: Int, first: Range<Int>, last: Range<Int>)

  private static func statedRange(_ bytes: [UInt8]) -> StatedRange? {
    let sides = split(bytes, at: "..")
    guard sides.count == 2 else { return nil }
    guard let first = split(Array(bytes[sides[0]]), at: " in ").dropFirst().last else {
      return nil
    }
    return (first.lowerBound - 4, first, sides[1])
  }

  /// Notes a value outside the range that its parameter's line states.
  private mutating func check(
    _ assigned: AssemblyValue, of name: String, within range: StatedRange, _ line: SourceLine
  ) {
    func text(_ part: Range<Int>) -> String {
      String(decoding: line.bytes[part], as: UTF8.self)
    }
    guard let first = value(of: text(range.first), line, range.first.lowerBound),
      let last = value(of: text(range.last), line, range.last.lowerBound)
    else { return }
    guard let low = first.double, let high = last.double else {
      return fault(
        .expression, "The ends of a parameter's range must be numbers.", line,
        range.first.lowerBound)
    }
    let isWhole = first.wholeNumber != nil && last.wholeNumber != nil
    let isInside = assigned.double.map { low <= $0 && $0 <= high } ?? false
    guard !isInside || isWhole && assigned.wholeNumber == nil else { return }
    fault(
      .expression,
      "The parameter `\(name)` is \(assigned); it must be a \(isWhole ? "whole number" : "number") in "
        + "\(first)..\(last).", line)
  }
}
