// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How often a decoder fails, estimated through a ladder of rungs.
public struct RareEventEstimate: Sendable {
  /// Why the work ended.
  public enum Ending: String, Sendable {
    /// The interval is as narrow as was asked for.
    case accuracy = "accuracy reached"
    /// The most populations were used.
    case populations = "population limit reached"
    /// The observer stopped it, by a time limit or by hand.
    case stopped = "stopped early"
  }

  /// The probability that a shot fails, with its 95 % interval.
  public let rate: Interval
  /// The standard deviation of the rate over the rate itself.
  public let relativeError: Double
  /// The ladder, from its top to the model's own probabilities.
  public let rungs: [RareEventRung]
  /// How many independent populations went down the ladder.
  public let populations: Int
  /// The sets of errors in a population.
  public let populationSize: Int
  /// The variance between populations, over what it would be if all sets were independent.
  ///
  /// Near 1 where moves make sets independent; larger where they mix slowly, and then the interval is wider for
  /// it. The counterpart of the R̂² of Markov chains.
  public let inflation: Double
  /// How many independent sets of errors would give the same accuracy.
  public let effectiveSamples: Double
  /// The largest part of the rate that one population contributes.
  public let largestShare: Double
  /// How often a shot fails by mistaking just these observables, a mask; the masks that were seen, ascending.
  public let mistakes: [(observables: UInt64, rate: Interval)]
  /// How many shots were decoded.
  public let decodedCount: Int
  /// Why the work ended.
  public let ending: Ending

  /// Whether the interval deserves trust: no population dominates the mean of all.
  public var isConsistent: Bool { largestShare <= max(0.3, 2 / Double(populations)) }
}

/// One rung of the ladder.
public struct RareEventRung: Sendable {
  /// The factor on the odds of all errors for `splitting`, the number of errors for `strata`.
  public let position: Double
  /// The probability of a failure here: at this scale, or given this number of errors.
  public let rate: Interval
  /// The mean number of errors in failing sets.
  public let meanWeight: Double
  /// Of how many equal sets the weighted ones on arrival are worth, over their number.
  public let efficiency: Double
  /// The part of proposals to draw errors anew that was taken.
  public let refreshRate: Double
  /// The part of proposals to shift an error that was taken.
  public let shiftRate: Double
  /// How many of the sets found at the top have descendants here, in effect, in the mean population.
  public let families: Double
}

/// What is found where a decoder was never seen to fail.
public struct RareEventBound: Sendable {
  /// The rate that is not exceeded, with 95 % confidence: from shots at the model's own probabilities.
  public let rate: Double
  /// The shots at the model's own probabilities, none of which failed.
  public let shots: Int
  /// The largest factor on the odds at which no shot failed either.
  public let largestScale: Double
}

/// The outcome of looking for rare failures.
public enum RareEventResult: Sendable {
  /// Failures were found, and their rate was estimated.
  case estimate(RareEventEstimate)
  /// No failure was found at any scale.
  case noFailure(RareEventBound)
}
