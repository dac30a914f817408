// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives
import PauliAlgebra

extension StabilizerCode {
  /// Makes a code from a symplectic check matrix: a row a check, X parts in columns 0..<n, Z parts
  /// in n..<2n.
  ///
  /// - Throws: `CodeError` if the number of columns is odd or the rows do not commute.
  public init(
    name: String, checkMatrix: BitMatrix, nominalDistance: Int? = nil
  ) throws(CodeError) {
    guard checkMatrix.columnCount % 2 == 0, checkMatrix.columnCount > 0 else {
      throw CodeError(.badChecks, "A symplectic check matrix has 2n columns, n of 1 or more.")
    }
    let count = checkMatrix.columnCount / 2
    let checks = (0..<checkMatrix.rowCount).map { row in
      Check(StabilizerCode.factors(of: checkMatrix, row: row))
    }
    try self.init(
      name: name, qubitCount: count, checks: checks, nominalDistance: nominalDistance)
  }

  /// Makes a CSS code from its two check matrices, a row a check and a column a qubit.
  ///
  /// - Throws: `CodeError` if the numbers of columns differ or HX·HZᵀ is not zero.
  public init(
    name: String, xChecks: BitMatrix, zChecks: BitMatrix, nominalDistance: Int? = nil
  ) throws(CodeError) {
    guard xChecks.columnCount == zChecks.columnCount, xChecks.columnCount > 0 else {
      throw CodeError(
        .badChecks,
        "HX has \(xChecks.columnCount) columns and HZ \(zChecks.columnCount); both must have n.")
    }
    func rows(_ matrix: BitMatrix, _ pauli: Pauli) -> [Check] {
      (0..<matrix.rowCount).map { row in
        Check((0..<matrix.columnCount).filter { matrix[row, $0] }.map { Factor($0, pauli) })
      }
    }
    try self.init(
      name: name, qubitCount: xChecks.columnCount, checks: rows(xChecks, .x) + rows(zChecks, .z),
      nominalDistance: nominalDistance)
  }

  /// The symplectic check matrix: a row a check, X parts in columns 0..<n, Z parts in n..<2n.
  public var checkMatrix: BitMatrix {
    StabilizerCode.matrix(of: checks.map(\.factors), qubitCount: qubitCount)
  }

  /// The check matrices of the X checks and of the Z checks, a row a check and a column a qubit.
  ///
  /// Checks of other kinds are in neither.
  public var cssMatrices: (x: BitMatrix, z: BitMatrix) {
    func rows(_ pauli: Pauli) -> BitMatrix {
      BitMatrix(
        supports: checks.filter { $0.uniformPauli == pauli }.map { $0.factors.map(\.qubit) },
        columnCount: qubitCount)
    }
    return (rows(.x), rows(.z))
  }

  /// The number of independent checks.
  ///
  /// - Complexity: O(checks² · n / 64).
  public var rank: Int { checkMatrix.rank }

  static func matrix(of operators: [[Factor]], qubitCount: Int) -> BitMatrix {
    var matrix = BitMatrix(rowCount: operators.count, columnCount: 2 * qubitCount)
    for (row, factors) in operators.enumerated() {
      for factor in factors {
        if factor.pauli.hasX { matrix[row, factor.qubit] = true }
        if factor.pauli.hasZ { matrix[row, qubitCount + factor.qubit] = true }
      }
    }
    return matrix
  }

  static func factors(of matrix: BitMatrix, row: Int) -> [Factor] {
    let count = matrix.columnCount / 2
    return (0..<count).compactMap { qubit in
      let pauli = Pauli(x: matrix[row, qubit], z: matrix[row, count + qubit])
      return pauli == .i ? nil : Factor(qubit, pauli)
    }
  }
}
