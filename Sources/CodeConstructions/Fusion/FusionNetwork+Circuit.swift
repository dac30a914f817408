// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import PauliAlgebra

extension FusionNetwork {
  /// The detector error model of outcomes that are wrong with a probability: one mechanism for each, in their order.
  ///
  /// Detectors are the checks, with coordinates (x, y, z, 0 for cubes or 1 for vertices), observables the membranes.
  public func errorModel(flip probability: Double) -> DetectorErrorModel {
    var model = DetectorErrorModel()
    for outcome in outcomes {
      model.instructions.append(
        .error(
          probability: probability,
          targets: [.detector(UInt64(outcome.first)), .detector(UInt64(outcome.second))]
            + outcome.membranes.map { .observable(UInt64($0)) }))
    }
    for kind in 0..<2 {
      for place in places {
        model.instructions.append(
          .detector(
            UInt64(kind * size * size * size + number(place)),
            coordinates: [place.x, place.y, place.z, kind].map { Double($0) }))
      }
    }
    for membrane in 0..<membraneCount {
      model.instructions.append(.logicalObservable(UInt64(membrane)))
    }
    return model
  }

  /// The network as a circuit: resource states from |0⟩, then XX and ZZ of every fusion, checks and membranes.
  ///
  /// - Parameter probability: The probability that an outcome is wrong.
  /// - Returns: The circuit.
  public func circuit(flip probability: Double = 0) -> Circuit {
    var circuit = Circuit()
    circuit.append(.r, qubits: Array(0..<qubitCount))
    switch family {
    case .sixRing:
      circuit.append(.h, qubits: Array(0..<qubitCount))
      circuit.append(
        .cz,
        qubits: states.flatMap { ring in
          ring.indices.flatMap { [ring[$0], ring[($0 + 1) % ring.count]] }
        })
    case .fourStar:
      circuit.append(.h, qubits: states.map { $0[0] })
      circuit.append(
        .cx, qubits: states.flatMap { star in star.dropFirst().flatMap { [star[0], $0] } })
      circuit.append(.h, qubits: zip(states, isTurned).flatMap { $1 ? $0 : [] })
    }
    circuit.append(.tick)
    let arguments = probability > 0 ? [probability] : []
    for fusion in fusions {
      circuit.append(
        .mpp,
        [
          .pauli(.x, fusion.first), .combiner, .pauli(.x, fusion.second), .pauli(.z, fusion.first),
          .combiner, .pauli(.z, fusion.second),
        ], arguments: arguments)
    }
    appendAnnotations(to: &circuit)
    return circuit
  }

  private func appendAnnotations(to circuit: inout Circuit) {
    var members = [[Target]](repeating: [], count: checkCount)
    var membranes = [[Target]](repeating: [], count: membraneCount)
    for (index, outcome) in outcomes.enumerated() {
      let record = Target.record(outcomes.count - index)
      members[Int(outcome.first)].append(record)
      members[Int(outcome.second)].append(record)
      for membrane in outcome.membranes { membranes[Int(membrane)].append(record) }
    }
    let places = places
    for (index, records) in members.enumerated() {
      let place = places[index % places.count]
      circuit.append(
        .detector, records,
        arguments: [place.x, place.y, place.z, index / places.count].map { Double($0) })
    }
    for (index, records) in membranes.enumerated() {
      circuit.append(.observableInclude, records, arguments: [Double(index)])
    }
  }
}
