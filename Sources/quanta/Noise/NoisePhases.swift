// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import CommandLineKit
import NoiseModels

/// `quanta noise phases`.
let noisePhases = Command(
  "phases", "Puts one course of phase noise, correlated in time, into a circuit.",
  discussion: """
    Every qubit's frequency fluctuates on its own: white noise of strength D, and slow noise of rms σ that forgets over τ.
    After each mark I_ERROR[round] come the Z flips of the phases that qubits gather in that round; --course says which of
    endlessly many histories. The average over courses is the noise. Give --in with a marked circuit, or --code for the
    memory experiment of a code, some of whose checks must have an X or a Y to see Z flips. `quanta noise apply` may add
    other noise to the result.
    """,
  flags: [
    Flag("in", .path, "The circuit; without it or --code, standard input."),
    Flag("code", .text, "A code by name, such as surface:d=3, in place of a circuit."),
    Flag(
      "rounds", .integer(1...100_000), "With --code, how often the checks are measured.",
      default: "10"),
    Flag(
      "basis", .choice(MemoryExperiment.Basis.allCases.map(\.rawValue)),
      "With --code, which logical operators are followed; Z flips harm those of x.", default: "x"),
    Flag("white", .number(0...1e12), "D, in rad² per unit of time.", default: "0"),
    Flag("slow", .number(0...1e12), "σ, in rad per unit of time.", default: "0"),
    Flag("correlation", .number(1e-12...1e12), "τ, in the unit of time.", default: "1"),
    Flag("round-time", .number(1e-12...1e12), "How long a round takes.", default: "1"),
    Flag("course", .integer(0...Int.max), "Which course of the noise.", default: "0"),
    Flag("seed", .integer(0...Int.max), "Makes other courses.", default: "1"),
    Flag("out", .path, "Where to write the noisy circuit."),
  ],
  example: "quanta noise phases --code surface:d=3 --slow 0.1 --correlation 50 --course 3"
) { arguments in
  let white = try arguments.number("white")
  let slow = try arguments.number("slow")
  guard white > 0 || slow > 0 else {
    throw CommandFailure("--white and --slow are both 0; say how strong the noise is.")
  }
  let noise = try PhaseNoise(
    white: white, amplitude: slow,
    correlationTime: arguments.number("correlation"))
  func follow(_ circuit: Circuit) throws -> Circuit {
    do {
      return try noise.applied(
        to: circuit, roundTime: arguments.number("round-time"),
        seed: UInt64(arguments.integer("seed")), trajectory: UInt64(arguments.integer("course")))
    } catch let error as NoiseError {
      throw CommandFailure(error.message)
    }
  }
  let noisy =
    if let name = arguments.textIfGiven("code") {
      try follow(memory(name, arguments))
    } else {
      try withCircuit(arguments.textIfGiven("in")) { try follow($0) }
    }
  let file = try ByteWriter(path: arguments.textIfGiven("out"))
  try file.write(noisy.description + "\n")
  try file.finish()
  return .success
}

/// The memory experiment of a code, without noise.
private func memory(_ name: String, _ arguments: Arguments) throws -> Circuit {
  guard arguments.textIfGiven("in") == nil else {
    throw CommandFailure("--in and --code exclude each other.")
  }
  guard !name.contains("+") else {
    throw CommandFailure(
      "--code=\(name): phases wander on bare qubits; give a code without an inner one, such as "
        + "surface:d=3.")
  }
  do {
    let codes = try CodeCatalogue.quantumCodes(named: name)
    guard codes.count == 1 else {
      throw CommandFailure("--code=\(name): must name one code.")
    }
    guard codes[0].seesPhaseFlips else {
      throw CommandFailure(
        "--code=\(name): all its checks are of Z alone and see no phase flips; give a code with "
          + "checks of X or Y, such as surface:d=3.")
    }
    let basis = MemoryExperiment.Basis(rawValue: try arguments.text("basis")) ?? .x
    return try codes[0].memoryCircuit(rounds: UInt64(arguments.integer("rounds")), basis: basis)
  } catch let error as CodeError {
    throw CommandFailure(error.message)
  }
}
