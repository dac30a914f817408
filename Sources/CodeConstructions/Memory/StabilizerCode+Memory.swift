// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import PauliAlgebra

extension StabilizerCode {
  /// A noiseless memory experiment: prepare, measure the checks round by round, read out.
  ///
  /// Detectors have coordinates (x, y, round); observables are numbered by encoded qubit, with
  /// `basis: .both` X and Z in turn. `I_ERROR[round]` marks the noise of a round, and perfect
  /// measurements are tagged `[noiseless]`, for noise models to act on. Later rounds are one REPEAT.
  ///
  /// At the level `.circuit`, a CSS code followed in one basis is prepared by resets and read out
  /// qubit by qubit. All other experiments begin and end with perfect measurements of the checks
  /// and follow the logical operators as Pauli observables: any state, and both bases at once, are
  /// kept.
  ///
  /// - Parameters:
  ///   - rounds: How often the checks are measured, 1 or more.
  ///   - basis: Which logical operators are followed.
  ///   - level: How checks are measured.
  ///   - gates: With which gates, at the level `.circuit`.
  /// - Returns: The circuit, without noise.
  /// - Throws: `CodeError` if the number of rounds is out of range.
  /// - Complexity: O(total weight of the checks), whatever the number of rounds.
  public func memoryCircuit(
    rounds: UInt64, basis: MemoryExperiment.Basis = .z,
    level: MemoryExperiment.Level = .circuit, gates: MemoryExperiment.Gates = .cx
  ) throws(CodeError) -> Circuit {
    guard (1...MemoryExperiment.largestRounds).contains(rounds) else {
      throw CodeError(
        .badParameter, "rounds=\(rounds): must be in 1...\(MemoryExperiment.largestRounds).")
    }
    let usesAncillas = level == .circuit
    var circuit = coordinates(withAncillas: usesAncillas)
    if usesAncillas && isCSS && basis != .both {
      appendTransversalMemory(
        to: &circuit, rounds: rounds, pauli: basis == .x ? .x : .z, gates: gates)
    } else {
      let experiment = MemoryExperiment(rounds: rounds, basis: basis, level: level, gates: gates)
      appendProjectedMemory(to: &circuit, experiment)
    }
    return circuit
  }

  /// The noiseless memory experiment that a description asks for.
  ///
  /// - Throws: `CodeError` if the number of rounds is out of range.
  public func memoryCircuit(_ experiment: MemoryExperiment) throws(CodeError) -> Circuit {
    try memoryCircuit(
      rounds: experiment.rounds, basis: experiment.basis, level: experiment.level,
      gates: experiment.gates)
  }

  private func coordinates(withAncillas: Bool) -> Circuit {
    var circuit = Circuit()
    for (qubit, position) in positions.enumerated() {
      circuit.append(.qubitCoords, qubits: [qubit], arguments: position)
    }
    for (index, check) in checks.enumerated() where withAncillas {
      circuit.append(.qubitCoords, qubits: [qubitCount + index], arguments: check.position)
    }
    return circuit
  }

  /// Resets, rounds of gates, and a readout of every data qubit in one basis.
  private func appendTransversalMemory(
    to circuit: inout Circuit, rounds: UInt64, pauli: Pauli, gates: MemoryExperiment.Gates
  ) {
    let data = Array(0..<qubitCount)
    let chosen = checks.indices.filter { checks[$0].uniformPauli == pauli }
    let turnsData = pauli == .x && gates == .cz
    circuit.append(pauli == .x && !turnsData ? .rx : .r, qubits: data)
    if turnsData {
      circuit.append(.tick)
      circuit.append(.h, qubits: data)
      circuit.append(.tick)
    }
    appendExtraction(to: &circuit, gates)
    for index in chosen {
      circuit.append(
        .detector, [.record(checks.count - index)], arguments: checks[index].position + [0])
    }
    circuit.append(.tick)

    var body = Circuit()
    appendExtraction(to: &body, gates)
    body.append(.shiftCoords, arguments: [0, 0, 1])
    appendComparisons(to: &body)
    body.append(.tick)
    circuit.append(repeating: body, count: rounds - 1)

    if turnsData {
      circuit.append(.h, qubits: data)
      circuit.append(.tick)
    }
    circuit.append(pauli == .x && !turnsData ? .mx : .m, qubits: data)
    for index in chosen {
      let readouts = checks[index].factors.map { qubitCount - $0.qubit }.sorted()
      circuit.append(
        .detector,
        (readouts + [qubitCount + checks.count - index]).map { .record($0) },
        arguments: checks[index].position + [1])
    }
    for (index, pair) in logicals.enumerated() {
      let factors = pauli == .x ? pair.x : pair.z
      circuit.append(
        .observableInclude, factors.map { .record(qubitCount - $0.qubit) },
        arguments: [Double(index)])
    }
  }

  /// Rounds between two perfect measurements of the checks.
  private func appendProjectedMemory(
    to circuit: inout Circuit, _ experiment: MemoryExperiment
  ) {
    appendProducts(to: &circuit, tag: Tag.noiseless)
    appendObservables(to: &circuit, experiment.basis)
    circuit.append(.tick)

    var body = Circuit()
    switch experiment.level {
    case .circuit: appendExtraction(to: &body, experiment.gates)
    case .phenomenological: appendMarkedProducts(to: &body, tag: "")
    case .codeCapacity: appendMarkedProducts(to: &body, tag: Tag.noiseless)
    }
    appendComparisons(to: &body)
    body.append(.shiftCoords, arguments: [0, 0, 1])
    body.append(.tick)
    circuit.append(repeating: body, count: experiment.rounds)

    if experiment.level != .codeCapacity {
      appendProducts(to: &circuit, tag: Tag.noiseless)
      appendComparisons(to: &circuit)
    }
    appendObservables(to: &circuit, experiment.basis)
  }

  private func appendMarkedProducts(to circuit: inout Circuit, tag: String) {
    appendRoundMark(to: &circuit)
    appendProducts(to: &circuit, tag: tag)
  }

  private func appendProducts(to circuit: inout Circuit, tag: String) {
    let targets = checks.flatMap { check in
      check.factors.enumerated().flatMap { index, factor in
        (index > 0 ? [.combiner] : []) + [Target.pauli(factor.pauli, factor.qubit)]
      }
    }
    circuit.append(.mpp, targets, tag: tag)
  }

  /// Compares the results of the last two measurements of each check.
  private func appendComparisons(to circuit: inout Circuit) {
    for (index, check) in checks.enumerated() {
      let lookback = checks.count - index
      circuit.append(
        .detector, [.record(lookback), .record(lookback + checks.count)],
        arguments: check.position + [0])
    }
  }

  private func appendObservables(to circuit: inout Circuit, _ basis: MemoryExperiment.Basis) {
    var operators: [[Factor]] = []
    for pair in logicals {
      if basis != .z { operators.append(pair.x) }
      if basis != .x { operators.append(pair.z) }
    }
    for (index, factors) in operators.enumerated() {
      circuit.append(
        .observableInclude, factors.map { .pauli($0.pauli, $0.qubit) },
        arguments: [Double(index)])
    }
  }
}
