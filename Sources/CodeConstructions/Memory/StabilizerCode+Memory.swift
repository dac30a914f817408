// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel

extension StabilizerCode {
  /// One noiseless round: reset the ancillas, entangle them layer by layer, measure them.
  ///
  /// A check of Z alone collects parities by CX from data to an ancilla in |0⟩; any other check
  /// controls its Paulis from an ancilla in |+⟩. TICKs stand between the layers.
  public var extractionRound: Circuit {
    var circuit = Circuit()
    extraction.append(to: &circuit)
    return circuit
  }

  var extraction: ExtractionRound { extraction(with: .cx) }

  private func extraction(with gates: MemoryExperiment.Gates) -> ExtractionRound {
    ExtractionRound(qubitCount: qubitCount, operators: checks, schedule: schedule, gates: gates)
  }

  /// A noiseless memory experiment: prepare, measure the checks round by round, read out.
  ///
  /// Detectors have coordinates (x, y, round); observables are numbered by encoded qubit, with
  /// `basis: .both` X and Z in turn. `I_ERROR[round]` marks the noise of a round, and perfect
  /// measurements are tagged `[noiseless]`, for noise models to act on. Later rounds are one REPEAT,
  /// the last apart where gates are CZ and X is followed.
  ///
  /// At the level `.circuit`, a CSS code followed in one basis is prepared by resets and read out
  /// qubit by qubit. All other experiments begin and end with perfect measurements of the checks
  /// and follow the logical operators as Pauli observables: any state, and both bases at once, are
  /// kept.
  ///
  /// - Parameter experiment: Rounds, basis, level and gates.
  /// - Returns: The circuit, without noise.
  /// - Throws: `CodeError` if the number of rounds is out of range, if checks of more than two
  ///   qubits are to be measured as pairs, or if a schedule with CX between ancillas is to do with CZ.
  /// - Complexity: O(total weight of the checks), whatever the number of rounds.
  public func memoryCircuit(_ experiment: MemoryExperiment) throws(CodeError) -> Circuit {
    let plan = MemoryPlan(
      name: name, positions: positions,
      checks: checks.enumerated().map { (check: $1, parts: [$0]) }, logicals: logicals,
      extraction: extraction(with: experiment.gates))
    return try plan.circuit(experiment)
  }
}
