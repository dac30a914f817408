// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Reporting
import Sampling
import StrictJSON

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `quanta report`.
let reportCommand = Command(
  "report", "Writes the simulation report: a page with plots, a table, and pictures.",
  discussion: """
    Samples and decodes memory experiments of the codes under each noise model, fits thresholds, and
    writes index.html, which needs no other file, with report.csv and every figure as SVG and PNG
    beside it. The same seed gives the same counts for any number of workers. Ctrl-C writes what is
    known so far and exits with 1.
    """,
  flags: [
    Flag("out", .path, "The folder to write to; it is made if need be.", default: "report"),
    Flag(
      "code", .several(.text), "The codes by name, such as surface:d=3,5,7.",
      valueName: "CODE …", default: "surface:d=3,5,7"),
    Flag(
      "noise", .several(.text), "The noise models, one section each.", valueName: "NOISE …",
      default: "sd6 si1000 code-capacity:bit-flip"),
    Flag(
      "p", .list(.number(0...1)),
      "The physical error rates, for every noise model; if absent, rates around each threshold."),
    Flag("decoder", .text, "The decoder.", valueName: "NAME", default: "matching"),
    Flag("quick", .toggle, "Samples a tenth: for a first look in seconds."),
    Flag("full", .toggle, "Samples many times more: for figures to publish."),
    Flag(
      "streaming", .toggle,
      "Adds a section on decoding in real time, distances 5 to 21; its times differ from run to run."
    ),
    Flag(
      "compare", .toggle,
      "Adds a comparison of codes on one machine, as `qec compare` makes it, and its advice."),
    Flag(
      "profile", .text, "The machine of --compare: a shipped profile, or a file.",
      valueName: "NAME|FILE", default: "photonic"),
    Flag(
      "workers", .text, "How many threads work, or `auto`. The counts do not depend on it.",
      valueName: "N", default: "auto"),
    Flag(
      "seed", .integer(0...Int.max), "Makes another sample of the same size.", default: "1"),
    .json, .progress,
  ],
  example: "quanta report --code surface:d=3,5,7 --noise sd6 --quick --out report"
) { arguments in
  if arguments.isOn("quick"), arguments.isOn("full") {
    throw CommandFailure("give either --quick or --full, not both.")
  }
  let plan = try reportPlan(arguments)
  let workers = try workerCount(arguments)
  let folder = try arguments.text("out")
  // The folder is made before any work, so that a wrong path shows at once.
  try makeFolder(folder)
  let start = ContinuousClock.now
  let sections = try collectSections(plan, workers: workers, arguments)
  let streaming =
    arguments.isOn("streaming") && !Interruption.isRequested
    ? try sampling { try plan.collectStreaming { Interruption.isRequested } } : nil
  var report = Report(
    title: "Quantum error correction report", sections: sections,
    provenance: .init(
      program: "quanta \(quantaVersion)", command: reportCommandLine(plan, arguments),
      seed: plan.seed, date: currentDate(), threads: workers,
      seconds: (ContinuousClock.now - start) / .seconds(1)))
  report.streaming = streaming
  if arguments.isOn("compare"), !Interruption.isRequested {
    report.comparison = try compared(plan, workers: workers, arguments)
  }
  for file in try drawing({ try report.files() }) {
    let writer = try ByteWriter(path: "\(folder)/\(file.name)")
    try writer.write(file.bytes)
    try writer.finish()
  }
  if arguments.isOn("json") {
    try printOutput(report.json.text(.indented) + "\n")
  } else {
    try printOutput(report.summary + "\(folder)/index.html\n")
  }
  return Interruption.isRequested ? .negative : .success
}

/// Codes side by side on a machine, for the report.
private func compared(
  _ plan: ReportPlan, workers: Int, _ arguments: Arguments
) throws -> CodeComparison {
  let effort = ComparisonPlan.Effort(rawValue: plan.effort.rawValue) ?? .quick
  let comparison = ComparisonPlan(
    profile: try hardwareProfile(arguments.text("profile")), effort: effort, seed: plan.seed)
  return try withProgressOfPoints(arguments) { observer in
    try sampling { try comparison.collect(workers: workers, observer: observer) }
  }
}

private func reportPlan(_ arguments: Arguments) throws -> ReportPlan {
  var plan = ReportPlan(seed: UInt64(try arguments.integer("seed")))
  plan.codes = arguments.texts("code")
  plan.noises = arguments.texts("noise").flatMap { $0.split(separator: " ").map(String.init) }
  plan.rates = arguments.numbers("p")
  plan.decoder = try arguments.text("decoder")
  plan.effort = arguments.isOn("quick") ? .quick : arguments.isOn("full") ? .full : .standard
  return plan
}

/// Samples with a line of progress, and stops cleanly on Ctrl-C.
private func collectSections(
  _ plan: ReportPlan, workers: Int, _ arguments: Arguments
) throws -> [ReportSection] {
  try withProgressOfPoints(arguments) { observer in
    try sampling { try plan.collect(workers: workers, observer: observer) }
  }
}

/// The command that makes the same counts, for the page.
private func reportCommandLine(_ plan: ReportPlan, _ arguments: Arguments) -> String {
  var words = ["quanta", "report", "--code"] + plan.codes + ["--noise"] + plan.noises
  if !plan.rates.isEmpty { words += ["--p", plan.rates.map { "\($0)" }.joined(separator: ",")] }
  words += ["--decoder", plan.decoder, "--seed", "\(plan.seed)"]
  if arguments.isOn("streaming") { words.append("--streaming") }
  if arguments.isOn("compare") {
    words += ["--compare", "--profile", arguments.texts("profile").joined()]
  }
  if plan.effort != .standard { words.append("--\(plan.effort.rawValue)") }
  return words.map(shellQuoted).joined(separator: " ")
}

func shellQuoted(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    (0x2B...0x3A).contains(byte) || byte == 0x3D || byte == 0x5F
      || (0x41...0x5A).contains(byte & 0xDF)
  }
  return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}

/// Makes the folder of `--out` and those above it.
func makeFolder(_ path: String) throws {
  var prefix = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    prefix += prefix.isEmpty || prefix.hasSuffix("/") ? part : "/\(part)"
    if unsafe mkdir(prefix, 0o777) != 0, errno != EEXIST {
      let reason = unsafe String(cString: strerror(errno))
      throw CommandFailure("--out \(path): the folder \(prefix) cannot be made: \(reason).")
    }
  }
}

/// Now, as `2026-01-31 12:00 UTC`.
func currentDate() -> String {
  var now = time(nil)
  var parts = unsafe tm()
  unsafe gmtime_r(&now, &parts)
  func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
  let day = unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
  return unsafe "\(day) \(two(parts.tm_hour)):\(two(parts.tm_min)) UTC"
}
