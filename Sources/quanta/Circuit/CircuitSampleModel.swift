// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import ComputePrimitives
import StabilizerSimulation

/// `quanta circuit sample-dem`.
let circuitSampleModel = Command(
  "sample-dem", "Samples detection events from a detector error model.",
  flags: [
    Flag("in", .path, "The detector error model."),
    .shots,
    Flag("out", .path, "Where to write the detection events."),
    .format("out-format", "The format of --out."),
  ] + Flag.observableFiles + [
    .appendObservables,
    Flag("err-out", .path, "Where to write which mechanisms fired."),
    .format("err-out-format", "The format of --err-out."),
    Flag("replay-err-in", .path, "Which mechanisms fire, in place of chance."),
    .format("replay-err-in-format", "The format of --replay-err-in."),
    .seed, .threads,
  ],
  example: "quanta circuit sample-dem --in surface.dem --shots 1e6 --out shots.b8 --out_format b8"
) { arguments in
  let path = arguments.textIfGiven("in")
  let sampler = try naming(path) { try ErrorModelSampler(readModel(path)) }
  var files = try SyndromeFiles(
    arguments, detectors: sampler.detectorCount, observables: sampler.observableCount)
  let shots = try arguments.integer("shots")
  let recorded = ShotLayout(measurements: sampler.mechanismCount)
  if arguments.isGiven("replay-err-in") {
    try replay(arguments, sampler, shots: shots, layout: recorded, into: &files)
  } else if arguments.isGiven("err-out") {
    try checkShots(shots, arguments.format("err-out-format"))
    var record = try arguments.output("err-out", layout: recorded)
    try forEachBlock(arguments, shots: shots) { count, stream in
      var batch = files.makeBatch(shots: count)
      var fired = SyndromeBatch(
        shotCount: count, detectorCount: sampler.mechanismCount, observableCount: 0)
      sampler.sample(shots: count, using: &stream, into: &batch, recording: &fired)
      try record.writer.write(fired.rows())
      try files.write(batch)
    }
    try record.finish()
  } else {
    try sample(arguments, sampler, shots: shots, into: &files)
  }
  try files.finish()
  return .success
}

/// Draws shots block by block, each with a random stream of its own, and writes them in order.
private func sample(
  _ arguments: Arguments, _ sampler: ErrorModelSampler, shots: Int,
  into files: inout SyndromeFiles
) throws {
  let threads = try arguments.integer("threads")
  guard threads > 1 else {
    if files.takesPackedRows {
      var (rows, flipped): ([UInt8], [UInt8]) = ([], [])
      return try forEachBlock(arguments, shots: shots) { count, stream in
        sampler.sampleRows(
          shots: count, using: &stream, detectors: &rows, observables: &flipped)
        try files.write(detectors: rows, observables: flipped)
      }
    }
    var batch = files.makeBatch(shots: 0)
    return try forEachBlock(arguments, shots: shots) { count, stream in
      sampler.sample(shots: count, using: &stream, into: &batch)
      try files.write(batch)
    }
  }
  let plan = try BlockPlan(arguments, shots: shots)
  let empty = files.makeBatch(shots: 0)
  for group in plan.groups(of: 4 * threads) {
    let batches = try parallelMap(count: group.count, workers: threads) { index in
      var batch = empty
      var stream = plan.stream(group.lowerBound + index)
      sampler.sample(
        shots: plan.shots(group.lowerBound + index), using: &stream, into: &batch)
      return batch
    }
    for batch in batches { try files.write(batch) }
  }
}

/// Computes the shots in which the recorded mechanisms fire.
private func replay(
  _ arguments: Arguments, _ sampler: ErrorModelSampler, shots: Int, layout: ShotLayout,
  into files: inout SyndromeFiles
) throws {
  let path = arguments.textIfGiven("replay-err-in")
  var reader = try arguments.reader("replay-err-in", layout: layout)
  var record: ShotOutput?
  if arguments.isGiven("err-out") { record = try arguments.output("err-out", layout: layout) }
  let size = min(max(1, shots), batchSize(width: layout.width))
  var rows = BitMatrix(rowCount: size, columnCount: layout.width)
  var left = shots
  while left > 0 {
    let found = try naming(path) { try reader.read(into: &rows) }
    let count = min(found, left)
    guard count == min(left, size) else {
      throw CommandFailure(
        file: displayName(path), "there are \(shots - left + found) shots; \(shots) are needed.")
    }
    var batch = files.makeBatch(shots: count)
    sampler.replay(SyndromeBatch(rows: rows, count: count), into: &batch)
    try files.write(batch)
    try record?.writer.write(rows, count: count)
    left -= count
  }
  try record?.finish()
}
