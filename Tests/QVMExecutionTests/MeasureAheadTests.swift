// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM
import QVMExecution
import Testing
import _TestSupport

@Suite("Vectors that are measured at once")
struct MeasureAheadTests {
  /// Three entangled qubits, measured in three bases, with corrections and a fence in between.
  static let mixed = """
    ALLOC_LQ a,b,c,d
    APPLY_RY a theta=0.9
    APPLY_T a
    APPLY_CNOT a,b
    APPLY_RX b theta=0.7
    APPLY_CNOT b,c
    APPLY_CNOT c,d
    APPLY_RY c theta=0.4
    MEASURE_Z a -> m
    APPLY_X b ? m==1
    MEASURE_X b -> n
    FENCE_EPOCH
    COND_PAULI c in:m,n mask=Z
    APPLY_S c
    MEASURE_Y c -> k
    APPLY_H b ? k==1
    MEASURE_Z b -> l
    """

  // 5 σ for each of 16 outcomes: a false-alarm rate below 1e-5 that chance has already decided for this seed.
  @Test("Shots have the exact distribution", .tags(.statistical))
  func distributionOfShots() throws {
    let exact = try distribution(Self.mixed)
    let shots = 20_000
    let found = try counts(Self.mixed, shots: shots, seed: 11, threads: 2)
    #expect(Set(found.keys).isSubset(of: exact.keys))
    for (outcome, p) in exact {
      let share = Double(found[outcome, default: 0]) / Double(shots)
      #expect(abs(share - p) < 5 * (p * (1 - p) / Double(shots)).squareRoot(), "\(outcome)")
    }
  }

  @Test("Threads, fences and checkpoints do not show", .tags(.law))
  func sameEvents() throws {
    let plan = try ExecutionPlan(program(Self.mixed))
    let once = try counts(Self.mixed, shots: 3000, seed: 5)
    #expect(try counts(Self.mixed, shots: 3000, seed: 5, threads: 3) == once)
    var job = Job(plan, options: RunOptions(shots: 3000, seed: 5))
    try job.runSegment()
    var restored = try Job(checkpoint: job.checkpoint().bytes)
    for end in [0, 1] {
      if end == 0 { try job.run() } else { try restored.run() }
      let result = end == 0 ? job.result : restored.result
      let counts = Dictionary(uniqueKeysWithValues: result.counts.map { ($0.outcome, $0.shots) })
      #expect(counts == once)
    }
  }

  @Test(
    "All qubits of a cat state agree, also beyond one table", .tags(.exact), arguments: [3, 15])
  func catStates(count: Int) throws {
    let names = (0..<count).map { "q\($0)" }
    var lines = ["ALLOC_LQ " + names.joined(separator: ","), "APPLY_H q0", "APPLY_T q0"]
    for (first, second) in zip(names, names.dropFirst()) {
      lines.append("APPLY_CNOT \(first),\(second)")
    }
    lines += names.reversed().map { "MEASURE_Z \($0) -> m\($0)" }
    let found = try counts(lines.joined(separator: "\n"), shots: 200)
    let both = [String(repeating: "0", count: count), String(repeating: "1", count: count)]
    #expect(Set(found.keys) == Set(both))
  }

  @Test("Too many joined qubits are refused before an amplitude is touched", .tags(.exact))
  func earlyRefusal() throws {
    let names = (0..<60).map { "q\($0)" }
    var lines = ["ALLOC_LQ " + names.joined(separator: ",")]
    for name in names { lines += ["APPLY_H \(name)", "APPLY_T \(name)"] }
    for (first, second) in zip(names, names.dropFirst()) {
      lines.append("APPLY_CNOT \(first),\(second)")
    }
    var job = Job(try ExecutionPlan(program(lines.joined(separator: "\n"))))
    #expect { try job.run() } throws: { ($0 as? ExecutionError)?.code == .memory }
  }
}

@Suite("Exact distributions")
struct ExactDistributionTests {
  // RX(θ) in one of two histories moves P(Y = 1) from ½ to (1 + sin θ)/2; the histories come near each other in
  // fidelity, to 1 − θ²/4.
  @Test("Histories that nearly meet stay apart", .tags(.exact), arguments: [1e-7, 1e-6, 1.9e-6])
  func nearlyEqualStates(theta: Double) throws {
    let exact = try distribution(
      """
      ALLOC_LQ a,p
      APPLY_RX p theta=0.3
      APPLY_H a
      MEASURE_Z a -> m
      APPLY_RX p theta=\(theta) ? m==1
      RESET a
      APPLY_RX p theta=-0.3
      MEASURE_Y p -> y
      """)
    #expect(abs(exact["00", default: 0] - 0.25) < 1e-13)
    #expect(abs(abs(exact["11", default: 0] - 0.25) - theta / 4) < 1e-13)
    #expect(abs(exact["10", default: 0] + exact["11", default: 0] - 0.5) < 1e-13)
  }

  static func coins(_ count: Int) -> String {
    let names = (0..<count).map { "q\($0)" }
    return
      (["ALLOC_LQ " + names.joined(separator: ",")] + names.map { "APPLY_H \($0)" }
      + names.map { "MEASURE_Z \($0) -> m\($0)" }).joined(separator: "\n")
  }

  @Test("Parts that share nothing multiply", .tags(.exact))
  func independentParts() throws {
    let exact = try distribution(Self.coins(12))
    #expect(exact.count == 1 << 12 && exact.values.allSatisfy { $0 == 1 / 4096.0 })
    // A biased pair, a coin that a guard ties to it, and one of its own.
    let mixed = try distribution(
      """
      ALLOC_LQ a,b,c,d
      APPLY_RY a theta=1.1
      APPLY_CNOT a,b
      MEASURE_Z a -> m
      APPLY_X c ? m==1
      MEASURE_Z c -> n
      APPLY_H d
      FENCE_EPOCH
      MEASURE_Z d -> k
      MEASURE_Z b -> l
      FREE_LQ a,b,c,d
      """)
    let one = 0.5 - 0.4535961214255773 / 2
    #expect(
      agree(
        mixed,
        ["0000": (1 - one) / 2, "0010": (1 - one) / 2, "1101": one / 2, "1111": one / 2]))
  }

  @Test("Too many outcomes are refused early", .tags(.exact))
  func tooManyOutcomes() throws {
    #expect {
      try distribution(Self.coins(70))
    } throws: { ($0 as? ExecutionError)?.code == .tooManyBranches }
  }

  // The second attempt at a segment must be free to draw what the first one did: 100 attempts at an even chance or so.
  @Test("What lies beyond a fence is drawn anew by those that begin there again", .tags(.law))
  func retriesBeyondFence() throws {
    let text = """
      ALLOC_LQ a,b
      APPLY_H a
      APPLY_T a
      APPLY_H a
      APPLY_CNOT a,b
      APPLY_RX b theta=0.7
      MEASURE_Z a -> m
      FENCE_EPOCH
      MEASURE_Z b -> k
      FREE_LQ b expect=zero
      """
    let plan = try ExecutionPlan(program(text))
    let options = RunOptions(shots: 200, seed: 1, retry: .fromFence(attempts: 100))
    var job = Job(plan, options: options)
    try job.run()
    #expect(job.result.counts.allSatisfy { $0.outcome.hasSuffix("0") })
    #expect(job.result.counts.reduce(0) { $0 + $1.shots } == 200)
  }
}
