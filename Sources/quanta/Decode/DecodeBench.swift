// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Decoding
import Reporting
import Sampling
import StrictJSON
import Visualization

/// `quanta decode bench`.
let decodeBench = Command(
  "bench", "Compares the speed and accuracy of decoders on the same shots.",
  discussion: """
    Every decoder gets the same shots on one thread, with its settings as given or standard. A slow \
    one stops after --max-seconds, and its rate is that of the shots it decoded. Times are of the \
    processor, and of decoding alone. A `*` marks what no other beats in both speed and the upper \
    end of the interval of its rate.
    """,
  flags: [
    Flag("circuit", .path, "The circuit to sample and decode."),
    Flag("code", .text, "A code by name, instead of --circuit, such as surface:d=5."),
    Flag("noise", .text, "The noise on the code.", default: "sd6"),
    Flag("p", .number(0...1), "The physical error rate."),
    Flag(
      "rounds", .text, "How many rounds: a number, `d`, or a multiple such as `3d`.",
      valueName: "ROUNDS"),
    Flag("shots", .integer(1...1 << 40), "How many shots.", default: "1e5"),
    Flag(
      "decoders", .several(.text), "The decoders, with settings if any; all of them if not given.",
      valueName: "NAME …"),
    Flag(
      "with", .several(.text),
      "The peers to run beside: names, `installed` for all that the interpreter has, or `none`.",
      valueName: "PEER …", default: "installed"),
    .python,
    Flag(
      "max-seconds", .number(0.001...1e6), "The longest that one decoder may decode.",
      valueName: "SECONDS", default: "5"),
    Flag("out", .path, "Where to draw the comparison; the extension is svg, png or pdf."),
    .seed, .json, .progress,
  ],
  example: "quanta decode bench --code surface:d=5 --noise si1000 --p 2e-3 --out decoders.svg"
) { arguments in
  if let out = arguments.textIfGiven("out") {
    // The picture's format is checked before any work.
    _ = try drawing { try DrawingFormat(path: out) }
  }
  Interruption.watch()
  let names = try decoderNames(arguments)
  let task = try benchTask(arguments)
  let peers = try benchPeers(arguments)
  let seed = arguments.integerIfGiven("seed").map(UInt64.init) ?? .random(in: .min ... .max)
  let comparison = try sampling {
    try DecoderComparison(
      task, shots: arguments.integer("shots"), seed: seed,
      secondsPerDecoder: arguments.number("max-seconds"))
  }
  var outcomes: [DecoderOutcome] = []
  var progress = Progress(isForced: arguments.isOn("progress"))
  let count = Double(names.count + peers.chosen.count)
  for name in names where !Interruption.isRequested {
    progress.update(fraction: Double(outcomes.count) / count, name)
    outcomes.append(comparison.outcome(of: name))
  }
  for name in peers.chosen where !Interruption.isRequested {
    progress.update(fraction: Double(outcomes.count) / count, name)
    guard let process = peers.process else { break }
    outcomes.append(process.outcome(of: name, on: comparison))
  }
  progress.finish()
  let table = BenchTable(name: task.name, seed: seed, outcomes: outcomes)
  try printOutput(arguments.isOn("json") ? table.json.text(.indented) + "\n" : table.text)
  if let out = arguments.textIfGiven("out") {
    let plot = ComparisonPlot(title: task.name).plot(of: outcomes.compactMap(\.trial))
    try drawing { try plot.write(to: out) }
  }
  return Interruption.isRequested || table.trials.isEmpty ? .negative : .success
}

/// The decoders that `--decoders` names, or all.
private func decoderNames(_ arguments: Arguments) throws -> [String] {
  let given = arguments.texts("decoders").flatMap(Decoders.list)
  if given.isEmpty { return Decoders.all.map(\.name) }
  return try given.map { try decoder($0, of: "decoders").specification }
}

/// What is sampled.
private func benchTask(_ arguments: Arguments) throws -> CollectionTask {
  if let path = arguments.textIfGiven("circuit") {
    for name in ["code", "noise", "p", "rounds"] where arguments.isGiven(name) {
      throw CommandFailure("--\(name) and --circuit exclude each other.")
    }
    return CollectionTask(
      circuit: try withCircuit(path) { $0 }, decoder: "matching", metadata: .null,
      name: displayName(path), path: filePath(path))
  }
  guard let code = arguments.textIfGiven("code") else {
    throw CommandFailure("nothing is to be decoded; use --circuit FILE or --code NAME.")
  }
  guard let rate = arguments.numberIfGiven("p") else {
    throw CommandFailure("--p is missing; give the physical error rate, such as --p 0.002.")
  }
  var grid = ExperimentGrid(codes: [code], rates: [rate])
  grid.noises = [try arguments.text("noise")]
  grid.rounds = try arguments.roundRule()
  let tasks = try sampling { try grid.tasks(decoders: ["matching"]) }
  guard tasks.count == 1, var task = tasks.first else {
    throw CommandFailure("--code stands for \(tasks.count) codes; give one, such as surface:d=5.")
  }
  if task.name.hasSuffix(" matching") { task.name.removeLast(" matching".count) }
  return task
}

/// The interpreter of the peers, and which of them run.
private func benchPeers(
  _ arguments: Arguments
) throws -> (process: DecoderPeers?, chosen: [String]) {
  let wanted = arguments.texts("with").flatMap(Decoders.list)
  if wanted == ["none"] { return (nil, []) }
  let process: DecoderPeers
  do {
    process = try sampling { try DecoderPeers(python: peerInterpreter(arguments)) }
  } catch  where wanted == ["installed"] && !arguments.isGiven("python") {
    printError("No interpreter for peers can be started; the table is of our decoders alone.")
    return (nil, [])
  }
  if wanted == ["installed"] { return (process, process.names) }
  for name in wanted where !process.names.contains(name) {
    throw CommandFailure(
      "--with: the peer '\(name)' is not there; the interpreter has: "
        + "\(process.names.isEmpty ? "none" : process.names.joined(separator: ", ")).")
  }
  return (process, wanted)
}
