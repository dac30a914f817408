// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A recursive-descent parser of expressions, with the precedence of Python.
struct ExpressionParser {
  private let tokens: [Token]
  private var index = 0
  private var depth = 0

  struct Token {
    enum Kind {
      case integer(Int)
      case number(Double)
      case text(String)
      case template([Expression])
      case name(String)
      case symbol(String)
      case end
    }
    var kind: Kind
    var column: Int
  }

  /// Reads a whole text.
  static func parse(_ text: String, depth: Int = 0) throws(ExpressionError) -> Expression {
    var lexer = ExpressionLexer(text, depth: depth)
    var parser = ExpressionParser(tokens: try lexer.tokens(), depth: depth)
    let expression = try parser.parseChoice()
    guard case .end = parser.tokens[parser.index].kind else {
      throw parser.fault("Nothing may follow the expression here.")
    }
    return expression
  }

  private init(tokens: [Token], depth: Int) {
    self.tokens = tokens
    self.depth = depth
  }

  private var column: Int { tokens[index].column }

  private func fault(_ message: String) -> ExpressionError {
    ExpressionError(column: column, message: message)
  }

  private func isAt(_ symbol: String) -> Bool {
    switch tokens[index].kind {
    case .symbol(symbol), .name(symbol): true
    default: false
    }
  }

  private mutating func take(_ symbol: String) -> Bool {
    guard isAt(symbol) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ symbol: String) throws(ExpressionError) {
    guard take(symbol) else { throw fault("`\(symbol)` is expected.") }
  }

  private mutating func parseChoice() throws(ExpressionError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    if depth > 48 { throw fault("The expression is nested too deep.") }
    let first = try parseOr()
    guard take("if") else { return first }
    let condition = try parseOr()
    try expect("else")
    return .choice(condition, first, try parseChoice())
  }

  private mutating func parseOr() throws(ExpressionError) -> Expression {
    var left = try parseAnd()
    while take("or") || take("||") { left = .or(left, try parseAnd()) }
    return left
  }

  private mutating func parseAnd() throws(ExpressionError) -> Expression {
    var left = try parseNot()
    while take("and") || take("&&") { left = .and(left, try parseNot()) }
    return left
  }

  private mutating func parseNot() throws(ExpressionError) -> Expression {
    let start = column
    var count = 0
    while take("not") || take("!") { count += 1 }
    var operand = try parseComparison()
    for _ in 0..<min(count, 2 - count % 2) { operand = .unary(.not, operand, column: start) }
    return operand
  }

  private mutating func parseComparison() throws(ExpressionError) -> Expression {
    var left = try parseBinary(0)
    var chain: Expression?
    while let (comparison, place) = takeComparison() {
      let right = try parseBinary(0)
      let link = Expression.binary(comparison, left, right, column: place)
      chain = chain.map { .and($0, link) } ?? link
      left = right
    }
    return chain ?? left
  }

  private mutating func takeComparison() -> (Expression.Operator, Int)? {
    let place = column
    for symbol in ["==", "!=", "<=", ">=", "<", ">", "in"] where take(symbol) {
      return Expression.Operator(rawValue: symbol).map { ($0, place) }
    }
    if isAt("not"), index + 1 < tokens.count, case .name("in") = tokens[index + 1].kind {
      index += 2
      return (.isNotIn, place)
    }
    return nil
  }

  /// The operators that bind alike, loosest first.
  private static let levels: [[String]] = [
    ["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%"],
  ]

  private mutating func parseBinary(_ level: Int) throws(ExpressionError) -> Expression {
    guard level < ExpressionParser.levels.count else { return try parseUnary() }
    var left = try parseBinary(level + 1)
    while case .symbol(let symbol) = tokens[index].kind,
      ExpressionParser.levels[level].contains(symbol),
      let operation = Expression.Operator(rawValue: symbol)
    {
      let place = column
      index += 1
      left = .binary(operation, left, try parseBinary(level + 1), column: place)
    }
    return left
  }

  private mutating func parseUnary() throws(ExpressionError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    if depth > 48 { throw fault("The expression is nested too deep.") }
    let place = column
    if take("-") { return .unary(.subtract, try parseUnary(), column: place) }
    if take("+") { return .unary(.add, try parseUnary(), column: place) }
    let base = try parsePostfix()
    let power = column
    if take("**") { return .binary(.power, base, try parseUnary(), column: power) }
    return base
  }

  private mutating func parsePostfix() throws(ExpressionError) -> Expression {
    var value = try parseAtom()
    while true {
      let place = column
      if take("[") {
        let subscripted = try parseChoice()
        try expect("]")
        value = .element(value, subscripted, column: place)
      } else if take(".") {
        guard case .name(let method) = tokens[index].kind else {
          throw fault("The name of a method is expected.")
        }
        index += 1
        try expect("(")
        value = .call(method, [value] + (try parseList(")")), column: place)
      } else {
        return value
      }
    }
  }

  private mutating func parseList(_ close: String) throws(ExpressionError) -> [Expression] {
    var elements: [Expression] = []
    while !take(close) {
      if !elements.isEmpty {
        try expect(",")
        if take(close) { break }
      }
      elements.append(try parseChoice())
    }
    return elements
  }

  private mutating func parseAtom() throws(ExpressionError) -> Expression {
    let token = tokens[index]
    index += 1
    switch token.kind {
    case .integer(let value): return .value(.integer(value))
    case .number(let value): return .value(.number(value))
    case .text(let value): return .value(.text(value))
    case .template(let parts): return .template(parts)
    case .symbol("("):
      let inner = try parseChoice()
      try expect(")")
      return inner
    case .symbol("["): return try parseBracket()
    case .name(var name):
      if ["and", "or", "not", "if", "else", "in", "for"].contains(name) { break }
      if name == "math", take("."), case .name(let member) = tokens[index].kind {
        name = member
        index += 1
      }
      if take("(") { return .call(name, try parseList(")"), column: token.column) }
      return .name(name, column: token.column)
    case .symbol, .end: break
    }
    index -= 1
    throw fault("A value is expected.")
  }

  private mutating func parseBracket() throws(ExpressionError) -> Expression {
    if take("]") { return .list([]) }
    let first = try parseChoice()
    if take("for") {
      guard case .name(let variable) = tokens[index].kind else {
        throw fault("The name of a variable is expected.")
      }
      index += 1
      try expect("in")
      let source = try parseOr()
      let condition = take("if") ? try parseOr() : nil
      try expect("]")
      return .comprehension(first, variable: variable, over: source, condition: condition)
    }
    if take("]") { return .list([first]) }
    try expect(",")
    return .list([first] + (try parseList("]")))
  }
}
