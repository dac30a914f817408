// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// The working memory of `MatchingDecoder` for one worker.
public final class MatchingEngine: WeighingEngine, ExplainingEngine {
  private let graph: MatchingGraph
  private var solver: MatchingSolver
  private var paths: PathFinder?
  private let constantMask: UInt64

  init(_ graph: MatchingGraph) {
    self.graph = graph
    solver = MatchingSolver(graph)
    constantMask = graph.flippedObservables.reduce(0) { $1 < 64 ? $0 | 1 << UInt64($1) : $0 }
  }

  /// Predicts which observables flipped, shot by shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    var weights: [Double] = []
    try decode(batch, into: &predictions, weights: &weights, weighs: false)
  }

  /// Predicts which observables flipped, and how much the likeliest errors weigh.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weights: inout [Double]
  ) throws(DecodingError) {
    weights.removeAll(keepingCapacity: true)
    try decode(batch, into: &predictions, weights: &weights, weighs: true)
  }

  private func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weights: inout [Double],
    weighs: Bool
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: graph.detectorCount, observables: graph.observableCount)
    let isPlain = graph.flippedDetectors.isEmpty && predictions.wordsPerRow <= 1
    for shot in 0..<batch.shotCount {
      let range = batch.offsets[shot]..<batch.offsets[shot + 1]
      if isPlain {
        let isSolved = solver.solve(batch.defects.span.extracting(range))
        if isSolved, predictions.wordsPerRow == 1 {
          predictions.words[shot] = solver.observables ^ constantMask
        }
        if weighs { weights.append(graph.nats(solver.weight) + graph.constantWeight) }
        solver.reset()
        if !isSolved { throw unexplainable(shot: shot) }
      } else {
        let matching = try explain(Array(batch.defects[range]))
        for word in 0..<predictions.wordsPerRow {
          predictions.words[shot * predictions.wordsPerRow + word] = 0
        }
        for observable in matching.observables { predictions[shot, Int(observable)] = true }
        if weighs { weights.append(matching.weight) }
      }
    }
  }

  /// Finds the matched pairs and the errors of one shot.
  ///
  /// - Parameter defects: The detectors that fired, ascending, without repetition.
  /// - Returns: The pairs, the errors along their paths, and the weight.
  /// - Throws: `DecodingError` with code `.unexplainable` or `.shape`.
  public func explain(_ defects: [UInt32]) throws(DecodingError) -> Explanation {
    if let last = defects.last, Int(last) >= graph.detectorCount {
      throw DecodingError(
        .shape, "Detector \(last) fired, but the model has \(graph.detectorCount) detectors.")
    }
    let seen = symmetricDifference(defects, graph.flippedDetectors)
    let isSolved = solver.solve(seen.span)
    var links: [MatchingLink] = []
    if isSolved { solver.forEachLink { links.append($0) } }
    let weight = solver.weight
    solver.reset()
    guard isSolved else { throw unexplainable(shot: nil) }
    var finder = paths ?? PathFinder(graph)
    var flips = Set(graph.flippedObservables)
    var explanation = Explanation(weight: graph.nats(weight) + graph.constantWeight)
    for link in links {
      explanation.pairs.append((link.from, link.to == none ? nil : link.to))
      for index in finder.path(from: link.from, to: link.to) {
        let edge = graph.edges[Int(index)]
        flips.formSymmetricDifference(edge.observables)
        explanation.errors.append(
          Symptom(
            detectors: edge.second == none ? [edge.first] : [edge.first, edge.second],
            observables: edge.observables))
      }
    }
    paths = finder
    explanation.observables = flips.sorted()
    return explanation
  }

  private func unexplainable(shot: Int?) -> DecodingError {
    DecodingError(
      .unexplainable,
      "no errors explain the detection events: an odd number of detectors fired in a part of the "
        + "model that no error joins to the boundary, or a detector fired that no error flips.",
      shot: shot)
  }
}

/// The elements of exactly one of two ascending lists, ascending.
private func symmetricDifference(_ first: [UInt32], _ second: [UInt32]) -> [UInt32] {
  second.isEmpty ? first : Set(first).symmetricDifference(second).sorted()
}
