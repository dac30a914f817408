// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra

extension InverseTableau {
  /// Multiplies a row from the right by another one, and by i^extra.
  private mutating func multiply(row target: Int, by source: Int, extra: UInt8 = 0) {
    let width = width
    var exponent = Int(phases[target]) &+ Int(phases[source]) &+ Int(extra)
    let rowCount = rowCount
    let half = width &* rowCount
    var span = words.mutableSpan
    for word in 0..<width {
      let into = word &* rowCount &+ target
      let from = word &* rowCount &+ source
      let x2 = span[from]
      let z2 = span[from &+ half]
      if x2 | z2 == 0 { continue }
      let x1 = span[into]
      let z1 = span[into &+ half]
      exponent = exponent &+ productExponent(x1, z1, x2, z2)
      span[into] = x1 ^ x2
      span[into &+ half] = z1 ^ z2
    }
    phases[target] = UInt8(exponent & 3)
  }

  private mutating func swapRows(_ first: Int, _ second: Int) {
    let rowCount = rowCount
    let wordCount = 2 * width
    var span = words.mutableSpan
    for word in 0..<wordCount {
      span.swapAt(word &* rowCount &+ first, word &* rowCount &+ second)
    }
    phases.swapAt(first, second)
  }

  /// Applies the Pauli `pauli` to a qubit: it flips the signs of the generators it anticommutes with.
  mutating func apply(_ pauli: Pauli, to qubit: Int) {
    if pauli.hasZ { phases[2 * qubit] ^= 2 }
    if pauli.hasX { phases[2 * qubit + 1] ^= 2 }
  }

  /// Applies a one-qubit unitary of the gate table.
  mutating func apply(_ gate: Gate, to qubit: Int) {
    let x = 2 * qubit
    switch gate {
    case .i: break
    case .x: apply(Pauli.x, to: qubit)
    case .y: apply(Pauli.y, to: qubit)
    case .z: apply(Pauli.z, to: qubit)
    case .h: swapRows(x, x + 1)
    // S† X S = −Y = −iXZ, and S X S† = iXZ.
    case .s: multiply(row: x, by: x + 1, extra: 3)
    case .sDag: multiply(row: x, by: x + 1, extra: 1)
    default: applyByTable(gate, to: [qubit])
    }
  }

  /// Applies a two-qubit unitary of the gate table.
  mutating func apply(_ gate: Gate, to first: Int, _ second: Int) {
    let (a, b) = (2 * first, 2 * second)
    switch gate {
    case .ii: break
    case .cx:
      multiply(row: a, by: b)
      multiply(row: b + 1, by: a + 1)
    case .cz:
      multiply(row: a, by: b + 1)
      multiply(row: b, by: a + 1)
    case .swap:
      swapRows(a, b)
      swapRows(a + 1, b + 1)
    default: applyByTable(gate, to: [first, second])
    }
  }

  /// Replaces the rows of the touched qubits by the products that the gate table tells.
  private mutating func applyByTable(_ gate: Gate, to qubits: [Int]) {
    guard let action = GateAction.all[Int(gate.rawValue)] else {
      preconditionFailure("\(gate) is no unitary of fixed size.")
    }
    let products = action.inverseImages.map { image in
      preimage(
        of: qubits.enumerated().compactMap { index, qubit in
          image[index] == .i ? nil : (qubit, image[index])
        }, phase: image.phase)
    }
    for (index, product) in products.enumerated() {
      replace(row: 2 * qubits[index >> 1] + index & 1, by: product)
    }
  }

  private mutating func replace(row: Int, by product: PreimageRow) {
    for word in 0..<(2 * width) { words[word * rowCount + row] = product.words[word] }
    phases[row] = product.phase
  }

  /// Applies exp(∓iπ/4 P) up to phase for a Hermitian product P: SPP, or SPP_DAG when `isInverse`.
  ///
  /// U = exp(−iπP/4) sends an operator A that anticommutes with P to −iPA, and U† sends it to iPA.
  mutating func rotate(
    about factors: [(qubit: Int, pauli: Pauli)], isNegative: Bool, isInverse: Bool
  ) {
    let product = preimage(of: factors, phase: isNegative ? 2 : 0)
    // Rows hold T⁻¹(U† A U) = ±i · T⁻¹(P) · T⁻¹(A) for the generators A that anticommute with P.
    let extra: UInt8 = isInverse ? 3 : 1
    for factor in factors {
      for (part, generator) in [Pauli.x, Pauli.z].enumerated()
      where !factor.pauli.commutes(with: generator) {
        var changed = product
        let row = 2 * factor.qubit + part
        changed.multiply(by: self, row: row)
        changed.phase = (changed.phase + extra) & 3
        replace(row: row, by: changed)
      }
    }
  }
}
