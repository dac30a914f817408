// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives
public import PauliAlgebra

/// Runs one shot of a circuit exactly, noise and feedback included.
///
/// The state is the inverse tableau of the preparing operation, so gates cost O(qubits / 64), measurements
/// with a certain result the same, and random measurements O(qubits² / 64).
public struct TableauSimulator: Sendable {
  /// What a measurement gives whose result quantum mechanics leaves open.
  public enum RandomOutcomes: Sendable, Hashable {
    /// A fair coin.
    case fair
    /// Always 0, the eigenvalue +1: for reference samples.
    case zero
  }

  /// How open results are chosen.
  public let outcomes: RandomOutcomes
  /// Whether channels and flipped results are left out; heralds are then silent.
  public var isNoiseless = false
  /// The results measured so far.
  public internal(set) var record = BitRecord()
  /// The sweep bits of the shot; bits beyond the end are 0.
  public var sweepBits: [Bool] = []
  var state: InverseTableau
  var stream: RandomStream
  /// Whether an error of the current chain of correlated errors has happened.
  var chainHasFired = false

  /// Prepares a register in |0…0⟩.
  ///
  /// - Parameters:
  ///   - qubitCount: The number of qubits.
  ///   - outcomes: How open measurement results are chosen.
  ///   - stream: Where noise and fair results come from.
  public init(
    qubitCount: Int, outcomes: RandomOutcomes = .fair,
    stream: RandomStream = RandomStream(seed: 0)
  ) {
    state = InverseTableau(qubitCount: qubitCount)
    self.outcomes = outcomes
    self.stream = stream
  }

  /// The number of qubits.
  public var qubitCount: Int { state.qubitCount }

  /// Runs a circuit, its noise included.
  ///
  /// - Precondition: the circuit is valid, and its qubits fit the register.
  public mutating func run(_ circuit: Circuit) {
    for operation in circuit.operations {
      switch operation {
      case .instruction(let instruction): run(instruction)
      case .block(let block):
        for _ in 0..<block.count { run(block.body) }
      }
    }
  }

  /// The tableau of the inverse of the operation that prepares the state.
  public var inverseTableau: CliffordTableau { state.tableau }

  /// The unique reduced generators of the state's stabilizer group, signs included.
  ///
  /// - Complexity: O(qubitCount³ / 64).
  public var canonicalStabilizers: [PauliString] {
    state.tableau.inverse.canonicalStabilizers
  }

  /// The expectation of a Hermitian operator: +1, −1, or 0 where the result is open.
  ///
  /// - Precondition: the operator is Hermitian and has the register's size.
  public func expectation(of operand: PauliString) -> Int {
    precondition(
      operand.isHermitian && operand.qubitCount == qubitCount,
      "An expectation needs a Hermitian operator over the whole register.")
    let factors = (0..<qubitCount).compactMap { qubit in
      operand[qubit] == .i ? nil : (qubit: qubit, pauli: operand[qubit])
    }
    let preimage = state.preimage(of: factors, phase: operand.phase)
    guard preimage.firstX == nil else { return 0 }
    return preimage.phase == 0 ? 1 : -1
  }
}

/// A growing list of bits, packed little-endian into words.
public struct BitRecord: Sendable, Hashable {
  /// The packed bits; those past the end are zero.
  public private(set) var words: [UInt64] = []
  /// The number of bits.
  public private(set) var count = 0

  /// Makes an empty list.
  public init() {}

  /// The bit at a position.
  ///
  /// - Precondition: the position is in range.
  public subscript(index: Int) -> Bool {
    precondition(index >= 0 && index < count, "The record has no such bit.")
    return words[index >> 6] >> UInt64(index & 63) & 1 == 1
  }

  /// Adds a bit at the end.
  public mutating func append(_ bit: Bool) {
    if count & 63 == 0 { words.append(0) }
    if bit { words[count >> 6] |= 1 << UInt64(count & 63) }
    count += 1
  }

  /// Flips the last bit.
  mutating func flipLast() {
    words[(count - 1) >> 6] ^= 1 << UInt64((count - 1) & 63)
  }

  /// The bit `lookback` places before the end.
  ///
  /// - Precondition: there are that many bits.
  public func last(_ lookback: Int) -> Bool {
    self[count - lookback]
  }

  /// Adds the bits from `start` on again, over and over, until `extra` bits have been added.
  ///
  /// - Precondition: `start < count`.
  mutating func appendCycle(from start: Int, extra: Int) {
    let period = count - start
    precondition(period > 0, "A cycle of bits needs a length.")
    let end = count + extra
    words.append(contentsOf: repeatElement(0, count: (end + 63) / 64 - words.count))
    while count < end {
      // Sources lie whole periods back; taking many periods at once keeps the copies long.
      let distance = (count - start) / period * period
      let length = min(64 - count & 63, end - count, distance)
      let from = count - distance
      var bits = words[from >> 6] >> UInt64(from & 63)
      if from & 63 != 0, from >> 6 + 1 < words.count {
        bits |= words[from >> 6 + 1] << UInt64(64 - from & 63)
      }
      if length < 64 { bits &= 1 << UInt64(length) - 1 }
      words[count >> 6] |= bits << UInt64(count & 63)
      count += length
    }
  }
}
