// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import ComputePrimitives
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Product codes")
struct ProductCodeTests {
  @Test(
    "Sizes are those of the literature", .tags(.exact),
    arguments: [
      ("hgp:hamming=2", 13, 1), ("hgp:hamming=3", 58, 16), ("hgp:repetition=4", 25, 1),
      ("hgp:l=3,a=1,b=2", 18, 8), ("hgp:l=7,a=1,b=3", 98, 18), ("lifted-product:n=46", 46, 2),
      ("lifted-product:n=48", 48, 6), ("lifted-product:n=126", 126, 28),
      ("lifted-product:n=180", 180, 10), ("toric-3d:d=2", 24, 3), ("toric-3d:d=3", 81, 3),
      ("reed-muller:m=3", 7, 1), ("reed-muller:m=4", 15, 1), ("reed-muller:m=5", 31, 1),
    ])
  func sizes(name: String, n: Int, k: Int) throws {
    let code = try StabilizerCode.named(name)
    #expect(code.qubitCount == n && code.logicalQubitCount == k)
    #expect(n - code.rank == k)
    let (x, z) = code.cssMatrices
    let product = x * z.transposed()
    #expect(product.words.allSatisfy { $0 == 0 })
    #expect(code.schedule.fault(for: code.checks) == nil)
  }

  @Test(
    "Large products", .tags(.exact), .optimizedOnly,
    arguments: [("lifted-product:n=254", 254, 28), ("lifted-product:n=1054", 1054, 140)])
  func largeSizes(name: String, n: Int, k: Int) throws {
    try sizes(name: name, n: n, k: k)
  }

  @Test(
    "Distances by exact search", .tags(.exact),
    arguments: [
      ("hgp:hamming=2", 3, 3), ("hgp:repetition=4", 4, 4), ("hgp:l=3,a=1,b=2", 2, 2),
      ("toric-3d:d=2", 4, 2), ("toric-3d:d=3", nil, 3), ("reed-muller:m=4", 7, 3),
    ] as [(String, Int?, Int)])
  func distances(name: String, x: Int?, z: Int) throws {
    let code = try StabilizerCode.named(name)
    if let x { #expect(code.distance(over: .x) == x) }
    #expect(code.distance(over: .z) == z)
  }

  @Test(
    "Distances of the larger codes by exact search", .tags(.exact), .optimizedOnly,
    arguments: [("lifted-product:n=48", 8), ("lifted-product:n=46", 9), ("hgp:hamming=3", 3)])
  func largeDistances(name: String, d: Int) throws {
    let code = try StabilizerCode.named(name)
    #expect(code.distance(over: .x) == d && code.distance(over: .z) == d)
  }

  @Test("Lifted products of random protographs are codes", .tags(.law))
  func randomProtographs() throws {
    var generator = SeededGenerator(state: 3)
    for _ in 0..<12 {
      let lift = 3 + Int(generator.next() % 5)
      func random(_ rows: Int, _ columns: Int) -> Protograph {
        Protograph(
          lift: lift,
          (0..<rows).map { _ in
            (0..<columns).map { _ in [Int(generator.next() % UInt64(lift))] }
          })
      }
      let code = try StabilizerCode.liftedProduct(random(2, 3), random(2, 4), name: "random")
      #expect(code.qubitCount == lift * (3 * 2 + 2 * 4))
      #expect(code.isCSS && code.qubitCount - code.rank == code.logicalQubitCount)
    }
  }

  @Test("Bad products say what is wrong", .tags(.exact))
  func refusals() {
    for (name, part) in [
      ("hgp:l=7,a=1", "give hgp"), ("hgp:l=7,a=0,b=1", "no qubit"),
      ("hgp:l=2,a=0,b=2", "no qubit"), ("lp:n=47", "n=47 must be in 46|48|126"),
      ("hgp:hamming=9", "must be in 2...5"), ("reed-muller:m=2", "must be in 3...7"),
      ("toric-3d:d=21", "must be in 2...20"), ("shyps:r=7", "must be in 2...6"),
      ("colour-488:d=4", "the odd numbers"),
    ] {
      let error = #expect(throws: CodeError.self) { try CodeCatalogue.quantumCode(named: name) }
      #expect(error?.message.contains(part) == true, "\(error?.message ?? name)")
    }
    let skew = Protograph(lift: 3, [[[0], [1]], [[0]]])
    #expect(throws: CodeError.self) {
      try StabilizerCode.liftedProduct(skew, skew, name: "skew")
    }
  }
}
