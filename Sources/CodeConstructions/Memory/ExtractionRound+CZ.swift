// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra

extension ExtractionRound {
  /// One noiseless round in CZ gates: each ancilla, in |+⟩, gathers the Zs of data qubits that are turned so that the
  /// Pauli of the check at hand lies on Z.
  ///
  /// Ancillas are turned before the first gate and after the last. Data qubits are turned in these layers where that
  /// suffices, and in as few others as can be; each layer costs every qubit a step of noise.
  ///
  /// - Parameters:
  ///   - circuit: Receives the round.
  ///   - start: The Pauli of every data qubit that lies on Z when the round begins.
  ///   - end: The same for when its measurements begin.
  func appendCZ(to circuit: inout Circuit, from start: Pauli, to end: Pauli) {
    appendRoundMark(turned: start != .z, to: &circuit)
    let ancillas = operators.indices.map { $0 + qubitCount }
    let slots = slots(of: turns(from: start, to: end))
    circuit.append(.r, qubits: ancillas)
    circuit.append(.tick)
    for (index, layer) in schedule.layers.enumerated() {
      appendTurns(slots[index], ancillas: index == 0 ? ancillas : [], to: &circuit)
      let pairs = layer.flatMap { step in
        [qubitCount + step.check, operators[step.check].factors[step.factor].qubit]
      }
      appendUnlessEmpty(.cz, pairs, to: &circuit)
      circuit.append(.tick)
    }
    appendTurns(slots[schedule.layers.count], ancillas: ancillas, to: &circuit)
    circuit.append(.m, qubits: ancillas)
  }

  /// The mark of the round, where the noise per round strikes the Paulis of the code.
  ///
  /// While X lies on Z, perfect gates around it, which cancel, see to that.
  private func appendRoundMark(turned: Bool, to circuit: inout Circuit) {
    let data = (0..<qubitCount).map { Target.qubit($0) }
    if turned { circuit.append(.h, data, tag: Tag.noiseless) }
    appendRoundMark(to: &circuit)
    if turned { circuit.append(.h, data, tag: Tag.noiseless) }
  }

  /// The turns that data qubits need, by the last slot that each may take; slot k is before the gates of layer k, and
  /// the last slot after all gates.
  private func turns(from start: Pauli, to end: Pauli) -> [Turn] {
    var turns: [Turn] = []
    var held = [Pauli](repeating: start, count: qubitCount)
    var free = [Int](repeating: 0, count: qubitCount)
    func turn(_ qubit: Int, to pauli: Pauli, before slot: Int) {
      if held[qubit] == pauli { return }
      turns.append(
        Turn(qubit: qubit, from: held[qubit], to: pauli, slots: free[qubit]...slot))
      held[qubit] = pauli
    }
    for (index, layer) in schedule.layers.enumerated() {
      for step in layer {
        let factor = operators[step.check].factors[step.factor]
        turn(factor.qubit, to: factor.pauli, before: index)
        free[factor.qubit] = index + 1
      }
    }
    for qubit in 0..<qubitCount { turn(qubit, to: end, before: schedule.layers.count) }
    return turns
  }

  /// The turns of each slot: the first and the last are there for the ancillas, and others are opened as late as the
  /// turn allows that none before it suits, which opens the fewest.
  private func slots(of turns: [Turn]) -> [[Turn]] {
    let count = schedule.layers.count + 1
    var isOpen = [Bool](repeating: false, count: count)
    isOpen[0] = true
    isOpen[count - 1] = true
    var slots = [[Turn]](repeating: [], count: count)
    for turn in turns {
      let slot = turn.slots.last { isOpen[$0] } ?? turn.slots.upperBound
      isOpen[slot] = true
      slots[slot].append(turn)
    }
    return slots
  }

  /// A layer of turns, with those of the ancillas between X and Z; nothing if there are none.
  private func appendTurns(_ turns: [Turn], ancillas: [Int], to circuit: inout Circuit) {
    if turns.isEmpty && ancillas.isEmpty { return }
    let hasY = operators.contains { $0.factors.contains { $0.pauli == .y } }
    for gate in [Gate.h, .cXYZ, .cZYX] {
      let qubits = turns.filter { $0.gate(hasY: hasY) == gate }.map(\.qubit).sorted()
      appendUnlessEmpty(gate, qubits + (gate == .h ? ancillas : []), to: &circuit)
    }
    circuit.append(.tick)
  }
}

/// A change of the Pauli of a data qubit that lies on Z, and the slots that may hold it.
private struct Turn {
  let qubit: Int
  let from: Pauli
  let to: Pauli
  let slots: ClosedRange<Int>

  /// The gate that does it: where no check has a Y, H exchanges X and Z; elsewhere C_XYZ, which takes X to Y, Y to Z and
  /// Z to X, and its inverse lead from any Pauli to any other, and back without a sign.
  func gate(hasY: Bool) -> Gate {
    if !hasY { return .h }
    return (place(of: to) - place(of: from) + 3) % 3 == 1 ? .cXYZ : .cZYX
  }

  /// How often C_XYZ brings a Pauli to Z.
  private func place(of pauli: Pauli) -> Int {
    switch pauli {
    case .z, .i: 0
    case .y: 1
    case .x: 2
    }
  }
}
