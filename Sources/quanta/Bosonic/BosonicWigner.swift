// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import CommandLineKit
import ComputePrimitives
import StrictJSON
import Visualization

/// `quanta bosonic wigner`.
let bosonicWigner = Command(
  "wigner", "Draws the Wigner function of a state.",
  discussion: """
    States: vacuum, fock(n=3), coherent(re=1,im=0.5), squeezed(r=1), thermal(mean=1),
    cat(nbar=4,components=2,remainder=0), gkp(db=10,state=zero,lattice=hexagonal) with the states
    zero, one, plus, minus, plusI and minusI. Loss and dephasing act before the picture is taken.
    Levels that do not hold the state are refused.
    """,
  flags: [
    Flag("state", .text, "The state.", valueName: "STATE", default: "cat(nbar=4)"),
    Flag("dimension", .integer(2...1000), "The number of levels.", default: "120"),
    Flag("loss", .number(0...1), "The share of photons lost.", default: "0"),
    Flag("phase-variance", .number(0...1e3), "The variance of a random phase.", default: "0"),
    Flag("range", .number(0.5...20), "How far the axes reach from 0.", default: "5"),
    Flag("points", .integer(11...401), "The number of values across.", default: "121"),
    Flag("out", .path, "The picture, ending in .svg, .png or .pdf."),
    .json,
  ],
  example: "quanta bosonic wigner --state 'gkp(db=9,state=plus)' --out grid.svg"
) { arguments in
  if let out = arguments.textIfGiven("out") { _ = try drawing { try DrawingFormat(path: out) } }
  guard arguments.isGiven("out") || arguments.isOn("json") else {
    throw CommandFailure("nothing is asked for: use --out FILE.svg or --json.")
  }
  let name = try arguments.text("state")
  let points = try arguments.integer("points")
  let range = try arguments.number("range")
  let axis = (0..<points).map { range * (2 * Double($0) / Double(points - 1) - 1) }
  let (state, wigner) = try simulatingModes { () throws -> (FockState, WignerFunction) in
    let space = try FockSpace(dimension: try arguments.integer("dimension"), tolerance: 1e-6)
    var state = try NamedState(parsing: name).state(in: space)
    let loss = try arguments.number("loss")
    if loss > 0 { try state.lose(transmission: 1 - loss) }
    let variance = try arguments.number("phase-variance")
    if variance > 0 { try state.dephase(phaseVariance: variance) }
    return (state, try WignerFunction(state, x: axis, p: axis))
  }
  if let out = arguments.textIfGiven("out") {
    let half = range / Double(points - 1)
    let reach = -range - half...range + half
    var map = HeatMap(
      title: name, x: Axis("$x$", range: reach), y: Axis("$p$", range: reach), columns: points,
      values: wigner.values)
    map.subtitle = try subtitle(of: state)
    map.scaleLabel = "W"
    try drawing { try map.write(to: out) }
  }
  if arguments.isOn("json") {
    try printOutput(try summary(of: state, wigner).text(.indented) + "\n")
  }
  return .success
}

private func subtitle(of state: FockState) throws -> String {
  let photons = try simulatingModes { try state.meanPhotons() }
  return "\(rounded(photons)) photons on average, purity \(rounded(state.purity))"
}

private func summary(of state: FockState, _ wigner: WignerFunction) throws -> JSON {
  try simulatingModes {
    [
      "mean_photons": .number(try state.meanPhotons()),
      "parity": .number(try state.meanParity()),
      "purity": .number(state.purity),
      "x": .array(wigner.x.map(JSON.number)),
      "p": .array(wigner.p.map(JSON.number)),
      "w": .array(wigner.values.map(JSON.number)),
    ]
  }
}
