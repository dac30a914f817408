// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import QVMExecution
import StrictJSON

/// Prints what a run gives, for people or as JSON.
///
/// - Throws: `ExecutionError` with code `.system` if standard output cannot be written.
func printResult(_ result: RunResult, _ arguments: Arguments) throws(ExecutionError) {
  var text: String
  if arguments.isOn("json") {
    var json = result.json
    if case .object(var object) = json {
      object["version"] = .string(quantaVersion)
      json = .object(object)
    }
    text = json.text(.indented) + "\n"
  } else {
    text = outcomeTable(result) + summary(result)
  }
  do {
    try printOutput(text)
  } catch {
    throw ExecutionError(.system, error.description)
  }
}

/// The outcomes, one a line.
private func outcomeTable(_ result: RunResult) -> String {
  let names = result.events.isEmpty ? "no events" : result.events.joined(separator: " ")
  var header = ["outcome", "shots", "share"]
  if result.probabilities != nil { header.append("probability") }
  var rows = [header]
  let counts = Dictionary(uniqueKeysWithValues: result.counts.map { ($0.outcome, $0.shots) })
  let exact = Dictionary(
    uniqueKeysWithValues: (result.probabilities ?? []).map { ($0.outcome, $0.probability) })
  for outcome in Set(counts.keys).union(exact.keys).sorted() {
    let count = counts[outcome, default: 0]
    var row = [outcome, "\(count)", rounded(Double(count) / Double(result.shots))]
    if result.probabilities != nil { row.append("\(exact[outcome, default: 0])") }
    rows.append(row)
  }
  return "events: \(names)\n" + TextTable(rows: rows, side: .right).text(indent: "  ")
}

/// The account of the run.
private func summary(_ result: RunResult) -> String {
  let telemetry = result.telemetry
  var lines = [
    "shots \(result.shots), seed \(result.seed)",
    "\(rounded(telemetry.cycles.mean)) cycles, \(rounded(telemetry.epochs)) epochs, at most "
      + "\(telemetry.peakLogicalQubits) logical and \(telemetry.peakPhysicalQubits) physical qubits"
      + (result.rates.isEmpty ? " (planned)" : ""),
  ]
  var state: [String] = []
  if telemetry.largestTableau > 0 {
    state.append("tableau of up to \(telemetry.largestTableau) qubits")
  }
  if telemetry.largestVector > 0 {
    state.append("state vector of up to \(telemetry.largestVector) qubits")
  }
  if !state.isEmpty { lines.append("state: " + state.joined(separator: ", ")) }
  if !result.rates.isEmpty {
    let expected = telemetry.qubits.reduce(0) { $0 + $1.expectedTotal }
    let realised = telemetry.qubits.reduce(0) { $0 + $1.realisedTotal }
    lines.append(
      "logical errors a shot: \(rounded(expected)) expected, \(rounded(realised)) happened")
  }
  for incident in result.history {
    let cause = incident.cause.isEmpty ? "" : ": \(incident.cause)"
    lines.append(
      "fence \(incident.fence), attempt \(incident.attempt + 1): \(incident.action.rawValue)\(cause)"
    )
  }
  return lines.map { $0 + "\n" }.joined()
}

/// Undoes every reversible segment of a job's program on its state, and prints how well it came back.
func checkReversible(_ job: Job, _ arguments: Arguments) throws -> ExitCode {
  let checks: [UncomputationCheck]
  do {
    checks = try UncomputationCheck.all(job.plan.program, options: job.options)
  } catch {
    throw error.failure(exitCode: error.isBadInput ? .invalid : .negative)
  }
  if arguments.isOn("json") {
    let list = checks.map { check in
      [
        "nodes": .array(check.nodes.map(JSON.string)),
        "qubits": .array(check.qubits.map(JSON.string)), "cost": .integer(Int64(check.cost)),
        "fidelity": .number(check.fidelity), "restored": .bool(check.isRestored),
      ] as JSON
    }
    try printOutput(JSON.array(list).text(.indented) + "\n")
  } else {
    var rows = [["nodes", "from", "to", "qubits", "cost", "fidelity"]]
    for check in checks {
      rows.append([
        "\(check.nodes.count)", check.nodes.first ?? "", check.nodes.last ?? "",
        "\(check.qubits.count)", "\(check.cost)", "\(check.fidelity)",
      ])
    }
    try printOutput(TextTable(rows: rows, side: .right).text())
  }
  return checks.allSatisfy(\.isRestored) ? .success : .negative
}
