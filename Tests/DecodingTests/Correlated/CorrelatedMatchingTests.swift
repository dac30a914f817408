// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Foundation
import Testing
import _TestSupport

@testable import Decoding

@Suite("Correlated matching")
struct CorrelatedMatchingTests {
  private func answer(_ decoder: any Decoder, _ text: String, _ shot: [UInt32]) throws -> UInt64 {
    try predictions([shot], try decoder.compile(DetectorErrorModel(parsing: text)))[0]
  }

  @Test("An edge that matching finds makes its companion likely", .tags(.exact))
  func companion() throws {
    let model = """
      error(0.01) D0 D1
      error(0.01) D0
      error(0.01) D1
      error(0.02) D0 D1 ^ D2 D3 L0
      error(0.001) D2 D3 L0
      error(0.2) D2
      error(0.2) D3

      """
    // Alone, D2 and D3 are two errors of 0.2 rather than one of 0.021; beside D0 and D1 they are part of one.
    #expect(try answer(MatchingDecoder(), model, [2, 3]) == 0)
    #expect(try answer(CorrelatedMatchingDecoder(), model, [2, 3]) == 0)
    #expect(try answer(MatchingDecoder(), model, [0, 1, 2, 3]) == 0)
    #expect(try answer(CorrelatedMatchingDecoder(), model, [0, 1, 2, 3]) == 1)
    let engine = try CorrelatedMatchingDecoder().compileCorrelatedMatching(
      DetectorErrorModel(parsing: model)
    ).makeCorrelatedMatchingEngine()
    // The edges are flipped by the one error, or each by its own.
    let odds = 0.02 / 0.98 + 0.01 / 0.99 * 0.001 / 0.999
    #expect(agree(try engine.explain([0, 1, 2, 3]).weight, -log(odds)))
  }

  @Test("One error is not explained by two that exclude each other", .tags(.exact))
  func exclusion() throws {
    let model = """
      error(0.02) D0 D1
      error(0.02) D0 D1 ^ D2 D3
      error(0.02) D0 D1 ^ D3 D4
      error(0.001) D2 D3
      error(0.001) D3 D4
      error(0.05) D2 D4 L0

      """
    // Given the edge of D0 and D1, both D2–D3 and D3–D4 are likelier than 0.3, but not both of them.
    #expect(try answer(CorrelatedMatchingDecoder(), model, [0, 1, 2, 4]) == 1)
    #expect(try answer(CorrelatedMatchingDecoder(), model, [0, 1, 2, 3]) == 0)
  }

  /// A model on 8 detectors whose errors have one to three components; some are likely if it is asked for.
  private func randomModel(
    _ stream: inout RandomStream, likely: Bool
  ) -> DetectorErrorModel {
    var model = DetectorErrorModel()
    for detector in UInt64(0)..<8 {
      model.instructions.append(
        .error(probability: 0.02 + 0.1 * stream.nextUnit(), targets: [.detector(detector)]))
    }
    for _ in 0..<24 {
      var targets: [DetectorErrorModel.Target] = []
      for part in 0..<(1 + stream.next() % 3) {
        if part > 0 { targets.append(.separator) }
        let first = stream.next() % 8
        let second = (first + 1 + stream.next() % 7) % 8
        targets.append(.detector(first))
        if stream.next() % 4 > 0 { targets.append(.detector(second)) }
        // One value for each pair, so that edges have no strands side by side.
        if (first ^ second) & 1 == 1, targets.last == .detector(second) {
          targets.append(.observable(0))
        }
      }
      let p = [0.1 * stream.nextUnit(), 0.3 * stream.nextUnit(), 0.5, 0.7][
        Int(stream.next() % (likely ? 4 : 2))]
      model.instructions.append(.error(probability: p, targets: targets))
    }
    return model
  }

  /// The sum over all ways to split a set of edges into joints and edges alone, by brute force.
  private func odds(_ edges: Set<UInt32>, _ correlations: Correlations) -> Double {
    guard let edge = edges.min() else { return 1 }
    let alone = correlations.aloneProbabilities[Int(edge)]
    var sum = alone / (1 - alone) * odds(edges.subtracting([edge]), correlations)
    for joint in correlations.joints {
      let parts = Set(correlations.jointEdges[Int(joint.first)..<Int(joint.end)])
      if parts.contains(edge), parts.isSubset(of: edges) {
        sum +=
          joint.probability / (1 - joint.probability)
          * odds(edges.subtracting(parts), correlations)
      }
    }
    return sum
  }

  @Test("A set of edges weighs the sum of its splits", .tags(.law))
  func weights() throws {
    var stream = RandomStream(seed: 41)
    for round in 0..<40 {
      let model = randomModel(&stream, likely: round % 2 == 0)
      let graph = try MatchingGraph(model)
      let correlations = try Correlations(model, graph)
      var weigher = JointWeigher(correlations)
      for _ in 0..<20 {
        var edges = EdgeSet(edgeCount: graph.edges.count)
        var members: Set<UInt32> = []
        for edge in 0..<UInt32(graph.edges.count) where stream.next() % 3 == 0 {
          edges.toggle(edge)
          members.insert(edge)
        }
        edges.settle()
        #expect(agree(weigher.weight(of: edges), -log(odds(members, correlations)), 1e-6))
      }
    }
  }

  @Test(
    "Explanations give the syndrome, and none is worse than that of plain matching", .tags(.law))
  func explanations() throws {
    var stream = RandomStream(seed: 42)
    for round in 0..<30 {
      let model = randomModel(&stream, likely: round % 2 == 0)
      let graph = try MatchingGraph(model)
      var weigher = JointWeigher(try Correlations(model, graph))
      let plain = try MatchingDecoder().compileMatching(model).makeMatchingEngine()
      let compiled = try CorrelatedMatchingDecoder().compileCorrelatedMatching(model)
      let engine = compiled.makeCorrelatedMatchingEngine()
      for _ in 0..<20 {
        let defects = (0..<UInt32(8)).filter { _ in stream.next() & 1 == 1 }
        let explanation = try engine.explain(defects)
        var fired = Set(graph.flippedDetectors)
        var flipped = Set(graph.flippedObservables)
        for error in explanation.errors {
          fired.formSymmetricDifference(error.detectors)
          flipped.formSymmetricDifference(error.observables)
        }
        #expect(fired.sorted() == defects)
        #expect(flipped.sorted() == explanation.observables)
        #expect(
          try predictions([defects], compiled)[0] == (explanation.observables.isEmpty ? 0 : 1))

        var edges = EdgeSet(edgeCount: graph.edges.count)
        for error in try plain.explain(defects).errors {
          let ends = error.detectors
          let edge = graph.edges.firstIndex {
            $0.first == ends[0] && $0.second == (ends.count == 2 ? ends[1] : .max)
          }
          edges.toggle(UInt32(try #require(edge)))
        }
        edges.settle()
        let weight = weigher.weight(of: edges) + graph.constantWeight
        // Erasures weigh nothing, so that with them plain matching may have found other edges first.
        if graph.edges.allSatisfy({ $0.weight > 0 }) {
          #expect(explanation.weight <= weight + 1e-9)
        }
      }
    }
  }

  @Test("Without errors of several edges it is plain matching", .tags(.law))
  func plain() throws {
    let model = DetectorErrorModel.rotatedBitFlip(distance: 5, p: 0.1)
    var stream = RandomStream(seed: 43)
    let compiled = try CorrelatedMatchingDecoder().compile(model)
    let shots = (0..<200).map { _ in
      (0..<UInt32(compiled.detectorCount)).filter { _ in stream.next() % 3 == 0 }
    }
    #expect(
      try predictions(shots, compiled) == predictions(shots, try MatchingDecoder().compile(model)))
  }
}
