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
/// Errors far rarer than the rest are set apart, and failures are looked for given how many of them there are, from the
/// likeliest numbers on, until the probability of all others is a hundredth of the rate found; it is added
/// to the interval's upper end. All errors are decoded alone too, which gives a bound that the estimate must keep.
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
    let whole = RareStrata(problem.space)
    let pilot = population(whole, whole.first, .max)
    observer.progress("looking for failures", 0)
    guard let search = try TopScale.find(pilot, shouldStop: observer.shouldStop) else {
      throw stopped
    }
    let singles = try singles(whole)
    let strata = RareStrata(
      problem.space, scale: search.top?.scale ?? search.largest, failing: singles?.each)
    var sum = StrataSum(singles, problem.space)
    var frontier = [strata.first]
    while let index = frontier.indices.max(by: {
      strata.bound(frontier[$0]) < strata.bound(frontier[$1])
    }) {
      let rest = frontier.reduce(0) { $0 + strata.bound($1) }
      let isEnough = !sum.isEmpty && rest <= StrataSum.negligible * sum.best
      guard !isEnough, sum.count < RareStrata.mostStrata, !sum.isStopped else {
        sum.unexplored += rest
        break
      }
      let stratum = frontier.remove(at: index)
      frontier += strata.next(after: stratum)
      let isAll = strata.classes.isEmpty
      sum.add(
        stratum,
        try explore(strata, stratum, sum, isAll ? (pilot, search) : nil))
    }
    guard let result = sum.result(options, largest: search.largest) else { throw stopped }
    return result
  }

  /// Looks for failures in one stratum.
  ///
  /// - Parameters:
  ///   - strata: The errors, rare ones set apart.
  ///   - stratum: How many rare errors there are.
  ///   - sum: What was found before.
  ///   - begun: The search for the top, if it has been done; its population goes on.
  /// - Returns: What is found.
  /// - Throws: `DecodingError` if a shot cannot be decoded.
  private func explore(
    _ strata: RareStrata, _ stratum: RareStratum, _ sum: StrataSum,
    _ begun: (FailurePopulation, (top: TopScale?, largest: Double))?
  ) throws -> StrataSum.Outcome {
    let stream = UInt64(sum.count) << 40
    let pilot = begun?.0 ?? population(strata, stratum, .max - 2 - stream)
    guard let search = try begun?.1 ?? TopScale.find(pilot, shouldStop: observer.shouldStop)
    else { return .stopped }
    var top = search.top
    if top == nil {
      let shots = population(strata, stratum, .max - 1 - stream)
      var least = 1.0
      // The bound of a whole model is one of confidence.
      if !strata.classes.isEmpty {
        guard let bound = try shots.enumeratedBound(shouldStop: observer.shouldStop) else {
          return .stopped
        }
        least = bound.rate
        if least <= RareStrata.reachOfShots {
          return .nothing(
            rate: least, shots: bound.decoded, decoded: pilot.decodedCount)
        }
      }
      guard let direct = try direct(shots) else { return .stopped }
      if direct.hits == 0 {
        let rate = direct.clopperPearsonInterval(confidence: 0.9).high
        return .nothing(
          rate: min(rate, least), shots: direct.shots, decoded: pilot.decodedCount)
      }
      top = TopScale(scale: 1, rate: direct.rate)
    }
    observer.progress("choosing the ladder", 0)
    guard let top,
      let ladder = try SplittingPlan.make(
        pilot, top: top, sweeps: options.sweeps, shouldStop: observer.shouldStop)
    else { return .stopped }
    let enough = StrataSum.negligible * sum.best / exp(stratum.logProbability)
    let (runs, ending) = try runs(ladder, enough: enough) { number in
      population(strata, stratum, stream + number)
    }
    guard runs.count >= 4 else { return .stopped }
    return .found(ladder.estimate(runs, options, ending, pilot: pilot.decodedCount))
  }

  /// Whether errors alone make the decoder fail; nil if there are too many to ask.
  private func singles(_ whole: RareStrata) throws -> (each: [Bool], none: Bool)? {
    guard problem.space.count <= RareStrata.mostSingles else { return nil }
    let shots = population(whole, whole.first, .max - 2)
    guard let singles = try shots.failingSingles(shouldStop: observer.shouldStop) else {
      throw stopped
    }
    return singles
  }

  /// Populations in order, until there is reason to end.
  ///
  /// - Parameters:
  ///   - ladder: The plan.
  ///   - enough: A width of the interval that is narrow enough, whatever the rate.
  ///   - population: Makes the population of each number.
  /// - Returns: What each population found, and why there are no more of them.
  /// - Throws: `DecodingError` if a shot cannot be decoded.
  private func runs(
    _ ladder: SplittingPlan, enough: Double, population: @Sendable (UInt64) -> FailurePopulation
  ) throws -> ([LadderRun], RareEventEstimate.Ending) {
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
            || spread.interval.high - spread.interval.low <= enough
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

  /// Many shots at the model's own probabilities; nil if the work was stopped.
  private func direct(_ population: FailurePopulation) throws -> BinomialEstimate? {
    let (drawn, found) = try population.fill(
      scale: 1, limit: 1 << 16, shouldStop: observer.shouldStop)
    return observer.shouldStop() ? nil : BinomialEstimate(hits: found, shots: drawn)
  }

  private func population(
    _ strata: RareStrata, _ stratum: RareStratum, _ number: UInt64
  ) -> FailurePopulation {
    FailurePopulation(
      strata, rareCounts: stratum.counts, decoder: problem.decoder, size: options.populationSize,
      stream: RandomStream(seed: options.seed, stream: number))
  }

  private var stopped: SamplingError {
    SamplingError(
      .collection, "\(problem.name): the work was stopped before there was an estimate.")
  }
}
