// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Decoding
import Glibc

/// Estimates how often a decoder fails, however rarely that is.
///
/// Independent populations of failing sets of errors go down a ladder that a first one has chosen. Each gives
/// an unbiased estimate, so that the spread between them is an honest measure of the error: nothing is assumed
/// of how well chains mix. The interval is Student's, on the logarithmic scale.
///
/// Populations are numbered, and each has a random stream of its own; whether to end is asked after each in order.
/// So results depend on the seed and, where the observer stopped the work, on the number of populations
/// done by then, but not on the number of workers.
///
/// - Parameters:
///   - problem: The model and the decoder.
///   - options: How to estimate, and when to end.
///   - observer: What shows progress and may stop the work.
/// - Returns: The estimate, or a bound where no failure was found.
/// - Throws: `SamplingError` with code `.collection` if a decoder fails to decode, or if the work was stopped
///   before there was anything to tell.
public func estimateRareEvents(
  _ problem: RareEventProblem, options: RareEventOptions,
  observer: RareEventObserver = RareEventObserver()
) throws -> RareEventResult {
  do {
    return try RareEventSearch(problem, options, observer).run()
  } catch let error as DecodingError {
    throw SamplingError(.collection, "\(problem.name): \(error.message)")
  }
}

/// The work of one estimate.
private struct RareEventSearch {
  private let problem: RareEventProblem
  private let options: RareEventOptions
  private let observer: RareEventObserver

  init(
    _ problem: RareEventProblem, _ options: RareEventOptions, _ observer: RareEventObserver
  ) {
    self.problem = problem
    self.options = options
    self.observer = observer
  }

  func run() throws -> RareEventResult {
    let pilot = population(.max)
    observer.progress("looking for failures", 0)
    guard let search = try TopScale.find(pilot, shouldStop: observer.shouldStop) else {
      throw stopped
    }
    var top = search.top
    if top == nil {
      let direct = try direct()
      if direct.hits == 0 {
        let rate = direct.clopperPearsonInterval(confidence: 0.9).high
        return .noFailure(
          RareEventBound(rate: rate, shots: direct.shots, largestScale: search.largest))
      }
      top = TopScale(scale: 1, rate: direct.rate)
    }
    guard let top else { throw stopped }
    observer.progress("choosing the ladder", 0)
    guard
      let ladder = try SplittingPlan.make(
        pilot, top: top, sweeps: options.sweeps, shouldStop: observer.shouldStop)
    else { throw stopped }
    let (runs, ending) = try runs(ladder)
    guard runs.count >= 4 else { throw stopped }
    return .estimate(ladder.estimate(runs, options, ending, pilot: pilot.decodedCount))
  }

  /// Populations in order, until there is reason to end.
  private func runs(_ ladder: SplittingPlan) throws -> ([LadderRun], RareEventEstimate.Ending) {
    var runs: [LadderRun] = []
    while true {
      let first = runs.count
      // How many run ahead does not matter: the question is asked after each one in order.
      let wave = try parallelMap(count: 2 * options.workers, workers: options.workers) { index in
        try ladder.run(
          population(UInt64(first + index)), sweeps: options.sweeps,
          shouldStop: observer.shouldStop)
      }
      for run in wave {
        guard let run else { return (runs, .stopped) }
        runs.append(run)
        let spread = Spread(runs.map(\.logRate))
        if runs.count >= RareEventOptions.leastPopulations,
          spread.interval.high <= options.targetAccuracy * spread.interval.low
        {
          return (runs, .accuracy)
        }
        if runs.count >= options.maxPopulations { return (runs, .populations) }
      }
      tell(Spread(runs.map(\.logRate)), runs.count)
      if observer.shouldStop() { return (runs, .stopped) }
    }
  }

  private func tell(_ spread: Spread, _ count: Int) {
    let goal = log(options.targetAccuracy)
    let now = log(spread.interval.high / spread.interval.low)
    let least = Double(count) / Double(RareEventOptions.leastPopulations)
    let fraction = now.isFinite && now > 0 ? min(least, goal * goal / (now * now)) : 0
    observer.progress("population \(count), rate \(spread.interval.best)", min(0.99, fraction))
  }

  /// Many shots at the model's own probabilities.
  private func direct() throws -> BinomialEstimate {
    let population = population(.max - 1)
    let (drawn, found) = try population.fill(
      scale: 1, limit: 1 << 16, shouldStop: observer.shouldStop)
    if observer.shouldStop() { throw stopped }
    return BinomialEstimate(hits: found, shots: drawn)
  }

  private func population(_ number: UInt64) -> FailurePopulation {
    FailurePopulation(
      problem, size: options.populationSize,
      stream: RandomStream(seed: options.seed, stream: number))
  }

  private var stopped: SamplingError {
    SamplingError(
      .collection, "\(problem.name): the work was stopped before there was an estimate.")
  }
}
