// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc

/// What strata are found to contribute, and what is known of all of them together.
struct StrataSum: Sendable {
  /// What is found in one stratum, given that a shot is of it.
  enum Outcome: Sendable {
    case found(RareEventEstimate)
    /// No failure, and the rate that is not exceeded with 95 % confidence.
    case nothing(rate: Double, shots: Int, decoded: Int)
    case stopped
  }

  /// The part of the rate below which a stratum does not matter.
  static let negligible = 0.01
  /// How many standard deviations an estimate may be below a bound.
  private static let leastContradiction = 6.0

  /// An upper bound of the rate in the strata that were left out or showed nothing.
  var unexplored = 0.0
  private(set) var isStopped = false
  private let singlesRate: Double?
  private var found: [(probability: Double, estimate: RareEventEstimate)] = []
  private var strata: [RareEventStratum] = []
  private var shots = 0
  private var decodedCount = 0

  /// - Parameters:
  ///   - singles: Which errors make the decoder fail alone, if that is known.
  ///   - space: The model.
  init(_ singles: (each: [Bool], none: Bool)?, _ space: ErrorSpace) {
    guard let singles else {
      singlesRate = nil
      return
    }
    let odds = zip(space.modelOdds, singles.each).reduce(singles.none ? 1 : 0) { sum, error in
      error.1 ? sum + error.0 : sum
    }
    singlesRate = odds * exp(-space.logPartition(scale: 1))
    decodedCount = space.count + 1
  }

  /// How many strata were explored.
  var count: Int { strata.count }
  /// Whether no failure was found.
  var isEmpty: Bool { found.isEmpty }
  /// Whether errors were set apart.
  private var hasRare: Bool { strata.first.map { !$0.rareErrors.isEmpty } ?? false }
  /// The rate of the failures found.
  var best: Double { found.reduce(0) { $0 + $1.probability * $1.estimate.rate.best } }

  /// Adds what was found in a stratum.
  mutating func add(_ stratum: RareStratum, _ outcome: Outcome) {
    let probability = exp(stratum.logProbability)
    var rate = Interval(low: 0, best: 0, high: probability)
    switch outcome {
    case .found(let estimate):
      decodedCount += estimate.decodedCount
      if estimate.ending == .stopped { isStopped = true }
      if estimate.relativeError.isFinite {
        found.append((probability, estimate))
        rate = estimate.rate.map { probability * $0 }
      } else {
        unexplored += probability
      }
    case .nothing(let bound, let shots, let decoded):
      rate.high *= bound
      unexplored += rate.high
      decodedCount += shots + decoded
      if stratum.rareCount == 0 { self.shots = shots }
    case .stopped:
      isStopped = true
      unexplored += probability
    }
    strata.append(
      RareEventStratum(
        rareErrors: stratum.counts, probability: probability, rate: rate, isFound: rate.best > 0))
  }

  /// All strata together.
  ///
  /// - Parameters:
  ///   - options: What was asked for.
  ///   - largest: The largest scale at which failures were looked for.
  /// - Returns: The result; nil if the work was stopped before there was any.
  func result(_ options: RareEventOptions, largest: Double) -> RareEventResult? {
    let share = { (part: (probability: Double, estimate: RareEventEstimate)) in
      part.probability * part.estimate.rate.best
    }
    guard var sum = found.max(by: { share($0) < share($1) })?.estimate else {
      if isStopped { return nil }
      return .noFailure(
        RareEventBound(rate: min(1, unexplored), shots: shots, largestScale: largest))
    }
    if hasRare, let main = found.max(by: { share($0) < share($1) }) {
      for index in sum.rungs.indices {
        sum.rungs[index].rate = sum.rungs[index].rate.map { main.probability * $0 }
      }
      sum.populations = found.reduce(0) { $0 + $1.estimate.populations }
      sum.largestShare = found.map { $0.estimate.largestShare * share($0) / best }.max() ?? 1
      sum.mistakes = mistakes
      (sum.rate, sum.relativeError) = rate
    }
    sum.decodedCount = decodedCount
    sum.strata = strata
    sum.unexplored = unexplored
    sum.singlesRate = singlesRate
    sum.ending = ending(sum, options)
    if sum.ending == .contradicted, let least = singlesRate {
      sum.rate = Interval(low: least, best: max(least, sum.rate.best), high: 1)
    }
    return .estimate(sum)
  }

  /// The sum of independent estimates, Student's on the logarithmic scale, and what was not seen.
  ///
  /// The degrees of freedom are those of Satterthwaite (1946).
  private var rate: (interval: Interval, relativeError: Double) {
    let best = best
    var variance = 0.0
    var squares = 0.0
    for (probability, estimate) in found {
      let deviation = probability * estimate.rate.best * estimate.relativeError / best
      variance += deviation * deviation
      squares += pow(deviation, 4) / Double(max(1, estimate.populations - 1))
    }
    let error = variance.squareRoot()
    let freedom = squares > 0 ? variance * variance / squares : .infinity
    let half = error > 0 ? error * studentQuantile(0.975, degreesOfFreedom: min(1e9, freedom)) : 0
    return (
      Interval(
        low: best * exp(-half), best: best, high: min(1, best * exp(half) + unexplored)), error
    )
  }

  /// The ends of the intervals are added, which makes them wide enough.
  private var mistakes: [(observables: UInt64, rate: Interval)] {
    var sums: [UInt64: Interval] = [:]
    for (probability, estimate) in found {
      for (mask, rate) in estimate.mistakes {
        var sum = sums[mask] ?? Interval(low: 0, best: 0, high: 0)
        sum.low += probability * rate.low
        sum.best += probability * rate.best
        sum.high += probability * rate.high
        sums[mask] = sum
      }
    }
    return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func ending(
    _ sum: RareEventEstimate, _ options: RareEventOptions
  ) -> RareEventEstimate.Ending {
    if let least = singlesRate {
      // Rounding is not a contradiction where all shots of a stratum fail.
      let margin = Self.leastContradiction * sum.relativeError + 1e-9
      if least > sum.rate.best * exp(margin) + unexplored { return .contradicted }
    }
    if !hasRare { return sum.ending }
    if sum.rate.high <= options.targetAccuracy * sum.rate.low { return .accuracy }
    if isStopped { return .stopped }
    return unexplored > 0.1 * sum.rate.best ? .unexplored : .populations
  }
}
