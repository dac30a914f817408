// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import NoiseModels

/// What a mode suffers during one operation.
struct ModeExposure: Sendable, Hashable {
  /// The share of the energy that is lost.
  var loss = 0.0
  /// The probability of an error by any other cause, as a bare qubit would have it.
  var other = 0.0
  /// Whether anything happens at all.
  var isNone: Bool { loss == 0 && other == 0 }
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
    if let source = ModeNoise.profile(text) {
      do throws(NoiseError) {
        self = try ModeNoise(HardwareProfile.named(source).scaled(by: p), name: model.name)
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

  /// The source of a profile in a name of noise such as `profile:photonic`.
  private static func profile(_ text: String) -> String? {
    let plain = text.filter { !$0.isWhitespace }
    guard plain.lowercased().hasPrefix("profile:") else { return nil }
    return String(plain.dropFirst("profile:".count).prefix { $0 != "(" })
  }

  /// Reads a profile: modes pass the same components as photons do, and are made without fail.
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
      let other = fault.pauli.total + 0.8 * fault.pairDepolarization + fault.pairDephasing
      return ModeExposure(
        loss: kind.flatMap { profile.operations[$0] }.map {
          profile.attenuation(of: $0.path).loss
        } ?? lossy.fault(of: kind).loss,
        other: min(0.75, other + fault.flip))
    }
    oneQubit = exposure(.oneQubit)
    twoQubit = exposure(.twoQubit)
    reset = exposure(.reset)
    measurement = exposure(.measurement)
    measurement.loss = 1 - (1 - measurement.loss) * profile.detection.efficiency
    idle = exposure(nil)
  }
}
