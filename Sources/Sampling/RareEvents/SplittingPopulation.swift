// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Decoding
import Glibc

/// What one population found on its way down a ladder.
struct LadderRun: Sendable {
  /// What is known of one rung.
  struct Rung: Sendable {
    /// ln of the population's estimate of the failure probability.
    var logRate: Double
    var meanWeight: Double
    var efficiency: Double
    var refreshes = MoveCounts()
    var shifts = MoveCounts()
    var families: Double
  }

  var rungs: [Rung] = []
  /// ln of the estimate at the model's own probabilities.
  var logRate = -Double.infinity
  /// The relative variance that the estimate would have if the sets were independent on every rung.
  var ideal = 0.0
  var decodedCount = 0
  /// The part of the sets at the end that mistake the same observables, by their mask.
  var shares: [UInt64: Double] = [:]
}

/// Sends a population down the ladder of scales.
///
/// The splitting of Bravyi and Vargo, Simulation of rare events in quantum error correction (2013), done by
/// a sequential Monte Carlo sampler (Del Moral, Doucet and Jasra, 2006): the sets that fail at one scale are
/// weighted by (s′/s)^|E|, resampled by these weights, and moved by Markov chains that leave the failing sets of s′ in
/// their distribution. The product of the mean weights is an unbiased estimate of the failure probability
/// however well the chains mix, since the ladder is fixed beforehand.
///
/// - Returns: What was found; nil if the work was stopped.
func runSplitting(
  _ population: FailurePopulation, _ plan: SplittingPlan, sweeps: Int, shouldStop: () -> Bool
) throws(DecodingError) -> LadderRun? {
  let space = population.space
  let size = Double(population.size)
  var run = LadderRun()
  let (drawn, found) = try population.fill(
    scale: plan.rungs[0].scale, limit: plan.topLimit, shouldStop: shouldStop)
  if shouldStop() { return nil }
  guard found > 0 else {
    run.decodedCount = population.decodedCount
    return run
  }
  // Drawn until the last set failed, the unbiased estimate leaves that one out.
  let isFull = found == population.size
  var logRate =
    isFull && drawn > 1
    ? log(Double(max(1, found - 1)) / Double(max(1, drawn - 1)))
    : log(Double(found) / Double(drawn))
  if !isFull {
    population.resample(weights: population.sets.indices.map { $0 < found ? 1 : 0 })
  }
  run.ideal = (1 - exp(logRate)) / size
  run.rungs.append(
    LadderRun.Rung(
      logRate: logRate, meanWeight: population.meanWeight, efficiency: 1,
      families: population.effectiveFamilies))
  for (previous, rung) in zip(plan.rungs, plan.rungs.dropFirst()) {
    let factor = log(rung.scale / previous.scale)
    let weights = relativeWeights(population.scaledCounts.map { $0 * factor })
    logRate +=
      weights.logMean + space.logPartition(scale: previous.scale)
      - space.logPartition(scale: rung.scale)
    run.ideal += (1 / weights.efficiency - 1) / size
    population.resample(weights: weights.values)
    var entry = LadderRun.Rung(
      logRate: logRate, meanWeight: 0, efficiency: weights.efficiency, families: 0)
    for _ in 0..<sweeps {
      if shouldStop() { return nil }
      entry.refreshes += try population.refresh(scale: rung.scale, part: rung.part)
      entry.shifts += try population.shift()
      try population.replaceRare()
    }
    entry.meanWeight = population.meanWeight
    entry.families = population.effectiveFamilies
    run.rungs.append(entry)
  }
  run.logRate = logRate
  run.shares = population.shares
  run.decodedCount = population.decodedCount
  return run
}
