// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What is wrong with a profile, or with measuring it.
public struct CalibrationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: Sendable, Hashable {
    /// The profile names a code, noise, decoder or error rate that the laboratory does not have.
    case profile
    /// Sampling failed or was stopped before there were counts.
    case collection
    /// Too few failures, and nothing to extrapolate from.
    case tooRare
  }

  /// The kind of fault.
  public let code: Code
  /// What is wrong and what to do, as a sentence.
  public let message: String

  /// Makes an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
