// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import CommandLineKit
import ComputePrimitives
import StrictJSON

/// `quanta bosonic evolve`.
let bosonicEvolve = Command(
  "evolve", "Evolves a state under stabilization, loss and dephasing.",
  discussion: """
    Solves the Lindblad equation, or averages quantum trajectories with --trajectories, and prints the
    mean photon number, the parity and the mean of x at each time. Time is in the inverse unit of the
    stabilization. A state that reaches the edge of the levels is refused.
    """,
  flags: [
    Flag(
      "state", .text, "The state at first, as in `wigner`.", valueName: "STATE",
      default: "coherent(re=2)"),
    Flag(
      "stabilization", .choice(["dissipative", "kerr", "none"]), "What holds the amplitude.",
      default: "dissipative"),
    Flag("nbar", .number(0.25...25), "The photon number that is held.", default: "4"),
    Flag(
      "components", .choice(["2", "4"]), "How many coherent states make the cat.", default: "2"),
    Flag("loss", .number(0...1e3), "The rate of photon loss.", default: "0.01"),
    Flag("dephasing", .number(0...1e3), "The rate of dephasing.", default: "0"),
    Flag("thermal", .number(0...10), "The thermal photons of the bath.", default: "0"),
    Flag("time", .number(1e-9...1e9), "The last time.", default: "10"),
    Flag(
      "steps", .integer(1...100_000), "How many times are printed after the first.", default: "10"),
    Flag("dimension", .integer(2...400), "The number of levels.", default: "40"),
    Flag(
      "method", .choice(EvolutionOptions.Method.allCases.map(\.rawValue)), "How to integrate.",
      default: "automatic"),
    Flag("tolerance", .number(1e-13...1e-2), "The error allowed in a step.", default: "1e-9"),
    Flag("trajectories", .integer(0...10_000_000), "Averages so many trajectories.", default: "0"),
    .seed, .threads, .json,
  ],
  example: "quanta bosonic evolve --state 'cat(nbar=4)' --loss 0.05 --time 2 --steps 4"
) { arguments in
  let run = try EvolutionRun(arguments)
  let rows = try simulatingModes { try run.rows(arguments) }
  let columns =
    run.trajectories > 0
    ? ["time", "photons", "photons_error", "parity", "parity_error", "x", "x_error"]
    : ["time", "photons", "parity", "x"]
  try printRows(columns, rows.map { $0.map(JSON.number) }, asJSON: arguments.isOn("json"))
  return .success
}

/// What `quanta bosonic evolve` is asked for.
private struct EvolutionRun {
  let model: LindbladModel
  let state: FockState
  let times: [Double]
  let trajectories: Int
  var options = EvolutionOptions()

  init(_ arguments: Arguments) throws {
    (model, state) = try simulatingModes { try Self.system(arguments) }
    let steps = try arguments.integer("steps")
    let time = try arguments.number("time")
    times = (0...steps).map { time * Double($0) / Double(steps) }
    trajectories = try arguments.integer("trajectories")
    if trajectories == 1 {
      throw CommandFailure("--trajectories=1 has no standard error; use 0 or at least 2.")
    }
    options.method = try EvolutionOptions.Method(rawValue: arguments.text("method")) ?? .automatic
    options.tolerance = try arguments.number("tolerance")
  }

  /// The equation and the state at first.
  private static func system(_ arguments: Arguments) throws -> (LindbladModel, FockState) {
    let dimension = try arguments.integer("dimension")
    let disturbance = try Cat.Disturbance(
      loss: arguments.number("loss"), dephasing: arguments.number("dephasing"),
      thermalPhotons: arguments.number("thermal"))
    let named = try NamedState(parsing: arguments.text("state"))
    let word = try arguments.text("stabilization")
    if let stabilization = CatSimulation.Stabilization(rawValue: word) {
      let cat = try CatSimulation(
        nbar: arguments.number("nbar"), components: arguments.integer("components"),
        stabilization: stabilization, disturbance: disturbance, dimension: dimension)
      return (try cat.model(), try named.state(in: cat.space))
    }
    let space = try FockSpace(dimension: dimension)
    var model = try LindbladModel(space)
    let thermal = disturbance.thermalPhotons
    try model.addJump(space.annihilation(), rate: disturbance.loss * (1 + thermal))
    try model.addJump(space.creation(), rate: disturbance.loss * thermal)
    try model.addJump(space.number(), rate: disturbance.dephasing)
    return (model, try named.state(in: space))
  }

  /// One row of numbers for each time.
  func rows(_ arguments: Arguments) throws -> [[Double]] {
    let space = model.space
    let observables = [
      try space.number(), try space.parity(), try space.quadrature(angle: 0),
    ]
    guard trajectories > 0 else {
      let evolution = try model.evolve(
        state, times: times, observables: observables, options: options)
      return times.indices.map { index in
        [times[index]] + evolution.means.map { $0[index].real }
      }
    }
    let averages = try model.averageTrajectories(
      from: state, times: times, observables: observables, trajectories: trajectories,
      seed: UInt64(arguments.integerIfGiven("seed") ?? 0),
      workers: arguments.integer("threads"), options: options)
    return times.indices.map { index in
      [times[index]]
        + zip(averages.means, averages.errors).flatMap { [$0[index], $1[index]] }
    }
  }
}
