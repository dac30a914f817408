// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// The text does not follow the grammar.
    case syntax
    /// The text ends too early.
    case unexpectedEnd
    /// Bytes that are not UTF-8, or an escape that names half a character.
    case encoding
    /// An object has the same key twice.
    case duplicateKey
    /// A number is outside what can be held.
    case numberRange
    /// The text is larger or deeper than allowed.
    case limit
  }

  /// The kind of fault.
  public var code: Code
  /// What is wrong.
  public var message: String
  /// The line, from 1.
  public var line: Int
  /// The byte within the line, from 1.
  public var column: Int

  /// Makes an error.
  public init(_ code: Code, _ message: String, line: Int, column: Int) {
    self.code = code
    self.message = message
    self.line = line
    self.column = column
  }

  /// `line:column: message`.
  public var description: String { "\(line):\(column): \(message)" }
}
