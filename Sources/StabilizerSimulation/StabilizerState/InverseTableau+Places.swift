// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension InverseTableau {
  /// Makes a tableau of given rows; nil if their number or their size is wrong.
  init?(placeCount: Int, words: [UInt64], phases: [UInt8]) {
    let width = max(1, (placeCount + 63) / 64)
    guard words.count == 4 * placeCount * width, phases.count == 2 * placeCount,
      phases.allSatisfy({ $0 & ~2 == 0 })
    else { return nil }
    self.init(qubitCount: placeCount, words: words, phases: phases)
    let spare = UInt64(placeCount & 63)
    guard spare != 0 else { return }
    let outside = ~UInt64(0) << spare
    for part in [width - 1, 2 * width - 1] {
      for row in 0..<rowCount where words[part * rowCount + row] & outside != 0 { return nil }
    }
  }

  /// Whether the rows keep the commutation relations of the generators.
  var isConsistent: Bool {
    for first in 0..<rowCount {
      for second in 0..<first {
        var parity: UInt64 = 0
        for word in 0..<width {
          let x = word * rowCount
          let z = (width + word) * rowCount
          parity ^= words[x + first] & words[z + second] ^ words[z + first] & words[x + second]
        }
        let anticommutes = parity.nonzeroBitCount & 1 == 1
        if anticommutes != (first ^ 1 == second) { return false }
      }
    }
    return true
  }

  /// The same tableau with qubits in |0⟩ after the last.
  func grown(to count: Int) -> InverseTableau {
    var larger = InverseTableau(qubitCount: count)
    for row in 0..<rowCount {
      larger.phases[row] = phases[row]
      for word in 0..<width {
        larger.words[word * larger.rowCount + row] = words[word * rowCount + row]
        larger.words[(larger.width + word) * larger.rowCount + row] =
          words[(width + word) * rowCount + row]
      }
    }
    return larger
  }

  /// Takes over the rows of another tableau as those of some qubits.
  ///
  /// - Precondition: the rows of these qubits are those of the identity, and no other row meets them.
  mutating func copyRows(from other: InverseTableau, to qubits: [Int]) {
    for source in 0..<other.rowCount {
      let target = 2 * qubits[source >> 1] + source & 1
      let first = qubits[source >> 1]
      let identity = first >> 6 + (source & 1 == 1 ? width : 0)
      words[identity * rowCount + target] &= ~(1 << UInt64(first & 63))
      phases[target] = other.phases[source]
      for word in 0..<(2 * other.width) {
        var bits = other.words[word * other.rowCount + source]
        let half = word < other.width ? 0 : width
        let base = 64 * (word < other.width ? word : word - other.width)
        while bits != 0 {
          let place = qubits[base + bits.trailingZeroBitCount]
          words[(half + place >> 6) * rowCount + target] |= 1 << UInt64(place & 63)
          bits &= bits - 1
        }
      }
    }
  }

  /// Brings a qubit that is |0⟩ or |1⟩ to |0⟩, with rows that no other qubit shares.
  ///
  /// Gates put at the very start, where the state is |0…0⟩: controlled X gates gather the product of Z
  /// that the qubit's Z came from on one column, and an exchange brings this column to the qubit. Then
  /// no other row but that of its X has an X part there, and Z parts there are 1 on the state.
  ///
  /// - Precondition: the result of measuring Z is certain.
  mutating func isolate(_ qubit: Int) {
    let preimage = preimage(of: [(qubit, .z)], phase: 0)
    precondition(preimage.firstX == nil, "A qubit can be freed only in a basis state.")
    if preimage.phase == 2 { apply(Pauli.x, to: qubit) }
    var mask = Array(preimage.words[width..<(2 * width)])
    let own = (qubit >> 6, UInt64(qubit & 63))
    var column = qubit
    if mask[own.0] >> own.1 & 1 == 0, let word = mask.firstIndex(where: { $0 != 0 }) {
      column = 64 * word + mask[word].trailingZeroBitCount
    }
    mask[column >> 6] &= ~(1 << UInt64(column & 63))
    gather(mask, on: column)
    if column != qubit { swapColumns(column, qubit) }
    clear(qubit)
  }

  /// Puts controlled X gates at the start, from each qubit of the mask to the column's qubit.
  ///
  /// A row with Z on the target gets Z on each control; one with an odd number of X on the controls gets X
  /// on the target. With Y = iXZ moved past, one gate flips the sign where x_c z_t (x_t ⊕ z_c ⊕ 1) = 1.
  private mutating func gather(_ mask: [UInt64], on column: Int) {
    let places = mask.indices.filter { mask[$0] != 0 }
    guard !places.isEmpty else { return }
    let rowCount = rowCount
    let half = width * rowCount
    let bit = UInt64(column & 63)
    for row in 0..<rowCount {
      let target = (column >> 6) * rowCount + row
      let hasZ = words[target + half] >> bit & 1 == 1
      var xCount = 0
      var bothCount = 0
      for place in places {
        let at = place * rowCount + row
        let x = words[at] & mask[place]
        xCount += x.nonzeroBitCount
        bothCount += (x & words[at + half]).nonzeroBitCount
        if hasZ { words[at + half] ^= mask[place] }
      }
      if hasZ, xCount > 0 {
        // The target's X bit alternates from control to control that has an X.
        let before = Int(words[target] >> bit & 1)
        let alternating = xCount * before + xCount * (xCount - 1) / 2
        if (alternating + bothCount + xCount) & 1 == 1 { phases[row] ^= 2 }
      }
      if xCount & 1 == 1 { words[target] ^= 1 << bit }
    }
  }

  private mutating func swapColumns(_ first: Int, _ second: Int) {
    for half in [0, width] {
      let (a, b) = ((half + first >> 6) * rowCount, (half + second >> 6) * rowCount)
      for row in 0..<rowCount {
        let bitA = words[a + row] >> UInt64(first & 63) & 1
        let bitB = words[b + row] >> UInt64(second & 63) & 1
        guard bitA != bitB else { continue }
        words[a + row] ^= 1 << UInt64(first & 63)
        words[b + row] ^= 1 << UInt64(second & 63)
      }
    }
  }

  /// Makes the rows and the column of a qubit those of the identity.
  private mutating func clear(_ qubit: Int) {
    let word = qubit >> 6
    let mask = UInt64(1) << UInt64(qubit & 63)
    for row in 0..<rowCount {
      words[(width + word) * rowCount + row] &= ~mask
    }
    for part in 0..<(2 * width) {
      words[part * rowCount + 2 * qubit] = 0
      words[part * rowCount + 2 * qubit + 1] = 0
    }
    words[word * rowCount + 2 * qubit] = mask
    words[(width + word) * rowCount + 2 * qubit + 1] = mask
    phases[2 * qubit] = 0
    phases[2 * qubit + 1] = 0
  }
}
