// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import NoiseModels

/// What kinds of error make up the noise of a machine, its strength being left as it is.
///
/// Each kind of operation of a profile fails a qubit with some probability in all; a distribution says what share of it
/// is loss, dephasing or depolarizing. So codes are compared for the same hardware, were its errors of another kind.
public struct ErrorDistribution: Sendable, Hashable {
  /// The name.
  public let name: String
  /// What it is, as a phrase.
  public let summary: String
  /// The shares of loss, of phase flips, of depolarizing errors and of biased ones; nil leaves the profile's own.
  let shares: Shares?

  struct Shares: Sendable, Hashable {
    var loss = 0.0
    var dephasing = 0.0
    var depolarizing = 0.0
    var biased = 0.0

    /// The Pauli errors of a qubit that fails with a probability in all; loss and depolarizing pairs are not among them.
    func pauli(_ total: Double) -> PauliRates {
      let across = total * biased / (1 + bias) / 2
      return PauliRates(.z, total * dephasing).followed(
        by: PauliRates(x: across, y: across, z: total * biased * bias / (1 + bias)))
    }
  }

  /// How much likelier Z errors are than X and Y together in a biased distribution.
  public static let bias = 100.0

  /// Every distribution: the one table that flags, pages and help come from.
  public static let all: [ErrorDistribution] = [
    ErrorDistribution(
      name: "profile", summary: "the errors as the profile has them", shares: nil),
    ErrorDistribution(
      name: "loss", summary: "loss-dominated: 90 % loss, 5 % phase flips, 5 % depolarizing",
      shares: Shares(loss: 0.9, dephasing: 0.05, depolarizing: 0.05)),
    ErrorDistribution(
      name: "dephasing",
      summary: "dephasing-dominated: 90 % phase flips, 5 % loss, 5 % depolarizing",
      shares: Shares(loss: 0.05, dephasing: 0.9, depolarizing: 0.05)),
    ErrorDistribution(
      name: "depolarizing", summary: "depolarizing: X, Y and Z alike, no loss",
      shares: Shares(depolarizing: 1)),
    ErrorDistribution(
      name: "biased", summary: "biased: Z errors 100 times as likely as X and Y together, no loss",
      shares: Shares(biased: 1)),
  ]

  /// The distribution of a name.
  ///
  /// - Throws: `SamplingError` that lists the names.
  public static func named(_ name: String) throws(SamplingError) -> ErrorDistribution {
    guard let found = all.first(where: { $0.name == name }) else {
      throw SamplingError(
        .task,
        "distribution=\(name): must be one of \(all.map(\.name).joined(separator: ", ")).")
    }
    return found
  }

  // MARK: Bare qubits

  /// The noise of bare qubits on a machine whose errors are so distributed.
  func model(_ profile: HardwareProfile, name: String) throws(NoiseError) -> NoiseModel {
    let derived = try DerivedNoise(profile)
    guard let shares else { return try derived.model(name: name) }
    func channels(_ kind: HardwareProfile.OperationKind?) -> [NoiseModel.Channel] {
      let fault = derived.fault(of: kind)
      let total = ErrorDistribution.total(fault)
      let loss = total * shares.loss
      var channels: [NoiseModel.Channel] = []
      if loss * profile.heraldedLoss > 0 {
        channels.append(.erasure(loss * profile.heraldedLoss))
      }
      var pauli = PauliRates(unheraldedLoss: loss * (1 - profile.heraldedLoss))
        .followed(by: shares.pauli(total))
      if kind == .twoQubit {
        // Of the 15 errors of a pair, 12 touch a given qubit.
        let pair = min(0.9375, total * shares.depolarizing / 0.8)
        if pair > 0 { channels.append(NoiseModel.Channel(.depolarize2, pair)) }
      } else {
        pauli = pauli.followed(by: PauliRates(depolarizing: total * shares.depolarizing))
      }
      return channels + pauli.channels
    }
    return NoiseModel(
      name: name, probability: 1, level: .circuit,
      rates: NoiseModel.Rates(
        resetFlip: derived.fault(of: .reset).flip,
        measurementFlip: derived.fault(of: .measurement).flip,
        faults: NoiseModel.Faults(
          oneQubit: channels(.oneQubit), twoQubit: channels(.twoQubit), reset: channels(.reset),
          measurement: channels(.measurement), idle: channels(nil))))
  }

  /// The probability that an operation fails a qubit, wrong reports apart.
  static func total(_ fault: DerivedFault) -> Double {
    let survival =
      (1 - fault.heralded) * (1 - fault.pauli.total) * (1 - 0.8 * fault.pairDepolarization)
      * (1 - fault.pairDephasing)
    return min(0.75, 1 - survival)
  }

  // MARK: Modes

  /// The noise of modes on a machine whose errors are so distributed.
  ///
  /// Each operation's failure in all, a lost photon's and any other, is spread. X, Y and Z then are those of the qubit in
  /// the mode: also a cat, whose controls keep its bias under the profile's own errors, has its bit flipped by X and Y.
  func modeNoise(_ profile: HardwareProfile, name: String) throws(NoiseError) -> ModeNoise {
    var noise = try ModeNoise(profile, name: name)
    guard let shares else { return noise }
    func spread(_ exposure: ModeExposure) -> ModeExposure {
      let total = min(0.75, exposure.total)
      return ModeExposure(
        loss: total * shares.loss,
        pauli: shares.pauli(total).followed(
          by: PauliRates(depolarizing: total * shares.depolarizing)))
    }
    noise.oneQubit = spread(noise.oneQubit)
    noise.twoQubit = spread(noise.twoQubit)
    noise.reset = spread(noise.reset)
    noise.measurement = spread(noise.measurement)
    noise.idle = spread(noise.idle)
    return noise
  }
}
