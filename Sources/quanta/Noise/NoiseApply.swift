// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import NoiseModels

/// `quanta noise apply`.
let noiseApply = Command(
  "apply", "Puts noise models into a circuit.",
  discussion: """
    The models are those of `quanta help noise-models`, hardware profiles among them; models with noise per round need the mark
    I_ERROR[round] in each. Models joined by a plus each put their own channels around the same operations, and p in the
    parentheses of one is its own strength. Where heralds are put into the record, whatever looks back into it looks past
    them. A circuit that has noise is refused unless --keep-noise says that the new noise is added to it: its channels stay
    where they are, and wrong reports of a measurement are independent.
    """,
  flags: [
    Flag("in", .path, "The circuit."),
    Flag("out", .path, "Where to write the noisy circuit."),
    Flag("noise", .text, "The model, or several joined by a plus.", isRequired: true),
    Flag(
      "p", .number(0...1000), "The strength; of a profile, the factor of all its errors.",
      default: "1"),
    Flag("keep-noise", .toggle, "Adds to the noise that the circuit has."),
  ],
  example: "quanta noise apply --noise 'si1000+profile:photonic(p=1)' --p 0.001 --in memory.stim"
) { arguments in
  let noisy = try withCircuit(arguments.textIfGiven("in")) { circuit in
    do {
      return try NoiseModel(named: arguments.text("noise"), p: arguments.number("p"))
        .applied(to: circuit, keepingNoise: arguments.isOn("keep-noise"))
    } catch let error as NoiseError {
      let remedy =
        error.code == .alreadyNoisy ? " With --keep-noise the model is added to it." : ""
      throw CommandFailure(error.message + remedy)
    }
  }
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  try file.write(noisy.description + "\n")
  try file.finish()
  return .success
}
