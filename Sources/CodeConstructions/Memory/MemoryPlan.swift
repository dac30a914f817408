// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra

/// What a memory experiment of a stabilizer or subsystem code is made of.
///
/// A round measures operators; each stabilizer is the product of some of them.
struct MemoryPlan {
  typealias Check = StabilizerCode.Check
  private typealias Tag = ExtractionRound.Tag

  let name: String
  let positions: [[Double]]
  /// The stabilizers that detectors compare, and the operators whose results multiply to each.
  let checks: [(check: Check, parts: [Int])]
  let logicals: [StabilizerCode.LogicalPair]
  let extraction: ExtractionRound

  private var qubitCount: Int { extraction.qubitCount }
  private var isStaggered: Bool { extraction.schedule.isStaggered }
  private var isCSS: Bool {
    extraction.operators.allSatisfy { $0.uniformPauli == .x || $0.uniformPauli == .z }
  }

  /// The circuit; see `StabilizerCode.memoryCircuit`.
  func circuit(_ experiment: MemoryExperiment) throws(CodeError) -> Circuit {
    let rounds = experiment.rounds
    guard (1...MemoryExperiment.largestRounds).contains(rounds) else {
      throw CodeError(
        .badParameter, "rounds=\(rounds): must be in 1...\(MemoryExperiment.largestRounds).")
    }
    if experiment.level == .pairMeasurement { try requirePairs() }
    if experiment.gates == .cz, isStaggered || !extraction.schedule.bellPairs.isEmpty {
      throw CodeError(
        .unsupported, "\(name): gates=cz: its schedule is one of CX gates; leave gates=cx.")
    }
    let usesAncillas = experiment.level == .circuit
    var circuit = extraction.coordinates(positions, withAncillas: usesAncillas)
    if usesAncillas && isCSS && experiment.basis != .both {
      appendTransversalMemory(
        to: &circuit, rounds: rounds, pauli: experiment.basis == .x ? .x : .z)
    } else {
      appendProjectedMemory(to: &circuit, experiment)
    }
    return circuit
  }

  private func requirePairs() throws(CodeError) {
    guard let large = extraction.operators.first(where: { $0.factors.count > 2 }) else { return }
    throw CodeError(
      .unsupported,
      "\(name): measures a product of \(large.factors.count) qubits; noise on pair measurements "
        + "needs a code that measures pairs only, such as bacon-shor.")
  }

  /// Resets, rounds of gates, and a readout of every data qubit in one basis while the last ancillas are measured.
  private func appendTransversalMemory(to circuit: inout Circuit, rounds: UInt64, pauli: Pauli) {
    let data = Array(0..<qubitCount)
    let chosen = checks.filter { $0.check.uniformPauli == pauli }
    let results = Results(order: extraction.resultOrder)
    // Where gates are CZ, all is prepared and measured in Z, and the layers of turns make the rest.
    let turnsData = pauli == .x && extraction.gates == .cz
    let turned = turnsData ? Pauli.x : .z
    circuit.append(pauli == .x && !turnsData ? .rx : .r, qubits: data)
    extraction.append(to: &circuit, from: turned, to: rounds == 1 ? turned : .z)
    for (check, parts) in chosen {
      circuit.append(
        .detector, parts.map { .record(results.lookback($0)) },
        arguments: check.detectorCoordinates(round: 0))
    }

    func later(to end: Pauli) -> Circuit {
      var body = Circuit()
      if !isStaggered { body.append(.tick) }
      extraction.append(to: &body, to: end)
      body.append(.shiftCoords, arguments: [0, 0, 1])
      appendComparisons(results, to: &body)
      return body
    }
    if turnsData && rounds > 1 {
      circuit.append(repeating: later(to: .z), count: rounds - 2)
      circuit.append(repeating: later(to: turned), count: 1)
    } else {
      circuit.append(repeating: later(to: .z), count: rounds - 1)
    }

    circuit.append(pauli == .x && !turnsData ? .mx : .m, qubits: data)
    for (check, parts) in chosen {
      let readouts = check.factors.map { qubitCount - $0.qubit }.sorted()
      circuit.append(
        .detector,
        (readouts + parts.map { qubitCount + results.lookback($0) }).map { .record($0) },
        arguments: check.detectorCoordinates(round: 1))
    }
    for (index, pair) in logicals.enumerated() {
      let factors = pauli == .x ? pair.x : pair.z
      circuit.append(
        .observableInclude, factors.map { .record(qubitCount - $0.qubit) },
        arguments: [Double(index)])
    }
  }

  /// Rounds between two perfect measurements of the stabilizers.
  private func appendProjectedMemory(to circuit: inout Circuit, _ experiment: MemoryExperiment) {
    let products = checks.map(\.check.factors)
    let whole = Results(order: Array(checks.indices))
    let results: Results
    var body = Circuit()
    switch experiment.level {
    case .circuit:
      extraction.append(to: &body)
      results = Results(order: extraction.resultOrder)
    case .pairMeasurement:
      extraction.appendPairMeasurements(to: &body)
      results = Results(order: extraction.pairLayers.flatMap(\.self))
    case .phenomenological, .codeCapacity:
      extraction.appendRoundMark(to: &body)
      let tag = experiment.level == .codeCapacity ? Tag.noiseless : ""
      appendProducts(products, tag: tag, to: &body)
      results = whole
    }
    let isWhole = experiment.level == .phenomenological || experiment.level == .codeCapacity
    let parts = isWhole ? checks.indices.map { [$0] } : checks.map(\.parts)
    // Where the operators do not all commute, only products of their results are comparable.
    let isRepeatable = parts == checks.indices.map { [$0] } && results.order == whole.order

    appendProducts(products, tag: Tag.noiseless, to: &circuit)
    appendObservables(to: &circuit, experiment.basis)
    circuit.append(.tick)
    var first = body
    appendComparisons(results, parts, before: whole, to: &first)
    appendEnd(of: experiment, to: &first)
    appendComparisons(results, parts, before: nil, to: &body)
    appendEnd(of: experiment, to: &body)
    if isRepeatable {
      circuit.append(repeating: body, count: experiment.rounds)
    } else {
      circuit.append(repeating: first, count: 1)
      circuit.append(repeating: body, count: experiment.rounds - 1)
    }
    if isStaggered && experiment.level == .circuit { circuit.append(.tick) }
    if experiment.level != .codeCapacity {
      appendProducts(products, tag: Tag.noiseless, to: &circuit)
      for index in checks.indices {
        circuit.append(
          .detector,
          ([whole.lookback(index)]
            + parts[index].map { checks.count + results.lookback($0) }).map { .record($0) },
          arguments: checks[index].check.detectorCoordinates(round: 0))
      }
    }
    appendObservables(to: &circuit, experiment.basis)
  }

  private func appendEnd(of experiment: MemoryExperiment, to body: inout Circuit) {
    body.append(.shiftCoords, arguments: [0, 0, 1])
    if !(isStaggered && experiment.level == .circuit) { body.append(.tick) }
  }

  /// Compares each stabilizer with its value of the round before.
  private func appendComparisons(_ results: Results, to circuit: inout Circuit) {
    appendComparisons(results, checks.map(\.parts), before: nil, to: &circuit)
  }

  /// Compares each stabilizer with its value before: of the last round, or measured whole.
  private func appendComparisons(
    _ results: Results, _ parts: [[Int]], before whole: Results?, to circuit: inout Circuit
  ) {
    for (index, (check, _)) in checks.enumerated() {
      let now = parts[index].map(results.lookback)
      let before =
        whole.map { [results.count + $0.lookback(index)] } ?? now.map { $0 + results.count }
      circuit.append(
        .detector, (now + before).map { .record($0) },
        arguments: check.detectorCoordinates(round: 0))
    }
  }

  private func appendObservables(to circuit: inout Circuit, _ basis: MemoryExperiment.Basis) {
    appendPauliObservables(logicals, basis, to: &circuit)
  }
}

/// Where the results of one block of measurements are, seen from its end.
struct Results {
  let order: [Int]
  private let place: [Int]

  var count: Int { order.count }

  init(order: [Int]) {
    self.order = order
    var place = [Int](repeating: 0, count: order.count)
    for (position, item) in order.enumerated() { place[item] = position }
    self.place = place
  }

  /// How many results back that of an item is.
  func lookback(_ item: Int) -> Int { order.count - place[item] }
}

/// Appends observables that are the logical operators themselves, whatever the state.
func appendPauliObservables(
  _ logicals: [StabilizerCode.LogicalPair], _ basis: MemoryExperiment.Basis,
  to circuit: inout Circuit
) {
  var operators: [[StabilizerCode.Factor]] = []
  for pair in logicals {
    if basis != .z { operators.append(pair.x) }
    if basis != .x { operators.append(pair.z) }
  }
  appendPauliObservables(operators, to: &circuit)
}

/// Appends observables that are the operators given, numbered in their order.
func appendPauliObservables(
  _ operators: [[StabilizerCode.Factor]], to circuit: inout Circuit
) {
  for (index, factors) in operators.enumerated() {
    circuit.append(
      .observableInclude, factors.map { .pauli($0.pauli, $0.qubit) },
      arguments: [Double(index)])
  }
}
