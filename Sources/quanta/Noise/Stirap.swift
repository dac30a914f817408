// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import PulseDynamics
import StrictJSON
import Visualization

/// `quanta stirap`.
let stirapCommand = Command(
  "stirap", "Follows stimulated Raman adiabatic passage, and what errors of control make of it.",
  discussion: """
    A Λ system starts in |1⟩; the Stokes pulse comes first and the population goes to |3⟩ along the dark state. Time is in
    units of the shape's duration T (of the pulses' width for Gaussian ones); --area is Ω₀T in rad. With errors of control
    given, each row has the channel that circuit noise takes: the probability of a phase flip and that of leaving the qubit.
    Whole pulses are to end in |3⟩; with --fraction below 1 they are to end in the dark state of where they stop,
    cos θ|1⟩ − sin θ|3⟩ with tan θ = Ω_P/Ω_S, and infidelity and leakage are what lies outside it.
    --out draws populations in time for one area, the infidelity over the area for several.
    """,
  flags: [
    Flag(
      "shape", .choice(LambdaPulses.Shape.allCases.map(\.rawValue)), "The course of the pulses.",
      default: "smooth"),
    Flag("area", .list(.number(0...1e5)), "Ω₀T, one or several.", default: "40"),
    Flag(
      "delay", .number(-10...10),
      "By how much the Stokes pulse precedes; negative for the intuitive order."),
    Flag("detuning", .number(-1e5...1e5), "ΔT, the detuning of |2⟩.", default: "0"),
    Flag("two-photon-detuning", .number(-1e5...1e5), "δT, that of |3⟩.", default: "0"),
    Flag("decay", .number(0...1e5), "γT, the decay of |2⟩.", default: "0"),
    Flag("fraction", .number(0...1), "How far the shape is run.", default: "1"),
    Flag("area-rms", .number(0...0.3), "Error of the area, relative.", default: "0"),
    Flag("delay-rms", .number(0...1), "Error of the delay.", default: "0"),
    Flag(
      "detuning-rms", .number(ControlErrors.detunings), "Error of the detuning of |2⟩.",
      default: "0"),
    Flag(
      "two-photon-rms", .number(ControlErrors.twoPhotonDetunings),
      "Error of the detuning of |3⟩.",
      default: "0"),
    Flag("returns", .toggle, "Brings the qubit back by the same pulses in reverse."),
    Flag("out", .path, "Draws to an .svg, .png or .pdf file."),
    .json,
  ],
  example: "quanta stirap --shape gaussian --area 10,20,30,50"
) { arguments in
  do {
    let errors = try ControlErrors(
      area: arguments.number("area-rms"), delay: arguments.number("delay-rms"),
      detuning: arguments.number("detuning-rms"),
      twoPhotonDetuning: arguments.number("two-photon-rms"))
    var rows: [StirapRow] = []
    for area in arguments.numbers("area") {
      rows.append(
        try StirapRow(
          pulses(arguments, area: area), errors, returns: arguments.isOn("returns")))
    }
    if let path = arguments.textIfGiven("out") {
      let plot = try stirapPlot(rows)
      try drawing { try plot.write(to: path) }
    }
    try printOutput(
      arguments.isOn("json")
        ? JSON.array(rows.map(\.json)).text(.indented) + "\n" : StirapRow.table(rows))
  } catch let error as PulseError {
    throw CommandFailure(error.message)
  }
  return .success
}

private func pulses(_ arguments: Arguments, area: Double) throws -> LambdaPulses {
  let name = try arguments.text("shape")
  let shape = LambdaPulses.Shape(rawValue: name) ?? .smooth
  var pulses = try LambdaPulses(shape, area: area, delay: arguments.numberIfGiven("delay"))
  pulses.detuning = try arguments.number("detuning")
  pulses.twoPhotonDetuning = try arguments.number("two-photon-detuning")
  pulses.decay = try arguments.number("decay")
  pulses.fraction = try arguments.number("fraction")
  return pulses
}

/// What is told of pulses of one area.
private struct StirapRow {
  let pulses: LambdaPulses
  let end: LambdaState
  let channel: TransferChannel

  init(_ pulses: LambdaPulses, _ errors: ControlErrors, returns: Bool) throws(PulseError) {
    self.pulses = pulses
    end = try LambdaEvolution(pulses).end()
    channel = try TransferChannel(pulses, errors: errors, returns: returns)
  }

  var infidelity: Double { end.infidelity(to: pulses.target) }

  static func table(_ rows: [StirapRow]) -> String {
    var lines = [["area", "P1", "P2", "P3", "infidelity", "decayed", "dephasing", "leakage"]]
    for row in rows {
      lines.append(
        [
          row.pulses.area, row.end.population(1), row.end.population(2), row.end.population(3),
          row.infidelity, row.end.loss, row.channel.dephasing,
          row.channel.leakage,
        ].map(rounded))
    }
    return TextTable(rows: lines, side: .right).text()
  }

  var json: JSON {
    [
      "shape": .string(pulses.shape.rawValue), "area": .number(pulses.area),
      "delay": .number(pulses.delay), "detuning": .number(pulses.detuning),
      "two_photon_detuning": .number(pulses.twoPhotonDetuning), "decay": .number(pulses.decay),
      "fraction": .number(pulses.fraction),
      "populations": .array((1...3).map { .number(end.population($0)) }),
      "infidelity": .number(infidelity), "decayed": .number(end.loss),
      "dephasing": .number(channel.dephasing), "leakage": .number(channel.leakage),
    ]
  }
}

private func stirapPlot(_ rows: [StirapRow]) throws(PulseError) -> Plot {
  var plot = Plot(title: "Stimulated Raman adiabatic passage")
  if rows.count == 1 {
    let pulses = rows[0].pulses
    plot.subtitle = "\(pulses.shape.rawValue) pulses of area \(rounded(pulses.area))"
    plot.x = Axis("time")
    plot.y = Axis("population", range: 0...1)
    let samples = try LambdaEvolution(pulses).states(samples: 300)
    for level in 1...3 {
      var series = Series(
        "level \(level)",
        points: samples.map { DataPoint(x: $0.time, y: $0.state.population(level)) })
      series.hasMarkers = false
      plot.series.append(series)
    }
    return plot
  }
  plot.subtitle = "\(rows[0].pulses.shape.rawValue) pulses"
  plot.x = Axis("area of the pulses / rad")
  plot.y = Axis("infidelity", scale: .logarithmic)
  plot.series = [
    Series(
      "at the end of the pulses",
      points: rows.map { DataPoint(x: $0.pulses.area, y: max(1e-12, $0.infidelity)) })
  ]
  return plot
}
