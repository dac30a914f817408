// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CodeConstructions
import CircuitModel
import NoiseModels
import StrictJSON

/// Memory experiments by name: every code with every noise, error rate and basis.
public struct ExperimentGrid: Sendable {
  /// Names of the catalogue of codes; each may stand for several, as `surface:d=3,5,7` does.
  public var codes: [String]
  /// Names of the catalogue of noise.
  ///
  /// With `stim`, the circuits are those of `stim gen` where it makes such experiments.
  public var noises: [String] = ["sd6"]
  /// The physical error rates.
  public var rates: [Double]
  /// How many rounds; nil for d rounds, or one where measurements are perfect.
  public var rounds: RoundRule?
  /// Which logical operators are followed.
  public var bases: [MemoryExperiment.Basis] = [.z]
  /// With which gates checks are measured, where noise is that of circuits.
  public var gates: MemoryExperiment.Gates = .cx

  /// Describes experiments.
  public init(codes: [String], rates: [Double]) {
    self.codes = codes
    self.rates = rates
  }

  /// How many rounds a code is kept.
  public enum RoundRule: Sendable, Hashable {
    /// So many.
    case fixed(UInt64)
    /// So many times the distance.
    case distances(UInt64)

    /// Reads `12`, `d` or `3d`; nil for anything else.
    public init?(_ text: String) {
      let isMultiple = text.hasSuffix("d")
      let digits = isMultiple ? String(text.dropLast()) : text
      guard let count = isMultiple && digits.isEmpty ? 1 : UInt64(digits), count > 0,
        count <= MemoryExperiment.largestRounds
      else { return nil }
      self = isMultiple ? .distances(count) : .fixed(count)
    }
  }

  /// The tasks: for each code, noise, error rate, basis and decoder, the last one running fastest.
  ///
  /// The metadata hold `code`, `d`, `p`, `r`, `basis` and `noise`, and `gates` if these are not `cx`.
  ///
  /// - Throws: `SamplingError` that says which name or number is wrong and what is allowed.
  public func tasks(decoders: [String]) throws(SamplingError) -> [CollectionTask] {
    var tasks: [CollectionTask] = []
    for text in codes {
      let codes = try ConcatenatedCode.codes(named: text)
      for code in codes {
        for noise in noises {
          for rate in rates {
            for basis in bases {
              let experiment = try Experiment(code, noise, rate, basis, self)
              for decoder in decoders { tasks.append(experiment.task(decoder: decoder)) }
            }
          }
        }
      }
    }
    return tasks
  }
}

/// One cell of the grid.
private struct Experiment {
  let circuit: Circuit
  let metadata: JSON
  let name: String

  init(
    _ code: ConcatenatedCode, _ noise: String, _ rate: Double, _ basis: MemoryExperiment.Basis,
    _ grid: ExperimentGrid
  ) throws(SamplingError) {
    let noiseName: String
    let rounds: UInt64
    let outer = code.outer
    do {
      let model = try NoiseModel.named(noise, p: rate)
      let isPerfect = model.level == .codeCapacity
      rounds = try Experiment.rounds(
        grid.rounds ?? (isPerfect ? .fixed(1) : .distances(1)), of: outer)
      noiseName = model.name
      let level = MemoryExperiment.Level(rawValue: model.level.rawValue) ?? .circuit
      if grid.gates != .cx {
        try Experiment.requireGates(grid.gates, level, noise: noiseName)
      }
      if code.inner == nil, noiseName == "stim", let task = Experiment.generatorTask(outer, basis) {
        circuit = try GeneratedCircuit(
          task.task, distance: task.distance, rounds: rounds, noise: .init(uniform: rate)
        ).circuit
      } else {
        let noiseless = try outer.memoryCircuit(
          MemoryExperiment(rounds: rounds, basis: basis, level: level, gates: grid.gates))
        circuit =
          try code.inner?.noisy(
            noiseless, ModeNoise(named: noise, p: rate), isTurned: code.isTurned)
          ?? model.applied(to: noiseless)
      }
    } catch let error as SamplingError {
      throw error
    } catch {
      throw SamplingError(.task, "\(error)")
    }
    var object = JSON.Object()
    object["code"] = .string(code.family)
    if let distance = outer.nominalDistance { object["d"] = .integer(Int64(distance)) }
    object["p"] = .number(rate)
    object["r"] = .integer(Int64(rounds))
    object["basis"] = .string(basis.rawValue)
    object["noise"] = .string(noiseName)
    let gates = grid.gates == .cx ? "" : grid.gates.rawValue
    if !gates.isEmpty { object["gates"] = .string(gates) }
    metadata = .object(object)
    name =
      "\(code.name) \(noiseName) p=\(rate) r=\(rounds) \(basis.rawValue)"
      + (gates.isEmpty ? "" : " \(gates)")
  }

  func task(decoder: String) -> CollectionTask {
    CollectionTask(
      circuit: circuit, decoder: decoder, metadata: metadata, name: "\(name) \(decoder)")
  }

  /// Refuses a choice of gates where the noise leaves none.
  private static func requireGates(
    _ gates: MemoryExperiment.Gates, _ level: MemoryExperiment.Level, noise: String
  ) throws(SamplingError) {
    guard level == .circuit, noise != "stim" else {
      throw SamplingError(
        .task,
        "gates=\(gates.rawValue): the noise \(noise) "
          + (level == .circuit ? "brings circuits of its own" : "is not one of gates")
          + "; choose gates with noise of circuits, such as si1000.")
    }
  }

  private static func rounds(
    _ rule: ExperimentGrid.RoundRule, of code: any QuantumCode
  ) throws(SamplingError) -> UInt64 {
    switch rule {
    case .fixed(let count): return count
    case .distances(let factor):
      guard let distance = code.nominalDistance else {
        throw SamplingError(
          .task, "rounds: \(code.name) states no distance; give a number of rounds.")
      }
      let (rounds, overflow) = factor.multipliedReportingOverflow(by: UInt64(distance))
      return overflow ? .max : rounds
    }
  }

  /// The experiment of `stim gen` for a code, if there is one.
  private static func generatorTask(
    _ code: any QuantumCode, _ basis: MemoryExperiment.Basis
  ) -> (task: GeneratedCircuit.Task, distance: Int)? {
    let task: GeneratedCircuit.Task? =
      switch (ConcatenatedCode(inner: nil, outer: code).family, basis) {
      case ("surface", .x): .rotatedMemoryX
      case ("surface", .z): .rotatedMemoryZ
      case ("unrotated", .x): .unrotatedMemoryX
      case ("unrotated", .z): .unrotatedMemoryZ
      case ("repetition", .z): .repetitionMemory
      default: nil
      }
    guard let task, let distance = code.nominalDistance else { return nil }
    return (task, distance)
  }
}
