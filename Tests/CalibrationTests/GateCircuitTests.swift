// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import NoiseModels
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Circuits of logical gates")
struct GateCircuitTests {
  static let codes = [
    "surface:d=3", "steane", "colour:d=3", "toric:d=3", "unrotated:dx=2,dz=3",
    "bb:n=72",
  ]

  // The analysis refuses a detector or observable whose parity is random without noise.
  @Test(
    "Every detector and observable is certain without noise", .tags(.law), arguments: codes,
    TransversalGate.allCases)
  func deterministic(code: String, gate: TransversalGate) throws {
    let code = try StabilizerCode.named(code)
    let circuit = try code.gateCircuit(gate, rounds: 2)
    _ = try circuit.detectorErrorModel(AnalysisOptions())
    let patches = UInt64(gate.patchCount)
    #expect(circuit.detectorCount == patches * UInt64(code.checks.count) * 5)
    #expect(circuit.observableCount == gate.patchCount * 2 * code.logicalQubitCount)
  }

  // A fault before, in or after the gate must not become an error of less weight than the code takes.
  @Test("The gate keeps the distance", .tags(.law), arguments: TransversalGate.allCases)
  func distance(gate: TransversalGate) throws {
    let code = try StabilizerCode.named("surface:d=3")
    let noise = try NoiseModel.named("sd6", p: 1e-3)
    let circuit = try noise.applied(to: code.gateCircuit(gate, rounds: 2))
    let model = try circuit.detectorErrorModel(AnalysisOptions(approximateDisjointErrors: 1))
    let error = try model.undetectableLogicalError()
    #expect(error.count == 3)
  }

  @Test("Codes with mixed checks have no transversal gates")
  func refusal() throws {
    let code = try StabilizerCode.named("five-qubit")
    #expect(throws: CodeError.self) { try code.gateCircuit(.hadamard, rounds: 1) }
    let surface = try StabilizerCode.named("surface:d=3")
    #expect(throws: CodeError.self) { try surface.gateCircuit(.controlledX, rounds: 0) }
  }
}
