// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension StabilizerCode {
  /// The hypergraph product of a Hamming code of length 2^r − 1 with itself.
  ///
  /// - Throws: `CodeError` if r is not in 2...5.
  public static func hammingProduct(r: Int) throws(CodeError) -> StabilizerCode {
    guard (2...5).contains(r) else {
      throw CodeError(.badParameter, "hgp: hamming=\(r) must be in 2...5.")
    }
    let checks = BitMatrix(
      supports: (0..<r).map { bit in (0..<(1 << r - 1)).filter { ($0 + 1) >> bit & 1 == 1 } },
      columnCount: 1 << r - 1)
    return try hypergraphProduct(checks, checks, name: "hgp:hamming=\(r)", nominalDistance: 3)
  }

  /// The hypergraph product of a repetition code with itself: the planar surface code in another order.
  ///
  /// - Throws: `CodeError` if the distance is below 2.
  public static func repetitionProduct(distance: Int) throws(CodeError) -> StabilizerCode {
    guard distance >= 2 else {
      throw CodeError(.badParameter, "hgp: repetition=\(distance) must be 2 or more.")
    }
    let checks = BitMatrix(
      supports: (0..<(distance - 1)).map { [$0, $0 + 1] }, columnCount: distance)
    return try hypergraphProduct(
      checks, checks, name: "hgp:repetition=\(distance)", nominalDistance: distance)
  }

  /// The hypergraph product with itself of the cyclic code with checks 1 + x^a + x^b on l bits.
  ///
  /// - Throws: `CodeError` if a number is out of range or nothing is encoded.
  public static func cyclicProduct(l: Int, a: Int, b: Int) throws(CodeError) -> StabilizerCode {
    let name = "hgp:l=\(l),a=\(a),b=\(b)"
    guard (2...32).contains(l), (0..<64).contains(a), (0..<64).contains(b) else {
      throw CodeError(.badParameter, "\(name): l must be in 2...32, a and b in 0...63.")
    }
    let checks = Protograph(lift: l, [[[0, a, b]]]).matrix
    guard checks.supports.allSatisfy({ !$0.isEmpty }) else {
      throw CodeError(.badParameter, "\(name): the terms of the polynomial cancel.")
    }
    return try hypergraphProduct(checks, checks, name: name)
  }

  /// The lifted products that the literature gives by name, as their numbers of data qubits.
  public static let namedLiftedProducts = liftedTable.map(\.qubits)

  /// The named lifted product on so many data qubits, such as 1054 for [[1054, 140, 20]].
  ///
  /// - Throws: `CodeError` if there is none; the message lists those there are.
  public static func liftedProduct(qubits: Int) throws(CodeError) -> StabilizerCode {
    guard let row = liftedTable.first(where: { $0.qubits == qubits }) else {
      let list = namedLiftedProducts.map(String.init).joined(separator: ", ")
      throw CodeError(
        .badParameter, "lifted-product: there is none of n=\(qubits); give one of \(list).")
    }
    let first = Protograph(lift: row.lift, row.first)
    return try liftedProduct(
      first, row.second.map { Protograph(lift: row.lift, $0) } ?? first.conjugate,
      name: "lifted-product:n=\(qubits)", nominalDistance: row.distance)
  }

  /// n, l, A, B (A* where nil) and the distance where it is established and not only bounded.
  ///
  /// Codes of one polynomial each are the generalized bicycle codes A1 to A5 of Panteleev and Kalachev, Quantum
  /// 5, 585 (2021); the last is the product of the quasi-cyclic [155, 64, 20] code of Tanner with its
  /// conjugate, of the distance that IEEE Trans. Inf. Theory 68, 213 (2022) estimates at 20.
  private static let liftedTable:
    [(qubits: Int, lift: Int, first: [[[Int]]], second: [[[Int]]]?, distance: Int?)] = [
      (46, 23, [[[0, 5, 8, 12]]], [[[0, 1, 5, 7]]], 9),
      (48, 24, [[[0, 2, 8, 15]]], [[[0, 2, 12, 17]]], 8),
      (126, 63, [[[0, 1, 14, 16, 22]]], [[[0, 3, 13, 20, 42]]], 8),
      (180, 90, [[[0, 28, 80, 89]]], [[[0, 2, 21, 25]]], nil),
      (254, 127, [[[0, 15, 20, 28, 66]]], [[[0, 58, 59, 100, 121]]], nil),
      (
        1054, 31,
        [
          [[1], [2], [4], [8], [16]], [[5], [10], [20], [9], [18]], [[25], [19], [7], [14], [28]],
        ], nil, nil
      ),
    ]
}
