// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

/// Collects the qubits and checks of a code on a lattice, whose checks reach their data by fixed steps.
///
/// A gate of a check happens in the layer of its step, so that the shape of the lattice alone decides
/// whether layers are free of conflicts.
struct LatticeBuilder {
  typealias Place = SurfaceGrid.Place

  private(set) var data: [Place] = []
  private(set) var checks: [StabilizerCode.Check] = []
  private(set) var layers: [[ExtractionSchedule.Step]]
  private var number: [Place: Int] = [:]

  init(layerCount: Int) {
    layers = [[ExtractionSchedule.Step]](repeating: [], count: layerCount)
  }

  mutating func addData(_ place: Place) {
    number[place] = data.count
    data.append(place)
  }

  /// Adds a check of the data that the steps lead to; steps that lead nowhere are left out.
  ///
  /// - Parameters:
  ///   - position: The coordinates of the ancilla.
  ///   - places: Where each step leads.
  ///   - firstLayer: The layer of the first step; the others follow.
  ///   - pauli: The Pauli on the data at a place.
  mutating func addCheck(
    at position: [Double], _ places: [Place], firstLayer: Int = 0, pauli: (Place) -> Pauli
  ) {
    let order = places.indices.map { firstLayer + $0 }
    addCheck(at: position, places, inLayers: order, pauli: pauli)
  }

  /// Adds a check whose steps happen in given layers.
  mutating func addCheck(
    at position: [Double], _ places: [Place], inLayers order: [Int], colour: UInt8? = nil,
    pauli: (Place) -> Pauli
  ) {
    var factors: [StabilizerCode.Factor] = []
    for (layer, place) in zip(order, places) {
      guard let qubit = number[place] else { continue }
      layers[layer].append(.init(check: checks.count, factor: factors.count))
      factors.append(.init(qubit, pauli(place)))
    }
    checks.append(.init(factors, at: position, colour: colour))
  }

  /// The operator that is a Pauli on some places.
  func logical(_ places: [Place], pauli: (Place) -> Pauli) -> [StabilizerCode.Factor] {
    places.compactMap { place in number[place].map { .init($0, pauli(place)) } }
  }

  func code(
    name: String, logicals: [StabilizerCode.LogicalPair], distance: Int,
    bellPairs: [ExtractionSchedule.BellPair] = [],
    position: (Place) -> [Double] = { [Double($0.x), Double($0.y)] }
  ) throws(CodeError) -> StabilizerCode {
    try StabilizerCode(
      name: name, qubitCount: data.count, checks: checks, positions: data.map(position),
      logicals: logicals, schedule: ExtractionSchedule(layers: layers, bellPairs: bellPairs),
      nominalDistance: distance)
  }
}
