// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import NoiseModels

/// What a mode suffers during one operation.
struct ModeExposure: Sendable, Hashable {
  /// The share of the energy that is lost.
  var loss = 0.0
  /// The probability of an error by other causes, as a bare qubit would have it, of whatever kind the mode's controls leave.
  ///
  /// Controls of cats keep the bias: it is then a phase flip. In other codes it depolarizes.
  var other = 0.0
  /// Errors of the qubit in the mode of which the kind is known: X and Y flip its bit, however biased the code is.
  var pauli = PauliRates.none
  /// Whether anything happens at all.
  var isNone: Bool { loss == 0 && other == 0 && pauli == .none }
  /// The probability that anything happens to the qubit, a loss of energy counting as one of a photon.
  var total: Double { 1 - (1 - loss) * (1 - other) * (1 - pauli.total) }
}

/// Where noise strikes modes, and how strongly; what it does to the qubit in them is for the inner code to say.
struct ModeNoise: Sendable {
  /// The name of the noise that it follows from.
  var name: String
  var level: NoiseModel.Level
  /// Data modes, once a round.
  var round = ModeExposure()
  var oneQubit = ModeExposure()
  var twoQubit = ModeExposure()
  var reset = ModeExposure()
  var measurement = ModeExposure()
  var idle = ModeExposure()
  /// The wrong state of a preparation, whatever else happens.
  var resetFlip = 0.0
  /// The wrong report of a measurement, whatever else happens.
  var measurementFlip = 0.0
  /// Which flips count: those that code-capacity noise of one kind leaves.
  var hasX = true
  var hasZ = true

  /// The names of noise that modes can have, besides those of profiles.
  static let names = [
    "code-capacity:depolarizing", "code-capacity:bit-flip", "code-capacity:phase-flip",
    "phenomenological", "sd6", "stim",
  ]

  /// Reads named noise: wherever it strikes a qubit with probability p, a mode loses the share p of its energy.
  ///
  /// - Throws: `SamplingError` for noise that says more about qubits than modes can follow.
  init(named text: String, p: Double) throws(SamplingError) {
    let model: NoiseModel
    do throws(NoiseError) {
      model = try NoiseModel.named(text, p: p)
    } catch {
      throw SamplingError(.task, error.message)
    }
    (name, level) = (model.name, model.level)
    guard model.parts.count == 1 else {
      throw SamplingError(
        .task, "noise=\(text): with an inner code, must be one model, not several joined.")
    }
    if let source = NoiseModel.profileSource(text) {
      do throws(NoiseError) {
        self = try ModeNoise(
          HardwareProfile.named(source).scaled(by: model.probability), name: model.name)
      } catch {
        throw SamplingError(.task, error.message)
      }
      return
    }
    guard ModeNoise.names.contains(model.name) else {
      throw SamplingError(
        .task,
        "noise=\(text): with an inner code, must be one of "
          + "\(ModeNoise.names.joined(separator: ", ")) or profile:NAME.")
    }
    guard p < 1 else {
      throw SamplingError(
        .task, "p=\(p): with an inner code it is a share of the energy, in 0..<1.")
    }
    hasX = model.name != "code-capacity:phase-flip"
    hasZ = model.name != "code-capacity:bit-flip"
    let rates = model.rates
    round.loss = rates.round.isEmpty && model.level == .circuit ? 0 : p
    oneQubit.loss = rates.oneQubit
    twoQubit.loss = rates.twoQubit
    reset.loss = rates.resetFlip
    measurement.loss = rates.measurementFlip
    idle.loss = rates.idle
  }

  /// Reads a profile: modes pass the same components as photons do, and are made without fail.
  ///
  /// What leaks, noticed or not, and the partner of what leaked are left in a random state, I, X, Y or Z with a quarter
  /// each; so are modes whose readout has two clicks. Heralds of modes do not travel: a noticed leak is a random state
  /// like another. What happens to qubits that stay is of the kind that the mode's controls leave.
  ///
  /// - Throws: `NoiseError` if figures of the profile contradict one another.
  init(_ profile: HardwareProfile, name: String) throws(NoiseError) {
    self.name = name
    level = .circuit
    let lossy = try DerivedNoise(profile)
    // What is left when no light is lost and no source fails.
    var clear = profile
    for index in clear.components.indices {
      clear.components[index].attenuation = clear.components[index].attenuation * 0
    }
    clear.memory.decibelsPerMicrosecond = 0
    clear.source.efficiency = 1
    clear.detection.efficiency = 1
    let rest = try DerivedNoise(clear)
    func exposure(_ kind: HardwareProfile.OperationKind?) -> ModeExposure {
      let fault = rest.fault(of: kind)
      // Of the 15 errors of a depolarized pair, 12 touch a given one of the two.
      let other = fault.staying.total + 0.8 * fault.pairDepolarization + fault.pairDephasing
      let random = 1 - (1 - fault.heralded) * (1 - fault.unnoticed)
      return ModeExposure(
        loss: kind.flatMap { profile.operations[$0] }.map {
          profile.attenuation(of: $0.path).loss
        } ?? lossy.fault(of: kind).loss,
        other: min(0.75, other), pauli: PauliRates(unheraldedLoss: random))
    }
    oneQubit = exposure(.oneQubit)
    twoQubit = exposure(.twoQubit)
    reset = exposure(.reset)
    measurement = exposure(.measurement)
    measurement.loss = 1 - (1 - measurement.loss) * profile.detection.efficiency
    idle = exposure(nil)
    resetFlip = rest.fault(of: .reset).flip
    measurementFlip = rest.fault(of: .measurement).flip
  }
}
