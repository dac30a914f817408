// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import CommandLineKit
import StrictJSON
import Visualization

/// `quanta bosonic gkp`.
let bosonicGrid = Command(
  "gkp", "Tells how often grid (GKP) codes fail, for squeezing, loss and lattice.",
  discussion: """
    Each row is one round of error correction by teleportation: the measured shift has twice the
    variance of a peak, and what loss and detectors add. Its logical errors are exact integrals over
    the cells of the lattice; with --shots they are sampled as well. For the square lattice without
    loss and with perfect detectors, the failure of a CNOT is added, decoded mode by mode and decoded
    together.
    """,
  flags: [
    Flag(
      "db", .list(.text), "Squeezing in dB: values and ranges such as `8..14`.", valueName: "DB",
      default: "8..14"),
    Flag(
      "lattice", .several(.text), "square, hexagonal or rectangular(aspect=R).",
      valueName: "LATTICE", default: "square"),
    Flag("loss", .list(.number(0...0.999)), "The share of photons lost in a round.", default: "0"),
    Flag(
      "amplification", .choice(["before", "after"]),
      "Whether the amplifier stands before or after the loss.", default: "before"),
    Flag(
      "detector-efficiency", .number(1e-3...1), "The efficiency of homodyne detection.",
      default: "1"),
    Flag(
      "decoding", .choice(GKP.Decoding.allCases.map(\.rawValue)), "How sampled shifts are decoded.",
      default: GKP.Decoding.closestPoint.rawValue),
    Flag("shots", .integer(0...1_000_000_000), "How many shifts to sample.", default: "0"),
    .seed, .threads,
    Flag("out", .path, "Draws the failures over the squeezing, as .svg, .png or .pdf."),
    .json,
  ],
  example: "quanta bosonic gkp --db 10..13 --lattice square hexagonal --loss 0,0.02"
) { arguments in
  if let out = arguments.textIfGiven("out") { _ = try drawing { try DrawingFormat(path: out) } }
  let decibels = try parseSweep(arguments.texts("db"), flag: "db")
  let lattices = try simulatingModes {
    try arguments.texts("lattice").map(GKP.Lattice.init(named:))
  }
  var rows: [[JSON]] = []
  var plot = Plot(title: "Grid code corrected by teleportation")
  plot.x = Axis("squeezing / dB")
  plot.y = Axis("logical errors per round", scale: .logarithmic)
  for lattice in lattices {
    for loss in arguments.numbers("loss") {
      var points: [DataPoint] = []
      for db in decibels {
        let row = try simulatingModes {
          try GridRow(arguments, lattice: lattice, decibels: db, loss: loss)
        }
        rows.append(row.cells)
        if row.failure > 0 { points.append(DataPoint(x: db, y: row.failure)) }
      }
      let label = loss > 0 ? "\(lattice.name), loss \(rounded(loss))" : lattice.name
      plot.series.append(Series(label, points: points))
    }
  }
  try printRows(GridRow.columns, rows, asJSON: arguments.isOn("json"))
  if let out = arguments.textIfGiven("out") { try drawing { try plot.write(to: out) } }
  return .success
}

/// One squeezing, loss and lattice.
private struct GridRow {
  static let columns = [
    "lattice", "db", "loss", "deviation", "p_x", "p_z", "p_y", "p_any", "sampled", "cnot_apart",
    "cnot_together",
  ]

  let cells: [JSON]
  /// The probability of any logical error.
  let failure: Double

  init(_ arguments: Arguments, lattice: GKP.Lattice, decibels: Double, loss: Double) throws {
    let round = try GKP.TeleportationRound(
      decibels: decibels, transmission: 1 - loss,
      amplification: arguments.text("amplification") == "after" ? .after : .before,
      detectorEfficiency: arguments.number("detector-efficiency"), lattice: lattice)
    let errors = try round.errorProbabilities()
    failure = errors[1] + errors[2] + errors[3]
    var sampled = JSON.null
    let shots = try arguments.integer("shots")
    if shots > 0 {
      let decoding = GKP.Decoding(rawValue: try arguments.text("decoding")) ?? .closestPoint
      let counts = try round.sampler(decoding: decoding).count(
        shots: shots, seed: UInt64(arguments.integerIfGiven("seed") ?? 0),
        workers: arguments.integer("threads"))
      sampled = .number(1 - Double(counts[0]) / Double(shots))
    }
    var gate: [JSON] = [.null, .null]
    if lattice == .square && round.lossVariance == 0 && round.detectorVariance == 0 {
      gate = try GKP.ModeDecoding.allCases.map {
        .number(try GKP.controlledNotFailure(decibels: decibels, decoding: $0))
      }
    }
    cells =
      [.string(lattice.name), .number(decibels), .number(loss)]
      + [round.measuredVariance.squareRoot(), errors[1], errors[2], errors[3], failure]
      .map(JSON.number) + [sampled] + gate
  }
}
