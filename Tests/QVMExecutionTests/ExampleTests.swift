// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import QVM
import QVMExecution
import Testing
import _TestSupport

/// The programs in `Examples`, each against its distribution in closed form.
@Suite struct ExampleTests {
  /// The plan of an example, assembled with parameters if it is assembly.
  static func plan(_ name: String, _ parameters: [String: String] = [:]) throws -> ExecutionPlan {
    let path = Peer.packageRoot.appending(path: "Examples/\(name)")
    let assembler = Assembler(parameters: parameters.mapValues { AssemblyValue(parameter: $0) })
    let verdict = Verifier().verify(assembler.readAny([UInt8](try Data(contentsOf: path))))
    #expect(verdict.isValid, "\(verdict.problems)")
    return try ExecutionPlan(verdict.program)
  }

  static func exact(
    _ name: String, _ parameters: [String: String] = [:]
  ) throws -> [String: Double] {
    let plan = try plan(name, parameters)
    let list = try ExactDistribution(plan).probabilities(of: plan)
    return Dictionary(uniqueKeysWithValues: list.map { ($0.outcome, $0.probability) })
  }

  /// Distributions that are written down whole.
  static let whole: [(name: String, set: [String: String], distribution: [String: Double])] = [
    ("bell.qvm.asm", [:], ["00": 0.5, "11": 0.5]),
    ("ghz.qvm.asm", ["n": "5"], ["00000": 0.5, "11111": 0.5]),
    ("w_state.qvm.asm", [:], ["100": 1.0 / 3, "010": 1.0 / 3, "001": 1.0 / 3]),
    ("teleportation.qvm.json", [:], ["000": 0.25, "010": 0.25, "100": 0.25, "110": 0.25]),
    ("deutsch_jozsa.qvm.asm", ["oracle": "constant_0"], ["00": 1]),
    ("deutsch_jozsa.qvm.asm", ["oracle": "constant_1"], ["00": 1]),
    ("deutsch_jozsa.qvm.asm", ["oracle": "balanced_x0"], ["10": 1]),
    ("deutsch_jozsa.qvm.asm", ["oracle": "balanced_x1"], ["01": 1]),
    ("deutsch_jozsa.qvm.asm", ["oracle": "balanced_xor"], ["11": 1]),
    ("grover.qvm.asm", ["target": "0"], ["00": 1]),
    ("grover.qvm.asm", ["target": "1"], ["10": 1]),
    ("grover.qvm.asm", ["target": "2"], ["01": 1]),
    ("grover.qvm.asm", ["target": "3"], ["11": 1]),
    // ½|1 + (−1)^k|² / 4: even numbers only.
    ("qft.qvm.json", [:], ["000": 0.25, "010": 0.25, "100": 0.25, "110": 0.25]),
    ("phase_estimation.qvm.json", [:], ["011": 1]),
    // 11 has order 2 modulo 15: 0 or 4 of 8.
    ("period_finding.qvm.asm", [:], ["000": 0.5, "001": 0.5]),
    ("superdense_coding.qvm.json", [:], ["11": 1]),
    ("magic_state.qvm.json", [:], ["00": 0.5, "10": 0.5]),
    // The carry of 1 + y + c is y ∨ c; y is restored.
    ("reversible.qvm.json", [:], ["000": 0.25, "011": 0.25, "101": 0.25, "111": 0.25]),
    ("adaptive.qvm.asm", [:], ["00": 0.25, "01": 0.25, "10": 0.25, "11": 0.25]),
    ("adaptive_rounds.qvm.asm", [:], ["1100": 1]),
    ("adaptive_rounds.qvm.asm", ["error": "I"], ["0000": 1]),
    ("bases.qvm.asm", ["basis": "X"], ["0": 1]),
    ("bases.qvm.asm", ["basis": "Y"], ["0": 1]),
    ("bases.qvm.asm", ["basis": "Z"], ["0": 1]),
  ]

  @Test(.tags(.exact), arguments: 0..<25)
  func wholeDistributions(index: Int) throws {
    let (name, set, distribution) = Self.whole[index]
    #expect(try agree(Self.exact(name, set), distribution, tolerance: 1e-10), "\(name) \(set)")
  }

  @Test(.tags(.exact))
  func orders() throws {
    // 7 has order 4 modulo 15: 0, 4, 8, 12 of 16, and whichever of 1, 7, 4, 13; bits lowest first.
    var distribution: [String: Double] = [:]
    for value in ["0000", "0010", "0001", "0011"] {
      for power in ["1000", "1110", "0010", "1011"] { distribution[value + power] = 1.0 / 16 }
    }
    #expect(try agree(Self.exact("order_finding.qvm.asm"), distribution, tolerance: 1e-10))
  }

  @Test(.tags(.exact))
  func phasesThatBitsCannotHold() throws {
    // |Σ_k e^{2πi k (1/3 − m/8)}|² / 64 = (sin(8πδ)/sin(πδ))² / 64, δ = 1/3 − m/8.
    var distribution: [String: Double] = [:]
    for value in 0..<8 {
      let delta = 1.0 / 3 - Double(value) / 8
      let text = [4, 2, 1].map { value & $0 == 0 ? "0" : "1" }.joined()
      let ratio = sin(8 * .pi * delta) / sin(.pi * delta)
      distribution[text] = ratio * ratio / 64
    }
    #expect(
      try agree(Self.exact("phase_estimation_inexact.qvm.json"), distribution, tolerance: 1e-10))
  }

  @Test(.tags(.exact))
  func variationalAnsatz() throws {
    // Real amplitudes: RY(θ) is a rotation by θ/2, and the CNOT exchanges the last two.
    let (a, b, c, d) = (0.2, 0.55, -0.15, 0.35)
    let before = [cos(a) * cos(b), cos(a) * sin(b), sin(a) * sin(b), sin(a) * cos(b)]
    let left = [
      cos(c) * before[0] - sin(c) * before[2], cos(c) * before[1] - sin(c) * before[3],
      sin(c) * before[0] + cos(c) * before[2], sin(c) * before[1] + cos(c) * before[3],
    ]
    let after = [
      cos(d) * left[0] - sin(d) * left[1], sin(d) * left[0] + cos(d) * left[1],
      cos(d) * left[2] - sin(d) * left[3], sin(d) * left[2] + cos(d) * left[3],
    ]
    let names = ["00", "01", "10", "11"]
    let distribution = Dictionary(uniqueKeysWithValues: zip(names, after.map { $0 * $0 }))
    #expect(try agree(Self.exact("vqe.qvm.asm"), distribution, tolerance: 1e-12))
  }

  @Test(.tags(.exact))
  func measuredAnglesOnAPair() throws {
    let equal = cos(Double.pi / 8) * cos(Double.pi / 8) / 2
    let distribution = ["00": equal, "11": equal, "01": 0.5 - equal, "10": 0.5 - equal]
    #expect(try agree(Self.exact("chsh.qvm.json"), distribution, tolerance: 1e-12))
  }

  @Test(.tags(.exact))
  func channels() throws {
    // Two of the three Paulis of a Werner state of fidelity 0.9 flip the bit.
    let wrong = 2 * (1 - 0.9) / 3
    let distribution = ["11": 1 - wrong, "01": wrong]
    #expect(try agree(Self.exact("channels.qvm.json"), distribution, tolerance: 1e-12))
  }

  @Test(.tags(.exact))
  func checkpoints() throws {
    // RX(π)|0⟩ = |1⟩ up to phase; four fair coins.
    let exact = try Self.exact("checkpoint.qvm.json")
    #expect(exact.count == 16)
    #expect(exact.allSatisfy { $0.key.hasSuffix("1") && abs($0.value - 1.0 / 16) < 1e-12 })
  }

  @Test(.tags(.exact))
  func adaptiveSyndromes() throws {
    // X on d1 shows as 11 in the first round; it is corrected, so that nothing shows later.
    let distribution = ["110000000": 0.5, "110000111": 0.5]
    #expect(try agree(Self.exact("adaptive_syndrome.qvm.json"), distribution, tolerance: 1e-12))
  }

  @Test(.tags(.exact))
  func fiveQubitCode() throws {
    // The first syndrome is uniform; of its 16 corrections, none and the five Z keep the odd parity of
    // |11111⟩. Y on d3 anticommutes with all four stabilizers, and the value stays.
    let exact = try Self.exact("error_correction.qvm.json")
    #expect(exact.count == 16)
    var ones = 0.0
    for (outcome, probability) in exact {
      let bits = Array(outcome)
      #expect(abs(probability - 1.0 / 16) < 1e-12)
      #expect(String(bits[5..<9]) == "1111" && bits[4] == bits[9])
      if bits[4] == "1" { ones += probability }
    }
    #expect(abs(ones - 6.0 / 16) < 1e-12)
    #expect(Set(exact.keys.map { $0.prefix(4) }).count == 16)
  }

  @Test(.tags(.law))
  func everyExampleIsTested() throws {
    let folder = Peer.packageRoot.appending(path: "Examples").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".qvm.json") || $0.hasSuffix(".qvm.asm") }
    let others = [
      "phase_estimation_inexact.qvm.json", "vqe.qvm.asm", "chsh.qvm.json", "channels.qvm.json",
      "checkpoint.qvm.json", "adaptive_syndrome.qvm.json", "error_correction.qvm.json",
      "order_finding.qvm.asm",
    ]
    #expect(Set(names) == Set(Self.whole.map(\.name) + others))
  }
}
