// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// Union-find decoding with probabilities of single shots: changes the edges that a shot names, and changes them back.
final class UnionFindReweighting {
  private let compiled: CompiledUnionFind
  private let priors: EdgePriors
  private let growthGraph: UnionFindGraph
  private var core: UnionFindCore
  private var changes: PriorChanges
  /// The strand for which each edge stands, or `none` where the edge is as in the graph.
  private var strands: PackedBuffer<UInt32>
  private var defects: [UInt32] = []
  private var changedFlips: [UInt32] = []
  private var flips: [UInt32] = []

  init(_ compiled: CompiledUnionFind) throws(DecodingError) {
    self.compiled = compiled
    priors = try compiled.edgePriors()
    growthGraph = UnionFindGraph(
      priors.edges, detectorCount: compiled.detectorCount, rule: compiled.growthGraph.rule)
    core = UnionFindCore(growthGraph, smallestFirst: compiled.smallestFirst)
    changes = PriorChanges(priors)
    strands = PackedBuffer(repeating: none, count: priors.edges.count)
  }

  /// Decodes one shot.
  ///
  /// - Parameters:
  ///   - batch: The detection events.
  ///   - shots: The probabilities of each shot.
  ///   - shot: The shot.
  ///   - flipped: The observables 0 to 63 that the model's likelier outcomes flip.
  ///   - predictions: Receives the predicted flips.
  /// - Returns: Whether the shot can be explained.
  /// - Throws: `DecodingError` when the priors do not fit the model.
  func decode(
    _ batch: SyndromeBatch, _ shots: ShotPriors, shot: Int, flipped: UInt64,
    into predictions: inout BitMatrix
  ) throws(DecodingError) -> Bool {
    try changes.load(shots, shot: shot)
    for index in changes.edges.indices { apply(changes.edges[index]) }
    loadDefects(batch, shot)
    let isSolved = core.solve(defects.span)
    if isSolved {
      if predictions.wordsPerRow == 1 {
        var mask = flipped ^ UnionFindGraph.mask(changes.observables)
        core.peel { _, correction in mask ^= correction.observables }
        predictions.words[shot] = mask
      } else if predictions.wordsPerRow > 1 {
        writeWide(&predictions, shot)
      }
    }
    core.reset()
    for index in changes.edges.indices { restore(changes.edges[index].edge) }
    return isSolved
  }

  private func loadDefects(_ batch: SyndromeBatch, _ shot: Int) {
    let range = batch.offsets[shot]..<batch.offsets[shot + 1]
    let flipped = compiled.graph.flippedDetectors
    if changes.detectors.isEmpty {
      writeSymmetricDifference(batch.defects.span.extracting(range), flipped, into: &defects)
      return
    }
    changedFlips.removeAll(keepingCapacity: true)
    changedFlips += changes.detectors
    changedFlips.sort()
    writeSymmetricDifference(changedFlips.span, flipped, into: &flips)
    writeSymmetricDifference(batch.defects.span.extracting(range), flips, into: &defects)
  }

  private func apply(_ change: PriorChanges.Edge) {
    let length = growthGraph.length(change.weight)
    let places = growthGraph.places[Int(change.edge)]
    core.edges[places.x].length = length
    core.edges[places.y].length = length
    core.corrections[change.edge].observables = UnionFindGraph.mask(
      priors.strands[Int(change.strand)].symptom.observables)
    strands[change.edge] = change.strand
  }

  private func restore(_ edge: UInt32) {
    let places = growthGraph.places[Int(edge)]
    let length = growthGraph.growthEdges[Int(places.x)].length
    core.edges[places.x].length = length
    core.edges[places.y].length = length
    core.corrections[edge].observables = growthGraph.corrections[Int(edge)].observables
    strands[edge] = none
  }

  /// Writes a row of more than 64 observables.
  private func writeWide(_ predictions: inout BitMatrix, _ shot: Int) {
    let words = predictions.wordsPerRow
    for word in 0..<words { predictions.words[shot * words + word] = 0 }
    for observable in compiled.graph.flippedObservables { predictions.flip(shot, Int(observable)) }
    for observable in changes.observables { predictions.flip(shot, Int(observable)) }
    core.peel { edge, _ in
      let strand = strands[edge]
      let observables =
        strand == none
        ? priors.edges[Int(edge)].observables : priors.strands[Int(strand)].symptom.observables
      for observable in observables { predictions.flip(shot, Int(observable)) }
    }
  }
}
