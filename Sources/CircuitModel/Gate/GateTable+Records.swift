// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension GateTable {
  static let products: [GateDefinition] = [
    .row(
      .mpp, "MPP", .products, .optionalProbability, [.measures, .noisy, .invertible],
      summary: "Measures products of Paulis, one result for each product."),
    .row(
      .spp, "SPP", .products, .none, [.unitary, .invertible],
      summary: "A quarter turn around each product of Paulis: S generalized from Z to a product."),
    .row(
      .sppDag, "SPP_DAG", .products, .none, [.unitary, .invertible],
      summary: "A quarter turn back around each product of Paulis, the inverse of SPP."),
  ]

  static let collapses: [GateDefinition] = [
    .measurement(
      .m, "M", aliases: ["MZ"],
      summary: "Measures in the Z basis: 0 for the state |0⟩, 1 for |1⟩."),
    .measurement(
      .mx, "MX",
      summary: "Measures in the X basis: 0 for the state |+⟩, 1 for |−⟩."),
    .measurement(
      .my, "MY",
      summary: "Measures in the Y basis: 0 for the state |i⟩, 1 for |−i⟩."),
    .measurement(
      .mr, "MR", aliases: ["MRZ"], resets: true,
      summary: "Measures in the Z basis, then resets to |0⟩."),
    .measurement(
      .mrx, "MRX", resets: true,
      summary: "Measures in the X basis, then resets to |+⟩."),
    .measurement(
      .mry, "MRY", resets: true,
      summary: "Measures in the Y basis, then resets to |i⟩."),
    .row(
      .r, "R", aliases: ["RZ"], .qubits, .none, [.resets],
      summary: "Resets to |0⟩."),
    .row(
      .rx, "RX", .qubits, .none, [.resets],
      summary: "Resets to |+⟩."),
    .row(
      .ry, "RY", .qubits, .none, [.resets],
      summary: "Resets to |i⟩."),
    .measurement(
      .mxx, "MXX", targets: .pairs(classical: []),
      summary: "Measures the product X⊗X of each pair."),
    .measurement(
      .myy, "MYY", targets: .pairs(classical: []),
      summary: "Measures the product Y⊗Y of each pair."),
    .measurement(
      .mzz, "MZZ", targets: .pairs(classical: []),
      summary: "Measures the product Z⊗Z of each pair: their parity."),
  ]

  static let noise: [GateDefinition] = [
    .channel(
      .xError, "X_ERROR", .qubits, .probability,
      summary: "Applies X with the given probability."),
    .channel(
      .yError, "Y_ERROR", .qubits, .probability,
      summary: "Applies Y with the given probability."),
    .channel(
      .zError, "Z_ERROR", .qubits, .probability,
      summary: "Applies Z with the given probability."),
    .channel(
      .iError, "I_ERROR", .qubits, .anyDisjointProbabilities,
      summary: "Applies nothing; carries probabilities for other programs."),
    .channel(
      .iiError, "II_ERROR", .pairs(classical: []), .anyDisjointProbabilities,
      summary: "Applies nothing to pairs; carries probabilities for other programs."),
    .channel(
      .depolarize1, "DEPOLARIZE1", .qubits, .probability,
      summary: "Applies X, Y or Z, each with a third of the given probability."),
    .channel(
      .depolarize2, "DEPOLARIZE2", .pairs(classical: []), .probability,
      summary:
        "Applies one of the 15 Paulis of a pair, each with a fifteenth of the given probability."),
    .channel(
      .pauliChannel1, "PAULI_CHANNEL_1", .qubits, .disjointProbabilities(3),
      summary: "Applies X, Y or Z, each with a probability of its own."),
    .channel(
      .pauliChannel2, "PAULI_CHANNEL_2", .pairs(classical: []), .disjointProbabilities(15),
      summary: "Applies IX, IY, IZ, XI, XX and so on to ZZ, each with a probability of its own."),
    .channel(
      .correlatedError, "E", aliases: ["CORRELATED_ERROR"], .paulis, .probability,
      [.neverFused, .invertible],
      summary: "Applies all its Paulis together with the given probability."),
    .channel(
      .elseCorrelatedError, "ELSE_CORRELATED_ERROR", .paulis, .probability,
      [.neverFused, .invertible],
      summary:
        "Like E, but only if no error of the unbroken chain before it happened."
    ),
    .channel(
      .heraldedErase, "HERALDED_ERASE", .qubits, .probability, [.measures],
      summary:
        "Replaces a qubit by a random one with the given probability, and records whether it did."),
    .channel(
      .heraldedPauliChannel1, "HERALDED_PAULI_CHANNEL_1", .qubits, .disjointProbabilities(4),
      [.measures],
      summary:
        "Applies I, X, Y or Z with the given probabilities, and records whether one happened."
    ),
  ]

  static let annotations: [GateDefinition] = [
    .row(
      .detector, "DETECTOR", .records, .coordinates, [.annotation, .neverFused],
      summary: "Declares that the parity of some measurements is predictable without noise."),
    .row(
      .observableInclude, "OBSERVABLE_INCLUDE", .recordsAndPaulis, .index,
      [.annotation, .neverFused, .invertible],
      summary: "Adds measurements or Paulis to a logical observable."),
    .row(
      .qubitCoords, "QUBIT_COORDS", .qubits, .coordinates, [.annotation, .neverFused],
      summary: "Says where qubits lie."),
    .row(
      .shiftCoords, "SHIFT_COORDS", .none, .coordinates, [.annotation, .neverFused],
      summary: "Moves the origin of the coordinates that follow."),
    .row(
      .tick, "TICK", .none, .none, [.annotation, .neverFused],
      summary: "Marks the end of a time step."),
    .row(
      .mpad, "MPAD", .bits, .optionalProbability, [.annotation, .measures, .noisy],
      summary: "Adds given bits to the measurement record."),
  ]
}
