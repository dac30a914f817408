// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra
import StabilizerSimulation
import StateVectorSimulation

extension QuantumRegister {
  /// Brings qubits into one tableau.
  ///
  /// - Precondition: none of them is in a vector.
  mutating func joinTableaus(_ qubits: [Int]) {
    for qubit in qubits.dropFirst() {
      let (first, second) = (place(of: qubits[0]).component, place(of: qubit).component)
      guard first != second, let a = components[first], let b = components[second] else { continue }
      let (large, small) = a.qubits.count >= b.qubits.count ? (first, second) : (second, first)
      let smaller = a.qubits.count >= b.qubits.count ? b : a
      removeComponent(small)
      guard var larger = components[large], case .stabilizer(var state) = larger.state,
        case .stabilizer(let added) = smaller.state
      else { preconditionFailure("Both components must be tableaus.") }
      setComponent(large, nil)
      larger.state = .stabilizer(StabilizerState.none)
      var free = larger.qubits.indices.filter { larger.qubits[$0] < 0 }
      if free.count < smaller.qubits.count {
        let needed = larger.qubits.count - free.count + smaller.qubits.count
        let count = max(needed + needed / 4, larger.qubits.count)
        free += larger.qubits.count..<count
        larger.qubits += [Int](repeating: -1, count: count - larger.qubits.count)
        state.grow(to: count)
      }
      let targets = Array(free.prefix(smaller.qubits.count))
      state.insert(added, at: targets)
      for (index, target) in targets.enumerated() {
        let moved = smaller.qubits[index]
        larger.qubits[target] = moved
        if moved >= 0 { setPlace(of: moved, Place(component: large, index: target)) }
      }
      larger.state = .stabilizer(state)
      setComponent(large, larger)
    }
  }

  /// Brings qubits into one vector.
  ///
  /// - Throws: `ExecutionError` with code `.memory` if it would have too many qubits.
  mutating func joinVectors(_ qubits: [Int]) throws(ExecutionError) {
    for qubit in qubits { try separateSingles(beside: qubit, keeping: qubits) }
    var indices: [Int] = []
    for qubit in qubits where !indices.contains(place(of: qubit).component) {
      indices.append(place(of: qubit).component)
    }
    let total = indices.reduce(0) { $0 + (components[$1]?.count ?? 0) }
    guard total <= vectorLimit else {
      throw ExecutionError(
        .memory,
        "\(total) entangled qubits with gates beyond Clifford need a state vector of "
          + "16 × 2^\(total) bytes; at most \(vectorLimit) qubits are allowed here.")
    }
    // The largest vector takes in the others; single qubits come without touching amplitudes.
    let base =
      indices.filter { components[$0]?.isVector == true }
      .max { (components[$0]?.count ?? 0) < (components[$1]?.count ?? 0) } ?? indices[0]
    var vector = try takeVector(base)
    for index in indices where index != base {
      try merge(index, into: &vector)
    }
    insert(vector)
  }

  /// Takes a component out, as a vector.
  private mutating func takeVector(_ index: Int) throws(ExecutionError) -> Component {
    guard let component = components[index] else {
      preconditionFailure("The component has gone.")
    }
    if component.isVector {
      removeComponent(index)
      return component
    }
    var empty = Component(state: .vector(try VectorState()), qubits: [])
    try merge(index, into: &empty)
    return empty
  }

  private mutating func merge(
    _ index: Int, into vector: inout Component
  ) throws(ExecutionError) {
    guard let component = components[index], case .vector(var state) = vector.state else {
      preconditionFailure("A component merges into a vector.")
    }
    vector.state = .stabilizer(StabilizerState.none)
    removeComponent(index)
    switch component.state {
    case .vector(let other):
      try state.join(other, workers: workers)
      vector.qubits += component.qubits
    case .stabilizer(let tableau) where component.count == 1:
      let index = component.qubits.firstIndex { $0 >= 0 } ?? 0
      state.appendQubit()
      for gate in preparation(tableau, index, qubit: state.qubitCount - 1) {
        try state.apply(gate, workers: workers)
      }
      vector.qubits.append(component.qubits[index])
    case .stabilizer(let tableau):
      let order = component.qubits.indices.filter { component.qubits[$0] >= 0 }
      let other = try VectorState(amplitudes: denseAmplitudes(tableau, order))
      if state.qubitCount == 0 {
        state = other
      } else {
        try state.join(other, workers: workers)
      }
      vector.qubits += order.map { component.qubits[$0] }
    }
    vector.state = .vector(state)
  }

  /// The gates that take |0⟩ to the state of a single qubit of a tableau.
  private func preparation(
    _ tableau: StabilizerState, _ index: Int, qubit: Int
  ) -> [VectorGate] {
    if let one = tableau.result(of: .z, at: index) { return one ? [.x(qubit)] : [] }
    if let minus = tableau.result(of: .x, at: index) {
      return minus ? [.h(qubit), .z(qubit)] : [.h(qubit)]
    }
    let isMinus = tableau.result(of: .y, at: index) == true
    return [.h(qubit), isMinus ? .sAdjoint(qubit) : .s(qubit)]
  }

  private func denseAmplitudes(_ tableau: StabilizerState, _ order: [Int]) -> [Complex] {
    let amplitudes = tableau.amplitudes(of: order)
    var modulus = 1.0
    for _ in 0..<amplitudes.rank { modulus *= 0.5 }
    modulus = modulus.squareRoot()
    let powers = [
      Complex(modulus), Complex(0, modulus), Complex(-modulus), Complex(0, -modulus),
    ]
    var dense = [Complex](repeating: .zero, count: 1 << order.count)
    amplitudes.forEach { dense[Int($0)] = powers[$1] }
    return dense
  }

  /// Gives the other qubits of a tableau that are not entangled components of their own.
  ///
  /// Only X, Y and Z eigenstates are looked for: what measurement and preparation leave behind.
  private mutating func separateSingles(
    beside qubit: Int, keeping kept: [Int]
  ) throws(ExecutionError) {
    let index = place(of: qubit).component
    guard let component = components[index], !component.isVector, component.count > 1 else {
      return
    }
    for other in component.qubits where other >= 0 && !kept.contains(other) {
      for pauli in [Pauli.z, .x, .y] {
        guard let result = knownResult(pauli, of: other) else { continue }
        let toZ: [Gate] = pauli == .z ? [] : pauli == .x ? [.h] : [.sDag, .h]
        let back: [Gate] = pauli == .z ? [] : pauli == .x ? [.h] : [.h, .s]
        for gate in toZ { applyClifford(gate, to: other) }
        try release(other, outcome: result)
        allocate(other, isOne: result)
        for gate in back { applyClifford(gate, to: other) }
        break
      }
    }
  }
}
