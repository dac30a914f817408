// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StrictJSON

/// The statements of a text whose directives have run, and what it says of the whole program.
struct Listing {
  var statements: [Statement] = []
  var capabilities: Capabilities = []
  var summary: String?
  var metadata: JSON.Object?
  /// Names declared with `.qubits`, `.channels` and `.events`.
  var qubits: [String] = []
  var channels: [String] = []
  var events: [String] = []
  /// Remarks for the next statement.
  var annotation: JSON.Object?
}

/// One statement, its operands not yet told apart.
struct Statement {
  var label: String
  /// Whether the label may be changed: it stands in a loop or macro.
  var isLocal: Bool
  var operation: String
  var operands: [Operand] = []
  var arguments: [(name: String, value: Argument.Value)] = []
  var outputs: [String] = []
  var condition: Condition?
  var capabilities: Capabilities = []
  var metadata: JSON.Object?
  var location: ProgramLocation

  /// A name among the operands; its kind if a mark says it.
  struct Operand {
    var name: String
    var kind: OperandKind?
  }

  /// A guard as it is written.
  indirect enum Condition {
    case comparison(event: String, isEqual: Bool, value: Int)
    case not(Condition)
    case all([Condition])
    case any([Condition])
  }
}

/// What an operand names.
enum OperandKind: CaseIterable {
  case qubit, channel, event

  /// What stands before a name to say its kind.
  var mark: Unicode.Scalar {
    switch self {
    case .qubit: "%"
    case .channel: "#"
    case .event: "@"
    }
  }

  /// The word for it.
  var noun: String {
    switch self {
    case .qubit: "qubit"
    case .channel: "channel"
    case .event: "event"
    }
  }
}

/// Tells from declarations and productions what the operands of statements name.
struct OperandKinds {
  private(set) var qubits: Set<String>
  private(set) var channels: Set<String>
  private(set) var events: Set<String>

  init(qubits: Set<String>, channels: Set<String>, events: Set<String>) {
    self.qubits = qubits
    self.channels = channels
    self.events = events
  }

  /// Whether an operand of OPEN_CHAN that is no qubit is the channel that it opens.
  static func looksOpened(_ name: String, at position: Int) -> Bool {
    name.hasPrefix("ch") || position == 2
  }

  /// The kind of a name without a mark; nil if it could be two.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - definition: The operation.
  ///   - position: Which operand it is, of those that are names.
  /// - Returns: The kind, or nil.
  func kind(of name: String, in definition: OpcodeDefinition, at position: Int) -> OperandKind? {
    var known: [OperandKind] = []
    if qubits.contains(name) { known.append(.qubit) }
    if channels.contains(name) { known.append(.channel) }
    if events.contains(name) { known.append(.event) }
    if known.count == 1 { return known[0] }
    let takes: [OperandKind] = OperandKind.allCases.filter { kind in
      switch kind {
      case .qubit: definition.qubits.most != 0
      case .channel: definition.channels.most != 0
      case .event: definition.inputs.most != 0
      }
    }
    if known.count > 1 {
      let fitting = known.filter(takes.contains)
      return fitting.count == 1 ? fitting[0] : nil
    }
    if takes.contains(.channel),
      name.hasPrefix("ch") || definition.opcode == .closeChannel
        || position == definition.qubits.most
    {
      return .channel
    }
    if takes.contains(.event), name.hasPrefix("ev") { return .event }
    return .qubit
  }
}
