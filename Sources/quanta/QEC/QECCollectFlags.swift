// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import CommandLineKit
import Decoding
import Sampling
import StabilizerSimulation
import StrictJSON

/// What to sample: circuits from files, or experiments by name.
let taskFlags: [Flag] = [
  Flag("circuits", .several(.path), "Circuit files to sample and decode."),
  Flag(
    "metadata-func", .choice(["path", "auto"]),
    "What a circuit file's metadata are: its path, or the terms of a name such as d=5,p=0.001.stim.",
    default: "path"),
  Flag(
    "code", .several(.text), "Codes by name, instead of --circuits, such as surface:d=3,5,7.",
    valueName: "CODE …"),
  Flag(
    "noise", .several(.text),
    "The noise on the codes; with `stim`, circuits are those of stim's generator where it has them.",
    valueName: "NOISE …", default: "sd6"),
  Flag(
    "p", .list(.number(0...1000)),
    "The physical error rates; of a hardware profile, the factors of all its errors."),
  Flag(
    "rounds", .text,
    "How many rounds: a number, `d`, or a multiple such as `3d`. Where measurements are perfect, one "
      + "round is meant if nothing is said, else d.",
    valueName: "ROUNDS"),
  Flag(
    "basis", .list(.choice(MemoryExperiment.Basis.allCases.map(\.rawValue))),
    "Which logical operators are followed; with `both`, any logical error counts.", default: "z"),
  Flag(
    "heralds", .list(.choice(["used", "withheld"])),
    "Whether decoders are told, shot by shot, where heralded noise has struck; both for two tasks each.",
    default: "used"),
  Flag(
    "readings", .list(.choice(["used", "withheld"])),
    "Whether decoders are given the analog readings of flips that have them; both for two tasks each.",
    default: "used"),
  .gates,
  Flag(
    "decoders", .several(.text), "The decoders, each of which decodes every circuit.",
    valueName: "NAME …", default: "matching"),
]

/// How much to sample, and how.
let effortFlags: [Flag] = [
  Flag(
    "max-shots", .integer(1...1 << 50), "Stops a task at this number of shots, known ones included."
  ),
  Flag(
    "max-errors", .integer(1...1 << 50),
    "Stops a task when it has seen this number of errors, known ones included."),
  Flag(
    "workers", .text, "How many threads work, or `auto`. The counts do not depend on it.",
    valueName: "N", default: "auto"),
  Flag("processes", .text, "The same as --workers.", valueName: "N"),
  .seed,
  Flag(
    "start-batch-size", .integer(1...1 << 40),
    "The shots that a worker takes on before the speed of a task is known.", default: "1024"),
  Flag(
    "max-batch-size", .integer(1...1 << 40), "The most shots that a worker takes on at once.",
    default: "1048576"),
  Flag(
    "max-batch-seconds", .number(0...1e6), "The longest time a worker's batch should take.",
    default: "0.25"),
  Flag(
    "save-resume-filepath", .path,
    "Appends the counts to this table; what it holds already counts, so that a run that was stopped "
      + "goes on where it was."),
  Flag(
    "existing-data-filepaths", .several(.path), "Tables whose counts count towards the limits."),
  Flag("quiet", .toggle, "Shows no progress."),
  .progress,
]

/// The tasks that the flags describe.
///
/// - Throws: `CommandFailure` or `FileError` for the first thing that is wrong.
func collectionTasks(_ arguments: Arguments) throws -> [CollectionTask] {
  let decoders = try arguments.texts("decoders")
    .flatMap(Decoders.list)
    // Before any work, since a task is compiled only when its turn comes.
    .map { try decoder($0, of: "decoders").specification }
  let files = arguments.texts("circuits")
  let codes = arguments.texts("code")
  guard files.isEmpty != codes.isEmpty else {
    throw CommandFailure(
      files.isEmpty
        ? "nothing is to be sampled; use --circuits FILE or --code NAME."
        : "give either --circuits or --code, not both.")
  }
  let information = informationChoices(arguments)
  if codes.isEmpty {
    for name in ["noise", "p", "rounds", "basis", "gates"] where arguments.isGiven(name) {
      throw CommandFailure("--\(name) goes with --code; circuit files have noise of their own.")
    }
    return informed(
      try fileTasks(files, decoders, isAuto: arguments.text("metadata-func") == "auto"),
      information)
  }
  guard arguments.isGiven("p") else {
    throw CommandFailure("--p is missing; give the physical error rates, such as --p 0.001,0.002.")
  }
  var grid = ExperimentGrid(codes: codes, rates: arguments.numbers("p"))
  grid.noises = arguments.texts("noise")
  grid.bases = arguments.texts("basis").compactMap(MemoryExperiment.Basis.init)
  grid.gates = try MemoryExperiment.Gates(rawValue: arguments.text("gates")) ?? .cx
  grid.rounds = try arguments.roundRule()
  return informed(try sampling { try grid.tasks(decoders: decoders) }, information)
}

/// What --heralds and --readings say that decoders are given, each choice once.
private func informationChoices(_ arguments: Arguments) -> [SideInformationKinds] {
  var choices: [SideInformationKinds] = [[]]
  for (flag, kind) in [("heralds", SideInformationKinds.heralds), ("readings", .readings)] {
    let words = Set(arguments.texts(flag))
    choices =
      choices.flatMap { choice in
        ["used", "withheld"].filter(words.contains).map {
          $0 == "used" ? choice.union(kind) : choice
        }
      }
  }
  return choices
}

/// The tasks with each choice of side information that makes a difference to them.
private func informed(
  _ tasks: [CollectionTask], _ choices: [SideInformationKinds]
) -> [CollectionTask] {
  tasks.flatMap { task in
    let brought = task.circuit.sideInformationKinds
    var kept: [SideInformationKinds] = []
    for choice in choices.map({ $0.intersection(brought) }) where !kept.contains(choice) {
      kept.append(choice)
    }
    return kept.map { choice in
      var copy = task
      copy.use(choice)
      return copy
    }
  }
}

private func fileTasks(
  _ files: [String], _ decoders: [String], isAuto: Bool
) throws -> [CollectionTask] {
  var tasks: [CollectionTask] = []
  for path in files {
    let circuit = try withCircuit(path) { $0 }
    let metadata: JSON =
      isAuto
      ? try sampling { try CollectionTask.metadata(fromPath: path) }
      : ["path": .string(path)]
    for decoder in decoders {
      tasks.append(
        CollectionTask(
          circuit: circuit, decoder: decoder, metadata: metadata, name: "\(path) \(decoder)",
          path: filePath(path)))
    }
  }
  return tasks
}

/// The limits and the manner of sampling that the flags describe.
func collectionOptions(_ arguments: Arguments) throws -> CollectionOptions {
  let maxShots = arguments.integerIfGiven("max-shots")
  let maxErrors = arguments.integerIfGiven("max-errors")
  guard maxShots != nil || maxErrors != nil else {
    throw CommandFailure("sampling would never end; use --max-shots, --max-errors or both.")
  }
  let seed = arguments.integerIfGiven("seed").map(UInt64.init)
  var options = CollectionOptions(
    maxShots: maxShots, maxErrors: maxErrors, seed: seed ?? UInt64.random(in: 0 ... .max))
  options.workers = try workerCount(arguments)
  options.startBatchSize = try arguments.integer("start-batch-size")
  options.maxBatchSize = try arguments.integer("max-batch-size")
  options.maxBatchSeconds = try arguments.number("max-batch-seconds")
  return options
}

func workerCount(_ arguments: Arguments) throws -> Int {
  let processes = arguments.hasFlag("processes") ? arguments.textIfGiven("processes") : nil
  let text = try processes ?? arguments.text("workers")
  if text == "auto" { return min(1024, processorCount()) }
  guard let count = parseInteger(text), (1...1024).contains(count) else {
    throw CommandFailure("--workers cannot be `\(text)`: write a number from 1 to 1024, or auto.")
  }
  return count
}

/// Runs `body` and tells its fault as one line.
func sampling<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as SamplingError {
    if let path = error.path {
      if let cause = error.cause {
        // The file has been read before; should it be gone by now, so is the place.
        let text = (try? readFile(path)) ?? []
        throw CommandFailure(file: path, located(cause, in: text).description)
      }
      let place = error.location.map { "\($0): " } ?? ""
      throw CommandFailure(file: path, place + error.message)
    }
    throw CommandFailure(error.message)
  }
}

extension Flag {
  /// With which gates the checks of a code are measured.
  static let gates = Flag(
    "gates", .choice(MemoryExperiment.Gates.allCases.map(\.rawValue)),
    "With which gates checks are measured: controlled Paulis, or CZ and one-qubit gates alone.",
    default: "cx")
}
