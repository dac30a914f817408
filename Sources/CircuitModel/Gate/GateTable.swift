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

  static let oneQubitUnitaries: [GateDefinition] = [
    .unitary(.i, "I", "+X +Z"),
    .unitary(.x, "X", "+X -Z"),
    .unitary(.y, "Y", "-X -Z"),
    .unitary(.z, "Z", "-X +Z"),
    .unitary(.h, "H", aliases: ["H_XZ"], "+Z +X"),
    .unitary(.hXY, "H_XY", "+Y -Z"),
    .unitary(.hYZ, "H_YZ", "-X +Y"),
    .unitary(.hNXY, "H_NXY", "-Y -Z"),
    .unitary(.hNXZ, "H_NXZ", "-Z -X"),
    .unitary(.hNYZ, "H_NYZ", "-X -Y"),
    .unitary(.s, "S", aliases: ["SQRT_Z"], "+Y +Z"),
    .unitary(.sDag, "S_DAG", aliases: ["SQRT_Z_DAG"], "-Y +Z"),
    .unitary(.sqrtX, "SQRT_X", "+X -Y"),
    .unitary(.sqrtXDag, "SQRT_X_DAG", "+X +Y"),
    .unitary(.sqrtY, "SQRT_Y", "-Z +X"),
    .unitary(.sqrtYDag, "SQRT_Y_DAG", "+Z -X"),
    .unitary(.cXYZ, "C_XYZ", "+Y +X"),
    .unitary(.cZYX, "C_ZYX", "+Z +Y"),
    .unitary(.cNXYZ, "C_NXYZ", "-Y -X"),
    .unitary(.cXNYZ, "C_XNYZ", "-Y +X"),
    .unitary(.cXYNZ, "C_XYNZ", "+Y -X"),
    .unitary(.cNZYX, "C_NZYX", "-Z -Y"),
    .unitary(.cZNYX, "C_ZNYX", "+Z -Y"),
    .unitary(.cZYNX, "C_ZYNX", "-Z +Y"),
  ]

  static let twoQubitUnitaries: [GateDefinition] = [
    .unitary(.ii, "II", "+XI +ZI +IX +IZ"),
    .unitary(.cx, "CX", aliases: ["CNOT", "ZCX"], classical: .first, "+XX +ZI +IX +ZZ"),
    .unitary(.cy, "CY", aliases: ["ZCY"], classical: .first, "+XY +ZI +ZX +ZZ"),
    .unitary(.cz, "CZ", aliases: ["ZCZ"], classical: [.first, .second], "+XZ +ZI +ZX +IZ"),
    .unitary(.xcx, "XCX", "+XI +ZX +IX +XZ"),
    .unitary(.xcy, "XCY", "+XI +ZY +XX +XZ"),
    .unitary(.xcz, "XCZ", classical: .second, "+XI +ZZ +XX +IZ"),
    .unitary(.ycx, "YCX", "+XX +ZX +IX +YZ"),
    .unitary(.ycy, "YCY", "+XY +ZY +YX +YZ"),
    .unitary(.ycz, "YCZ", classical: .second, "+XZ +ZZ +YX +IZ"),
    .unitary(.swap, "SWAP", "+IX +IZ +XI +ZI"),
    .unitary(.iSwap, "ISWAP", "+ZY +IZ +YZ +ZI"),
    .unitary(.iSwapDag, "ISWAP_DAG", "-ZY +IZ -YZ +ZI"),
    .unitary(.cxSwap, "CXSWAP", "+XX +IZ +XI +ZZ"),
    .unitary(.swapCX, "SWAPCX", "+IX +ZZ +XX +ZI"),
    .unitary(.czSwap, "CZSWAP", aliases: ["SWAPCZ"], "+ZX +IZ +XZ +ZI"),
    .unitary(.sqrtXX, "SQRT_XX", "+XI -YX +IX -XY"),
    .unitary(.sqrtXXDag, "SQRT_XX_DAG", "+XI +YX +IX +XY"),
    .unitary(.sqrtYY, "SQRT_YY", "-ZY +XY -YZ +YX"),
    .unitary(.sqrtYYDag, "SQRT_YY_DAG", "+ZY -XY +YZ -YX"),
    .unitary(.sqrtZZ, "SQRT_ZZ", "+YZ +ZI +ZY +IZ"),
    .unitary(.sqrtZZDag, "SQRT_ZZ_DAG", "-YZ +ZI -ZY +IZ"),
  ]

  static let products: [GateDefinition] = [
    .row(
      .mpp, "MPP", .products, .optionalProbability, [.measures, .noisy, .invertible]),
    .row(.spp, "SPP", .products, .none, [.unitary, .invertible]),
    .row(.sppDag, "SPP_DAG", .products, .none, [.unitary, .invertible]),
  ]

  static let collapses: [GateDefinition] = [
    .measurement(.m, "M", aliases: ["MZ"]),
    .measurement(.mx, "MX"),
    .measurement(.my, "MY"),
    .measurement(.mr, "MR", aliases: ["MRZ"], resets: true),
    .measurement(.mrx, "MRX", resets: true),
    .measurement(.mry, "MRY", resets: true),
    .row(.r, "R", aliases: ["RZ"], .qubits, .none, [.resets]),
    .row(.rx, "RX", .qubits, .none, [.resets]),
    .row(.ry, "RY", .qubits, .none, [.resets]),
    .measurement(.mxx, "MXX", targets: .pairs(classical: [])),
    .measurement(.myy, "MYY", targets: .pairs(classical: [])),
    .measurement(.mzz, "MZZ", targets: .pairs(classical: [])),
  ]

  static let noise: [GateDefinition] = [
    .channel(.xError, "X_ERROR", .qubits, .probability),
    .channel(.yError, "Y_ERROR", .qubits, .probability),
    .channel(.zError, "Z_ERROR", .qubits, .probability),
    .channel(.iError, "I_ERROR", .qubits, .anyDisjointProbabilities),
    .channel(.iiError, "II_ERROR", .pairs(classical: []), .anyDisjointProbabilities),
    .channel(.depolarize1, "DEPOLARIZE1", .qubits, .probability),
    .channel(.depolarize2, "DEPOLARIZE2", .pairs(classical: []), .probability),
    .channel(.pauliChannel1, "PAULI_CHANNEL_1", .qubits, .disjointProbabilities(3)),
    .channel(
      .pauliChannel2, "PAULI_CHANNEL_2", .pairs(classical: []), .disjointProbabilities(15)),
    .channel(
      .correlatedError, "E", aliases: ["CORRELATED_ERROR"], .paulis, .probability,
      [.neverFused, .invertible]),
    .channel(
      .elseCorrelatedError, "ELSE_CORRELATED_ERROR", .paulis, .probability,
      [.neverFused, .invertible]),
    .channel(.heraldedErase, "HERALDED_ERASE", .qubits, .probability, [.measures]),
    .channel(
      .heraldedPauliChannel1, "HERALDED_PAULI_CHANNEL_1", .qubits, .disjointProbabilities(4),
      [.measures]),
  ]

  static let annotations: [GateDefinition] = [
    .row(.detector, "DETECTOR", .records, .coordinates, [.annotation, .neverFused]),
    .row(
      .observableInclude, "OBSERVABLE_INCLUDE", .recordsAndPaulis, .index,
      [.annotation, .neverFused, .invertible]),
    .row(.qubitCoords, "QUBIT_COORDS", .qubits, .coordinates, [.annotation, .neverFused]),
    .row(.shiftCoords, "SHIFT_COORDS", .none, .coordinates, [.annotation, .neverFused]),
    .row(.tick, "TICK", .none, .none, [.annotation, .neverFused]),
    .row(.mpad, "MPAD", .bits, .optionalProbability, [.annotation, .measures, .noisy]),
  ]
}

extension GateDefinition {
  static func row(
    _ gate: Gate, _ name: String, aliases: [String] = [], _ targets: TargetRule,
    _ arguments: ArgumentRule, _ traits: Traits
  ) -> GateDefinition {
    GateDefinition(
      gate: gate, name: name, aliases: aliases, targets: targets, arguments: arguments,
      traits: traits, action: nil)
  }

  static func unitary(
    _ gate: Gate, _ name: String, aliases: [String] = [], classical: ClassicalControl = [],
    _ images: String
  ) -> GateDefinition {
    let action = CliffordAction(images)
    return GateDefinition(
      gate: gate, name: name, aliases: aliases,
      targets: action.qubitCount == 1 ? .qubits : .pairs(classical: classical), arguments: .none,
      traits: .unitary, action: action)
  }

  static func measurement(
    _ gate: Gate, _ name: String, aliases: [String] = [], targets: TargetRule = .qubits,
    resets: Bool = false
  ) -> GateDefinition {
    .row(
      gate, name, aliases: aliases, targets, .optionalProbability,
      resets ? [.measures, .noisy, .invertible, .resets] : [.measures, .noisy, .invertible])
  }

  static func channel(
    _ gate: Gate, _ name: String, aliases: [String] = [], _ targets: TargetRule,
    _ arguments: ArgumentRule, _ extra: Traits = []
  ) -> GateDefinition {
    .row(gate, name, aliases: aliases, targets, arguments, extra.union([.noisy, .channel]))
  }
}
