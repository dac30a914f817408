// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives
import PauliAlgebra

extension StabilizerCode {
  /// The hypergraph product of two classical codes, given by their check matrices.
  ///
  /// HX = [H1 ⊗ 1 | 1 ⊗ H2ᵀ] and HZ = [1 ⊗ H2 | H1ᵀ ⊗ 1], so that HX·HZᵀ = H1 ⊗ H2ᵀ + H1 ⊗ H2ᵀ = 0. There
  /// are n1·n2 + m1·m2 qubits, and k1·k2 + k1ᵀ·k2ᵀ of them encoded. Source: Tillich and Zémor, IEEE
  /// Trans. Inf. Theory 60, 1193 (2014).
  ///
  /// - Throws: `CodeError` if a matrix is empty or has a zero row, or if nothing is encoded.
  public static func hypergraphProduct(
    _ first: BitMatrix, _ second: BitMatrix, name: String, nominalDistance: Int? = nil
  ) throws(CodeError) -> StabilizerCode {
    func one(_ size: Int) -> BitMatrix { .identity(size) }
    let x = first.kronecker(one(second.columnCount)).appendingColumns(
      of: one(first.rowCount).kronecker(second.transposed()))
    let z = one(first.columnCount).kronecker(second).appendingColumns(
      of: first.transposed().kronecker(one(second.rowCount)))
    // Qubits of pairs of bits lie on one square lattice, qubits of pairs of checks on another between.
    func square(_ rows: Int, _ columns: Int, _ dx: Double, _ dy: Double) -> [[Double]] {
      (0..<(rows * columns)).map { index in
        [Double(2 * (index % columns)) + dx, Double(2 * (index / columns)) + dy]
      }
    }
    let (n1, m1) = (first.columnCount, first.rowCount)
    let (n2, m2) = (second.columnCount, second.rowCount)
    return try product(
      name: name, x: x, z: z, positions: square(n1, n2, 0, 0) + square(m1, m2, 1, 1),
      xPositions: square(m1, n2, 0, 1), zPositions: square(n1, m2, 1, 0),
      nominalDistance: nominalDistance)
  }

  /// The lifted product of two protographs over the shifts of a ring of size l.
  ///
  /// With A and B matrices of polynomials in x, xˡ = 1, and * the transpose with x → x⁻¹:
  /// HX = [A ⊗ 1 | 1 ⊗ B] and HZ = [1 ⊗ B* | A* ⊗ 1]. Source: Panteleev and Kalachev, Quantum 5, 585 (2021)
  /// and IEEE Trans. Inf. Theory 68, 213 (2022).
  ///
  /// - Throws: `CodeError` if rows differ in length, a product has a zero row, or nothing is encoded.
  public static func liftedProduct(
    _ first: Protograph, _ second: Protograph, name: String, nominalDistance: Int? = nil
  ) throws(CodeError) -> StabilizerCode {
    guard first.isRectangular, second.isRectangular, first.lift == second.lift, first.lift > 0
    else {
      throw CodeError(
        .badChecks, "\(name): protographs need rows of one length, and the same lift of 1 or more.")
    }
    let x = first.tensored(identity: second.rowCount, isLeft: true).matrix.appendingColumns(
      of: second.tensored(identity: first.rowCount, isLeft: false).matrix)
    let z = second.conjugate.tensored(identity: first.columnCount, isLeft: false).matrix
      .appendingColumns(
        of: first.conjugate.tensored(identity: second.columnCount, isLeft: true).matrix)
    return try product(name: name, x: x, z: z, nominalDistance: nominalDistance)
  }

  private static func product(
    name: String, x: BitMatrix, z: BitMatrix, positions: [[Double]]? = nil,
    xPositions: [[Double]]? = nil, zPositions: [[Double]]? = nil, nominalDistance: Int?
  ) throws(CodeError) -> StabilizerCode {
    func checks(_ matrix: BitMatrix, _ isX: Bool, _ places: [[Double]]?) -> [Check] {
      matrix.supports.enumerated().map { row, support in
        Check(support.map { Factor($0, isX ? .x : .z) }, at: places?[row] ?? [])
      }
    }
    let code = try StabilizerCode(
      name: name, qubitCount: x.columnCount,
      checks: checks(x, true, xPositions) + checks(z, false, zPositions), positions: positions,
      nominalDistance: nominalDistance)
    guard code.logicalQubitCount > 0 else {
      throw CodeError(.badParameter, "\(name): these classical codes give a code of no qubit.")
    }
    return code
  }
}
