// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import ComputePrimitives
import StabilizerSimulation

/// `quanta circuit detect`.
let circuitDetect = Command(
  "detect", "Samples detection events and observable flips from a circuit.",
  discussion: """
    In the format dets the observables are written too, as L0, L1 and so on, unless --obs_out takes them.
    """,
  flags: [
    Flag("in", .path, "The circuit."),
    .shots,
    Flag("out", .path, "Where to write the detection events."),
    .format("out-format", "The format of --out."),
  ] + Flag.observableFiles + [.appendObservables, .seed, .threads],
  example: "quanta circuit detect --in surface.stim --shots 1000 --out_format dets --seed 1"
) { arguments in
  let sampler = try withCircuit(arguments.textIfGiven("in")) { circuit in
    try checkWork(circuit)
    return try DetectionSampler(circuit)
  }
  var files = try SyndromeFiles(
    arguments, detectors: sampler.detectorCount, observables: sampler.observableCount,
    appendsInDets: true)
  let plan = try BlockPlan(arguments, blockSize: sampler.shotsPerBatch)
  let appends = files.appends
  let width = files.width
  if sampler.isLong {
    var rows = BitMatrix(
      rowCount: min(sampler.shotsPerBatch, plan.shots), columnCount: width)
    for block in 0..<plan.count {
      var stream = ResultStream(
        sampler, seed: plan.seed, batch: UInt64(block), shots: plan.shots(block),
        windowLength: 1 << 16)
      stream.fill(&rows, appendingObservables: appends)
      try files.write(rows, observables: stream.observables, count: stream.shotCount)
    }
  } else if plan.threads == 1 {
    var engine = sampler.makeEngine()
    var batch = sampler.makeBatch()
    var rows = BitMatrix(
      rowCount: min(sampler.shotsPerBatch, plan.shots), columnCount: width)
    var progress = plan.progress(arguments)
    for block in 0..<plan.count {
      let shots = plan.shots(block)
      engine.sample(seed: plan.seed, batch: UInt64(block), shots: shots, into: &batch)
      batch.fill(&rows, appendingObservables: appends)
      try files.write(rows, observables: batch.observables, count: shots)
      plan.tell(block, &progress)
    }
    progress.finish()
  } else {
    try plan.forEachResult(arguments) { blocks in
      var engine = sampler.makeEngine()
      var batch = sampler.makeBatch()
      return blocks.map { block in
        let shots = plan.shots(block)
        engine.sample(seed: plan.seed, batch: UInt64(block), shots: shots, into: &batch)
        return (batch.shotRows(appendingObservables: appends), batch.observables)
      }
    } write: { rows, observables in
      try files.write(rows, observables: observables, count: rows.rowCount)
    }
  }
  try files.finish()
  return .success
}
