// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension InverseTableau {
  /// Projects the state onto an eigenspace of an operator whose value is random.
  ///
  /// Gates put at the very start, where the state is |0…0⟩ and they change nothing or only turn one qubit,
  /// make the operator's preimage diagonal: controlled X gates from one pivot clear its other X parts, a
  /// Hadamard-like gate turns the pivot's X or Y into Z, and an X there selects the sign.
  ///
  /// - Parameters:
  ///   - operand: The preimage of the Hermitian operator measured.
  ///   - pivot: A qubit on which `operand` has an X part.
  ///   - outcome: The result to project on; true is the eigenvalue −1.
  /// - Complexity: O(qubitCount² / 64).
  mutating func collapse(_ operand: PreimageRow, pivot: Int, outcome: Bool) {
    var others = Array(operand.words[..<width])
    let word = pivot >> 6
    let bit = UInt64(pivot & 63)
    others[word] &= ~(1 << bit)
    let isY = operand.words[width + word] >> bit & 1 ^ UInt64(parity(operand, others)) == 1
    var collapsed = operand
    let width = width
    let fan = others.span
    do {
      var span = collapsed.words.mutableSpan
      collapsed.phase ^= InverseTableau.prepend(
        &span, start: 0, width: width, others: fan, word: word, bit: bit, isY: isY)
    }
    let mustFlip = (collapsed.phase == 2) != outcome
    var signs = phases
    var rows = words.mutableSpan
    for row in signs.indices {
      let start = 2 * row * width
      signs[row] ^= InverseTableau.prepend(
        &rows, start: start, width: width, others: fan, word: word, bit: bit, isY: isY)
      if mustFlip, rows[start + width + word] >> bit & 1 == 1 { signs[row] ^= 2 }
    }
    phases = signs
  }

  /// The parity that the controlled X gates add to the Z part of the pivot.
  private func parity(_ operand: PreimageRow, _ others: [UInt64]) -> Int {
    var count = 0
    for word in 0..<width {
      count += (operand.words[width + word] & others[word]).nonzeroBitCount
    }
    return count & 1
  }

  /// Sends one row through the gates of `collapse`; returns 2 if its sign flips and 0 otherwise.
  ///
  /// A controlled X flips the sign where x_c z_t (x_t ⊕ z_c ⊕ 1) = 1; along the fan z_c alternates with every
  /// target that has a Z part, which gives the closed form below.
  @inline(__always)
  private static func prepend(
    _ rows: inout MutableSpan<UInt64>, start: Int, width: Int, others: Span<UInt64>, word: Int,
    bit: UInt64, isY: Bool
  ) -> UInt8 {
    let zStart = start &+ width
    let hasX = rows[start &+ word] >> bit & 1 == 1
    var flips = 0
    var zCount = 0
    for index in 0..<width {
      let hit = rows[zStart &+ index] & others[index]
      zCount = zCount &+ hit.nonzeroBitCount
      if hasX {
        flips = flips &+ (hit & rows[start &+ index]).nonzeroBitCount
        rows[start &+ index] ^= others[index]
      }
    }
    let zBefore = Int(rows[zStart &+ word] >> bit & 1)
    if hasX {
      flips = flips &+ zCount &* (zBefore &+ 1) &+ zCount &* (zCount &- 1) / 2
    } else {
      flips = 0
    }
    let hasZ = (zBefore &+ zCount) & 1 == 1
    if zCount & 1 == 1 { rows[zStart &+ word] ^= 1 << bit }
    let mask = UInt64(1) << bit
    if isY {
      // X → −X, Y → Z, Z → Y.
      if hasX, !hasZ { flips = flips &+ 1 }
      if hasZ { rows[start &+ word] ^= mask }
    } else if hasX != hasZ {
      // X ↔ Z.
      rows[start &+ word] ^= mask
      rows[zStart &+ word] ^= mask
    } else if hasX {
      flips = flips &+ 1
    }
    return UInt8(truncatingIfNeeded: flips & 1) &<< 1
  }
}
