// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The facts about a gate that parsing and simulation ask for again and again, without any
/// reference counted part.
struct GateShape {
  var targets: GateDefinition.TargetRule
  var arguments: GateDefinition.ArgumentRule
  var traits: GateDefinition.Traits

  /// The shapes of all gates, by raw value.
  static let all: [GateShape] = GateTable.definitions.map {
    GateShape(targets: $0.targets, arguments: $0.arguments, traits: $0.traits)
  }

  /// The names of all gates, by raw value.
  static let names: [String] = GateTable.definitions.map(\.name)
}

extension Gate {
  /// What the targets of the gate are; the same as in `definition`, but cheap.
  public var targetRule: GateDefinition.TargetRule { GateShape.all[Int(rawValue)].targets }

  /// What the arguments of the gate are; the same as in `definition`, but cheap.
  public var argumentRule: GateDefinition.ArgumentRule { GateShape.all[Int(rawValue)].arguments }

  /// What the gate does; the same as in `definition`, but cheap.
  public var traits: GateDefinition.Traits { GateShape.all[Int(rawValue)].traits }
}
