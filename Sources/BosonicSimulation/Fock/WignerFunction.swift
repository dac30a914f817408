// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ComputePrimitives

/// The Wigner function of one mode on a rectangular grid.
///
/// W(x, p) = (1/π) Tr[ρ D(β) (−1)^n D(β)†] with β = (x + ip)/√2, so that ∫W dx dp = 1 and |W| ≤ 1/π.
public struct WignerFunction: Sendable, Hashable {
  /// The values of x, ascending.
  public let x: [Double]
  /// The values of p, ascending.
  public let p: [Double]
  /// W(x[i], p[j]) at `values[j * x.count + i]`.
  public let values: [Double]

  /// Computes the function from sums of Laguerre functions, in a recursion without cancellation.
  ///
  /// W = (e^{−r²}/π) Σ_L (2 − δ_{L0}) Re[e^{iLφ} Σ_n (−1)^n ρ_{n, n+L} f_n^L(2r²)], x + ip = r e^{iφ}, with
  /// the orthonormal f_n^L(t) = √(n!/(n+L)!) t^{L/2} L_n^L(t); e^{−t/2} is folded into them.
  ///
  /// - Parameters:
  ///   - state: The state.
  ///   - mode: The mode; others are traced out.
  ///   - x: The values of x.
  ///   - p: The values of p.
  /// - Throws: `BosonicError` if the mode does not exist or a value is not finite or beyond ±100.
  /// - Complexity: O(points · dimension²).
  public init(
    _ state: FockState, mode: Int = 0, x: [Double], p: [Double]
  ) throws(BosonicError) {
    for value in x + p { try require(value, in: -100...100, "grid value") }
    let one = try state.reduced(to: mode).mixed
    let dimension = one.space.size
    let logs = logFactorials(dimension)
    self.x = x
    self.p = p
    var values: [Double] = []
    values.reserveCapacity(x.count * p.count)
    for p in p {
      for x in x {
        values.append(
          Self.value(one.elements, dimension, x: x, p: p, logs: logs))
      }
    }
    self.values = values
  }

  /// W at one point.
  private static func value(
    _ density: [Complex], _ dimension: Int, x: Double, p: Double, logs: [Double]
  ) -> Double {
    let square = x * x + p * p
    let t = 2 * square
    let logRadius = 0.5 * log(max(t, 1e-300))
    let turn = square > 0 ? Complex(x, p) * Complex(1 / square.squareRoot()) : .one
    var phase = Complex.one
    var total = 0.0
    for difference in 0..<dimension {
      let l = Double(difference)
      var previous = 0.0
      // f_0^L e^{−t/2}; at the origin only L = 0 is left.
      var current =
        t == 0 && difference > 0
        ? 0 : exp(l * (t == 0 ? 0 : logRadius) - 0.5 * t - 0.5 * logs[difference])
      var sum = Complex.zero
      for n in 0..<dimension - difference {
        let element = density[n * dimension + n + difference]
        sum += (n & 1 == 0 ? current : -current) * element
        let k = Double(n)
        let next =
          ((2 * k + 1 + l - t) * current - (k * (k + l)).squareRoot() * previous)
          / ((k + 1) * (k + 1 + l)).squareRoot()
        previous = current
        current = next
      }
      total += (difference == 0 ? 1 : 2) * (phase * sum).real
      phase *= turn
    }
    return total / Double.pi
  }
}
