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
  private var ways: WayCounter
  /// The likeliest errors found for either value of the observable.
  private var findings = [Finding(), Finding()]
  /// What matching finds for either value.
  private var starts = [Finding(), Finding()]

  /// Errors with a syndrome.
  private struct Finding {
    var cost = Int64.max
    var errors: [UInt32] = []
  }

  init(_ compiled: CompiledSearch) {
    self.compiled = compiled
    core = SearchCore(compiled.model)
    cosets = compiled.cosets.map(CosetMatchingEngine.init)
    refiner = SolutionRefiner(compiled.model)
    ways = WayCounter(compiled.model)
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
    try forEachShot(batch, &predictions, isExact: true) { cost, _ in
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
    guard solve(seen.span, isExact: true) != nil else { throw unexplainable(nil) }
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
    _ batch: SyndromeBatch, _ predictions: inout BitMatrix, isExact: Bool = false,
    _ report: (Int64, Bool) -> Void
  ) throws(DecodingError) {
    let model = compiled.model
    try checkShapes(
      batch, predictions, detectors: model.detectorCount, observables: model.observableCount)
    for shot in 0..<batch.shotCount {
      let range = batch.offsets[shot]..<batch.offsets[shot + 1]
      let doubt: Bool?
      if model.flippedDetectors.isEmpty {
        doubt = solve(batch.defects.span.extracting(range), isExact: isExact)
      } else {
        let seen = Set(batch.defects[range]).symmetricDifference(model.flippedDetectors).sorted()
        doubt = solve(seen.span, isExact: isExact)
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
  /// - Parameters:
  ///   - defects: The detectors of the syndrome, each once.
  ///   - isExact: Whether the errors are asked for, and not only what they flip.
  /// - Returns: Whether the solution is doubtful, or nil if the syndrome has no explanation.
  private func solve(_ defects: Span<UInt32>, isExact: Bool) -> Bool? {
    core.reset()
    if let cosets, settles(defects, cosets, isExact: isExact) { return false }
    var isDoubtful = true
    for ranks in compiled.orders {
      let isEnded = core.search(defects, ranks: ranks.span, limits: compiled.limits)
      if isEnded && core.best != .max { isDoubtful = false }
      // Where matching knows a start for either coset, pieces take the place of other orders.
      if isDoubtful && cosets != nil { break }
    }
    if cosets != nil { weigh(isDoubtful: isDoubtful) }
    if core.best != .max { return isDoubtful }
    guard let rest = compiled.anyExplanation(core.residualOfClosest() ?? copy(defects)) else {
      return nil
    }
    core.complete(with: rest)
    return true
  }

  /// Asks matching about either value of the observable.
  ///
  /// If one is so much likelier that no search needs to decide, its errors are left in the core.
  ///
  /// - Parameters:
  ///   - defects: The detectors of the syndrome, each once.
  ///   - cosets: What matches.
  ///   - isExact: Whether the errors are asked for, and not only what they flip.
  /// - Returns: Whether no search is needed.
  private func settles(
    _ defects: Span<UInt32>, _ cosets: CosetMatchingEngine, isExact: Bool
  ) -> Bool {
    for value in 0...1 {
      starts[value] = Finding()
      guard cosets.solve(defects, flips: value == 1) else { continue }
      // Matching pays for both edges of an error that has two; as one error they are much cheaper.
      starts[value].errors = compiled.model.joiningPairs(cosets.errors)
      starts[value].cost = compiled.model.cost(of: starts[value].errors)
    }
    guard starts.allSatisfy({ $0.cost != .max }) else { return false }
    let lead = compiled.model.nats(starts[1].cost - starts[0].cost)
    guard abs(lead) >= compiled.settled else { return false }
    let value = lead < 0 ? 1 : 0
    if isExact {
      findings[value] = Finding()
      better(starts[value].errors)
      core.reset()
      core.adopt(findings[value].errors, cost: findings[value].cost)
    } else {
      core.adopt(starts[value].errors, cost: starts[value].cost)
    }
    return true
  }

  /// Finds likely errors for either value of the observable and leaves those of the likelier value in the core.
  ///
  /// What a search that was cut short has found, and what matching finds for either value, is bettered piece by
  /// piece. If the search has ended then it has the likeliest errors of all, and the other value matters only if
  /// it comes near.
  private func weigh(isDoubtful: Bool) {
    if !isDoubtful && compiled.ways == 0 { return }
    for value in 0...1 { findings[value] = Finding() }
    if core.best != .max {
      let errors = (0..<core.solution.count).map { core.solution[$0] }
      note(errors, cost: core.best)
      if isDoubtful { better(errors) }
    }
    let ended = isDoubtful ? nil : findings.firstIndex { $0.cost != .max }
    for value in 0...1 where value != ended && starts[value].cost != .max {
      if ended != nil {
        let lead = compiled.model.nats(starts[value].cost - core.best)
        if lead > Self.reachOfMatching { continue }
      }
      better(starts[value].errors)
    }
    guard findings.contains(where: { $0.cost != .max }) else { return }
    let finding = findings[isSecondLikelier() ? 1 : 0]
    core.reset()
    core.adopt(finding.errors, cost: finding.cost)
  }

  private func better(_ start: [UInt32]) {
    let limits = SearchLimits(
      beam: compiled.limits.beam, nodes: min(compiled.limits.nodes, Self.nodesOfPiece), stretch: 0)
    refiner.refine(start, with: &core, size: Self.errorsOfPiece, limits: limits)
    note(refiner.errors, cost: refiner.cost)
  }

  private func note(_ errors: [UInt32], cost: Int64) {
    let value = Int(compiled.model.mask(of: errors) & 1)
    if cost < findings[value].cost { findings[value] = Finding(cost: cost, errors: errors) }
  }

  /// Whether the observable is likelier flipped than not, by the errors found for either value and, where these weigh
  /// nearly the same, the sets around them.
  private func isSecondLikelier() -> Bool {
    let (first, second) = (findings[0], findings[1])
    guard first.cost != .max && second.cost != .max else { return first.cost == .max }
    let lead = compiled.model.nats(second.cost - first.cost)
    guard abs(lead) < compiled.ways else { return lead < 0 }
    return lead < ways.advantage(of: second.errors, over: first.errors)
  }

  /// How many errors are searched anew at once.
  private static var errorsOfPiece: Int { 8 }
  /// The most sets of errors looked at for one piece.
  private static var nodesOfPiece: Int { 1000 }
  /// How much dearer than the likeliest errors, in nats, what matching finds for the other value may be to be bettered.
  private static var reachOfMatching: Double { 10 }

  private func copy(_ defects: Span<UInt32>) -> [UInt32] { defects.indices.map { defects[$0] } }

  private func unexplainable(_ shot: Int?) -> DecodingError {
    DecodingError(
      .unexplainable, "No set of the model's errors makes just these detectors fire.", shot: shot)
  }
}
