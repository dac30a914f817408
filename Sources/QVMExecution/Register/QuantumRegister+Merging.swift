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
      let (first, second) = (place(of: qubits[0]).cluster, place(of: qubit).cluster)
      guard first != second, let a = clusters[first], let b = clusters[second] else { continue }
      let (large, small) = a.qubits.count >= b.qubits.count ? (first, second) : (second, first)
      let smaller = a.qubits.count >= b.qubits.count ? b : a
      removeCluster(small)
      guard var larger = clusters[large], case .stabilizer(var state) = larger.state,
        case .stabilizer(let added) = smaller.state
      else { preconditionFailure("Both clusters must be tableaus.") }
      setCluster(large, nil)
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
        if moved >= 0 { setPlace(of: moved, Place(cluster: large, index: target)) }
      }
      larger.count += smaller.count
      larger.state = .stabilizer(state)
      setCluster(large, larger)
    }
  }

  /// Brings qubits into one vector.
  ///
  /// - Throws: `ExecutionError` with code `.memory` if it would have too many qubits.
  mutating func joinVectors(_ qubits: [Int]) throws(ExecutionError) {
    for qubit in qubits { try separateSingles(beside: qubit, keeping: qubits) }
    var indices: [Int] = []
    for qubit in qubits where !indices.contains(place(of: qubit).cluster) {
      indices.append(place(of: qubit).cluster)
    }
    let total = indices.reduce(0) { $0 + (clusters[$1]?.count ?? 0) }
    guard total <= vectorLimit else {
      throw ExecutionError(
        .memory,
        "\(total) entangled qubits with gates beyond Clifford need a state vector of "
          + "16 × 2^\(total) bytes; at most \(vectorLimit) qubits are allowed here.")
    }
    // The largest vector takes in the others; single qubits come without touching amplitudes.
    let base =
      indices.filter { clusters[$0]?.isVector == true }
      .max { (clusters[$0]?.count ?? 0) < (clusters[$1]?.count ?? 0) } ?? indices[0]
    var vector = try takeVector(base)
    for index in indices where index != base {
      try merge(index, into: &vector)
    }
    insert(vector)
  }

  /// Takes a cluster out, as a vector.
  private mutating func takeVector(_ index: Int) throws(ExecutionError) -> Cluster {
    guard let cluster = clusters[index] else {
      preconditionFailure("The cluster has gone.")
    }
    if cluster.isVector {
      removeCluster(index)
      return cluster
    }
    var empty = Cluster(state: .vector(try VectorState()), qubits: [])
    try merge(index, into: &empty)
    return empty
  }

  private mutating func merge(
    _ index: Int, into vector: inout Cluster
  ) throws(ExecutionError) {
    guard var cluster = clusters[index], case .vector(var state) = vector.state else {
      preconditionFailure("A cluster merges into a vector.")
    }
    vector.state = .stabilizer(StabilizerState.none)
    removeCluster(index)
    switch cluster.state {
    case .vector(var other):
      // The other one then has no owner but the join.
      cluster.state = .stabilizer(StabilizerState.none)
      try state.join(&other, workers: workers)
      vector.qubits += cluster.qubits
    case .stabilizer(let tableau) where cluster.count == 1:
      let index = cluster.qubits.firstIndex { $0 >= 0 } ?? 0
      state.appendQubit()
      for gate in preparation(tableau, index, qubit: state.qubitCount - 1) {
        try state.apply(gate, workers: workers)
      }
      vector.qubits.append(cluster.qubits[index])
    case .stabilizer(let tableau):
      let order = cluster.qubits.indices.filter { cluster.qubits[$0] >= 0 }
      var other = try denseState(tableau, order)
      if state.qubitCount == 0 {
        state = other
      } else {
        try state.join(&other, workers: workers)
      }
      vector.qubits += order.map { cluster.qubits[$0] }
    }
    vector.count = vector.qubits.count
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

  private func denseState(
    _ tableau: StabilizerState, _ order: [Int]
  ) throws(ExecutionError) -> VectorState {
    let amplitudes = tableau.amplitudes(of: order)
    var modulus = 1.0
    for _ in 0..<amplitudes.rank { modulus *= 0.5 }
    modulus = modulus.squareRoot()
    let powers = [
      Complex(modulus), Complex(0, modulus), Complex(-modulus), Complex(0, -modulus),
    ]
    return try VectorState(qubitCount: order.count) { set in
      amplitudes.forEach { set(Int($0), powers[$1]) }
    }
  }

  /// Gives the other qubits of a tableau that are not entangled clusters of their own.
  ///
  /// Only X, Y and Z eigenstates are looked for: what measurement and preparation leave behind.
  private mutating func separateSingles(
    beside qubit: Int, keeping kept: [Int]
  ) throws(ExecutionError) {
    let index = place(of: qubit).cluster
    guard let cluster = clusters[index], !cluster.isVector, cluster.count > 1 else {
      return
    }
    for other in cluster.qubits where other >= 0 && !kept.contains(other) {
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
