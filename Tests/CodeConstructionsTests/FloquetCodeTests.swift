// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Floquet codes")
struct FloquetCodeTests {
  private func floquet(_ name: String) throws -> FloquetCode {
    try #require(try CodeCatalogue.quantumCode(named: name) as? FloquetCode)
  }

  @Test(
    "Honeycombs: every face commutes with every edge and is the product of its own", .tags(.law),
    arguments: ["honeycomb:d=4", "honeycomb-planar:d=2", "honeycomb-planar:d=3"])
  func structure(name: String) throws {
    let code = try floquet(name)
    for face in code.faces {
      #expect(face.check.factors.count == 6 && face.edges.count == 6)
      for edge in code.edges {
        #expect(StabilizerCode.commute(face.check.factors, edge.check.factors))
      }
      var product: [Int: Pauli] = [:]
      for edge in face.edges {
        #expect(code.edges[edge].colour != face.colour)
        for factor in code.edges[edge].check.factors {
          product[factor.qubit] = product[factor.qubit, default: .i] * factor.pauli
        }
      }
      #expect(
        product.filter { $0.value != .i }
          == Dictionary(uniqueKeysWithValues: face.check.factors.map { ($0.qubit, $0.pauli) }))
    }
    // Each qubit has one edge of each colour.
    for colour in 0..<3 {
      let touched = code.edges.filter { $0.colour == colour }
        .flatMap { $0.check.factors.map(\.qubit) }
      #expect(touched.sorted() == Array(0..<code.qubitCount))
    }
  }

  @Test("The torus keeps two qubits, the plane one", .tags(.exact))
  func counts() throws {
    for d in [4] {
      let torus = try floquet("honeycomb:d=\(d)")
      #expect(torus.qubitCount == 3 * d * d && torus.logicalQubitCount == 2)
      #expect(torus.edges.count == 9 * d * d / 2 && torus.faces.count == 3 * d * d / 2)
      #expect(torus.weights == 2...2)
      #expect(torus.resources.depth == 6)
    }
    let plane = try floquet("honeycomb-planar:d=3")
    #expect(plane.logicalQubitCount == 1 && plane.weights == 1...2)
  }

  @Test("Circuits stay short however many rounds they have", .tags(.law))
  func folding() throws {
    for name in ["honeycomb:d=4", "honeycomb-planar:d=2"] {
      let code = try floquet(name)
      for level in [MemoryExperiment.Level.circuit, .pairMeasurement] {
        let short = try code.memoryCircuit(rounds: 40, basis: .both, level: level)
        let long = try code.memoryCircuit(
          rounds: MemoryExperiment.largestRounds, basis: .both, level: level)
        try short.validate()
        #expect(long.operations.count <= short.operations.count + 400)
        #expect(try Circuit(parsing: short.description) == short)
        #expect(short.observableCount == 2 * code.logicalQubitCount)
        let perTurn = code.edges.filter { $0.colour == 0 }.count
        #expect(short.measurementCount > 40 * UInt64(perTurn))
      }
    }
  }

  @Test("Whole checks cannot be measured, and large checks not as pairs", .tags(.exact))
  func refusals() throws {
    let code = try floquet("honeycomb:d=4")
    for level in [MemoryExperiment.Level.codeCapacity, .phenomenological] {
      let error = #expect(throws: CodeError.self) {
        try code.memoryCircuit(rounds: 2, basis: .z, level: level)
      }
      #expect(error?.code == .unsupported)
    }
    #expect(throws: CodeError.self) { try code.memoryCircuit(rounds: 0) }
    let surface = try StabilizerCode.named("surface:d=3")
    let error = #expect(throws: CodeError.self) {
      try surface.memoryCircuit(rounds: 2, level: .pairMeasurement)
    }
    #expect(error?.code == .unsupported && error?.message.contains("4 qubits") == true)
    let pairs = try CodeCatalogue.quantumCode(named: "bacon-shor:d=3")
    #expect(
      try pairs.memoryCircuit(rounds: 3, basis: .both, level: .pairMeasurement).detectorCount
        == UInt64(4 * pairs.checks.count))
  }
}
