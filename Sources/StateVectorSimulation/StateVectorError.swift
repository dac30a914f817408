// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What is wrong with a request for a state, or with the bytes of one.
public struct StateVectorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// The register does not fit the memory of the machine.
    case memory
    /// A qubit that is to leave the register is entangled with the rest.
    case entangled
    /// The bytes are not those of a state.
    case format
  }

  /// The kind of fault.
  public var code: Code
  /// What is wrong and how to mend it, as one sentence or two.
  public var message: String

  /// Makes an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
