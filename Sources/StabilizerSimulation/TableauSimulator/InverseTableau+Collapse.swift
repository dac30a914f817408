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
  /// - Complexity: O(qubitCount · k), k the number of words in which `operand` has an X part.
  mutating func collapse(_ operand: PreimageRow, pivot: Int, outcome: Bool) {
    var fan = Fan(operand, pivot: pivot)
    var collapsed = operand
    do {
      var span = collapsed.words.mutableSpan
      collapsed.phase ^= fan.send(&span, row: 0, stride: 1, half: width)
    }
    fan.flipsPivot = (collapsed.phase == 2) != outcome
    let rowCount = rowCount
    let half = width * rowCount
    var signs = phases
    var rows = words.mutableSpan
    for row in signs.indices {
      signs[row] ^= fan.send(&rows, row: row, stride: rowCount, half: half)
    }
    phases = signs
  }
}

/// The gates that `collapse` puts at the start: a fan of controlled X gates, then a turn of its pivot.
private struct Fan {
  /// The word and the bit of the pivot.
  let pivotWord: Int
  let pivotBit: UInt64
  /// The words that hold targets of the fan, and the targets in them.
  let places: [Int]
  let masks: [UInt64]
  /// Whether the pivot ends with Y, so that Y ↔ Z turns it, and not with X.
  let isY: Bool
  /// Whether an X on the pivot follows.
  var flipsPivot = false

  init(_ operand: PreimageRow, pivot: Int) {
    pivotWord = pivot >> 6
    pivotBit = UInt64(pivot & 63)
    var places: [Int] = []
    var masks: [UInt64] = []
    // Each controlled X adds the Z part of its target to that of the pivot.
    var parity = Int(operand.words[operand.width + pivotWord] >> pivotBit & 1)
    for word in 0..<operand.width {
      var mask = operand.words[word]
      if word == pivotWord { mask &= ~(1 << pivotBit) }
      guard mask != 0 else { continue }
      places.append(word)
      masks.append(mask)
      parity += (operand.words[operand.width + word] & mask).nonzeroBitCount
    }
    self.places = places
    self.masks = masks
    isY = parity & 1 == 1
  }

  /// Sends one row through the gates; returns 2 if its sign flips and 0 otherwise.
  ///
  /// A controlled X flips the sign where x_c z_t (x_t ⊕ z_c ⊕ 1) = 1; along the fan z_c alternates with every
  /// target that has a Z part, which gives the closed form below.
  ///
  /// - Parameters:
  ///   - words: Where the row lies: word w of its X part at `row + w · stride`, of its Z part `half` later.
  ///   - row: The place of the first word.
  ///   - stride: The distance from word to word.
  ///   - half: The distance from X to Z parts.
  /// - Returns: What to add (XOR) to the exponent of i.
  @inline(__always)
  func send(
    _ words: inout MutableSpan<UInt64>, row: Int, stride: Int, half: Int
  ) -> UInt8 {
    let x = row &+ pivotWord &* stride
    let z = x &+ half
    let hasX = words[x] &>> pivotBit & 1 == 1
    var flips = 0
    var zCount = 0
    for index in places.indices {
      let place = row &+ places[index] &* stride
      let hit = words[place &+ half] & masks[index]
      zCount = zCount &+ hit.nonzeroBitCount
      if hasX {
        flips = flips &+ (hit & words[place]).nonzeroBitCount
        words[place] ^= masks[index]
      }
    }
    let zBefore = Int(words[z] &>> pivotBit & 1)
    if hasX { flips = flips &+ zCount &* (zBefore &+ 1) &+ zCount &* (zCount &- 1) / 2 }
    var hasZ = (zBefore &+ zCount) & 1 == 1
    let mask = UInt64(1) &<< pivotBit
    if zCount & 1 == 1 { words[z] ^= mask }
    if isY {
      // X → −X, Y → Z, Z → Y.
      if hasX, !hasZ { flips = flips &+ 1 }
      if hasZ { words[x] ^= mask }
    } else if hasX != hasZ {
      // X ↔ Z.
      words[x] ^= mask
      words[z] ^= mask
      hasZ.toggle()
    } else if hasX {
      flips = flips &+ 1
    }
    if flipsPivot, hasZ { flips = flips &+ 1 }
    return UInt8(truncatingIfNeeded: flips & 1) &<< 1
  }
}
