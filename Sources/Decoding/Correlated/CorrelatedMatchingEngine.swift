// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The working memory of `CorrelatedMatchingDecoder` for one worker.
public final class CorrelatedMatchingEngine: WeighingEngine, ExplainingEngine {
  private let graph: MatchingGraph
  private let solver: MatchingSolver
  private let second: AdjustableMatching
  private let halfEdges: PackedBuffer<MatchingEdge>
  private var paths: PathSearch
  private var conditioning: Conditioning
  private var weigher: JointWeigher
  private let passes: Int
  private var links = GrowableBuffer<MatchingLink>()
  /// The last pass's edges, those of the pass at hand, and the likeliest so far.
  private var given: EdgeSet
  private var found: EdgeSet
  private var best: EdgeSet
  private var defects: [UInt32] = []

  init(_ compiled: CompiledCorrelatedMatching) {
    graph = compiled.graph
    let correlations = compiled.correlations
    solver = MatchingSolver(graph, word: 0)
    second = AdjustableMatching(
      graph, weights: correlations.aloneProbabilities.map { log1p(-$0) - log($0) })
    halfEdges = PackedBuffer(graph.halfEdges)
    paths = PathSearch(graph)
    conditioning = Conditioning(correlations, graph)
    weigher = JointWeigher(correlations)
    passes = compiled.passes
    given = EdgeSet(edgeCount: graph.edges.count)
    found = EdgeSet(edgeCount: graph.edges.count)
    best = EdgeSet(edgeCount: graph.edges.count)
  }

  /// Predicts which observables flipped, shot by shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    try decode(batch, into: &predictions) { _ in }
  }

  /// Predicts which observables flipped, and weighs each explanation.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weights: inout [Double]
  ) throws(DecodingError) {
    weights.removeAll(keepingCapacity: true)
    try decode(batch, into: &predictions) { weights.append($0) }
  }

  private func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, _ weigh: (Double) -> Void
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: graph.detectorCount, observables: graph.observableCount)
    for shot in 0..<batch.shotCount {
      let seen = batch.defects.span.extracting(batch.offsets[shot]..<batch.offsets[shot + 1])
      guard let weight = solve(seen) else { throw MatchingEngine.unexplainable(shot: shot) }
      for word in 0..<predictions.wordsPerRow {
        predictions.words[shot * predictions.wordsPerRow + word] = 0
      }
      for observable in graph.flippedObservables { predictions.flip(shot, Int(observable)) }
      for place in 0..<best.count {
        for observable in graph.edges[Int(best[place])].observables {
          predictions.flip(shot, Int(observable))
        }
      }
      weigh(weight + graph.constantWeight)
    }
  }

  /// Finds the likeliest edges; they are in `best`.
  private func solve(_ seen: Span<UInt32>) -> Double? {
    writeSymmetricDifference(seen, graph.flippedDetectors, into: &defects)
    found.clear()
    best.clear()
    let isSolved = solver.solve(defects.span)
    links.truncate(to: 0)
    if isSolved { solver.forEachLink { links.append($0) } }
    solver.reset()
    guard isSolved else { return nil }
    for index in 0..<links.count {
      paths.addPath(from: links[index].from, to: links[index].to, halfEdges, into: &best)
    }
    best.settle()
    guard best.count > 0 else { return 0 }
    var weight = weigher.weight(of: best)
    given.clear()
    for place in 0..<best.count { given.toggle(best[place]) }
    for _ in 0..<passes {
      conditioning.apply(given, to: second)
      found.clear()
      let isSolved = second.solve(defects.span, into: &found)
      second.restore()
      precondition(isSolved, "Other weights do not make a shot unexplainable.")
      found.settle()
      if found.equals(given) { break }
      let other = weigher.weight(of: found)
      if other < weight {
        weight = other
        swap(&best, &found)
        given.clear()
        for place in 0..<best.count { given.toggle(best[place]) }
      } else {
        swap(&given, &found)
      }
    }
    return weight
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
    guard let weight = solve(defects.span) else { throw MatchingEngine.unexplainable(shot: nil) }
    var explanation = Explanation(weight: weight + graph.constantWeight)
    var flips = Set(graph.flippedObservables)
    for place in 0..<best.count {
      let edge = graph.edges[Int(best[place])]
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
