// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Why a state, channel, code or rate cannot be computed, and what to do about it.
public struct BosonicError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// A parameter is outside its range.
    case badParameter
    /// The kept levels do not hold the state to the tolerance.
    case truncation
    /// States or operators belong to different spaces.
    case shape
    /// A solver cannot reach its tolerance.
    case convergence
    /// A name or a text is not understood.
    case unknownName
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

/// Refuses a value outside a closed range.
///
/// - Parameters:
///   - value: The value.
///   - range: The allowed values.
///   - field: What the value is, as the message names it.
/// - Throws: `BosonicError` with code `.badParameter`, naming field, value and range.
func require(
  _ value: Double, in range: ClosedRange<Double>, _ field: String
) throws(BosonicError) {
  guard range.contains(value) else {
    throw BosonicError(
      .badParameter,
      "\(field)=\(value) is outside \(range.lowerBound)...\(range.upperBound).")
  }
}

/// Refuses a value that is not above zero, or above a limit.
///
/// - Parameters:
///   - value: The value.
///   - limit: The largest allowed value.
///   - field: What the value is, as the message names it.
/// - Throws: `BosonicError` with code `.badParameter`, naming field, value and range.
func requirePositive(
  _ value: Double, upTo limit: Double, _ field: String
) throws(BosonicError) {
  guard value > 0, value <= limit else {
    throw BosonicError(
      .badParameter, "\(field)=\(value) must be above 0 and at most \(limit).")
  }
}

/// Refuses an integer outside a closed range.
///
/// - Parameters:
///   - value: The value.
///   - range: The allowed values.
///   - field: What the value is, as the message names it.
/// - Throws: `BosonicError` with code `.badParameter`, naming field, value and range.
func require(_ value: Int, in range: ClosedRange<Int>, _ field: String) throws(BosonicError) {
  guard range.contains(value) else {
    throw BosonicError(
      .badParameter,
      "\(field)=\(value) is outside \(range.lowerBound)...\(range.upperBound).")
  }
}
