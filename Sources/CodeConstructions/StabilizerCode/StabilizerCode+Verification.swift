// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension StabilizerCode {
  /// Whether two products of Paulis commute.
  ///
  /// - Complexity: O(weights of both).
  public static func commute(_ first: [Factor], _ second: [Factor]) -> Bool {
    var paulis: [Int: Factor] = [:]
    for factor in first { paulis[factor.qubit] = factor }
    var commutes = true
    for factor in second {
      if let other = paulis[factor.qubit], !other.pauli.commutes(with: factor.pauli) {
        commutes.toggle()
      }
    }
    return commutes
  }

  static func verifyShape(_ operators: [[Factor]], qubitCount: Int) throws(CodeError) {
    for factors in operators {
      guard !factors.isEmpty else {
        throw CodeError(.badChecks, "A check or logical operator has no factor.")
      }
      var seen: Set<Int> = []
      for factor in factors {
        guard (0..<qubitCount).contains(factor.qubit), factor.pauli != .i,
          seen.insert(factor.qubit).inserted
        else {
          throw CodeError(
            .badChecks,
            "A factor on qubit \(factor.qubit) is the identity, repeated or not in 0..<\(qubitCount)."
          )
        }
      }
    }
  }

  /// Verifies that all pairs of checks commute, looking only at pairs that share a qubit.
  static func verifyCommutation(_ checks: [Check]) throws(CodeError) {
    var touching: [Int: [(check: Int, factor: Factor)]] = [:]
    var anticommuting: Set<[Int]> = []
    for (index, check) in checks.enumerated() {
      for factor in check.factors {
        for other in touching[factor.qubit, default: []]
        where !other.factor.pauli.commutes(with: factor.pauli) {
          anticommuting.formSymmetricDifference([[other.check, index]])
        }
        touching[factor.qubit, default: []].append((index, factor))
      }
    }
    if let pair = anticommuting.min(by: { ($0[0], $0[1]) < ($1[0], $1[1]) }) {
      throw CodeError(.badChecks, "Checks \(pair[0]) and \(pair[1]) do not commute.")
    }
  }

  static func verify(
    _ logicals: [LogicalPair], commuteWith checks: [Check]
  ) throws(CodeError) {
    for (index, pair) in logicals.enumerated() {
      for check in checks {
        guard commute(pair.x, check.factors), commute(pair.z, check.factors) else {
          throw CodeError(.badChecks, "Logical operator \(index) does not commute with a check.")
        }
      }
      for (other, otherPair) in logicals.enumerated() {
        let isRight =
          commute(pair.x, otherPair.z) == (index != other)
          && commute(pair.x, otherPair.x) && commute(pair.z, otherPair.z)
        guard isRight else {
          throw CodeError(
            .badChecks, "Logical pairs \(index) and \(other) do not commute as they must.")
        }
      }
    }
  }
}
