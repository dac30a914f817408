// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import PauliAlgebra

extension StabilizerCode {
  /// The quantum Reed-Muller code [[2^m − 1, 1, 3]]: for m = 4 the code with a transversal T gate.
  ///
  /// Qubit q stands for the nonzero point q + 1 of an m-dimensional space. The X checks are its m
  /// half-spaces; the Z checks, all of weight 4, generate the products of up to m − 2 coordinates. Source:
  /// Steane, IEEE Trans. Inf. Theory 45, 1701 (1999); Bravyi and Kitaev, Phys. Rev. A 71, 022316 (2005).
  ///
  /// - Throws: `CodeError` if m is not in 3...7.
  public static func reedMuller(m: Int) throws(CodeError) -> StabilizerCode {
    guard (3...7).contains(m) else {
      throw CodeError(.badParameter, "reed-muller: m=\(m) must be in 3...7.")
    }
    let points = 1..<(1 << m)
    func check(_ pauli: Pauli, _ contains: (Int) -> Bool) -> Check {
      Check(points.filter(contains).map { Factor($0 - 1, pauli) })
    }
    let halves = (0..<m).map { bit in check(.x) { $0 >> bit & 1 == 1 } }
    // The points on which some coordinates are 1, and enough of the others 0 to leave four of them. The terms
    // of highest order differ, so that these are independent.
    let planes = (1..<(1 << m)).filter { $0.nonzeroBitCount <= m - 2 }.map { ones in
      let zeros = (0..<m).filter { ones >> $0 & 1 == 0 }.prefix(m - 2 - ones.nonzeroBitCount)
        .reduce(0) { $0 | 1 << $1 }
      return check(.z) { $0 & ones == ones && $0 & zeros == 0 }
    }
    let everywhere = points.map { $0 - 1 }
    return try StabilizerCode(
      name: "reed-muller:m=\(m)", qubitCount: points.count, checks: halves + planes,
      logicals: [
        LogicalPair(
          x: everywhere.map { Factor($0, .x) }, z: everywhere.map { Factor($0, .z) })
      ], nominalDistance: 3)
  }

  /// The toric code in three dimensions: 3d³ data qubits on the edges of a d × d × d torus, three logical qubits.
  ///
  /// X checks are the stars of the corners, of weight 6, Z checks the squares, of weight 4. Phase flips form
  /// loops of length d, bit flips sheets of d² qubits. Source: Hamma, Zanardi, Wen, Phys. Rev. B 72, 035307
  /// (2005).
  ///
  /// - Throws: `CodeError` if the distance is not in 2...20.
  public static func toric3D(distance d: Int) throws(CodeError) -> StabilizerCode {
    guard (2...20).contains(d) else {
      throw CodeError(.badParameter, "toric-3d: d=\(d) must be in 2...20.")
    }
    let cells = (0..<(d * d * d)).map { [$0 % d, $0 / d % d, $0 / (d * d)] }
    func moved(_ cell: [Int], _ axis: Int, _ step: Int) -> [Int] {
      var cell = cell
      cell[axis] = (cell[axis] + step + d) % d
      return cell
    }
    /// The edge from a corner along an axis.
    func edge(_ cell: [Int], _ axis: Int) -> Int {
      3 * (cell[0] + d * (cell[1] + d * cell[2])) + axis
    }
    /// A drawing in the plane: depth goes right and up.
    func place(_ cell: [Int], _ shift: [Double]) -> [Double] {
      let point = zip(cell, shift).map { 2 * Double($0) + $1 }
      return [point[0] + 0.7 * point[2], point[1] + 0.45 * point[2]]
    }
    let unit = (0..<3).map { axis in (0..<3).map { $0 == axis ? 1.0 : 0 } }
    let stars = cells.map { cell in
      Check(
        (0..<3).flatMap { axis in
          [Factor(edge(cell, axis), .x), Factor(edge(moved(cell, axis, -1), axis), .x)]
        }, at: place(cell, [0, 0, 0]))
    }
    let squares = cells.flatMap { cell in
      [(0, 1), (0, 2), (1, 2)].map { first, second in
        Check(
          [
            edge(cell, first), edge(moved(cell, first, 1), second),
            edge(moved(cell, second, 1), first), edge(cell, second),
          ].map { Factor($0, .z) }, at: place(cell, zip(unit[first], unit[second]).map { $0 + $1 }))
      }
    }
    let pairs = (0..<3).map { axis in
      LogicalPair(
        x: cells.filter { $0[axis] == 0 }.map { Factor(edge($0, axis), .x) },
        z: (0..<d).map { Factor(edge(moved([0, 0, 0], axis, $0), axis), .z) })
    }
    return try StabilizerCode(
      name: "toric-3d:d=\(d)", qubitCount: 3 * d * d * d, checks: stars + squares,
      positions: cells.flatMap { cell in (0..<3).map { place(cell, unit[$0]) } }, logicals: pairs,
      nominalDistance: d)
  }
}
