// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A place in a text: line and column, both counted from 1, columns in bytes.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1.
  public var line: Int
  /// The byte within the line, from 1.
  public var column: Int

  /// Makes a location.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// `line:column`.
  public var description: String { "\(line):\(column)" }
}

/// What is wrong with a circuit, an error model or a file of shots, where, and what to do about it.
public struct CircuitError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Code: String, Sendable, CaseIterable {
    /// The text does not follow the grammar.
    case syntax
    /// No gate or instruction bears the name.
    case unknownName
    /// An argument in parentheses is missing, superfluous or out of range.
    case badArgument
    /// A target is of the wrong kind, missing, repeated or out of range.
    case badTarget
    /// A measurement or detector is referred to before it exists.
    case reference
    /// A number exceeds a documented limit.
    case limit
    /// A file of shots does not have the stated format or width.
    case format
    /// The circuit cannot be expressed as the requested error model.
    case analysis
    /// The question was sound, and what it asks for does not exist.
    case notFound
  }

  /// The kind of fault.
  public var code: Code
  /// What is wrong and how to mend it, as one sentence or two.
  public var message: String
  /// Where in the text, if the fault has a place.
  public var location: SourceLocation?
  /// The number of the detector that is at fault, if one is; who has the text can tell its place.
  public var detector: UInt64?

  /// Makes an error.
  public init(
    _ code: Code, _ message: String, at location: SourceLocation? = nil, detector: UInt64? = nil
  ) {
    self.code = code
    self.message = message
    self.location = location
    self.detector = detector
  }

  /// `line:column: message`, or the message alone.
  public var description: String {
    if let location { "\(location): \(message)" } else { message }
  }
}
