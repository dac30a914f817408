// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Evaluator {
  func apply(
    _ operation: Expression.Operator, to operand: AssemblyValue, _ column: Int
  ) throws(ExpressionError) -> AssemblyValue {
    if operation == .not { return .bool(!operand.isTrue) }
    if let whole = operand.wholeNumber {
      if operation == .add { return .integer(whole) }
      let (value, overflow) = (0).subtractingReportingOverflow(whole)
      if !overflow { return .integer(value) }
    } else if let number = operand.double {
      return .number(operation == .add ? number : -number)
    }
    throw ExpressionError(column: column, message: "\(operand.kind) has no sign.")
  }

  mutating func apply(
    _ operation: Expression.Operator, _ left: AssemblyValue, _ right: AssemblyValue,
    _ column: Int
  ) throws(ExpressionError) -> AssemblyValue {
    switch operation {
    case .equal: return .bool(areEqual(left, right))
    case .unequal: return .bool(!areEqual(left, right))
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .bool(try compare(operation, left, right, column))
    case .isIn: return .bool(try contains(right, left, column))
    case .isNotIn: return .bool(!(try contains(right, left, column)))
    default: break
    }
    if let value = try join(operation, left, right) { return value }
    if let first = left.wholeNumber, let second = right.wholeNumber,
      let value = try whole(operation, first, second, column)
    {
      return .integer(value)
    }
    guard let first = left.double, let second = right.double else {
      throw ExpressionError(
        column: column,
        message: "`\(operation.rawValue)` does not join \(left.kind) and \(right.kind).")
    }
    return .number(try real(operation, first, second, column))
  }

  private func areEqual(_ left: AssemblyValue, _ right: AssemblyValue) -> Bool {
    if let first = left.wholeNumber, let second = right.wholeNumber { return first == second }
    if let first = left.double, let second = right.double { return first == second }
    switch (left, right) {
    case (.text(let first), .text(let second)): return first == second
    case (.list(let first), .list(let second)):
      return first.count == second.count && zip(first, second).allSatisfy(areEqual)
    default: return false
    }
  }

  private func compare(
    _ operation: Expression.Operator, _ left: AssemblyValue, _ right: AssemblyValue,
    _ column: Int
  ) throws(ExpressionError) -> Bool {
    func test<Value: Comparable>(_ first: Value, _ second: Value) -> Bool {
      switch operation {
      case .less: first < second
      case .lessOrEqual: first <= second
      case .greater: first > second
      default: first >= second
      }
    }
    if let first = left.wholeNumber, let second = right.wholeNumber { return test(first, second) }
    if let first = left.double, let second = right.double { return test(first, second) }
    if case .text(let first) = left, case .text(let second) = right { return test(first, second) }
    throw ExpressionError(
      column: column, message: "\(left.kind) and \(right.kind) have no order.")
  }

  private mutating func contains(
    _ container: AssemblyValue, _ item: AssemblyValue, _ column: Int
  ) throws(ExpressionError) -> Bool {
    switch (container, item) {
    case (.list(let values), _):
      try spend(values.count)
      return values.contains { areEqual($0, item) }
    case (.text(let text), .text(let part)):
      try spend(text.utf8.count)
      return part.isEmpty || occurs(Array(part.utf8), in: Array(text.utf8))
    default:
      throw ExpressionError(
        column: column, message: "\(container.kind) does not contain \(item.kind).")
    }
  }

  private func occurs(_ part: [UInt8], in text: [UInt8]) -> Bool {
    guard part.count <= text.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }

  /// What operators do with texts and lists; nil if it is a matter of numbers.
  private mutating func join(
    _ operation: Expression.Operator, _ left: AssemblyValue, _ right: AssemblyValue
  ) throws(ExpressionError) -> AssemblyValue? {
    switch (operation, left, right) {
    case (.add, .text(let first), .text(let second)):
      try reserve(first.utf8.count + second.utf8.count)
      return .text(first + second)
    case (.add, .list(let first), .list(let second)):
      try reserve(first.count + second.count)
      return .list(first + second)
    case (.multiply, .text(let text), .integer(let count)),
      (.multiply, .integer(let count), .text(let text)):
      try reserve(repeating: text.utf8.count, count)
      return .text(String(repeating: text, count: max(0, count)))
    case (.multiply, .list(let list), .integer(let count)),
      (.multiply, .integer(let count), .list(let list)):
      try reserve(repeating: list.count, count)
      return .list(Array(repeatElement(list, count: max(0, count)).joined()))
    default: return nil
    }
  }

  private mutating func reserve(repeating size: Int, _ count: Int) throws(ExpressionError) {
    let (total, overflow) = size.multipliedReportingOverflow(by: max(0, count))
    try reserve(overflow || (size == 0 && count > Evaluator.sizeLimit) ? .max : total)
  }

  /// Refuses a list or text that is too long.
  mutating func reserve(_ size: Int) throws(ExpressionError) {
    guard size <= Evaluator.sizeLimit else {
      throw ExpressionError(
        column: 0, message: "A list or text has at most \(Evaluator.sizeLimit) elements.",
        isLimit: true)
    }
    try spend(size / 8)
  }

  /// What operators do with whole numbers; nil if the result is none.
  private func whole(
    _ operation: Expression.Operator, _ left: Int, _ right: Int, _ column: Int
  ) throws(ExpressionError) -> Int? {
    let overflow = ExpressionError(
      column: column, message: "The result is too large for a whole number.")
    func checked(_ result: (partialValue: Int, overflow: Bool)) throws(ExpressionError) -> Int {
      if result.overflow { throw overflow }
      return result.partialValue
    }
    switch operation {
    case .add: return try checked(left.addingReportingOverflow(right))
    case .subtract: return try checked(left.subtractingReportingOverflow(right))
    case .multiply: return try checked(left.multipliedReportingOverflow(by: right))
    case .divideDown, .remainder:
      if right == 0 { throw ExpressionError(column: column, message: "Division by zero.") }
      let quotient = try checked(left.dividedReportingOverflow(by: right))
      let rest = left.remainderReportingOverflow(dividingBy: right).partialValue
      let isBelow = rest != 0 && (rest < 0) != (right < 0)
      if operation == .remainder { return isBelow ? rest + right : rest }
      return isBelow ? quotient - 1 : quotient
    case .power:
      guard right >= 0 else { return nil }
      var (base, exponent, result) = (left, right, 1)
      while exponent > 0 {
        if exponent & 1 == 1 { result = try checked(result.multipliedReportingOverflow(by: base)) }
        exponent >>= 1
        if exponent > 0 { base = try checked(base.multipliedReportingOverflow(by: base)) }
      }
      return result
    case .shiftLeft:
      guard (0..<63).contains(right) else { throw overflow }
      return try checked(left.multipliedReportingOverflow(by: 1 << right))
    case .shiftRight:
      guard right >= 0 else { throw overflow }
      return left >> min(right, 63)
    case .bitAnd: return left & right
    case .bitOr: return left | right
    case .bitXor: return left ^ right
    default: return nil
    }
  }

  private func real(
    _ operation: Expression.Operator, _ left: Double, _ right: Double, _ column: Int
  ) throws(ExpressionError) -> Double {
    let value: Double
    switch operation {
    case .add: value = left + right
    case .subtract: value = left - right
    case .multiply: value = left * right
    case .divide, .divideDown, .remainder:
      if right == 0 { throw ExpressionError(column: column, message: "Division by zero.") }
      switch operation {
      case .divide: value = left / right
      case .divideDown: value = (left / right).rounded(.down)
      default: value = left - (left / right).rounded(.down) * right
      }
    case .power: value = pow(left, right)
    default:
      throw ExpressionError(
        column: column, message: "`\(operation.rawValue)` joins whole numbers only.")
    }
    guard value.isFinite else {
      throw ExpressionError(column: column, message: "The result is not a finite number.")
    }
    return value
  }
}
