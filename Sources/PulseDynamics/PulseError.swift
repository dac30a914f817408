// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Why pulses cannot be described or followed.
public struct PulseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// A parameter is out of its range.
    case badParameter
    /// The accuracy asked for takes more steps than are allowed.
    case tooManySteps
    /// Errors of control are too large for their average to be computed.
    case notSettled
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

/// Refuses a number outside its range.
///
/// - Throws: `PulseError` with code `.badParameter`, naming the parameter, the value and the range.
@discardableResult
func checked(
  _ name: String, _ value: Double, in range: ClosedRange<Double>
) throws(PulseError) -> Double {
  guard range.contains(value) else {
    throw PulseError(
      .badParameter, "\(name)=\(value): must be in \(range.lowerBound)...\(range.upperBound).")
  }
  return value
}
