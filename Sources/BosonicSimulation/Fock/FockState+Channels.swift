// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ComputePrimitives

extension FockState {
  /// Photon loss: a beam splitter of transmission η with the vacuum, exactly, by its Kraus operators.
  ///
  /// ⟨m|ρ'|n⟩ = Σ_l √(C(m+l, l) C(n+l, l)) (1 − η)^l η^{(m+n)/2} ⟨m+l|ρ|n+l⟩. The state becomes mixed.
  ///
  /// - Parameters:
  ///   - transmission: η, in 0...1; the loss is 1 − η.
  ///   - mode: The mode.
  /// - Throws: `BosonicError` if a parameter is out of its range.
  /// - Complexity: O(size² · dimension).
  public mutating func lose(transmission: Double, mode: Int = 0) throws(BosonicError) {
    try space.requireMode(mode)
    try require(transmission, in: 0...1, "transmission")
    let roots = Self.binomialRoots(levels: space.dimensions[mode])
    let kept = (0..<space.dimensions[mode]).map { pow(transmission, 0.5 * Double($0)) }
    let lost = (0..<space.dimensions[mode]).map { pow(1 - transmission, Double($0)) }
    shiftDiagonals(mode: mode) { m, n, l in
      roots[m + l][l] * roots[n + l][l] * lost[l] * kept[m] * kept[n]
    }
  }

  /// Quantum-limited amplification of gain G, exactly, by its Kraus operators.
  ///
  /// ⟨m+l|ρ'|n+l⟩ gains √(C(m+l, l) C(n+l, l)) (1 − 1/G)^l G^{−(m+n+2)/2} ⟨m|ρ|n⟩. The state becomes mixed.
  ///
  /// - Parameters:
  ///   - gain: G, in 1...100.
  ///   - mode: The mode.
  /// - Throws: `BosonicError` if a parameter is out of its range or the levels do not hold the result.
  /// - Complexity: O(size² · dimension).
  public mutating func amplify(gain: Double, mode: Int = 0) throws(BosonicError) {
    try space.requireMode(mode)
    try require(gain, in: 1...100, "gain")
    let before = trace
    let roots = Self.binomialRoots(levels: space.dimensions[mode])
    let kept = (0..<space.dimensions[mode]).map { pow(gain, -0.5 * Double($0 + 1)) }
    let added = (0..<space.dimensions[mode]).map { pow(1 - 1 / gain, Double($0)) }
    var result = self
    result.shiftDiagonals(mode: mode, upwards: true) { m, n, l in
      roots[m + l][l] * roots[n + l][l] * added[l] * kept[m] * kept[n]
    }
    let missing = before - result.trace
    guard missing <= space.tolerance else {
      throw space.truncationError("amplification", missing: missing, enough: nil)
    }
    self = result
  }

  /// A random displacement, normal with deviation σ in each quadrature.
  ///
  /// It is loss of transmission η followed by the gain 1/η, with σ² = (1 − η)/η.
  ///
  /// - Throws: `BosonicError` if a parameter is out of its range or the levels do not hold the result.
  public mutating func shiftRandomly(deviation: Double, mode: Int = 0) throws(BosonicError) {
    try require(deviation, in: 0...5, "deviation")
    let transmission = 1 / (1 + deviation * deviation)
    try lose(transmission: transmission, mode: mode)
    try amplify(gain: 1 / transmission, mode: mode)
  }

  /// Dephasing: ⟨m|ρ|n⟩ is multiplied by exp(−s(m − n)²/2), s the variance of the phase.
  ///
  /// - Throws: `BosonicError` if the mode does not exist or the variance is negative.
  public mutating func dephase(phaseVariance: Double, mode: Int = 0) throws(BosonicError) {
    try space.requireMode(mode)
    try require(phaseVariance, in: 0...1e6, "phase variance")
    self = mixed
    for row in 0..<space.size {
      let m = space.level(of: row, mode: mode)
      for column in 0..<space.size {
        let difference = Double(m - space.level(of: column, mode: mode))
        let factor = exp(-0.5 * phaseVariance * difference * difference)
        elements[row * space.size + column] = factor * elements[row * space.size + column]
      }
    }
  }

  /// Sums over diagonals of one mode: ρ'_{m, n} = Σ_l w(m, n, l) ρ_{m+l, n+l}, or upwards
  /// ρ'_{m+l, n+l} = Σ_l w(m, n, l) ρ_{m, n}.
  private mutating func shiftDiagonals(
    mode: Int, upwards: Bool = false, weight: (Int, Int, Int) -> Double
  ) {
    let source = mixed.elements
    let size = space.size
    let dimension = space.dimensions[mode]
    let step = space.strides[mode] * (size + 1)
    var target = Array(repeating: Complex.zero, count: size * size)
    for row in 0..<size {
      let m = space.level(of: row, mode: mode)
      for column in 0..<size {
        let n = space.level(of: column, mode: mode)
        let place = row * size + column
        for l in 0..<dimension - max(m, n) {
          let factor = weight(m, n, l)
          if upwards {
            target[place + l * step] += factor * source[place]
          } else {
            target[place] += factor * source[place + l * step]
          }
        }
      }
    }
    self = FockState(space: space, isPure: false, elements: target)
  }

  /// √C(n, l) for n below `levels` and l at most n.
  private static func binomialRoots(levels: Int) -> [[Double]] {
    let logs = logFactorials(levels)
    return (0..<levels).map { n in
      (0...n).map { l in exp(0.5 * (logs[n] - logs[l] - logs[n - l])) }
    }
  }
}
