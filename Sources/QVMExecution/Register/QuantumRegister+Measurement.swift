// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra
import StabilizerSimulation

extension QuantumRegister {
  /// The probability that measuring Z gives 1.
  mutating func probabilityOfOne(_ qubit: Int) throws(ExecutionError) -> Double {
    let place = place(of: qubit)
    guard clusters[place.cluster]?.isVector == true else {
      return knownResult(.z, of: qubit).map { $0 ? 1 : 0 } ?? 0.5
    }
    let workers = workers
    return try withVector(place.cluster) { (vector) throws(ExecutionError) in
      try vector.probabilityOfOne(place.index, workers: workers)
    }
  }

  /// Projects a qubit onto a basis state; it leaves its vector.
  ///
  /// - Precondition: the outcome is possible.
  mutating func collapse(_ qubit: Int, to outcome: Bool) throws(ExecutionError) {
    let place = place(of: qubit)
    if clusters[place.cluster]?.isVector == true {
      try release(qubit, outcome: outcome)
      allocate(qubit, isOne: outcome)
    } else if knownResult(.z, of: qubit) != outcome {
      withTableau(place.cluster) { tableau in
        _ = tableau.measure(.z, at: place.index, choosing: outcome)
      }
    }
  }

  /// Projects a qubit of a tableau, whose result is open, onto |0⟩.
  ///
  /// - Returns: A Pauli operator, qubit by qubit, that takes the state to the one after |1⟩.
  mutating func collapseToZero(_ qubit: Int) -> [(qubit: Int, pauli: Pauli)] {
    let place = place(of: qubit)
    let flips = withTableau(place.cluster) { $0.collapseToZero(place.index) }
    guard let cluster = clusters[place.cluster] else { return [] }
    return flips.map { (qubit: cluster.qubits[$0.place], pauli: $0.pauli) }
      .filter { $0.qubit >= 0 }
  }

  /// Lets a qubit go that is, or is projected, in a basis state.
  mutating func release(_ qubit: Int, outcome: Bool) throws(ExecutionError) {
    let place = place(of: qubit)
    if clusters[place.cluster]?.isVector == true {
      let workers = workers
      try withVector(place.cluster) { (vector) throws(ExecutionError) in
        try vector.remove(place.index, outcome: outcome, workers: workers)
      }
    } else {
      withTableau(place.cluster) { tableau in
        _ = tableau.measure(.z, at: place.index, choosing: outcome)
        tableau.free(place.index)
      }
    }
    forget(qubit)
  }
}
