// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Decoding
import Glibc

/// The ladder of scales, and the moves on each rung; fixed before the populations that count.
struct SplittingPlan: Sendable {
  struct Rung: Sendable {
    /// The factor on the odds.
    var scale: Double
    /// The part of the errors that a proposal draws anew.
    var part: Double
  }

  var rungs: [Rung]
  /// The most sets that are drawn at the top for one population.
  var topLimit: Int

  /// What each rung is called in results.
  var positions: [Double] { rungs.map(\.scale) }

  /// Sends a population down; nil if the work was stopped.
  func run(
    _ population: FailurePopulation, sweeps: Int, shouldStop: () -> Bool
  ) throws(DecodingError) -> LadderRun? {
    try runSplitting(population, self, sweeps: sweeps, shouldStop: shouldStop)
  }

  /// The least part of the sets drawn at the top that should fail.
  static let topRate = 0.03
  /// How many equal sets weighted ones should be worth, over their number.
  static let efficiency = 0.6
  /// The part of proposals that should be taken.
  static let acceptance = 0.35

  /// Sends a population down that chooses the ladder.
  ///
  /// - Parameters:
  ///   - population: Working memory; its sets do not enter the estimate.
  ///   - top: A scale where failures are common.
  ///   - sweeps: How many moves there are on each rung.
  ///   - shouldStop: Whether to give up.
  /// - Returns: The plan; nil if the work was stopped.
  /// - Throws: `DecodingError` if a shot cannot be decoded.
  static func make(
    _ population: FailurePopulation, top: TopScale, sweeps: Int, shouldStop: () -> Bool
  ) throws(DecodingError) -> SplittingPlan? {
    let size = population.size
    let limit = Int(64 * Double(size) / top.rate) + 4096
    let (_, found) = try population.fill(scale: top.scale, limit: limit, shouldStop: shouldStop)
    guard found == size else { return nil }
    var part = 0.2
    var plan = SplittingPlan(rungs: [Rung(scale: top.scale, part: part)], topLimit: limit)
    var scale = top.scale
    while scale > 1 {
      let weights = population.scaledCounts
      let next = nextScale(after: scale, weights)
      let factor = log(next / scale)
      population.resample(weights: relativeWeights(weights.map { $0 * factor }).values)
      scale = next
      for _ in 0..<max(sweeps, 24) {
        if shouldStop() { return nil }
        let moves = try population.refresh(scale: scale, part: part)
        // A slow search for the part at which the wanted number of proposals is taken.
        let surplus = (moves.proposed == 0 ? 1 : moves.rate) - acceptance
        part = min(0.5, max(1e-6, part * exp(surplus)))
        _ = try population.shift()
        try population.replaceRare()
      }
      plan.rungs.append(Rung(scale: scale, part: part))
    }
    return plan
  }

  /// The scale at which the sets, weighted, are worth the wanted part of their number; at least 1.
  private static func nextScale(after scale: Double, _ weights: [Double]) -> Double {
    let span = log(scale)
    let efficiencyAtEnd = relativeWeights(weights.map { -$0 * span }).efficiency
    if efficiencyAtEnd >= efficiency { return 1 }
    let step = bisect(0, span) { step in
      relativeWeights(weights.map { -$0 * step }).efficiency > efficiency
    }
    // A ladder has an end, whatever the sets are.
    return max(1, scale * exp(-max(step, 1e-3)))
  }
}

/// Weights that are given by logarithms: relative to the largest, with their mean and their worth.
struct RelativeWeights {
  var values: [Double]
  var logMean: Double
  /// (Σ w)² / (n Σ w²): of how many equal ones the weights are worth, over their number.
  var efficiency: Double
}

func relativeWeights(_ logarithms: [Double]) -> RelativeWeights {
  let largest = logarithms.max() ?? 0
  guard largest > -.infinity else {
    return RelativeWeights(values: logarithms.map { _ in 0 }, logMean: -.infinity, efficiency: 0)
  }
  let values = logarithms.map { exp($0 - largest) }
  let sum = values.reduce(0, +)
  let squares = values.reduce(0) { $0 + $1 * $1 }
  return RelativeWeights(
    values: values, logMean: largest + log(sum / Double(values.count)),
    efficiency: sum * sum / (squares * Double(values.count)))
}

/// A scale where failures are common enough to be found by drawing.
struct TopScale: Sendable {
  var scale: Double
  /// The part of the shots that failed.
  var rate: Double

  /// Looks for the least power of two at which failures are common.
  ///
  /// - Returns: The scale; or none, with the largest that was tried; nil if the work was stopped.
  static func find(
    _ population: FailurePopulation, shouldStop: () -> Bool
  ) throws(DecodingError) -> (top: TopScale?, largest: Double)? {
    let shots = 2048
    let wanted = min(population.size, Int(SplittingPlan.topRate * Double(shots)))
    let leastOdds = population.space.odds.reduce(1) { $1 > 0 ? min($0, $1) : $0 }
    let totalOdds = population.space.totalOdds
    // Drawing takes a step for each unit of the odds in all.
    let limit = 100 * Double(population.space.count)
    var scale = 1.0
    var best: TopScale?
    while true {
      let (drawn, found) = try population.fill(
        scale: scale, limit: shots, wanted: wanted, shouldStop: shouldStop)
      if shouldStop() { return nil }
      let rate = Double(found) / Double(drawn)
      if rate > best?.rate ?? 0 { best = TopScale(scale: scale, rate: rate) }
      let isSaturated = scale * leastOdds >= 1 || scale * totalOdds > limit
      if found == wanted || isSaturated { return (best, scale) }
      scale *= 2
    }
  }
}
