// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import ComputePrimitives

extension FockSpace {
  /// a, which takes one photon from a mode: a|n⟩ = √n |n − 1⟩.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public func annihilation(mode: Int = 0) throws(BosonicError) -> BandOperator {
    try requireMode(mode)
    let dimension = dimensions[mode]
    return BandOperator(offset: strides[mode], size: size) { row in
      let level = self.level(of: row, mode: mode) + 1
      return level < dimension ? Complex(Double(level).squareRoot()) : .zero
    }
  }

  /// a†, which adds one photon to a mode.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public func creation(mode: Int = 0) throws(BosonicError) -> BandOperator {
    try annihilation(mode: mode).adjoint
  }

  /// a†a, the photon number of a mode.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public func number(mode: Int = 0) throws(BosonicError) -> BandOperator {
    try diagonal(mode: mode) { Complex(Double($0)) }
  }

  /// (−1)^(a†a), the parity of a mode.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public func parity(mode: Int = 0) throws(BosonicError) -> BandOperator {
    try diagonal(mode: mode) { Complex($0 & 1 == 0 ? 1 : -1) }
  }

  /// The operator with a function of a mode's photon number on its diagonal.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public func diagonal(
    mode: Int, _ value: (Int) -> Complex
  ) throws(BosonicError) -> BandOperator {
    try requireMode(mode)
    return BandOperator(diagonal: (0..<size).map { value(level(of: $0, mode: mode)) })
  }

  /// x cos θ + p sin θ = (a e^{−iθ} + a† e^{iθ})/√2, a quadrature of a mode.
  ///
  /// - Parameters:
  ///   - angle: θ, in radians: 0 for x, π/2 for p.
  ///   - mode: The mode.
  /// - Returns: The operator.
  /// - Throws: `BosonicError` if the mode does not exist.
  public func quadrature(angle: Double, mode: Int = 0) throws(BosonicError) -> BandOperator {
    let lowered = Complex(phase: -angle) * (try annihilation(mode: mode))
    return 0.5.squareRoot() * (lowered + lowered.adjoint)
  }
}

extension BandOperator {
  /// ρ ↦ `self` · ρ as an operator on density matrices, row by row.
  func leftMultiplication() -> BandOperator {
    var result = BandOperator(size: size * size)
    for band in bands {
      result.add(
        BandOperator(offset: band.offset * size, size: size * size) { band.values[$0 / size] })
    }
    return result
  }

  /// ρ ↦ ρ · `self` as an operator on density matrices, row by row.
  func rightMultiplication() -> BandOperator {
    var result = BandOperator(size: size * size)
    for band in transposed.bands {
      result.add(
        BandOperator(offset: band.offset, size: size * size) { band.values[$0 % size] })
    }
    return result
  }

  /// ρ ↦ LρL† − ½(L†Lρ + ρL†L) for L = `self`.
  func dissipator() -> BandOperator {
    let square = adjoint * self
    var result = leftMultiplication() * adjoint.rightMultiplication()
    result.add(square.leftMultiplication(), times: Complex(-0.5))
    result.add(square.rightMultiplication(), times: Complex(-0.5))
    return result
  }

  /// ρ ↦ −i(Hρ − ρH) for H = `self`.
  func commutator() -> BandOperator {
    var result = BandOperator(size: size * size)
    result.add(leftMultiplication(), times: Complex(0, -1))
    result.add(rightMultiplication(), times: Complex(0, 1))
    return result
  }

  /// Replaces a vector by exp(`self`) · vector.
  ///
  /// The exponent is halved until its norm is at most 4, and a Taylor series runs to rounding.
  ///
  /// - Complexity: O(norm · size · bands).
  func exponentiate(_ vector: inout [Complex]) {
    let norm = largestRowSum
    let steps = max(1, Int((norm / 4).rounded(.up)))
    for _ in 0..<steps {
      var term = vector
      var order = 1.0
      while order < 60 {
        var next = Array(repeating: Complex.zero, count: size)
        apply(to: term, adding: Complex(1 / (Double(steps) * order)), into: &next)
        term = next
        var largest = 0.0
        for index in 0..<size {
          vector[index] += term[index]
          largest = max(largest, term[index].squaredMagnitude)
        }
        if largest < 1e-36 { break }
        order += 1
      }
    }
  }
}
