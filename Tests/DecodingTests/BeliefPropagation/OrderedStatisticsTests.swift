// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

@testable import Decoding

@Suite("Ordered and localized statistics", .tags(.law))
struct OrderedStatisticsTests {
  /// The weight of the lightest set of columns for each syndrome that some set gives.
  private func lightest(_ graph: BeliefGraph) -> [Set<UInt32>: Double] {
    var best: [Set<UInt32>: Double] = [[]: 0]
    for column in 0..<graph.columnCount {
      var next = best
      for (syndrome, weight) in best {
        let other = syndrome.symmetricDifference(graph.symptoms[column].detectors)
        next[other] = min(next[other] ?? .infinity, weight + graph.weights[column])
      }
      best = next
    }
    return best
  }

  private func rank(_ graph: BeliefGraph) -> Int {
    var matrix = BitMatrix(rowCount: graph.columnCount, columnCount: graph.detectorCount)
    for (column, symptom) in graph.symptoms.enumerated() {
      for detector in symptom.detectors { matrix[column, Int(detector)] = true }
    }
    return matrix.rank
  }

  private func load(
    _ problem: inout SyndromeProblem, _ defects: Set<UInt32>, _ stream: inout RandomStream
  ) {
    problem.defects.truncate(to: 0)
    for defect in defects.sorted() { problem.defects.append(defect) }
    for column in 0..<problem.beliefs.count {
      problem.beliefs[column] = Float(20 * stream.nextUnit() - 5)
    }
  }

  private func weigh(_ problem: borrowing SyndromeProblem, _ graph: BeliefGraph) -> (
    Set<UInt32>, Double
  ) {
    var fired: Set<UInt32> = []
    var weight = 0.0
    for index in 0..<problem.chosen.count {
      let column = Int(problem.chosen[index])
      fired.formSymmetricDifference(graph.symptoms[column].detectors)
      weight += graph.weights[column]
    }
    return (fired, weight)
  }

  @Test(
    "An exhaustive sweep of full order finds the lightest errors, whatever is believed",
    arguments: 0..<6 as Range<UInt64>)
  func exhaustive(seed: UInt64) throws {
    let model = RandomModels.dense(seed: seed, detectors: 7, errors: 15)
    let graph = try BeliefGraph(model)
    let rank = rank(graph)
    let order = graph.columnCount - rank
    var ordered = OrderedStatistics(graph, .init(.exhaustive, order: order), rank: rank)
    var problem = SyndromeProblem(graph)
    var stream = RandomStream(seed: seed)
    for (syndrome, weight) in lightest(graph) {
      load(&problem, syndrome, &stream)
      let isSolved = ordered.solve(&problem)
      try #require(isSolved)
      let found = weigh(problem, graph)
      #expect(found.0 == syndrome)
      #expect(abs(found.1 - weight) < 1e-4)
    }
  }

  @Test(
    "Every sweep explains every syndrome; a larger one never worse",
    arguments: 0..<4 as Range<UInt64>)
  func sweeps(seed: UInt64) throws {
    let model = RandomModels.dense(seed: seed, detectors: 40, errors: 90)
    let graph = try BeliefGraph(model)
    let rank = rank(graph)
    var first = OrderedStatistics(graph, .init(.combination, order: 0), rank: rank)
    var small = OrderedStatistics(graph, .init(.combination, order: 3), rank: rank)
    var large = OrderedStatistics(graph, .init(.combination, order: 9), rank: rank)
    var every = OrderedStatistics(graph, .init(.exhaustive, order: 5), rank: rank)
    var local = LocalizedStatistics(graph, .init(.combination, order: 0))
    var localSwept = LocalizedStatistics(graph, .init(.combination, order: 6))
    var localEvery = LocalizedStatistics(graph, .init(.exhaustive, order: 6))
    var problem = SyndromeProblem(graph)
    var stream = RandomStream(seed: seed)
    for shot in try RandomModels.shots(model, count: 25, seed: seed) {
      let syndrome = Set(shot).symmetricDifference(graph.flippedDetectors)
      load(&problem, syndrome, &stream)
      var weights: [Double] = []
      var isSolved = false
      func check(_ isSolved: Bool, _ problem: borrowing SyndromeProblem) {
        let found = weigh(problem, graph)
        #expect(isSolved && found.0 == syndrome)
        weights.append(found.1 - 1e-3)
      }
      isSolved = first.solve(&problem)
      check(isSolved, problem)
      isSolved = small.solve(&problem)
      check(isSolved, problem)
      isSolved = large.solve(&problem)
      check(isSolved, problem)
      isSolved = every.solve(&problem)
      check(isSolved, problem)
      isSolved = local.solve(&problem)
      check(isSolved, problem)
      isSolved = localSwept.solve(&problem)
      check(isSolved, problem)
      isSolved = localEvery.solve(&problem)
      check(isSolved, problem)
      #expect(weights[1] <= weights[0] + 1e-3 && weights[2] <= weights[1] + 1e-3)
      #expect(weights[3] <= weights[0] + 1e-3)
      #expect(weights[5] <= weights[4] + 1e-3 && weights[6] <= weights[4] + 1e-3)
    }
  }

  @Test("What cannot be explained is not solved")
  func impossible() throws {
    // Three errors on a ring of three detectors: an odd number of defects has no explanation.
    let model = DetectorErrorModel(
      checks: [[0, 2], [0, 1], [1, 2]], logicals: [[0]], probabilities: [0.1, 0.1, 0.1])
    let graph = try BeliefGraph(model)
    var ordered = OrderedStatistics(graph, .init(.combination, order: 1), rank: 2)
    var local = LocalizedStatistics(graph, .init(.combination, order: 0))
    var problem = SyndromeProblem(graph)
    var stream = RandomStream(seed: 1)
    for defects in [[0], [1], [2], [0, 1, 2]] as [Set<UInt32>] {
      load(&problem, defects, &stream)
      let isSolved = [ordered.solve(&problem), local.solve(&problem)]
      #expect(isSolved == [false, false])
    }
    load(&problem, [0, 2], &stream)
    let isSolved = [ordered.solve(&problem), local.solve(&problem)]
    #expect(isSolved == [true, true])
  }

  @Test("Beliefs are sorted, equal ones by number")
  func order() {
    var stream = RandomStream(seed: 2)
    var sorter = BeliefOrder(count: 300)
    for round in 0..<4 {
      var beliefs = PackedBuffer<Float>(repeating: 0, count: 300)
      var values: [Float] = []
      for column in 0..<300 {
        let value = Float(stream.nextUnit() * 10 - 5)
        // Adding 0 makes 0 of −0, which sorts before it.
        values.append((round < 2 ? value : value.rounded()) + 0)
        beliefs[column] = values[column]
      }
      sorter.sort(beliefs)
      let wanted = (0..<300).sorted { (values[$0], $0) < (values[$1], $1) }
      #expect((0..<300).map { Int(sorter[$0]) } == wanted)
    }
  }
}
