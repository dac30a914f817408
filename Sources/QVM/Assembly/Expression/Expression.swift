// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// An expression of the assembly language, read once and evaluated often.
indirect enum Expression: Sendable {
  case value(AssemblyValue)
  case name(String, column: Int)
  /// A text with expressions in braces.
  case template([Expression])
  case list([Expression])
  case comprehension(Expression, variable: String, over: Expression, condition: Expression?)
  case unary(Operator, Expression, column: Int)
  case binary(Operator, Expression, Expression, column: Int)
  case and(Expression, Expression)
  case or(Expression, Expression)
  case choice(Expression, Expression, Expression)
  case element(Expression, Expression, column: Int)
  case call(String, [Expression], column: Int)

  /// The operators, as they are written.
  enum Operator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case divideDown = "//"
    case remainder = "%"
    case power = "**"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case bitAnd = "&"
    case bitOr = "|"
    case bitXor = "^"
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case isNotIn = "not in"
    case not = "not"
  }
}

/// Why an expression has no value: the byte in its text, from 0, and the message.
struct ExpressionError: Error {
  var column: Int
  var message: String
  var isLimit = false
}
