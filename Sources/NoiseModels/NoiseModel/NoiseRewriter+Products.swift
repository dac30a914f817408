// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Glibc
import PauliAlgebra

extension NoiseRewriter {
  /// Appends a measurement of products whose errors on qubits and report are drawn together.
  ///
  /// No instruction flips a qubit and a report together. So each product takes in Z of a spare qubit in |0⟩, whose X
  /// flips the report, and errors fall on the spare as on the others, just before the measurement: an error before
  /// is one after with another report, and all are equally likely. Each of the 2^(2k+1) − 1 errors of k qubits and a
  /// report is a mechanism of its own, so likely that together they are the mixing channel.
  mutating func append(
    products instruction: Circuit.Instruction, mixing: Double, to result: inout Circuit
  ) throws(NoiseError) {
    let groups = instruction.groups.map { NoiseRewriter.product($0, of: instruction.gate) }
    if let large = groups.first(where: { $0.count > 2 }) {
      throw NoiseError(
        .unsupported,
        "A product of \(large.count) qubits is measured, where the noise is on pairs; "
          + "give a circuit that measures pairs only.")
    }
    let spares = groups.indices.map { Target.qubit(firstSpare + $0) }
    if !spares.isEmpty { result.append(.r, spares, tag: NoiseRewriter.reportTag) }
    var targets: [Target] = []
    for (group, spare) in zip(groups, spares) {
      let bits = 2 * group.count + 1
      // Half the errors anticommute with a given Pauli, whose expectation falls by 1 − p: it is ∏ (1 − 2q).
      let strength = (1 - pow(1 - mixing, 1 / Double(1 << (bits - 1)))) / 2
      for error in 1..<(1 << bits) {
        result.append(
          .correlatedError, NoiseRewriter.factors(error, group, spare), arguments: [strength])
      }
      targets += group.flatMap { [$0, .combiner] } + [.pauli(.z, spare.index)]
    }
    result.append(.mpp, targets, arguments: instruction.arguments, tag: instruction.tag)
  }

  /// What a group of a measurement of products or of pairs measures.
  private static func product(_ group: [Target], of gate: Gate) -> [Target] {
    let pauli: Pauli
    switch gate {
    case .mxx: pauli = .x
    case .myy: pauli = .y
    case .mzz: pauli = .z
    default: return group
    }
    return group.map { .pauli(pauli, $0.index, inverted: $0.isInverted) }
  }

  /// The Paulis of an error: two bits a qubit, and the flip of the report last.
  private static func factors(_ error: Int, _ group: [Target], _ spare: Target) -> [Target] {
    var factors: [Target] = []
    for (index, target) in group.enumerated() {
      let bits = error >> (2 * index) & 3
      let pauli = Pauli(x: bits & 1 == 1, z: bits >> 1 == 1)
      if pauli != .i { factors.append(.pauli(pauli, target.index)) }
    }
    if error >> (2 * group.count) == 1 { factors.append(.pauli(.x, spare.index)) }
    return factors
  }
}
