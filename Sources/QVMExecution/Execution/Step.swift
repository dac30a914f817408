// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

/// What the executor does in one go; a node of a program is a few steps.
///
/// The results of measurements within a node go to numbered bits, which the next node reuses.
enum Step: Sendable {
  /// Starts a node, or passes over it up to `end` if its guard is false.
  case begin(node: Int, end: Int)
  /// The qubits of an operation wait for the last of them.
  case wait([Int])
  /// What a qubit suffers while it waits; without noise there is no such step.
  case idle(Int)
  /// The qubits are busy for a number of cycles.
  case busy([Int], cycles: Int)
  case allocate(Int)
  case gate(RegisterGate, [Int])
  /// What a qubit suffers from a gate: the measured rate in its first cycle, what it suffers at rest in further ones.
  case gateNoise(Int, isTwoQubit: Bool, furtherCycles: Int)
  /// Measures Z into a bit.
  case collapse(Int, bit: Int)
  /// The bit is reported wrong, as often as readout of the qubit fails.
  case readout(Int, bit: Int)
  /// Turns a qubit that was found in |1⟩ to |0⟩.
  case clear(Int, bit: Int)
  /// Gives a qubit back that was found in a basis state.
  case release(Int, bit: Int)
  /// A Pauli where the parity of events is odd, or always if there are none.
  case correct(Pauli, [Int], events: [Int])
  /// A Pauli where a bit is 1.
  case correctByBit(Pauli, Int, bit: Int)
  /// Fails unless a qubit is in |0⟩.
  case demandZero(Int, node: Int)
  /// A Pauli of a Werner state: none with the probability of the fidelity, the others alike.
  case werner(Int, fidelity: Double)
  /// Bits become the value of an event, the first the highest.
  case record(event: Int, bits: [Int])
  /// The end of an epoch: all live qubits have waited for each other, and at least a cycle has gone by.
  case fence

  /// Whether the step may have more than one outcome.
  var hasChance: Bool {
    switch self {
    case .idle, .gateNoise, .collapse, .readout, .werner: true
    default: false
    }
  }
}
