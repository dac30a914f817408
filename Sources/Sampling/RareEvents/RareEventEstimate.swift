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
    /// What could not be explored may fail more often than what was found.
    case unexplored = "unexplored errors may fail more often"
    /// Errors that fail alone, which were counted exactly, happen more often than the estimate.
    case contradicted = "single errors fail more often than was found"
  }

  /// The probability that a shot fails, with its 95 % interval.
  public internal(set) var rate: Interval
  /// The standard deviation of the rate over the rate itself.
  public internal(set) var relativeError: Double
  /// The ladder, from its top to the model's own probabilities; of the stratum with most failures.
  public internal(set) var rungs: [RareEventRung]
  /// How many independent populations went down the ladder.
  public internal(set) var populations: Int
  /// The sets of errors in a population.
  public let populationSize: Int
  /// The variance between populations, over what it would be if all sets were independent.
  ///
  /// Near 1 where moves make sets independent; larger where they mix slowly, and then the interval is wider for
  /// it. The counterpart of the R̂² of Markov chains.
  public internal(set) var inflation: Double
  /// How many independent sets of errors would give the same accuracy.
  public internal(set) var effectiveSamples: Double
  /// The largest part of the rate that one population contributes.
  public internal(set) var largestShare: Double
  /// How often a shot fails by mistaking just these observables, a mask; the masks that were seen, ascending.
  public internal(set) var mistakes: [(observables: UInt64, rate: Interval)]
  /// How many shots were decoded.
  public internal(set) var decodedCount: Int
  /// Why the work ended.
  public internal(set) var ending: Ending

  /// The numbers of rare errors that were looked at one by one, likeliest first; one if no errors are rare.
  public internal(set) var strata: [RareEventStratum] = []
  /// An upper bound of the rate of failures that were not looked for or not seen; a part of the upper end.
  public internal(set) var unexplored = 0.0
  /// The probability of no error or just one that makes the decoder fail: the rate is at least this.
  ///
  /// From decoding each error alone; nil for models of more than 2^18 errors.
  public internal(set) var singlesRate: Double?

  /// Whether the interval deserves trust: no population dominates the mean of all, and no bound speaks against it.
  public var isConsistent: Bool {
    largestShare <= max(0.3, 2 / Double(populations)) && ending != .contradicted
      && ending != .unexplored
  }
}

/// The failures with given numbers of rare errors.
public struct RareEventStratum: Sendable {
  /// How many errors there are of each class of rare errors, from the likeliest class to the rarest.
  public let rareErrors: [Int]
  /// The probability of these numbers, exact.
  public let probability: Double
  /// The probability that a shot has these numbers and fails, with its 95 % interval.
  public let rate: Interval
  /// Whether failures were found; if not, the upper end is a bound.
  public let isFound: Bool
}

/// One rung of the ladder.
public struct RareEventRung: Sendable {
  /// The factor on the odds of all errors but rare ones.
  public let position: Double
  /// The probability of a failure here: of the stratum, at this scale.
  public internal(set) var rate: Interval
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
