// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import PauliAlgebra

extension StabilizerCode {
  /// Pairs of logical operators of the group that the checks generate.
  ///
  /// For CSS codes logical X operators are products of X, logical Z operators of Z. In general, a
  /// basis of all operators that commute with every check is paired by symplectic elimination
  /// (Gottesman, Stabilizer Codes and Quantum Error Correction, 1997, §4); what finds no partner
  /// is a product of checks.
  ///
  /// - Complexity: O(n³ / 64).
  static func computeLogicals(of checks: [Check], qubitCount: Int) -> [LogicalPair] {
    let isCSS = checks.allSatisfy { $0.uniformPauli == .x || $0.uniformPauli == .z }
    return isCSS
      ? computeCSSLogicals(of: checks, qubitCount: qubitCount)
      : computeMixedLogicals(of: checks, qubitCount: qubitCount)
  }

  private static func computeCSSLogicals(of checks: [Check], qubitCount: Int) -> [LogicalPair] {
    func rows(_ pauli: Pauli) -> BitMatrix {
      let chosen = checks.filter { $0.uniformPauli == pauli }
      var matrix = BitMatrix(rowCount: chosen.count, columnCount: qubitCount)
      for (row, check) in chosen.enumerated() {
        for factor in check.factors { matrix[row, factor.qubit] = true }
      }
      return matrix
    }
    let xRows = rows(.x)
    let zRows = rows(.z)
    let xLogicals = classes(of: zRows.kernel(), modulo: xRows)
    let zLogicals = classes(of: xRows.kernel(), modulo: zRows)
    // The Z operators are combined so that each meets its own X operator oddly and no other.
    guard let pairing = (xLogicals * zLogicals.transposed()).inverse() else { return [] }
    let paired = pairing.transposed() * zLogicals
    return (0..<xLogicals.rowCount).map { row in
      LogicalPair(
        x: (0..<qubitCount).filter { xLogicals[row, $0] }.map { Factor($0, .x) },
        z: (0..<qubitCount).filter { paired[row, $0] }.map { Factor($0, .z) })
    }
  }

  /// Those rows that are independent of `subspace` and of the rows before them.
  private static func classes(of rows: BitMatrix, modulo subspace: BitMatrix) -> BitMatrix {
    // The pivots of the transposed columns mark the first rows that span.
    var columns = BitMatrix(
      rowCount: rows.columnCount, columnCount: subspace.rowCount + rows.rowCount)
    for row in 0..<subspace.rowCount {
      for column in 0..<rows.columnCount where subspace[row, column] {
        columns[column, row] = true
      }
    }
    for row in 0..<rows.rowCount {
      for column in 0..<rows.columnCount where rows[row, column] {
        columns[column, subspace.rowCount + row] = true
      }
    }
    let chosen = columns.reduceRows().filter { $0 >= subspace.rowCount }
    var result = BitMatrix(rowCount: chosen.count, columnCount: rows.columnCount)
    for (row, source) in chosen.enumerated() {
      for column in 0..<rows.columnCount where rows[source - subspace.rowCount, column] {
        result[row, column] = true
      }
    }
    return result
  }

  private static func computeMixedLogicals(of checks: [Check], qubitCount: Int) -> [LogicalPair] {
    // Exchanging the X and Z halves turns the symplectic product into the plain one.
    let exchanged = checks.map { check in
      check.factors.map { Factor($0.qubit, Pauli(x: $0.pauli.hasZ, z: $0.pauli.hasX)) }
    }
    let kernel = matrix(of: exchanged, qubitCount: qubitCount).kernel()
    var pool = (0..<kernel.rowCount).map { factors(of: kernel, row: $0) }
    var pairs: [LogicalPair] = []
    while let first = pool.popLast() {
      guard let partner = pool.lastIndex(where: { !commute(first, $0) }) else { continue }
      let second = pool.remove(at: partner)
      for index in pool.indices {
        // Multiplying by the partner's partner restores commutation with each of the two.
        let meetsFirst = !commute(pool[index], first)
        let meetsSecond = !commute(pool[index], second)
        if meetsFirst { pool[index] = product(pool[index], second) }
        if meetsSecond { pool[index] = product(pool[index], first) }
      }
      pairs.append(LogicalPair(x: first, z: second))
    }
    return pairs
  }

  /// The product of two operators, phase dropped.
  static func product(_ first: [Factor], _ second: [Factor]) -> [Factor] {
    var paulis: [Int: Pauli] = [:]
    for factor in first + second {
      paulis[factor.qubit] = paulis[factor.qubit, default: .i] * factor.pauli
    }
    return paulis.filter { $0.value != .i }.map { Factor($0.key, $0.value) }
      .sorted { $0.qubit < $1.qubit }
  }
}
