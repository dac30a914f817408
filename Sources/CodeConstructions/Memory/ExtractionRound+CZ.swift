// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra

extension ExtractionRound {
  /// One noiseless round in CZ gates: each ancilla, in |+⟩, gathers the Zs of data qubits that are turned so that the
  /// Pauli of the check at hand lies on Z.
  ///
  /// A data qubit is turned just before the gate that needs it, in a layer of its own, and turned back at the end of the
  /// round; between gates of the same Pauli it stays. Ancillas are turned before the first gate and after the last.
  func appendCZ(to circuit: inout Circuit) {
    appendRoundMark(to: &circuit)
    let ancillas = operators.indices.map { $0 + qubitCount }
    circuit.append(.r, qubits: ancillas)
    circuit.append(.tick)
    var turns = QubitTurns(qubitCount: qubitCount, hasY: hasY)
    for (index, layer) in schedule.layers.enumerated() {
      for step in layer {
        let factor = operators[step.check].factors[step.factor]
        turns.turn(factor.qubit, to: factor.pauli)
      }
      appendTurns(&turns, ancillas: index == 0 ? ancillas : [], to: &circuit)
      let pairs = layer.flatMap { step in
        [qubitCount + step.check, operators[step.check].factors[step.factor].qubit]
      }
      appendUnlessEmpty(.cz, pairs, to: &circuit)
      circuit.append(.tick)
    }
    for qubit in 0..<qubitCount { turns.turn(qubit, to: .z) }
    appendTurns(&turns, ancillas: ancillas, to: &circuit)
    circuit.append(.m, qubits: ancillas)
  }

  private var hasY: Bool { operators.contains { $0.factors.contains { $0.pauli == .y } } }

  /// A layer of the turns that are due, with turns of the ancillas between X and Z; nothing if there are none.
  private func appendTurns(
    _ turns: inout QubitTurns, ancillas: [Int], to circuit: inout Circuit
  ) {
    let due = turns.takeDue()
    if due.isEmpty && ancillas.isEmpty { return }
    var qubits = due
    qubits[.h, default: []] += ancillas
    for gate in [Gate.h, .cXYZ, .cZYX] {
      appendUnlessEmpty(gate, qubits[gate, default: []], to: &circuit)
    }
    circuit.append(.tick)
  }
}

/// Which Pauli of each data qubit lies on Z at the moment, and the gates that change it.
///
/// Where no check has a Y, H exchanges X and Z. Elsewhere C_XYZ, which takes X to Y, Y to Z and Z to X, and its inverse
/// lead from any Pauli to any other, and back without a sign.
private struct QubitTurns {
  private let hasY: Bool
  /// How often C_XYZ was applied to each qubit, modulo 3.
  private var states: [Int]
  private var due: [Gate: [Int]] = [:]

  init(qubitCount: Int, hasY: Bool) {
    self.hasY = hasY
    states = [Int](repeating: 0, count: qubitCount)
  }

  mutating func turn(_ qubit: Int, to pauli: Pauli) {
    let state =
      switch pauli {
      case .z, .i: 0
      case .y: 1
      case .x: 2
      }
    let change = (state - states[qubit] + 3) % 3
    if change == 0 { return }
    states[qubit] = state
    due[!hasY ? .h : change == 1 ? .cXYZ : .cZYX, default: []].append(qubit)
  }

  /// The gates that lead to the turns asked for since the last call.
  mutating func takeDue() -> [Gate: [Int]] {
    defer { due = [:] }
    return due.mapValues { $0.sorted() }
  }
}
