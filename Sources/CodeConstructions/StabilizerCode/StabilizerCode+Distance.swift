// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension StabilizerCode {
  /// The errors that a distance is taken over.
  public enum ErrorKind: String, Sendable, CaseIterable {
    /// Any Pauli errors.
    case any
    /// Bit flips only: the least weight of a logical X operator of a CSS code.
    case x
    /// Phase flips only.
    case z
  }

  /// The least number of qubits on which an error can go unnoticed and change the encoded state.
  ///
  /// Searched exactly, by meeting in the middle: a logical operator of weight w is the product of
  /// two errors of weights ⌈w/2⌉ and ⌊w/2⌋ with the same syndrome and different logical effects.
  ///
  /// - Parameters:
  ///   - kind: Which errors to count.
  ///   - limit: The largest distance to look for.
  ///   - budget: How many errors to keep at most.
  /// - Returns: The distance; nil if it is above the limit, the budget does not suffice, the code
  ///   encodes nothing, or syndrome and effect take more than 128 bits.
  /// - Complexity: O((3n)^⌈d/2⌉) time and memory.
  public func distance(
    over kind: ErrorKind = .any, upTo limit: Int = 16, budget: Int = 4_000_000
  ) -> Int? {
    guard checks.count + 2 * logicals.count <= 128, !logicals.isEmpty else { return nil }
    let generators = errorEffects(kind)
    // The errors of each weight, as syndrome → set of logical effects.
    var levels: [[UInt128: Set<UInt128>]] = [[0: [0]]]
    var kept = 1
    for weight in 1...max(1, limit) {
      let half = (weight + 1) / 2
      if levels.count <= half {
        guard let next = errors(of: half, from: generators, budget: budget - kept) else {
          return nil
        }
        kept += next.values.reduce(0) { $0 + $1.count }
        levels.append(next)
      }
      let first = levels[half]
      let second = levels[weight - half]
      let isReached = second.contains { syndrome, effects in
        guard let others = first[syndrome] else { return false }
        return others.count > 1 || effects.count > 1 || others != effects
      }
      if isReached { return weight }
    }
    return nil
  }

  /// What each one-qubit error does: the checks it flips, and the logical operators.
  private func errorEffects(_ kind: ErrorKind) -> [[(syndrome: UInt128, effect: UInt128)]] {
    let paulis: [Pauli] =
      switch kind {
      case .any: [.x, .y, .z]
      case .x: [.x]
      case .z: [.z]
      }
    var effects = [[(syndrome: UInt128, effect: UInt128)]](
      repeating: paulis.map { _ in (0, 0) }, count: qubitCount)
    for (bit, check) in checks.enumerated() {
      for factor in check.factors {
        for (index, pauli) in paulis.enumerated() where !pauli.commutes(with: factor.pauli) {
          effects[factor.qubit][index].syndrome |= 1 << UInt128(bit)
        }
      }
    }
    for (bit, factors) in logicals.flatMap({ [$0.x, $0.z] }).enumerated() {
      for factor in factors {
        for (index, pauli) in paulis.enumerated() where !pauli.commutes(with: factor.pauli) {
          effects[factor.qubit][index].effect |= 1 << UInt128(bit)
        }
      }
    }
    return effects
  }

  private func errors(
    of weight: Int, from generators: [[(syndrome: UInt128, effect: UInt128)]], budget: Int
  ) -> [UInt128: Set<UInt128>]? {
    var result: [UInt128: Set<UInt128>] = [:]
    var count = 0
    func extend(_ start: Int, _ left: Int, _ syndrome: UInt128, _ effect: UInt128) -> Bool {
      if left == 0 {
        count += 1
        result[syndrome, default: []].insert(effect)
        return count <= budget
      }
      for qubit in start..<max(start, qubitCount - left + 1) {
        for error in generators[qubit] {
          let isWithin = extend(
            qubit + 1, left - 1, syndrome ^ error.syndrome, effect ^ error.effect)
          if !isWithin { return false }
        }
      }
      return true
    }
    return extend(0, weight, 0, 0) ? result : nil
  }
}
