// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives
import PauliAlgebra

/// A polynomial in two commuting shifts: x of order l and y of order m.
///
/// A term xᵃyᵇ moves place (i, j) of an l × m torus to (i + a, j + b); coefficients are modulo 2.
public struct BicyclePolynomial: Sendable, Hashable {
  /// One term.
  public struct Term: Sendable, Hashable {
    /// The power of x.
    public var x: Int
    /// The power of y.
    public var y: Int

    /// Makes the term xᵃyᵇ.
    public init(x: Int = 0, y: Int = 0) {
      self.x = x
      self.y = y
    }
  }

  /// The terms; those that occur an even number of times cancel.
  public let terms: [Term]

  /// Makes a polynomial of terms.
  public init(_ terms: [Term]) {
    self.terms = terms
  }

  /// The matrix of the polynomial on an l × m torus, place (i, j) being number i·m + j.
  ///
  /// - Precondition: `l > 0 && m > 0`.
  public func matrix(l: Int, m: Int) -> BitMatrix {
    precondition(l > 0 && m > 0, "A torus needs two sizes of 1 or more.")
    var matrix = BitMatrix(rowCount: l * m, columnCount: l * m)
    for i in 0..<l {
      for j in 0..<m {
        for term in terms {
          let column = (i + term.x) % l * m + (j + term.y) % m
          matrix.flip(i * m + j, column)
        }
      }
    }
    return matrix
  }
}

extension StabilizerCode {
  /// A bivariate bicycle code: 2lm data qubits, with HX = [A | B] and HZ = [Bᵀ | Aᵀ].
  ///
  /// The shifts commute, so HX·HZᵀ = AB + BA = 0. Its distance is not computed. Where A and B have three terms
  /// each, the gates of a round take the seven layers of `bicycleSchedule`, otherwise those of an edge
  /// colouring. Source: Bravyi et al., Nature 627, 778 (2024).
  ///
  /// - Parameters:
  ///   - l: The order of x.
  ///   - m: The order of y.
  ///   - a: The polynomial A; powers may be any whole numbers of 0 or more.
  ///   - b: The polynomial B.
  ///   - name: What to call the code.
  ///   - nominalDistance: The distance, if known.
  /// - Returns: The code.
  /// - Throws: `CodeError` if a size is not positive or a power is negative, or if nothing is encoded.
  public static func bivariateBicycle(
    l: Int, m: Int, a: BicyclePolynomial, b: BicyclePolynomial, name: String? = nil,
    nominalDistance: Int? = nil
  ) throws(CodeError) -> StabilizerCode {
    let name = name ?? "bivariate-bicycle:l=\(l),m=\(m)"
    guard (1...64).contains(l), (1...64).contains(m) else {
      throw CodeError(.badParameter, "\(name): l and m must be in 1...64.")
    }
    guard (a.terms + b.terms).allSatisfy({ $0.x >= 0 && $0.y >= 0 }) else {
      throw CodeError(.badParameter, "\(name): powers of x and y must be 0 or more.")
    }
    let left = a.matrix(l: l, m: m)
    let right = b.matrix(l: l, m: m)
    func checks(_ first: BitMatrix, _ second: BitMatrix, _ pauli: Pauli, _ dx: Double) -> [Check] {
      first.appendingColumns(of: second).supports.enumerated().map { row, support in
        Check(
          support.map { Factor($0, pauli) },
          at: [Double(2 * (row % m)) + dx, Double(2 * (row / m)) + 1 - dx])
      }
    }
    let all = checks(left, right, .x, 0) + checks(right.transposed(), left.transposed(), .z, 1)
    let code = try StabilizerCode(
      name: name, qubitCount: 2 * l * m, checks: all,
      positions: (0..<(2 * l * m)).map { qubit in
        let (place, isRight) = (qubit % (l * m), qubit >= l * m)
        let shift = isRight ? 1.0 : 0
        return [Double(2 * (place % m)) + shift, Double(2 * (place / m)) + shift]
      }, schedule: bicycleSchedule(all, l: l, m: m, a: a, b: b),
      nominalDistance: nominalDistance)
    guard code.logicalQubitCount > 0 else {
      throw CodeError(.badParameter, "\(name): these polynomials encode no qubit.")
    }
    return code
  }

  /// The bivariate bicycle codes that the literature gives by name, as their numbers of data qubits.
  public static let namedBicycles = bicycleTable.map(\.qubits)

  /// The named bivariate bicycle code on so many data qubits, such as 144 for [[144, 12, 12]].
  ///
  /// - Throws: `CodeError` if there is none; the message lists those there are.
  public static func bivariateBicycle(qubits: Int) throws(CodeError) -> StabilizerCode {
    guard let row = bicycleTable.first(where: { $0.qubits == qubits }) else {
      let list = namedBicycles.map(String.init).joined(separator: ", ")
      throw CodeError(
        .badParameter, "bivariate-bicycle: there is none of n=\(qubits); give one of \(list).")
    }
    return try bivariateBicycle(
      l: row.l, m: row.m, a: row.a, b: row.b, name: "bivariate-bicycle:n=\(qubits)",
      nominalDistance: row.distance)
  }

  /// n, l, m, A, B and the distance where it is established and not only bounded (Bravyi et al., table 3).
  private static let bicycleTable:
    [(qubits: Int, l: Int, m: Int, a: BicyclePolynomial, b: BicyclePolynomial, distance: Int?)] = [
      (72, 6, 6, polynomial(x: 3, y: 1, 2), polynomial(y: 3, x: 1, 2), 6),
      (90, 15, 3, polynomial(x: 9, y: 1, 2), .init([.init(), .init(x: 2), .init(x: 7)]), 10),
      (108, 9, 6, polynomial(x: 3, y: 1, 2), polynomial(y: 3, x: 1, 2), 10),
      (144, 12, 6, polynomial(x: 3, y: 1, 2), polynomial(y: 3, x: 1, 2), 12),
      (288, 12, 12, polynomial(x: 3, y: 2, 7), polynomial(y: 3, x: 1, 2), 18),
      (360, 30, 6, polynomial(x: 9, y: 1, 2), polynomial(y: 3, x: 25, 26), nil),
      (756, 21, 18, polynomial(x: 3, y: 10, 17), polynomial(y: 5, x: 3, 19), nil),
    ]

  private static func polynomial(x: Int, y first: Int, _ second: Int) -> BicyclePolynomial {
    BicyclePolynomial([.init(x: x), .init(y: first), .init(y: second)])
  }

  private static func polynomial(y: Int, x first: Int, _ second: Int) -> BicyclePolynomial {
    BicyclePolynomial([.init(y: y), .init(x: first), .init(x: second)])
  }
}
