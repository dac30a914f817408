// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import QVMExecution
import StrictJSON

/// `quanta qec profile`.
let qecProfile = Command(
  "profile", "Shows what profiles of logical qubits cost by plan, and converts their formats.",
  discussion: """
    A profile is a text such as surface:d=7,p=0.001, a standard name such as surface_d7, or a JSON file: a \
    description with qec_scheme, error_budget and decoder, or an Azure Quantum Resource Estimator \
    configuration with qubitParams, qecScheme and codeDistance. Costs are planning formulas; \
    `quanta qec calibrate` measures what programs run under.
    """,
  flags: [
    Flag(
      "format", .choice(["text", "description", "estimator"]),
      "What is printed: a table, descriptions as JSON, or estimator configurations as JSON.",
      default: "text")
  ],
  positional: .init(
    "PROFILE", "A profile, a standard name, or a JSON file; all standard ones if none is given.",
    count: 0...100),
  example: "quanta qec profile surface:d=7 --format description"
) { arguments in
  let words = arguments.positionals
  let items =
    try words.isEmpty
    ? ProfileDescription.standard.map { PlannedProfile(description: .init($0.profile)) }
    : words.map { try PlannedProfile($0) }
  switch try arguments.text("format") {
  case "description":
    let values = try items.map { item in try executing { try item.profileDescription().json } }
    try printOutput(JSON.array(values).text(.indented) + "\n")
  case "estimator":
    let values = try items.map { item in try executing { try item.estimatorConfiguration().json } }
    try printOutput(JSON.array(values).text(.indented) + "\n")
  default:
    let header = ["profile", "physical qubits", "cycle µs", "decoder", "µs/round", "planned rate"]
    let rows = try items.map { item in try executing { try item.cells() } }
    try printOutput(TextTable(rows: [header] + rows, side: .left).text())
  }
  return .success
}

/// A profile as the command line names it, with its plan.
private struct PlannedProfile {
  var description: ProfileDescription?
  var configuration: EstimatorConfiguration?

  init(description: ProfileDescription) {
    self.description = description
  }

  init(_ word: String) throws {
    if isProfileFile(word) {
      let json = try readProfileJSON(word)
      do throws(ExecutionError) {
        guard json["qubitParams"] != nil else {
          description = try ProfileDescription(json)
          return
        }
        let read = try EstimatorConfiguration(json)
        configuration = read
        // A code without circuits has costs by formula all the same.
        guard ProfileFamily.named(read.scheme.name) != nil else { return }
        var description = ProfileDescription(try read.profile())
        description.cycleTime = try read.logicalCycleTime() / 1000
        description.physicalQubits = try read.physicalQubits()
        self.description = description
      } catch {
        throw CommandFailure(file: word, error.message)
      }
    } else {
      description = ProfileDescription(
        try executing { try LogicalProfile(parsing: word) })
    }
  }

  /// The configuration that was read, or the one of a surface code on gates that the profile amounts to.
  func estimatorConfiguration() throws(ExecutionError) -> EstimatorConfiguration {
    if let configuration { return configuration }
    guard let description else { preconditionFailure("A profile is one or the other.") }
    return try EstimatorConfiguration(description)
  }

  /// The description of the profile.
  ///
  /// - Throws: `ExecutionError` with code `.configuration` if the code of a configuration has no circuits.
  func profileDescription() throws(ExecutionError) -> ProfileDescription {
    if let description { return description }
    guard let configuration else { preconditionFailure("A profile is one or the other.") }
    return ProfileDescription(try configuration.profile())
  }

  func cells() throws(ExecutionError) -> [String] {
    let planned = try? estimatorConfiguration().plannedLogicalErrorRate
    guard let description else {
      let plan = try estimatorConfiguration()
      return [
        "\(plan.scheme.name):d=\(plan.codeDistance)", "\(try plan.physicalQubits())",
        rounded(try plan.logicalCycleTime() / 1000), "–", "–", planned.map(rounded) ?? "–",
      ]
    }
    return [
      "\(description.profile)", "\(description.physicalQubits)", rounded(description.cycleTime),
      description.decoderName, rounded(description.decoderRoundTime),
      planned.map(rounded) ?? "–",
    ]
  }
}
