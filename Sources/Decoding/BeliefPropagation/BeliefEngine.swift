// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// The working memory of `BeliefDecoder` for one worker.
public final class BeliefEngine: WeighingEngine, ExplainingEngine, FlaggingEngine,
  ReweightingEngine
{
  private let compiled: CompiledBelief
  private var run: BeliefRun
  /// For shots with priors of their own: also holds the errors that the model calls impossible.
  private var reweighted: BeliefRun?
  private var answers: BeliefRun.Answers

  init(_ compiled: CompiledBelief) {
    self.compiled = compiled
    run = BeliefRun(compiled.graph, compiled.plan, rank: compiled.rank)
    answers = BeliefRun.Answers(
      predictions: BitMatrix(rowCount: 0, columnCount: compiled.observableCount))
  }

  /// Predicts which observables flipped, shot by shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    try decode(batch, priors: nil, &predictions)
  }

  /// Predicts which observables flipped, and weighs the errors held to have happened.
  ///
  /// Where belief propagation alone did not converge, these errors do not explain the shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weights: inout [Double]
  ) throws(DecodingError) {
    try decode(batch, priors: nil, &predictions)
    weights.removeAll(keepingCapacity: true)
    weights.append(contentsOf: answers.weights)
  }

  /// Predicts which observables flipped, and flags the shots on which nothing converged.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, isDoubtful: inout [Bool]
  ) throws(DecodingError) {
    try decode(batch, priors: nil, &predictions)
    isDoubtful.removeAll(keepingCapacity: true)
    isDoubtful.append(contentsOf: answers.isDoubtful)
  }

  /// Predicts which observables flipped, with probabilities that hold for one shot alone.
  public func decode(
    _ batch: SyndromeBatch, priors: ShotPriors, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    guard priors.shotCount == batch.shotCount else {
      throw DecodingError(
        .shape,
        "There are priors of \(priors.shotCount) shots for a batch of \(batch.shotCount).")
    }
    try decode(batch, priors: priors, &predictions)
  }

  /// Finds the errors of one shot.
  ///
  /// - Parameter defects: The detectors that fired, ascending, without repetition.
  /// - Returns: The errors and the weight; no pairs.
  /// - Throws: `DecodingError` with code `.unexplainable`, also where the decoder gave up, or `.shape`.
  public func explain(_ defects: [UInt32]) throws(DecodingError) -> Explanation {
    if let last = defects.last, Int(last) >= compiled.detectorCount {
      throw DecodingError(
        .shape, "Detector \(last) fired, but the model has \(compiled.detectorCount) detectors.")
    }
    var batch = SyndromeBatch(
      shotCount: 1, detectorCount: compiled.detectorCount,
      observableCount: compiled.observableCount)
    batch.defects = defects
    batch.offsets[1] = defects.count
    var predictions = BitMatrix(rowCount: 1, columnCount: compiled.observableCount)
    try decode(batch, priors: nil, &predictions)
    if answers.isDoubtful[0] {
      throw DecodingError(
        .unexplainable,
        "belief propagation did not converge on the shot. Use bp-osd, which explains every shot "
          + "that can be.")
    }
    var explanation = Explanation(weight: answers.weights[0])
    explanation.errors = answers.columns.sorted().map { compiled.graph.symptoms[Int($0)] }
    explanation.observables = (0..<UInt32(compiled.observableCount)).filter {
      predictions[0, Int($0)]
    }
    return explanation
  }

  private func decode(
    _ batch: SyndromeBatch, priors: ShotPriors?, _ predictions: inout BitMatrix
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: compiled.detectorCount,
      observables: compiled.observableCount)
    answers.reset(shotCount: batch.shotCount)
    swap(&answers.predictions, &predictions)
    defer { swap(&answers.predictions, &predictions) }
    if let priors {
      if reweighted == nil {
        let graph = try BeliefGraph(compiled.model, keepsImpossible: true)
        reweighted = BeliefRun(graph, compiled.plan, rank: graph.detectorCount)
      }
      try reweighted?.decode(batch, priors: priors, into: &answers)
    } else {
      try run.decode(batch, into: &answers)
    }
  }
}
