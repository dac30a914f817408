// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import PauliAlgebra

/// A stabilizer state that is worked on gate by gate, and whose qubits come and go.
///
/// The register has a number of places, each free or taken by a qubit. A free place is |0⟩ and
/// takes part in nothing, so another state can be put on free places without touching the rest.
/// Gates cost O(places / 64), certain measurements the same, open ones O(places² / 64).
public struct StabilizerState: Sendable, Hashable {
  var tableau: InverseTableau

  /// Makes |0…0⟩ on a number of places, all of them taken.
  public init(qubitCount: Int) {
    tableau = InverseTableau(qubitCount: qubitCount)
  }

  init(_ tableau: InverseTableau) {
    self.tableau = tableau
  }

  /// Takes the rows out of hands that share them, before they are changed.
  ///
  /// Arrays do this by themselves; but in optimized builds (Swift 6.3.1) one of two states that shared their rows
  /// lost a sign after S†, until this came first.
  private mutating func own() {
    tableau.words.reserveCapacity(tableau.words.count)
    tableau.phases.reserveCapacity(tableau.phases.count)
  }

  /// The number of places.
  public var placeCount: Int { tableau.qubitCount }

  /// Applies a one-qubit unitary of the gate table.
  ///
  /// - Precondition: the gate is a unitary on one qubit.
  public mutating func apply(_ gate: Gate, to place: Int) {
    own()
    tableau.apply(gate, to: place)
  }

  /// Applies a two-qubit unitary of the gate table.
  ///
  /// - Precondition: the gate is a unitary on two qubits, and the places differ.
  public mutating func apply(_ gate: Gate, to first: Int, _ second: Int) {
    precondition(first != second, "A two-qubit gate needs two different qubits.")
    own()
    tableau.apply(gate, to: first, second)
  }

  /// Applies a Pauli operator.
  public mutating func apply(_ pauli: Pauli, to place: Int) {
    own()
    tableau.apply(pauli, to: place)
  }

  /// The result that measuring a Pauli operator would give; nil where it is open.
  ///
  /// True is the eigenvalue −1. An open result has either value with probability ½.
  public func result(of pauli: Pauli, at place: Int) -> Bool? {
    let preimage = tableau.preimage(of: [(place, pauli)], phase: 0)
    return preimage.firstX == nil ? preimage.phase == 2 : nil
  }

  /// Measures a Pauli operator.
  ///
  /// - Parameters:
  ///   - pauli: The operator; not the identity.
  ///   - place: The qubit.
  ///   - choice: The result to project on where quantum mechanics leaves it open.
  /// - Returns: The result; true is the eigenvalue −1.
  public mutating func measure(_ pauli: Pauli, at place: Int, choosing choice: Bool) -> Bool {
    precondition(pauli != .i, "The identity has nothing to measure.")
    own()
    let preimage = tableau.preimage(of: [(place, pauli)], phase: 0)
    guard let pivot = preimage.firstX else { return preimage.phase == 2 }
    tableau.collapse(preimage, pivot: pivot, outcome: choice)
    return choice
  }

  /// Projects a qubit, whose Z is open, onto |0⟩.
  ///
  /// With the preimage of Z brought to the Z of one place at the start, the operator that flips the result
  /// is the image of that place's X: it anticommutes with the operators in whose preimages the Z of the place occurs.
  ///
  /// - Returns: The factors of a Pauli operator that takes the state to the one after |1⟩.
  /// - Precondition: `result(of: .z, at: place)` is nil.
  public mutating func collapseToZero(_ place: Int) -> [(place: Int, pauli: Pauli)] {
    let preimage = tableau.preimage(of: [(place, .z)], phase: 0)
    guard let pivot = preimage.firstX else {
      preconditionFailure("The result of the measurement must be open.")
    }
    own()
    tableau.collapse(preimage, pivot: pivot, outcome: false)
    let column = (tableau.width + pivot >> 6) * tableau.rowCount
    let bit = UInt64(pivot & 63)
    var factors: [(place: Int, pauli: Pauli)] = []
    for other in 0..<placeCount {
      // Not commuting with X means a Z part, and the other way round.
      let hasZ = tableau.words[column + 2 * other] >> bit & 1 == 1
      let hasX = tableau.words[column + 2 * other + 1] >> bit & 1 == 1
      if hasX || hasZ { factors.append((other, Pauli(x: hasX, z: hasZ))) }
    }
    return factors
  }

  /// Projects onto the eigenvalue +1 of a product of Paulis, or of its negative.
  ///
  /// - Returns: Whether the result was certain already; nil, with the state unchanged, if it is impossible.
  /// - Precondition: the places differ.
  public mutating func project(
    _ factors: [(place: Int, pauli: Pauli)], isNegative: Bool
  ) -> Bool? {
    let preimage = tableau.preimage(
      of: factors.map { ($0.place, $0.pauli) }, phase: isNegative ? 2 : 0)
    guard let pivot = preimage.firstX else { return preimage.phase == 0 ? true : nil }
    own()
    tableau.collapse(preimage, pivot: pivot, outcome: false)
    return false
  }

  /// Frees a place whose qubit is in a computational basis state.
  ///
  /// - Precondition: `result(of: .z, at: place)` is known.
  /// - Complexity: O(places² / 64).
  public mutating func free(_ place: Int) {
    own()
    tableau.isolate(place)
  }

  /// Adds free places at the end.
  ///
  /// - Precondition: `count` is at least the number of places.
  /// - Complexity: O(count² / 64).
  public mutating func grow(to count: Int) {
    precondition(count >= placeCount, "A register of places only grows.")
    tableau = tableau.grown(to: count)
  }

  /// Puts another state on free places.
  ///
  /// - Parameters:
  ///   - other: The state to add, all of it.
  ///   - places: Where each place of `other` goes; different and free.
  public mutating func insert(_ other: StabilizerState, at places: [Int]) {
    precondition(
      places.count == other.placeCount && Set(places).count == places.count,
      "Each place of the state to insert needs a place of its own.")
    own()
    tableau.copyRows(from: other.tableau, to: places)
  }

  /// The unique reduced generators of the stabilizer group, signs included, as for `TableauSimulator`.
  ///
  /// - Complexity: O(places³ / 64).
  public var canonicalStabilizers: [PauliString] {
    tableau.tableau.inverse.canonicalStabilizers
  }
}

extension StabilizerState {
  /// The preimages of X and Z of every place, word by word, as a checkpoint keeps them.
  public var packedRows: (words: [UInt64], phases: [UInt8]) { (tableau.words, tableau.phases) }

  /// Restores a state from its packed rows; nil if they cannot be those of a state.
  ///
  /// - Parameters:
  ///   - placeCount: The number of places.
  ///   - words: As `packedRows` gave them.
  ///   - phases: As `packedRows` gave them.
  /// - Complexity: O(placeCount³ / 64): the rows must keep the commutation relations of X and Z.
  public init?(placeCount: Int, words: [UInt64], phases: [UInt8]) {
    guard placeCount >= 0, placeCount <= 1 << 20,
      let restored = InverseTableau(placeCount: placeCount, words: words, phases: phases),
      restored.isConsistent
    else { return nil }
    tableau = restored
  }
}
