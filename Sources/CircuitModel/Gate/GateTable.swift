// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension Gate {
  /// The facts about this gate.
  public var definition: GateDefinition { GateTable.definitions[Int(rawValue)] }

  /// The gate that bears a name or alias, upper or lower case; nil if there is none.
  public init?(name: String) {
    guard let gate = GateTable.byName[name.uppercased()] else { return nil }
    self = gate
  }
}

/// The gate table: one row per gate, in the order of the `Gate` cases.
enum GateTable {
  static let definitions: [GateDefinition] = {
    let rows = oneQubitUnitaries + twoQubitUnitaries + products + collapses + noise + annotations
    precondition(
      rows.map(\.gate) == Gate.allCases, "The gate table must list every gate once, in order.")
    return rows
  }()

  static let byName: [String: Gate] = {
    var names: [String: Gate] = [:]
    for row in definitions {
      for name in [row.name] + row.aliases { names[name] = row.gate }
    }
    return names
  }()
}

extension GateDefinition {
  static func row(
    _ gate: Gate, _ name: String, aliases: [String] = [], _ targets: TargetRule,
    _ arguments: ArgumentRule, _ traits: Traits, summary: String
  ) -> GateDefinition {
    GateDefinition(
      gate: gate, name: name, aliases: aliases, summary: summary, targets: targets,
      arguments: arguments, traits: traits, action: nil)
  }

  static func unitary(
    _ gate: Gate, _ name: String, aliases: [String] = [], classical: ClassicalControl = [],
    _ images: String, summary: String
  ) -> GateDefinition {
    let action = CliffordAction(images)
    return GateDefinition(
      gate: gate, name: name, aliases: aliases, summary: summary,
      targets: action.qubitCount == 1 ? .qubits : .pairs(classical: classical), arguments: .none,
      traits: .unitary, action: action)
  }

  static func measurement(
    _ gate: Gate, _ name: String, aliases: [String] = [], targets: TargetRule = .qubits,
    resets: Bool = false, summary: String
  ) -> GateDefinition {
    .row(
      gate, name, aliases: aliases, targets, .optionalProbability,
      resets ? [.measures, .noisy, .invertible, .resets] : [.measures, .noisy, .invertible],
      summary: summary)
  }

  static func channel(
    _ gate: Gate, _ name: String, aliases: [String] = [], _ targets: TargetRule,
    _ arguments: ArgumentRule, _ extra: Traits = [], summary: String
  ) -> GateDefinition {
    .row(
      gate, name, aliases: aliases, targets, arguments, extra.union([.noisy, .channel]),
      summary: summary)
  }
}
