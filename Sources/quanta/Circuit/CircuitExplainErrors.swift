// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import StabilizerSimulation

/// `quanta circuit explain-errors`.
let circuitExplainErrors = Command(
  "explain-errors", "Says which errors of a circuit have which symptoms.",
  discussion: """
    Each symptom is listed with the single errors that have exactly it: the Paulis or the measurement that
    they flip, and where in the circuit they are written.
    """,
  flags: [
    Flag("in", .path, "The circuit."),
    Flag("out", .path, "Where to write the explanations."),
    Flag("dem-filter", .path, "A detector error model with the only symptoms to explain."),
    Flag("single", .toggle, "Gives only the simplest error of each symptom."),
  ],
  example: "quanta circuit explain-errors --in surface.stim --dem_filter odd.dem --single"
) { arguments in
  let filter = try arguments.textIfGiven("dem-filter").map { try readModel($0) }
  let isSingle = arguments.isOn("single")
  let (errors, printer) = try withCircuit(arguments.textIfGiven("in")) { circuit in
    (
      try circuit.explainedErrors(filter: filter, keepsOne: isSingle),
      ExplanationText(circuit)
    )
  }
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  for error in errors { try file.write(printer.text(error) + "\n") }
  try file.finish()
  return .success
}
