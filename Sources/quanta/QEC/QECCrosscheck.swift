// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import CommandLineKit
import Sampling
import StrictJSON

/// `quanta qec crosscheck`.
let qecCrosscheck = Command(
  "crosscheck", "Runs the same experiments through us and through a peer, side by side.",
  discussion: """
    The peers run in Python: Stim samples and PyMatching decodes, or qecsim does both. Each row gives \
    both logical error rates and how many standard deviations they are apart. Exits with 1 if two \
    rates differ by more than --sigma.
    """,
  flags: [
    Flag(
      "with", .list(.choice(CrosscheckExperiment.Peer.allCases.map(\.rawValue))),
      "The peers to compare with.", valueName: "PEERS", default: "stim,qecsim"),
    .python,
    Flag(
      "match", .text, "Runs only the experiments whose code or noise contains this.",
      valueName: "TEXT", default: ""),
    Flag(
      "sigma", .number(0.1...100), "How many standard deviations still count as agreement.",
      default: "4"),
    Flag("workers", .integer(1...1024), "Our number of threads.", valueName: "THREADS"),
    .seed, .json, .progress,
  ],
  example: "quanta qec crosscheck --with stim,qecsim --seed 1"
) { arguments in
  let peers = arguments.texts("with")
  let match = try arguments.text("match")
  let experiments = CrosscheckExperiment.all.filter {
    peers.contains($0.peer.rawValue)
      && (match.isEmpty || $0.code.contains(match) || $0.noise.contains(match))
  }
  guard !experiments.isEmpty else {
    throw CommandFailure("no experiment has `\(match)` in its code or noise; leave --match out.")
  }
  Interruption.watch()
  var table = CrosscheckTable(
    sigma: try arguments.number("sigma"), isJSON: arguments.isOn("json"),
    progress: Progress(isForced: arguments.isOn("progress")), total: experiments.count)
  let results = try sampling {
    try crosscheck(
      experiments, python: peerInterpreter(arguments),
      seed: UInt64(arguments.integerIfGiven("seed") ?? 0),
      workers: arguments.integerIfGiven("workers") ?? processorCount(),
      shouldStop: { Interruption.isRequested },
      report: { table.add($0) })
  }
  try table.end()
  if results.count < experiments.count { return .negative }
  return results.allSatisfy { abs($0.z) <= table.sigma } ? .success : .negative
}

/// The rows as they come, as text or, in the end, as JSON.
private struct CrosscheckTable {
  let sigma: Double
  let isJSON: Bool
  var progress: Progress
  let total: Int
  private var rows: [CrosscheckResult] = []

  init(sigma: Double, isJSON: Bool, progress: Progress, total: Int) {
    self.sigma = sigma
    self.isJSON = isJSON
    self.progress = progress
    self.total = total
  }

  private static let columns = [
    ("peer", 7), ("code", 23), ("noise", 28), ("p", 7), ("decoder", 19), ("peer's decoder", 25),
    ("errors/shots", 17), ("peer's", 14), ("rate", 10), ("peer's", 10), ("z", 6),
  ]

  mutating func add(_ result: CrosscheckResult) {
    rows.append(result)
    let (done, total) = (rows.count, total)
    progress.update(
      fraction: Double(done) / Double(total), "\(done)/\(total) experiments")
    guard !isJSON else { return }
    progress.finish()
    let experiment = result.experiment
    let words = [
      experiment.peer.rawValue, "\(experiment.code) \(experiment.basis.rawValue)",
      experiment.noise, "\(experiment.rate)", experiment.decoder, experiment.peerDecoder,
      "\(result.ours.hits)/\(result.ours.shots)", "\(result.theirs.hits)/\(result.theirs.shots)",
      rounded(result.ours.rate), rounded(result.theirs.rate), rounded(result.z),
    ]
    let header = rows.count == 1 ? line(CrosscheckTable.columns.map(\.0)) : ""
    // A closed pipe is found out when the table ends.
    try? printOutput(header + line(words))
  }

  mutating func end() throws {
    progress.finish()
    if isJSON {
      try printOutput(JSON.array(rows.map(json)).text(.indented) + "\n")
      return
    }
    let outside = rows.count { abs($0.z) > sigma }
    try printOutput(
      "\(rows.count - outside) of \(rows.count) experiments agree within \(rounded(sigma)) sigma.\n"
    )
  }

  private func line(_ words: [String]) -> String {
    zip(words, CrosscheckTable.columns).map { word, column in
      word + String(repeating: " ", count: max(1, column.1 - word.count))
    }.joined() + "\n"
  }

  private func json(_ result: CrosscheckResult) -> JSON {
    let experiment = result.experiment
    return [
      "peer": .string(experiment.peer.rawValue), "code": .string(experiment.code),
      "basis": .string(experiment.basis.rawValue), "noise": .string(experiment.noise),
      "p": .number(experiment.rate), "decoder": .string(experiment.decoder),
      "peer_decoder": .string(experiment.peerDecoder),
      "errors": .integer(Int64(result.ours.hits)), "shots": .integer(Int64(result.ours.shots)),
      "peer_errors": .integer(Int64(result.theirs.hits)),
      "peer_shots": .integer(Int64(result.theirs.shots)), "z": .number(result.z),
    ]
  }
}
