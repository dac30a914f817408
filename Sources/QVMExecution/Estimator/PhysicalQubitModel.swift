// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What an estimate assumes of the physical qubits: times and error rates, as resource estimators write them.
///
/// The format, its names and its preset values are those of the Azure Quantum Resource Estimator (Beverland et
/// al., Assessing requirements to scale to practical quantum advantage, 2022, appendix on hardware).
public struct PhysicalQubitModel: Sendable, Hashable {
  /// How the qubits compute.
  public enum InstructionSet: String, Sendable, CaseIterable {
    /// By one- and two-qubit gates.
    case gateBased = "GateBased"
    /// By joint measurements of Majorana qubits.
    case majorana = "Majorana"
  }

  /// The name of the model.
  public var name: String
  /// How the qubits compute.
  public var instructionSet: InstructionSet
  /// Times by the names of the format, such as `oneQubitGateTime`, in nanoseconds.
  public var times: [String: Double]
  /// Error rates by the names of the format, such as `oneQubitGateErrorRate`.
  public var errorRates: [String: Double]

  /// The names of times that an instruction set has.
  static func timeNames(_ set: InstructionSet) -> [String] {
    switch set {
    case .gateBased:
      ["oneQubitMeasurementTime", "oneQubitGateTime", "twoQubitGateTime", "tGateTime"]
    case .majorana: ["oneQubitMeasurementTime", "twoQubitJointMeasurementTime", "tGateTime"]
    }
  }

  /// The names of error rates that an instruction set has.
  static func errorRateNames(_ set: InstructionSet) -> [String] {
    switch set {
    case .gateBased:
      [
        "oneQubitMeasurementErrorRate", "oneQubitGateErrorRate", "twoQubitGateErrorRate",
        "tGateErrorRate",
      ]
    case .majorana:
      ["oneQubitMeasurementErrorRate", "twoQubitJointMeasurementErrorRate", "tGateErrorRate"]
    }
  }

  /// The preset models.
  public static let presets: [PhysicalQubitModel] = [
    gateBased("qubit_gate_ns_e3", measurement: 100, gate: 50, rate: 1e-3, tRate: 1e-3),
    gateBased("qubit_gate_ns_e4", measurement: 100, gate: 50, rate: 1e-4, tRate: 1e-4),
    gateBased("qubit_gate_us_e3", measurement: 100e3, gate: 100e3, rate: 1e-3, tRate: 1e-6),
    gateBased("qubit_gate_us_e4", measurement: 100e3, gate: 100e3, rate: 1e-4, tRate: 1e-6),
    majorana("qubit_maj_ns_e4", rate: 1e-4, tRate: 0.05),
    majorana("qubit_maj_ns_e6", rate: 1e-6, tRate: 0.01),
  ]

  private static func gateBased(
    _ name: String, measurement: Double, gate: Double, rate: Double, tRate: Double
  ) -> PhysicalQubitModel {
    PhysicalQubitModel(
      name: name, instructionSet: .gateBased,
      times: [
        "oneQubitMeasurementTime": measurement, "oneQubitGateTime": gate,
        "twoQubitGateTime": gate, "tGateTime": gate,
      ],
      errorRates: [
        "oneQubitMeasurementErrorRate": rate, "oneQubitGateErrorRate": rate,
        "twoQubitGateErrorRate": rate, "tGateErrorRate": tRate,
      ])
  }

  private static func majorana(
    _ name: String, rate: Double, tRate: Double
  ) -> PhysicalQubitModel {
    PhysicalQubitModel(
      name: name, instructionSet: .majorana,
      times: [
        "oneQubitMeasurementTime": 100, "twoQubitJointMeasurementTime": 100, "tGateTime": 100,
      ],
      errorRates: [
        "oneQubitMeasurementErrorRate": rate, "twoQubitJointMeasurementErrorRate": rate,
        "tGateErrorRate": tRate,
      ])
  }

  /// The error rate that stands for the code's physical rate: that of the operation that dominates a round.
  public var cliffordErrorRate: Double {
    PhysicalQubitModel.errorRateNames(instructionSet).filter { $0 != "tGateErrorRate" }
      .compactMap { errorRates[$0] }.max() ?? 0
  }
}

/// A time with its unit, such as `100 ns`.
enum TimeText {
  /// The units, in nanoseconds, from long to short.
  static let units: [(name: String, nanoseconds: Double)] = [
    ("s", 1e9), ("ms", 1e6), ("µs", 1e3), ("us", 1e3), ("ns", 1),
  ]

  /// The nanoseconds of a text; nil if it is no time.
  static func nanoseconds(_ text: String) -> Double? {
    let trimmed = text.filter { $0 != " " }
    guard
      let unit = units.filter({ trimmed.hasSuffix($0.name) })
        .max(by: { $0.name.utf8.count < $1.name.utf8.count }),
      let value = Double(trimmed.dropLast(unit.name.count)), value.isFinite, value >= 0
    else { return nil }
    return value * unit.nanoseconds
  }

  /// A time in nanoseconds as text, in the largest unit that leaves it at least 1.
  static func text(_ nanoseconds: Double) -> String {
    let unit =
      units.first { $0.name != "us" && nanoseconds >= $0.nanoseconds } ?? units[units.count - 1]
    // Without the last digits, in which only the arithmetic shows.
    let value = (nanoseconds / unit.nanoseconds * 1e9).rounded() / 1e9
    return value == value.rounded() && value < 1e15
      ? "\(Int(value)) \(unit.name)" : "\(value) \(unit.name)"
  }
}
