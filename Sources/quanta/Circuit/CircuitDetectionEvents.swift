// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import ComputePrimitives
import StabilizerSimulation

/// `quanta circuit m2d`.
let circuitDetectionEvents = Command(
  "m2d", "Converts measurement results into detection events.",
  discussion: """
    A detector fires where the parity of its results differs from that of a noiseless reference.
    """,
  flags: [
    Flag("circuit", .path, "The circuit that was measured.", isRequired: true),
    Flag("in", .path, "The measurement results."),
    .format("in-format", "The format of --in."),
    Flag("out", .path, "Where to write the detection events."),
    .format("out-format", "The format of --out."),
  ] + Flag.observableFiles + [
    .appendObservables,
    Flag("sweep", .path, "The sweep bits of each shot; all are off without it."),
    .format("sweep-format", "The format of --sweep."),
    Flag(
      "ran-without-feedback", .toggle,
      "Says that the circuit's Pauli feedback was left out, so that its effect is worked out here."),
    Flag(
      "skip-reference-sample", .toggle,
      "Takes the noiseless results to be all zero, which saves simulating them."),
  ],
  example: """
    quanta circuit m2d --circuit surface.stim --in results.b8 --in_format b8 --out_format dets
    """
) { arguments in
  var options = DetectionConverter.Options()
  options.skipsReference = arguments.isOn("skip-reference-sample")
  options.ranWithoutFeedback = arguments.isOn("ran-without-feedback")
  var converter = try withCircuit(arguments.text("circuit")) { circuit in
    try checkWork(circuit)
    return try DetectionConverter(circuit, options: options)
  }
  var files = try SyndromeFiles(
    arguments, detectors: converter.detectorCount, observables: converter.observableCount)
  var reader = try arguments.reader(
    "in", layout: ShotLayout(measurements: converter.measurementCount))
  let size = converter.shotsPerBatch
  var results = BitMatrix(rowCount: size, columnCount: converter.measurementCount)
  var rows = BitMatrix(rowCount: size, columnCount: files.width)
  var sweep: ShotReader?
  if arguments.isGiven("sweep") {
    sweep = try arguments.reader("sweep", layout: ShotLayout(measurements: converter.sweepBitCount))
  }
  var sweepBits = BitMatrix(rowCount: size, columnCount: converter.sweepBitCount)
  while true {
    let count = try naming(arguments.textIfGiven("in")) { try reader.read(into: &results) }
    if sweep != nil {
      let found = try naming(arguments.textIfGiven("sweep")) { try sweep?.read(into: &sweepBits) }
      guard found ?? 0 >= count, found == count || count == size else {
        throw CommandFailure(
          file: displayName(arguments.textIfGiven("sweep")),
          "the number of shots differs from that of the measurement results.")
      }
    }
    let batch = converter.convert(
      results, sweepBits: arguments.isGiven("sweep") ? sweepBits : nil, shots: count)
    batch.fill(&rows, appendingObservables: files.appends)
    try files.write(rows, observables: batch.observables, count: count)
    if count < size { break }
  }
  try files.finish()
  return .success
}
