// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Evaluator {
  /// The functions of one number.
  private static let real: [String: @Sendable (Double) -> Double] = [
    "sqrt": { $0.squareRoot() }, "sin": { sin($0) }, "cos": { cos($0) }, "tan": { tan($0) },
    "asin": { asin($0) }, "acos": { acos($0) }, "atan": { atan($0) }, "exp": { exp($0) },
    "log": { log($0) }, "log2": { log2($0) },
  ]
  private static let rounding: [String: FloatingPointRoundingRule] = [
    "floor": .down, "ceil": .up, "round": .toNearestOrEven,
  ]
  private static let others = [
    "len", "range", "str", "int", "float", "join", "abs", "min", "max", "sum", "reversed", "atan2",
  ]

  /// The names of all functions.
  static let functions = (Array(real.keys) + Array(rounding.keys) + others).sorted()

  mutating func call(
    _ function: String, _ values: [AssemblyValue], _ column: Int
  ) throws(ExpressionError) -> AssemblyValue {
    if let body = Evaluator.real[function] {
      let result = body(try number(values, function, column))
      guard result.isFinite else {
        throw ExpressionError(column: column, message: "`\(function)` has no value there.")
      }
      return .number(result)
    }
    if let rule = Evaluator.rounding[function] {
      return try whole(try number(values, function, column).rounded(rule), column)
    }
    switch (function, values.first, values.count) {
    case ("len", .list(let list)?, 1): return .integer(list.count)
    case ("len", .text(let text)?, 1): return .integer(text.count)
    case ("range", _, 1...3): return try range(values, column)
    case ("str", let value?, 1): return .text(value.description)
    case ("int", let value?, 1): return try integer(value, column)
    case ("float", let value?, 1):
      if let number = value.double { return .number(number) }
      if case .text(let text) = value, let number = Double(text), number.isFinite {
        return .number(number)
      }
    case ("join", .text(let separator)?, 2):
      if case .list(let list) = values[1] {
        let texts = list.map(\.description)
        try reserve(texts.reduce(0) { $0 + $1.utf8.count + separator.utf8.count })
        return .text(texts.joined(separator: separator))
      }
    case ("abs", let value?, 1):
      if let whole = value.wholeNumber, whole != .min { return .integer(abs(whole)) }
      if case .number(let number) = value { return .number(abs(number)) }
    case ("min", _?, _), ("max", _?, _), ("sum", _?, 1):
      return try fold(function, values, column)
    case ("reversed", .list(let list)?, 1): return .list(list.reversed())
    case ("atan2", let first?, 2):
      if let y = first.double, let x = values[1].double { return .number(atan2(y, x)) }
    default:
      if !Evaluator.functions.contains(function) {
        throw ExpressionError(
          column: column,
          message: "There is no function `\(function)`; there are "
            + "\(Evaluator.functions.joined(separator: ", ")).")
      }
    }
    throw mismatch(function, values, column)
  }

  private func mismatch(
    _ function: String, _ values: [AssemblyValue], _ column: Int
  ) -> ExpressionError {
    let kinds = values.isEmpty ? "nothing" : values.map(\.kind).joined(separator: ", ")
    return ExpressionError(column: column, message: "`\(function)` does not take \(kinds).")
  }

  private func number(
    _ values: [AssemblyValue], _ function: String, _ column: Int
  ) throws(ExpressionError) -> Double {
    guard values.count == 1, let number = values[0].double else {
      throw mismatch(function, values, column)
    }
    return number
  }

  private func whole(_ number: Double, _ column: Int) throws(ExpressionError) -> AssemblyValue {
    guard let value = Int(exactly: number) else {
      throw ExpressionError(
        column: column, message: "The result is too large for a whole number.")
    }
    return .integer(value)
  }

  private func integer(
    _ value: AssemblyValue, _ column: Int
  ) throws(ExpressionError) -> AssemblyValue {
    if let whole = value.wholeNumber { return .integer(whole) }
    if let number = value.double { return try whole(number.rounded(.towardZero), column) }
    if case .text(let text) = value, let number = Int(text) { return .integer(number) }
    throw mismatch("int", [value], column)
  }

  private mutating func range(
    _ values: [AssemblyValue], _ column: Int
  ) throws(ExpressionError) -> AssemblyValue {
    let bounds = values.compactMap(\.wholeNumber)
    guard bounds.count == values.count else { throw mismatch("range", values, column) }
    let start = bounds.count > 1 ? bounds[0] : 0
    let end = bounds.count > 1 ? bounds[1] : bounds[0]
    let step = bounds.count > 2 ? bounds[2] : 1
    if step == 0 { throw ExpressionError(column: column, message: "A range needs a step.") }
    let (span, overflow) = end.subtractingReportingOverflow(start)
    try reserve(overflow ? .max : step == .min ? 1 : abs(span / step))
    return .list(stride(from: start, to: end, by: step).map { .integer($0) })
  }

  private mutating func fold(
    _ function: String, _ values: [AssemblyValue], _ column: Int
  ) throws(ExpressionError) -> AssemblyValue {
    var items = values
    if values.count == 1, case .list(let list) = values[0] { items = list }
    if function == "sum" {
      var total = AssemblyValue.integer(0)
      for item in items { total = try apply(.add, total, item, column) }
      return total
    }
    guard var best = items.first else { throw mismatch(function, values, column) }
    for item in items.dropFirst() {
      let isBetter = try apply(function == "min" ? .less : .greater, item, best, column)
      if isBetter.isTrue { best = item }
    }
    return best
  }
}
