// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Everything the program knows about an operation: the one place where reading, verification,
/// execution, help, the schema and the documentation learn it.
public struct OpcodeDefinition: Sendable {
  /// The operation.
  public let opcode: Opcode
  /// The name it is written with.
  public let name: String
  /// Other names that mean the same, those of the two other graph dialects among them.
  public let aliases: [String]
  /// The sort of operation.
  public let kind: Kind
  /// How many qubits it names.
  public let qubits: Arity
  /// How many channels it names.
  public let channels: Arity
  /// How many events it reads, besides those of its guard.
  public let inputs: Arity
  /// How many events it produces.
  public let outputs: Arity
  /// Its arguments.
  public let arguments: [ArgumentRule]
  /// The capability that a session must hold to run it; nil if none.
  public let capability: Capability?
  /// How it is undone.
  public let inverse: Inverse
  /// Whether it maps Paulis to Paulis.
  public let clifford: Clifford
  /// What it does, in one sentence.
  public let summary: String

  /// Whether a program may undo it.
  public var isReversible: Bool { inverse != .none }

  /// How many of a thing a node may name.
  public struct Arity: Sendable, Hashable, CustomStringConvertible {
    /// The least number.
    public let least: Int
    /// The largest number; nil for any.
    public let most: Int?

    /// Makes a range.
    public init(_ least: Int, _ most: Int?) {
      self.least = least
      self.most = most
    }

    /// None.
    public static let none = Arity(0, 0)
    /// Exactly so many.
    public static func exactly(_ count: Int) -> Arity { Arity(count, count) }
    /// So many or more.
    public static func atLeast(_ count: Int) -> Arity { Arity(count, nil) }
    /// At most so many.
    public static func atMost(_ count: Int) -> Arity { Arity(0, count) }

    /// Whether a number is allowed.
    @inlinable
    public func contains(_ count: Int) -> Bool {
      count >= least && (most.map { count <= $0 } ?? true)
    }

    /// `2`, `0–1` or `1 or more`.
    public var description: String {
      guard let most else { return "\(least) or more" }
      return most == least ? "\(least)" : "\(least)–\(most)"
    }
  }

  /// The sorts of operations.
  public enum Kind: String, Sendable, CaseIterable {
    /// Begins or ends the life of qubits.
    case ownership
    /// Orders other operations or hints at how to run them; no effect on the state.
    case order
    /// A unitary.
    case gate
    /// Puts qubits into a known state.
    case preparation
    /// Measures qubits.
    case measurement
    /// Acts as past events say.
    case correction
    /// Opens, uses or closes an entanglement channel.
    case channel
  }

  /// How an operation is undone.
  public enum Inverse: Sendable, Hashable {
    /// Not at all.
    case none
    /// By itself.
    case itself
    /// By another operation.
    case opcode(Opcode)
    /// By itself with the angle negated.
    case negatedAngle
  }

  /// Whether an operation maps Paulis to Paulis.
  public enum Clifford: String, Sendable {
    /// It does.
    case always
    /// It does at multiples of a quarter turn.
    case atQuarterTurns
    /// It does not.
    case never
  }
}

/// One argument of an operation.
public struct ArgumentRule: Sendable, Hashable {
  /// The name.
  public let name: String
  /// Other names that mean the same.
  public let aliases: [String]
  /// What the value is.
  public let type: ValueType
  /// The unit; empty for pure numbers and words.
  public let unit: String
  /// Whether it must be there.
  public let isRequired: Bool
  /// What is taken when it is absent; nil if nothing is.
  public let standard: String?
  /// What it means, in one sentence.
  public let summary: String

  init(
    _ name: String, _ type: ValueType, aliases: [String] = [], unit: String = "",
    isRequired: Bool = false, standard: String? = nil, _ summary: String
  ) {
    self.name = name
    self.aliases = aliases
    self.type = type
    self.unit = unit
    self.isRequired = isRequired
    self.standard = standard
    self.summary = summary
  }

  /// What an argument may be.
  public enum ValueType: Sendable, Hashable {
    /// A whole number within bounds.
    case integer(ClosedRange<Int>)
    /// A number within bounds.
    case number(ClosedRange<Double>)
    /// An angle: a number of radians, or arithmetic with `pi`.
    case angle
    /// Any text.
    case text
    /// One of some words.
    case choice([String])
    /// The name of a code with its settings, such as `logical:surface_code(d=9)` or `surface:d=7`.
    case profile
  }
}
