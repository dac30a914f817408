// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Why a code or a circuit of a code cannot be made.
public struct CodeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// No code family, task or field bears the name.
    case unknownName
    /// A field is missing, superfluous or out of its range.
    case badParameter
    /// The checks do not commute or do not have the stated shape.
    case badChecks
    /// The code has no such circuit.
    case unsupported
  }

  /// The kind of fault.
  public var code: Code
  /// What is wrong, and what is allowed.
  public var message: String

  /// Makes an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
