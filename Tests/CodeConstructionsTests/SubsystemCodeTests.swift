// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import ComputePrimitives
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Subsystem codes")
struct SubsystemCodeTests {
  private func subsystem(_ name: String) throws -> SubsystemCode {
    try #require(try CodeCatalogue.quantumCode(named: name) as? SubsystemCode)
  }

  /// Everything that makes a subsystem code one, checked from its operators alone.
  private func verify(_ code: SubsystemCode) {
    for stabilizer in code.stabilizers {
      for gauge in code.gauges {
        #expect(StabilizerCode.commute(stabilizer.check.factors, gauge.factors))
      }
    }
    for pair in code.logicals {
      #expect(!StabilizerCode.commute(pair.x, pair.z))
      for gauge in code.gauges {
        #expect(StabilizerCode.commute(pair.x, gauge.factors))
        #expect(StabilizerCode.commute(pair.z, gauge.factors))
      }
    }
    let ranks = code.stabilizerRanks
    #expect(
      code.qubitCount
        == ranks.x + ranks.z + code.gaugeQubitCount + code.logicalQubitCount)
  }

  // Counts: stabilizers of X and of Z, gauge qubits and encoded qubits.
  @Test(
    "Simplex products have the counts of the literature", .tags(.exact),
    arguments: [(2, 9, 2, 2, 1, 4), (3, 49, 12, 12, 16, 9)])
  func simplexProducts(r: Int, n: Int, x: Int, z: Int, gauge: Int, k: Int) throws {
    let code = try subsystem("shyps:r=\(r)")
    #expect(code.qubitCount == n)
    #expect(code.stabilizerRanks == (x, z))
    #expect(code.gaugeQubitCount == gauge && code.logicalQubitCount == k)
    #expect(code.gauges.count == 2 * n && code.weights == 3...3)
    #expect(code.nominalDistance == 1 << (r - 1))
    #expect(code.stabilizerCode.distance(over: .x) == 1 << (r - 1))
    #expect(code.stabilizerCode.distance(over: .z) == 1 << (r - 1))
    verify(code)
  }

  @Test("So has the one of 225 qubits", .tags(.exact), .optimizedOnly)
  func largeSimplexProduct() throws {
    let code = try subsystem("shyps:r=4")
    #expect(code.qubitCount == 225 && code.stabilizerRanks == (44, 44))
    #expect(code.gaugeQubitCount == 121 && code.logicalQubitCount == 16)
    #expect(code.weights == 3...3 && code.nominalDistance == 8)
    verify(code)
  }

  @Test(
    "Bacon-Shor codes encode one qubit and leave (dx − 1)(dz − 1) gauge qubits", .tags(.exact),
    arguments: [(2, 2), (3, 3), (3, 5), (5, 5), (4, 3)])
  func baconShor(dx: Int, dz: Int) throws {
    let code = try subsystem("bacon-shor:dx=\(dx),dz=\(dz)")
    #expect(code.qubitCount == dx * dz && code.logicalQubitCount == 1)
    #expect(code.gaugeQubitCount == (dx - 1) * (dz - 1))
    #expect(code.weights == 2...2)
    #expect(code.stabilizerCode.distance(over: .x) == dx)
    #expect(code.stabilizerCode.distance(over: .z) == dz)
    #expect(code.stabilizerCode.distance() == min(dx, dz))
    #expect(code.resources.ancillaQubits == (dz - 1) * dx + (dx - 1) * dz)
    #expect(code.resources.depth == 6)
    verify(code)
  }

  @Test("Stabilizers and logical operators are found where they are not given", .tags(.law))
  func computedCentre() throws {
    for name in ["bacon-shor:d=3", "bacon-shor:dx=3,dz=4", "shyps:r=2", "shyps:r=3"] {
      let given = try subsystem(name)
      func rows(_ pauli: Pauli) -> BitMatrix {
        let chosen = given.gauges.filter { $0.uniformPauli == pauli }
        var matrix = BitMatrix(rowCount: chosen.count, columnCount: given.qubitCount)
        for (row, check) in chosen.enumerated() {
          for factor in check.factors { matrix[row, factor.qubit] = true }
        }
        return matrix
      }
      let found = try SubsystemCode(name: "found", xGauges: rows(.x), zGauges: rows(.z))
      #expect(found.stabilizerRanks == given.stabilizerRanks)
      #expect(found.gaugeQubitCount == given.gaugeQubitCount)
      #expect(found.logicalQubitCount == given.logicalQubitCount)
      verify(found)
    }
  }

  @Test("Wrong stabilizers are refused", .tags(.exact))
  func refusals() throws {
    var x = BitMatrix(rowCount: 2, columnCount: 4)
    var z = BitMatrix(rowCount: 2, columnCount: 4)
    for (row, pair) in [(0, 1), (2, 3)].enumerated() {
      x[row, pair.0] = true
      x[row, pair.1] = true
    }
    for (row, pair) in [(0, 2), (1, 3)].enumerated() {
      z[row, pair.0] = true
      z[row, pair.1] = true
    }
    #expect(try SubsystemCode(name: "right", xGauges: x, zGauges: z).logicalQubitCount == 1)
    for (stabilizers, words) in [
      ([[0], [2, 3]], "does not commute"), ([[0, 1]], "do not generate"),
      ([[0, 1], [2, 4]], "not there"), ([[0, 0], [2, 3]], "identity"),
    ] {
      let error = #expect(throws: CodeError.self) {
        try SubsystemCode(name: "wrong", xGauges: x, zGauges: z, stabilizers: stabilizers)
      }
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
    #expect(throws: CodeError.self) {
      try SubsystemCode(
        name: "wrong", xGauges: x, zGauges: BitMatrix(rowCount: 1, columnCount: 3))
    }
    for name in ["shyps:r=3", "bacon-shor:d=3"] {
      let error = #expect(throws: CodeError.self) { try StabilizerCode.named(name) }
      #expect(error?.code == .unsupported)
    }
  }
}
