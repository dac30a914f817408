// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc
import QVM
public import StrictJSON

/// A configuration in the format of the Azure Quantum Resource Estimator: qubits, a code, a distance.
///
/// Its costs are formulas, and so is its logical error rate: they plan. What programs run under is measured: see
/// `LogicalRates`.
public struct EstimatorConfiguration: Sendable, Hashable {
  /// The physical qubits.
  public var qubits: PhysicalQubitModel
  /// The code.
  public var scheme: CodeScheme
  /// The code distance, odd.
  public var codeDistance: Int

  /// The length of a logical cycle, in nanoseconds.
  ///
  /// - Throws: `ExecutionError` if the formula has no value.
  public func logicalCycleTime() throws(ExecutionError) -> Double {
    try scheme.value(
      of: scheme.logicalCycleTime, named: "logicalCycleTime", qubits, distance: codeDistance)
  }

  /// Physical qubits of a logical qubit.
  ///
  /// - Throws: `ExecutionError` if the formula has no value.
  public func physicalQubits() throws(ExecutionError) -> Int {
    let value = try scheme.value(
      of: scheme.physicalQubitsPerLogicalQubit, named: "physicalQubitsPerLogicalQubit", qubits,
      distance: codeDistance)
    return Int(min(value.rounded(.up), 1e15))
  }

  /// The logical error rate that the format plans with, a·d^k·(p/p*)^((d+1)/2), per logical cycle.
  public var plannedLogicalErrorRate: Double {
    min(
      1,
      scheme.crossingPrefactor * pow(Double(codeDistance), scheme.distanceCoefficientPower)
        * pow(
          qubits.cliffordErrorRate / scheme.errorCorrectionThreshold,
          Double(codeDistance + 1) / 2))
  }

  /// The profile that the laboratory measures for this configuration.
  ///
  /// - Throws: `ExecutionError` with code `.configuration` if it has no such code.
  public func profile() throws(ExecutionError) -> LogicalProfile {
    guard let family = ProfileFamily.named(scheme.name) else {
      throw ExecutionError(
        .configuration,
        "`qecScheme.name` is `\(scheme.name)`, which has no circuits to measure; "
          + "there are \(ProfileFamily.all.map(\.name).joined(separator: ", ")).")
    }
    return LogicalProfile(
      family: family.name, distance: codeDistance,
      physicalErrorRate: qubits.cliffordErrorRate)
  }
}

extension EstimatorConfiguration {
  /// Reads a configuration; what a section leaves out is taken from the preset that it names.
  ///
  /// - Parameter json: `qubitParams` (with `name`), `qecScheme` (with `name`) and `codeDistance`.
  /// - Throws: `ExecutionError` with code `.configuration`, naming the member, its value and what is allowed.
  public init(_ json: JSON) throws(ExecutionError) {
    let root = JSONPlace(json, "the configuration")
    try root.requireOnly(["qubitParams", "qecScheme", "codeDistance"])
    qubits = try PhysicalQubitModel(root["qubitParams"])
    scheme = try CodeScheme(root["qecScheme"], for: qubits.instructionSet)
    codeDistance = try root["codeDistance"].integer(in: 1...LogicalProfile.largestDistance)
    guard codeDistance % 2 == 1 else {
      throw root["codeDistance"].fault("must be odd, not \(codeDistance)")
    }
    _ = try logicalCycleTime()
    _ = try physicalQubits()
  }

  /// The configuration, nothing left out.
  public var json: JSON {
    var parameters = JSON.Object()
    parameters["name"] = .string(qubits.name)
    parameters["instructionSet"] = .string(qubits.instructionSet.rawValue)
    for name in PhysicalQubitModel.timeNames(qubits.instructionSet) {
      parameters[name] = .string(TimeText.text(qubits.times[name] ?? 0))
    }
    for name in PhysicalQubitModel.errorRateNames(qubits.instructionSet) {
      parameters[name] = .number(qubits.errorRates[name] ?? 0)
    }
    return [
      "qubitParams": .object(parameters),
      "qecScheme": [
        "name": .string(scheme.name),
        "errorCorrectionThreshold": .number(scheme.errorCorrectionThreshold),
        "crossingPrefactor": .number(scheme.crossingPrefactor),
        "distanceCoefficientPower": .number(scheme.distanceCoefficientPower),
        "logicalCycleTime": .string(scheme.logicalCycleTime),
        "physicalQubitsPerLogicalQubit": .string(scheme.physicalQubitsPerLogicalQubit),
      ],
      "codeDistance": .integer(Int64(codeDistance)),
    ]
  }
}

extension PhysicalQubitModel {
  init(_ place: JSONPlace) throws(ExecutionError) {
    let name = try place["name"].string()
    let preset = Self.presets.first { $0.name == name }
    var set = preset?.instructionSet ?? .gateBased
    if place["instructionSet"].value != nil || preset == nil {
      let text = try place["instructionSet"].string()
      guard let given = InstructionSet(rawValue: text) else {
        throw place["instructionSet"].fault("must be GateBased or Majorana, not `\(text)`")
      }
      set = given
    }
    let (times, rates) = (Self.timeNames(set), Self.errorRateNames(set))
    try place.requireOnly(["name", "instructionSet"] + times + rates)
    let base = preset?.instructionSet == set ? preset : nil
    self.init(name: name, instructionSet: set, times: [:], errorRates: [:])
    for key in times {
      if place[key].value == nil, let value = base?.times[key] {
        self.times[key] = value
      } else {
        let text = try place[key].string()
        guard let value = TimeText.nanoseconds(text), value > 0 else {
          throw place[key].fault("must be a time such as `100 ns`, not `\(text)`")
        }
        self.times[key] = value
      }
    }
    for key in rates {
      if place[key].value == nil, let value = base?.errorRates[key] {
        errorRates[key] = value
      } else {
        errorRates[key] = try place[key].number(in: 0...1)
      }
    }
  }
}

extension CodeScheme {
  init(
    _ place: JSONPlace, for set: PhysicalQubitModel.InstructionSet
  ) throws(ExecutionError) {
    let name = try place["name"].string()
    let preset = Self.presets.first { $0.set == set && $0.scheme.name == name }?.scheme
    try place.requireOnly([
      "name", "errorCorrectionThreshold", "crossingPrefactor", "distanceCoefficientPower",
      "logicalCycleTime", "physicalQubitsPerLogicalQubit",
    ])
    func number(_ key: String, _ base: Double?) throws(ExecutionError) -> Double {
      if place[key].value == nil, let base { return base }
      return try place[key].number(in: 1e-12...1)
    }
    func text(_ key: String, _ base: String?) throws(ExecutionError) -> String {
      if place[key].value == nil, let base { return base }
      return try place[key].string()
    }
    self.init(
      name: name,
      errorCorrectionThreshold: try number(
        "errorCorrectionThreshold", preset?.errorCorrectionThreshold),
      crossingPrefactor: try number("crossingPrefactor", preset?.crossingPrefactor),
      distanceCoefficientPower: place["distanceCoefficientPower"].value == nil
        ? 0 : try place["distanceCoefficientPower"].number(in: 0...100),
      logicalCycleTime: try text("logicalCycleTime", preset?.logicalCycleTime),
      physicalQubitsPerLogicalQubit: try text(
        "physicalQubitsPerLogicalQubit", preset?.physicalQubitsPerLogicalQubit))
  }
}

extension EstimatorConfiguration {
  /// The configuration that a described profile of the surface code amounts to, on qubits with gates of its rate.
  ///
  /// A round takes as long as the description says: four two-qubit gates and two measurements in the ratio 1 : 2.
  ///
  /// - Throws: `ExecutionError` with code `.configuration` for another code, which the format has no formulas for.
  public init(_ description: ProfileDescription) throws(ExecutionError) {
    let profile = description.profile
    guard profile.family == "surface" else {
      throw ExecutionError(
        .configuration,
        "Profile `\(profile)`: the estimator's format has formulas for the surface code alone.")
    }
    let round = 1000 * description.cycleTime / Double(profile.distance)
    let p = profile.physicalErrorRate
    qubits = PhysicalQubitModel(
      name: "\(profile.noise)_p\(p)", instructionSet: .gateBased,
      times: [
        "oneQubitMeasurementTime": round / 4, "oneQubitGateTime": round / 8,
        "twoQubitGateTime": round / 8, "tGateTime": round / 8,
      ],
      errorRates: [
        "oneQubitMeasurementErrorRate": p, "oneQubitGateErrorRate": p,
        "twoQubitGateErrorRate": p, "tGateErrorRate": p,
      ])
    scheme = CodeScheme.presets[0].scheme
    codeDistance = profile.distance
  }
}
