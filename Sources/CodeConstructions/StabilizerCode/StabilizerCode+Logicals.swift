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
      BitMatrix(
        supports: checks.filter { $0.uniformPauli == pauli }.map { $0.factors.map(\.qubit) },
        columnCount: qubitCount)
    }
    let xRows = rows(.x)
    let zRows = rows(.z)
    return pairedLogicals(
      x: zRows.kernel(), moduloX: xRows, z: xRows.kernel(), moduloZ: zRows)
  }

  /// Pairs of X and Z operators out of two spaces, what lies in the subspaces left out.
  ///
  /// - Returns: The pairs; none if the two spaces cannot be paired.
  static func pairedLogicals(
    x: BitMatrix, moduloX: BitMatrix, z: BitMatrix, moduloZ: BitMatrix
  ) -> [LogicalPair] {
    let xLogicals = classes(of: x, modulo: moduloX)
    let zLogicals = classes(of: z, modulo: moduloZ)
    guard xLogicals.rowCount == zLogicals.rowCount else { return [] }
    // The Z operators are combined so that each meets its own X operator oddly and no other.
    guard let pairing = (xLogicals * zLogicals.transposed()).inverse() else { return [] }
    let paired = pairing.transposed() * zLogicals
    return zip(xLogicals.supports, paired.supports).map { x, z in
      LogicalPair(x: x.map { Factor($0, .x) }, z: z.map { Factor($0, .z) })
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
