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
  let plan = try BlockPlan(arguments, blockSize: ErrorModelSampler.blockSize)
  if arguments.isGiven("replay-err-in") {
    try replay(arguments, sampler, shots: plan.shots, into: &files)
  } else if arguments.isGiven("err-out") {
    try record(arguments, sampler, plan, into: &files)
  } else if plan.threads > 1 {
    let empty = files.makeBatch(shots: 0)
    try plan.forEachResult(arguments) { blocks in
      blocks.map { block in
        var batch = empty
        var stream = plan.stream(block)
        sampler.sample(shots: plan.shots(block), using: &stream, into: &batch)
        return batch
      }
    } write: { batch in
      try files.write(batch)
    }
  } else {
    try sample(arguments, sampler, plan, into: &files)
  }
  try files.finish()
  return .success
}

/// Draws shots on one thread, in the form that the files take with the least work.
private func sample(
  _ arguments: Arguments, _ sampler: ErrorModelSampler, _ plan: BlockPlan,
  into files: inout SyndromeFiles
) throws {
  var progress = plan.progress(arguments)
  var batch = files.makeBatch(shots: 0)
  var (rows, flipped): ([UInt8], [UInt8]) = ([], [])
  for block in 0..<plan.count {
    var stream = plan.stream(block)
    if files.takesPackedRows {
      sampler.sampleRows(
        shots: plan.shots(block), using: &stream, detectors: &rows, observables: &flipped)
      try files.write(detectors: rows, observables: flipped)
    } else {
      sampler.sample(shots: plan.shots(block), using: &stream, into: &batch)
      try files.write(batch)
    }
    plan.tell(block, &progress)
  }
  progress.finish()
}

/// Draws shots and writes which mechanisms fired.
private func record(
  _ arguments: Arguments, _ sampler: ErrorModelSampler, _ plan: BlockPlan,
  into files: inout SyndromeFiles
) throws {
  try checkShots(plan.shots, arguments.format("err-out-format"))
  var record = try arguments.output(
    "err-out", layout: ShotLayout(measurements: sampler.mechanismCount))
  var batch = files.makeBatch(shots: 0)
  var fired = SyndromeBatch(
    shotCount: 0, detectorCount: sampler.mechanismCount, observableCount: 0)
  for block in 0..<plan.count {
    var stream = plan.stream(block)
    sampler.sample(
      shots: plan.shots(block), using: &stream, into: &batch, recording: &fired)
    try record.writer.write(fired.rows())
    try files.write(batch)
  }
  try record.finish()
}

/// Computes the shots in which the recorded mechanisms fire.
private func replay(
  _ arguments: Arguments, _ sampler: ErrorModelSampler, shots: Int,
  into files: inout SyndromeFiles
) throws {
  let layout = ShotLayout(measurements: sampler.mechanismCount)
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
