// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What a family of codes costs: one row of the table of profiles.
///
/// The numbers are plans for accounting, not measurements; a table of rates that has its own wins.
public struct ProfileFamily: Sendable {
  /// The name that the laboratory uses.
  public let name: String
  /// Other names that programs use, in lower case.
  public let aliases: [String]
  /// The decoder that is meant for the family, by the name that programs of this format give it.
  public let decoderName: String
  /// The laboratory's decoder of profiles that name none: one that decodes the family's circuits as it should.
  public var standardDecoder = LogicalProfile.standardDecoder
  /// Why the laboratory has no logical error rates of the family; nil if it measures them.
  public var unmeasured: String?
  /// The length of a logical cycle for each unit of distance, in nanoseconds.
  public let cycleNanoseconds: Int
  /// The time of a decoder for a round, in microseconds.
  public let decoderRoundTime: Double
  /// Physical qubits of a logical qubit, by distance and rate (logical to physical qubits).
  let physicalQubits: @Sendable (_ distance: Int, _ rate: Double) -> Double

  private static let unmeasuredSubsystem =
    "of subsystem codes only memories are simulated (`quanta qec collect`), no gates"

  /// The families, and the formulas that programs of this format have been planned with.
  public static let all: [ProfileFamily] = [
    ProfileFamily(
      name: "surface", aliases: ["surface_code", "rotated", "rotated-surface"],
      decoderName: "MWPM", cycleNanoseconds: 100, decoderRoundTime: 0.1,
      physicalQubits: { d, _ in 2 * Double(d * d) }),
    ProfileFamily(
      name: "shyps", aliases: ["shyps_code"], decoderName: "MWPM",
      standardDecoder: "bp-osd", unmeasured: unmeasuredSubsystem, cycleNanoseconds: 120,
      decoderRoundTime: 0.12, physicalQubits: { d, _ in (1.5 * Double(d * d)).rounded(.down) }),
    ProfileFamily(
      name: "bacon-shor", aliases: ["bacon_shor", "bacon_shor_code"], decoderName: "gauge_fixing",
      unmeasured: unmeasuredSubsystem, cycleNanoseconds: 80, decoderRoundTime: 0.08,
      physicalQubits: { d, _ in Double(d * d) }),
    ProfileFamily(
      name: "qldpc", aliases: ["qldpc_code"], decoderName: "BP", standardDecoder: "bp-osd",
      unmeasured: "it is a plan by distance and rate, not one code with circuits",
      cycleNanoseconds: 150, decoderRoundTime: 0.15,
      physicalQubits: { d, rate in (Double(d * d) / rate).rounded(.down) }),
    ProfileFamily(
      name: "repetition", aliases: ["repetition-code", "repetition_code"], decoderName: "MWPM",
      cycleNanoseconds: 100, decoderRoundTime: 0.1,
      physicalQubits: { d, _ in Double(2 * d - 1) }),
    ProfileFamily(
      name: "unrotated", aliases: ["planar", "unrotated-surface"], decoderName: "MWPM",
      cycleNanoseconds: 100, decoderRoundTime: 0.1,
      physicalQubits: { d, _ in Double((2 * d - 1) * (2 * d - 1)) }),
    ProfileFamily(
      name: "xzzx", aliases: [], decoderName: "MWPM", cycleNanoseconds: 100,
      decoderRoundTime: 0.1, physicalQubits: { d, _ in 2 * Double(d * d) }),
    ProfileFamily(
      name: "toric", aliases: ["toric_code"], decoderName: "MWPM", cycleNanoseconds: 100,
      decoderRoundTime: 0.1, physicalQubits: { d, _ in 4 * Double(d * d) }),
    ProfileFamily(
      name: "colour", aliases: ["color", "color_code", "colour_code"], decoderName: "colour",
      standardDecoder: "bp-osd", cycleNanoseconds: 120, decoderRoundTime: 0.12,
      physicalQubits: { d, _ in (1.5 * Double(d * d)).rounded(.down) }),
  ]

  /// The rate of a family of high rate that states none.
  public static let standardRate = 0.1

  /// The family of a name or alias, in any case of letters; nil if there is none.
  public static func named(_ name: some StringProtocol) -> ProfileFamily? {
    let lower = name.lowercased()
    return all.first { $0.name == lower || $0.aliases.contains(lower) }
  }
}

extension LogicalProfile {
  /// The plan for physical qubits: data, ancillas and all.
  public var plannedPhysicalQubits: Int {
    let rate = settings.first { $0.name == "rate" }?.value ?? ProfileFamily.standardRate
    guard let codeFamily, rate > 0 else { return 2 * distance * distance }
    return Int(min(codeFamily.physicalQubits(distance, rate), 1e15))
  }

  /// The plan for the length of a logical cycle, in microseconds.
  public var plannedCycleTime: Double {
    Double((codeFamily?.cycleNanoseconds ?? 100) * distance) / 1000
  }
}
