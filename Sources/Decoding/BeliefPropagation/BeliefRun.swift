// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// What a decoder of the family does, apart from the model.
struct BeliefPlan: Sendable {
  var settings: BeliefSettings
  var fallback = BeliefFallback.nothing
  var relay: RelaySettings?
}

/// Decodes batches of shots, sixteen at a time: a lane that is done takes the next shot, so that none waits.
struct BeliefRun: ~Copyable {
  /// The shot in a lane.
  struct Lane: BitwiseCopyable {
    /// −1 where there is none.
    var shot = -1
    /// Iterations in the current leg.
    var iteration = 0
    /// 0 for the first.
    var leg = 0
    var solutions = 0
    var weight = Double.infinity
  }

  /// What is found about a batch.
  struct Answers {
    var predictions: BitMatrix
    var weights: [Double] = []
    var isDoubtful: [Bool] = []
    /// The columns held to have happened, if the batch is one shot.
    var columns: [UInt32] = []

    /// Makes room for the answers about a batch.
    mutating func reset(shotCount: Int) {
      weights.removeAll(keepingCapacity: true)
      weights.append(contentsOf: repeatElement(0, count: shotCount))
      isDoubtful.removeAll(keepingCapacity: true)
      isDoubtful.append(contentsOf: repeatElement(false, count: shotCount))
    }
  }

  let graph: BeliefGraph
  let plan: BeliefPlan
  var core: BeliefCore
  var ordered: OrderedStatistics?
  var localized: LocalizedStatistics?
  private let strengths: RelayStrengths?
  private var lanes: PackedBuffer<Lane>
  private var active = LaneBits.zero
  private var activeCount = 0
  /// The observables that flip without any column, by lane.
  private var baseWords: PackedBuffer<UInt64>
  /// The observables of the lightest solution, by lane.
  private var bestWords: PackedBuffer<UInt64>
  private var problem: SyndromeProblem
  /// The shots that are left to the caller, and the beliefs of each, column by column.
  private(set) var deferredShots: GrowableBuffer<Int>
  private(set) var deferredBeliefs: GrowableBuffer<Float>
  var shotPriors: ShotPriorTable

  init(_ graph: BeliefGraph, _ plan: BeliefPlan, rank: Int) {
    self.graph = graph
    self.plan = plan
    core = BeliefCore(graph, plan.settings, hasMemory: plan.relay != nil)
    switch plan.fallback {
    case .nothing, .deferred: break
    case .ordered(let sweep): ordered = OrderedStatistics(graph, sweep, rank: rank)
    case .localized(let sweep): localized = LocalizedStatistics(graph, sweep)
    }
    strengths = plan.relay.map { RelayStrengths($0, columnCount: graph.columnCount) }
    lanes = PackedBuffer(repeating: Lane(), count: LaneRows.laneCount)
    baseWords = PackedBuffer(repeating: 0, count: LaneRows.laneCount * graph.observableWords)
    bestWords = PackedBuffer(repeating: 0, count: LaneRows.laneCount * graph.observableWords)
    problem = SyndromeProblem(graph)
    deferredShots = GrowableBuffer()
    deferredBeliefs = GrowableBuffer()
    shotPriors = ShotPriorTable(graph)
    core.scale = Lanes(repeating: plan.settings.scale(inIteration: 1))
  }

  /// Decodes a batch.
  ///
  /// - Throws: `DecodingError` with code `.unexplainable`; with `priors` also `.badProbability`.
  mutating func decode(
    _ batch: SyndromeBatch, priors: ShotPriors? = nil, into answers: inout Answers
  ) throws(DecodingError) {
    for lane in 0..<LaneRows.laneCount { release(lane) }
    deferredShots.truncate(to: 0)
    deferredBeliefs.truncate(to: 0)
    var next = 0
    repeat {
      for lane in 0..<LaneRows.laneCount where lanes[lane].shot < 0 {
        while next < batch.shotCount, lanes[lane].shot < 0 {
          try start(next, lane, batch, priors, &answers)
          next += 1
        }
      }
      if activeCount == 0 { break }
      if plan.settings.scale == 0 { scaleLanes() }
      core.iterate()
      let wrong = core.unsatisfied(among: active)
      for lane in 0..<LaneRows.laneCount where lanes[lane].shot >= 0 {
        lanes[lane].iteration += 1
        let limit =
          lanes[lane].leg == 0
          ? plan.settings.iterations : plan.relay?.legIterations ?? 0
        if wrong[lane] == 0 {
          try converged(lane, &answers)
        } else if lanes[lane].iteration >= limit {
          try gaveUp(lane, &answers)
        }
      }
    } while true
  }

  private mutating func scaleLanes() {
    for lane in 0..<LaneRows.laneCount where lanes[lane].shot >= 0 {
      core.scale[lane] = plan.settings.scale(inIteration: lanes[lane].iteration + 1)
    }
  }

  // MARK: Shots come and go

  private mutating func start(
    _ shot: Int, _ lane: Int, _ batch: SyndromeBatch, _ priors: ShotPriors?,
    _ answers: inout Answers
  ) throws(DecodingError) {
    let words = graph.observableWords
    for check in 0..<graph.detectorCount { core.setSyndrome(check, lane: lane, false) }
    for word in 0..<words { baseWords[lane * words + word] = graph.flippedObservables[word] }
    let span = batch.defects.span
    for index in batch.offsets[shot]..<batch.offsets[shot + 1] {
      core.flipSyndrome(Int(span[index]), lane: lane)
    }
    for check in graph.flippedDetectors { core.flipSyndrome(Int(check), lane: lane) }
    if let priors {
      try shotPriors.read(priors, shot)
      for change in shotPriors.changes where change.isFlipped != graph.isFlipped[change.column] {
        for check in graph.symptoms[change.column].detectors {
          core.flipSyndrome(Int(check), lane: lane)
        }
        for word in 0..<words {
          baseWords[lane * words + word] ^= graph.observables[change.column * words + word]
        }
      }
    }
    lanes[lane] = Lane(shot: shot)
    let defectCount = core.defectCount(lane: lane)
    guard defectCount >= 0 else { throw unexplainable(shot) }
    if defectCount == 0 {
      problem.chosen.truncate(to: 0)
      record(lane, isDoubtful: false, &answers)
      release(lane)
      return
    }
    activeCount += 1
    active[lane] = .max
    core.begin(lane: lane)
    if priors != nil {
      for change in shotPriors.changes {
        core.setPrior(change.column, lane: lane, change.prior)
        shotPriors.columns[lane].append(UInt32(change.column))
      }
    }
    if plan.relay != nil { setStrengths(lane) }
  }

  private mutating func release(_ lane: Int) {
    if active[lane] != 0 {
      active[lane] = 0
      activeCount -= 1
    }
    lanes[lane] = Lane()
    for column in shotPriors.columns[lane] { core.resetPrior(Int(column), lane: lane) }
    shotPriors.columns[lane].removeAll(keepingCapacity: true)
  }

  // MARK: Legs

  private mutating func setStrengths(_ lane: Int) {
    guard let strengths else { return }
    let leg = lanes[lane].leg
    for column in 0..<graph.columnCount {
      core.strengths[column, lane: lane] = strengths[leg, column]
    }
  }

  /// Goes on to the next leg of a lane; false if that was the last.
  private mutating func relay(_ lane: Int) -> Bool {
    guard let relay = plan.relay, lanes[lane].leg < relay.legs,
      lanes[lane].solutions < relay.solutions
    else { return false }
    lanes[lane].leg += 1
    lanes[lane].iteration = 0
    core.begin(lane: lane, keepsBeliefs: true)
    setStrengths(lane)
    return true
  }

  private mutating func converged(_ lane: Int, _ answers: inout Answers) throws(DecodingError) {
    chooseNegative(lane)
    record(lane, isDoubtful: false, &answers)
    lanes[lane].solutions += 1
    if !relay(lane) { release(lane) }
  }

  private mutating func gaveUp(_ lane: Int, _ answers: inout Answers) throws(DecodingError) {
    if relay(lane) { return }
    if lanes[lane].solutions == 0 {
      switch plan.fallback {
      case .deferred: deferShot(lane)
      case .nothing:
        chooseNegative(lane)
        record(lane, isDoubtful: true, &answers)
      case .ordered, .localized:
        guard solve(lane) else { throw unexplainable(lanes[lane].shot) }
        record(lane, isDoubtful: false, &answers)
      }
    }
    release(lane)
  }

  // MARK: Answers

  private mutating func chooseNegative(_ lane: Int) {
    problem.chosen.truncate(to: 0)
    for column in 0..<graph.columnCount where core.beliefs[column, lane: lane].sign == .minus {
      problem.chosen.append(UInt32(column))
    }
  }

  private mutating func solve(_ lane: Int) -> Bool {
    for column in 0..<graph.columnCount {
      problem.beliefs[column] = core.beliefs[column, lane: lane]
    }
    problem.defects.truncate(to: 0)
    for check in 0..<graph.detectorCount where core.isDefect(check, lane: lane) {
      problem.defects.append(UInt32(check))
    }
    loadWeights(lane)
    var isSolved = false
    if let found = ordered?.solve(&problem) { isSolved = found }
    if let found = localized?.solve(&problem) { isSolved = found }
    for column in shotPriors.columns[lane] {
      problem.weights[Int(column)] = graph.weights[Int(column)]
    }
    return isSolved
  }

  private mutating func deferShot(_ lane: Int) {
    deferredShots.append(lanes[lane].shot)
    deferredBeliefs.reserve(graph.columnCount)
    for column in 0..<graph.columnCount {
      deferredBeliefs.append(core.beliefs[column, lane: lane])
    }
  }

  private mutating func loadWeights(_ lane: Int) {
    for column in shotPriors.columns[lane] {
      let prior = core.priors[Int(column), lane: lane]
      problem.weights[Int(column)] = prior == BeliefGraph.impossible ? .infinity : Double(prior)
    }
  }

  /// Notes the chosen columns as the answer of a lane, unless it has a lighter one.
  private mutating func record(_ lane: Int, isDoubtful: Bool, _ answers: inout Answers) {
    var weight = graph.constantWeight
    for index in 0..<problem.chosen.count {
      let column = Int(problem.chosen[index])
      weight +=
        shotPriors.columns[lane].isEmpty
        ? graph.weights[column] : Double(core.priors[column, lane: lane])
    }
    guard weight < lanes[lane].weight else { return }
    lanes[lane].weight = weight
    let shot = lanes[lane].shot
    let words = graph.observableWords
    for word in 0..<words {
      var value = baseWords[lane * words + word]
      for index in 0..<problem.chosen.count {
        value ^= graph.observables[Int(problem.chosen[index]) * words + word]
      }
      answers.predictions.words[shot * words + word] = value
    }
    answers.weights[shot] = weight
    answers.isDoubtful[shot] = isDoubtful
    if answers.weights.count == 1 {
      answers.columns.removeAll(keepingCapacity: true)
      for index in 0..<problem.chosen.count { answers.columns.append(problem.chosen[index]) }
    }
  }

  private func unexplainable(_ shot: Int) -> DecodingError {
    DecodingError(
      .unexplainable,
      "no errors explain the detection events: no set of the model's errors makes just these "
        + "detectors fire.",
      shot: shot)
  }
}
