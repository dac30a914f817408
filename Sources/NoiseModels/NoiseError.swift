// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Why a noise model cannot be made or applied.
public struct NoiseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// No noise model bears the name.
    case unknownName
    /// A probability or parameter is missing, superfluous or out of its range.
    case badParameter
    /// The circuit to be made noisy already is.
    case alreadyNoisy
    /// A hardware profile is not one: no JSON, or a field missing, unknown or out of its range.
    case badProfile
    /// The noisy circuit would be larger than can be written.
    case tooLarge
    /// The model puts noise between rounds, but the circuit does not say where rounds begin.
    case noRounds
    /// The circuit does what the model has no noise for.
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
