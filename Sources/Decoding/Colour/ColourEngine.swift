// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// The working memory of `ColourDecoder` for one worker.
public final class ColourEngine: WeighingEngine, ExplainingEngine {
  private let compiled: CompiledColour
  private let matchings: [ColourMatching]
  private var core: SearchCore
  private var defects: [UInt32] = []
  /// The errors on which all colours agree.
  private var common: [UInt32] = []
  /// For each error, which colours hold that it happened, a bit each; all clear between shots.
  private var votes: PackedBuffer<UInt8>
  /// Whether a detector is left for the search; all clear between shots.
  private var isOpen: PackedBuffer<Bool>
  private var rest: [UInt32] = []
  /// Whether a detector is near the errors on which the colours disagree; all clear between shots.
  private var isHot: PackedBuffer<Bool>
  private var hot: [UInt32] = []

  /// Whose solution is the lightest.
  private enum Winner {
    case colour(Int)
    /// That of the search, with the errors in common.
    case search
  }

  init(_ compiled: CompiledColour) {
    self.compiled = compiled
    matchings = compiled.lattices.map { ColourMatching($0, compiled.detectorCount) }
    core = SearchCore(compiled.search)
    votes = PackedBuffer(repeating: 0, count: compiled.symptomCount)
    isOpen = PackedBuffer(repeating: false, count: compiled.detectorCount)
    isHot = PackedBuffer(repeating: false, count: compiled.detectorCount)
  }

  /// Predicts which observables flipped, shot by shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    try decode(batch, into: &predictions) { _ in }
  }

  /// Predicts which observables flipped, and how much the lightest solution weighs.
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
      batch, predictions, detectors: compiled.detectorCount,
      observables: compiled.observableCount)
    let words = predictions.wordsPerRow
    for shot in 0..<batch.shotCount {
      let seen = batch.defects.span.extracting(batch.offsets[shot]..<batch.offsets[shot + 1])
      guard let (winner, weight) = solve(seen) else {
        throw MatchingEngine.unexplainable(shot: shot)
      }
      for word in 0..<words { predictions.words[shot * words + word] = 0 }
      for observable in compiled.flippedObservables { predictions.flip(shot, Int(observable)) }
      forEachError(of: winner) { error in
        for observable in error.observables { predictions.flip(shot, Int(observable)) }
      }
      weigh(weight)
    }
  }

  /// Finds the errors of one shot.
  ///
  /// - Parameter defects: The detectors that fired, ascending, without repetition.
  /// - Returns: The lightest of the solutions.
  /// - Throws: `DecodingError` with code `.unexplainable` or `.shape`.
  public func explain(_ defects: [UInt32]) throws(DecodingError) -> Explanation {
    if let last = defects.last, Int(last) >= compiled.detectorCount {
      throw DecodingError(
        .shape, "Detector \(last) fired, but the model has \(compiled.detectorCount) detectors.")
    }
    guard let (winner, weight) = solve(defects.span) else {
      throw MatchingEngine.unexplainable(shot: nil)
    }
    var explanation = Explanation(weight: weight)
    var flips = Set(compiled.flippedObservables)
    forEachError(of: winner) { error in
      explanation.errors.append(error)
      flips.formSymmetricDifference(error.observables)
    }
    explanation.observables = flips.sorted()
    return explanation
  }

  private func forEachError(of winner: Winner, _ body: (Symptom) -> Void) {
    let symptoms = compiled.search.symptoms
    switch winner {
    case .colour(let colour):
      let matching = matchings[colour]
      for step in matching.best { body(matching.lattice.steps[Int(step)]) }
    case .search:
      for error in common { body(symptoms[Int(error)]) }
      for index in 0..<core.solution.count { body(symptoms[Int(core.solution[index])]) }
    }
  }

  /// Matches colour by colour, and searches where the colours disagree.
  ///
  /// - Returns: Where the lightest solution is and its weight; nil if there is none.
  private func solve(_ seen: Span<UInt32>) -> (winner: Winner, weight: Double)? {
    writeSymmetricDifference(seen, compiled.flippedDetectors, into: &defects)
    var lightest: Int?
    for (colour, matching) in matchings.enumerated() {
      matching.solve(defects.span)
      if matching.weight < lightest.map({ matchings[$0].weight }) ?? .infinity {
        lightest = colour
      }
    }
    if compiled.limits.nodes > 0 {
      let lone = loneError()
      let found = settle()
      if let lone {
        let weight =
          compiled.search.nats(Int64(compiled.search.costs[Int(lone)])) + compiled.constantWeight
        if weight < found?.weight ?? .infinity {
          common = [lone]
          core.reset()
          return (.search, weight)
        }
      }
      if let found { return found }
    }
    return lightest.map { (.colour($0), matchings[$0].weight + compiled.constantWeight) }
  }

  /// The error that flips just the defects.
  private func loneError() -> UInt32? {
    let search = compiled.search
    let key = defects.reduce(0) { $0 ^ search.detectorKeys[Int($1)] }
    guard let error = search.error(withKey: key), search.symptoms[Int(error)].detectors == defects
    else { return nil }
    return error
  }

  /// Keeps the errors on which all colours agree and searches for the rest.
  ///
  /// - Returns: Where the lightest solution is and its weight; nil if none is known in errors of the model.
  private func settle() -> (winner: Winner, weight: Double)? {
    let search = compiled.search
    core.reset()
    if gatherCommon() {
      return (.search, search.nats(search.cost(of: common)) + compiled.constantWeight)
    }
    releaseNear()
    gatherRest()
    let base = search.cost(of: common)
    var winner: Winner?
    for (colour, matching) in matchings.enumerated() {
      guard let cost = matching.cost(in: search), cost - base < core.best else { continue }
      core.best = cost - base
      winner = .colour(colour)
    }
    let known = core.best
    let ranks = compiled.ranks
    _ = core.search(rest.span, ranks: ranks.span, limits: compiled.limits)
    if core.best < known { winner = .search }
    return winner.map { ($0, search.nats(base + core.best) + compiled.constantWeight) }
  }

  /// Gathers the errors that all colours have.
  ///
  /// - Returns: Whether they have no others.
  private func gatherCommon() -> Bool {
    common.removeAll(keepingCapacity: true)
    for (colour, matching) in matchings.enumerated() {
      for step in matching.best { votes[matching.lattice.errors[Int(step)]] ^= 1 << UInt8(colour) }
    }
    let count = compiled.search.symptoms.count
    for step in matchings[0].best {
      let error = matchings[0].lattice.errors[Int(step)]
      if votes[error] == 7 && error < count { common.append(error) }
    }
    hot.removeAll(keepingCapacity: true)
    for matching in matchings {
      for step in matching.best where votes[matching.lattice.errors[Int(step)]] != 7 {
        for detector in matching.lattice.steps[Int(step)].detectors { heat(detector) }
      }
    }
    for matching in matchings {
      for step in matching.best { votes[matching.lattice.errors[Int(step)]] = 0 }
    }
    return matchings.allSatisfy { $0.weight < .infinity && $0.best.count == common.count }
  }

  private func heat(_ detector: UInt32) {
    if isHot[detector] { return }
    isHot[detector] = true
    hot.append(detector)
  }

  /// Takes those errors out of the common ones that are near errors on which the colours disagree.
  private func releaseNear() {
    let search = compiled.search
    for index in 0..<hot.count {
      let detector = Int(hot[index])
      for place in search.neighbourStarts[detector]..<search.neighbourStarts[detector + 1] {
        heat(search.neighbours[Int(place)])
      }
    }
    common.removeAll { error in
      search.symptoms[Int(error)].detectors.contains { isHot[$0] }
    }
    for detector in hot { isHot[detector] = false }
  }

  /// Gathers the defects that the common errors do not explain, and detectors that these flip besides.
  private func gatherRest() {
    rest.removeAll(keepingCapacity: true)
    for defect in defects { isOpen[defect] = true }
    for error in common {
      for detector in compiled.search.symptoms[Int(error)].detectors {
        isOpen[detector].toggle()
        defects.append(detector)
      }
    }
    for detector in defects where isOpen[detector] {
      isOpen[detector] = false
      rest.append(detector)
    }
  }
}

/// The two matchings of one colour.
private final class ColourMatching {
  let lattice: ColourLattice
  private let detectorCount: UInt32
  private var restricted: CorrelatedPasses
  private var lifted: CorrelatedPasses
  private var far: [UInt32] = []
  private var near: [UInt32] = []
  /// The steps of the solution: edges of the lifted lattice.
  private(set) var best: [UInt32] = []
  /// The weight of the solution in nats; infinite if there is none.
  private(set) var weight = Double.infinity

  init(_ lattice: ColourLattice, _ detectorCount: Int) {
    self.lattice = lattice
    self.detectorCount = UInt32(detectorCount)
    restricted = CorrelatedPasses(lattice.restricted)
    lifted = CorrelatedPasses(lattice.lifted)
  }

  /// Explains the defects of the other colours, then lifts what explains them.
  func solve(_ defects: Span<UInt32>) {
    weight = .infinity
    best.removeAll(keepingCapacity: true)
    far.removeAll(keepingCapacity: true)
    near.removeAll(keepingCapacity: true)
    for index in defects.indices {
      let defect = defects[index]
      if lattice.isOwn[Int(defect)] { near.append(defect) } else { far.append(defect) }
    }
    guard restricted.solve(far.span) else { return }
    let first = near.count
    for place in 0..<restricted.best.count {
      near.append(detectorCount + restricted.best[place])
    }
    near[first...].sort()
    guard lifted.solve(near.span) else { return }
    weight = lifted.bestWeight()
    for place in 0..<lifted.best.count { best.append(lifted.best[place]) }
  }

  /// What the errors of the solution cost together; nil if a step is no error of the model.
  func cost(in search: SearchModel) -> Int64? {
    guard weight < .infinity else { return nil }
    var cost: Int64 = 0
    for edge in best {
      let error = lattice.errors[Int(edge)]
      if error >= search.symptoms.count { return nil }
      cost += Int64(search.costs[Int(error)])
    }
    return cost
  }
}
