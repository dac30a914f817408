// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CommandLineKit
import NoiseModels

/// `quanta noise apply`.
let noiseApply = Command(
  "apply", "Puts a noise model into a noiseless circuit.",
  discussion: """
    The models are those of `quanta help noise`, hardware profiles among them; models with noise per round need the mark
    I_ERROR[round] in each. Where heralds are put into the record, whatever looks back into it looks past them.
    """,
  flags: [
    Flag("in", .path, "The circuit."),
    Flag("out", .path, "Where to write the noisy circuit."),
    Flag("noise", .text, "The model.", isRequired: true),
    Flag(
      "p", .number(0...1000), "The strength; of a profile, the factor of all its errors.",
      default: "1"),
  ],
  example: "quanta noise apply --noise 'profile:photonic(heralds=detectors)' --in memory.stim"
) { arguments in
  let noisy = try withCircuit(arguments.textIfGiven("in")) { circuit in
    do {
      return try NoiseModel(named: arguments.text("noise"), p: arguments.number("p"))
        .applied(to: circuit)
    } catch let error as NoiseError {
      throw CommandFailure(error.message)
    }
  }
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  try file.write(noisy.description + "\n")
  try file.finish()
  return .success
}
