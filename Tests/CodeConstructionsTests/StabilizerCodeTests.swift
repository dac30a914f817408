// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import ComputePrimitives
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Stabilizer codes")
struct StabilizerCodeTests {
  @Test(
    "Sizes and distances are those of the literature", .tags(.exact),
    arguments: [
      ("five-qubit", 5, 1, 3), ("steane", 7, 1, 3), ("shor", 9, 1, 3),
      ("surface:d=2", 4, 1, 2), ("surface:d=3", 9, 1, 3), ("surface:d=4", 16, 1, 4),
      ("surface:d=5", 25, 1, 5), ("surface:dx=2,dz=5", 10, 1, 2), ("surface:dx=4,dz=3", 12, 1, 3),
      ("unrotated:d=2", 5, 1, 2), ("unrotated:d=3", 13, 1, 3), ("unrotated:dx=2,dz=4", 11, 1, 2),
      ("xzzx:d=3", 9, 1, 3), ("xzzx:d=4", 16, 1, 4), ("xzzx:dx=3,dz=4", 12, 1, 3),
      ("toric:d=2", 8, 2, 2), ("toric:d=3", 18, 2, 3), ("toric:d=4", 32, 2, 4),
      ("colour:d=3", 7, 1, 3), ("color:d=5", 19, 1, 5), ("repetition:d=5", 5, 1, 1),
    ])
  func parameters(name: String, n: Int, k: Int, d: Int) throws {
    let code = try StabilizerCode.named(name)
    #expect(code.qubitCount == n)
    #expect(code.logicalQubitCount == k)
    #expect(n - code.rank == k)
    #expect(code.distance(budget: 300_000) == d)
  }

  @Test("Rectangular codes have one distance per type of error", .tags(.exact))
  func rectangular() throws {
    for (name, x, z) in [
      ("surface:dx=3,dz=6", 3, 6), ("surface:dx=6,dz=3", 6, 3), ("unrotated:dx=2,dz=4", 2, 4),
      ("repetition:d=7", 7, 1), ("shor", 3, 3),
    ] {
      let code = try StabilizerCode.named(name)
      #expect(code.distance(over: .x) == x)
      #expect(code.distance(over: .z) == z)
    }
  }

  @Test("Larger distances", .tags(.exact))
  func largerDistances() throws {
    for (name, d) in [("surface:d=7", 7), ("unrotated:d=5", 5), ("colour:d=7", 7), ("xzzx:d=5", 5)]
    {
      let code = try StabilizerCode.named(name)
      if code.isCSS {
        #expect(code.distance(over: .x) == d)
        #expect(code.distance(over: .z) == d)
      } else {
        #expect(code.distance() == d)
      }
    }
  }

  @Test("The rotated code takes 2d² − 1 qubits and 6 layers a round", .tags(.exact))
  func resources() throws {
    for (d, total) in [(3, 17), (5, 49), (7, 97), (9, 161), (11, 241)] {
      let resources = try StabilizerCode.named("surface:d=\(d)").resources
      #expect(resources.totalQubits == total)
      #expect(resources.depth == 6)
      #expect(resources.twoQubitGates == 4 * (d - 1) * (d - 1) + 4 * (d - 1))
      #expect(
        resources.gates.map(\.name) == ["CX", "M", "MX", "R", "RX"])
    }
    let toric = try StabilizerCode.named("toric:d=3").resources
    #expect(toric.totalQubits == 36)
    #expect(toric.twoQubitGates == 72)
  }

  @Test("Random codes: logical operators are complete and commute as they must", .tags(.law))
  func randomCodes() throws {
    var generator = SeededGenerator(state: 11)
    for trial in 0..<60 {
      let n = 2 + trial % 9
      let checks = randomCommutingRows(n: n, count: 1 + trial % (n + 2), &generator)
      let code = try StabilizerCode(name: "random", checkMatrix: checks)
      #expect(code.logicalQubitCount == n - checks.rank)
      // Verified again by the initializer that takes logical operators.
      let again = try StabilizerCode(
        name: "again", qubitCount: n, checks: code.checks, logicals: code.logicals)
      #expect(again.schedule == code.schedule)
      #expect(code.schedule.fault(for: code.checks) == nil)
      if code.logicalQubitCount > 0, n <= 6 {
        #expect(code.distance() == distanceByListing(code))
      }
    }
  }

  @Test("Random CSS codes: schedules use no more layers than the degrees need", .tags(.law))
  func randomCSSCodes() throws {
    var generator = SeededGenerator(state: 5)
    for trial in 0..<40 {
      let n = 4 + trial % 12
      var x = BitMatrix(rowCount: n / 3, columnCount: n)
      for row in 0..<x.rowCount {
        for column in 0..<n { x[row, column] = generator.next() & 1 == 0 }
        x[row, row] = true
      }
      let kernel = x.kernel()
      var z = BitMatrix(rowCount: kernel.rowCount / 2, columnCount: n)
      for row in 0..<z.rowCount {
        for column in 0..<n { z[row, column] = kernel[row, column] }
      }
      let code = try StabilizerCode(name: "css", xChecks: x, zChecks: z)
      #expect(code.isCSS)
      #expect(code.logicalQubitCount == n - x.rank - z.rank)
      #expect(code.schedule.layers.count == largestDegree(x) + largestDegree(z))
    }
  }

  private func largestDegree(_ matrix: BitMatrix) -> Int {
    let rows = (0..<matrix.rowCount).map { row in
      (0..<matrix.columnCount).count { matrix[row, $0] }
    }
    let columns = (0..<matrix.columnCount).map { column in
      (0..<matrix.rowCount).count { matrix[$0, column] }
    }
    return (rows + columns).max() ?? 0
  }

  /// The distance by going through all Pauli operators.
  private func distanceByListing(_ code: StabilizerCode) -> Int {
    let all = code.logicals.flatMap { [$0.x, $0.z] }
    var best = Int.max
    for number in 1..<(1 << (2 * code.qubitCount)) {
      let factors = (0..<code.qubitCount).compactMap { qubit -> StabilizerCode.Factor? in
        let pauli = Pauli(rawValue: UInt8(number >> (2 * qubit) & 3)) ?? .i
        return pauli == .i ? nil : StabilizerCode.Factor(qubit, pauli)
      }
      guard factors.count < best,
        code.checks.allSatisfy({ StabilizerCode.commute($0.factors, factors) })
      else { continue }
      if !all.allSatisfy({ StabilizerCode.commute($0, factors) }) { best = factors.count }
    }
    return best
  }

  /// Rows of a symplectic matrix that commute, none of them zero.
  private func randomCommutingRows(
    n: Int, count: Int, _ generator: inout SeededGenerator
  ) -> BitMatrix {
    var rows: [[StabilizerCode.Factor]] = []
    while rows.count < count {
      var factors = (0..<n).compactMap { qubit -> StabilizerCode.Factor? in
        let pauli = Pauli(rawValue: UInt8(generator.next() >> 60 & 3)) ?? .i
        return pauli == .i ? nil : StabilizerCode.Factor(qubit, pauli)
      }
      if factors.isEmpty || !rows.allSatisfy({ StabilizerCode.commute($0, factors) }) {
        // A repeated row always commutes, so that the loop ends even when the group is full.
        guard let row = rows.randomElement(using: &generator), generator.next() & 7 == 0 else {
          continue
        }
        factors = row
      }
      rows.append(factors)
    }
    var matrix = BitMatrix(rowCount: count, columnCount: 2 * n)
    for (row, factors) in rows.enumerated() {
      for factor in factors {
        if factor.pauli.hasX { matrix[row, factor.qubit] = true }
        if factor.pauli.hasZ { matrix[row, n + factor.qubit] = true }
      }
    }
    return matrix
  }
}

/// A small generator with a seed, for tests.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
