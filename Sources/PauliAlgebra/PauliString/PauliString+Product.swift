// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension PauliString {
  /// Whether the two operators commute; otherwise they anticommute.
  ///
  /// - Precondition: the qubit counts agree.
  /// - Complexity: O(qubitCount / 64).
  public func commutes(with other: PauliString) -> Bool {
    precondition(qubitCount == other.qubitCount, "Pauli strings of different sizes.")
    var parity = 0
    for word in xWords.indices {
      parity ^=
        (xWords[word] & other.zWords[word] ^ zWords[word] & other.xWords[word])
        .nonzeroBitCount
    }
    return parity & 1 == 0
  }

  /// Multiplies from the right by another operator, with the exact phase.
  ///
  /// Writing Y = iXZ turns a string into i^(phase + |x∧z|) · X^x Z^z; moving Z^z₁ past X^x₂ costs (−1)^|z₁∧x₂|.
  ///
  /// - Precondition: the qubit counts agree.
  /// - Complexity: O(qubitCount / 64).
  public static func *= (left: inout PauliString, right: PauliString) {
    precondition(left.qubitCount == right.qubitCount, "Pauli strings of different sizes.")
    var exponent = Int(left.phase) + Int(right.phase)
    for word in left.xWords.indices {
      let x1 = left.xWords[word]
      let z1 = left.zWords[word]
      let x2 = right.xWords[word]
      let z2 = right.zWords[word]
      exponent += (x1 & z1).nonzeroBitCount + (x2 & z2).nonzeroBitCount
      exponent += 2 * (z1 & x2).nonzeroBitCount - ((x1 ^ x2) & (z1 ^ z2)).nonzeroBitCount
      left.xWords[word] = x1 ^ x2
      left.zWords[word] = z1 ^ z2
    }
    left.phase = UInt8(exponent & 3)
  }

  /// The product of two operators, with the exact phase.
  public static func * (left: PauliString, right: PauliString) -> PauliString {
    var product = left
    product *= right
    return product
  }

  /// The operator with the opposite sign.
  public static prefix func - (operand: PauliString) -> PauliString {
    var negated = operand
    negated.phase = (operand.phase + 2) & 3
    return negated
  }

  /// The same operator on a register with `offset` qubits before and others after, up to `count` in all.
  ///
  /// - Precondition: the operator fits.
  public func padded(to count: Int, offset: Int = 0) -> PauliString {
    precondition(offset >= 0 && offset + qubitCount <= count, "The operator does not fit.")
    var result = PauliString(qubitCount: count)
    result.phase = phase
    for qubit in 0..<qubitCount { result[offset + qubit] = self[qubit] }
    return result
  }
}
