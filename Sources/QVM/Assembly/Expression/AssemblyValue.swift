// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A value of the assembly language's expressions.
public indirect enum AssemblyValue: Sendable, Hashable {
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// A text.
  case text(String)
  /// Values in order.
  case list([AssemblyValue])

  /// Reads the value of a parameter as a command line gives it: a number if it is one, a text if
  /// not.
  public init(parameter text: String) {
    if let value = Int(text) {
      self = .integer(value)
    } else if let first = text.utf8.first, first < UInt8(ascii: "A"), let value = Double(text),
      value.isFinite
    {
      self = .number(value)
    } else {
      self = .text(text)
    }
  }

  /// The kind of value, for messages.
  var kind: String {
    switch self {
    case .bool: "a truth value"
    case .integer: "a whole number"
    case .number: "a number"
    case .text: "a text"
    case .list: "a list"
    }
  }

  /// Whether a condition holds that has this value.
  var isTrue: Bool {
    switch self {
    case .bool(let value): value
    case .integer(let value): value != 0
    case .number(let value): value != 0
    case .text(let value): !value.isEmpty
    case .list(let values): !values.isEmpty
    }
  }

  /// The whole number, if it is one.
  var wholeNumber: Int? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): value
    default: nil
    }
  }

  /// The number as a double, if it is one.
  var double: Double? {
    switch self {
    case .number(let value): value
    default: wholeNumber.map(Double.init)
    }
  }
}

extension AssemblyValue: CustomStringConvertible {
  /// The text that stands for the value in a line; the elements of a list have commas between them.
  public var description: String {
    switch self {
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): value.description
    case .number(let value): value.description
    case .text(let value): value
    case .list(let values): values.map(\.description).joined(separator: ", ")
    }
  }
}
