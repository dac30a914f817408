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

  /// The number of places.
  public var placeCount: Int { tableau.qubitCount }

  /// Applies a one-qubit unitary of the gate table.
  ///
  /// - Precondition: the gate is a unitary on one qubit.
  public mutating func apply(_ gate: Gate, to place: Int) {
    tableau.apply(gate, to: place)
  }

  /// Applies a two-qubit unitary of the gate table.
  ///
  /// - Precondition: the gate is a unitary on two qubits, and the places differ.
  public mutating func apply(_ gate: Gate, to first: Int, _ second: Int) {
    precondition(first != second, "A two-qubit gate needs two different qubits.")
    tableau.apply(gate, to: first, second)
  }

  /// Applies a Pauli operator.
  public mutating func apply(_ pauli: Pauli, to place: Int) {
    tableau.apply(pauli, to: place)
  }

  /// The result that measuring a Pauli operator would give; nil where it is open (then each has half
  /// the probability). True is the eigenvalue −1.
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
    let preimage = tableau.preimage(of: [(place, pauli)], phase: 0)
    guard let pivot = preimage.firstX else { return preimage.phase == 2 }
    tableau.collapse(preimage, pivot: pivot, outcome: choice)
    return choice
  }

  /// Frees a place whose qubit is in a computational basis state.
  ///
  /// - Precondition: `result(of: .z, at: place)` is known.
  /// - Complexity: O(places² / 64).
  public mutating func free(_ place: Int) {
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
