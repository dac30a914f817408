// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import QVM
import QVMExecution
import Testing
import _TestSupport

/// Components of the library as whole programs: on basis states, and against distributions in closed form.
@Suite struct LibraryProgramTests {
  /// The exact distribution of an assembly.
  static func exact(_ text: String) throws -> [String: Double] {
    let program = try Assembler().assemble(".include \"stdlib.qvm.asm\"\n" + text)
    let plan = try ExecutionPlan(program)
    let list = try ExactDistribution(plan).probabilities(of: plan)
    return Dictionary(uniqueKeysWithValues: list.map { ($0.outcome, $0.probability) })
  }

  /// What a circuit makes of a basis state; nil if it is none.
  static func image(of bits: [Int], _ qubits: [String], _ circuit: String) throws -> [Int]? {
    let flips = zip(bits, qubits).map { $0 == 1 ? "x_\($1): X \($1)\n" : "" }.joined()
    let readout = qubits.map { "m_\($0): MEASURE_Z \($0) -> \($0)\n" }.joined()
    let all = try exact(
      "al: ALLOC_LQ -> \(qubits.joined(separator: ", "))\n\(flips)\(circuit)\n\(readout)")
    guard let (outcome, probability) = all.max(by: { $0.value < $1.value }),
      probability > 1 - 1e-9
    else { return nil }
    return outcome.map { $0 == "1" ? 1 : 0 }
  }

  static func bits(_ number: Int) -> [Int] { [number & 1, number >> 1 & 1] }

  @Test(.tags(.exact), arguments: 0..<16)
  func arithmeticOfFiles(input: Int) throws {
    let (a, b) = (input & 3, input >> 2)
    let registers = ["a_0", "a_1", "b_0", "b_1"]
    let start = Self.bits(a) + Self.bits(b)
    #expect(
      try Self.image(of: start, registers, ".include \"draper_adder.qasm\"")
        == Self.bits(a) + Self.bits((a + b) % 4))
    let more = registers + ["carry", "result"]
    for result in 0...1 {
      #expect(
        try Self.image(of: start + [0, result], more, ".include \"comparator.qasm\"")
          == start + [0, a < b ? 1 - result : result])
      #expect(
        try Self.image(of: start + [0, result], more, ".include \"cuccaro_adder.qasm\"")
          == Self.bits(a) + Self.bits((a + b) % 4) + [0, result ^ (a + b) >> 2])
    }
  }

  @Test(.tags(.exact), arguments: 0..<8)
  func oraclesAndSmallGates(input: Int) throws {
    let (x, y) = (input & 3, input >> 2)
    let start = Self.bits(x) + [y]
    for (name, value) in [
      ("DJ_ORACLE_CONSTANT_0([a, b], c)", 0), ("DJ_ORACLE_CONSTANT_1([a, b], c)", 1),
      ("DJ_ORACLE_BALANCED_BIT([a, b], c, 0)", x & 1),
      ("DJ_ORACLE_BALANCED_BIT([a, b], c, 1)", x >> 1),
    ] {
      #expect(try Self.image(of: start, ["a", "b", "c"], name) == Self.bits(x) + [y ^ value])
    }
    #expect(try Self.image(of: start, ["a", "b", "c"], "SWAP(a, c)") == [y, x >> 1, x & 1])
    let turned = "CRY(a, c, 0.7)\nback: RY c, theta=-0.7"
    let expected = x & 1 == 1 ? start : nil
    #expect(try Self.image(of: start, ["a", "b", "c"], turned) == expected)
  }

  @Test(.tags(.exact))
  func registersAndPairs() throws {
    let bell = "ALLOC_QUBITS(2, q)\nBELL_PAIR(q_0, q_1)\nMEASURE_ALL([q_0, q_1], m)"
    #expect(try agree(Self.exact(bell), ["00": 0.5, "11": 0.5]))
  }

  @Test(.tags(.exact))
  func searchOfFiles() throws {
    // From the equal superposition of eight, r rounds give sin²((2r + 1)θ) with sin θ = 1/√8.
    let text = """
      al: ALLOC_LQ -> q_0, q_1, q_2
      .include "amplitude_amplification.qasm"
      MEASURE_ALL([q_0, q_1, q_2], m)
      """
    let found = pow(sin(5 * asin(0.125.squareRoot())), 2)
    #expect(abs(try Self.exact(text)["101", default: 0] - found) < 1e-10)
    // The oracle negates |11⟩ alone: H on the second qubit turns CZ to CNOT.
    for control in 0...1 {
      let oracle = "h: H q_1\n.include \"grover_oracle.qasm\"\ni: H q_1"
      #expect(
        try Self.image(of: [control, 0], ["q_0", "q_1"], oracle) == [control, control])
    }
  }

  static let codes: [(macro: String, stabilizers: [String])] = [
    ("SYNDROME_FIVE", ["XZZXI", "IXZZX", "XIXZZ", "ZXIXZ"]),
    (
      "SYNDROME_STEANE",
      ["IIIXXXX", "IXXIIXX", "XIXIXIX", "IIIZZZZ", "IZZIIZZ", "ZIZIZIZ"]
    ),
    ("SYNDROME_REPETITION", ["ZZIII", "IZZII", "IIZZI", "IIIZZ"]),
  ]

  @Test(.tags(.exact), arguments: 0..<3)
  func syndromesTellErrorsApart(index: Int) throws {
    let (macro, stabilizers) = Self.codes[index]
    let count = stabilizers[0].count
    let data = (0..<count).map { "d\($0)" }
    let list = data.joined(separator: ", ")
    for qubit in 0..<count {
      for letter in ["X", "Y", "Z"] {
        // Between two measurements an error changes what it anticommutes with.
        let text = """
          al: ALLOC_LQ -> \(list), s
          \(macro)([\(list)], s, u)
          error: COND_PAULI d\(qubit), mask=\(letter)
          reset: RESET s
          \(macro)([\(list)], s, v)
          """
        let changes = stabilizers.map { stabilizer in
          let own = String(Array(stabilizer)[qubit])
          return own != "I" && own != letter
        }
        for outcome in try Self.exact(text).keys {
          let values = Array(outcome)
          let differs = stabilizers.indices.map { values[$0] != values[$0 + stabilizers.count] }
          #expect(
            Set(zip(order(macro), differs).map { "\($0) \($1)" })
              == Set(changes.enumerated().map { "\($0) \($1)" }),
            "\(macro) \(letter)\(qubit)")
        }
      }
    }
  }

  /// The stabilizer that each event tells of, in the order of the text.
  private func order(_ macro: String) -> [Int] {
    macro == "SYNDROME_STEANE" ? [0, 3, 1, 4, 2, 5] : [0, 1, 2, 3]
  }
}
