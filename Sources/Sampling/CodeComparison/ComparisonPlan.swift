// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
public import NoiseModels
import StabilizerSimulation
import StrictJSON

/// Which codes are put side by side, on which machine, under which kinds of error.
public struct ComparisonPlan: Sendable {
  /// How much is sampled.
  public enum Effort: String, Sendable, CaseIterable {
    /// For a first look: minutes.
    case quick
    /// For decisions.
    case standard
    /// For publication: hours.
    case full

    var maxShots: Int {
      switch self {
      case .quick: 16_384
      case .standard: 100_000
      case .full: 10_000_000
      }
    }

    /// Shots with analog readings cost a hundred times as much, for every error of the model changes with each.
    var maxShotsWithReadings: Int { maxShots / 16 }

    var maxErrors: Int {
      switch self {
      case .quick: 100
      case .standard: 500
      case .full: 5000
      }
    }

    /// The factors by which the errors of the profile are scaled.
    var scales: [Double] {
      switch self {
      case .quick: [1, 2, 4, 8]
      case .standard: [0.5, 1, 2, 3, 4, 8]
      case .full: [0.5, 1, 1.5, 2, 3, 4, 6, 8]
      }
    }

    /// The codes that are compared if none are named.
    public var codes: [String] {
      let sizes = "3,5,7"
      let modes = self == .full ? sizes : "3,5"
      return [
        "surface:d=\(sizes)", "xzzx:d=\(sizes)", "repetition:d=\(sizes)",
        "cat(nbar=8,loss=0.01)+repetition:d=\(sizes)", "cat(nbar=8,loss=0.01)+xzzx:d=\(sizes)",
        "gkp(db=12)+surface:d=\(modes)",
      ]
    }
  }

  /// The codes by name; one name, or several of one family, for each row of the comparison.
  public var codes: [String]
  /// The machine.
  public var profile: HardwareProfile
  /// The kinds of error.
  public var distributions = ErrorDistribution.all
  /// The logical error rate per logical qubit and round for which footprints are told.
  public var targetRate = 1e-9
  /// The decoder, which must take heralds and readings; nil for one that fits each code.
  public var decoder: String?
  /// How much is sampled.
  public var effort = Effort.quick
  /// What makes all counts repeatable.
  public var seed: UInt64

  /// Plans to compare the usual codes on a machine.
  public init(profile: HardwareProfile, effort: Effort, seed: UInt64) {
    self.profile = profile
    self.effort = effort
    self.seed = seed
    codes = effort.codes
  }

  /// One point to sample: a code under a distribution at a scale.
  struct Cell: Sendable {
    var family: String
    var code: ConcatenatedCode
    var distribution: ErrorDistribution
    var scale: Double
    var task: CollectionTask
  }

  /// The decoder of a code: matching where the catalogue says that it fits, else one that takes any errors.
  func decoder(of code: ConcatenatedCode) -> String {
    if let decoder { return decoder }
    let isMatched = CodeCatalogue.family(named: code.outer.name)?.decoder == "matching"
    return isMatched ? "matching" : "bp-osd"
  }

  /// The decoder of the experiment on heralded loss, whose code is the surface code.
  var heraldDecoder: String { decoder ?? "matching" }

  /// The number of rounds of an experiment at a distance.
  static func rounds(distance: Int) -> UInt64 { UInt64(max(2, distance)) }

  /// The codes, family by family.
  ///
  /// - Throws: `SamplingError` for a name that cannot be understood, or a code that states no distance.
  func families() throws(SamplingError) -> [(name: String, codes: [ConcatenatedCode])] {
    var families: [(name: String, codes: [ConcatenatedCode])] = []
    for text in codes {
      for code in try ConcatenatedCode.codes(named: text) {
        guard code.outer.nominalDistance != nil else {
          throw SamplingError(.task, "code=\(text): states no distance, which a comparison needs.")
        }
        let family = code.sizedFamily
        if let place = families.firstIndex(where: { $0.name == family }) {
          guard !families[place].codes.contains(where: { $0.name == code.name }) else { continue }
          families[place].codes.append(code)
        } else {
          families.append((family, [code]))
        }
      }
    }
    for index in families.indices {
      families[index].codes = families[index].codes.map { code in
        let cost = Double(code.outer.resources.totalQubits) / Double(code.outer.logicalQubitCount)
        return (code, distance: code.outer.nominalDistance ?? 0, cost: cost)
      }.sorted { ($0.distance, -$0.cost) < ($1.distance, -$1.cost) }.map(\.0)
    }
    return families
  }

  /// The machine at each scale of its errors, and the scales that one of its figures does not allow.
  ///
  /// - Throws: `SamplingError` if the machine itself cannot be had.
  func machines() throws(SamplingError) -> (
    kept: [(scale: Double, profile: HardwareProfile)], omitted: [CodeComparison.OmittedScale]
  ) {
    var kept: [(scale: Double, profile: HardwareProfile)] = []
    var omitted: [CodeComparison.OmittedScale] = []
    for scale in effort.scales {
      do throws(NoiseError) {
        kept.append((scale, try profile.scaled(by: scale)))
      } catch {
        guard scale > 1 else { throw SamplingError(.task, error.message) }
        omitted.append(.init(scale: scale, reason: error.message))
      }
    }
    return (kept, omitted)
  }

  /// Every point, for each distribution, family, code and scale, the last one running fastest.
  func cells() throws(SamplingError) -> [Cell] {
    let families = try families()
    let machines = try machines().kept
    var cells: [Cell] = []
    for distribution in distributions {
      for (scale, machine) in machines {
        for family in families {
          for code in family.codes {
            cells.append(
              Cell(
                family: family.name, code: code, distribution: distribution, scale: scale,
                task: try task(code, distribution, machine, scale: scale)))
          }
        }
      }
    }
    return cells
  }

  private func task(
    _ code: ConcatenatedCode, _ distribution: ErrorDistribution, _ machine: HardwareProfile,
    scale: Double
  ) throws(SamplingError) -> CollectionTask {
    let distance = code.outer.nominalDistance ?? 0
    let rounds = ComparisonPlan.rounds(distance: distance)
    let noiseName = "\(profile.name)/\(distribution.name)"
    var object = JSON.Object()
    object["code"] = .string(code.family)
    object["d"] = .integer(Int64(distance))
    object["p"] = .number(scale)
    object["r"] = .integer(Int64(rounds))
    object["basis"] = .string(MemoryExperiment.Basis.both.rawValue)
    object["noise"] = .string(noiseName)
    do {
      let noiseless = try code.outer.memoryCircuit(rounds: rounds, basis: .both)
      let circuit =
        try code.inner?.noisy(
          noiseless, distribution.modeNoise(machine, name: noiseName), isTurned: code.isTurned)
        ?? distribution.model(machine, name: noiseName).applied(to: noiseless)
      var task = CollectionTask(
        circuit: circuit, decoder: self.decoder(of: code), metadata: .object(object),
        name: "\(code.name) \(distribution.name) ×\(shortest(scale))")
      task.use(.all)
      return task
    } catch let error as SamplingError {
      throw error
    } catch {
      throw SamplingError(.task, "\(code.name): \(error)")
    }
  }

  // MARK: Heralds

  /// The code-capacity experiment on heralded loss: distances, probabilities of loss, heralds used and withheld.
  func heraldTasks() throws(SamplingError) -> [CollectionTask] {
    var grid = ExperimentGrid(
      codes: ["surface:d=3,5,7"], rates: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5])
    grid.noises = ["code-capacity:erasure"]
    return try grid.tasks(decoders: [heraldDecoder]).flatMap { task in
      [SideInformationKinds.heralds, []].map { kinds in
        var copy = task
        copy.use(kinds)
        return copy
      }
    }
  }
}
