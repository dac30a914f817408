// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

@testable import Decoding

@Suite("Priors of single shots", .tags(.law))
struct PriorChangesTests {
  /// Few detectors, so that errors share strands and edges, with decomposed errors and all kinds of probability.
  private func randomModel(_ stream: inout RandomStream) -> DetectorErrorModel {
    var model = DetectorErrorModel()
    for _ in 0..<40 {
      var targets: [DetectorErrorModel.Target] = []
      for part in 0..<(1 + stream.next() % 2) {
        if part > 0 { targets.append(.separator) }
        // Parts of one error do not lie side by side, where they would tie.
        let first = stream.next() % 4
        let second = (first + 1 + stream.next() % 3) % 4
        targets.append(.detector(4 * part + first))
        if stream.next() % 3 > 0 { targets.append(.detector(4 * part + second)) }
        if stream.next() % 3 == 0 { targets.append(.observable(stream.next() % 3)) }
      }
      model.instructions.append(
        .error(probability: randomProbability(&stream), targets: targets))
    }
    model.instructions.append(.error(probability: 0.2, targets: [.observable(1)]))
    return model
  }

  private func randomProbability(_ stream: inout RandomStream) -> Double {
    switch stream.next() % 8 {
    case 0: 0
    case 1: 0.5
    case 2: 1
    case 3: 1 - 0.4 * stream.nextUnit()
    default: 0.4 * stream.nextUnit()
    }
  }

  /// What a graph says of a pair of detectors, beside the flips of its likelier outcomes.
  private func view(_ graph: MatchingGraph) -> [[UInt32]: (Double, [UInt32])] {
    var view: [[UInt32]: (Double, [UInt32])] = [:]
    for edge in graph.edges { view[[edge.first, edge.second]] = (edge.weight, edge.observables) }
    return view
  }

  @Test("The changes make the graph of the model with the new probabilities")
  func agreesWithRebuilding() throws {
    var stream = RandomStream(seed: 31)
    for _ in 0..<40 {
      let model = randomModel(&stream)
      let graph = try MatchingGraph(model)
      let priors = try EdgePriors(model, graph)
      var changes = PriorChanges(priors)
      for _ in 0..<20 {
        var named: [(mechanism: UInt32, probability: Double)] = []
        var changed = DetectorErrorModel()
        for (index, mechanism) in try model.mechanisms().enumerated() {
          var p = mechanism.probability
          if stream.next() % 3 == 0 {
            p = randomProbability(&stream)
            named.append((UInt32(index), p))
          }
          changed.instructions.append(.error(probability: p, targets: targets(of: mechanism)))
        }
        var shots = ShotPriors()
        shots.append([])
        shots.append(named)
        try changes.load(shots, shot: 1)
        check(changes, graph, try MatchingGraph(changed))
        try changes.load(shots, shot: 0)
        #expect(changes.edges.isEmpty && changes.detectors.isEmpty)
        #expect(changes.constantWeight == 0)
      }
    }
  }

  private func targets(of mechanism: Mechanism) -> [DetectorErrorModel.Target] {
    var targets: [DetectorErrorModel.Target] = []
    for (place, component) in mechanism.components.enumerated() {
      if place > 0 { targets.append(.separator) }
      targets += component.detectors.map { .detector(UInt64($0)) }
      targets += component.observables.map { .observable(UInt64($0)) }
    }
    return targets
  }

  private func check(
    _ changes: borrowing PriorChanges, _ graph: MatchingGraph, _ rebuilt: MatchingGraph
  ) {
    var expected = view(graph)
    for change in changes.edges {
      let edge = changes.priors.edges[Int(change.edge)]
      let strand = changes.priors.strands[Int(change.strand)]
      expected[[edge.first, edge.second]] =
        change.weight == .infinity ? nil : (change.weight, strand.symptom.observables)
    }
    let actual = view(rebuilt)
    #expect(Set(actual.keys) == Set(expected.keys))
    for (ends, edge) in actual {
      guard let other = expected[ends] else { continue }
      #expect(abs(edge.0 - other.0) < 1e-9)
      // Strands of weight 0 tie: either may stand for the edge.
      if edge.0 > 1e-9 { #expect(edge.1 == other.1) }
    }
    #expect(
      Set(graph.flippedDetectors).symmetricDifference(changes.detectors)
        == Set(rebuilt.flippedDetectors))
    #expect(
      Set(graph.flippedObservables).symmetricDifference(changes.observables)
        == Set(rebuilt.flippedObservables))
    #expect(
      abs(graph.constantWeight + changes.constantWeight - rebuilt.constantWeight) < 1e-9)
  }

  @Test("Priors that do not fit are refused, and leave nothing behind")
  func refusals() throws {
    var model = DetectorErrorModel()
    model.instructions.append(.error(probability: 0.1, targets: [.detector(0), .detector(1)]))
    model.instructions.append(
      .error(probability: 0, targets: [.detector(0), .detector(1), .detector(2)]))
    let priors = try EdgePriors(model, try MatchingGraph(model))
    let cases: [(entries: [(mechanism: UInt32, probability: Double)], code: DecodingError.Code)] = [
      ([(0, 0.5), (2, 0.5)], .shape), ([(0, 0.2), (0, 0.2)], .shape),
      ([(0, 1.5)], .badProbability), ([(0, .nan)], .badProbability),
      ([(0, 0.2), (1, 0.5)], .notGraphlike),
    ]
    for (entries, code) in cases {
      var shots = ShotPriors()
      shots.append(entries)
      var changes = PriorChanges(priors)
      var thrown: DecodingError?
      do { try changes.load(shots, shot: 0) } catch { thrown = error }
      #expect(thrown?.code == code)
      #expect(changes.edges.isEmpty)
    }
  }
}
