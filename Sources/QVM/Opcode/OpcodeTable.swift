// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The table of operations.
public enum OpcodeTable {
  /// Every operation, in the order of `Opcode`.
  public static let all: [OpcodeDefinition] = {
    let rows = ownership + order + gates + collapses + channels
    precondition(
      rows.map(\.opcode) == Opcode.allCases, "The opcode table lists the opcodes in order.")
    return rows
  }()

  // Single columns, for loops over many nodes: a whole row has much to copy.
  static let kinds = all.map(\.kind)
  static let cliffords = all.map(\.clifford)
  static let isReversible = all.map(\.isReversible)
  static let isStep = all.map { $0.kind == .gate || $0.kind == .correction }
  static let costs = all.map(\.cost)
  static let argumentRules = all.map(\.arguments)

  /// The operation of each name and alias.
  static let byName: [String: Opcode] = {
    var table: [String: Opcode] = [:]
    for row in all {
      for name in [row.name] + row.aliases {
        precondition(table[name] == nil, "Two opcodes share a name.")
        table[name] = row.opcode
      }
    }
    return table
  }()

  static let profile = ArgumentRule(
    "profile", .profile, standard: "logical:surface_code(d=9)",
    "The code that holds the qubits, with its settings.")
  static let theta = ArgumentRule(
    "theta", .angle, aliases: ["angle"], unit: "rad", isRequired: true, "The angle of rotation.")
  static let permit = ArgumentRule(
    "channel", .text, "The channel that permits a gate between two tenants' qubits.")

  private static let ownership: [OpcodeDefinition] = [
    .row(
      .allocate, "ALLOC_LQ", ["ALLOC"], .ownership, qubits: .atLeast(1),
      arguments: [
        ArgumentRule("n", .integer(1...(1 << 40)), "How many qubits; they are also named."),
        profile,
        ArgumentRule("tenant_id", .text, "The owner."),
      ], needs: .allocate, "Allocates new qubits in |0⟩."),
    .row(
      .free, "FREE_LQ", ["FREE", "RELEASE"], .ownership, qubits: .atLeast(1),
      arguments: [
        ArgumentRule(
          "expect", .choice(["zero"]), "The state demanded: the run fails unless they are in |0⟩.")
      ],
      "Gives qubits back; what they hold is traced out."),
  ]

  private static let order: [OpcodeDefinition] = [
    .row(
      .fence, "FENCE_EPOCH", ["FENCE"], .order, inverse: .itself,
      "Orders all before it in the text before all after it; a place to stop and go on."),
    .row(
      .region, "BAR_REGION", ["BARRIER"], .order,
      arguments: [ArgumentRule("tag", .text, "The name of the region.")], inverse: .itself,
      "Marks the begin of a region; a hint without effect on the state."),
    .row(
      .policy, "SET_POLICY", ["POLICY"], .order,
      arguments: [
        ArgumentRule("priority", .integer(0...100), "How urgent the rest is."),
        ArgumentRule("deadline", .integer(0...Int.max), unit: "epochs", "When it should be done."),
        ArgumentRule("code_distance", .integer(1...10_001), "The distance wished for."),
      ], inverse: .itself, "Says how the rest should be scheduled; no effect on the state."),
  ]

  private static let gates: [OpcodeDefinition] = [
    .gate(.h, "APPLY_H", ["H"], 1, "Hadamard: exchanges X and Z."),
    .gate(
      .s, "APPLY_S", ["S"], 1, inverse: .opcode(.sDag), "A quarter turn about Z: diag(1, i)."),
    .gate(
      .sDag, "APPLY_SDG", ["APPLY_S_DAG", "S_DAG", "SDG"], 1, inverse: .opcode(.s),
      "A quarter turn back about Z: diag(1, −i)."),
    .gate(.x, "APPLY_X", ["X"], 1, "Pauli X: exchanges |0⟩ and |1⟩."),
    .gate(.y, "APPLY_Y", ["Y"], 1, "Pauli Y: i·X·Z."),
    .gate(.z, "APPLY_Z", ["Z"], 1, "Pauli Z: diag(1, −1)."),
    .gate(
      .t, "APPLY_T", ["T"], 1, inverse: .opcode(.tDag), clifford: .never,
      "An eighth turn about Z: diag(1, e^{iπ/4})."),
    .gate(
      .tDag, "APPLY_TDG", ["APPLY_T_DAG", "T_DAG", "TDG"], 1, inverse: .opcode(.t),
      clifford: .never, "An eighth turn back about Z: diag(1, e^{−iπ/4})."),
    .rotation(.rx, "APPLY_RX", ["RX"], "Rotation about X: exp(−iθX/2)."),
    .rotation(.ry, "APPLY_RY", ["RY"], "Rotation about Y: exp(−iθY/2)."),
    .rotation(.rz, "APPLY_RZ", ["RZ"], "Rotation about Z: exp(−iθZ/2)."),
    .gate(
      .cnot, "APPLY_CNOT", ["CNOT", "CX", "APPLY_CX"], 2,
      "Flips the second qubit (target) where the first (control) is 1."),
    .gate(.cz, "APPLY_CZ", ["CZ"], 2, "Negates the amplitude where both qubits are 1."),
    .gate(.swap, "APPLY_SWAP", ["SWAP"], 2, "Exchanges two qubits."),
    .gate(
      .toffoli, "APPLY_TOFFOLI", ["TOFFOLI", "CCX", "APPLY_CCX"], 3, clifford: .never,
      "Flips the third qubit where the first two are 1."),
    .gate(
      .teleportCNOT, "TELEPORT_CNOT", [], 2, capability: .teleport,
      "CNOT by gate teleportation: first qubit control, second target."),
  ]

  private static let collapses: [OpcodeDefinition] = [
    .row(
      .reset, "RESET", ["RESET_LQ"], .preparation, qubits: .atLeast(1),
      "Puts qubits into |0⟩, whatever they hold."),
    .row(
      .injectT, "INJECT_T_STATE", [], .preparation, qubits: .exactly(1), needs: .magic,
      clifford: .never, "Takes a qubit from |0⟩ to the magic state (|0⟩ + e^{iπ/4}|1⟩)/√2."),
    .measurement(.measureZ, "MEASURE_Z", ["MEASURE", "MZ", "M"], "Measures Z: 0 for |0⟩."),
    .measurement(.measureX, "MEASURE_X", ["MX"], "Measures X: 0 for |+⟩, 1 for |−⟩."),
    .measurement(.measureY, "MEASURE_Y", ["MY"], "Measures Y: 0 for |+i⟩, 1 for |−i⟩."),
    .row(
      .measureAngle, "MEASURE_ANGLE", [], .measurement, qubits: .exactly(1),
      outputs: .atMost(1),
      arguments: [
        ArgumentRule(
          "angle", .angle, aliases: ["theta"], unit: "rad", isRequired: true,
          "The angle of the axis from Z towards X.")
      ], clifford: .atQuarterTurns,
      "Measures cos θ·Z + sin θ·X: 0 for cos(θ/2)|0⟩ + sin(θ/2)|1⟩."),
    .row(
      .measureBell, "MEASURE_BELL", [], .measurement, qubits: .exactly(2), outputs: .atMost(2),
      arguments: [permit],
      "Measures X⊗X (phase bit) and Z⊗Z (parity bit): two events, or their index 2·phase + parity: "
        + "Φ+, Ψ+, Φ−, Ψ−."),
    .row(
      .conditionalPauli, "COND_PAULI", [], .correction, qubits: .atLeast(1), inputs: .atLeast(0),
      arguments: [
        ArgumentRule(
          "mask", .choice(["I", "X", "Y", "Z"]), aliases: ["pauli"], standard: "X",
          "The Pauli, applied to each qubit.")
      ], inverse: .itself,
      "Applies a Pauli where the inputs have odd parity, or always if it has no inputs."),
  ]

  private static let channels: [OpcodeDefinition] = [
    .row(
      .openChannel, "OPEN_CHAN", ["LINK"], .channel, qubits: .exactly(2), channels: .exactly(1),
      arguments: [
        ArgumentRule("fidelity", .number(0...1), standard: "1", "The fidelity of the pair."),
        ArgumentRule(
          "type", .choice(["bell_pair", "ghz"]), standard: "bell_pair",
          "The entangled state; on two qubits both are Φ+."),
      ], needs: .link,
      "Puts two qubits into the Bell pair Φ+ of the given fidelity, whatever they hold."),
    .row(
      .useChannel, "USE_CHAN", [], .channel, qubits: .atMost(1), channels: .exactly(1),
      arguments: [
        ArgumentRule(
          "semantic", .choice(["teleport", "swap"]), standard: "teleport",
          "Whether a state moves or, from another pair, entanglement: the same circuit.")
      ],
      "Uses up the pair: the qubit's state moves to the second end, the qubit and the first end "
        + "are left in |0⟩; without a qubit, both ends are."),
    .row(
      .closeChannel, "CLOSE_CHAN", [], .channel, channels: .atLeast(1),
      "Closes channels; the qubits at their ends stay as they are."),
  ]
}

extension OpcodeDefinition {
  static func row(
    _ opcode: Opcode, _ name: String, _ aliases: [String], _ kind: Kind, qubits: Arity = .none,
    channels: Arity = .none, inputs: Arity = .none, outputs: Arity = .none,
    arguments: [ArgumentRule] = [], needs capability: Capability? = nil, inverse: Inverse = .none,
    clifford: Clifford = .always, _ summary: String
  ) -> OpcodeDefinition {
    OpcodeDefinition(
      opcode: opcode, name: name, aliases: aliases, kind: kind, qubits: qubits,
      channels: channels, inputs: inputs, outputs: outputs, arguments: arguments,
      capability: capability, inverse: inverse, clifford: clifford, summary: summary)
  }

  static func gate(
    _ opcode: Opcode, _ name: String, _ aliases: [String], _ qubitCount: Int,
    capability: Capability? = nil, inverse: Inverse = .itself, clifford: Clifford = .always,
    _ summary: String
  ) -> OpcodeDefinition {
    row(
      opcode, name, aliases, .gate, qubits: .exactly(qubitCount),
      arguments: qubitCount > 1 ? [OpcodeTable.permit] : [], needs: capability,
      inverse: inverse, clifford: clifford, summary)
  }

  static func rotation(
    _ opcode: Opcode, _ name: String, _ aliases: [String], _ summary: String
  ) -> OpcodeDefinition {
    row(
      opcode, name, aliases, .gate, qubits: .exactly(1), arguments: [OpcodeTable.theta],
      inverse: .negatedAngle, clifford: .atQuarterTurns, summary)
  }

  static func measurement(
    _ opcode: Opcode, _ name: String, _ aliases: [String], _ summary: String
  ) -> OpcodeDefinition {
    row(
      opcode, name, aliases, .measurement, qubits: .exactly(1), outputs: .atMost(1), summary)
  }
}
