// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

public import StrictJSON

/// A profile with what is planned for it: the JSON that programs of this format exchange.
///
/// Members: `qec_scheme` (`code_family`, `code_distance`, `logical_cycle_time_us`, `physical_qubit_count`),
/// `error_budget` (`physical_gate_error_rate`, `measurement_error_rate`, `idle_error_rate` per µs, `t1_us`, `t2_us`)
/// and `decoder` (`type`, `cycle_time_us`).
public struct ProfileDescription: Sendable, Hashable {
  /// The profile.
  public var profile: LogicalProfile
  /// The length of a logical cycle, in µs.
  public var cycleTime: Double
  /// Physical qubits of a logical qubit.
  public var physicalQubits: Int
  /// The probability that a physical measurement is reported wrong.
  public var measurementErrorRate: Double
  /// The error rate of an idle physical qubit, per µs.
  public var idleErrorRate: Double
  /// The relaxation time of a physical qubit, in µs.
  public var relaxationTime: Double
  /// The coherence time of a physical qubit, in µs; at most twice the relaxation time.
  public var coherenceTime: Double
  /// The kind of decoder.
  public var decoderName: String
  /// The time of the decoder for a round, in µs.
  public var decoderRoundTime: Double

  /// Describes a profile by the plan of its family: readout errs ten times as often as a gate, an idle µs a tenth
  /// as often, T1 = 100 µs, T2 = 80 µs.
  public init(_ profile: LogicalProfile) {
    self.profile = profile
    let family = profile.codeFamily
    let p = profile.physicalErrorRate
    cycleTime = profile.plannedCycleTime
    physicalQubits = profile.plannedPhysicalQubits
    measurementErrorRate = min(1, 10 * p)
    idleErrorRate = p / 10
    relaxationTime = 100
    coherenceTime = 80
    decoderName = family?.decoderName ?? "MWPM"
    decoderRoundTime = family?.decoderRoundTime ?? 0.1
  }

  /// The profiles that have names of their own.
  public static let standard: [(name: String, profile: LogicalProfile)] =
    [5, 7, 9, 13].map { ("surface_d\($0)", LogicalProfile(family: "surface", distance: $0)) }
    + [5, 7, 9].map { ("shyps_d\($0)", LogicalProfile(family: "shyps", distance: $0)) }
    + [5, 7].map { ("bacon_shor_d\($0)", LogicalProfile(family: "bacon-shor", distance: $0)) }
    + [(9, 0.1, "r01"), (9, 0.2, "r02"), (13, 0.1, "r01")].map { distance, rate, suffix in
      (
        "qldpc_d\(distance)_\(suffix)",
        LogicalProfile(
          family: "qldpc", distance: distance, settings: [.init(name: "rate", value: rate)])
      )
    }

  /// The description as JSON.
  public var json: JSON {
    [
      "qec_scheme": [
        "code_family": .string(profile.family), "code_distance": .integer(Int64(profile.distance)),
        "logical_cycle_time_us": .number(cycleTime),
        "physical_qubit_count": .integer(Int64(physicalQubits)),
      ],
      "error_budget": [
        "physical_gate_error_rate": .number(profile.physicalErrorRate),
        "measurement_error_rate": .number(measurementErrorRate),
        "idle_error_rate": .number(idleErrorRate), "t1_us": .number(relaxationTime),
        "t2_us": .number(coherenceTime),
      ],
      "decoder": [
        "type": .string(decoderName), "cycle_time_us": .number(decoderRoundTime),
      ],
    ]
  }

  /// Reads a description.
  ///
  /// - Throws: `ExecutionError` with code `.configuration`, naming the member, its value and what is allowed.
  public init(_ json: JSON) throws(ExecutionError) {
    let root = JSONPlace(json, "the profile")
    try root.requireOnly(["qec_scheme", "error_budget", "decoder"])
    let (scheme, budget, decoder) = (
      root["qec_scheme"], root["error_budget"], root["decoder"]
    )
    try scheme.requireOnly([
      "code_family", "code_distance", "logical_cycle_time_us", "physical_qubit_count",
    ])
    try budget.requireOnly([
      "physical_gate_error_rate", "measurement_error_rate", "idle_error_rate", "t1_us", "t2_us",
    ])
    try decoder.requireOnly(["type", "cycle_time_us"])
    let name = try scheme["code_family"].string()
    guard let family = ProfileFamily.named(name) else {
      let known = ProfileFamily.all.map(\.name).joined(separator: ", ")
      throw scheme["code_family"].fault("is `\(name)`; it must be one of \(known)")
    }
    profile = LogicalProfile(
      family: family.name,
      distance: try scheme["code_distance"].integer(in: 1...LogicalProfile.largestDistance),
      physicalErrorRate: try budget["physical_gate_error_rate"].number(in: 0...1))
    cycleTime = try scheme["logical_cycle_time_us"].number(in: 0...1e12)
    physicalQubits = try scheme["physical_qubit_count"].integer(in: 1...1_000_000_000_000)
    measurementErrorRate = try budget["measurement_error_rate"].number(in: 0...1)
    idleErrorRate = try budget["idle_error_rate"].number(in: 0...1)
    relaxationTime = try budget["t1_us"].number(in: 1e-9...1e12)
    coherenceTime = try budget["t2_us"].number(in: 1e-9...1e12)
    guard coherenceTime <= 2 * relaxationTime else {
      throw budget["t2_us"].fault(
        "is \(coherenceTime); it must be at most 2 · t1_us = \(2 * relaxationTime)")
    }
    decoderName = try decoder["type"].string()
    decoderRoundTime = try decoder["cycle_time_us"].number(in: 0...1e12)
  }
}

extension ProfileDescription {
  /// The laboratory's decoders, by the names that descriptions give them.
  private static let decoders = [
    "MWPM": "matching", "BP": "bp-osd", "colour": "colour", "union_find": "union-find",
  ]

  /// The profile that programs run under by all that the description says of physical errors, and its decoder.
  ///
  /// The noise is `stim(…)`: gates and preparation depolarize or fail at `physical_gate_error_rate`, readout at
  /// `measurement_error_rate`. Before each round, which is a `code_distance`-th of the logical cycle, a data qubit
  /// depolarizes: by `idle_error_rate`, 1 − (1 − rate)^t after t µs, and by relaxation, whose twirled channel has an
  /// error in ½ + (1 − e^(−t/T1))/4 − e^(−t/T2)/2 of cases (Ghosh, Fowler, Geller, PRA 86, 062318, 2012).
  ///
  /// - Throws: `ExecutionError` with code `.configuration` if the laboratory has no such decoder.
  public func measurableProfile() throws(ExecutionError) -> LogicalProfile {
    guard let decoder = Self.decoders[decoderName] else {
      throw ExecutionError(
        .configuration,
        "`decoder`: `type` is `\(decoderName)`; rates are measured with one of "
          + "\(Self.decoders.keys.sorted().joined(separator: ", ")).")
    }
    let time = cycleTime / Double(profile.distance)
    let idle = -expm1(time * log1p(-idleErrorRate))
    let relaxation =
      -expm1(-time / relaxationTime) / 4 - expm1(-time / coherenceTime) / 2
    let round = idle + relaxation - idle * relaxation
    let p = profile.physicalErrorRate
    var result = profile
    result.decoder = decoder
    result.noise =
      "stim(after_clifford_depolarization=\(p),after_reset_flip_probability=\(p),"
      + "before_measure_flip_probability=\(measurementErrorRate),"
      + "before_round_data_depolarization=\(round))"
    return result
  }
}
