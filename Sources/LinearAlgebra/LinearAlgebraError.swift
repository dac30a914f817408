// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Why a matrix has no such inverse or decomposition.
public struct LinearAlgebraError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// The matrix is singular to working precision.
    case singular
    /// The iteration for eigenvalues did not converge.
    case noConvergence
    /// An element is not finite.
    case notFinite
  }

  /// The kind of fault.
  public var code: Code
  /// What is wrong.
  public var message: String

  /// Makes an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
