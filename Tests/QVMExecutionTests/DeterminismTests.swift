// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Foundation
import QVM
import QVMExecution
import Testing
import _TestSupport

@Suite struct DeterminismTests {
  @Test(.tags(.law), arguments: 0..<2 as Range<UInt64>)
  func sameSeedSameEventsForAnyNumberOfThreads(seed: UInt64) throws {
    let text = RandomProgram.text(seed: seed)
    let one = try counts(text, shots: 1100, seed: 5, threads: 1)
    #expect(try counts(text, shots: 1100, seed: 5, threads: 3) == one)
    #expect(try counts(text, shots: 1100, seed: 6, threads: 3) != one)
  }

  @Test(.tags(.law), arguments: 0..<8 as Range<UInt64>)
  func framesGiveTheEventsOfGroups(seed: UInt64) throws {
    // Every third program is noisy; guards before Paulis stay, those before others go.
    let text = RandomProgram.text(seed: seed, qubits: 5, nodes: 40, isClifford: true)
      .split(separator: "\n").filter { !$0.contains("?") }
      .map { $0.hasPrefix("COND_PAULI") ? "\($0)\nAPPLY_X q1 ? \(event(of: $0))==1" : "\($0)" }
      .joined(separator: "\n")
    let noise =
      seed % 3 == 0 ? NoiseTests.noise(x: 0.01, y: 0.02, gate: 0.01, readout: 0.05) : .none
    let plan = try ExecutionPlan(program(text), noise: noise)
    let options = RunOptions(shots: 200, seed: seed)
    var whole = Job(plan, options: options)
    try whole.run()
    var parts = Job(plan, options: options)
    while !parts.isFinished { try parts.runSegment() }
    #expect(whole.result.counts.map(\.outcome) == parts.result.counts.map(\.outcome))
    #expect(whole.result.counts.map(\.shots) == parts.result.counts.map(\.shots))
    let (first, second) = (whole.result.telemetry, parts.result.telemetry)
    #expect(first.cycles == second.cycles && first.nodesExecuted == second.nodesExecuted)
    for (a, b) in zip(first.qubits, second.qubits) {
      #expect(a.realised == b.realised && a.gateCount == b.gateCount && a.cycles == b.cycles)
      #expect(abs(a.expectedTotal - b.expectedTotal) < 1e-12)
    }
  }

  private func event(of line: Substring) -> String {
    line.split(separator: " ").first { $0.hasPrefix("in:") }.map { String($0.dropFirst(3)) } ?? ""
  }

  @Test(.tags(.statistical), arguments: 0..<3 as Range<UInt64>)
  func samplesFollowTheExactDistribution(seed: UInt64) throws {
    let text = RandomProgram.text(seed: seed, qubits: 4, nodes: 30)
    let exact = try distribution(text)
    #expect(abs(exact.values.reduce(0, +) - 1) < 1e-9)
    let shots = 2000
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
    let many =
      "ALLOC_LQ a;" + (0..<5).map { "APPLY_H a;MEASURE_Z a -> m\($0)" }.joined(separator: ";")
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
    let text =
      "ALLOC_LQ s,t,d\nAPPLY_T d\nAPPLY_RY d theta=1.2\n\(rounds)MEASURE_ANGLE d angle=1.2 -> m"
    #expect(try agree(distribution(text), ["0": 1]))
  }
}
