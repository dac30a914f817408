// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// The working memory of `CorrelatedMatchingDecoder` for one worker.
public final class CorrelatedMatchingEngine: WeighingEngine, ExplainingEngine {
  private let graph: MatchingGraph
  private var passes: CorrelatedPasses
  private var defects: [UInt32] = []
  /// The observables 0 to 63 of each edge, and those that likelier outcomes flip.
  private let masks: PackedBuffer<UInt64>
  private let constantMask: UInt64

  init(_ compiled: CompiledCorrelatedMatching) {
    graph = compiled.graph
    passes = CorrelatedPasses(compiled)
    masks = PackedBuffer(graph.edges.map { MatchingGraph.mask($0.observables, word: 0) })
    constantMask = MatchingGraph.mask(graph.flippedObservables, word: 0)
  }

  /// Predicts which observables flipped, shot by shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    try decode(batch, into: &predictions, weighs: false) { _ in }
  }

  /// Predicts which observables flipped, and weighs each explanation.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weights: inout [Double]
  ) throws(DecodingError) {
    weights.removeAll(keepingCapacity: true)
    try decode(batch, into: &predictions, weighs: true) { weights.append($0) }
  }

  private func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weighs: Bool,
    _ weigh: (Double) -> Void
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: graph.detectorCount, observables: graph.observableCount)
    let words = predictions.wordsPerRow
    for shot in 0..<batch.shotCount {
      let seen = batch.defects.span.extracting(batch.offsets[shot]..<batch.offsets[shot + 1])
      writeSymmetricDifference(seen, graph.flippedDetectors, into: &defects)
      guard passes.solve(defects.span) else { throw MatchingEngine.unexplainable(shot: shot) }
      if words == 1 {
        predictions.words[shot] = constantMask ^ flips()
      } else if words > 1 {
        writeWide(&predictions, shot)
      }
      if weighs { weigh(passes.bestWeight() + graph.constantWeight) }
    }
  }

  /// The observables 0 to 63 that the likeliest edges flip.
  private func flips() -> UInt64 {
    var mask: UInt64 = 0
    for place in 0..<passes.best.count { mask ^= masks[passes.best[place]] }
    return mask
  }

  /// Writes a row of more than 64 observables.
  private func writeWide(_ predictions: inout BitMatrix, _ shot: Int) {
    let words = predictions.wordsPerRow
    for word in 0..<words { predictions.words[shot * words + word] = 0 }
    for observable in graph.flippedObservables { predictions.flip(shot, Int(observable)) }
    for place in 0..<passes.best.count {
      for observable in graph.edges[Int(passes.best[place])].observables {
        predictions.flip(shot, Int(observable))
      }
    }
  }

  /// Finds the matched pairs and the errors of one shot.
  ///
  /// - Parameter defects: The detectors that fired, ascending, without repetition.
  /// - Returns: The edges that errors flipped, and their weight.
  /// - Throws: `DecodingError` with code `.unexplainable` or `.shape`.
  public func explain(_ defects: [UInt32]) throws(DecodingError) -> Explanation {
    if let last = defects.last, Int(last) >= graph.detectorCount {
      throw DecodingError(
        .shape, "Detector \(last) fired, but the model has \(graph.detectorCount) detectors.")
    }
    writeSymmetricDifference(defects.span, graph.flippedDetectors, into: &self.defects)
    guard passes.solve(self.defects.span) else { throw MatchingEngine.unexplainable(shot: nil) }
    var explanation = Explanation(weight: passes.bestWeight() + graph.constantWeight)
    var flips = Set(graph.flippedObservables)
    for place in 0..<passes.best.count {
      let edge = graph.edges[Int(passes.best[place])]
      flips.formSymmetricDifference(edge.observables)
      explanation.errors.append(
        Symptom(
          detectors: edge.second == none ? [edge.first] : [edge.first, edge.second],
          observables: edge.observables))
    }
    explanation.observables = flips.sorted()
    return explanation
  }
}
