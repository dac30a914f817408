// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// An arithmetic formula over named numbers, in the language of the assembly's expressions.
public struct Formula: Sendable {
  private let expression: Expression

  /// Reads a formula.
  ///
  /// - Throws: `QVMError` with code `.syntax`, and the place of the fault in its message.
  public init(parsing text: String) throws(QVMError) {
    do throws(ExpressionError) {
      expression = try ExpressionParser.parse(text)
    } catch {
      throw Formula.fault(error)
    }
  }

  /// The value for some values of the names.
  ///
  /// - Throws: `QVMError` if a name has no value or the result is no number.
  public func value(_ variables: [String: Double]) throws(QVMError) -> Double {
    var evaluator = Evaluator()
    evaluator.scopes = [variables.mapValues { .number($0) }]
    let result: AssemblyValue
    do throws(ExpressionError) {
      result = try evaluator.evaluate(expression)
    } catch {
      throw Formula.fault(error)
    }
    guard let number = result.double else {
      throw QVMError(.syntax, "The formula gives \(result.kind) where a number is needed.")
    }
    return number
  }

  private static func fault(_ error: ExpressionError) -> QVMError {
    QVMError(.syntax, "\(error.message) (at character \(error.column + 1))")
  }
}
