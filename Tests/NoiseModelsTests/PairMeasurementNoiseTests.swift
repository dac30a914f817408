// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import NoiseModels
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Noise on native pair measurements")
struct PairMeasurementNoiseTests {
  private func em3(_ text: String, p: Double) throws -> [Circuit.Instruction] {
    let noisy = try NoiseModel(named: "em3", p: p).applied(to: Circuit(parsing: text))
    return noisy.operations.compactMap { operation in
      if case .instruction(let instruction) = operation { instruction } else { nil }
    }
  }

  @Test("A pair has 31 errors, one qubit 7, each as likely that together they mix", .tags(.exact))
  func mixing() throws {
    let p = 0.01
    for (text, errors, gates) in [
      ("MPP X0*Y1", 31, [Gate.xcx, .ycx]), ("MPP Z1", 7, [.cx]),
    ] {
      let lines = try em3(text, p: p)
      let found = lines.filter { $0.gate == .correlatedError }
      #expect(found.count == errors)
      #expect(Set(found.map { $0.targets.map(\.description) }).count == errors)
      #expect(lines.filter { gates.contains($0.gate) }.count == gates.count)
      // The parity of the errors that anticommute with any given one is even with 1 − p/2.
      let strength = try #require(found.first?.arguments.first)
      var odd = 0.0
      for _ in 0..<((errors + 1) / 2) { odd = odd * (1 - strength) + (1 - odd) * strength }
      #expect(abs(odd - p / 2) < 1e-12)
    }
  }

  @Test("Results keep their order and their inversion; idle qubits are depolarized", .tags(.exact))
  func order() throws {
    let lines = try em3("MPP !X0*X1 Z2\nTICK\nMPP Z0*Z1\nTICK\n", p: 0.02)
    let measurements = lines.filter { $0.gate == .m }
    #expect(measurements.map { $0.targets.count }.reduce(0, +) == 3)
    #expect(measurements.first?.targets.first?.isInverted == true)
    #expect(measurements.dropFirst().allSatisfy { !$0.targets[0].isInverted })
    let idle = lines.filter { $0.gate == .depolarize1 }
    #expect(idle.flatMap { $0.targets.map(\.index) } == [2])
  }

  @Test("Larger products and noisy circuits are refused; perfect measurements stay", .tags(.exact))
  func refusals() throws {
    let model = try NoiseModel(named: "em3", p: 0.01)
    var error = #expect(throws: NoiseError.self) {
      try model.applied(to: Circuit(parsing: "MPP X0*X1*X2"))
    }
    #expect(error?.code == .unsupported)
    error = #expect(throws: NoiseError.self) {
      try model.applied(to: Circuit(parsing: "MPP(0.1) X0*X1"))
    }
    #expect(error?.code == .alreadyNoisy)
    let perfect = try Circuit(parsing: "MPP[noiseless] X0*X1*X2 Z5")
    #expect(try model.applied(to: perfect) == perfect)
  }
}
