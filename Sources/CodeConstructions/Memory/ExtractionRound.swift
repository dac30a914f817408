// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra

/// One round of measuring operators by ancillas: the ancilla of operator i is qubit n + i.
struct ExtractionRound {
  /// The tags that noise models look for.
  enum Tag {
    static let round = "round"
    static let noiseless = "noiseless"
  }

  let qubitCount: Int
  let operators: [StabilizerCode.Check]
  let schedule: ExtractionSchedule
  /// With which gates; those of CZ are for schedules that are neither staggered nor have Bell pairs.
  let gates: MemoryExperiment.Gates
  /// The operators in the order in which the round's results come.
  let resultOrder: [Int]

  init(
    qubitCount: Int, operators: [StabilizerCode.Check], schedule: ExtractionSchedule,
    gates: MemoryExperiment.Gates = .cx
  ) {
    self.gates = gates
    self.qubitCount = qubitCount
    self.operators = operators
    self.schedule = schedule
    guard schedule.isStaggered else {
      resultOrder = Array(operators.indices)
      return
    }
    let last = schedule.lastLayers(operatorCount: operators.count)
    resultOrder = operators.indices.sorted { (last[$0], $0) < (last[$1], $1) }
  }

  /// Where the qubits are.
  func coordinates(_ positions: [[Double]], withAncillas: Bool) -> Circuit {
    var circuit = Circuit()
    for (qubit, position) in positions.enumerated() {
      circuit.append(.qubitCoords, qubits: [qubit], arguments: position)
    }
    for (index, measured) in operators.enumerated() where withAncillas {
      circuit.append(.qubitCoords, qubits: [qubitCount + index], arguments: measured.position)
    }
    return circuit
  }

  func appendRoundMark(to circuit: inout Circuit) {
    circuit.append(.iError, (0..<qubitCount).map { .qubit($0) }, tag: Tag.round)
  }

  /// Appends resets, gates and measurements, with TICKs between the layers.
  ///
  /// An operator of Z alone collects parities by CX from data to an ancilla in |0⟩; any other
  /// controls its Paulis from an ancilla in |+⟩.
  ///
  /// Where gates are CZ, data qubits prepared or measured in Z may stand for another Pauli before or after: `start` and
  /// `end` say which.
  func append(to circuit: inout Circuit, from start: Pauli = .z, to end: Pauli = .z) {
    if gates == .cz { return appendCZ(to: &circuit, from: start, to: end) }
    appendRoundMark(to: &circuit)
    if schedule.isStaggered {
      appendStaggered(to: &circuit)
      return
    }
    appendResets(Array(operators.indices), to: &circuit)
    circuit.append(.tick)
    appendBellGates(to: &circuit)
    for layer in schedule.layers {
      appendLayer(layer, to: &circuit)
      circuit.append(.tick)
    }
    appendBellGates(to: &circuit)
    appendMeasurements(resultOrder, to: &circuit)
  }

  /// Resets each ancilla as late and measures it as early as its gates allow.
  private func appendStaggered(to circuit: inout Circuit) {
    let first = schedule.firstLayers(operatorCount: operators.count)
    let last = schedule.lastLayers(operatorCount: operators.count)
    func starting(_ layer: Int) -> [Int] { operators.indices.filter { first[$0] == layer } }
    func ended(_ layer: Int) -> [Int] { operators.indices.filter { last[$0] == layer } }
    appendResets(starting(0), to: &circuit)
    circuit.append(.tick)
    for (number, layer) in schedule.layers.enumerated() {
      appendMeasurements(ended(number - 1), to: &circuit)
      appendLayer(layer, to: &circuit)
      appendResets(starting(number + 1), to: &circuit)
      circuit.append(.tick)
    }
    appendMeasurements(ended(schedule.layers.count - 1), to: &circuit)
  }

  private func appendResets(_ chosen: [Int], to circuit: inout Circuit) {
    let (zOnly, others) = split(chosen)
    appendUnlessEmpty(.r, zOnly.map { $0 + qubitCount }, to: &circuit)
    appendUnlessEmpty(.rx, others.map { $0 + qubitCount }, to: &circuit)
  }

  private func split(_ chosen: [Int]) -> (zOnly: [Int], others: [Int]) {
    (
      chosen.filter { operators[$0].uniformPauli == .z },
      chosen.filter { operators[$0].uniformPauli != .z }
    )
  }

  private func appendBellGates(to circuit: inout Circuit) {
    if schedule.bellPairs.isEmpty { return }
    circuit.append(
      .cx,
      qubits: schedule.bellPairs.flatMap { [qubitCount + $0.control, qubitCount + $0.target] })
    circuit.append(.tick)
  }

  private func appendLayer(_ layer: [ExtractionSchedule.Step], to circuit: inout Circuit) {
    var pairs: [Gate: [Int]] = [:]
    for step in layer {
      let measured = operators[step.check]
      let factor = measured.factors[step.factor]
      let ancilla = qubitCount + step.check
      switch factor.pauli {
      case .z where measured.uniformPauli == .z: pairs[.cx, default: []] += [factor.qubit, ancilla]
      case .x: pairs[.cx, default: []] += [ancilla, factor.qubit]
      case .y: pairs[.cy, default: []] += [ancilla, factor.qubit]
      case .z, .i: pairs[.cz, default: []] += [ancilla, factor.qubit]
      }
    }
    for gate in [Gate.cx, .cy, .cz] {
      appendUnlessEmpty(gate, pairs[gate, default: []], to: &circuit)
    }
  }

  /// Measures ancillas so that results come in the order given.
  private func appendMeasurements(_ chosen: [Int], to circuit: inout Circuit) {
    var start = 0
    while start < chosen.count {
      let isZ = operators[chosen[start]].uniformPauli == .z
      let end =
        chosen[start...].firstIndex { (operators[$0].uniformPauli == .z) != isZ } ?? chosen.count
      circuit.append(isZ ? .m : .mx, qubits: chosen[start..<end].map { $0 + qubitCount })
      start = end
    }
  }

  /// Appends the operators as pair measurements, layer by layer, none waiting for an ancilla.
  func appendPairMeasurements(to circuit: inout Circuit) {
    appendRoundMark(to: &circuit)
    for (number, layer) in pairLayers.enumerated() {
      if number > 0 { circuit.append(.tick) }
      appendProducts(layer.map { operators[$0].factors }, tag: "", to: &circuit)
    }
  }

  /// The operators in layers in which no qubit occurs twice, in their order on each qubit.
  var pairLayers: [[Int]] {
    var layers: [[Int]] = []
    var freeFrom = [Int](repeating: 0, count: qubitCount)
    for (index, measured) in operators.enumerated() {
      let layer = measured.factors.map { freeFrom[$0.qubit] }.max() ?? 0
      if layers.count <= layer { layers.append([]) }
      layers[layer].append(index)
      for factor in measured.factors { freeFrom[factor.qubit] = layer + 1 }
    }
    return layers
  }

  func appendUnlessEmpty(_ gate: Gate, _ qubits: [Int], to circuit: inout Circuit) {
    if !qubits.isEmpty { circuit.append(gate, qubits: qubits) }
  }
}

/// Appends measurements of Pauli products.
func appendProducts(
  _ products: [[StabilizerCode.Factor]], tag: String, to circuit: inout Circuit
) {
  let targets = products.flatMap { factors in
    factors.enumerated().flatMap { index, factor in
      (index > 0 ? [.combiner] : []) + [Target.pauli(factor.pauli, factor.qubit)]
    }
  }
  if !targets.isEmpty { circuit.append(.mpp, targets, tag: tag) }
}
