// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import CommandLineKit
import Decoding
import Sampling
import StrictJSON
import Synchronization

/// `quanta qec rare`.
let qecRare = Command(
  "rare",
  "Estimates logical error rates that plain sampling cannot reach.",
  discussion: """
    Independent populations of error sets on which the decoder fails go down a ladder of scales, each a
    factor on the odds of all errors: from one where failures are common, and are found by sampling, to 1,
    the model itself. Each population gives an unbiased estimate, and their spread gives the 95 % interval.
    The work ends when the interval's upper end is at most --target-accuracy times its lower end. With a
    --seed the result is the same for any number of workers.
    Errors far rarer than the rest are set apart: failures are looked for given how many of them happen,
    which has an exact probability, and the rates are added up. Every error is also decoded alone. What was not
    explored is added to the interval's upper end; where that matters, or errors that fail alone
    contradict the estimate, a warning says so. Exits with 1 if no failure is found, which
    gives an upper bound, or if the work ends before the accuracy is reached.
    """,
  flags: rareTaskFlags + rareEffortFlags,
  example: "quanta qec rare --code surface:d=9 --noise stim --p 5e-5 --workers 2 --seed 1"
) { arguments in
  Interruption.watch()
  let seed = arguments.integerIfGiven("seed").map(UInt64.init) ?? .random(in: 0...UInt64(Int.max))
  let options = try rareOptions(arguments, seed: seed)
  let seconds = arguments.numberIfGiven("max-seconds")
  var summaries: [RareEventSummary] = []
  for task in try rareTasks(arguments) {
    let problem = try sampling { try task.problem() }
    let clock = ContinuousClock.now
    let progress = Mutex(Progress(isForced: arguments.isOn("progress")))
    let observer = RareEventObserver(
      progress: { note, fraction in
        progress.withLock { $0.update(fraction: fraction, "\(problem.name)  \(note)") }
      },
      shouldStop: {
        if let seconds, ContinuousClock.now - clock > .seconds(seconds) { return true }
        return Interruption.isRequested
      })
    defer { progress.withLock { $0.finish() } }
    let result = try sampling {
      try estimateRareEvents(problem, options: options, observer: observer)
    }
    progress.withLock { $0.finish() }
    let summary = RareEventSummary(task: task, isExact: problem.isExact, result, seed: seed)
    if let warning = summary.warning { printError("quanta: \(summary.task.name): \(warning).") }
    if !arguments.isOn("json") { try printOutput(summary.text) }
    summaries.append(summary)
  }
  if arguments.isOn("json") {
    try printOutput(JSON.array(summaries.map(\.json)).text(.indented) + "\n")
  }
  return summaries.allSatisfy(\.hasAnswer) ? .success : .negative
}

/// What is to be estimated.
private let rareTaskFlags: [Flag] = [
  Flag(
    "code", .several(.text), "Codes by name, such as surface:d=9.", valueName: "CODE …"),
  Flag(
    "noise", .several(.text),
    "The noise on the codes; with `stim`, circuits are those of stim's generator where it has them.",
    valueName: "NOISE …", default: "sd6"),
  Flag(
    "p", .list(.number(0...1000)),
    "The physical error rates; of a hardware profile, the factors of all its errors."),
  Flag(
    "rounds", .text,
    "How many rounds: a number, `d`, or a multiple such as `3d`. With a file, a number that only "
      + "serves to give the rate per round.",
    valueName: "ROUNDS"),
  Flag(
    "basis", .list(.choice(MemoryExperiment.Basis.allCases.map(\.rawValue))),
    "Which logical operators are followed; with `both`, any logical error counts.", default: "z"),
  .gates,
  Flag("circuit", .path, "A noisy circuit in place of --code."),
  Flag("dem", .path, "A detector error model in place of --code."),
  Flag(
    "decoder", .text, "The decoder whose failures count.", valueName: "NAME",
    default: "matching"),
]

/// How much work, and how.
private let rareEffortFlags: [Flag] = [
  Flag(
    "target-accuracy", .number(1.01...100),
    "How many times the interval's lower end its upper end may be.", default: "1.5"),
  Flag("max-seconds", .number(0.001...1e7), "Ends early after this time for each rate."),
  Flag(
    "max-populations", .integer(16...1_000_000), "Ends early after this many populations.",
    default: "4096"),
  Flag(
    "population-size", .integer(16...1 << 20), "How many sets of errors a population has.",
    default: "256"),
  Flag(
    "sweeps", .integer(1...1_000_000), "How often sets are moved on each rung.", default: "16"),
  Flag(
    "workers", .text, "How many threads work, or `auto`. The result does not depend on it.",
    valueName: "N", default: "auto"),
  .seed, .json, .progress,
]

private func rareOptions(_ arguments: Arguments, seed: UInt64) throws -> RareEventOptions {
  var options = RareEventOptions(seed: seed)
  options.targetAccuracy = try arguments.number("target-accuracy")
  options.maxPopulations = try arguments.integer("max-populations")
  options.populationSize = try arguments.integer("population-size")
  options.sweeps = try arguments.integer("sweeps")
  options.workers = try workerCount(arguments)
  return options
}

/// One rate that is asked for.
struct RareEventTask {
  /// Where the errors come from.
  enum Source {
    case circuit(CollectionTask)
    case model(DetectorErrorModel, decoder: String)
  }

  var source: Source
  var name: String
  var metadata: JSON
  var decoder: String
  /// The rounds of a shot, if they are known.
  var rounds: Double?

  func problem() throws(SamplingError) -> RareEventProblem {
    switch source {
    case .circuit(let task): try RareEventProblem(task)
    case .model(let model, let decoder):
      try RareEventProblem(model: model, decoder: decoder, name: name)
    }
  }
}

/// The rates that the flags ask for.
///
/// - Throws: `CommandFailure` or `FileError` for the first thing that is wrong.
private func rareTasks(_ arguments: Arguments) throws -> [RareEventTask] {
  let decoder = try decoder(arguments.text("decoder"), of: "decoder").specification
  let given = ["code", "circuit", "dem"].filter(arguments.isGiven)
  guard given.count == 1 else {
    throw CommandFailure(
      given.isEmpty
        ? "nothing is to be estimated; use --code NAME, --circuit FILE or --dem FILE."
        : "--\(given[0]) and --\(given[1]) exclude each other.")
  }
  if given[0] == "code" { return try codeTasks(arguments, decoder) }
  for name in ["noise", "p", "basis", "gates"] where arguments.isGiven(name) {
    throw CommandFailure("--\(name) goes with --code; files have noise of their own.")
  }
  let rounds = try arguments.textIfGiven("rounds").map { text in
    guard let count = parseInteger(text), count > 0 else {
      throw CommandFailure(
        "--rounds cannot be `\(text)`: write a number, since a file states none.")
    }
    return Double(count)
  }
  let path = try arguments.text(given[0])
  let source: RareEventTask.Source
  if given[0] == "dem" {
    source = .model(try readModel(path), decoder: decoder)
  } else {
    let circuit = try withCircuit(path) { $0 }
    source = .circuit(
      CollectionTask(
        circuit: circuit, decoder: decoder, metadata: ["path": .string(path)],
        name: path, path: filePath(path)))
  }
  return [
    RareEventTask(
      source: source, name: path, metadata: ["path": .string(path)], decoder: decoder,
      rounds: rounds)
  ]
}

private func codeTasks(_ arguments: Arguments, _ decoder: String) throws -> [RareEventTask] {
  let rates = arguments.numbers("p")
  guard !rates.isEmpty else {
    throw CommandFailure("--p is missing; give the physical error rates, such as --p 1e-4.")
  }
  if rates.contains(0) {
    throw CommandFailure("--p must be above 0; without errors nothing fails.")
  }
  var grid = ExperimentGrid(codes: arguments.texts("code"), rates: rates)
  grid.noises = arguments.texts("noise")
  grid.bases = arguments.texts("basis").compactMap(MemoryExperiment.Basis.init)
  grid.gates = try MemoryExperiment.Gates(rawValue: arguments.text("gates")) ?? .cx
  grid.rounds = try arguments.roundRule()
  return try sampling { try grid.tasks(decoders: [decoder]) }.map { task in
    var rounds: Double?
    if case .integer(let count)? = task.metadata.objectValue?["r"] { rounds = Double(count) }
    return RareEventTask(
      source: .circuit(task), name: task.name, metadata: task.metadata, decoder: decoder,
      rounds: rounds)
  }
}
