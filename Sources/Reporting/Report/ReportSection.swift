// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import Sampling
public import Visualization

/// One family of codes under one noise model.
public struct ReportSection: Sendable {
  /// Letters for links and file names, such as `surface-sd6`; different in each section.
  public var name: String
  /// The codes, in words: "Rotated surface code".
  public var family: String
  /// The noise, in words: "uniform circuit noise (SD6)".
  public var noise: String
  /// What the noise does, in one or two sentences.
  public var noiseDetail: String
  /// The decoder, in words.
  public var decoder: String
  /// The codes, smallest first.
  public var codes: [CodeResult]
  /// Where the curves cross.
  public var threshold: ThresholdResult?

  /// Whether a shot has more than one round, so that rates per round differ from rates per shot.
  var hasRounds: Bool { codes.contains { $0.rounds > 1 } }

  /// The rates that are worth showing.
  public var shownRates: [Rate] { hasRounds ? Rate.allCases : [.perShot] }

  /// A section without results.
  public init(
    name: String, family: String, noise: String, noiseDetail: String = "", decoder: String,
    codes: [CodeResult] = [], threshold: ThresholdResult? = nil
  ) {
    self.name = name
    self.family = family
    self.noise = noise
    self.noiseDetail = noiseDetail
    self.decoder = decoder
    self.codes = codes
    self.threshold = threshold
  }
}

/// A code's cost and its error rates.
public struct CodeResult: Sendable {
  /// The code's name on the command line.
  public var name: String
  /// The distance.
  public var distance: Int
  /// Syndrome rounds in a shot.
  public var rounds: Int
  /// What the code costs.
  public var resources: Resources
  /// Measured rates, by rising physical error rate.
  public var points: [RatePoint]
  /// The layout, if the code has one in the plane.
  public var picture: CodePicture?

  /// A code with its results.
  public init(
    name: String, distance: Int, rounds: Int, resources: Resources, points: [RatePoint] = [],
    picture: CodePicture? = nil
  ) {
    self.name = name
    self.distance = distance
    self.rounds = rounds
    self.resources = resources
    self.points = points
    self.picture = picture
  }
}

/// What one memory experiment costs in qubits, gates and time.
public struct Resources: Sendable, Hashable {
  /// Qubits that hold the state.
  public var dataQubits: Int
  /// Qubits that are measured each round.
  public var ancillaQubits: Int
  /// Logical qubits.
  public var logicalQubits: Int
  /// Gates of one round by name, in the circuit's order.
  public var gatesPerRound: [GateCount]
  /// Layers of gates, resets and measurements in one round.
  public var depthPerRound: Int
  /// Detectors of the whole shot.
  public var detectors: Int

  /// A gate's name and how often it acts in a round.
  public struct GateCount: Sendable, Hashable {
    /// The gate's name in the circuit language.
    public var gate: String
    /// Applications, on one or two qubits each.
    public var count: Int

    /// A gate and its count.
    public init(_ gate: String, _ count: Int) {
      self.gate = gate
      self.count = count
    }
  }

  /// All qubits of the experiment.
  public var physicalQubits: Int { dataQubits + ancillaQubits }

  /// A cost.
  public init(
    dataQubits: Int, ancillaQubits: Int, logicalQubits: Int, gatesPerRound: [GateCount],
    depthPerRound: Int, detectors: Int
  ) {
    self.dataQubits = dataQubits
    self.ancillaQubits = ancillaQubits
    self.logicalQubits = logicalQubits
    self.gatesPerRound = gatesPerRound
    self.depthPerRound = depthPerRound
    self.detectors = detectors
  }
}

/// Counts at one physical error rate, and the rates they imply.
public struct RatePoint: Sendable, Hashable {
  /// The noise model's physical error rate.
  public var p: Double
  /// The counts of shots that were kept and of logical errors among them.
  public var estimate: BinomialEstimate
  /// Shots thrown away.
  public var discards: Int
  /// Processor time in seconds.
  public var seconds: Double
  /// Syndrome rounds in a shot.
  public var rounds: Int
  /// SHA-256 of the noisy circuit's text, in hexadecimal.
  public var circuitHash: String

  /// A measured point.
  public init(
    p: Double, estimate: BinomialEstimate, discards: Int = 0, seconds: Double, rounds: Int,
    circuitHash: String
  ) {
    self.p = p
    self.estimate = estimate
    self.discards = discards
    self.seconds = seconds
    self.rounds = rounds
    self.circuitHash = circuitHash
  }

  /// Logical errors per shot, with the 95 % interval of Clopper and Pearson.
  public var ratePerShot: Interval { estimate.clopperPearsonInterval() }

  /// Logical errors per round, with the same interval carried over.
  public var ratePerRound: Interval {
    ratePerShot.map { errorRatePerRound(shotRate: $0, rounds: Double(max(rounds, 1))) }
  }
}

/// Where the curves of different distances cross.
public struct ThresholdResult: Sendable, Hashable {
  /// The crossing of the largest pair that crosses, with its 95 % interval.
  public var estimate: Interval?
  /// What `estimate` is, in a few words: the pair, and the ends that the data do not bound.
  public var method: String
  /// The p_th of the finite-size fit with its 95 % interval, for comparison only.
  public var fit: Interval?
  /// Where neighbouring distances cross.
  public var crossings: [Crossing]
  /// How good the fit is, or why there is none, and how far the crossings move.
  public var note: String

  /// The crossing of two curves.
  public struct Crossing: Sendable, Hashable {
    /// The smaller distance.
    public var small: Int
    /// The larger distance.
    public var large: Int
    /// The crossing with its 95 % interval; nil if the curves don't cross in the range.
    public var estimate: Interval?
    /// Whether the data bound the interval's lower end.
    public var isBoundedBelow: Bool
    /// Whether the data bound the interval's upper end.
    public var isBoundedAbove: Bool
    /// Why there is no crossing, or else which ends the data do not bound.
    public var reason: String?

    /// The crossing of a pair.
    public init(
      small: Int, large: Int, estimate: Interval?, isBoundedBelow: Bool = true,
      isBoundedAbove: Bool = true, reason: String? = nil
    ) {
      self.small = small
      self.large = large
      self.estimate = estimate
      self.isBoundedBelow = isBoundedBelow
      self.isBoundedAbove = isBoundedAbove
      self.reason = reason
    }
  }

  /// A finding: the crossing of the largest pair that crosses, whatever the fit says.
  public init(fit: Interval?, crossings: [Crossing], note: String) {
    self.fit = fit
    self.crossings = crossings
    self.note = note
    let largest = crossings.last { $0.estimate != nil }
    estimate = largest?.estimate
    method =
      largest.map { pair in
        "crossing of $d$ = \(pair.small) and \(pair.large)"
          + (pair.reason.map { ", \($0)" } ?? "")
      } ?? "none, since no curves cross"
  }

  /// The largest pair that crosses.
  var largest: Crossing? { crossings.last { $0.estimate != nil } }
}
