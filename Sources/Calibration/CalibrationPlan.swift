// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Decoding
import NoiseModels
import PauliAlgebra
import QVMExecution
import Sampling
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
///
/// Only the experiments that the wanted rates follow from are planned; `oneQubit` only where exchanging X and Z gives
/// the same code, since H would else leave another, such as the repetition code against phase flips.
struct CalibrationPlan: Sendable {
  /// What an experiment is for.
  enum Part: Int, CaseIterable {
    case short, long, readout, oneQubit, twoQubit
  }

  let profile: LogicalProfile
  /// The rates that are wanted besides those of idling.
  let kinds: LogicalRates.Kinds
  let code: StabilizerCode
  /// Rounds of the short experiments.
  let rounds: Int
  /// The tasks, in the order of the parts; gates are left out where the code has none qubit by qubit.
  let parts: [(part: Part, task: CollectionTask)]

  /// The encoded qubits that the counts of a part are spread over.
  func qubitCount(_ part: Part) -> Int {
    code.logicalQubitCount * (part == .twoQubit ? 2 : 1)
  }

  /// Describes the experiments that tell some kinds of rates.
  ///
  /// - Throws: `CalibrationError` with code `.profile`.
  init(
    _ profile: LogicalProfile, _ kinds: LogicalRates.Kinds
  ) throws(CalibrationError) {
    self.profile = profile
    self.kinds = kinds
    let (code, noise) = try Self.parts(of: profile)
    guard noise.level == .circuit else {
      throw CalibrationError(
        .profile,
        "Profile `\(profile)`: noise=\(profile.noise) is of the level `\(noise.level.rawValue)`; "
          + "gates and measurements have rates under circuit-level noise only, such as sd6 or si1000."
      )
    }
    self.code = code
    rounds = Self.rounds(of: profile)
    var parts: [(Part, CollectionTask)] = []
    do {
      let short = UInt64(rounds)
      func add(_ part: Part, _ circuit: Circuit) throws {
        let circuit = try noise.applied(to: circuit)
        parts.append((part, try CalibrationPlan.task(part, profile, code, circuit)))
      }
      let memories = try Self.memories(of: code, profile)
      try add(.short, memories.short)
      try add(.long, code.memoryCircuit(rounds: 4 * short, basis: .both))
      if kinds.contains(.measurement), let readout = memories.readout { try add(.readout, readout) }
      if code.isCSS {
        if kinds.contains(.oneQubitGate), code.resemblesDual {
          try add(.oneQubit, code.gateCircuit(.hadamard, rounds: short / 2))
        }
        if kinds.contains(.twoQubitGate) {
          try add(.twoQubit, code.gateCircuit(.controlledX, rounds: short / 2))
        }
      }
    } catch {
      throw CalibrationError(.profile, "Profile `\(profile)`: \(error)")
    }
    self.parts = parts
  }

  /// The code and the noise of a profile.
  private static func parts(
    of profile: LogicalProfile
  ) throws(CalibrationError) -> (code: StabilizerCode, noise: NoiseModel) {
    if let reason = profile.codeFamily?.unmeasured {
      throw CalibrationError(
        .profile,
        "Profile `\(profile)`: there are no measured rates of \(profile.family): \(reason). Run it with "
          + "--noise none, or give rates of your own with --rates.")
    }
    do {
      _ = try Decoders.named(profile.decoder)
      return (
        try StabilizerCode.named(profile.code),
        try NoiseModel.named(profile.noise, p: profile.physicalErrorRate)
      )
    } catch {
      throw CalibrationError(.profile, "Profile `\(profile)`: \(error)")
    }
  }

  /// Rounds of the short experiments of a profile.
  private static func rounds(of profile: LogicalProfile) -> Int {
    2 * ((profile.distance + 1) / 2)
  }

  /// The circuits of the short memory and, where data qubits can be read out in one basis, of the readout.
  private static func memories(
    of code: StabilizerCode, _ profile: LogicalProfile
  ) throws -> (short: Circuit, readout: Circuit?) {
    (
      try code.memoryCircuit(rounds: UInt64(rounds(of: profile)), basis: .both),
      code.isCSS ? try code.memoryCircuit(rounds: UInt64(profile.distance), basis: .z) : nil
    )
  }

  /// SHA-256 of the circuits of the short memory and, where it can be had, of the readout: what the profile stands for as
  /// its files are.
  static func circuitHash(of profile: LogicalProfile) throws(CalibrationError) -> String {
    let (code, noise) = try parts(of: profile)
    do {
      let memories = try memories(of: code, profile)
      let text = try [memories.short, memories.readout].compactMap(\.self)
        .map { try noise.applied(to: $0).description }.joined(separator: "\n")
      return hexadecimalSHA256(Array(text.utf8))
    } catch {
      throw CalibrationError(.profile, "Profile `\(profile)`: \(error)")
    }
  }

  /// What the rates of a part come from: the hash of its circuit, and its decoder.
  func origin(of part: Part) -> (circuitHash: String, decoder: String) {
    guard let task = parts.first(where: { $0.part == part })?.task else { return ("", "") }
    return (hexadecimalSHA256(Array(task.circuit.description.utf8)), task.decoderTitle)
  }

  private static func task(
    _ part: Part, _ profile: LogicalProfile, _ code: StabilizerCode, _ circuit: Circuit
  ) throws -> CollectionTask {
    var task = CollectionTask(
      circuit: circuit, decoder: profile.decoder,
      metadata: ["profile": .string("\(profile)"), "part": .string("\(part)")],
      name: "\(profile) \(part)")
    if part == .short, try !task.isDecodable() {
      throw CalibrationError(
        .profile,
        "the decoder \(profile.decoder) cannot take this code's errors; choose decoder=bp-osd, for example."
      )
    }
    guard part == .twoQubit else { return task }
    // Small patches can be decoded whole, but no distance should be measured otherwise than the next.
    task.stages = stages(of: code, detectorCount: circuit.detectorCount)
    if try task.isDecodable() { return task }
    task.stages = []
    if try !task.isDecodable() { task.decoder = "bp-osd" }
    return task
  }

  /// The parts in which two patches with CX between them are decoded.
  ///
  /// Errors that flip checks of Z come from the control to the target, those that flip checks of X from the target to
  /// the control: a measurement error just before the gate shows twice in one patch and once in the other. So the
  /// patch that they come from is decoded first.
  private static func stages(
    of code: StabilizerCode, detectorCount: UInt64
  ) -> [DecodingStage] {
    let half = code.checks.count
    let qubits = code.logicalQubitCount
    let order: [(Pauli, patch: Int, source: Int?)] = [
      (.z, 0, nil), (.z, 1, 0), (.x, 1, nil), (.x, 0, 2),
    ]
    return order.map { pauli, patch, source in
      let detectors = (0..<Int(detectorCount)).filter { detector in
        let check = detector % (2 * half)
        return check / half == patch && code.checks[check % half].uniformPauli == pauli
      }
      let observables = (0..<qubits).map { 2 * (patch * qubits + $0) + (pauli == .z ? 1 : 0) }
      return DecodingStage(
        detectors: detectors.map(UInt32.init), observables: observables.map(UInt32.init),
        source: source)
    }
  }
}

extension StabilizerCode {
  /// Whether the code looks alike with X and Z exchanged: as many checks of each weight, and as many qubits in
  /// so many checks of either kind.
  ///
  /// - Complexity: O(total weight of the checks).
  fileprivate var resemblesDual: Bool {
    var weights: [Pauli: [Int]] = [:]
    var degrees = [[Int]](repeating: [0, 0], count: qubitCount)
    for check in checks {
      guard let pauli = check.uniformPauli else { return false }
      weights[pauli, default: []].append(check.factors.count)
      for factor in check.factors { degrees[factor.qubit][pauli == .x ? 0 : 1] += 1 }
    }
    func ordered(_ lists: [[Int]]) -> [[Int]] {
      lists.sorted { $0.lexicographicallyPrecedes($1) }
    }
    return weights[.x, default: []].sorted() == weights[.z, default: []].sorted()
      && ordered(degrees) == ordered(degrees.map { [$0[1], $0[0]] })
  }
}
