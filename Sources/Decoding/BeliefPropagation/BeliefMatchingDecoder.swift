// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
internal import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Belief-matching: beliefs about whole errors, then exact matching with the weights that they give to the components.
///
/// Matching alone takes the components of a decomposed error for errors of their own. Belief propagation on the
/// errors as they are sees that they come together. Where it converges, it is the answer; elsewhere each error takes
/// its believed probability, and the shot is matched. Source: Higgott et al., Phys. Rev. X 13, 031007 (2023).
public struct BeliefMatchingDecoder: Decoder {
  private let settings: BeliefSettings

  init(_ settings: BeliefSettings) {
    self.settings = settings
  }

  /// Builds the Tanner graph and the matching graph of a model.
  ///
  /// - Throws: `DecodingError` with code `.notGraphlike` if a component of an error flips more than two detectors,
  ///   `.badProbability` or `.tooLarge`.
  public func compile(
    _ model: DetectorErrorModel
  ) throws(DecodingError) -> any CompiledDecoder {
    CompiledBeliefMatching(
      matching: try MatchingDecoder().compileMatching(model), graph: try BeliefGraph(model),
      plan: BeliefPlan(settings: settings, fallback: .deferred))
  }
}

/// The graphs of a model, shared by workers.
struct CompiledBeliefMatching: CompiledDecoder {
  let matching: CompiledMatching
  let graph: BeliefGraph
  let plan: BeliefPlan

  var detectorCount: Int { graph.detectorCount }
  var observableCount: Int { graph.observableCount }

  func makeEngine() -> any DecodingEngine { BeliefMatchingEngine(self) }
}

/// The working memory of `BeliefMatchingDecoder` for one worker.
final class BeliefMatchingEngine: DecodingEngine {
  private let graph: BeliefGraph
  private let matching: MatchingEngine
  private var run: BeliefRun
  private var answers: BeliefRun.Answers
  /// The mechanisms of possible columns; the first of a column stands for it, the others for nothing.
  private let mechanisms: [(mechanism: UInt32, column: Int, isFirst: Bool)]
  /// A batch of one shot, its probabilities and the prediction for it.
  private var single: SyndromeBatch
  private var priors = ShotPriors()
  private var row: BitMatrix

  /// The largest magnitude of a belief that matching takes: beyond it, errors would count as impossible.
  static let largestBelief: Float = 25

  init(_ compiled: CompiledBeliefMatching) {
    graph = compiled.graph
    matching = compiled.matching.makeMatchingEngine()
    run = BeliefRun(compiled.graph, compiled.plan, rank: compiled.graph.detectorCount)
    answers = BeliefRun.Answers(
      predictions: BitMatrix(rowCount: 0, columnCount: compiled.observableCount))
    single = SyndromeBatch(
      shotCount: 1, detectorCount: compiled.detectorCount,
      observableCount: compiled.observableCount)
    row = BitMatrix(rowCount: 1, columnCount: compiled.observableCount)
    var isSeen = [Bool](repeating: false, count: compiled.graph.columnCount)
    var mechanisms: [(UInt32, Int, Bool)] = []
    for (index, column) in compiled.graph.mechanismColumns.enumerated() where column != none {
      mechanisms.append((UInt32(index), Int(column), !isSeen[Int(column)]))
      isSeen[Int(column)] = true
    }
    self.mechanisms = mechanisms
  }

  func decode(_ batch: SyndromeBatch, into predictions: inout BitMatrix) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: graph.detectorCount, observables: graph.observableCount)
    answers.reset(shotCount: batch.shotCount)
    swap(&answers.predictions, &predictions)
    defer { swap(&answers.predictions, &predictions) }
    try run.decode(batch, into: &answers)
    for place in 0..<run.deferredShots.count {
      try match(batch, shot: run.deferredShots[place], beliefs: place)
    }
  }

  /// Matches one shot with the beliefs that are left of it.
  private func match(
    _ batch: SyndromeBatch, shot: Int, beliefs place: Int
  ) throws(DecodingError) {
    priors.offsets.removeAll(keepingCapacity: true)
    priors.mechanisms.removeAll(keepingCapacity: true)
    priors.probabilities.removeAll(keepingCapacity: true)
    priors.offsets.append(0)
    let first = place * graph.columnCount
    for (mechanism, column, isFirst) in mechanisms {
      priors.mechanisms.append(mechanism)
      priors.probabilities.append(
        isFirst ? probability(run.deferredBeliefs[first + column], of: column) : 0)
    }
    priors.offsets.append(priors.mechanisms.count)
    single.defects.removeAll(keepingCapacity: true)
    single.defects += batch.defects[batch.offsets[shot]..<batch.offsets[shot + 1]]
    single.offsets[1] = single.defects.count
    do {
      try matching.decode(single, priors: priors, into: &row)
    } catch {
      throw DecodingError(error.code, error.message, shot: shot)
    }
    for word in 0..<row.wordsPerRow {
      answers.predictions.words[shot * row.wordsPerRow + word] = row.words[word]
    }
  }

  /// The probability that an odd number of the errors of a column happened.
  private func probability(_ belief: Float, of column: Int) -> Double {
    let limit = BeliefMatchingEngine.largestBelief
    let held = Double(max(-limit, min(limit, belief)))
    // A column whose likelier outcome is built in stands for the opposite of its errors.
    return 1 / (1 + exp(graph.isFlipped[column] ? -held : held))
  }
}
