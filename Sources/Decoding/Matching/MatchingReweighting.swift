// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// Exact matching with probabilities of single shots: changes the edges that a shot names, and changes them back.
///
/// Distances known beforehand do not hold in a changed graph, so regions grow from nothing.
final class MatchingReweighting {
  private let graph: MatchingGraph
  private let priors: EdgePriors
  private var changes: PriorChanges
  /// One for each 64 observables.
  private let cores: [ChangingCore]
  private var defects: [UInt32] = []
  private var changedFlips: [UInt32] = []
  private var flips: [UInt32] = []

  init(_ model: MatchingGraph, _ priors: EdgePriors) {
    self.priors = priors
    // A probability of 10⁻⁷ weighs 16 nats; no probability weighs more than 745, for which there is room.
    graph = MatchingGraph(
      detectorCount: model.detectorCount, observableCount: model.observableCount,
      edges: priors.edges, flippedDetectors: model.flippedDetectors,
      flippedObservables: model.flippedObservables, constantWeight: model.constantWeight,
      leastRange: 16)
    changes = PriorChanges(priors)
    let words = max(1, (model.observableCount + 63) / 64)
    let graph = graph
    cores = (0..<words).map { ChangingCore(graph, word: $0) }
  }

  /// Decodes one shot.
  ///
  /// - Parameters:
  ///   - batch: The detection events.
  ///   - shots: The probabilities of each shot.
  ///   - shot: The shot.
  ///   - predictions: Receives the predicted flips.
  /// - Returns: The weight of the solution in nats; nil if nothing explains the shot.
  /// - Throws: `DecodingError` when the priors do not fit the model.
  func decode(
    _ batch: SyndromeBatch, _ shots: ShotPriors, shot: Int, into predictions: inout BitMatrix
  ) throws(DecodingError) -> Double? {
    try changes.load(shots, shot: shot)
    loadDefects(batch, shot)
    let words = predictions.wordsPerRow
    var weight: Double?
    for word in cores.indices {
      let core = cores[word]
      for index in changes.edges.indices {
        let change = changes.edges[index]
        core.change(
          change.edge, weight: graph.units(change.weight),
          observables: MatchingGraph.mask(
            priors.strands[Int(change.strand)].symptom.observables, word: word))
      }
      let result = core.solve(defects)
      core.restore()
      guard let result else { break }
      if word == 0 { weight = graph.nats(result.weight) }
      if words > 0 {
        predictions.words[shot * words + word] =
          result.observables ^ MatchingGraph.mask(graph.flippedObservables, word: word)
          ^ MatchingGraph.mask(changes.observables, word: word)
      }
    }
    return weight.map { $0 + graph.constantWeight + changes.constantWeight }
  }

  /// The defects that are left when everything likelier than not has happened.
  private func loadDefects(_ batch: SyndromeBatch, _ shot: Int) {
    let range = batch.offsets[shot]..<batch.offsets[shot + 1]
    if changes.detectors.isEmpty {
      writeSymmetricDifference(
        batch.defects.span.extracting(range), graph.flippedDetectors, into: &defects)
      return
    }
    changedFlips.removeAll(keepingCapacity: true)
    changedFlips += changes.detectors
    changedFlips.sort()
    writeSymmetricDifference(changedFlips.span, graph.flippedDetectors, into: &flips)
    writeSymmetricDifference(batch.defects.span.extracting(range), flips, into: &defects)
  }
}

/// A search whose edges can take other weights, appear and disappear, and then return to what they were.
private final class ChangingCore {
  /// What undoes a step.
  private struct Step {
    /// Two half edges of this node changed places; `none` if instead the half edge `first` changed.
    var node = none
    var first: UInt32
    var second = none
    /// Where the possible edges of the node ended.
    var end = none
    /// The half edge as it was.
    var edge = MatchingEdge(node: none, weight: none)
    var observables: UInt64 = 0
  }

  private let graph: MatchingGraph
  private var core: MatchingCore
  /// The edge of each half edge.
  private var owners: PackedBuffer<UInt32>
  /// The half edges of edge e: at its first end 2e, at its second 2e + 1.
  private var places: PackedBuffer<UInt32>
  private var steps: [Step] = []

  init(_ graph: MatchingGraph, word: Int) {
    self.graph = graph
    core = MatchingCore(graph, word: word)
    owners = PackedBuffer(graph.edgeIndices)
    places = PackedBuffer(repeating: none, count: 2 * graph.edges.count)
    for node in 0..<graph.detectorCount {
      for place in graph.starts[node]..<graph.starts[node + 1] where owners[place] != none {
        let edge = owners[place]
        let side: UInt32 = graph.edges[Int(edge)].first == UInt32(node) ? 0 : 1
        places[2 * edge + side] = place
      }
    }
  }

  /// Finds the optimum with the edges as they are.
  func solve(_ defects: [UInt32]) -> (weight: Int64, observables: UInt64)? {
    let isSolved = core.solve(defects.span)
    let result = isSolved ? (core.weight, core.observables) : nil
    core.reset()
    return result
  }

  /// Gives an edge another weight, `none` to make it impossible, and other observables.
  func change(_ edge: UInt32, weight: UInt32, observables: UInt64) {
    let ends = graph.edges[Int(edge)]
    for side in UInt32(0)..<(ends.second == none ? 1 : 2) {
      let place = places[2 * edge + side]
      steps.append(
        Step(first: place, edge: core.edges[place], observables: core.edgeObservables[place]))
      core.edges[place].weight = weight
      core.edgeObservables[place] = observables
    }
    guard ends.second != none else { return }
    for side in UInt32(0)..<2 {
      let node = side == 0 ? ends.first : ends.second
      let place = places[2 * edge + side]
      let end = core.nodes[node].endEdge
      if (place < end) == (weight != none) { continue }
      let target = weight == none ? end - 1 : end
      steps.append(Step(node: node, first: place, second: target, end: end))
      exchange(place, target, of: node)
      core.nodes[node].endEdge = weight == none ? end - 1 : end + 1
    }
  }

  private func exchange(_ first: UInt32, _ second: UInt32, of node: UInt32) {
    if first == second { return }
    let edge = core.edges[first]
    core.edges[first] = core.edges[second]
    core.edges[second] = edge
    let observables = core.edgeObservables[first]
    core.edgeObservables[first] = core.edgeObservables[second]
    core.edgeObservables[second] = observables
    let owner = owners[first]
    owners[first] = owners[second]
    owners[second] = owner
    for place in [first, second] {
      let edge = owners[place]
      places[2 * edge + (graph.edges[Int(edge)].first == node ? 0 : 1)] = place
    }
  }

  /// Undoes every change, the last first.
  func restore() {
    while let last = steps.popLast() {
      if last.node == none {
        core.edges[last.first] = last.edge
        core.edgeObservables[last.first] = last.observables
      } else {
        exchange(last.first, last.second, of: last.node)
        core.nodes[last.node].endEdge = last.end
      }
    }
  }
}
