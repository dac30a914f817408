// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Decoding
import NoiseModels
import Reporting
import Sampling
import StrictJSON
import Synchronization

/// `quanta qec compare`.
let qecCompare = Command(
  "compare", "Puts codes side by side on one machine and says which to be ready for.",
  discussion: """
    Derives the noise of the machine's profile, as it is and with its errors of other kinds, samples
    memory experiments of the codes at several strengths, and writes index.html with comparison.csv and
    the plots: error rates per logical qubit and round, thresholds, cost, and the qubits that a target rate
    takes for each logical qubit. Sizes of a family, such as bivariate-bicycle:n=72,144, make one row.
    Counts grow in counts.csv in the same folder: after Ctrl-C, the same command goes on where it was.
    """,
  flags: [
    Flag(
      "code", .several(.text),
      "The codes by name, such as surface:d=3,5 or gkp(db=12)+surface:d=3,5; if absent, the usual ones.",
      valueName: "CODE …"),
    Flag(
      "profile", .text, "The machine: the name of a shipped profile, or a file.",
      valueName: "NAME|FILE", default: "photonic"),
    Flag(
      "distributions", .list(.choice(ErrorDistribution.all.map(\.name))),
      "The kinds of error that the machine's are taken for.",
      default: ErrorDistribution.all.map(\.name).joined(separator: ",")),
    Flag(
      "target", .number(1e-30...0.1),
      "The error rate per logical qubit and round that footprints are for.",
      default: "1e-9"),
    Flag(
      "decoder", .text,
      "The decoder, which must take side information; if absent, matching, or bp-osd where that does not fit.",
      valueName: "NAME"),
    Flag("quick", .toggle, "Samples little: for a first look in a few minutes."),
    Flag("full", .toggle, "Samples many times more, and larger codes: for figures to publish."),
    Flag("out", .path, "The folder to write to; it is made if need be.", default: "comparison"),
    Flag(
      "workers", .text, "How many threads work, or `auto`. The counts do not depend on it.",
      valueName: "N", default: "auto"),
    Flag(
      "seed", .integer(0...Int.max), "Makes another sample of the same size.", default: "1"),
    .json, .progress,
  ],
  example: "quanta qec compare --profile photonic --quick --out comparison"
) { arguments in
  let plan = try comparisonPlan(arguments)
  let workers = try workerCount(arguments)
  let folder = try arguments.text("out")
  try makeFolder(folder)
  let start = ContinuousClock.now
  let comparison = try collectComparison(plan, workers: workers, folder: folder, arguments)
  for omitted in comparison.omittedScales { printError("quanta: \(omitted.sentence)") }
  let report = ComparisonReport(
    comparison,
    provenance: .init(
      program: "quanta \(quantaVersion)", command: compareCommandLine(plan, arguments),
      seed: plan.seed, date: currentDate(), threads: workers,
      seconds: (ContinuousClock.now - start) / .seconds(1)),
    isPartial: Interruption.isRequested)
  for file in try drawing({ try report.files() }) {
    let writer = try ByteWriter(path: "\(folder)/\(file.name)")
    try writer.write(file.bytes)
    try writer.finish()
  }
  if arguments.isOn("json") {
    try printOutput(comparison.json.text(.indented) + "\n")
  } else {
    try printOutput(comparison.summary + "\(folder)/index.html\n")
  }
  return Interruption.isRequested ? .negative : .success
}

private func comparisonPlan(_ arguments: Arguments) throws -> ComparisonPlan {
  if arguments.isOn("quick"), arguments.isOn("full") {
    throw CommandFailure("give either --quick or --full, not both.")
  }
  let effort: ComparisonPlan.Effort =
    arguments.isOn("quick") ? .quick : arguments.isOn("full") ? .full : .standard
  var plan = ComparisonPlan(
    profile: try hardwareProfile(arguments.text("profile")), effort: effort,
    seed: UInt64(try arguments.integer("seed")))
  let codes = arguments.texts("code")
  if !codes.isEmpty { plan.codes = codes }
  plan.distributions = try sampling {
    try arguments.texts("distributions").map { try ErrorDistribution.named($0) }
  }
  plan.targetRate = try arguments.number("target")
  if let name = arguments.textIfGiven("decoder") {
    plan.decoder = try decoder(name, of: "decoder").specification
  }
  return plan
}

/// The machine of a name or file.
///
/// - Throws: `CommandFailure` that names the flag.
func hardwareProfile(_ text: String) throws -> HardwareProfile {
  do {
    return try HardwareProfile.named(text)
  } catch {
    throw CommandFailure("--profile: \(error.message)")
  }
}

/// Samples with a line of progress; what was counted is kept in the folder.
private func collectComparison(
  _ plan: ComparisonPlan, workers: Int, folder: String, _ arguments: Arguments
) throws -> CodeComparison {
  let log = try sampling { try StatisticsLog(path: "\(folder)/counts.csv") }
  if let place = log.tornLine { warnOfTornLine(log.path, "\(place)", "has been removed") }
  return try withProgressOfPoints(arguments) { progress in
    var observer = progress
    observer.record = { try log.append($0) }
    return try sampling {
      try plan.collect(workers: workers, existing: log.existing, observer: observer)
    }
  }
}

/// Runs work with a line of progress, and stops it cleanly on Ctrl-C.
func withProgressOfPoints<Result>(
  _ arguments: Arguments, _ body: (CollectionObserver) throws -> Result
) throws -> Result {
  Interruption.watch()
  let progress = Mutex(Progress(isForced: arguments.isOn("progress")))
  let observer = CollectionObserver(
    progress: { state in
      progress.withLock {
        $0.update(
          fraction: state.fraction,
          "\(state.doneCount)/\(state.taskCount) points  \(state.current ?? "")")
      }
    },
    shouldStop: { Interruption.isRequested })
  defer { progress.withLock { $0.finish() } }
  let result = try body(observer)
  if Interruption.isRequested {
    printError("quanta: interrupted; what was counted is kept and shown.")
  }
  return result
}

/// The command that makes the same counts, for the page.
private func compareCommandLine(_ plan: ComparisonPlan, _ arguments: Arguments) -> String {
  var words = ["quanta", "qec", "compare"]
  if arguments.isGiven("code") { words += ["--code"] + plan.codes }
  words += ["--profile", arguments.texts("profile").joined()]
  words += ["--distributions", plan.distributions.map(\.name).joined(separator: ",")]
  words += ["--target", "\(plan.targetRate)", "--seed", "\(plan.seed)"]
  if let decoder = plan.decoder { words += ["--decoder", decoder] }
  if plan.effort != .standard { words.append("--\(plan.effort.rawValue)") }
  return words.map(shellQuoted).joined(separator: " ")
}
