// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import PauliAlgebra

/// The inverse of the Clifford operation that prepares a stabilizer state from |0…0⟩.
///
/// Goals, in order (Gidney, Stim: a fast stabilizer circuit simulator, 2021, section 2.1):
/// 1. a gate costs a few row operations: the inverse absorbs U as T⁻¹ U⁻¹, which only mixes the rows
///    of the touched qubits;
/// 2. a measurement whose result is certain costs one look at a row, since the observable's preimage then
///    holds no X part and its sign is the result;
/// 3. a random measurement touches only the words of the columns in which the observable's preimage
///    has an X part, and these lie together: word w of all rows comes before word w + 1 of any.
///
/// Row 2q is the preimage T⁻¹(X_q), row 2q + 1 that of Z_q. A row has `width` words of X parts and then
/// `width` of Z parts; word w of row r is `words[w · rowCount + r]`. Its phase is i^phases[r], Hermitian
/// between operations.
struct InverseTableau: Sendable, Hashable {
  let qubitCount: Int
  /// Words for one part of a row.
  let width: Int
  var words: [UInt64]
  var phases: [UInt8]

  init(qubitCount: Int, words: [UInt64], phases: [UInt8]) {
    self.qubitCount = qubitCount
    width = max(1, (qubitCount + 63) / 64)
    self.words = words
    self.phases = phases
  }

  init(qubitCount: Int) {
    self.qubitCount = qubitCount
    width = max(1, (qubitCount + 63) / 64)
    words = [UInt64](repeating: 0, count: 4 * qubitCount * width)
    phases = [UInt8](repeating: 0, count: 2 * qubitCount)
    for qubit in 0..<qubitCount {
      let mask = UInt64(1) << UInt64(qubit & 63)
      words[(qubit >> 6) * rowCount + 2 * qubit] = mask
      words[(width + qubit >> 6) * rowCount + 2 * qubit + 1] = mask
    }
  }

  /// The number of rows: two a qubit.
  var rowCount: Int { 2 &* qubitCount }

  /// The row of a generator.
  func row(_ index: Int) -> PauliString {
    let used = (qubitCount + 63) / 64
    return PauliString(
      qubitCount: qubitCount, phase: phases[index],
      xWords: (0..<used).map { words[$0 * rowCount + index] },
      zWords: (0..<used).map { words[(width + $0) * rowCount + index] })
  }

  /// The tableau of the inverse operation.
  var tableau: CliffordTableau {
    CliffordTableau(
      xImages: (0..<qubitCount).map { row(2 * $0) },
      zImages: (0..<qubitCount).map { row(2 * $0 + 1) })
  }

  /// The preimage of a product of Paulis with the given power of i in front.
  func preimage(of factors: [(qubit: Int, pauli: Pauli)], phase: UInt8) -> PreimageRow {
    var result = PreimageRow(width: width)
    result.phase = phase
    for factor in factors {
      if factor.pauli == .y { result.phase = (result.phase + 1) & 3 }
      if factor.pauli.hasX { result.multiply(by: self, row: 2 * factor.qubit) }
      if factor.pauli.hasZ { result.multiply(by: self, row: 2 * factor.qubit + 1) }
    }
    return result
  }
}

/// An operator pulled back to the start of the circuit.
struct PreimageRow: Sendable, Hashable {
  let width: Int
  /// X parts, then Z parts.
  var words: [UInt64]
  var phase: UInt8 = 0

  init(width: Int) {
    self.width = width
    words = [UInt64](repeating: 0, count: 2 * width)
  }

  /// The first qubit with an X part; nil if there is none: then the state has the operator's sign as value.
  var firstX: Int? {
    for word in 0..<width where words[word] != 0 {
      return 64 * word + words[word].trailingZeroBitCount
    }
    return nil
  }

  mutating func multiply(by tableau: borrowing InverseTableau, row: Int) {
    var exponent = Int(phase) + Int(tableau.phases[row])
    let rowCount = tableau.rowCount
    for word in 0..<width {
      let x1 = words[word]
      let z1 = words[word + width]
      let x2 = tableau.words[word * rowCount + row]
      let z2 = tableau.words[(width + word) * rowCount + row]
      exponent += productExponent(x1, z1, x2, z2)
      words[word] = x1 ^ x2
      words[word + width] = z1 ^ z2
    }
    phase = UInt8(exponent & 3)
  }
}

/// The power of i that the product of two words of Pauli factors leaves in front.
///
/// With Y = iXZ a word of factors is i^|x∧z| X^x Z^z, and moving Z^z₁ past X^x₂ costs (−1)^|z₁∧x₂|.
@inline(__always)
func productExponent(_ x1: UInt64, _ z1: UInt64, _ x2: UInt64, _ z2: UInt64) -> Int {
  (x1 & z1).nonzeroBitCount &+ (x2 & z2).nonzeroBitCount &+ 2 &* (z1 & x2).nonzeroBitCount
    &- ((x1 ^ x2) & (z1 ^ z2)).nonzeroBitCount
}
