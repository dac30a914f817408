// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import ComputePrimitives

/// `quanta circuit convert`.
let circuitConvert = Command(
  "convert", "Converts shots between formats.",
  discussion: """
    The number of bits in a shot comes from --circuit with --types, from --dem, from the --num_…
    flags, or from --bits_per_shot; only the last says nothing of what the bits mean, and so does
    not do for the format dets.
    """,
  flags: [
    Flag("in", .path, "The shots."),
    .format("in-format", "The format of --in."),
    Flag("out", .path, "Where to write the shots."),
    .format("out-format", "The format of --out."),
  ] + Flag.observableFiles + [
    Flag("circuit", .path, "The circuit that the shots are of; needs --types."),
    Flag("dem", .path, "The detector error model that the shots are of."),
    Flag(
      "types", .text, "Which bits a shot has, of M (measurements), D (detectors), L (observables).",
      valueName: "MDL"),
    Flag("num-measurements", .integer(0...Int.max), "The number of measurements in a shot."),
    Flag("num-detectors", .integer(0...Int.max), "The number of detectors in a shot."),
    Flag("num-observables", .integer(0...Int.max), "The number of observables in a shot."),
    Flag("bits-per-shot", .integer(0...Int.max), "The number of bits in a shot, of any meaning."),
  ],
  example:
    "quanta circuit convert --in shots.b8 --in_format b8 --out_format dets --num_detectors 24"
) { arguments in
  let layout = try convertedLayout(arguments)
  var outLayout = layout
  let separates = arguments.isGiven("obs-out")
  if separates { outLayout.observables = 0 }
  let path = arguments.textIfGiven("in")
  var reader = try arguments.reader("in", layout: layout)
  var output = try arguments.output("out", layout: outLayout)
  var rows = BitMatrix(rowCount: batchSize(width: layout.width), columnCount: layout.width)
  if separates {
    var observables = try arguments.output(
      "obs-out", layout: ShotLayout(observables: layout.observables))
    while true {
      let count = try naming(path) { try reader.read(into: &rows) }
      try output.writer.write(rows.columns(0..<outLayout.width), count: count)
      try observables.writer.write(
        rows.columns(outLayout.width..<layout.width), count: count)
      if count < rows.rowCount { break }
    }
    try observables.finish()
  } else {
    while true {
      let count = try naming(path) { try reader.read(into: &rows) }
      try output.writer.write(rows, count: count)
      if count < rows.rowCount { break }
    }
  }
  try output.finish()
  return .success
}

/// What the bits of a shot are, from whichever flags say it.
private func convertedLayout(_ arguments: Arguments) throws -> ShotLayout {
  if let bits = arguments.integerIfGiven("bits-per-shot") {
    if try arguments.format("out-format") == .dets {
      throw CommandFailure(
        "--bits-per-shot does not say what the bits are, and dets has to; use --num-measurements, "
          + "--num-detectors and --num-observables.")
    }
    return try shotLayout(measurements: UInt64(bits))
  }
  var layout = ShotLayout()
  if let path = arguments.textIfGiven("circuit") {
    guard arguments.isGiven("types") else {
      throw CommandFailure("--circuit needs --types: which of M, D and L the shots hold.")
    }
    layout = try withCircuit(path) { circuit in
      let counts = circuit.counts
      return try shotLayout(
        measurements: counts.measurements, detectors: counts.detectors,
        observables: counts.observables)
    }
  } else if let path = arguments.textIfGiven("dem") {
    layout = try naming(path) {
      let counts = try readModel(path).counts
      return try shotLayout(detectors: counts.detectors, observables: counts.observables)
    }
  } else {
    let names = ["num-measurements", "num-detectors", "num-observables"]
    guard names.contains(where: arguments.isGiven) else {
      throw CommandFailure(
        "the number of bits in a shot is not known; give --circuit, --dem, --bits-per-shot, or "
          + "--num-measurements, --num-detectors and --num-observables.")
    }
    let counts = names.map { UInt64(arguments.integerIfGiven($0) ?? 0) }
    layout = try shotLayout(
      measurements: counts[0], detectors: counts[1],
      observables: Int(clamping: counts[2]))
  }
  return try restrict(layout, to: arguments.textIfGiven("types"))
}

/// Keeps the kinds that `--types` names.
private func restrict(_ layout: ShotLayout, to types: String?) throws -> ShotLayout {
  guard let types else { return layout }
  guard !types.isEmpty, types.allSatisfy("MDL".contains), Set(types).count == types.count else {
    throw CommandFailure("--types cannot be `\(types)`: it must be some of M, D and L, each once.")
  }
  return ShotLayout(
    measurements: types.contains("M") ? layout.measurements : 0,
    detectors: types.contains("D") ? layout.detectors : 0,
    observables: types.contains("L") ? layout.observables : 0)
}
