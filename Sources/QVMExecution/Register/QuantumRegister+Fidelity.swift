// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import PauliAlgebra
import StabilizerSimulation

extension QuantumRegister {
  /// The squared overlap with another register of the same qubits.
  ///
  /// Qubits that are joined in either register are compared together: as stabilizer groups where both are
  /// tableaus, as amplitudes otherwise.
  mutating func fidelity(with other: inout QuantumRegister) throws(ExecutionError) -> Double {
    guard places.map({ $0 == nil }) == other.places.map({ $0 == nil }) else { return 0 }
    var result = 1.0
    for qubits in blocks(with: other) {
      if isTableau(qubits), other.isTableau(qubits) {
        joinTableaus(qubits)
        other.joinTableaus(qubits)
        result *= tableauFidelity(qubits, other)
      } else {
        try joinVectors(qubits)
        try other.joinVectors(qubits)
        let (a, b) = (try amplitudes(of: qubits), try other.amplitudes(of: qubits))
        var overlap = Complex.zero
        for (x, y) in zip(a, b) { overlap += x.conjugate * y }
        result *= overlap.squaredMagnitude
      }
    }
    return result
  }

  /// The sets of qubits that share a cluster in one register or the other, or through others.
  private func blocks(with other: QuantumRegister) -> [[Int]] {
    var sets = DisjointSets(count: places.count)
    for cluster in clusters + other.clusters {
      let qubits = (cluster?.qubits ?? []).filter { $0 >= 0 }
      for qubit in qubits.dropFirst() { sets.join(qubit, qubits[0]) }
    }
    let live = places.indices.filter { places[$0] != nil }
    return Dictionary(grouping: live, by: { sets.root($0) }).sorted { $0.key < $1.key }.map(\.value)
  }

  private func isTableau(_ qubits: [Int]) -> Bool {
    qubits.allSatisfy { clusters[place(of: $0).cluster]?.isVector != true }
  }

  /// Projects this register's state onto the stabilizers of the other: 0, or a power of ½.
  ///
  /// - Precondition: the qubits fill a tableau in both registers.
  private func tableauFidelity(_ qubits: [Int], _ other: QuantumRegister) -> Double {
    let index = place(of: qubits[0]).cluster
    guard case .stabilizer(var own)? = clusters[index]?.state,
      case .stabilizer(let twin)? = other.clusters[other.place(of: qubits[0]).cluster]?.state
    else { return 0 }
    var result = 1.0
    for generator in twin.canonicalStabilizers {
      let factors = qubits.map { qubit in
        (place: place(of: qubit).index, pauli: generator[other.place(of: qubit).index])
      }.filter { $0.pauli != .i }
      // A generator on free places alone is one of theirs.
      guard !factors.isEmpty else { continue }
      switch own.project(factors, isNegative: generator.isNegative) {
      case .none: return 0
      case .some(let wasCertain): result *= wasCertain ? 1 : 0.5
      }
    }
    return result
  }

  /// The amplitudes of the qubits of one vector; bit b of the index belongs to the b-th.
  private mutating func amplitudes(of qubits: [Int]) throws(ExecutionError) -> [Complex] {
    let index = place(of: qubits[0]).cluster
    let workers = workers
    let dense = try withVector(index) { (vector) throws(ExecutionError) in
      try vector.amplitudes(workers: workers)
    }
    let bits = qubits.map { place(of: $0).index }
    return (0..<1 << qubits.count).map { value in
      var source = 0
      for (bit, position) in bits.enumerated() { source |= (value >> bit & 1) << position }
      return dense[source]
    }
  }
}
