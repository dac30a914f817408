// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import StabilizerSimulation

/// `quanta circuit distance`.
let circuitDistance = Command(
  "distance", "Finds few errors that flip an observable undetected.",
  discussion: """
    The answer is a detector error model with the errors found; their number bounds the distance of the
    circuit from above. By default only errors with at most two detectors take part, and the number is the
    least for these. With --search, errors with any number of detectors do, within the limits. The exit
    code is 1 if there are no such errors.
    """,
  flags: [
    Flag("in", .path, "The circuit."),
    Flag("dem", .path, "A detector error model in place of a circuit."),
    Flag("out", .path, "Where to write the errors."),
    Flag(
      "refuse-ungraphlike-errors", .toggle,
      "Refuses errors with more than two detectors; those of a circuit are decomposed first."),
    Flag("search", .toggle, "Lets errors with any number of detectors take part."),
    Flag(
      "dont-explore-detection-event-sets-with-size-above", .integer(1...Int.max),
      "With --search: how many detectors a combination may flip on the way."),
    Flag(
      "dont-explore-edges-with-degree-above", .integer(1...Int.max),
      "With --search: how many detectors one error may flip."),
    Flag(
      "dont-explore-edges-increasing-symptom-degree", .toggle,
      "With --search: lets no error leave more detectors flipped than before it."),
  ],
  example: "quanta circuit distance --in surface.stim"
) { arguments in
  let isSearch = arguments.isOn("search")
  let refuses = arguments.isOn("refuse-ungraphlike-errors")
  let limits = LogicalErrorSearchLimits(
    largestDetectionEventSet: arguments.integerIfGiven(
      "dont-explore-detection-event-sets-with-size-above") ?? .max,
    largestMechanism: arguments.integerIfGiven("dont-explore-edges-with-degree-above") ?? .max,
    allowsGrowth: !arguments.isOn("dont-explore-edges-increasing-symptom-degree"))
  let model = try analyzedModel(arguments, decomposing: refuses && !isSearch)
  let symptoms: [Symptom]
  do {
    symptoms =
      isSearch
      ? try model.undetectableLogicalError(limits)
      : try model.shortestGraphlikeError(ignoresUngraphlikeErrors: !refuses)
  } catch let error as CircuitError where error.code == .notFound {
    // The question was sound, and the answer is that there is none.
    throw CommandFailure(error.message, exitCode: .negative)
  } catch let error as CircuitError {
    let path = arguments.textIfGiven("dem") ?? arguments.textIfGiven("in")
    throw CommandFailure(file: displayName(path), error.description)
  }
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  for symptom in symptoms {
    let targets =
      symptom.detectors.map { DetectorErrorModel.Target.detector(UInt64($0)) }
      + symptom.observables.map { .observable(UInt64($0)) }
    try file.write(
      DetectorErrorModel([.error(probability: 1, targets: targets)]).description + "\n")
  }
  try file.finish()
  return .success
}

/// The error model of `--dem`, or of the circuit, where errors may be decomposed.
private func analyzedModel(
  _ arguments: Arguments, decomposing: Bool
) throws -> DetectorErrorModel {
  if let path = arguments.textIfGiven("dem") {
    guard !arguments.isGiven("in") else {
      throw CommandFailure("--in and --dem exclude each other.")
    }
    return try readModel(path)
  }
  return try withCircuit(arguments.textIfGiven("in")) { circuit in
    var options = AnalysisOptions(allowGaugeDetectors: false, approximateDisjointErrors: 1)
    options.decomposeErrors = decomposing
    return try circuit.detectorErrorModel(options)
  }
}
