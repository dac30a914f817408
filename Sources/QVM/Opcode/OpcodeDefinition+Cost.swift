// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension OpcodeDefinition {
  /// What it costs to run or undo once: 1 for a gate on one qubit, 10 for a CNOT, others by the
  /// gates that they are made of; 0 for what has no effect on the state.
  ///
  /// A swap is three CNOTs; a Toffoli is six CNOTs and nine gates on one qubit (Nielsen and Chuang,
  /// Quantum Computation and Quantum Information, figure 4.9).
  public var cost: Int {
    switch opcode {
    case .toffoli: 6 * 10 + 9
    case .swap: 3 * 10
    default:
      switch kind {
      case .ownership, .order: 0
      default: qubits.least < 2 ? 1 : 10
      }
    }
  }
}
