// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Foundation
import QVM
import QVMExecution
import Testing
import _TestSupport

/// Clifford programs of any size, against Stim.
@Suite struct TableauTests {
  /// A random program and the same circuit in Stim's language.
  static func program(
    seed: UInt64, qubits: Int, gates: Int, measuring: Bool
  ) -> (program: Program, stim: String) {
    var stream = RandomStream(seed: seed, stream: 41)
    var result = Program()
    for qubit in 0..<qubits { result.qubits.insert("q\(qubit)") }
    var stim: [String] = []
    func add(_ opcode: Opcode, _ targets: [Int], outputs: [Int] = []) {
      result.nodes.append(
        Node(id: "n\(result.nodes.count)", opcode, qubits: targets, outputs: outputs))
    }
    func measure(_ opcode: Opcode, _ name: String, _ qubit: Int) {
      let event = result.events.insert("m\(result.events.count)")
      add(opcode, [qubit], outputs: [event])
      stim.append("\(name) \(qubit)")
    }
    add(.allocate, Array(0..<qubits))
    let singles: [(Opcode, String)] = [
      (.h, "H"), (.s, "S"), (.sDag, "S_DAG"), (.x, "X"), (.y, "Y"), (.z, "Z"),
    ]
    let pairs: [(Opcode, String)] = [(.cnot, "CX"), (.cz, "CZ"), (.swap, "SWAP")]
    for _ in 0..<gates {
      let a = Int.random(in: 0..<qubits, using: &stream)
      let b = (a + Int.random(in: 1..<qubits, using: &stream)) % qubits
      switch Int.random(in: 0..<(measuring ? 12 : 10), using: &stream) {
      case 0...4:
        let (opcode, name) = singles[Int.random(in: 0..<6, using: &stream)]
        add(opcode, [a])
        stim.append("\(name) \(a)")
      case 5...9:
        let (opcode, name) = pairs[Int.random(in: 0..<3, using: &stream)]
        add(opcode, [a, b])
        stim.append("\(name) \(a) \(b)")
      case 10:
        let bases: [(Opcode, String)] = [(.measureZ, "M"), (.measureX, "MX"), (.measureY, "MY")]
        let (opcode, name) = bases[Int.random(in: 0..<3, using: &stream)]
        measure(opcode, name, a)
      default:
        add(.reset, [a])
        stim.append("R \(a)")
      }
    }
    for qubit in 0..<qubits { measure(.measureZ, "M", qubit) }
    return (result, stim.joined(separator: "\n"))
  }

  @Test(.tags(.peer, .statistical), .needsPeers)
  func samplesFollowStims() throws {
    let shots = 4096
    for seed in 0..<3 as Range<UInt64> {
      let (program, stim) = Self.program(seed: seed, qubits: 4, gates: 40, measuring: true)
      let plan = try ExecutionPlan(program)
      var job = Job(plan, options: RunOptions(shots: shots, seed: seed))
      try job.run()
      let script = """
        import sys, stim, collections
        c = stim.Circuit(sys.stdin.read())
        s = c.compile_sampler(seed=5).sample(\(shots))
        for k, v in collections.Counter("".join("1" if b else "0" for b in r) for r in s).items(): print(k, v)
        """
      let output = try Peer.python(script, input: Data(stim.utf8))
      try #require(output.status == 0, "\(output.err)")
      var theirs: [String: Int] = [:]
      for line in output.text.split(separator: "\n") {
        let words = line.split(separator: " ")
        theirs[String(words[0])] = Int(words[1])
      }
      let ours = Dictionary(
        uniqueKeysWithValues: job.result.counts.map { ($0.outcome, $0.shots) })
      // Two samples of equal size: Σ (a − b)²/(a + b) is chi-squared; beyond k + 6√(2k) + 30 less than once in
      // 10⁶ runs.
      let keys = Set(ours.keys).union(theirs.keys)
      let statistic = keys.reduce(0.0) { sum, key in
        let (a, b) = (Double(ours[key, default: 0]), Double(theirs[key, default: 0]))
        return sum + (a - b) * (a - b) / (a + b)
      }
      let k = Double(keys.count)
      #expect(statistic < k + 6 * (2 * k).squareRoot() + 30)
    }
  }

  @Test(.tags(.peer), .needsPeers, .optimizedOnly)
  func twoThousandQubitsLieInStimsSupport() throws {
    let (program, stim) = Self.program(
      seed: 1, qubits: 2000, gates: 100_000, measuring: false)
    var job = Job(try ExecutionPlan(program), options: RunOptions(shots: 1, seed: 2))
    try job.run()
    let outcome = try #require(job.result.counts.first?.outcome)
    // Stim may refuse a result only if it is impossible; each one it can choose halves the probability.
    let script = """
      import sys, stim
      text, bits = sys.stdin.read().split("=")
      s = stim.TableauSimulator()
      s.do_circuit(stim.Circuit("\\n".join(l for l in text.split("\\n") if not l.startswith("M"))))
      for q, b in enumerate(bits.strip()): s.postselect_z(q, desired_value=b == "1")
      print("possible")
      """
    let output = try Peer.python(script, input: Data((stim + "=" + outcome).utf8))
    #expect(output.text == "possible\n", "\(output.err)")
  }

  @Test(.tags(.law), .optimizedOnly)
  func undoneCircuitsOfManyQubitsGiveZero() throws {
    var (program, _) = Self.program(seed: 3, qubits: 1500, gates: 40_000, measuring: false)
    let gates = program.nodes.filter { $0.opcode.isUnitary }
    let inverse = gates.reversed().compactMap(\.inverse)
    let measured = program.nodes.filter { $0.opcode.isMeasurement }
    program.nodes = [program.nodes[0]] + gates + inverse + measured
    var job = Job(try ExecutionPlan(program), options: RunOptions(shots: 3, seed: 2))
    try job.run()
    #expect(job.result.counts.map(\.outcome) == [String(repeating: "0", count: 1500)])
  }
}
