// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Decoding
import Sampling
import StrictJSON

/// `quanta decode hardware`.
let decodeHardware = Command(
  "hardware", "Models a union-find decoder in logic: latency, stalls and memory.",
  discussion: """
    A model, counted clock by clock: an element for each detector, a link for each edge, and trees that \
    combine signals of all. Latency is from the last detection event to the answer. The answers are \
    held against union-find in software on the same shots. They can differ, for the logic corrects each \
    cluster along a tree from its least-numbered element, and the software along the order of growth: of \
    10000 shots of the surface code with d=7 and p=0.01, 8942 agree, the logic makes 1820 mistakes and the \
    software 1630. Published decoders are listed for comparison; their codes, noise and clocks differ.
    """,
  flags: [
    Flag(
      "code", .several(.text), "The codes by name.", valueName: "CODE …",
      default: "surface:d=3,5,7,9,11,13"),
    Flag("noise", .text, "The noise on the codes.", default: "stim"),
    Flag("p", .list(.number(0...1)), "The physical error rates.", default: "0.001"),
    Flag("rounds", .text, "How many rounds, as for `quanta qec collect`.", valueName: "ROUNDS"),
    Flag(
      "clock", .number(1...1e12), "The clock, in hertz.", valueName: "HERTZ", default: "250e6"),
    Flag(
      "fan-in", .integer(2...1024), "How many inputs a stage has that combines signals.",
      default: "4"),
    Flag("shots", .integer(1...1 << 40), "How many shots of each.", default: "10000"),
    .seed, .json, .progress,
  ],
  example: "quanta decode hardware --code surface:d=3,5,7,9 --p 1e-3 --clock 250e6 --seed 1"
) { arguments in
  Interruption.watch()
  let tasks = try hardwareTasks(arguments)
  let seed = arguments.integerIfGiven("seed").map(UInt64.init) ?? .random(in: .min ... .max)
  var progress = Progress(isForced: arguments.isOn("progress"))
  var rows: [HardwareRow] = []
  for task in tasks where !Interruption.isRequested {
    progress.update(fraction: Double(rows.count) / Double(tasks.count), task.name)
    let comparison = try sampling {
      try DecoderComparison(
        task, shots: arguments.integer("shots"), seed: seed, secondsPerDecoder: .infinity)
    }
    do {
      let study = try LogicStudy(
        comparison, architecture: LogicArchitecture(fanIn: arguments.integer("fan-in")),
        shouldStop: { Interruption.isRequested })
      rows.append(
        HardwareRow(task: task, study: study, nanoseconds: 1e9 / (try arguments.number("clock"))))
    } catch let error as DecodingError {
      throw CommandFailure("\(task.name): \(error.message)")
    }
  }
  progress.finish()
  if arguments.isOn("json") {
    try printOutput(JSON.array(rows.map(\.json)).text(.indented) + "\n")
  } else {
    try printOutput(hardwareText(rows, seed: seed))
  }
  return Interruption.isRequested ? .negative : .success
}

/// What is sampled.
private func hardwareTasks(_ arguments: Arguments) throws -> [CollectionTask] {
  var grid = ExperimentGrid(codes: arguments.texts("code"), rates: arguments.numbers("p"))
  grid.noises = [try arguments.text("noise")]
  grid.rounds = try arguments.roundRule()
  return try sampling { try grid.tasks(decoders: ["union-find(growth=unweighted)"]) }
}

/// One code at one error rate.
private struct HardwareRow {
  let task: CollectionTask
  let study: LogicStudy
  /// The length of a clock.
  let nanoseconds: Double

  var rounds: Double { task.metadata["r"]?.doubleValue ?? 1 }
  var mean: Double { study.meanCycles * nanoseconds }

  func latency(_ part: Double) -> Double { Double(study.quantile(part)) * nanoseconds }

  var json: JSON {
    let resources = study.resources
    return [
      "task": task.metadata, "elements": .integer(Int64(resources.elements)),
      "links": .integer(Int64(resources.links)),
      "memory_bits": .integer(Int64(resources.memoryBits)),
      "mean_cycles": .number(study.meanCycles),
      "latency_ns": [
        "mean": .number(mean), "p50": .number(latency(0.5)), "p99": .number(latency(0.99)),
        "p99.9": .number(latency(0.999)), "max": .number(latency(1)),
      ],
      "mean_ns_per_round": .number(mean / rounds), "stall_share": .number(study.stallShare),
      "shots": .integer(Int64(study.mistakes.shots)),
      "mistakes": .integer(Int64(study.mistakes.hits)),
      "software_mistakes": .integer(Int64(study.softwareMistakes.hits)),
      "agreements": .integer(Int64(study.agreements)),
    ]
  }

  var cells: [String] {
    let resources = study.resources
    return [
      task.metadata["code"]?.stringValue ?? "",
      task.metadata["d"].map { "\($0.intValue ?? 0)" } ?? "",
      task.metadata["p"].map { rounded($0.doubleValue ?? 0) } ?? "", "\(resources.elements)",
      "\(resources.links)", rounded(Double(resources.memoryBits) / 8192), rounded(study.meanCycles),
      rounded(mean), rounded(latency(0.99)), rounded(latency(0.999)), rounded(latency(1)),
      rounded(mean / rounds), rounded(100 * study.stallShare),
      "\(study.agreements)/\(study.mistakes.shots)", "\(study.mistakes.hits)",
      "\(study.softwareMistakes.hits)",
    ]
  }
}

/// Decoders in hardware as published, each with its source.
private let publishedDecoders = [
  "Micro Blossom, FPGA, exact matching, d=9 at p=1e-3: 367 ns mean (Wu, Liyanage and Zhong, 2025)",
  "Collision clustering, FPGA and ASIC: a round each µs up to 881 and 1057 qubits (arXiv:2309.05558)",
  "Local clustering decoder, FPGA: below 1 µs a round at d=17 (arXiv:2411.10343)",
  "Five linked FPGAs, union-find, 100 logical qubits at d=5: 2.40 µs, 0.84 µs a round (arXiv:2504.11805)",
]

private func hardwareText(_ rows: [HardwareRow], seed: UInt64) -> String {
  let header = [
    "code", "d", "p", "elements", "links", "KiB", "clocks", "mean ns", "p99", "p99.9", "max",
    "ns/round", "stalls %", "agree", "mistakes", "software's",
  ]
  return "A model of a union-find decoder in logic, seed \(seed)\n"
    + TextTable(rows: [header] + rows.map(\.cells), side: .right).text()
    + "Published, for other codes, noise and clocks:\n"
    + publishedDecoders.map { "  \($0)\n" }.joined()
}
