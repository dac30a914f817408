// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension StabilizerCode {
  /// The repetition code against bit flips: d data qubits on a line, ZZ between neighbours.
  ///
  /// Phase flips go unnoticed; its nominal distance counts bit flips.
  ///
  /// - Throws: `CodeError` if the distance is below 2.
  public static func repetition(distance: Int) throws(CodeError) -> StabilizerCode {
    guard distance >= 2 else {
      throw CodeError(.badParameter, "repetition: d=\(distance) must be 2 or more.")
    }
    var builder = LatticeBuilder(layerCount: 2)
    for index in 0..<distance { builder.addData(.init(x: 2 * index, y: 0)) }
    for index in 0..<(distance - 1) {
      let x = 2 * index + 1
      builder.addCheck(
        at: [Double(x), 0], [.init(x: x - 1, y: 0), .init(x: x + 1, y: 0)]
      ) { _ in .z }
    }
    let pair = LogicalPair(
      x: (0..<distance).map { Factor($0, .x) }, z: [Factor(distance - 1, .z)])
    return try builder.code(
      name: "repetition:d=\(distance)", logicals: [pair], distance: distance)
  }

  /// The [[5,1,3]] code: the cyclic shifts of XZZXI.
  ///
  /// At circuit level, with one ancilla a check, two faults can go unnoticed.
  /// Source: Laflamme, Miquel, Paz, Zurek, Phys. Rev. Lett. 77, 198 (1996).
  ///
  /// - Throws: `CodeError`, never in practice.
  public static func fiveQubit() throws(CodeError) -> StabilizerCode {
    try StabilizerCode(
      name: "five-qubit", qubitCount: 5,
      checks: (0..<4).map { shift in
        Check(
          zip(0..<4, [Pauli.x, .z, .z, .x]).map { Factor(($0 + shift) % 5, $1) })
      },
      logicals: [
        LogicalPair(x: (0..<5).map { Factor($0, .x) }, z: (0..<5).map { Factor($0, .z) })
      ], nominalDistance: 3)
  }

  /// The [[7,1,3]] code of Steane: the checks of the Hamming code, of both types.
  ///
  /// At circuit level, with one ancilla a check, two faults can go unnoticed.
  /// Source: Steane, Proc. R. Soc. Lond. A 452, 2551 (1996).
  ///
  /// - Throws: `CodeError`, never in practice.
  public static func steane() throws(CodeError) -> StabilizerCode {
    let rows = (0..<3).map { bit in (0..<7).filter { ($0 + 1) >> bit & 1 == 1 } }
    return try StabilizerCode(
      name: "steane", qubitCount: 7,
      checks: [Pauli.x, .z].flatMap { pauli in
        rows.map { row in Check(row.map { Factor($0, pauli) }) }
      },
      // Qubits 0, 1 and 2 carry the word 1110000, which is in the Hamming code and of odd weight.
      logicals: [
        LogicalPair(x: (0..<3).map { Factor($0, .x) }, z: (0..<3).map { Factor($0, .z) })
      ], nominalDistance: 3)
  }

  /// The [[9,1,3]] code of Shor: three blocks of three qubits.
  ///
  /// Source: Shor, Phys. Rev. A 52, R2493 (1995).
  ///
  /// - Throws: `CodeError`, never in practice.
  public static func shor() throws(CodeError) -> StabilizerCode {
    // The two blocks of a check take turns: three gates in a row on one block would let a single
    // fault of the ancilla flip the whole block, which is a logical operator.
    let blocks = (0..<2).map { block in
      Check([0, 3, 1, 4, 2, 5].map { Factor(3 * block + $0, .x) })
    }
    let pairs = [0, 1, 3, 4, 6, 7].map { Check([Factor($0, .z), Factor($0 + 1, .z)]) }
    return try StabilizerCode(
      name: "shor", qubitCount: 9, checks: blocks + pairs,
      logicals: [
        LogicalPair(x: (0..<3).map { Factor($0, .x) }, z: [0, 3, 6].map { Factor($0, .z) })
      ], nominalDistance: 3)
  }
}
