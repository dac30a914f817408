// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Foundation
import QVM
import QVMExecution
import Testing
import _TestSupport

/// Random programs with everything: gates, resets, guards, corrections, channels, fences.
enum RandomProgram {
  static func text(
    seed: UInt64, qubits: Int = 5, nodes: Int = 40, isClifford: Bool = false
  ) -> String {
    var stream = RandomStream(seed: seed, stream: 99)
    let names = (0..<qubits).map { "q\($0)" }
    var lines = ["ALLOC_LQ " + names.joined(separator: ",")]
    var events = 0
    func pick() -> String { names.randomElement(using: &stream) ?? names[0] }
    func pair() -> String {
      let two = names.shuffled(using: &stream).prefix(2)
      return two.joined(separator: ",")
    }
    let rotations = isClifford ? 0 : 3
    for _ in 0..<nodes {
      switch Int.random(in: 0..<(16 + rotations), using: &stream) {
      case 0...3:
        let gate = ["H", "S", "SDG", "X", "Y", "Z"].randomElement(using: &stream) ?? "H"
        lines.append("APPLY_\(gate) \(pick())")
      case 4...7:
        let gate = ["CNOT", "CZ", "SWAP"].randomElement(using: &stream) ?? "CZ"
        lines.append("APPLY_\(gate) \(pair())")
      case 8, 9:
        let basis = ["X", "Y", "Z"].randomElement(using: &stream) ?? "Z"
        lines.append("MEASURE_\(basis) \(pick()) -> e\(events)")
        events += 1
      case 10:
        lines.append("MEASURE_BELL \(pair()) -> e\(events),e\(events + 1)")
        events += 2
      case 11 where events > 0:
        let event = Int.random(in: 0..<events, using: &stream)
        lines.append("COND_PAULI \(pick()) in:e\(event) mask=Y")
      case 12 where events > 0:
        let event = Int.random(in: 0..<events, using: &stream)
        lines.append("APPLY_H \(pick()) ? e\(event)==1")
      case 13: lines.append("RESET \(pick())")
      case 14, 15: lines.append("FENCE_EPOCH")
      case 16: lines.append("APPLY_T \(pick())")
      case 17: lines.append("APPLY_RY \(pick()) theta=0.\(Int.random(in: 1...9, using: &stream))")
      default:
        let three = names.shuffled(using: &stream).prefix(3).joined(separator: ",")
        lines.append("APPLY_TOFFOLI \(three)")
      }
    }
    for (index, name) in names.enumerated() { lines.append("MEASURE_Z \(name) -> out\(index)") }
    return lines.joined(separator: "\n")
  }
}

@Suite struct DeterminismTests {
  @Test(.tags(.law), arguments: 0..<6 as Range<UInt64>)
  func sameSeedSameEventsForAnyNumberOfThreads(seed: UInt64) throws {
    let text = RandomProgram.text(seed: seed)
    let one = try counts(text, shots: 2500, seed: 5, threads: 1)
    #expect(try counts(text, shots: 2500, seed: 5, threads: 3) == one)
    #expect(try counts(text, shots: 2500, seed: 6, threads: 3) != one)
  }

  @Test(.tags(.statistical), arguments: 0..<8 as Range<UInt64>)
  func samplesFollowTheExactDistribution(seed: UInt64) throws {
    let text = RandomProgram.text(seed: seed, qubits: 4, nodes: 30)
    let exact = try distribution(text)
    #expect(abs(exact.values.reduce(0, +) - 1) < 1e-9)
    let shots = 4000
    let sampled = try counts(text, shots: shots, seed: 11)
    #expect(Set(sampled.keys).isSubset(of: exact.keys))
    // Twice the log likelihood ratio exceeds k + 6√(2k) + 40 for k outcomes less than once in 10⁶ runs.
    var ratio = 0.0
    for (outcome, count) in sampled {
      let expected = exact[outcome, default: 0] * Double(shots)
      ratio += 2 * Double(count) * log(Double(count) / expected)
    }
    let k = Double(exact.count)
    #expect(ratio < k + 6 * (2 * k).squareRoot() + 40)
  }

  @Test(.tags(.law), arguments: 0..<6 as Range<UInt64>)
  func tableausAndVectorsAgree(seed: UInt64) throws {
    // RZ by an angle and back turns a tableau into a vector and changes nothing.
    let clifford = RandomProgram.text(seed: seed, qubits: 4, nodes: 30, isClifford: true)
    var lines: [String] = []
    for line in clifford.split(separator: "\n") {
      lines.append(String(line))
      if line.hasPrefix("APPLY_H"), !line.contains("?") {
        let qubit = line.split(separator: " ")[1]
        lines.append("APPLY_RZ \(qubit) theta=0.3\nAPPLY_RZ \(qubit) theta=-0.3")
      }
    }
    let text = lines.joined(separator: "\n")
    #expect(try agree(distribution(clifford), distribution(text), tolerance: 1e-10))
  }

  @Test(.tags(.exact))
  func limitsAreErrors() throws {
    let many = "ALLOC_LQ a;" + (0..<5).map { "APPLY_H a;MEASURE_Z a -> m\($0)" }.joined(separator: ";")
    #expect {
      try distribution(many, branchLimit: 16)
    } throws: { ($0 as? ExecutionError)?.code == .tooManyBranches }
    let plan = try ExecutionPlan(
      program("ALLOC_LQ a,b,c;APPLY_H a;APPLY_CNOT a,b;APPLY_CNOT b,c;APPLY_T c"))
    var job = Job(plan, options: RunOptions(vectorLimit: 2))
    #expect {
      try job.run()
    } throws: { ($0 as? ExecutionError)?.code == .memory }
  }

  @Test(.tags(.law))
  func repeatedRoundsMerge() throws {
    // 40 rounds of a dropped random bit: 2⁴⁰ ways, one state.
    let rounds = String(repeating: "APPLY_H s\nAPPLY_CNOT s,t\nRESET s\nRESET t\n", count: 40)
    let text = "ALLOC_LQ s,t,d\nAPPLY_T d\nAPPLY_RY d theta=1.2\n\(rounds)MEASURE_ANGLE d angle=1.2 -> m"
    #expect(try agree(distribution(text), ["0": 1]))
  }
}
