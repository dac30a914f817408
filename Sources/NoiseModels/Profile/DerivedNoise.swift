// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PulseDynamics

/// What a profile says of one kind of operation, for one qubit: the numbers behind its channels.
public struct DerivedFault: Sendable, Hashable {
  /// The kind of operation; nil for waiting through one layer.
  public var operation: HardwareProfile.OperationKind?
  /// How long it takes, in ns.
  public var durationInNanoseconds: Double
  /// The probability that the photon is lost.
  public var loss: Double
  /// The probability of an erasure that is noticed: HERALDED_ERASE.
  public var heralded: Double
  /// The probability that nobody notices that a random qubit takes this one's place, as it or its partner is gone.
  public var unnoticed: Double
  /// The Pauli errors of a qubit that stays.
  public var staying: PauliRates
  /// DEPOLARIZE2 of a two-qubit gate.
  public var pairDepolarization: Double = 0
  /// The probability of Z⊗Z in a two-qubit gate.
  public var pairDephasing: Double = 0
  /// The wrong report of a measurement, the wrong state of a preparation.
  public var flip: Double = 0

  /// The Pauli errors of everything but the heralded, of each qubit.
  public var pauli: PauliRates {
    staying.followed(by: PauliRates(unheraldedLoss: unnoticed))
  }
}

/// The noise of circuits that follows from a hardware profile, with the numbers on the way to it.
///
/// Lost photons are replaced by random ones: a share is heralded (HERALDED_ERASE), the rest is I, X, Y or Z with a quarter
/// each. Two or no clicks of a dual-rail measurement are heralded, and with them all that is lost on the way there. Waiting and
/// gates decohere for as long as they take.
///
/// A qubit leaks in a gate with probability ℓ: `leakage.per_gate` and what its passage leaks. The share h that is heralded is
/// replaced at once; the rest stays away until it seeps back with probability s a gate, so that the population that is away
/// settles at L = ℓ(1 − h)/(ℓ(1 − h) + s). A two-qubit gate leaves the partner of such a qubit at random: with
/// probability L, ℓ being that of the kind of gate that leaks most.
public struct DerivedNoise: Sendable, Hashable {
  /// The machine.
  public let profile: HardwareProfile
  /// Each kind of operation, then waiting.
  public let faults: [DerivedFault]
  /// A type-II fusion with this machine's photons.
  public let fusion: FusionGate
  /// The visibility of the interference of two photons.
  public let interference: Interference
  /// The detector with its dark counts in a window.
  public let detector: PhotonDetector

  /// Derives the noise.
  ///
  /// - Throws: `NoiseError` with code `.badProfile` if figures that are right each for itself contradict one another, or
  ///   if leakage that nobody notices never comes back, so that its population does not settle.
  public init(_ profile: HardwareProfile) throws(NoiseError) {
    self.profile = profile
    let interference = try within("source.") { () throws(NoiseError) in
      try Interference(overlap: profile.source.overlap, correlation: profile.source.correlation)
    }
    let detector = try within("detector.") { () throws(NoiseError) in
      try PhotonDetector(
        efficiency: profile.detection.efficiency,
        darkCountProbability: PhotonDetector.darkCountProbability(
          ratePerSecond: profile.detection.darkCountsPerSecond,
          windowInSeconds: profile.detection.windowInNanoseconds * 1e-9),
        resolvesNumbers: profile.detection.resolvesNumbers)
    }
    fusion = try within("fusion.") { () throws(NoiseError) in
      try FusionGate(
        level: profile.fusionLevel,
        efficiency: profile.source.efficiency * profile.detection.efficiency
          * profile.attenuation(of: profile.fusionPath).transmission,
        visibility: interference.visibility,
        darkCountProbability: detector.darkCountProbability)
    }
    (self.interference, self.detector) = (interference, detector)
    var faults: [DerivedFault] = []
    for kind in HardwareProfile.OperationKind.allCases {
      guard let operation = profile.operations[kind] else {
        throw NoiseError(.badProfile, "\(profile.name): operations.\(kind.rawValue): is missing.")
      }
      faults.append(
        try DerivedNoise.fault(kind, operation, profile, interference, detector))
    }
    faults.append(DerivedNoise.waiting(profile))
    self.faults = try DerivedNoise.withLeakedPartners(faults, profile)
  }

  /// The numbers of one kind of operation.
  public func fault(of operation: HardwareProfile.OperationKind?) -> DerivedFault {
    guard let fault = faults.first(where: { $0.operation == operation }) else {
      preconditionFailure("Every kind of operation has its numbers.")
    }
    return fault
  }

  /// How long a layer takes while nothing but waiting happens: as long as the slowest gate, in ns.
  static func layerDuration(_ profile: HardwareProfile) -> Double {
    profile.operations.values.map(\.durationInNanoseconds).max() ?? 0
  }

  private static func decoherence(
    _ profile: HardwareProfile, nanoseconds: Double
  ) -> PauliRates {
    let time = nanoseconds / 1000
    return profile.memory.decoherence.twirl(over: time)
      .followed(by: profile.memory.phaseNoise.twirl(over: time))
  }

  /// What the passage of an operation adds.
  private static func passage(
    _ kind: HardwareProfile.OperationKind, _ operation: HardwareProfile.Operation, of name: String
  ) throws(NoiseError) -> (dephasing: Double, leakage: Double) {
    guard let passage = operation.passage, passage.strength > 0 else { return (0, 0) }
    do throws(PulseError) {
      let channel = try passage.channel()
      return (
        min(0.5, channel.dephasing * passage.strength), min(1, channel.leakage * passage.strength)
      )
    } catch {
      throw NoiseError(
        .badProfile, "\(name): operations.\(kind.rawValue).stirap: \(error.message)")
    }
  }

  private static func waiting(_ profile: HardwareProfile) -> DerivedFault {
    let duration = layerDuration(profile)
    let decibels = profile.memory.decibelsPerMicrosecond * duration / 1000
    let loss = -Elementary.expm1(-decibels * Elementary.log(10) / 10)
    return DerivedFault(
      operation: nil, durationInNanoseconds: duration, loss: loss,
      heralded: loss * profile.heraldedLoss,
      unnoticed: loss * (1 - profile.heraldedLoss),
      staying: decoherence(profile, nanoseconds: duration))
  }

  /// The probability that a qubit leaks in an operation.
  private static func leaked(
    _ kind: HardwareProfile.OperationKind, _ operation: HardwareProfile.Operation,
    _ profile: HardwareProfile
  ) throws(NoiseError) -> Double {
    let isGate = kind == .oneQubit || kind == .twoQubit
    return min(
      1,
      (isGate ? profile.leakage.leakage.leak : 0)
        + (try passage(kind, operation, of: profile.name).leakage))
  }

  /// Adds what the partners of leaked qubits suffer in two-qubit gates.
  private static func withLeakedPartners(
    _ faults: [DerivedFault], _ profile: HardwareProfile
  ) throws(NoiseError) -> [DerivedFault] {
    var most = 0.0
    for (kind, operation) in profile.operations {
      most = max(most, try leaked(kind, operation, profile))
    }
    let unnoticed = most * (1 - profile.leakage.heralded)
    let seepage = profile.leakage.leakage.seepage
    guard unnoticed == 0 || seepage > 0 else {
      throw NoiseError(
        .badProfile,
        "\(profile.name): leakage.seepage=0: must be more than 0, up to 1, where leakage goes unnoticed "
          + "(\(unnoticed) a gate): qubits would leak and never come back; "
          + "give it, or leakage.heralded=1.")
    }
    let away = try Leakage(leak: unnoticed, seepage: seepage).stationaryPopulation
    return faults.map { fault in
      guard fault.operation == .twoQubit else { return fault }
      var fault = fault
      fault.unnoticed = 1 - (1 - fault.unnoticed) * (1 - away)
      return fault
    }
  }

  private static func fault(
    _ kind: HardwareProfile.OperationKind, _ operation: HardwareProfile.Operation,
    _ profile: HardwareProfile, _ interference: Interference, _ detector: PhotonDetector
  ) throws(NoiseError) -> DerivedFault {
    let carried = try DerivedNoise.passage(kind, operation, of: profile.name)
    let attenuation = profile.attenuation(of: operation.path)
    let arrival = attenuation.transmission * (kind == .reset ? profile.source.efficiency : 1)
    let loss = kind == .reset ? 1 - arrival : attenuation.loss
    let leaked = try DerivedNoise.leaked(kind, operation, profile)
    // Events that exclude one another to first order are combined as independent ones.
    // A photon that is lost on its way into a dual-rail readout is noticed there: no detector clicks.
    let noticed = kind == .measurement ? 1 : profile.heraldedLoss
    let heralded = 1 - (1 - loss * noticed) * (1 - leaked * profile.leakage.heralded)
    let unnoticed = 1 - (1 - loss * (1 - noticed)) * (1 - leaked * (1 - profile.leakage.heralded))
    var fault = DerivedFault(
      operation: kind, durationInNanoseconds: operation.durationInNanoseconds, loss: loss,
      heralded: heralded, unnoticed: unnoticed,
      staying: decoherence(profile, nanoseconds: operation.durationInNanoseconds)
        .followed(by: PauliRates(.z, carried.dephasing)))
    switch kind {
    case .oneQubit:
      // Average infidelity r of a depolarizing channel of error probability p: p = 3r/2.
      fault.staying = fault.staying.followed(
        by: PauliRates(depolarizing: 1.5 * operation.infidelity))
      if let rotation = operation.overRotation {
        fault.staying = fault.staying.followed(by: PauliRates(.z, rotation.flip))
      }
    case .twoQubit:
      // For two qubits p = 5r/4.
      fault.pairDepolarization = 1.25 * operation.infidelity
      fault.pairDephasing = operation.overRotation?.flip ?? 0
      if operation.interferes {
        fault.staying = fault.staying.followed(by: PauliRates(.z, interference.parityFlip))
      }
    case .reset:
      // An extra photon is in the wrong rail half the time; n ≈ 1 makes its probability g²/2.
      let extra = profile.source.correlation / 4
      fault.flip = operation.infidelity * (1 - extra) + extra * (1 - operation.infidelity)
    case .measurement:
      let readout = detector.dualRailReadout
      fault.loss = 1 - (1 - loss) * detector.efficiency
      fault.heralded = 1 - (1 - heralded) * (1 - readout.heralded)
      fault.flip =
        operation.infidelity * (1 - readout.flip) + readout.flip * (1 - operation.infidelity)
    }
    return fault
  }
}
