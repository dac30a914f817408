// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives
public import PulseDynamics

/// What a machine is made of: components, operations, memory, sources and detectors.
///
/// Components have losses; operations have the components that a photon passes, and the time they take. The noise of a
/// circuit follows from it.
///
/// Written as one JSON file; `Documentation/HardwareProfiles.md` describes every field.
public struct HardwareProfile: Sendable, Hashable {
  /// A thing that light passes.
  public struct Component: Sendable, Hashable {
    /// The name by which paths mention it.
    public var name: String
    /// What it takes of the light.
    public var attenuation: Attenuation
    /// Where the figure comes from.
    public var reference: String
  }

  /// The kinds of operation that noise is derived for.
  public enum OperationKind: String, Sendable, CaseIterable {
    /// Preparation of a qubit: its source.
    case reset
    /// A one-qubit gate.
    case oneQubit = "one_qubit"
    /// A two-qubit gate.
    case twoQubit = "two_qubit"
    /// A measurement.
    case measurement

    /// The largest average infidelity that a channel has: that of complete depolarization, or of a report at random.
    var largestInfidelity: Double { self == .twoQubit ? 0.75 : 0.5 }
  }

  /// One kind of operation.
  public struct Operation: Sendable, Hashable {
    /// The components that a photon passes, by name, in order, repeated where it passes several.
    public var path: [String]
    /// How long it takes, in ns.
    public var durationInNanoseconds: Double
    /// The average infidelity of the gate by causes not named otherwise, 0...1.
    public var infidelity: Double
    /// The errors of the gate's angle, if any: about Z for one qubit, about ZZ for two.
    public var overRotation: OverRotation?
    /// The adiabatic passage that carries each qubit through the gate, if any.
    public var passage: Passage?
    /// Whether photons interfere in it, so that their distinguishability dephases.
    public var interferes: Bool
  }

  /// A stimulated Raman adiabatic passage.
  ///
  /// Its pulses are followed once, when its channel is first asked for; copies of any strength share the answer.
  public struct Passage: Sendable {
    /// The pulses as designed.
    public let pulses: LambdaPulses
    /// How their control errs.
    public let errors: ControlErrors
    /// Whether the qubit is brought back.
    public let returns: Bool
    /// The factor of the dephasing and the leakage that follow.
    public var strength = 1.0
    private let followed: ComputedOnce<TransferChannel, PulseError>

    /// Describes a passage.
    public init(pulses: LambdaPulses, errors: ControlErrors, returns: Bool) {
      self.pulses = pulses
      self.errors = errors
      self.returns = returns
      followed = ComputedOnce { () throws(PulseError) in
        try TransferChannel(pulses, errors: errors, returns: returns)
      }
    }

    /// What the pulses do to the qubit, at strength 1.
    ///
    /// - Throws: `PulseError` if the pulses cannot be followed or averaged over.
    /// - Complexity: tens of evolutions the first time, nothing after.
    public func channel() throws(PulseError) -> TransferChannel { try followed.value() }
  }

  /// Where qubits wait.
  public struct Memory: Sendable, Hashable {
    /// The loss while waiting, in dB per µs.
    public var decibelsPerMicrosecond: Double
    /// Relaxation and dephasing, times in µs.
    public var decoherence: Decoherence
    /// Fluctuations of the phase, time in µs.
    public var phaseNoise: PhaseNoise
  }

  /// What makes photons.
  public struct Source: Sendable, Hashable {
    /// The probability that a photon is there when one is announced, 0...1.
    public var efficiency: Double
    /// g²(0) of the announced photons, 0...½.
    public var correlation: Double
    /// The overlap of the wave packets of two photons, 0...1.
    public var overlap: Double
    /// The pair sources that efficiency and g²(0) were derived from, if they were.
    public var pairs: Pairs?

    /// A photon of several pair sources, of which one that heralded is switched through.
    public struct Pairs: Sendable, Hashable {
      /// Each of them.
      public var source: PairSource
      /// How many there are.
      public var count: Int
    }
  }

  /// What detects photons.
  public struct Detection: Sendable, Hashable {
    /// The probability that an arriving photon is detected, 0...1.
    public var efficiency: Double
    /// Dark counts per second.
    public var darkCountsPerSecond: Double
    /// How long a detector listens, in ns.
    public var windowInNanoseconds: Double
    /// Whether it tells how many photons came.
    public var resolvesNumbers: Bool

    /// The most dark counts per second with which a window without one is still to be told from none, 1e12 at most.
    var largestDarkCountsPerSecond: Double {
      windowInNanoseconds > 0 ? min(1e12, 36e9 / windowInNanoseconds) : 1e12
    }
  }

  /// Leaving the qubit's levels.
  public struct LeakageRates: Sendable, Hashable {
    /// The chain of leaving and coming back.
    public var leakage: Leakage
    /// The share of leaked qubits that is noticed at once, 0...1.
    public var heralded: Double
  }

  /// The name.
  public var name: String
  /// What the profile describes, in a sentence.
  public var summary: String
  /// The components.
  public var components: [Component]
  /// The operations.
  public var operations: [OperationKind: Operation]
  /// The share of lost photons whose loss is noticed at once, 0...1.
  public var heraldedLoss: Double
  /// Where qubits wait.
  public var memory: Memory
  /// What makes photons.
  public var source: Source
  /// What detects photons.
  public var detection: Detection
  /// Levels of boosting of a type-II fusion, 1...6.
  public var fusionLevel: Int
  /// The components on the way of a photon from its source to a fusion's detectors.
  public var fusionPath: [String]
  /// Leaving the qubit's levels.
  public var leakage: LeakageRates
  /// How often the machine tries, per second.
  public var repetitionsPerSecond: Double

  /// What photons lose on a path.
  ///
  /// - Precondition: every name is that of a component, as reading a profile checks.
  public func attenuation(of path: [String]) -> Attenuation {
    path.reduce(.none) { sum, name in
      guard let component = components.first(where: { $0.name == name }) else {
        preconditionFailure("A path passes components of its profile.")
      }
      return sum + component.attenuation
    }
  }

  /// The same machine, better or worse: every loss in dB, infidelity, error probability, variance and rate times `factor`.
  ///
  /// Efficiencies η become η^factor; T1 and T2 are divided. Durations, levels and shares of heralds stay. Small errors
  /// are proportional to the factor; 1 is the machine itself.
  ///
  /// - Precondition: `factor` is positive and finite, or 0 for no noise at all.
  /// - Throws: `NoiseError` with code `.badParameter` if a figure leaves the range that a profile allows it.
  public func scaled(by factor: Double) throws(NoiseError) -> HardwareProfile {
    precondition(factor >= 0 && factor.isFinite, "A scale is a finite number that is not negative.")
    var result = self
    for index in components.indices {
      result.components[index].attenuation = components[index].attenuation * factor
    }
    for (kind, operation) in operations {
      var scaled = operation
      scaled.infidelity = try checked(
        "operations.\(kind.rawValue).infidelity", operation.infidelity * factor,
        in: 0...kind.largestInfidelity)
      if let rotation = operation.overRotation {
        scaled.overRotation = try within("operations.\(kind.rawValue).over_rotation.") {
          () throws(NoiseError) in
          try OverRotation(
            mean: rotation.mean * factor.squareRoot(),
            deviation: rotation.deviation * factor.squareRoot())
        }
      }
      scaled.passage?.strength *= factor
      result.operations[kind] = scaled
    }
    result.memory = try memory.scaled(by: factor)
    // Scaled figures are those of no pair source.
    result.source = Source(
      efficiency: Elementary.power(source.efficiency, factor),
      correlation: try checked("source.g2", source.correlation * factor, in: 0...0.5),
      overlap: Elementary.power(source.overlap, factor), pairs: factor == 1 ? source.pairs : nil)
    result.detection.efficiency = Elementary.power(detection.efficiency, factor)
    result.detection.darkCountsPerSecond = try checked(
      "detector.dark_count_hz", detection.darkCountsPerSecond * factor,
      in: 0...detection.largestDarkCountsPerSecond, unit: "Hz")
    result.leakage.leakage = try Leakage(
      leak: checked("leakage.per_gate", leakage.leakage.leak * factor, in: 0...1),
      seepage: leakage.leakage.seepage)
    return result
  }
}

extension HardwareProfile.Memory {
  func scaled(by factor: Double) throws(NoiseError) -> HardwareProfile.Memory {
    let rates = 0...1e12
    let noise = "memory.phase_noise"
    return HardwareProfile.Memory(
      decibelsPerMicrosecond: decibelsPerMicrosecond * factor,
      decoherence: try within("memory.") { () throws(NoiseError) in
        try Decoherence(t1: decoherence.t1 / factor, t2: decoherence.t2 / factor)
      },
      phaseNoise: try PhaseNoise(
        white: checked(
          "\(noise).white_rad2_per_us", phaseNoise.white * factor, in: rates, unit: "rad²/µs"),
        amplitude: checked(
          "\(noise).slow_rad_per_us", phaseNoise.amplitude * factor.squareRoot(), in: rates,
          unit: "rad/µs"),
        correlationTime: phaseNoise.correlationTime))
  }
}

extension HardwareProfile.Passage: Hashable {
  /// Passages are alike if their figures are; what follows from these is left out.
  public static func == (first: Self, second: Self) -> Bool {
    first.pulses == second.pulses && first.errors == second.errors
      && first.returns == second.returns && first.strength == second.strength
  }

  /// Feeds the figures into a hash.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(pulses)
    hasher.combine(errors)
    hasher.combine(returns)
    hasher.combine(strength)
  }
}
