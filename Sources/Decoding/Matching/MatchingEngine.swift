// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// The working memory of `MatchingDecoder` for one worker.
public final class MatchingEngine: WeighingEngine, ExplainingEngine, ReweightingEngine,
  SoftDecodingEngine
{
  private let compiled: CompiledMatching
  private let graph: MatchingGraph
  /// One for each 64 observables; the first tells the weight.
  private let solvers: [MatchingSolver]
  private var paths: PathFinder?
  /// What the likelier outcomes of errors of p > ½ flip.
  private let constantMasks: [UInt64]
  /// The defects of a shot beyond those.
  private var defects: [UInt32] = []
  /// Made when a batch first brings priors.
  private var reweighting: MatchingReweighting?
  /// Made when gaps are first asked for.
  private var gapFinder: GapFinder?

  init(_ compiled: CompiledMatching) {
    self.compiled = compiled
    let graph = compiled.graph
    self.graph = graph
    let words = max(1, (graph.observableCount + 63) / 64)
    solvers = (0..<words).map { MatchingSolver(graph, word: $0) }
    constantMasks = (0..<words).map { MatchingGraph.mask(graph.flippedObservables, word: $0) }
  }

  /// Predicts which observables flipped, shot by shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    try decode(batch, into: &predictions) { _ in }
  }

  /// Predicts which observables flipped, and how much the likeliest errors weigh.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weights: inout [Double]
  ) throws(DecodingError) {
    weights.removeAll(keepingCapacity: true)
    try decode(batch, into: &predictions) { weight in
      weights.append(graph.nats(weight) + graph.constantWeight)
    }
  }

  /// Decodes a batch, and hands over the weight of each shot in units.
  @inline(__always)
  private func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, _ body: (Int64) -> Void
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: graph.detectorCount, observables: graph.observableCount)
    let words = predictions.wordsPerRow
    guard graph.flippedDetectors.isEmpty, words <= 1 else {
      return try decodeWide(batch, into: &predictions, body)
    }
    let mask = constantMasks[0]
    var flips = predictions.words.mutableSpan
    let failed = solvers[0].solveEach(batch.defects.span, batch.offsets.span) {
      shot, weight, observables in
      if words == 1 { flips[shot] = observables ^ mask }
      body(weight)
    }
    if let failed { throw MatchingEngine.unexplainable(shot: failed) }
  }

  /// Decodes a batch of more than 64 observables, or with errors of p > ½.
  private func decodeWide(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, _ body: (Int64) -> Void
  ) throws(DecodingError) {
    let isPlain = graph.flippedDetectors.isEmpty
    let words = predictions.wordsPerRow
    for shot in 0..<batch.shotCount {
      let seen = batch.defects.span.extracting(batch.offsets[shot]..<batch.offsets[shot + 1])
      if !isPlain { writeSymmetricDifference(seen, graph.flippedDetectors, into: &defects) }
      for word in 0..<max(1, words) {
        let solver = solvers[word]
        let isSolved = isPlain ? solver.solve(seen) : solver.solve(defects.span)
        if isSolved, words > 0 {
          predictions.words[shot * words + word] = solver.observables ^ constantMasks[word]
        }
        if isSolved, word == 0 { body(solver.weight) }
        solver.reset()
        if !isSolved { throw MatchingEngine.unexplainable(shot: shot) }
      }
    }
  }

  /// Predicts which observables flipped, with probabilities that hold for one shot alone.
  ///
  /// The edges that a shot changes take their weights for that shot only. Weights are rounded to steps of the
  /// heaviest edge, or of 16 nats if that is more, over 2²⁴ − 1.
  public func decode(
    _ batch: SyndromeBatch, priors: ShotPriors, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    var weights: [Double] = []
    try decode(batch, priors: priors, into: &predictions, weights: &weights)
  }

  /// Predicts which observables flipped with the shots' own probabilities, and weighs each solution.
  ///
  /// - Parameters:
  ///   - batch: The detection events.
  ///   - priors: For each shot, the mechanisms whose probability differs from the model's.
  ///   - predictions: Receives the predicted flips, one row a shot, shape (shots × observables).
  ///   - weights: Receives, in place of what it held, −ln of each solution's probability relative to that of
  ///     no error at all, in nats.
  /// - Throws: `DecodingError` with code `.unexplainable`, `.shape`, `.badProbability` or `.notGraphlike`.
  public func decode(
    _ batch: SyndromeBatch, priors: ShotPriors, into predictions: inout BitMatrix,
    weights: inout [Double]
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: graph.detectorCount, observables: graph.observableCount)
    try checkShapes(priors, batch)
    let reweighting = try existingReweighting()
    weights.removeAll(keepingCapacity: true)
    for shot in 0..<batch.shotCount {
      guard let weight = try reweighting.decode(batch, priors, shot: shot, into: &predictions)
      else { throw MatchingEngine.unexplainable(shot: shot) }
      weights.append(weight)
    }
  }

  private func existingReweighting() throws(DecodingError) -> MatchingReweighting {
    if let reweighting { return reweighting }
    let made = MatchingReweighting(graph, try compiled.priors.value())
    reweighting = made
    return made
  }

  /// Predicts which observable flipped, and how far the opposite answer is: two exact matchings a shot.
  ///
  /// - Parameters:
  ///   - batch: The detection events.
  ///   - predictions: Receives the predicted flips, one row a shot, shape (shots × 1).
  ///   - gaps: Receives, in place of what it held, the complementary gap of each shot in nats; infinite where
  ///     no errors give the opposite answer.
  /// - Throws: `DecodingError` with code `.unexplainable`, or `.unsuitable` for a model without exactly one
  ///   observable, or with errors that go around a loop that flips it.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, gaps: inout [Double]
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: graph.detectorCount, observables: graph.observableCount)
    let finder = try existingGapFinder()
    gaps.removeAll(keepingCapacity: true)
    for shot in 0..<batch.shotCount {
      let seen = batch.defects.span.extracting(batch.offsets[shot]..<batch.offsets[shot + 1])
      guard let (isFlipped, gap) = finder.decode(seen) else {
        throw MatchingEngine.unexplainable(shot: shot)
      }
      predictions[shot, 0] = isFlipped
      gaps.append(gap)
    }
  }

  private func existingGapFinder() throws(DecodingError) -> GapFinder {
    if let gapFinder { return gapFinder }
    let made = try GapFinder(graph, try compiled.priors.value())
    gapFinder = made
    return made
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
    writeSymmetricDifference(defects.span, graph.flippedDetectors, into: &self.defects)
    let solver = solvers[0]
    let isSolved = solver.solve(self.defects.span)
    var links: [MatchingLink] = []
    if isSolved { solver.forEachLink { links.append($0) } }
    let weight = solver.weight
    solver.reset()
    guard isSolved else { throw MatchingEngine.unexplainable(shot: nil) }
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

  static func unexplainable(shot: Int?) -> DecodingError {
    DecodingError(
      .unexplainable,
      "no errors explain the detection events: an odd number of detectors fired in a part of the "
        + "model that no error joins to the boundary, or a detector fired that no error flips.",
      shot: shot)
  }
}
