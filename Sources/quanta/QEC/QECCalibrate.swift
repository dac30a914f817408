// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Calibration
import CommandLineKit
import QVMExecution
import Sampling
import StrictJSON
import Synchronization

/// `quanta qec calibrate`.
let qecCalibrate = Command(
  "calibrate", "Measures the logical error rates that programs run under.",
  discussion: """
    A profile names a code, its decoder and the noise of its hardware: surface:d=5,p=0.003,noise=sd6,\
    decoder=matching. What is left out is noise=sd6, p=0.001 and the decoder of the code's family. Standard names such as \
    surface_d7 and JSON descriptions, as `quanta qec profile` reads them, will do as well. Five experiments give the logical \
    Pauli rates of idling, of gates and of readout, a cycle being d rounds. Where the code fails too rarely to \
    be counted, they are estimated as `quanta qec rare` does, and marked `rare-event`, or extrapolated from smaller \
    distances, and marked `fit`. Rates are kept in a \
    file, from which `quanta run --noise measured` takes them; a profile that is there already is \
    measured again only with --again.
    """,
  flags: calibrationFlags + [
    Flag("again", .toggle, "Measures profiles anew that the file holds."),
    Flag("json", .toggle, "Prints the rates as the file holds them."),
  ],
  positional: .init("PROFILE", "What to measure, such as surface:d=5,p=0.003.", count: 1...100),
  example: "quanta qec calibrate surface:d=3,p=0.003 surface:d=5,p=0.003 --seed 1"
) { arguments in
  Interruption.watch()
  let store = try RateStore(arguments)
  let profiles = try arguments.positionals.map(readProfile)
  let options = try calibrationOptions(arguments)
  var table = LogicalRateTable()
  for profile in profiles {
    if !arguments.isOn("again"), let known = store.current(profile, in: try store.table()),
      known.kinds == .all
    {
      table.insert(known)
      continue
    }
    table.insert(
      try store.measure(profile, .all, options, tellsProgress: arguments.isOn("progress")))
  }
  if arguments.isOn("json") {
    try printOutput(table.json.text(.indented) + "\n")
  } else {
    try printOutput(table.rates.map(ratesText).joined(separator: "\n"))
    if let path = store.path { try printOutput("Kept in \(path).\n") }
  }
  return .success
}

/// How profiles are measured, and where their rates are kept.
let calibrationFlags: [Flag] = [
  Flag(
    "rates", .path,
    "The file of measured rates. Without it, logical-rates.json in quantacore's folder of the user's cache.",
    valueName: "FILE"),
  Flag(
    "max-shots", .integer(1000...1_000_000_000_000), "The most shots of an experiment.",
    default: "1000000"),
  Flag(
    "max-errors", .integer(10...1_000_000_000), "The failures that end an experiment.",
    default: "2000"),
  Flag(
    "small-rates", .choice(CalibrationOptions.SmallRates.allCases.map(\.rawValue)),
    "What is done about rates too small to count.", default: "rare-event"),
  Flag(
    "workers", .text, "How many threads work, or `auto`. The result does not depend on it.",
    valueName: "N", default: "auto"),
  Flag(
    "seed", .integer(0...Int.max),
    "Other chance: the same seed gives the same rates for any number of threads.", default: "0"),
  .progress,
]

private func calibrationOptions(_ arguments: Arguments) throws -> CalibrationOptions {
  var options = CalibrationOptions(
    seed: UInt64(try arguments.integer("seed")))
  options.maxShots = try arguments.integer("max-shots")
  options.maxErrors = try arguments.integer("max-errors")
  options.workers = try workerCount(arguments)
  options.smallRates =
    try CalibrationOptions.SmallRates(rawValue: arguments.text("small-rates")) ?? .rareEvents
  return options
}

/// Rates for people: value, interval and how they were found.
private func ratesText(_ rates: LogicalRates) -> String {
  func row(_ name: String, _ rate: MeasuredRate) -> [String] {
    [
      name, rounded(rate.value), "\(rounded(rate.low)) to \(rounded(rate.high))",
      rate.method.rawValue, "\(rate.failures)/\(rate.shots)",
    ]
  }
  func rows(_ name: String, _ paulis: PauliRates?) -> [[String]] {
    guard let paulis else { return [] }
    return [row("\(name) X", paulis.x), row("\(name) Y", paulis.y), row("\(name) Z", paulis.z)]
  }
  let lines =
    [["logical error", "rate", "95 % interval", "method", "failures/shots"]]
    + rows("idle cycle", rates.idle) + rows("one-qubit gate", rates.oneQubitGate)
    + rows("two-qubit gate", rates.twoQubitGate)
    + (rates.measurement.map { [row("readout", $0)] } ?? [])
  return "\(rates.profile): \(rates.physicalQubits) physical qubits, a cycle is "
    + "\(rates.roundsPerCycle) rounds\n" + TextTable(rows: lines, side: .left).text(indent: "  ")
}
