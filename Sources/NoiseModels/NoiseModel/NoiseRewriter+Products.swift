// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Glibc
import PauliAlgebra

extension NoiseRewriter {
  /// Rewrites a measurement of products whose errors on qubits and result are correlated.
  ///
  /// No instruction flips a qubit and a result together, so a spare qubit collects the product, the errors fall
  /// on it as on the others, and it is measured. Each of the 2^(2k+1) − 1 errors of k qubits and a result is a
  /// mechanism of its own, so likely that together they are the mixing channel.
  mutating func rewrite(
    product instruction: Circuit.Instruction, into result: inout Circuit
  ) throws(NoiseError) {
    guard instruction.arguments.allSatisfy({ $0 == 0 }) else {
      throw NoiseError(
        .alreadyNoisy,
        "The circuit already has noise, the argument of MPP. "
          + "Give a noiseless circuit, or keep its own noise and name no model.")
    }
    let spare = Target.qubit(spareQubit)
    for group in instruction.groups {
      guard group.count <= 2 else {
        throw NoiseError(
          .unsupported, "A product of \(group.count) qubits is measured where only pairs can be.")
      }
      layer.touch(group.map { .qubit($0.index) }, collapses: true)
      result.append(.r, [spare])
      for target in group {
        let gate: Gate =
          switch target.pauli {
          case .x: .xcx
          case .y: .ycx
          default: .cx
          }
        result.append(gate, [.qubit(target.index), spare])
      }
      let bits = 2 * group.count + 1
      // Half the errors anticommute with a given one: each must keep its share of (1 − mixing).
      let strength = (1 - pow(1 - rates.productMixing, 1 / Double(1 << (bits - 1)))) / 2
      for error in 1..<(1 << bits) {
        result.append(
          .correlatedError, errorTargets(error, group), arguments: [strength])
      }
      let isInverted = group.count { $0.isInverted } % 2 == 1
      result.append(.m, [.qubit(spareQubit, inverted: isInverted)])
    }
  }

  /// The Paulis of an error: two bits a qubit, and the flip of the result last.
  private func errorTargets(_ error: Int, _ group: [Target]) -> [Target] {
    var targets: [Target] = []
    for (index, target) in group.enumerated() {
      let bits = error >> (2 * index) & 3
      let pauli = Pauli(x: bits & 1 == 1, z: bits >> 1 == 1)
      if pauli != .i { targets.append(.pauli(pauli, target.index)) }
    }
    if error >> (2 * group.count) == 1 { targets.append(.pauli(.x, spareQubit)) }
    return targets
  }
}
