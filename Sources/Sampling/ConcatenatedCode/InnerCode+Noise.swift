// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import CircuitModel
import Glibc
import NoiseModels

extension InnerCode {
  /// The noisy form of a noiseless circuit of the outer code, each qubit of which is a mode.
  ///
  /// - Parameters:
  ///   - circuit: The noiseless circuit.
  ///   - noise: Where noise strikes, and how strongly.
  ///   - isTurned: Whether the outer code faces the other kind of flip, as a repetition code of cats does.
  /// - Returns: The circuit with the noise of its modes.
  /// - Throws: `SamplingError` if the noise cannot be put into the circuit.
  func noisy(
    _ circuit: Circuit, _ noise: ModeNoise, isTurned: Bool
  ) throws(SamplingError) -> Circuit {
    do {
      switch kind {
      case .cat: return try CatNoise(self, noise, isTurned: isTurned).applied(to: circuit)
      case .gkp: return try GridNoise(self, noise).applied(to: circuit)
      }
    } catch let error as SamplingError {
      throw error
    } catch {
      throw SamplingError(.task, "\(name): \(error)")
    }
  }
}

/// The noise of qubits kept in cats: independent phase and bit flips, far from equally likely.
///
/// A share λ of energy lost is κ₁t = −ln(1 − λ). Errors by other causes are phase flips: controls that keep the
/// bias only reach the phase (Guillaud and Mirrahimi, Phys. Rev. X 9, 041053 (2019)). Pauli errors of a stated kind
/// stay what they are: X and Y flip the bit, Z and Y the phase.
private struct CatNoise {
  let noise: ModeNoise
  let isTurned: Bool
  let phaseFlips: Double
  let bitFlips: Double

  init(_ code: InnerCode, _ noise: ModeNoise, isTurned: Bool) throws(BosonicError) {
    self.noise = noise
    self.isTurned = isTurned
    let flips = try code.catFlips()
    phaseFlips = flips.phase
    bitFlips = flips.bit
  }

  private func channels(_ exposure: ModeExposure) throws(BosonicError) -> [NoiseModel.Channel] {
    let time = -log1p(-exposure.loss)
    let byLoss = try Cat.flipProbability(rate: phaseFlips, time: time)
    let phase = byLoss * (1 - exposure.other) + exposure.other * (1 - byLoss)
    let bit = try Cat.flipProbability(rate: bitFlips, time: time)
    var channels: [NoiseModel.Channel] = []
    for (isPhase, probability) in [(true, phase), (false, bit)] where probability > 0 {
      // Where the outer code is turned, even and odd cats are its |0⟩ and |1⟩.
      let isZ = isPhase != isTurned
      if isZ ? noise.hasZ : noise.hasX {
        channels.append(NoiseModel.Channel(isZ ? .zError : .xError, probability))
      }
    }
    let pauli = exposure.pauli
    return channels
      + (isTurned ? PauliRates(x: pauli.z, y: pauli.y, z: pauli.x) : pauli).channels
  }

  func applied(to circuit: Circuit) throws -> Circuit {
    // A parity of several modes is misread as often as one mode's phase flips.
    let isPhenomenological = noise.level == .phenomenological
    let misread = try Cat.flipProbability(
      rate: phaseFlips, time: -log1p(-noise.measurement.loss))
    let rates = NoiseModel.Rates(
      round: try channels(noise.round), resetFlip: noise.resetFlip,
      measurementFlip: isPhenomenological ? misread : noise.measurementFlip,
      faults: NoiseModel.Faults(
        oneQubit: try channels(noise.oneQubit), twoQubit: try channels(noise.twoQubit),
        reset: try channels(noise.reset),
        measurement: isPhenomenological ? [] : try channels(noise.measurement),
        idle: try channels(noise.idle)))
    return try NoiseModel(
      name: noise.name, probability: 0, level: noise.level, rates: rates
    ).applied(to: circuit)
  }
}

/// The noise of qubits kept in grid codes: normal shifts, rounded by a correction after each operation.
///
/// With peaks of variance Δ², a correction by teleportation leaves Δ² on the mode and adds Δ² to what is measured: a
/// waiting mode shifts by 2Δ². A two-qubit gate adds the partner's Δ² to one quadrature of each mode, which then
/// shifts by 3Δ² (Noh, Chamberland and Brandão, PRX Quantum 3, 010315 (2022), section III). A lost share λ of energy,
/// amplified back beforehand, adds λ. Errors by other causes depolarize the qubit; those of a stated kind stay what they are.
struct GridNoise {
  private let noise: ModeNoise
  /// The deviation of a shift that the code's own imperfection makes, in units of Δ².
  private let peak: Double
  private let added: Double
  private let ratio: Double

  init(_ code: InnerCode, _ noise: ModeNoise) throws(BosonicError) {
    self.noise = noise
    let squeezing = code.value("db")
    peak = squeezing == .infinity ? 0 : try GKP.peakVariance(decibels: squeezing)
    added = code.value("sigma") * code.value("sigma")
    ratio = code.value("ratio")
  }

  /// The variance of the shift in one operation.
  private func variance(_ exposure: ModeExposure, peaks: Double) -> Double {
    peaks * peak + added + exposure.loss
  }

  /// The flip of one quadrature; nil if it cannot happen.
  private func flip(
    _ gate: Gate, _ exposure: ModeExposure, peaks: Double
  ) throws(BosonicError) -> NoiseModel.Channel? {
    guard gate == .xError ? noise.hasX : noise.hasZ else { return nil }
    // In units in which the spacing is √π.
    let scale = gate == .xError ? 1 / ratio : ratio
    let deviation = variance(exposure, peaks: peaks).squareRoot() * scale
    let probability = try GKP.flipProbability(deviation: deviation)
    guard probability > 0 else { return nil }
    return NoiseModel.Channel(gate, probability, tag: NormalShift(deviation: deviation).tag)
  }

  private func channels(
    _ exposure: ModeExposure, peaks: Double
  ) throws(BosonicError) -> [NoiseModel.Channel] {
    var channels: [NoiseModel.Channel] = []
    for gate in [Gate.xError, .zError] {
      if let channel = try flip(gate, exposure, peaks: peaks) { channels.append(channel) }
    }
    return channels + faults(exposure)
  }

  /// The errors that are no shifts.
  private func faults(_ exposure: ModeExposure) -> [NoiseModel.Channel] {
    (exposure.other > 0 ? [NoiseModel.Channel(.depolarize1, exposure.other)] : [])
      + exposure.pauli.channels
  }

  func applied(to circuit: Circuit) throws -> Circuit {
    var rates = NoiseModel.Rates()
    switch noise.level {
    case .codeCapacity: rates.round = try channels(noise.round, peaks: 2)
    case .phenomenological:
      rates.round = try channels(noise.round, peaks: 2)
      let misread = NormalShift(deviation: variance(noise.measurement, peaks: 2).squareRoot())
      rates.measurementFlip = try GKP.flipProbability(deviation: misread.deviation)
    case .pairMeasurement:
      throw SamplingError(
        .task,
        "noise=\(noise.name): is one of native pair measurements, which modes of a grid code do not have; "
          + "give noise of gates, such as sd6.")
    case .circuit:
      rates.round = noise.round.isNone ? [] : try channels(noise.round, peaks: 0)
      (rates.resetFlip, rates.measurementFlip) = (noise.resetFlip, noise.measurementFlip)
      rates.faults = NoiseModel.Faults(
        oneQubit: try channels(noise.oneQubit, peaks: 2),
        reset: try channels(noise.reset, peaks: 1),
        measurement: try channels(noise.measurement, peaks: 1),
        idle: try channels(noise.idle, peaks: 2))
    }
    let noisy = try NoiseModel(
      name: noise.name, probability: 0, level: noise.level, rates: rates
    ).applied(to: circuit)
    return try withGates(noisy)
  }

  /// Adds the shifts of two-qubit gates, and marks the readings of parity measurements.
  private func withGates(_ circuit: Circuit) throws(BosonicError) -> Circuit {
    var result = Circuit()
    for operation in circuit.operations {
      switch operation {
      case .block(let block):
        var copy = block
        copy.body = try withGates(block.body)
        result.operations.append(.block(copy))
      case .instruction(var instruction):
        if instruction.gate == .mpp, !instruction.arguments.isEmpty, noise.level != .circuit {
          let deviation = variance(noise.measurement, peaks: 2).squareRoot()
          instruction.tag = NormalShift(deviation: deviation).tag
        }
        result.operations.append(.instruction(instruction))
        if case .pairs = instruction.gate.definition.targets, noise.level == .circuit,
          instruction.gate.definition.traits.contains(.unitary)
        {
          try appendShifts(of: instruction, to: &result)
        }
      }
    }
    return result
  }

  private func appendShifts(
    of instruction: Circuit.Instruction, to circuit: inout Circuit
  ) throws(BosonicError) {
    // Which quadrature takes up the partner's noise: p by a control, x by a target of CX, p by one of CZ.
    let controls = stride(from: 0, to: instruction.targets.count, by: 2).map {
      instruction.targets[$0]
    }
    let targets = stride(from: 1, to: instruction.targets.count, by: 2).map {
      instruction.targets[$0]
    }
    let targetWide: [Gate] =
      switch instruction.gate {
      case .cx: [.xError]
      case .cz: [.zError]
      default: [.xError, .zError]
      }
    for (qubits, wide) in [(controls, [Gate.zError]), (targets, targetWide)] {
      for gate in [Gate.xError, .zError] {
        if let channel = try flip(gate, noise.twoQubit, peaks: wide.contains(gate) ? 3 : 2) {
          circuit.append(gate, qubits, arguments: channel.arguments, tag: channel.tag)
        }
      }
    }
    for fault in faults(noise.twoQubit) {
      circuit.append(fault.gate, instruction.targets, arguments: fault.arguments, tag: fault.tag)
    }
  }
}
