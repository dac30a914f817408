// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import StrictJSON

/// One operation of a program on named things, which are indices into the program's tables.
public struct Node: Sendable {
  /// The name of the node, unique in its program.
  public var id: String
  /// What it does.
  public var opcode: Opcode
  /// The qubits, in the order of the operation's roles.
  public var qubits: [Int]
  /// The channels.
  public var channels: [Int]
  /// The events that it reads, besides those of the guard.
  public var inputs: [Int]
  /// The events that it produces.
  public var outputs: [Int]
  /// The arguments, under the names of the opcode table and in its order, then any others.
  public var arguments: [Argument]
  /// When to do it; nil for always.
  public var condition: Guard?
  /// The capabilities that the node claims.
  public var capabilities: Capabilities
  /// Remarks for people and tools.
  public var metadata: JSON.Object?
  /// Where in the text it stands; not part of equality.
  public var location: ProgramLocation?

  /// Makes a node.
  public init(
    id: String, _ opcode: Opcode, qubits: [Int] = [], channels: [Int] = [], inputs: [Int] = [],
    outputs: [Int] = [], arguments: [Argument] = [], condition: Guard? = nil,
    capabilities: Capabilities = [], metadata: JSON.Object? = nil,
    location: ProgramLocation? = nil
  ) {
    self.id = id
    self.opcode = opcode
    self.qubits = qubits
    self.channels = channels
    self.inputs = inputs
    self.outputs = outputs
    self.arguments = arguments
    self.condition = condition
    self.capabilities = capabilities
    self.metadata = metadata
    self.location = location
  }
}

extension Node: Hashable {
  /// Whether both mean the same under the same names, wherever they stand.
  public static func == (first: Self, second: Self) -> Bool {
    first.id == second.id && first.opcode == second.opcode && first.qubits == second.qubits
      && first.channels == second.channels && first.inputs == second.inputs
      && first.outputs == second.outputs && first.arguments == second.arguments
      && first.condition == second.condition && first.capabilities == second.capabilities
      && first.metadata == second.metadata
  }

  /// Feeds what equality compares to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(opcode)
    hasher.combine(qubits)
    hasher.combine(inputs)
    hasher.combine(outputs)
  }
}

/// One argument of a node.
public struct Argument: Sendable, Hashable {
  /// The name; that of the opcode table if it has one.
  public var name: String
  /// The value.
  public var value: Value

  /// Makes an argument.
  public init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  /// The value of an argument.
  public enum Value: Sendable, Hashable {
    /// A whole number.
    case integer(Int)
    /// Any other number.
    case number(Double)
    /// A text or word.
    case text(String)
    /// An angle.
    case angle(Angle)
    /// Anything else that JSON can hold.
    case json(JSON)
  }
}

extension Node {
  /// The value of an argument; nil if the node lacks it.
  public func argument(_ name: String) -> Argument.Value? {
    arguments.first { $0.name == name }?.value
  }

  /// The angle of a rotation (`theta`) or a measurement (`angle`); nil if there is none.
  public var angle: Angle? {
    for argument in arguments {
      if case .angle(let angle) = argument.value { return angle }
    }
    return nil
  }

  /// The text of an argument, or what the opcode table takes when it is absent.
  public func text(_ name: String) -> String? {
    if case .text(let text) = argument(name) { return text }
    return opcode.definition.arguments.first { $0.name == name }?.standard
  }

  /// The whole number of an argument, or what the opcode table takes when it is absent.
  public func integer(_ name: String) -> Int? {
    if case .integer(let value) = argument(name) { return value }
    return opcode.definition.arguments.first { $0.name == name }?.standard.flatMap { Int($0) }
  }

  /// The number of an argument, or what the opcode table takes when it is absent.
  public func number(_ name: String) -> Double? {
    switch argument(name) {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: opcode.definition.arguments.first { $0.name == name }?.standard.flatMap { Double($0) }
    }
  }

  /// Whether the node maps Paulis to Paulis, or measures or prepares states that Paulis stabilize.
  public var isClifford: Bool {
    switch OpcodeTable.cliffords[Int(opcode.rawValue)] {
    case .always: true
    case .never: false
    case .atQuarterTurns: angle?.quarterTurns != nil
    }
  }

  /// Calls `body` with each event that the node reads: its inputs, then those of its guard.
  public func forEachEventRead(_ body: (Int) -> Void) {
    for event in inputs { body(event) }
    condition?.forEachComparison { event, _ in body(event) }
  }
}
