// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import QVM
import QVMExecution
import StrictJSON

/// `quanta verify`.
let verifyCommand = Command(
  "verify", "Says whether a program may run, and everything that is wrong with it if not.",
  discussion: """
    The exit code is 0 for a valid program, 1 for one with errors, and 2 if the text is no JSON \
    and no assembly. Every problem comes at once, with its place, its code and a hint.

    Measuring does not use a qubit up, unless --linear asks for the prototype's rules.
    """,
  flags: [
    Flag("linear", .toggle, "Lets measuring, resetting and freeing use a qubit up."),
    Flag("strict", .toggle, "Makes warnings errors."),
    Flag(
      "caps", .list(.text), "The capabilities of the session; by default what the program claims.",
      valueName: "CAP"),
    Flag(
      "strict-caps", .toggle,
      "Asks for CAP_COMPUTE, CAP_MEASURE and CAP_RESET where gates, measurements and resets are."),
    Flag("tenant", .text, "The owner of qubits that name none.", valueName: "NAME"),
  ] + Flag.program + [.json],
  positional: programPositional,
  example: "quanta verify Examples/teleportation.qvm.json --strict"
) { arguments in
  let path = arguments.positionals.first
  let reading = try readProgram(arguments)
  let verdict = Verifier(try options(arguments))
    .verify(reading, found: LogicalProfile.problems(in: reading.program))
  if arguments.isOn("json") {
    var json = verdict.json
    if case .object(var object) = json, verdict.order != nil {
      object["reversible_segments"] = try segments(verdict)
      json = .object(object)
    }
    try printOutput(json.text(.indented) + "\n")
  } else {
    for problem in verdict.problems { printError(line(of: problem, in: path)) }
    let unlisted = verdict.errorCount + verdict.warningCount - verdict.problems.count
    if unlisted > 0 { printError("… and \(unlisted) more problems.") }
    try printOutput(try summary(verdict))
  }
  let unreadable: Set<Problem.Code> = [.syntax, .limit, .include, .expression]
  if reading.problems.contains(where: { unreadable.contains($0.code) }) { return .invalid }
  return verdict.isValid ? .success : .negative
}

private func options(_ arguments: Arguments) throws(CommandFailure) -> Verifier.Options {
  var options = Verifier.Options(
    isLinear: arguments.isOn("linear"), isStrict: arguments.isOn("strict"),
    checksImplicitCapabilities: arguments.isOn("strict-caps"),
    tenant: arguments.textIfGiven("tenant"))
  guard arguments.isGiven("caps") else { return options }
  var granted: Capabilities = []
  for name in arguments.texts("caps") where !name.isEmpty {
    guard let capability = Capability(name: name) else {
      throw CommandFailure(
        "--caps cannot be `\(name)`: it must be some of "
          + "\(Capabilities.all.names.joined(separator: ", ")).")
    }
    granted.insert(capability)
  }
  options.granted = granted
  return options
}

private func summary(_ verdict: Verdict) throws -> String {
  let program = verdict.program
  guard verdict.isValid else {
    return "invalid: \(verdict.errorCount) errors, \(verdict.warningCount) warnings\n"
  }
  let segments = try program.reversibleSegments(order: verdict.order)
  return "valid: \(verdict.nodeCount) nodes, \(program.qubits.count) qubits, "
    + "\(program.events.count) events, \(segments.count) reversible segments"
    + "\(program.isClifford ? ", Clifford" : ""); \(verdict.warningCount) warnings\n"
}

/// The reversible segments for programs.
private func segments(_ verdict: Verdict) throws -> JSON {
  let program = verdict.program
  return .array(
    try program.reversibleSegments(order: verdict.order).map { segment in
      [
        "nodes": .array(segment.nodes.map { .string(program.nodes[$0].id) }),
        "qubits": .array(segment.qubits.map { .string(program.qubits[$0]) }),
        "cost": .integer(Int64(segment.cost)),
      ]
    })
}
