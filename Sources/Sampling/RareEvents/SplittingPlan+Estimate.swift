// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Decoding
import Glibc

/// The mean of independent estimates that are given by their logarithms, and how sure it is.
struct Spread: Sendable {
  /// The mean with its 95 % interval, Student's on the logarithmic scale.
  let interval: Interval
  /// The standard deviation of the mean over the mean.
  let relativeError: Double
  /// The variance of one estimate over the square of the mean.
  let relativeVariance: Double
  /// The largest part that one estimate has in the sum.
  let largestShare: Double

  init(_ logarithms: [Double]) {
    let count = Double(logarithms.count)
    let weights = relativeWeights(logarithms)
    guard count > 1, weights.logMean > -.infinity else {
      let best = exp(weights.logMean)
      interval = Interval(low: 0, best: best, high: .infinity)
      (relativeError, relativeVariance, largestShare) = (.infinity, .infinity, 1)
      return
    }
    // n Σw² / (Σw)² − 1 is the biased variance of w over its squared mean.
    relativeVariance = max(0, (1 / weights.efficiency - 1) * count / (count - 1))
    relativeError = (relativeVariance / count).squareRoot()
    largestShare = 1 / weights.values.reduce(0, +)
    let half = studentQuantile(0.975, degreesOfFreedom: count - 1) * relativeError
    interval = Interval(
      low: exp(weights.logMean - half), best: exp(weights.logMean),
      high: min(1, exp(weights.logMean + half)))
  }
}

extension SplittingPlan {
  /// The estimate that runs give together.
  func estimate(
    _ runs: [LadderRun], _ options: RareEventOptions, _ ending: RareEventEstimate.Ending,
    pilot: Int
  ) -> RareEventEstimate {
    let spread = Spread(runs.map(\.logRate))
    let ideal = runs.reduce(0) { $0 + $1.ideal } / Double(runs.count)
    let inflation = max(1, spread.relativeVariance / max(ideal, .leastNormalMagnitude))
    return RareEventEstimate(
      rate: spread.interval, relativeError: spread.relativeError,
      rungs: positions.indices.map { rung($0, runs) }, populations: runs.count,
      populationSize: options.populationSize, inflation: inflation,
      effectiveSamples: Double(runs.count * options.populationSize) / inflation,
      largestShare: spread.largestShare, mistakes: SplittingPlan.mistakes(runs),
      decodedCount: runs.reduce(pilot) { $0 + $1.decodedCount }, ending: ending)
  }

  /// The rate of each set of mistaken observables; each run is an independent estimate of all of them.
  private static func mistakes(_ runs: [LadderRun]) -> [(observables: UInt64, rate: Interval)] {
    Set(runs.flatMap(\.shares.keys)).sorted().map { mask in
      (mask, Spread(runs.map { $0.logRate + log($0.shares[mask] ?? 0) }).interval)
    }
  }

  private func rung(_ index: Int, _ runs: [LadderRun]) -> RareEventRung {
    // A population that has died out counts as having found nothing further down.
    let spread = Spread(
      runs.map { $0.rungs.indices.contains(index) ? $0.rungs[index].logRate : -.infinity })
    let alive = runs.compactMap { $0.rungs.indices.contains(index) ? $0.rungs[index] : nil }
    let count = Double(max(1, alive.count))
    let mean = { (value: (LadderRun.Rung) -> Double) in
      alive.reduce(0) { $0 + value($1) } / count
    }
    let moves = { (value: (LadderRun.Rung) -> MoveCounts) in
      var sum = MoveCounts()
      for rung in alive { sum += value(rung) }
      return sum.rate
    }
    return RareEventRung(
      position: positions[index], rate: spread.interval, meanWeight: mean(\.meanWeight),
      efficiency: mean(\.efficiency), refreshRate: moves(\.refreshes), shiftRate: moves(\.shifts),
      families: mean(\.families))
  }
}
