// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// The working memory of `SearchDecoder` for one worker.
public final class SearchEngine: WeighingEngine, ExplainingEngine, FlaggingEngine {
  private let compiled: CompiledSearch
  private var core: SearchCore
  private let cosets: CosetMatchingEngine?
  private var refiner: SolutionRefiner

  init(_ compiled: CompiledSearch) {
    self.compiled = compiled
    core = SearchCore(compiled.model)
    cosets = compiled.cosets.map(CosetMatchingEngine.init)
    refiner = SolutionRefiner(compiled.model)
  }

  /// Predicts which observables flipped, shot by shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    try forEachShot(batch, &predictions) { _, _ in }
  }

  /// Predicts which observables flipped, and how much the errors found weigh.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, weights: inout [Double]
  ) throws(DecodingError) {
    weights.removeAll(keepingCapacity: true)
    try forEachShot(batch, &predictions) { cost, _ in
      weights.append(compiled.model.nats(cost) + compiled.model.constantWeight)
    }
  }

  /// Predicts which observables flipped, and flags the shots that no search came to the end of.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, isDoubtful: inout [Bool]
  ) throws(DecodingError) {
    isDoubtful.removeAll(keepingCapacity: true)
    try forEachShot(batch, &predictions) { _, doubt in isDoubtful.append(doubt) }
  }

  /// Finds the errors of one shot.
  ///
  /// - Parameter defects: The detectors that fired, ascending, without repetition.
  /// - Returns: The errors and their weight.
  /// - Throws: `DecodingError` with code `.unexplainable` or `.shape`.
  public func explain(_ defects: [UInt32]) throws(DecodingError) -> Explanation {
    let model = compiled.model
    if let last = defects.last, Int(last) >= model.detectorCount {
      throw DecodingError(
        .shape, "Detector \(last) fired, but the model has \(model.detectorCount) detectors.")
    }
    let seen = Set(defects).symmetricDifference(model.flippedDetectors).sorted()
    guard solve(seen.span) != nil else { throw unexplainable(nil) }
    var explanation = Explanation(weight: model.nats(core.best) + model.constantWeight)
    var flips = Set(model.flippedObservables)
    for index in 0..<core.solution.count {
      let symptom = model.symptoms[Int(core.solution[index])]
      explanation.errors.append(symptom)
      flips.formSymmetricDifference(symptom.observables)
    }
    explanation.observables = flips.sorted()
    return explanation
  }

  /// Decodes shot by shot and tells the cost and the doubt of each.
  private func forEachShot(
    _ batch: SyndromeBatch, _ predictions: inout BitMatrix, _ report: (Int64, Bool) -> Void
  ) throws(DecodingError) {
    let model = compiled.model
    try checkShapes(
      batch, predictions, detectors: model.detectorCount, observables: model.observableCount)
    for shot in 0..<batch.shotCount {
      let range = batch.offsets[shot]..<batch.offsets[shot + 1]
      let doubt: Bool?
      if model.flippedDetectors.isEmpty {
        doubt = solve(batch.defects.span.extracting(range))
      } else {
        let seen = Set(batch.defects[range]).symmetricDifference(model.flippedDetectors).sorted()
        doubt = solve(seen.span)
      }
      guard let doubt else { throw unexplainable(shot) }
      for word in 0..<predictions.wordsPerRow {
        predictions.words[shot * predictions.wordsPerRow + word] = 0
      }
      for observable in model.flippedObservables { predictions[shot, Int(observable)] = true }
      for index in 0..<core.solution.count {
        for observable in model.symptoms[Int(core.solution[index])].observables {
          predictions[shot, Int(observable)].toggle()
        }
      }
      report(core.best, doubt)
    }
  }

  /// Finds errors for a syndrome and leaves them in the core.
  ///
  /// - Returns: Whether the solution is doubtful, or nil if the syndrome has no explanation.
  private func solve(_ defects: Span<UInt32>) -> Bool? {
    core.reset()
    var isDoubtful = true
    for ranks in compiled.orders {
      let isEnded = core.search(defects, ranks: ranks.span, limits: compiled.limits)
      if isEnded && core.best != .max { isDoubtful = false }
      // Where matching knows a start for either coset, pieces take the place of other orders.
      if isDoubtful && cosets != nil { break }
    }
    if isDoubtful, let cosets { refine(defects, cosets) }
    if core.best != .max { return isDoubtful }
    guard let rest = compiled.anyExplanation(core.residualOfClosest() ?? copy(defects)) else {
      return nil
    }
    core.complete(with: rest)
    return true
  }

  /// Betters what a search that was cut short has found, and what matching finds for either value of the observable, and
  /// leaves the likeliest in the core.
  private func refine(_ defects: Span<UInt32>, _ cosets: CosetMatchingEngine) {
    var best = core.best
    var errors = (0..<core.solution.count).map { core.solution[$0] }
    let limits = SearchLimits(
      beam: compiled.limits.beam, nodes: min(compiled.limits.nodes, Self.nodesOfPiece), stretch: 0)
    func consider(_ start: [UInt32]) {
      refiner.refine(start, with: &core, size: Self.errorsOfPiece, limits: limits)
      if refiner.cost < best {
        best = refiner.cost
        errors = refiner.errors
      }
    }
    if best != .max { consider(errors) }
    for flips in [false, true] where cosets.solve(defects, flips: flips) {
      consider(cosets.errors)
    }
    core.reset()
    if best != .max { core.adopt(errors, cost: best) }
  }

  /// How many errors are searched anew at once.
  private static var errorsOfPiece: Int { 8 }
  /// The most sets of errors looked at for one piece.
  private static var nodesOfPiece: Int { 1000 }

  private func copy(_ defects: Span<UInt32>) -> [UInt32] { defects.indices.map { defects[$0] } }

  private func unexplainable(_ shot: Int?) -> DecodingError {
    DecodingError(
      .unexplainable, "No set of the model's errors makes just these detectors fire.", shot: shot)
  }
}
