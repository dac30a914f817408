// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CodeConstructions
public import NoiseModels

/// Codes side by side on one machine, as data: rates, thresholds, cost, and what they would need for a target.
public struct CodeComparison: Sendable {
  /// One measured point.
  public struct Point: Sendable {
    /// The name of the code.
    public var code: String
    /// Its distance.
    public var distance: Int
    /// The factor of the machine's errors.
    public var scale: Double
    /// How many rounds a shot has.
    public var rounds: Int
    /// How many qubits it encodes.
    public var logicalQubits = 1
    /// Shots and failures; a failure is any wrong observable of the block, X or Z.
    public var estimate: BinomialEstimate
    /// Processor time for sampling and decoding, in seconds.
    public var seconds: Double

    /// The failures of one logical qubit per round, with the 95 % interval of Clopper and Pearson.
    ///
    /// Where a block of k fails at the rate P per shot, each of its logical qubits does at 1 − (1 − P)^(1/k).
    public var ratePerRound: Interval {
      estimate.clopperPearsonInterval().map {
        errorRatePerRound(shotRate: $0, rounds: Double(rounds), ofEach: logicalQubits)
      }
    }
  }

  /// What one code of a family takes.
  public struct Size: Sendable {
    /// The name of the code.
    public var code: String
    /// Its distance.
    public var distance: Int
    /// How many qubits it encodes.
    public var logicalQubits: Int
    /// The gates, depth and qubits of a round.
    public var resources: CodeResources
    /// The time to decode a round at the machine's own noise, in seconds of one thread; nil if it was not timed.
    public var decodingSecondsPerRound: Double?

    /// The qubits or modes, ancillas included, for each logical qubit.
    public var qubitsPerLogicalQubit: Double {
      Double(resources.totalQubits) / Double(logicalQubits)
    }
  }

  /// A family under one distribution of errors.
  public struct Entry: Sendable {
    /// The family: the code's name without what sets its size.
    public var family: String
    /// What decodes it.
    public var decoder: String
    /// The kinds of error.
    public var distribution: ErrorDistribution
    /// The points, by distance and scale.
    public var points: [Point]
    /// What the family's codes take, by distance; of those of one distance, the least qubits a logical qubit last.
    public var sizes: [Size]
    /// Where the curves of the two largest distances cross, as a factor of the machine's errors.
    public var threshold: Crossing?
    /// How rates fall with distance; nil where the data do not tell.
    public var fit: SuppressionFit?
    /// The rate per logical qubit and round of errors that no distance can correct, by the distance at which it was counted.
    public var floors: [Int: Double]
    /// What a target takes.
    public var footprint: Footprint

    /// The largest code that was sampled.
    public var largest: Size? { rungs.last }

    /// The sizes that were sampled, one for each distance.
    public var rungs: [Size] {
      let known = sizes.filter { size in points.contains { $0.code == size.code } }
      return known.indices.filter {
        $0 + 1 == known.count || known[$0 + 1].distance > known[$0].distance
      }.map { known[$0] }
    }

    /// The point of the largest distance at the machine's own noise.
    public var headline: Point? {
      let own = points.filter { $0.scale == 1 }
      return sizes.lazy.reversed().compactMap { size in own.first { $0.code == size.code } }.first
    }
  }

  /// The hardware that a target rate takes, extended from the fit.
  public struct Footprint: Sendable {
    /// A code that reaches the target.
    public struct Code: Sendable, Hashable {
      /// Its name.
      public var name: String
      /// Its distance.
      public var distance: Int
      /// The qubits, or modes, of a block, ancillas included.
      public var qubits: Int
      /// How many qubits a block encodes.
      public var logicalQubits: Int

      /// The qubits for each logical qubit: what footprints are ranked by.
      public var qubitsPerLogicalQubit: Double { Double(qubits) / Double(logicalQubits) }
    }

    /// The code of the fewest qubits for each logical qubit by the fit; nil where none is enough.
    public var best: Code?
    /// The code at the lower end of the 95 % interval of the fit.
    public var low: Code?
    /// The code at the upper end; nil where none is enough.
    public var high: Code?
    /// Why there is none, or how far the fit is extended.
    public var statement = ""
    /// Whether the data do not tell, rather than that there is none.
    public var isUndecided = false
  }

  /// A curve of the experiment on heralded loss.
  public struct HeraldCurve: Sendable {
    /// The distance of the rotated surface code.
    public var distance: Int
    /// Whether the decoder was told of the heralds.
    public var isInformed: Bool
    /// The probability of loss, and the shots with their failures.
    public var points: [(probability: Double, estimate: BinomialEstimate)]
  }

  /// The machine.
  public var profile: HardwareProfile
  /// What decodes the experiment on heralded loss.
  public var heraldDecoder: String
  /// The logical error rate per logical qubit and round for which footprints are told.
  public var targetRate: Double
  /// The families under each distribution.
  public var entries: [Entry]
  /// Heralded loss with heralds used and withheld.
  public var heralds: [HeraldCurve]
  /// The error rate of a bare qubit that waits as long as a layer takes, at the machine's own noise.
  public var bareErrorPerLayer: Double
  /// The scales of the noise that the machine's figures do not allow, with what would leave its range.
  public var omittedScales: [OmittedScale] = []

  /// A scale of the noise that was left out.
  public struct OmittedScale: Sendable, Hashable {
    /// The factor of the machine's errors.
    public var scale: Double
    /// Which figure would leave which range.
    public var reason: String
  }

  /// The distributions, in order.
  public var distributions: [ErrorDistribution] {
    var seen: [ErrorDistribution] = []
    for entry in entries where !seen.contains(entry.distribution) {
      seen.append(entry.distribution)
    }
    return seen
  }

  /// The error rate of a bare qubit that waits for one round of a code, at a scale of the noise.
  public func bareErrorPerRound(_ size: Size, scale: Double = 1) -> Double {
    let layer = min(0.75, bareErrorPerLayer * scale)
    var survival = 1.0
    for _ in 0..<size.resources.depth { survival *= 1 - layer }
    return 1 - survival
  }

  /// The decoders in words: one, or each with its families.
  public var decoders: String {
    var named: [(decoder: String, families: [String])] = []
    for entry in entries {
      let place = named.firstIndex { $0.decoder == entry.decoder } ?? named.count
      if place == named.count { named.append((entry.decoder, [])) }
      if !named[place].families.contains(entry.family) {
        named[place].families.append(entry.family)
      }
    }
    if named.count == 1 { return named[0].decoder }
    return named.map { "\($0.decoder) for \($0.families.joined(separator: ", "))" }
      .joined(separator: "; ")
  }

  /// How much rarer errors are than on a bare qubit that waits as long, at the machine's own noise.
  ///
  /// Above 1 the code has broken even.
  public func gain(_ entry: Entry) -> Interval? {
    guard let point = entry.headline, point.estimate.shots > 0,
      let size = entry.sizes.first(where: { $0.code == point.code })
    else { return nil }
    let bare = bareErrorPerRound(size)
    let rate = point.ratePerRound
    return Interval(
      low: bare / rate.high, best: rate.best > 0 ? bare / rate.best : .infinity,
      high: rate.low > 0 ? bare / rate.low : .infinity)
  }

  /// Where the threshold lies if the curves of the two largest distances do not cross among the sampled scales.
  ///
  /// True where larger codes are better at every scale, so that it lies above; false where they are worse at
  /// every scale; nil where the data do not tell.
  public func isThresholdAbove(_ entry: Entry) -> Bool? {
    let rungs = entry.rungs
    guard rungs.count > 1, entry.threshold?.rate == nil else { return nil }
    func rate(_ size: Size, _ scale: Double) -> Interval? {
      entry.points.first { $0.code == size.code && $0.scale == scale }?.ratePerRound
    }
    let (small, large) = (rungs[rungs.count - 2], rungs[rungs.count - 1])
    let scales = Set(entry.points.map(\.scale)).sorted()
    guard let lowest = scales.first, let highest = scales.last else { return nil }
    if let above = rate(small, highest), let below = rate(large, highest), below.best < above.best {
      return true
    }
    if let above = rate(large, lowest), let below = rate(small, lowest), above.best > below.best {
      return false
    }
    return nil
  }

  /// The largest sampled scale of the noise at which the largest code still beats a waiting bare qubit.
  public func breakEven(_ entry: Entry) -> Double? {
    guard let size = entry.largest else { return nil }
    return entry.points.filter { point in
      point.code == size.code
        && point.ratePerRound.high < bareErrorPerRound(size, scale: point.scale)
    }.map(\.scale).max()
  }
}
