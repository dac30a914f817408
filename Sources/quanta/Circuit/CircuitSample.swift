// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import ComputePrimitives
import StabilizerSimulation

/// `quanta circuit sample`.
let circuitSample = Command(
  "sample", "Samples measurement results from a circuit.",
  flags: [
    Flag("in", .path, "The circuit."),
    .shots,
    Flag("out", .path, "Where to write the results."),
    .format("out-format", "The format of --out."),
    Flag(
      "skip-reference-sample", .toggle,
      "Takes the noiseless results to be all zero, which saves simulating them."),
    Flag(
      "skip-loop-folding", .toggle,
      "Accepted for the sake of scripts; the results are the same with and without."),
    .seed, .threads,
  ],
  example: "quanta circuit sample --in bell.stim --shots 5"
) { arguments in
  let sampler = try withCircuit(arguments.textIfGiven("in")) { circuit in
    try checkWork(circuit)
    return try MeasurementSampler(
      circuit, skipsReference: arguments.isOn("skip-reference-sample"))
  }
  let plan = try BlockPlan(arguments, blockSize: sampler.shotsPerBatch)
  try checkShots(plan.shots, arguments.format("out-format"))
  var output = try arguments.output(
    "out", layout: ShotLayout(measurements: sampler.measurementCount))
  if sampler.isLong {
    var rows = BitMatrix(
      rowCount: min(sampler.shotsPerBatch, plan.shots), columnCount: sampler.measurementCount)
    for block in 0..<plan.count {
      var stream = ResultStream(
        sampler, seed: plan.seed, batch: UInt64(block), shots: plan.shots(block),
        windowLength: 1 << 16)
      stream.fill(&rows, appendingObservables: false)
      try output.writer.write(rows, count: stream.shotCount)
    }
  } else if plan.threads == 1 {
    var engine = sampler.makeEngine()
    var progress = plan.progress(arguments)
    for block in 0..<plan.count {
      try output.writer.write(
        engine.sample(seed: plan.seed, batch: UInt64(block), shots: plan.shots(block)))
      plan.tell(block, &progress)
    }
    progress.finish()
  } else {
    try plan.forEachResult(arguments) { blocks in
      var engine = sampler.makeEngine()
      return blocks.map {
        engine.sample(seed: plan.seed, batch: UInt64($0), shots: plan.shots($0))
      }
    } write: { rows in
      try output.writer.write(rows)
    }
  }
  try output.finish()
  return .success
}
