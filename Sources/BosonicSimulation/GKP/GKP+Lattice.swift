// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ComputePrimitives

extension GKP {
  /// A shift of both quadratures of a mode.
  public struct Shift: Sendable, Hashable {
    /// The shift of x.
    public var x: Double
    /// The shift of p.
    public var p: Double

    /// Makes a shift.
    public init(x: Double, p: Double) {
      self.x = x
      self.p = p
    }

    /// The sum of two shifts.
    public static func + (a: Shift, b: Shift) -> Shift { Shift(x: a.x + b.x, p: a.p + b.p) }
    /// The difference of two shifts.
    public static func - (a: Shift, b: Shift) -> Shift { Shift(x: a.x - b.x, p: a.p - b.p) }
    /// A multiple of a shift.
    public static func * (a: Double, b: Shift) -> Shift { Shift(x: a * b.x, p: a * b.p) }
    /// The square of its length.
    var square: Double { x * x + p * p }
    /// The symplectic area x p' − p x' that it spans with another.
    func area(_ other: Shift) -> Double { x * other.p - p * other.x }
  }

  /// A logical Pauli error, by what it flips.
  public enum LogicalError: Int, Sendable, CaseIterable {
    /// No error.
    case identity
    /// A flip of Z.
    case x
    /// A flip of X.
    case z
    /// A flip of both.
    case y
  }

  /// The lattice of a grid code: the shifts of its logical X and Z, which span the area π.
  ///
  /// The stabilizers are twice these shifts.
  public struct Lattice: Sendable, Hashable {
    /// What the lattice is called.
    public let name: String
    /// The shift of the logical X.
    public let logicalX: Shift
    /// The shift of the logical Z.
    public let logicalZ: Shift

    /// X shifts x by √π, Z shifts p by √π.
    public static let square = Lattice(
      name: "square", logicalX: Shift(x: squareSpacing, p: 0),
      logicalZ: Shift(x: 0, p: squareSpacing))

    /// The densest lattice: both shifts, and their difference, are √(2π/√3) long.
    public static let hexagonal: Lattice = {
      let length = (2 * Double.pi / 3.0.squareRoot()).squareRoot()
      return Lattice(
        name: "hexagonal", logicalX: Shift(x: length, p: 0),
        logicalZ: Shift(x: length / 2, p: length * 3.0.squareRoot() / 2))
    }()

    /// X shifts x by r√π, Z shifts p by √π/r, which trades errors of one kind for the other.
    ///
    /// - Parameter aspect: r, in 0.1...10.
    /// - Returns: The lattice.
    /// - Throws: `BosonicError` if the aspect is out of its range.
    public static func rectangular(aspect: Double) throws(BosonicError) -> Lattice {
      try require(aspect, in: 0.1...10, "aspect")
      return Lattice(
        name: "rectangular(aspect=\(aspect))",
        logicalX: Shift(x: aspect * squareSpacing, p: 0),
        logicalZ: Shift(x: 0, p: squareSpacing / aspect))
    }

    /// A lattice by its name: `square`, `hexagonal` or `rectangular(aspect=R)`.
    ///
    /// - Throws: `BosonicError` if the name is unknown or the aspect is out of its range.
    public init(named name: String) throws(BosonicError) {
      let word = name.filter { $0 != " " }.lowercased()
      let prefix = "rectangular(aspect="
      if word == "square" {
        self = .square
      } else if word == "hexagonal" {
        self = .hexagonal
      } else if word.hasPrefix(prefix), word.hasSuffix(")"),
        let aspect = Double(word.dropFirst(prefix.count).dropLast())
      {
        self = try .rectangular(aspect: aspect)
      } else {
        throw BosonicError(
          .unknownName,
          "no lattice is named '\(name)'; there are square, hexagonal and rectangular(aspect=R).")
      }
    }

    init(name: String, logicalX: Shift, logicalZ: Shift) {
      self.name = name
      self.logicalX = logicalX
      self.logicalZ = logicalZ
    }

    /// The displacement amplitude (x + ip)/√2 of the logical X.
    var amplitudeX: Complex { 0.5.squareRoot() * Complex(logicalX.x, logicalX.p) }
    /// The displacement amplitude of the logical Z.
    var amplitudeZ: Complex { 0.5.squareRoot() * Complex(logicalZ.x, logicalZ.p) }

    /// The shift a · X + b · Z.
    func point(_ a: Int, _ b: Int) -> Shift {
      Double(a) * logicalX + Double(b) * logicalZ
    }

    /// The lattice point closest to a shift, as its multiples of X and Z.
    ///
    /// - Complexity: O(1): the basis is reduced, so that one of nine neighbours is the closest.
    public func closestPoint(to shift: Shift) -> (x: Int, z: Int) {
      let area = logicalX.area(logicalZ)
      let a = Int((shift.area(logicalZ) / area).rounded())
      let b = Int((logicalX.area(shift) / area).rounded())
      var best = (x: a, z: b)
      var least = Double.infinity
      for i in a - 1...a + 1 {
        for j in b - 1...b + 1 {
          let distance = (shift - point(i, j)).square
          if distance < least { (least, best) = (distance, (i, j)) }
        }
      }
      return best
    }

    /// The likelihood of each logical error, given a shift modulo the lattice.
    ///
    /// - Parameters:
    ///   - residual: The shift from its closest lattice point.
    ///   - deviation: σ of each quadrature, above 0.
    /// - Returns: The sums of exp(−|shift|²/2σ²) over the shifts that each error stands for, relative to the
    ///   shortest; identity, x, z and y.
    /// - Precondition: `deviation > 0`.
    /// - Complexity: O(1 + σ²).
    public func likelihoods(residual: Shift, deviation: Double) -> [Double] {
      precondition(deviation > 0, "A likelihood needs σ > 0.")
      let scale = -0.5 / (deviation * deviation)
      let shortest = min(logicalX.square, logicalZ.square).squareRoot()
      let reach = Int((7 * deviation / shortest).rounded(.up)) + 2
      let ground = residual.square
      var sums = [0.0, 0, 0, 0]
      for a in -reach...reach {
        for b in -reach...reach {
          let square = (residual + point(a, b)).square
          sums[(a & 1) | (b & 1) << 1] += exp(scale * (square - ground))
        }
      }
      return sums
    }
  }
}
