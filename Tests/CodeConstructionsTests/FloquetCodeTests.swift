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

  private func product(_ edges: [Int], of code: FloquetCode) -> Set<StabilizerCode.Factor> {
    var paulis: [Int: Pauli] = [:]
    for factor in edges.flatMap({ code.edges[$0].check.factors }) {
      paulis[factor.qubit] = paulis[factor.qubit, default: .i] * factor.pauli
    }
    return Set(paulis.filter { $0.value != .i }.map { .init($0.key, $0.value) })
  }

  @Test(
    "Honeycombs: a face is the product of the edges around it and commutes with all but those cut",
    .tags(.law),
    arguments: [
      "honeycomb:d=2", "honeycomb:d=4", "honeycomb-planar:d=1", "honeycomb-planar:d=2",
    ])
  func structure(name: String) throws {
    let code = try floquet(name)
    for face in code.faces {
      #expect(product(face.edges, of: code) == Set(face.check.factors))
      #expect(face.edges.allSatisfy { code.edges[$0].colour != face.colour })
      let cut = face.edges.filter { code.edges[$0].isCut }
      if let colour = face.cutColour {
        #expect(cut.count == 2 && cut.allSatisfy { code.edges[$0].colour == colour })
        #expect([2, 4].contains(face.check.factors.count))
      } else {
        #expect(cut.isEmpty && face.edges.count == 6 && face.check.factors.count == 6)
      }
      for (number, edge) in code.edges.enumerated() where !cut.contains(number) {
        #expect(StabilizerCode.commute(face.check.factors, edge.check.factors))
      }
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
    for d in [2, 4] {
      let torus = try floquet("honeycomb:d=\(d)")
      #expect(torus.qubitCount == 9 * d * d / 2 && torus.logicalQubitCount == 2)
      #expect(torus.edges.count == 27 * d * d / 4 && torus.faces.count == 9 * d * d / 4)
      #expect(torus.weights == 2...2 && torus.nominalDistance == d)
      #expect(torus.resources.depth == 6)
      #expect(torus.resources.twoQubitGates == 2 * torus.edges.count)
    }
    for d in [1, 2, 3] {
      let plane = try floquet("honeycomb-planar:d=\(d)")
      #expect(plane.qubitCount == 6 * d * d + 12 * d + 1 && plane.nominalDistance == d)
      #expect(plane.logicalQubitCount == 1 && plane.weights == 1...2)
      // Sides cut edges of the colours 1 and 2, and one corner one of colour 0, where the turns turn round.
      let cut = plane.edges.filter(\.isCut).map(\.colour)
      #expect(cut.count { $0 == 0 } == 1 && cut.count == 8 * d + 3)
    }
  }

  @Test("Logical operators anticommute in pairs and commute with what is known", .tags(.law))
  func logicals() throws {
    for name in ["honeycomb:d=4", "honeycomb-planar:d=2"] {
      let code = try floquet(name)
      let operators = code.logicals.flatMap { [$0.x, $0.z] }
      let fixed =
        code.faces.filter { $0.cutColour == nil }.map(\.check)
        + code.edges.filter { $0.colour == code.turns.last }.map(\.check)
      for (index, first) in operators.enumerated() {
        for (other, second) in operators.enumerated() {
          #expect(StabilizerCode.commute(first, second) == (index == other || index ^ 1 != other))
        }
        #expect(fixed.allSatisfy { StabilizerCode.commute(first, $0.factors) })
      }
    }
  }

  @Test("Circuits stay short however many rounds they have", .tags(.law))
  func folding() throws {
    for name in ["honeycomb:d=2", "honeycomb:d=4", "honeycomb-planar:d=2"] {
      let code = try floquet(name)
      for level in [MemoryExperiment.Level.circuit, .pairMeasurement] {
        let short = try code.memoryCircuit(rounds: 40, basis: .both, level: level)
        let long = try code.memoryCircuit(
          rounds: MemoryExperiment.largestRounds, basis: .both, level: level)
        try short.validate()
        #expect(long.operations.count <= short.operations.count + 400)
        #expect(try Circuit(parsing: short.description) == short)
        #expect(short.observableCount == 2 * code.logicalQubitCount)
        // Each round measures each edge once, on the plane those of colours 1 and 2 thrice in two.
        let perTurn = code.edges.filter { $0.colour == 0 }.count
        #expect(short.measurementCount > 120 * UInt64(perTurn))
      }
    }
  }

  @Test("Whole checks cannot be measured, nor large checks as pairs", .tags(.exact))
  func refusals() throws {
    let code = try floquet("honeycomb:d=2")
    for level in [MemoryExperiment.Level.codeCapacity, .phenomenological] {
      let error = #expect(throws: CodeError.self) {
        try code.memoryCircuit(rounds: 2, basis: .z, level: level)
      }
      #expect(error?.code == .unsupported)
    }
    #expect(throws: CodeError.self) { try code.memoryCircuit(rounds: 0) }
    #expect(throws: CodeError.self) { try code.memoryCircuit(rounds: 2, gates: .cz) }
    #expect(throws: CodeError.self) { try FloquetCode.honeycomb(distance: 3) }
    #expect(throws: CodeError.self) { try FloquetCode.planarHoneycomb(distance: 0) }
    let error = #expect(throws: CodeError.self) {
      try CodeCatalogue.quantumCode(named: "honeycomb:d=5")
    }
    #expect(error?.message == "honeycomb: d=5 must be in the even numbers of 2...20.")
    #expect(throws: CodeError.self) { try StabilizerCode.named("honeycomb:d=4") }
  }
}
