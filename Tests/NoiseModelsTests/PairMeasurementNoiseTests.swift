// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import NoiseModels
import Testing
import _TestSupport

@Suite("Noise on native pair measurements")
struct PairMeasurementNoiseTests {
  private func em3(_ text: String, p: Double) throws -> Circuit {
    try NoiseModel(named: "em3", p: p).applied(to: Circuit(parsing: text))
  }

  private func lines(_ circuit: Circuit) -> [Circuit.Instruction] {
    circuit.operations.compactMap { operation in
      if case .instruction(let instruction) = operation { instruction } else { nil }
    }
  }

  @Test("A pair has 31 errors, one qubit 7, each as likely that together they mix", .tags(.exact))
  func mixing() throws {
    let p = 0.01
    for (text, errors) in [("MPP X0*Y1", 31), ("MPP Z1", 7), ("MYY 3 5", 31)] {
      let found = try lines(em3(text, p: p)).filter { $0.gate == .correlatedError }
      #expect(found.count == errors)
      #expect(Set(found.map { $0.targets.map(\.description) }).count == errors)
      // The parity of the errors that anticommute with any given one is even with 1 − p/2.
      let strength = try #require(found.first?.arguments.first)
      var odd = 0.0
      for _ in 0..<((errors + 1) / 2) { odd = odd * (1 - strength) + (1 - odd) * strength }
      #expect(abs(odd - p / 2) < 1e-12)
    }
  }

  @Test("Results keep their order and their inversion; idle qubits are depolarized", .tags(.exact))
  func order() throws {
    let noisy = try em3("MPP !X0*X1 Z2\nTICK\nMPP Z0*Z1 X1\nTICK\n", p: 0.032)
    let others = lines(noisy).filter { $0.gate != .correlatedError }
    let expected = try Circuit(
      parsing: """
        R[report] 3 4
        MPP !X0*X1*Z3 Z2*Z4
        TICK
        R[report] 3
        MPP Z0*Z1*Z3
        R[report] 3
        MPP X1*Z3
        DEPOLARIZE1(0.032) 2
        TICK
        """)
    #expect(Circuit(others.map { .instruction($0) }).description == expected.description)
    #expect(lines(noisy).count == others.count + 31 + 7 + 31 + 7)
  }

  @Test("Other measurements flip; larger products are refused; perfect ones stay", .tags(.exact))
  func others() throws {
    #expect(try em3("M 0", p: 0.02) == Circuit(parsing: "M(0.01) 0"))
    let perfect = try Circuit(parsing: "MPP[noiseless] X0*X1*X2 Z5")
    #expect(try em3(perfect.description, p: 0.01) == perfect)
    var error = #expect(throws: NoiseError.self) { try em3("MPP X0*X1*X2", p: 0.01) }
    #expect(error?.code == .unsupported)
    error = #expect(throws: NoiseError.self) { try em3("MPP(0.1) X0*X1", p: 0.01) }
    #expect(error?.code == .alreadyNoisy)
  }
}
