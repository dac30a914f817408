// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import QVM
import QVMExecution
import Testing
import _TestSupport

/// The programs in `Examples`, each against its distribution in closed form.
@Suite struct ExampleTests {
  static func plan(_ name: String) throws -> ExecutionPlan {
    let path = Peer.packageRoot.appending(path: "Examples/\(name).qvm.json")
    let verdict = Verifier().verify(Reading(parsing: [UInt8](try Data(contentsOf: path))))
    #expect(verdict.isValid, "\(verdict.problems)")
    return try ExecutionPlan(verdict.program)
  }

  static func exact(_ name: String) throws -> [String: Double] {
    let plan = try plan(name)
    let list = try ExactDistribution(plan).probabilities(of: plan)
    return Dictionary(uniqueKeysWithValues: list.map { ($0.outcome, $0.probability) })
  }

  /// Distributions that are written down whole.
  static let whole: [(name: String, distribution: [String: Double])] = [
    ("bell", ["00": 0.5, "11": 0.5]),
    ("ghz", ["00000": 0.5, "11111": 0.5]),
    ("w_state", ["100": 1.0 / 3, "010": 1.0 / 3, "001": 1.0 / 3]),
    ("teleportation", ["000": 0.25, "010": 0.25, "100": 0.25, "110": 0.25]),
    // The function x0 ⊕ x2 puts all amplitude on its own mask.
    ("deutsch_jozsa", ["101": 1]),
    ("grover_00", ["00": 1]), ("grover_01", ["01": 1]), ("grover_10", ["10": 1]),
    ("grover_11", ["11": 1]),
    // ½|1 + (−1)^k|² / 4: even numbers only.
    ("qft", ["000": 0.25, "010": 0.25, "100": 0.25, "110": 0.25]),
    ("phase_estimation", ["011": 1]),
    // 7 has order 4 modulo 15: multiples of 8/4.
    ("order_finding", ["000": 0.25, "010": 0.25, "100": 0.25, "110": 0.25]),
    ("superdense_coding", ["11": 1]),
    ("magic_state", ["00": 0.5, "10": 0.5]),
    // The carry of 1 + y + c is y ∨ c; y is restored.
    ("reversible", ["000": 0.25, "011": 0.25, "101": 0.25, "111": 0.25]),
  ]

  @Test(.tags(.exact), arguments: 0..<15)
  func wholeDistributions(index: Int) throws {
    let (name, distribution) = Self.whole[index]
    #expect(try agree(Self.exact(name), distribution, tolerance: 1e-10), "\(name)")
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
    #expect(try agree(Self.exact("phase_estimation_inexact"), distribution, tolerance: 1e-10))
  }

  @Test(.tags(.exact))
  func variationalAnsatz() throws {
    // RY(0.7) RY(1.3)|0⟩ where the control is 0; RY(0.7) X RY(1.3)|0⟩ = RY(0.7 + π − 1.3)|0⟩ where 1.
    let (control, plain, flipped) = (0.4, 2.0, 0.7 + Double.pi - 1.3)
    let cosine = { (angle: Double) in cos(angle / 2) * cos(angle / 2) }
    let distribution = [
      "00": cosine(control) * cosine(plain), "01": cosine(control) * (1 - cosine(plain)),
      "10": (1 - cosine(control)) * cosine(flipped),
      "11": (1 - cosine(control)) * (1 - cosine(flipped)),
    ]
    #expect(try agree(Self.exact("vqe"), distribution, tolerance: 1e-12))
  }

  @Test(.tags(.exact))
  func measuredAnglesOnAPair() throws {
    let equal = cos(Double.pi / 8) * cos(Double.pi / 8) / 2
    let distribution = ["00": equal, "11": equal, "01": 0.5 - equal, "10": 0.5 - equal]
    #expect(try agree(Self.exact("chsh"), distribution, tolerance: 1e-12))
  }

  @Test(.tags(.exact))
  func channels() throws {
    // Two of the three Paulis of a Werner state of fidelity 0.9 flip the bit.
    let wrong = 2 * (1 - 0.9) / 3
    let distribution = ["10": 1 - wrong, "00": wrong]
    #expect(try agree(Self.exact("channels"), distribution, tolerance: 1e-12))
  }

  @Test(.tags(.exact))
  func checkpoints() throws {
    // RX(π)|0⟩ = |1⟩ up to phase; four fair coins.
    let exact = try Self.exact("checkpoint")
    #expect(exact.count == 16)
    #expect(exact.allSatisfy { $0.key.hasSuffix("1") && abs($0.value - 1.0 / 16) < 1e-12 })
  }

  @Test(.tags(.exact))
  func adaptiveSyndromes() throws {
    // X on d1 shows as 11 in the first round; it is corrected, so that nothing shows later.
    let distribution = ["110000000": 0.5, "110000111": 0.5]
    #expect(try agree(Self.exact("adaptive_syndrome"), distribution, tolerance: 1e-12))
  }

  @Test(.tags(.exact))
  func fiveQubitCode() throws {
    // The first syndrome is uniform; of its 16 corrections, none and the five Z keep the odd parity of
    // |11111⟩. Y on d3 anticommutes with all four stabilizers, and the value stays.
    let exact = try Self.exact("error_correction")
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
      .filter { $0.hasSuffix(".qvm.json") }.map { String($0.dropLast(".qvm.json".count)) }
    let others = [
      "phase_estimation_inexact", "vqe", "chsh", "channels", "checkpoint", "adaptive_syndrome",
      "error_correction",
    ]
    #expect(Set(names) == Set(Self.whole.map(\.name) + others))
  }
}
