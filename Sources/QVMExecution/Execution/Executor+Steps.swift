// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra
import QVM

extension Executor {
  /// Does a step that can go one way only.
  mutating func perform(_ step: Step, _ group: inout Group) throws(ExecutionError) {
    switch step {
    case .begin(let node, let end): try begin(node, end: end, &group)
    case .wait(let qubits):
      group.machine.start = qubits.reduce(group.machine.earliestStart) {
        max($0, group.machine.clock($1))
      }
    case .busy(let qubits, let cycles):
      let end = group.machine.start + cycles
      group.machine.end = end
      for qubit in qubits { group.machine.clocks[qubit] = end }
      group.machine.now = max(group.machine.now, end)
    case .allocate(let qubit): allocate(qubit, &group.machine)
    case .gate(let gate, let qubits):
      try group.machine.register.apply(gate, to: qubits)
      observeSizes(qubits, group.machine.register)
    case .clear(let qubit, let bit):
      if group.machine.bit(bit) { try group.machine.register.apply(Pauli.x, to: qubit) }
    case .release(let qubit, let bit): try release(qubit, bit, &group)
    case .correct(let pauli, let qubits, let events):
      guard events.isEmpty || group.machine.parity(events) else { return }
      for qubit in qubits { try group.machine.register.apply(pauli, to: qubit) }
    case .correctByBit(let pauli, let qubit, let bit):
      if group.machine.bit(bit) { try group.machine.register.apply(pauli, to: qubit) }
    case .demandZero(let qubit, let node): try demandZero(qubit, node, &group)
    case .record(let event, let bits):
      let value = bits.reduce(Int8(0)) { $0 * 2 + (group.machine.bit($1) ? 1 : 0) }
      group.setEvent(event, value)
      group.machine.eventTimes[event] = group.machine.end
    case .fence: try passFence(&group)
    case .idle, .gateNoise, .collapse, .readout, .werner: break
    }
  }

  private mutating func begin(
    _ index: Int, end: Int, _ group: inout Group
  ) throws(ExecutionError) {
    let node = plan.program.nodes[index]
    let known = node.condition.map { group.machine.knownTime($0) } ?? 0
    group.machine.earliestStart = known
    if let condition = node.condition, !condition.holds(in: group.machine.events) {
      group.position = end
      for event in node.outputs {
        group.machine.eventTimes[event] = max(group.machine.eventTimes[event], known)
      }
      if node.opcode == .fence { try group.machine.register.flush() }
      return
    }
    let isNew = node.opcode == .allocate
    for qubit in node.qubits where group.machine.register.isLive(qubit) == isNew {
      let name = plan.program.qubits[qubit]
      throw ExecutionError(
        .state, "The qubit `\(name)` is \(isNew ? "already" : "not") allocated.", node: node.id)
    }
    tally.nodeWeights[index] += group.ensemble.weight
  }

  private mutating func allocate(_ qubit: Int, _ machine: inout Machine) {
    machine.register.allocate(qubit)
    let time = max(machine.epochStart, machine.earliestStart)
    machine.clocks[qubit] = time
    machine.births[qubit] = time
    machine.logicalQubits += 1
    machine.physicalQubits += physicalQubits[qubit]
    tally.peakLogicalQubits = max(tally.peakLogicalQubits, machine.logicalQubits)
    tally.peakPhysicalQubits = max(tally.peakPhysicalQubits, machine.physicalQubits)
    tally.largestTableau = max(tally.largestTableau, 1)
  }

  private mutating func release(
    _ qubit: Int, _ bit: Int, _ group: inout Group
  ) throws(ExecutionError) {
    try group.machine.register.release(qubit, outcome: group.machine.bit(bit))
    group.machine.logicalQubits -= 1
    group.machine.physicalQubits -= physicalQubits[qubit]
    let end = max(group.machine.clock(qubit), group.machine.earliestStart)
    let life = end - group.machine.births[qubit]
    tally.qubits[qubit].lifetime += group.ensemble.weight * Double(life)
  }

  private mutating func demandZero(
    _ qubit: Int, _ index: Int, _ group: inout Group
  ) throws(ExecutionError) {
    let one = try group.machine.register.probabilityOfOne(qubit)
    guard one > Executor.zeroTolerance else { return }
    let node = plan.program.nodes[index]
    let name = plan.program.qubits[qubit]
    throw ExecutionError(
      .state,
      "\(node.opcode.name) needs `\(name)` in |0⟩, but it is 1 with probability \(one): "
        + (node.opcode == .free ? "it was not uncomputed." : "reset it first."), node: node.id)
  }

  /// What rounding may leave of |1⟩ in a qubit that counts as |0⟩.
  private static let zeroTolerance = 1e-9

  private mutating func passFence(_ group: inout Group) throws(ExecutionError) {
    group.machine.epoch += 1
    group.machine.now = max(group.machine.now, group.machine.epochStart + 1)
    group.machine.epochStart = group.machine.now
    group.machine.start = group.machine.now
    // A restored run starts with vectors that have seen all their gates, so this one must, too.
    try group.machine.register.flush()
  }

  private mutating func observeSizes(_ qubits: [Int], _ register: QuantumRegister) {
    guard let cluster = register.clusters[register.place(of: qubits[0]).cluster] else {
      return
    }
    if cluster.isVector {
      tally.largestVector = max(tally.largestVector, cluster.count)
    } else {
      tally.largestTableau = max(tally.largestTableau, cluster.count)
    }
  }

  /// Counts what ends with the program.
  mutating func finish(_ group: Group) {
    let weight = group.ensemble.weight
    let machine = group.machine
    tally.cycles += weight * Double(machine.now)
    tally.mostCycles = max(tally.mostCycles, machine.now)
    tally.epochs += weight * Double(machine.epoch)
    for qubit in machine.clocks.indices where machine.register.isLive(qubit) {
      let life = machine.clock(qubit) - machine.births[qubit]
      tally.qubits[qubit].lifetime += weight * Double(life)
    }
  }
}
