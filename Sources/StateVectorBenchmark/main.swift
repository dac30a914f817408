// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import FoundationEssentials
import StateVectorSimulation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The gates of the format.
enum Format {
  /// How many angles and qubits the gate of a line has, and how it is made of them.
  typealias Row = (angles: Int, qubits: Int, make: @Sendable ([Double], [Int]) -> VectorGate)

  /// The gates by name.
  static let gates: [Substring: Row] = [
    "u": (3, 1, { .u($0[0], $0[1], $0[2], $1[0]) }),
    "h": (0, 1, { .h($1[0]) }),
    "cp": (1, 2, { .controlledPhase($0[0], $1[0], $1[1]) }),
    "swap": (0, 2, { .swap($1[0], $1[1]) }),
    "cx": (0, 2, { .cx($1[0], $1[1]) }),
  ]
}

/// What is wrong with the arguments or the circuit.
struct InputError: Error {
  var message: String
}

/// Reads a circuit.
func readCircuit(_ text: String) throws -> (qubits: Int, gates: GateSequence) {
  var sequence = GateSequence()
  var qubits = 0
  for (number, line) in text.split(separator: "\n").enumerated() {
    let words = line.split(separator: " ")
    if number == 0, words.count == 2, words[0] == "qubits", let count = Int(words[1]),
      count > 0
    {
      qubits = count
      continue
    }
    guard let gate = words.first.flatMap({ Format.gates[$0] }),
      words.count == 1 + gate.angles + gate.qubits
    else { throw InputError(message: "line \(number + 1): no such gate: \(line)") }
    let angles = words.dropFirst().prefix(gate.angles).compactMap { Double($0) }
    let targets = words.suffix(gate.qubits).compactMap { Int($0) }
    guard angles.count == gate.angles, targets.count == gate.qubits,
      targets.allSatisfy({ (0..<qubits).contains($0) }), Set(targets).count == targets.count
    else { throw InputError(message: "line \(number + 1): bad numbers: \(line)") }
    sequence.append(gate.make(angles, targets))
  }
  return (qubits, sequence)
}

/// Seconds that some work takes.
func seconds(_ work: () -> Void) -> Double {
  let duration = ContinuousClock().measure(work)
  return Double(duration.components.seconds)
    + Double(duration.components.attoseconds) * 1e-18
}

/// Runs the rounds and prints the answer.
func measure<Scalar: AmplitudeScalar>(
  _: Scalar.Type, _ circuit: (qubits: Int, gates: GateSequence), threads: Int, rounds: Int
) throws {
  var state = try StateVector<Scalar>(qubitCount: circuit.qubits, workers: threads)
  let passes = state.passCount(of: circuit.gates)
  var times: [Double] = []
  var amplitudes: [Complex] = []
  for _ in 0..<rounds {
    state.setToZero()
    times.append(seconds { state.apply(circuit.gates) })
    if amplitudes.isEmpty {
      amplitudes = (0..<min(8, 1 << circuit.qubits)).map { state[$0] }
    }
  }
  let bytes = 2 * StateVector<Scalar>.byteCount(qubitCount: circuit.qubits)
  let scaling = (0..<5).map { _ in seconds { state.multiply(by: .i) } }.min() ?? 1
  let list = amplitudes.map { "[\($0.real), \($0.imaginary)]" }.joined(separator: ", ")
  print(
    """
    {"seconds": \(times), "passes": \(passes), "bytes_per_pass": \(bytes), \
    "in_place_bandwidth": \(bytes / scaling), "amplitudes": [\(list)]}
    """)
}

do {
  let words = CommandLine.arguments.dropFirst()
  guard words.count == 4, let path = words.first, let threads = Int(words[3]), threads > 0,
    let rounds = Int(words[4]), rounds > 0, let data = FileManager.default.contents(atPath: path)
  else {
    throw InputError(message: "usage: StateVectorBenchmark FILE double|float THREADS ROUNDS")
  }
  let circuit = try readCircuit(String(decoding: data, as: UTF8.self))
  switch words[2] {
  case "double": try measure(Double.self, circuit, threads: threads, rounds: rounds)
  case "float": try measure(Float.self, circuit, threads: threads, rounds: rounds)
  default: throw InputError(message: "the precision is double or float, not \(words[2])")
  }
} catch {
  let message = (error as? InputError)?.message ?? "\(error)"
  print("StateVectorBenchmark: \(message)")
  exit(2)
}
