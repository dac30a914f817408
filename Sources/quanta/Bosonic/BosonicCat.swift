// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import CommandLineKit
import StrictJSON
import Visualization

/// `quanta bosonic cat`.
let bosonicCat = Command(
  "cat", "Tells how often stabilized cats flip, from the Liouvillian and by formula.",
  discussion: """
    Rates are in the unit of the stabilization: the rate of two-photon (or four-photon) dissipation, or
    the Kerr constant. The simulated rates come from slow modes of the Liouvillian, the phase flips of
    Kerr cats from their decay in time, and are computed again with more levels; an answer that
    changes is refused. With four components the rates are those of
    lost photons and of hops between components, and `undetected` is the logical error that loss
    between two parity checks leaves.
    """,
  flags: [
    Flag(
      "nbar", .list(.text), "Mean photon numbers: values and ranges such as `2..8`.",
      valueName: "NBAR", default: "2..8"),
    Flag(
      "components", .choice(["2", "4"]), "How many coherent states make the cat.", default: "2"),
    Flag(
      "stabilization", .choice(CatSimulation.Stabilization.allCases.map(\.rawValue)),
      "What holds the amplitude.", default: "dissipative"),
    Flag("loss", .list(.number(0...1e3)), "Rates of photon loss.", default: "0.01"),
    Flag("dephasing", .number(0...1e3), "The rate of dephasing.", default: "0"),
    Flag("thermal", .number(0...10), "The thermal photons of the bath.", default: "0"),
    Flag(
      "dimension", .integer(2...400), "The number of levels; chosen by the photon number if absent."
    ),
    Flag("check-time", .number(1e-6...1e6), "The time between parity checks.", default: "1"),
    .threads,
    Flag("out", .path, "Draws the rates over the photon number, as .svg, .png or .pdf."),
    .json,
  ],
  example: "quanta bosonic cat --nbar 2..8 --loss 0.001,0.01 --out cat.svg"
) { arguments in
  if let out = arguments.textIfGiven("out") { _ = try drawing { try DrawingFormat(path: out) } }
  let numbers = try parseSweep(arguments.texts("nbar"), flag: "nbar")
  let losses = arguments.numbers("loss")
  let sweep = CatSweep(
    components: try arguments.integer("components"),
    stabilization: CatSimulation.Stabilization(rawValue: try arguments.text("stabilization"))
      ?? .dissipative,
    dephasing: try arguments.number("dephasing"), thermal: try arguments.number("thermal"),
    dimension: arguments.integerIfGiven("dimension"),
    checkTime: try arguments.number("check-time"))
  let rows = try simulatingModes {
    try parallelRows(losses, numbers, workers: arguments.integer("threads"), sweep)
  }
  try printRows(sweep.columns, rows.map { $0.map(JSON.number) }, asJSON: arguments.isOn("json"))
  if let out = arguments.textIfGiven("out") {
    let plot = sweep.plot(rows, losses: losses)
    try drawing { try plot.write(to: out) }
  }
  return .success
}
