// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Decoding
import NoiseModels
import QVMExecution
import Sampling
import StabilizerSimulation
import StrictJSON

/// The experiments that tell the logical error rates of a profile.
///
/// A cycle is d rounds. With w = 2⌈d/2⌉ rounds around a gate:
///
/// | experiment | rounds | tells |
/// |---|---|---|
/// | `short` memory of both bases, perfect at its ends | w | what the ends do |
/// | `long` memory of the same kind | 4w | with `short`: the rate per cycle, free of the ends |
/// | `readout`: prepared by resets and read out qubit by qubit | d | how often preparation, a cycle and readout fail |
/// | `oneQubit`: H on every data qubit between w/2 and w/2 rounds | w | with `short`: the gate's own share |
/// | `twoQubit`: CX between the twins of two patches, likewise | w | the same |
struct CalibrationPlan: Sendable {
  /// What an experiment is for.
  enum Part: Int, CaseIterable {
    case short, long, readout, oneQubit, twoQubit
  }

  let profile: LogicalProfile
  let code: StabilizerCode
  /// Rounds of the short experiments.
  let rounds: Int
  /// The tasks, in the order of the parts; gates are left out where the code has none qubit by qubit.
  let parts: [(part: Part, task: CollectionTask)]

  /// The encoded qubits that the counts of a part are spread over.
  func qubitCount(_ part: Part) -> Int {
    code.logicalQubitCount * (part == .twoQubit ? 2 : 1)
  }

  /// Describes the experiments.
  ///
  /// - Throws: `CalibrationError` with code `.profile`.
  init(_ profile: LogicalProfile) throws(CalibrationError) {
    self.profile = profile
    let noise: NoiseModel
    do {
      code = try StabilizerCode.named(profile.code)
      noise = try NoiseModel.named(profile.noise, p: profile.physicalErrorRate)
      _ = try Decoders.named(profile.decoder)
    } catch {
      throw CalibrationError(.profile, "Profile `\(profile)`: \(error)")
    }
    guard noise.level == .circuit else {
      throw CalibrationError(
        .profile,
        "Profile `\(profile)`: noise=\(profile.noise) is of the level `\(noise.level.rawValue)`; "
          + "gates and measurements have rates under circuit-level noise only, such as sd6 or si1000."
      )
    }
    rounds = 2 * ((profile.distance + 1) / 2)
    var parts: [(Part, CollectionTask)] = []
    do {
      let short = UInt64(rounds)
      func add(_ part: Part, _ circuit: Circuit) throws {
        parts.append(
          (
            part,
            try CalibrationPlan.task(part, profile, try noise.applied(to: circuit))
          ))
      }
      try add(.short, code.memoryCircuit(rounds: short, basis: .both))
      try add(.long, code.memoryCircuit(rounds: 4 * short, basis: .both))
      if code.isCSS {
        let cycle = UInt64(profile.distance)
        try add(.readout, code.memoryCircuit(rounds: cycle, basis: .z))
        try add(.oneQubit, code.gateCircuit(.hadamard, rounds: short / 2))
        try add(.twoQubit, code.gateCircuit(.controlledX, rounds: short / 2))
      }
    } catch {
      throw CalibrationError(.profile, "Profile `\(profile)`: \(error)")
    }
    self.parts = parts
  }

  private static func task(
    _ part: Part, _ profile: LogicalProfile, _ circuit: Circuit
  ) throws -> CollectionTask {
    CollectionTask(
      circuit: circuit, decoder: try decoder(for: circuit, of: profile),
      metadata: ["profile": .string("\(profile)"), "part": .string("\(part)")],
      name: "\(profile) \(part)")
  }

  /// The profile's decoder, or bp-osd where the profile's decodes graphs alone and the errors of the gate are not
  /// of that kind.
  ///
  /// A measurement error before CX shows in the checks of both patches, so that matching cannot take it apart.
  private static func decoder(
    for circuit: Circuit, of profile: LogicalProfile
  ) throws -> String {
    let decoder = try Decoders.named(profile.decoder)
    let options = AnalysisOptions(
      decomposeErrors: true, foldLoops: true, approximateDisjointErrors: 1)
    if let model = try? circuit.detectorErrorModel(options) {
      if (try? decoder.decoder.compile(model)) != nil { return profile.decoder }
    } else {
      let whole = try circuit.detectorErrorModel(
        AnalysisOptions(foldLoops: true, approximateDisjointErrors: 1))
      if (try? decoder.decoder.compile(whole)) != nil { return profile.decoder }
    }
    return "bp-osd"
  }
}
