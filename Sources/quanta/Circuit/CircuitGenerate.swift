// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import CommandLineKit

/// `quanta circuit gen`.
let circuitGenerate = Command(
  "gen", "Generates a memory experiment of a standard code.",
  discussion: """
    The circuits are those of `stim gen`: repetition_code with memory; surface_code with
    rotated_memory_x, rotated_memory_z, unrotated_memory_x, unrotated_memory_z; color_code with
    memory_xyz.
    """,
  flags: [
    Flag(
      "code", .choice(["surface_code", "repetition_code", "color_code"]), "The code.",
      isRequired: true),
    Flag("task", .text, "The experiment.", valueName: "NAME", isRequired: true),
    Flag("distance", .integer(1...Int.max), "The distance of the code.", isRequired: true),
    Flag("rounds", .integer(1...Int.max), "How often the checks are measured.", isRequired: true),
    probability(
      "after-clifford-depolarization", "Depolarizes the qubits of each Clifford gate after it."),
    probability(
      "before-round-data-depolarization", "Depolarizes each data qubit before each round."),
    probability("before-measure-flip-probability", "Flips each qubit before it is measured."),
    probability("after-reset-flip-probability", "Flips each qubit after it is reset."),
    Flag("out", .path, "Where to write the circuit."),
  ],
  example: """
    quanta circuit gen --code surface_code --task rotated_memory_z --distance 5 --rounds 5 \\
      --after_clifford_depolarization 0.001 --out surface.stim
    """
) { arguments in
  var noise = GeneratedCircuit.Noise()
  noise.afterCliffordDepolarization = try arguments.number("after-clifford-depolarization")
  noise.beforeRoundDataDepolarization = try arguments.number("before-round-data-depolarization")
  noise.beforeMeasureFlipProbability = try arguments.number("before-measure-flip-probability")
  noise.afterResetFlipProbability = try arguments.number("after-reset-flip-probability")
  let generated = try GeneratedCircuit(
    code: arguments.text("code"), task: arguments.text("task"),
    distance: arguments.integer("distance"), rounds: UInt64(arguments.integer("rounds")),
    noise: noise)
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  try file.write(generated.header)
  let text = generated.circuit.description
  try file.write(text.hasSuffix("\n") ? text : text + "\n")
  try file.finish()
  return .success
}

private func probability(_ name: String, _ summary: String) -> Flag {
  Flag(name, .number(0...1), summary, valueName: "P", default: "0")
}
