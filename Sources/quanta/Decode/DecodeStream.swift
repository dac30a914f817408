// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import Decoding
import Sampling
import StrictJSON

/// `quanta decode stream`.
let decodeStream = Command(
  "stream", "Decodes while rounds arrive, and measures whether the decoder keeps up.",
  discussion: """
    Rounds of a long memory experiment arrive every --cycle seconds; windows of them are decoded on one \
    thread, and the corrections of their first rounds become final. The table gives the decoding time per \
    round (that from one commitment to the next over the rounds committed) and per call, the latency from the \
    arrival of the last round of a window to its commitment, and the backlog. Memory does not grow with the \
    rounds. With --compare, the same windows decode many short shots beside a decoder that sees all \
    rounds, and the logical errors are compared shot by shot. Exits with 1 if a decoder does not keep up.
    """,
  flags: [
    Flag(
      "code", .several(.text), "The codes by name, such as surface:d=5,13.",
      valueName: "CODE …"),
    Flag(
      "circuit", .path, "A circuit in place of a code; detectors have times as last coordinates."),
    Flag("noise", .text, "The noise on the codes.", valueName: "NOISE", default: "stim"),
    Flag("p", .number(0...1), "The physical error rate.", default: "0.001"),
    Flag("rounds", .integer(1...1_000_000_000), "The number of rounds.", default: "100000"),
    Flag("cycle", .number(1e-9...1), "The time between rounds, in seconds.", default: "1e-6"),
    Flag(
      "decoder", .text, "The decoder of the windows: matching or union-find.",
      valueName: "NAME", default: "matching"),
    Flag(
      "scheme", .choice(WindowSettings.Scheme.allCases.map(\.rawValue)),
      "Whether windows follow each other or every second one is independent.", default: "sliding"),
    Flag(
      "commit", .integer(1...WindowDecoder.largestSize),
      "How many rounds a window commits; if absent, the distance."),
    Flag(
      "buffer", .integer(0...WindowDecoder.largestSize),
      "How many more rounds it looks at; if absent, the distance."),
    Flag(
      "clock", .choice(StreamClock.allCases.map(\.rawValue)),
      "Whether to time by the clock on the wall, or by processor time, which leaves out what other "
        + "programs take.", default: "wall"),
    Flag(
      "compare", .integer(1...1 << 40),
      "Compares logical errors on so many shots of --rounds rounds, in place of timing.",
      valueName: "SHOTS"),
    Flag("workers", .text, "How many threads compare.", valueName: "N", default: "auto"),
    .seed, .json, .progress,
  ],
  example: "quanta decode stream --code surface:d=13 --p 1e-3 --rounds 100000 --cycle 1e-6"
) { arguments in
  let experiments = try streamExperiments(arguments)
  let name = try decoder(arguments.text("decoder"), of: "decoder").specification
  if let shots = arguments.integerIfGiven("compare") {
    return try compareStreams(experiments, name, shots: shots, arguments)
  }
  return try timeStreams(experiments, name, arguments)
}

/// The experiments of `--code` or `--circuit`.
private func streamExperiments(_ arguments: Arguments) throws -> [StreamExperiment] {
  let codes = arguments.texts("code")
  let path = arguments.textIfGiven("circuit")
  guard codes.isEmpty != (path == nil) else {
    throw CommandFailure("give either --code or --circuit.")
  }
  let tasks: [CollectionTask]
  if let path {
    let circuit = try withCircuit(path) { $0 }
    tasks = [
      CollectionTask(
        circuit: circuit, decoder: "", metadata: .null, name: path,
        path: filePath(path))
    ]
  } else {
    var grid = ExperimentGrid(codes: codes, rates: [try arguments.number("p")])
    grid.noises = [try arguments.text("noise")]
    grid.rounds = .fixed(UInt64(try arguments.integer("rounds")))
    tasks = try sampling { try grid.tasks(decoders: [""]) }
  }
  return try sampling { try tasks.map { try StreamExperiment($0) } }
}

private func windowSettings(
  _ experiment: StreamExperiment, _ arguments: Arguments
) throws -> WindowSettings {
  guard let commit = arguments.integerIfGiven("commit") ?? experiment.distance,
    let buffer = arguments.integerIfGiven("buffer") ?? experiment.distance
  else {
    throw CommandFailure(
      "\(experiment.name): its distance is not known; give --commit and --buffer.")
  }
  return WindowSettings(
    commit: commit, buffer: buffer,
    scheme: .init(rawValue: try arguments.text("scheme")) ?? .sliding)
}

// MARK: Time

private func timeStreams(
  _ experiments: [StreamExperiment], _ decoder: String, _ arguments: Arguments
) throws -> ExitCode {
  Interruption.watch()
  let clock = StreamClock(rawValue: try arguments.text("clock")) ?? .wall
  var progress = Progress(isForced: arguments.isOn("progress"))
  var rows: [JSON] = []
  var keepsUp = true
  if !arguments.isOn("json") {
    try printOutput(
      "clock: \(clock.rawValue), cycle \(rounded(try arguments.number("cycle") * 1e6)) µs, decoder "
        + "\(decoder); times in µs\n" + line(timeColumns.map(\.name)))
  }
  for experiment in experiments where !Interruption.isRequested {
    let settings = try windowSettings(experiment, arguments)
    let test = StreamTest(
      experiment.model, try sampling { try experiment.compile(decoder, settings) },
      cycle: try arguments.number("cycle"), clock: clock,
      seed: UInt64(arguments.integerIfGiven("seed") ?? 0))
    let total = experiment.model.roundCount
    let statistics = try sampling {
      try test.run { rounds in
        progress.update(
          fraction: Double(rounds) / Double(total), "\(experiment.name): \(rounds) rounds")
        return !Interruption.isRequested
      }
    }
    progress.finish()
    keepsUp = keepsUp && statistics.keepsUp
    rows.append(timeRow(experiment, decoder, settings, statistics))
    if !arguments.isOn("json") {
      try printOutput(line(timeColumns.map { $0.value(experiment, settings, statistics) }))
    }
  }
  if arguments.isOn("json") { try printOutput(JSON.array(rows).text(.indented) + "\n") }
  return keepsUp && !Interruption.isRequested ? .success : .negative
}

/// A column of the table of times.
private struct TimeColumn: Sendable {
  var name: String
  var value: @Sendable (StreamExperiment, WindowSettings, StreamStatistics) -> String
}

private let timeColumns: [TimeColumn] = [
  TimeColumn(name: "d") { experiment, _, _ in experiment.distance.map(String.init) ?? "-" },
  TimeColumn(name: "commit+buffer") { _, settings, _ in "\(settings.commit)+\(settings.buffer)" },
  TimeColumn(name: "rounds") { _, _, statistics in "\(statistics.rounds)" },
  TimeColumn(name: "defects/round") { _, _, statistics in
    rounded(Double(statistics.defects) / Double(max(1, statistics.rounds)))
  },
  TimeColumn(name: "mean/round") { _, _, statistics in micro(statistics.calls.mean) },
  TimeColumn(name: "p99.9/round") { _, _, statistics in micro(statistics.perRound.quantile(0.999))
  },
  TimeColumn(name: "window mean") { _, _, statistics in micro(statistics.windows.mean) },
  TimeColumn(name: "p99.9") { _, _, statistics in micro(statistics.windows.quantile(0.999)) },
  TimeColumn(name: "latency p50") { _, _, statistics in micro(statistics.latencies.quantile(0.5)) },
  TimeColumn(name: "p99.9") { _, _, statistics in micro(statistics.latencies.quantile(0.999)) },
  TimeColumn(name: "backlog mean") { _, _, statistics in rounded(statistics.meanBacklog) },
  TimeColumn(name: "max") { _, _, statistics in rounded(statistics.largestBacklog) },
  TimeColumn(name: "keeps up") { _, _, statistics in statistics.keepsUp ? "yes" : "no" },
]

private func micro(_ nanoseconds: Double) -> String { rounded(nanoseconds * 1e-3) }

private func line(_ words: [String]) -> String {
  zip(words, timeColumns).map { word, column in
    word + String(repeating: " ", count: max(1, max(8, column.name.count) + 2 - word.count))
  }.joined() + "\n"
}

private func timeRow(
  _ experiment: StreamExperiment, _ decoder: String, _ settings: WindowSettings,
  _ statistics: StreamStatistics
) -> JSON {
  [
    "experiment": .string(experiment.name),
    "d": experiment.distance.map { .integer(Int64($0)) } ?? .null,
    "decoder": .string(decoder), "scheme": .string(settings.scheme.rawValue),
    "commit": .integer(Int64(settings.commit)), "buffer": .integer(Int64(settings.buffer)),
    "clock": .string(statistics.clock.rawValue), "cycle": .number(statistics.cycle),
    "clock_overhead_ns": .number(statistics.clockOverhead),
    "rounds": .integer(Int64(statistics.rounds)), "defects": .integer(Int64(statistics.defects)),
    "mean_ns_per_round": .number(statistics.calls.mean),
    "round_ns": quantiles(statistics.perRound), "call_ns": quantiles(statistics.calls),
    "window_ns": quantiles(statistics.windows), "latency_ns": quantiles(statistics.latencies),
    "mean_backlog": .number(statistics.meanBacklog),
    "largest_backlog": .number(statistics.largestBacklog),
    "final_backlog": .number(statistics.finalBacklog), "keeps_up": .bool(statistics.keepsUp),
    "backlogs": .array(statistics.backlogs.map(JSON.number)),
    "complete": .bool(statistics.isComplete), "mistaken": .bool(statistics.isMistaken),
  ]
}

private func quantiles(_ times: TimeHistogram) -> JSON {
  [
    "count": .integer(Int64(times.count)), "mean": .number(times.mean),
    "p50": .number(times.quantile(0.5)), "p99": .number(times.quantile(0.99)),
    "p99.9": .number(times.quantile(0.999)), "max": .number(times.maximum),
  ]
}

// MARK: Accuracy

private func compareStreams(
  _ experiments: [StreamExperiment], _ decoder: String, shots: Int, _ arguments: Arguments
) throws -> ExitCode {
  var rows: [JSON] = []
  for experiment in experiments {
    let settings = try windowSettings(experiment, arguments)
    guard experiment.model.roundCount <= WindowDecoder.largestSize else {
      throw CommandFailure(
        "--compare holds all rounds in memory; --rounds can be at most "
          + "\(WindowDecoder.largestSize - 1).")
    }
    let whole = WindowSettings(
      commit: experiment.model.roundCount, buffer: experiment.model.span)
    let comparison = try sampling {
      try StreamComparison(
        experiment.compile(decoder, settings), with: experiment.compile(decoder, whole),
        model: experiment.model, shots: shots,
        seed: UInt64(arguments.integerIfGiven("seed") ?? 0), workers: workerCount(arguments))
    }
    rows.append([
      "experiment": .string(experiment.name), "decoder": .string(decoder),
      "scheme": .string(settings.scheme.rawValue), "commit": .integer(Int64(settings.commit)),
      "buffer": .integer(Int64(settings.buffer)), "shots": .integer(Int64(comparison.shots)),
      "stream_mistakes": .integer(Int64(comparison.streamMistakes)),
      "whole_mistakes": .integer(Int64(comparison.wholeMistakes)),
      "stream_alone": .integer(Int64(comparison.streamAlone)),
      "whole_alone": .integer(Int64(comparison.wholeAlone)),
      "relative_excess": .number(comparison.relativeExcess),
      "relative_deviation": .number(comparison.relativeDeviation),
    ])
    if !arguments.isOn("json") {
      try printOutput(
        "\(experiment.name), windows \(settings.commit)+\(settings.buffer): "
          + "\(comparison.streamMistakes) mistakes against \(comparison.wholeMistakes) of "
          + "\(comparison.shots) shots (\(comparison.streamAlone) and \(comparison.wholeAlone) alone): "
          + "\(rounded(100 * comparison.relativeExcess)) ± "
          + "\(rounded(100 * comparison.relativeDeviation)) %\n")
    }
  }
  if arguments.isOn("json") { try printOutput(JSON.array(rows).text(.indented) + "\n") }
  return .success
}
