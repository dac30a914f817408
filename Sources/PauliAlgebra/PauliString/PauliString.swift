// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A product of one-qubit Pauli operators over a register, with a phase that is a power of i.
///
/// The operator is i^phase · P₀ ⊗ P₁ ⊗ …, each factor Hermitian (Y itself, not XZ). The symplectic bits
/// of the factors are packed 64 to a word, qubit 0 in the lowest bit; bits past the last qubit are zero.
public struct PauliString: Sendable, Hashable {
  /// The number of qubits.
  public let qubitCount: Int
  /// The exponent of i in front, in 0...3.
  public var phase: UInt8 {
    didSet { precondition(phase < 4, "The phase of a Pauli string is a power of i in 0...3.") }
  }
  /// The X parts of the factors, packed.
  public internal(set) var xWords: [UInt64]
  /// The Z parts of the factors, packed.
  public internal(set) var zWords: [UInt64]

  /// Makes the identity, with phase +1.
  ///
  /// - Precondition: `qubitCount >= 0`.
  public init(qubitCount: Int) {
    precondition(qubitCount >= 0, "A register cannot have a negative number of qubits.")
    self.qubitCount = qubitCount
    phase = 0
    xWords = [UInt64](repeating: 0, count: (qubitCount + 63) / 64)
    zWords = xWords
  }

  /// Makes the product of the given factors.
  public init(_ paulis: [Pauli], isNegative: Bool = false) {
    self.init(qubitCount: paulis.count)
    phase = isNegative ? 2 : 0
    for (qubit, pauli) in paulis.enumerated() { self[qubit] = pauli }
  }

  /// Makes the operator with given packed symplectic parts.
  ///
  /// - Precondition: both parts have ⌈qubitCount / 64⌉ words, with zeros past the last qubit.
  public init(qubitCount: Int, phase: UInt8, xWords: [UInt64], zWords: [UInt64]) {
    let wordCount = (qubitCount + 63) / 64
    precondition(
      xWords.count == wordCount && zWords.count == wordCount && phase < 4,
      "The packed parts of a Pauli string must have one bit for each qubit.")
    self.qubitCount = qubitCount
    self.phase = phase
    self.xWords = xWords
    self.zWords = zWords
  }

  /// The factor on a qubit.
  ///
  /// - Precondition: the qubit is in range.
  public subscript(qubit: Int) -> Pauli {
    get {
      precondition(qubit >= 0 && qubit < qubitCount, "Qubit out of range.")
      let shift = UInt64(qubit & 63)
      return Pauli(
        x: xWords[qubit >> 6] >> shift & 1 == 1, z: zWords[qubit >> 6] >> shift & 1 == 1)
    }
    set {
      precondition(qubit >= 0 && qubit < qubitCount, "Qubit out of range.")
      let mask = UInt64(1) << UInt64(qubit & 63)
      xWords[qubit >> 6] = xWords[qubit >> 6] & ~mask | (newValue.hasX ? mask : 0)
      zWords[qubit >> 6] = zWords[qubit >> 6] & ~mask | (newValue.hasZ ? mask : 0)
    }
  }

  /// The factors, qubit after qubit.
  public var paulis: [Pauli] { (0..<qubitCount).map { self[$0] } }

  /// The number of qubits on which the factor is not the identity.
  public var weight: Int {
    var count = 0
    for word in xWords.indices { count += (xWords[word] | zWords[word]).nonzeroBitCount }
    return count
  }

  /// Whether the operator is its own adjoint: whether its phase is +1 or −1.
  public var isHermitian: Bool { phase & 1 == 0 }

  /// Whether the phase is −1.
  public var isNegative: Bool { phase == 2 }

  /// Whether every factor is the identity, whatever the phase.
  public var isIdentity: Bool { weight == 0 }
}
