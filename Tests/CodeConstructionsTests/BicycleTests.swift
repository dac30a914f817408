// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import ComputePrimitives
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Bivariate bicycle codes")
struct BicycleTests {
  @Test(
    "The named codes have the sizes of the literature", .tags(.exact),
    arguments: [(72, 12), (90, 8), (108, 8), (144, 12)])
  func sizes(n: Int, k: Int) throws {
    let code = try StabilizerCode.named("bivariate-bicycle:n=\(n)")
    #expect(code.qubitCount == n && code.logicalQubitCount == k)
    #expect(n - code.rank == k)
    #expect(code.checks.count == n && code.isCSS)
    #expect(code.checks.allSatisfy { $0.factors.count == 6 })
  }

  @Test(
    "So have the larger ones", .tags(.exact), .optimizedOnly,
    arguments: [(288, 12), (360, 12), (756, 16)])
  func largeSizes(n: Int, k: Int) throws {
    try sizes(n: n, k: k)
  }

  @Test("A round takes seven layers of gates and eight steps, one ancilla a check", .tags(.exact))
  func rounds() throws {
    for n in [72, 90, 144] {
      let code = try StabilizerCode.named("bivariate-bicycle:n=\(n)")
      #expect(code.schedule.layers.map(\.count) == [n / 2, n, n, n, n, n, n / 2])
      #expect(code.schedule.fault(for: code.checks) == nil)
      #expect(code.resources.ancillaQubits == n && code.resources.twoQubitGates == 6 * n)
      #expect(code.resources.depth == 8)
      // Each data qubit waits in two of the eight steps: it meets three checks of each type.
      for qubit in [0, n / 2, n - 1] {
        let busy = code.schedule.layers.count { layer in
          layer.contains { code.checks[$0.check].factors[$0.factor].qubit == qubit }
        }
        #expect(busy == 6)
      }
    }
  }

  @Test(
    "HX·HZᵀ = 0, three checks of each type a qubit", .tags(.exact), arguments: [72, 90, 108, 144])
  func matrices(n: Int) throws {
    let (x, z) = try StabilizerCode.named("bivariate-bicycle:n=\(n)").cssMatrices
    let product = x * z.transposed()
    #expect(product.words.allSatisfy { $0 == 0 })
    for matrix in [x, z] {
      for column in 0..<n { #expect((0..<(n / 2)).count { matrix[$0, column] } == 3) }
    }
  }

  @Test("Distances by exact search", .tags(.exact), .optimizedOnly)
  func distance() throws {
    let code = try StabilizerCode.named("bivariate-bicycle:n=72")
    #expect(code.distance(over: .x) == 6 && code.distance(over: .z) == 6)
  }

  @Test("Powers make the same code as its name", .tags(.exact))
  func powers() throws {
    let named = try StabilizerCode.named("bb:n=72")
    let spelt = try StabilizerCode.named("bb:l=6,m=6,a1=3,a2=1,a3=2,b1=3,b2=1,b3=2")
    #expect(named.checks == spelt.checks && named.logicals == spelt.logicals)
    #expect(named.nominalDistance == 6 && spelt.nominalDistance == nil)
    // A power counts modulo the order of its shift.
    let wrapped = try StabilizerCode.named("bb:l=6,m=6,a1=9,a2=7,a3=2,b1=3,b2=1,b3=2")
    #expect(wrapped.checks == named.checks)
  }

  @Test("Shifts commute, and repeated terms cancel", .tags(.law))
  func polynomials() {
    let first = BicyclePolynomial([.init(x: 1), .init(y: 2), .init(x: 2, y: 1)])
    let second = BicyclePolynomial([.init(x: 4, y: 1), .init()])
    let a = first.matrix(l: 5, m: 3)
    let b = second.matrix(l: 5, m: 3)
    #expect(a * b == b * a)
    let double = BicyclePolynomial(first.terms + first.terms)
    #expect(double.matrix(l: 5, m: 3).rank == 0)
  }
}
