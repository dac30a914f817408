// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// The messages and beliefs of sixteen shots that are propagated at once, one a lane.
///
/// Beliefs are log-likelihood ratios, positive for "did not happen". The memory is ordered by check, so that a pass
/// over the messages streams; beliefs of columns, which are few, are gathered. Every operation works lane by
/// lane: what a lane computes does not depend on the shots beside it.
struct BeliefCore: ~Copyable {
  let graph: BeliefGraph
  let settings: BeliefSettings
  /// How much of its belief a column keeps as prior, by lane; no rows if there is no memory.
  var strengths: LaneRows
  /// What the model, or the shot, says of each column.
  var priors: LaneRows
  /// What is held of each column after the last iteration.
  var beliefs: LaneRows
  /// The beliefs in the making, where all checks go by those of the iteration before.
  var sums: LaneRows
  /// The last message of each check to each of its columns.
  var answers: LaneRows
  /// The last message of each column to each of its checks, for the serial schedule; product-sum keeps
  /// e^−|m| with the sign of m.
  var questions: LaneRows
  /// −0 where a check fired, else 0.
  var syndromes: LaneRows
  var scratch: LaneRows
  /// The lanes that took a new shot, or a new leg, and have no messages yet.
  var fresh = LaneBits.zero
  /// The factor on messages of min-sum, by lane.
  var scale = Lanes(repeating: 1)
  /// The first question of each column: its prior as `questions` keeps it.
  private let firstQuestions: [Float]

  /// Messages stay below this, where single precision still tells priors apart.
  static let largestMessage: Float = 1e4
  /// The largest magnitude that product-sum distinguishes from certainty.
  static let largestExact: Float = 60

  init(_ graph: BeliefGraph, _ settings: BeliefSettings, hasMemory: Bool) {
    self.graph = graph
    self.settings = settings
    let isSerial = settings.schedule == .serial
    let keepsAnswers = !isSerial || settings.damping > 0
    strengths = LaneRows(rowCount: hasMemory ? graph.columnCount : 0)
    priors = LaneRows(rowCount: graph.columnCount)
    beliefs = LaneRows(rowCount: graph.columnCount)
    sums = LaneRows(rowCount: settings.schedule == .parallel ? graph.columnCount : 0)
    answers = LaneRows(rowCount: keepsAnswers ? graph.edgeCount : 0)
    questions = LaneRows(rowCount: isSerial ? graph.edgeCount : 0)
    syndromes = LaneRows(rowCount: graph.detectorCount)
    scratch = LaneRows(rowCount: 4 * graph.largestDegree)
    firstQuestions =
      settings.method == .minSum
      ? graph.priors
      : graph.priors.map {
        exponential(ofMinus: Lanes(repeating: min($0, BeliefCore.largestExact)))[0]
      }
    for column in 0..<graph.columnCount {
      priors[column] = Lanes(repeating: graph.priors[column])
    }
  }

  /// Sets whether a check fired in a lane.
  @inline(__always)
  mutating func setSyndrome(_ check: Int, lane: Int, _ fired: Bool) {
    syndromes[check, lane: lane] = fired ? -0.0 : 0
  }

  /// Flips whether a check fired in a lane.
  @inline(__always)
  mutating func flipSyndrome(_ check: Int, lane: Int) {
    syndromes[check, lane: lane] = -syndromes[check, lane: lane]
  }

  /// Whether a check fired in a lane.
  @inline(__always)
  func isDefect(_ check: Int, lane: Int) -> Bool {
    syndromes[check, lane: lane].sign == .minus
  }

  /// The number of checks that fired in a lane; −1 if one of them has no column.
  func defectCount(lane: Int) -> Int {
    var count = 0
    for check in 0..<graph.detectorCount where isDefect(check, lane: lane) {
      if graph.checkStarts[check] == graph.checkStarts[check + 1] { return -1 }
      count += 1
    }
    return count
  }

  /// Begins anew in a lane whose priors and syndrome are set.
  ///
  /// - Parameters:
  ///   - lane: The lane.
  ///   - keepsBeliefs: Whether the beliefs of the lane stay, as memory; else they become the priors.
  mutating func begin(lane: Int, keepsBeliefs: Bool = false) {
    fresh[lane] = .max
    if !keepsBeliefs {
      for column in 0..<graph.columnCount {
        beliefs[column, lane: lane] = priors[column, lane: lane]
      }
    }
    if settings.schedule == .serial {
      let columnsList = graph.edgeColumns
      let columns = columnsList.span
      let firstList = firstQuestions
      let first = firstList.span
      for edge in 0..<graph.edgeCount {
        questions[edge, lane: lane] = first[Int(columns[edge])]
      }
    }
  }

  /// Gives a column another prior in a lane, after `begin`.
  mutating func setPrior(_ column: Int, lane: Int, _ prior: Float) {
    priors[column, lane: lane] = prior
    beliefs[column, lane: lane] = prior
    guard settings.schedule == .serial else { return }
    let isExact = settings.method == .productSum
    let question =
      isExact
      ? exponential(ofMinus: Lanes(repeating: min(prior, BeliefCore.largestExact)))[0] : prior
    for place in Int(graph.columnStarts[column])..<Int(graph.columnStarts[column + 1]) {
      questions[Int(graph.columnEdges[place]), lane: lane] = question
    }
  }

  /// Takes back what `setPrior` said.
  mutating func resetPrior(_ column: Int, lane: Int) {
    priors[column, lane: lane] = graph.priors[column]
  }

  /// Renews every message once.
  mutating func iterate() {
    switch settings.schedule {
    case .parallel:
      prepareSums()
      if settings.method == .minSum {
        minSumChecks(isLayered: false)
      } else {
        productSumChecks(isLayered: false)
      }
      swap(&beliefs, &sums)
    case .layered:
      if settings.method == .minSum {
        minSumChecks(isLayered: true)
      } else {
        productSumChecks(isLayered: true)
      }
    case .serial:
      if settings.method == .minSum { minSumColumns() } else { productSumColumns() }
    }
    fresh = .zero
  }

  /// The lanes whose hard decisions do not give their syndromes, as a mask.
  ///
  /// - Parameter wanted: The lanes that matter.
  /// - Returns: The sign bit in each of these lanes that is wrong.
  func unsatisfied(among wanted: LaneBits) -> LaneBits {
    let columnsList = graph.edgeColumns
    let columns = columnsList.span
    let startsList = graph.checkStarts
    let starts = startsList.span
    var wrong = LaneBits.zero
    var start = Int(starts[0])
    for check in 0..<graph.detectorCount {
      let end = Int(starts[check + 1])
      var parity = bits(syndromes[check])
      for edge in start..<end { parity ^= bits(beliefs[Int(columns[edge])]) }
      start = end
      wrong |= parity
      if check & 15 == 15, (wrong | ~wanted) & signBits == signBits { break }
    }
    return wrong & signBits & wanted
  }

  /// Starts the sums of a parallel iteration with the priors, and with what memory adds.
  private mutating func prepareSums() {
    if strengths.rowCount == 0 {
      for column in 0..<graph.columnCount { sums[column] = priors[column] }
      return
    }
    for column in 0..<graph.columnCount {
      let prior = priors[column]
      sums[column] = prior + strengths[column] * (beliefs[column] - prior)
    }
  }
}
