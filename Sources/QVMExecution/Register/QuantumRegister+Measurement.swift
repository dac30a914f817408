// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra
import StabilizerSimulation

extension QuantumRegister {
  /// The probability that measuring Z gives 1.
  mutating func probabilityOfOne(_ qubit: Int) throws(ExecutionError) -> Double {
    let place = place(of: qubit)
    guard components[place.component]?.isVector == true else {
      return knownResult(.z, of: qubit).map { $0 ? 1 : 0 } ?? 0.5
    }
    let workers = workers
    return try withVector(place.component) { (vector) throws(ExecutionError) in
      try vector.probabilityOfOne(place.index, workers: workers)
    }
  }

  /// Projects a qubit onto a basis state; it leaves its vector.
  ///
  /// - Precondition: the outcome is possible.
  mutating func collapse(_ qubit: Int, to outcome: Bool) throws(ExecutionError) {
    let place = place(of: qubit)
    if components[place.component]?.isVector == true {
      try release(qubit, outcome: outcome)
      allocate(qubit, isOne: outcome)
    } else {
      withTableau(place.component) { tableau in
        _ = tableau.measure(.z, at: place.index, choosing: outcome)
      }
    }
  }

  /// Lets a qubit go that is, or is projected, in a basis state.
  mutating func release(_ qubit: Int, outcome: Bool) throws(ExecutionError) {
    let place = place(of: qubit)
    if components[place.component]?.isVector == true {
      let workers = workers
      try withVector(place.component) { (vector) throws(ExecutionError) in
        try vector.remove(place.index, outcome: outcome, workers: workers)
      }
    } else {
      withTableau(place.component) { tableau in
        _ = tableau.measure(.z, at: place.index, choosing: outcome)
        tableau.free(place.index)
      }
    }
    forget(qubit)
  }
}
