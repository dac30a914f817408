// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension StatementParser {
  /// Reads a guard up to a bracket or the end.
  ///
  /// Comparisons are joined by `&&`, `||`, `!` and parentheses. The name of an event may have the
  /// mark `@`, so that `@not` is one.
  mutating func parseCondition() throws(QVMError) -> Statement.Condition {
    let condition = try parseAny()
    skipSpace()
    guard isAtEnd || isAt("[") || isAt("]") else {
      throw fault("`&&`, `||` or the end of the guard is expected.")
    }
    return condition
  }

  private mutating func takeWord(_ word: StaticString) -> Bool {
    skipSpace()
    guard isAtWord(word) else { return false }
    position += word.utf8CodeUnitCount
    skipSpace()
    return true
  }

  private mutating func parseAny() throws(QVMError) -> Statement.Condition {
    depth += 1
    defer { depth -= 1 }
    if depth > 32 { throw fault("The guard is nested too deep.", .limit) }
    var parts = [try parseAll()]
    while take("||") || takeWord("or") { parts.append(try parseAll()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func parseAll() throws(QVMError) -> Statement.Condition {
    var parts = [try parseNot()]
    while take("&&") || takeWord("and") { parts.append(try parseNot()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func parseNot() throws(QVMError) -> Statement.Condition {
    var isNegated = false
    while takeWord("not") || take("!") { isNegated.toggle() }
    let condition = try parseComparison()
    return isNegated ? .not(condition) : condition
  }

  private mutating func parseComparison() throws(QVMError) -> Statement.Condition {
    if take("(") {
      let inner = try parseAny()
      guard take(")") else { throw fault("The parenthesis of the guard is not closed.") }
      return inner
    }
    let isMarked = take("@")
    let event = try name(isMarked ? "An event after `@`" : "An event")
    skipSpace()
    if take("==") { return .comparison(event: event, isEqual: true, value: try comparedValue()) }
    if take("!=") { return .comparison(event: event, isEqual: false, value: try comparedValue()) }
    if isAt("=") { throw fault("Write `==` to compare.") }
    if isAt("<") || isAt(">") { throw fault("A guard compares with == and != only.") }
    return .comparison(event: event, isEqual: false, value: 0)
  }

  private mutating func comparedValue() throws(QVMError) -> Int {
    skipSpace()
    let start = position
    while position < bytes.count, AssemblyText.isNameByte(bytes[position]) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Int(word), (0...3).contains(value) else {
      throw fault(
        "An event is compared with 0 or 1, or 0…3 for a Bell index, not with `\(word)`.",
        .condition, at: start)
    }
    return value
  }
}
