// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// The subdiagonal Padé approximant of order 9 to the exponential, by its poles and residues.
///
/// e^z ≈ Σ cⱼ/(z − pⱼ), with a numerator of degree 4 and a denominator of degree 5: it is exact to z⁹, bounded by 1
/// on the left half plane and 0 at infinity, so that stiff parts decay as they should at any step.
///
/// Source: Ehle, On Padé approximations to the exponential function and A-stable methods (1969).
enum RationalExponential {
  /// A pole with its residue.
  struct Pole {
    var place: Complex
    var residue: Complex
  }

  /// The real pole first, then pairs of conjugates, the upper one of each before the lower.
  static let poles: [Pole] = {
    let (top, bottom) = (4, 5)
    let numerator = coefficients(degree: top, sum: top + bottom, sign: 1)
    let denominator = coefficients(degree: bottom, sum: top + bottom, sign: -1)
    let slope = denominator.enumerated().dropFirst().map { Double($0.0) * $0.1 }
    var roots = (0..<bottom).map { Complex(phase: 0.4 + 6.0 * Double($0) / 5) }.map { 6 * $0 }
    for _ in 0..<200 {  // The simultaneous iteration of Durand and Kerner.
      for i in roots.indices {
        var product = Complex(denominator[bottom])
        for j in roots.indices where j != i { product *= roots[i] - roots[j] }
        roots[i] += -(value(denominator, roots[i]) / product)
      }
    }
    let upper = roots.filter { $0.imaginary > 1e-6 }.sorted { $0.real < $1.real }
    let real = roots.filter { abs($0.imaginary) <= 1e-6 }.map { Complex($0.real) }
    return (real + upper.flatMap { [$0, $0.conjugate] }).map {
      Pole(place: $0, residue: value(numerator, $0) / value(slope, $0))
    }
  }()

  private static func coefficients(degree: Int, sum: Int, sign: Double) -> [Double] {
    var value = 1.0
    var result = [value]
    for j in 1...degree {
      // (sum − j)! degree! / (sum! j! (degree − j)!), step by step.
      value *= sign * Double(degree - j + 1) / (Double(j) * Double(sum - j + 1))
      result.append(value)
    }
    return result
  }

  private static func value(_ coefficients: [Double], _ z: Complex) -> Complex {
    coefficients.reversed().reduce(Complex.zero) { $0 * z + Complex($1) }
  }
}
