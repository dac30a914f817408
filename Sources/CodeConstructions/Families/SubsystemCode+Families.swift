// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension SubsystemCode {
  /// The Bacon-Shor code on dx × dz qubits: ZZ between rows, XX between columns, one logical qubit.
  ///
  /// Z stabilizers compare two neighbouring rows, X stabilizers two neighbouring columns, so that a flipped
  /// row is found whichever of its qubits flipped. Larger codes have larger stabilizers: under fixed noise
  /// there is a best size and no threshold. Source: Bacon, Phys. Rev. A 73, 012340 (2006).
  ///
  /// - Parameters:
  ///   - dx: The number of rows: the least number of bit flips that matter.
  ///   - dz: The number of columns.
  /// - Returns: The code.
  /// - Throws: `CodeError` if a size is below 2.
  public static func baconShor(dx: Int, dz: Int) throws(CodeError) -> SubsystemCode {
    guard dx >= 2, dz >= 2 else {
      throw CodeError(.badParameter, "bacon-shor: dx=\(dx) and dz=\(dz) must be 2 or more.")
    }
    func qubit(_ row: Int, _ column: Int) -> Int { row * dz + column }
    var x: [[Int]] = []
    var z: [[Int]] = []
    var places: [[Double]] = []
    for column in 0..<(dz - 1) {
      for row in 0..<dx {
        x.append([qubit(row, column), qubit(row, column + 1)])
        places.append([Double(2 * column + 1), Double(2 * row)])
      }
    }
    for row in 0..<(dx - 1) {
      for column in 0..<dz {
        z.append([qubit(row, column), qubit(row + 1, column)])
        places.append([Double(2 * column), Double(2 * row + 1)])
      }
    }
    let stabilizers =
      (0..<(dz - 1)).map { column in (0..<dx).map { column * dx + $0 } }
      + (0..<(dx - 1)).map { row in (0..<dz).map { x.count + row * dz + $0 } }
    let count = dx * dz
    return try SubsystemCode(
      name: dx == dz ? "bacon-shor:d=\(dx)" : "bacon-shor:dx=\(dx),dz=\(dz)",
      xGauges: BitMatrix(supports: x, columnCount: count),
      zGauges: BitMatrix(supports: z, columnCount: count), stabilizers: stabilizers,
      positions: squarePlaces(dx, dz),
      gaugePositions: places, nominalDistance: min(dx, dz))
  }

  /// The subsystem product of two simplex codes: [[(2^r−1)², r², 2^(r−1)]] with gauge operators of weight 3.
  ///
  /// Qubits lie on a square of 2^r − 1 rows and columns. Each column carries the checks of the simplex code
  /// as X gauges and each row as Z gauges; the checks are the shifts of a word of weight 3 of the Hamming
  /// code. Source: Malcolm et al., arXiv:2502.07150.
  ///
  /// - Throws: `CodeError` if r is not in 2...6.
  public static func simplexProduct(r: Int) throws(CodeError) -> SubsystemCode {
    // Primitive trinomials 1 + x^a + x^r, from x² + x + 1 on.
    let trinomials = [2: 1, 3: 1, 4: 1, 5: 2, 6: 1]
    guard let middle = trinomials[r] else {
      throw CodeError(.badParameter, "shyps: r=\(r) must be in 2...6.")
    }
    let size = 1 << r - 1
    let shifts = (0..<size).map { start in [0, middle, r].map { (start + $0) % size } }
    let checks = BitMatrix(supports: shifts, columnCount: size)
    let words = checks.kernel().supports
    let one = BitMatrix.identity(size)
    // A check of one direction on all qubits of a word of the other: independent for so many checks.
    let rows = 0..<(size - r)
    let x = rows.flatMap { row in words.map { word in word.map { row * size + $0 } } }
    let z = rows.flatMap { row in words.map { word in word.map { size * size + $0 * size + row } } }
    return try SubsystemCode(
      name: "shyps:r=\(r)", xGauges: checks.kronecker(one), zGauges: one.kronecker(checks),
      stabilizers: x + z,
      positions: squarePlaces(size, size),
      gaugePositions: simplexPlaces(size), nominalDistance: 1 << (r - 1))
  }

  /// The places of rows and columns of qubits, row by row.
  private static func squarePlaces(_ rows: Int, _ columns: Int) -> [[Double]] {
    (0..<(rows * columns)).map { [Double(2 * ($0 % columns)), Double(2 * ($0 / columns))] }
  }

  /// Ancillas beside the first qubit of each check.
  private static func simplexPlaces(_ size: Int) -> [[Double]] {
    let places = (0..<(size * size)).map { (Double(2 * ($0 % size)), Double(2 * ($0 / size))) }
    let below: [[Double]] = places.map { [$0.0, $0.1 + 0.7] }
    let right: [[Double]] = places.map { [$0.0 + 0.7, $0.1] }
    return below + right
  }
}
