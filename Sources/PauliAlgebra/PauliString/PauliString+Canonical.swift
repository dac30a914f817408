// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension PauliString {
  /// The unique reduced generators of the group that commuting generators span.
  ///
  /// Gauss–Jordan elimination over the columns X₀, Z₀, X₁, Z₁, …, signs included; two sets of generators
  /// span the same group exactly when their canonical forms are equal. Generators that depend on
  /// others end as identities, which are left out unless their sign is −1 (then the set is contradictory).
  ///
  /// - Precondition: the generators commute and act on the same number of qubits.
  /// - Complexity: O(m² n / 64 + m n) for m generators on n qubits.
  public static func canonicalGenerators(of generators: [PauliString]) -> [PauliString] {
    var rows = generators
    var rank = 0
    let qubitCount = generators.first?.qubitCount ?? 0
    for column in 0..<(2 * qubitCount) where rank < rows.count {
      let word = column >> 7
      let bit = UInt64(column >> 1 & 63)
      func hasBit(_ row: PauliString) -> Bool {
        (column & 1 == 0 ? row.xWords[word] : row.zWords[word]) >> bit & 1 == 1
      }
      guard let pivot = (rank..<rows.count).first(where: { hasBit(rows[$0]) }) else { continue }
      rows.swapAt(rank, pivot)
      let pivotRow = rows[rank]
      for row in rows.indices where row != rank && hasBit(rows[row]) { rows[row] *= pivotRow }
      rank += 1
    }
    return Array(rows[..<rank]) + rows[rank...].filter { $0.phase != 0 }
  }
}
