// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import QVM
import QVMExecution
import StrictJSON

/// `quanta run`.
let runCommand = Command(
  "run", "Runs a QVM program on logical qubits.",
  discussion: """
    FILE is a program in QVM JSON or in assembly. The state is real: a
    stabilizer tableau as long as all on a set of entangled qubits is Clifford, and a state vector from
    then on. Prints the outcomes: a digit for each event, in the order in which the program's text produces them, and `-` for
    an event that was not produced. Exits with 1 if the run fails, and with 2 if the program or a
    setting is not as it must be.

    With --checkpoint-dir the run is kept at fences, and --resume goes on from what was kept, with the same
    bits. With --migrate-at another process takes the run over at a fence; if it fails, the run goes on here.
    """,
  flags: runFlags + checkpointFlags,
  positional: programPositional,
  example: "quanta run Examples/ghz.qvm.asm --set n=5 --shots 1000 --seed 1 --probabilities"
) { arguments in
  Interruption.watch()
  try refuseIdleFlags(arguments)
  if arguments.isOn("as-worker") { return try serveAsWorker(arguments) }
  var job: Job
  if let path = arguments.textIfGiven("resume") {
    job = try resumedJob(path, arguments)
  } else {
    guard let prepared = try preparedJob(arguments) else { return .invalid }
    job = prepared
  }
  if arguments.isOn("check-reversible") { return try checkReversible(job, arguments) }
  do throws(ExecutionError) {
    let probabilities = try exactProbabilities(job, arguments)
    try finish(&job, arguments)
    var result = job.result
    result.probabilities = probabilities
    try printResult(result, arguments)
    return .success
  } catch {
    throw error.failure(exitCode: error.isBadInput ? .invalid : .negative)
  }
}

private let runFlags: [Flag] =
  Flag.program + [
    Flag("shots", .integer(1...RunOptions.largestShots), "How many shots.", default: "1"),
    .seed, .threads,
    Flag(
      "probabilities", .toggle,
      "Finds the exact probability of every outcome, by going every way."),
    Flag(
      "noise", .choice(["none", "measured"]),
      "What the logical qubits suffer: nothing, or errors at the rates measured for their profiles.",
      default: "none"),
    Flag(
      "profile", .text,
      "The profile of all qubits, in place of those of the program: a text, a standard name, or a JSON description.",
      valueName: "PROFILE"),
    Flag(
      "rates", .path,
      "The file of measured rates, as `quanta qec calibrate` keeps it; what it lacks is measured and added."
    ),
    Flag(
      "vector-limit", .integer(0...48),
      "The most qubits of a state vector; as many as memory holds if absent."),
    Flag(
      "branch-limit", .integer(1...100_000_000),
      "The most branches at a time, and the most outcomes, of --probabilities.", default: "65536"),
    Flag(
      "retry", .text,
      "What to do when a part of the run fails: `never`, or go back to the last fence or to the start up to N "
        + "times and draw new chance.", valueName: "never|fence:N|start:N", default: "never"),
    Flag(
      "check-reversible", .toggle,
      "In place of running: undoes each reversible segment on the state and says whether it came back."
    ),
    .json,
  ]

private let checkpointFlags: [Flag] = [
  Flag("checkpoint-dir", .path, "The folder in which the run is kept at fences."),
  Flag(
    "checkpoint-strategy", .choice(CheckpointStore.Strategy.allCases.map(\.rawValue)),
    "At which fences: all, those that measurements follow, or none.", default: "auto"),
  Flag(
    "checkpoint-limit", .integer(1...1_000_000),
    "How many checkpoints of the job are kept; the oldest go.", default: "100"),
  Flag("job", .text, "The name of the job in the folder.", valueName: "NAME", default: "run"),
  Flag("resume", .path, "A checkpoint to go on from, in place of FILE."),
  Flag(
    "migrate-at", .integer(0...1_000_000_000),
    "The number of fences after which another process takes the run over."),
  Flag(
    "worker", .text, "The program that takes the run over; this one if absent.",
    valueName: "PROGRAM"),
  Flag(
    "as-worker", .toggle,
    "Takes over the run of --resume as the other process of --migrate-at does."),
]

/// Refuses flags that mean nothing beside the others: whoever gives them expects that they do something.
private func refuseIdleFlags(_ arguments: Arguments) throws(CommandFailure) {
  let partners: [(flags: [String], partner: String)] = [
    (["job", "checkpoint-strategy", "checkpoint-limit"], "checkpoint-dir"),
    (["worker"], "migrate-at"), (["branch-limit"], "probabilities"), (["as-worker"], "resume"),
  ]
  for (flags, partner) in partners where !arguments.isGiven(partner) {
    for flag in flags where arguments.isGiven(flag) {
      throw CommandFailure("--\(flag) goes with --\(partner).")
    }
  }
  let exclusive: [(flag: String, others: [String])] = [
    (
      "check-reversible",
      ["shots", "probabilities", "noise", "retry", "checkpoint-dir", "migrate-at"]
    ),
    (
      "as-worker",
      ["check-reversible", "probabilities", "json", "checkpoint-dir", "migrate-at"]
    ),
  ]
  for (flag, others) in exclusive where arguments.isGiven(flag) {
    for other in others where arguments.isGiven(other) {
      throw CommandFailure("--\(flag) and --\(other) exclude each other.")
    }
  }
}

/// A run of the program that the line names; nil if it has faults, which are then told.
private func preparedJob(_ arguments: Arguments) throws -> Job? {
  guard let program = try verifiedProgram(arguments) else { return nil }
  do {
    let profile = try arguments.textIfGiven("profile").map(readProfile)
    let noise = try noise(for: program, profile, arguments)
    let plan = try ExecutionPlan(program, noise: noise, profile: profile)
    let seed = arguments.integerIfGiven("seed").map(UInt64.init) ?? .random(in: 0...UInt64(Int.max))
    var options = RunOptions(
      shots: try arguments.integer("shots"), seed: seed, threads: try arguments.integer("threads"),
      vectorLimit: arguments.integerIfGiven("vector-limit"),
      branchLimit: try arguments.integer("branch-limit"), retry: try retryStrategy(arguments))
    options.shouldStop = { Interruption.isRequested }
    return Job(plan, options: options)
  } catch let error as ExecutionError {
    throw error.failure(exitCode: .invalid)
  }
}

/// The program that the line names; nil if it has faults, which are then told.
private func verifiedProgram(_ arguments: Arguments) throws -> QVM.Program? {
  guard let path = arguments.positionals.first else {
    throw CommandFailure("FILE is missing; name a program, or a checkpoint with --resume.")
  }
  let verdict = Verifier().verify(try readProgram(arguments))
  // Qubits that are left are freed at the end; whoever wants to know asks `quanta verify`.
  for problem in verdict.problems where problem.code != .neverFreed {
    printError(line(of: problem, in: path))
  }
  return verdict.isValid ? verdict.program : nil
}

/// The noise that the flags choose: rates that no file holds yet are measured now.
private func noise(
  for program: QVM.Program, _ profile: LogicalProfile?, _ arguments: Arguments
) throws -> LogicalNoise {
  guard try arguments.text("noise") == "measured" else {
    if arguments.isGiven("rates") { throw CommandFailure("--rates goes with --noise measured.") }
    return .none
  }
  let needed = try ExecutionPlan.neededRates(of: program, profile: profile)
  return .measured(try RateStore(arguments).rates(of: needed))
}

/// The strategy of `--retry`.
private func retryStrategy(_ arguments: Arguments) throws -> RetryStrategy {
  let text = try arguments.text("retry")
  if text == "never" { return .never }
  let parts = text.split(separator: ":", omittingEmptySubsequences: false)
  if parts.count == 2, let attempts = Int(parts[1]), (1...1_000_000).contains(attempts) {
    if parts[0] == "fence" { return .fromFence(attempts: attempts) }
    if parts[0] == "start" { return .fromStart(attempts: attempts) }
  }
  throw CommandFailure(
    "--retry cannot be `\(text)`: write never, fence:N or start:N, N from 1 to 1000000.")
}

/// A run that goes on from a checkpoint.
private func resumedJob(_ path: String, _ arguments: Arguments) throws -> Job {
  guard arguments.positionals.isEmpty else {
    throw CommandFailure("FILE and --resume exclude each other: a checkpoint has its program.")
  }
  for flag in [
    "set", "include", "shots", "seed", "noise", "profile", "rates", "retry", "vector-limit",
  ]
  where arguments.isGiven(flag) {
    throw CommandFailure("--\(flag) and --resume exclude each other: a checkpoint has its own.")
  }
  do {
    var job = try Job(
      checkpoint: try readFile(path), threads: try arguments.integer("threads"),
      shouldStop: { Interruption.isRequested })
    job.options.branchLimit = try arguments.integer("branch-limit")
    return job
  } catch let error as ExecutionError {
    throw CommandFailure(
      file: path, error.description, exitCode: error.isBadInput ? .invalid : .negative)
  }
}

private func exactProbabilities(
  _ job: Job, _ arguments: Arguments
) throws(ExecutionError) -> [(outcome: String, probability: Double)]? {
  guard arguments.isOn("probabilities") else { return nil }
  return try ExactDistribution(job.plan, options: job.options).probabilities(of: job.plan)
}

extension ExecutionError {
  /// The error as the end of a command.
  func failure(exitCode: ExitCode) -> CommandFailure {
    CommandFailure(description, exitCode: exitCode)
  }
}
