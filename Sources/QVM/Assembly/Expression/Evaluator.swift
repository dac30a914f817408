// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Evaluates expressions under variables; it can reach nothing else, and its work is bounded.
struct Evaluator {
  /// The variables, innermost scope last.
  var scopes: [[String: AssemblyValue]] = [[:]]
  /// The names that expressions have read.
  private(set) var used: Set<String> = []
  /// The first scope whose variables count; below it, as in the operands of a macro, a name stands
  /// for itself, so that the name of a qubit never means a variable.
  var wordFloor: Int?
  /// How many steps may still be taken.
  var budget = 20_000_000

  /// The longest list or text.
  static let sizeLimit = 1_000_000

  /// The value of a variable in the innermost scope that has it.
  func value(of name: String) -> AssemblyValue? {
    for scope in scopes.reversed() {
      if let value = scope[name] { return value }
    }
    return nil
  }

  mutating func evaluate(_ expression: Expression) throws(ExpressionError) -> AssemblyValue {
    try spend(1)
    switch expression {
    case .value(let value): return value
    case .name(let name, let column): return try resolve(name, column)
    case .template(let parts):
      var text = ""
      for part in parts { text += try evaluate(part).description }
      try spend(text.utf8.count / 16)
      return .text(text)
    case .list(let elements):
      var values: [AssemblyValue] = []
      for element in elements { values.append(try evaluate(element)) }
      return .list(values)
    case .comprehension(let element, let variable, let source, let condition):
      return try collect(element, variable, source, condition)
    case .unary(let operation, let operand, let column):
      return try apply(operation, to: try evaluate(operand), column)
    case .binary(let operation, let left, let right, let column):
      let first = try evaluate(left)
      return try apply(operation, first, try evaluate(right), column)
    case .and(let left, let right):
      return .bool(try evaluate(left).isTrue ? try evaluate(right).isTrue : false)
    case .or(let left, let right):
      return .bool(try evaluate(left).isTrue ? true : try evaluate(right).isTrue)
    case .choice(let condition, let first, let second):
      return try evaluate(condition).isTrue ? try evaluate(first) : try evaluate(second)
    case .element(let container, let subscripted, let column):
      let value = try evaluate(container)
      return try element(of: value, at: try evaluate(subscripted), column)
    case .call(let function, let operands, let column):
      var values: [AssemblyValue] = []
      for operand in operands { values.append(try evaluate(operand)) }
      return try call(function, values, column)
    }
  }

  mutating func spend(_ steps: Int) throws(ExpressionError) {
    budget -= 1 + steps
    if budget < 0 {
      throw ExpressionError(
        column: 0, message: "The expressions of the program take too much work.", isLimit: true)
    }
  }

  private mutating func resolve(_ name: String, _ column: Int) throws(ExpressionError)
    -> AssemblyValue
  {
    let floor = wordFloor ?? 0
    if let scope = scopes[floor...].last(where: { $0[name] != nil }), let value = scope[name] {
      used.insert(name)
      return value
    }
    switch name {
    case "pi": return .number(.pi)
    case "tau": return .number(2 * .pi)
    case "True", "true": return .bool(true)
    case "False", "false": return .bool(false)
    default: break
    }
    if wordFloor != nil { return .text(name) }
    let near = OpcodeTable.nearest(to: name, among: scopes.flatMap(\.keys).sorted())
    let hint = near.map { " Did you mean `\($0)`?" } ?? " Set it with .set, .param or --set."
    throw ExpressionError(column: column, message: "`\(name)` has no value." + hint)
  }

  private mutating func collect(
    _ element: Expression, _ variable: String, _ source: Expression, _ condition: Expression?
  ) throws(ExpressionError) -> AssemblyValue {
    guard case .list(let items) = try evaluate(source) else {
      throw ExpressionError(column: 0, message: "What follows `in` must be a list.")
    }
    var values: [AssemblyValue] = []
    scopes.append([:])
    defer { scopes.removeLast() }
    for item in items {
      scopes[scopes.count - 1][variable] = item
      if let condition, !(try evaluate(condition).isTrue) { continue }
      values.append(try evaluate(element))
    }
    return .list(values)
  }

  private func element(
    of container: AssemblyValue, at subscripted: AssemblyValue, _ column: Int
  ) throws(ExpressionError) -> AssemblyValue {
    guard let index = subscripted.wholeNumber else {
      throw ExpressionError(
        column: column, message: "An index must be a whole number, not \(subscripted.kind).")
    }
    switch container {
    case .list(let values):
      let place = index < 0 ? index + values.count : index
      guard values.indices.contains(place) else {
        throw ExpressionError(
          column: column,
          message: "The index \(index) is outside a list of \(values.count) elements.")
      }
      return values[place]
    case .text(let text):
      let letters = Array(text)
      let place = index < 0 ? index + letters.count : index
      guard letters.indices.contains(place) else {
        throw ExpressionError(
          column: column,
          message: "The index \(index) is outside a text of \(letters.count) letters.")
      }
      return .text(String(letters[place]))
    default:
      throw ExpressionError(column: column, message: "\(container.kind) has no elements.")
    }
  }
}
