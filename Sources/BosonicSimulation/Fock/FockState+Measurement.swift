// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import ComputePrimitives

extension FockState {
  /// The mean parity of a mode, ⟨(−1)^n⟩.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public func meanParity(mode: Int = 0) throws(BosonicError) -> Double {
    try photonDistribution(mode: mode).enumerated().reduce(0) {
      $0 + ($1.0 & 1 == 0 ? $1.1 : -$1.1)
    }
  }

  /// Measures the parity of a mode and leaves the state that the result projects on.
  ///
  /// - Returns: Whether the parity is odd.
  /// - Throws: `BosonicError` if the mode does not exist.
  public mutating func measureParity(
    mode: Int = 0, using stream: inout RandomStream
  ) throws(BosonicError) -> Bool {
    let odd = 0.5 * (1 - (try meanParity(mode: mode)) / trace)
    let isOdd = stream.nextUnit() < odd
    project(mode: mode) { ($0 & 1 == 1) == isOdd }
    return isOdd
  }

  /// Measures the photon number of a mode and leaves the state that the result projects on.
  ///
  /// - Returns: The photon number.
  /// - Throws: `BosonicError` if the mode does not exist.
  public mutating func measureNumber(
    mode: Int = 0, using stream: inout RandomStream
  ) throws(BosonicError) -> Int {
    let distribution = try photonDistribution(mode: mode)
    var left = stream.nextUnit() * distribution.reduce(0, +)
    var result = distribution.lastIndex { $0 > 0 } ?? 0
    for (level, probability) in distribution.enumerated() {
      left -= probability
      if left < 0 {
        result = level
        break
      }
    }
    project(mode: mode) { $0 == result }
    return result
  }

  /// Keeps the levels of a mode that pass, and normalizes.
  private mutating func project(mode: Int, _ keeps: (Int) -> Bool) {
    for row in 0..<space.size {
      let rowStays = keeps(space.level(of: row, mode: mode))
      if isPure {
        if !rowStays { elements[row] = .zero }
        continue
      }
      for column in 0..<space.size
      where !rowStays || !keeps(space.level(of: column, mode: mode)) {
        elements[row * space.size + column] = .zero
      }
    }
    normalize()
  }

  /// The probability density of a homodyne result: of x cos θ + p sin θ.
  ///
  /// - Parameters:
  ///   - values: The results.
  ///   - angle: θ, in radians: 0 for x, π/2 for p.
  ///   - mode: The mode.
  /// - Returns: The density of each result.
  /// - Throws: `BosonicError` if the mode does not exist.
  /// - Complexity: O(values · dimension²).
  public func homodyneDensity(
    at values: [Double], angle: Double = 0, mode: Int = 0
  ) throws(BosonicError) -> [Double] {
    let one = try reduced(to: mode)
    let dimension = one.space.size
    let phases = (0..<dimension).map { Complex(phase: -angle * Double($0)) }
    return values.map { value in
      let waves = Self.waveFunctions(at: value, levels: dimension)
      if one.isPure {
        var amplitude = Complex.zero
        for n in 0..<dimension { amplitude += waves[n] * (phases[n] * one.elements[n]) }
        return amplitude.squaredMagnitude
      }
      var density = 0.0
      for m in 0..<dimension {
        var row = Complex.zero
        for n in 0..<dimension {
          row += waves[n] * (phases[n].conjugate * one.elements[m * dimension + n])
        }
        density += waves[m] * (phases[m] * row).real
      }
      return max(0, density)
    }
  }

  /// Measures a quadrature of one mode, which leaves the space, and gives the state of the others.
  ///
  /// The result is drawn by inversion from the density on a grid of 4096 steps, linear between them.
  ///
  /// - Parameters:
  ///   - angle: θ of the quadrature x cos θ + p sin θ.
  ///   - mode: The mode.
  ///   - stream: The source of chance.
  /// - Returns: The result, and the state of the other modes; nil if there are none.
  /// - Throws: `BosonicError` if the mode does not exist.
  public func measureQuadrature(
    angle: Double = 0, mode: Int = 0, using stream: inout RandomStream
  ) throws(BosonicError) -> (value: Double, rest: FockState?) {
    let one = try reduced(to: mode)
    // The highest level's turning point, and its tail.
    let reach = (2 * Double(one.space.size) + 1).squareRoot() + 6
    let points = 4097
    let step = 2 * reach / Double(points - 1)
    let grid = (0..<points).map { -reach + Double($0) * step }
    let density = try one.homodyneDensity(at: grid, angle: angle)
    var cumulative = [0.0]
    for (left, right) in zip(density, density.dropFirst()) {
      cumulative.append((cumulative.last ?? 0) + 0.5 * (left + right) * step)
    }
    let wanted = stream.nextUnit() * (cumulative.last ?? 1)
    var low = 0
    var high = points - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if cumulative[middle] <= wanted { low = middle } else { high = middle }
    }
    // The root of the quadratic that the linear density integrates to, in the form without cancellation.
    let (left, slope) = (density[low], (density[high] - density[low]) / step)
    let mass = wanted - cumulative[low]
    let root = max(0, left * left + 2 * slope * mass).squareRoot()
    let shift = left + root > 0 ? 2 * mass / (left + root) : 0
    let value = grid[low] + min(step, max(0, shift))
    guard space.modes > 1 else { return (value, nil) }
    return (value, try projected(onto: value, angle: angle, mode: mode))
  }

  /// The state of the other modes after the result of a homodyne measurement.
  private func projected(
    onto value: Double, angle: Double, mode: Int
  ) throws(BosonicError) -> FockState {
    var dimensions = space.dimensions
    dimensions.remove(at: mode)
    let target = try space.resized(dimensions)
    let stride = space.strides[mode]
    let dimension = space.dimensions[mode]
    let waves = Self.waveFunctions(at: value, levels: dimension)
    let factors = (0..<dimension).map { waves[$0] * Complex(phase: -angle * Double($0)) }
    // A state of the others with this mode empty.
    let bases = (0..<space.size).filter { space.level(of: $0, mode: mode) == 0 }
    var result: [Complex] = []
    for row in bases {
      for column in isPure ? [0] : bases {
        var sum = Complex.zero
        for m in 0..<dimension {
          if isPure {
            sum += factors[m] * elements[row + m * stride]
            continue
          }
          let start = (row + m * stride) * space.size + column
          for n in 0..<dimension {
            sum += factors[m] * factors[n].conjugate * elements[start + n * stride]
          }
        }
        result.append(sum)
      }
    }
    var state = FockState(space: target, isPure: isPure, elements: result)
    state.normalize()
    return state
  }

  /// The oscillator's wave functions φₙ(x) = ⟨x|n⟩ for the lowest levels.
  ///
  /// √(n+1) φ_{n+1} = √2 x φ_n − √n φ_{n−1}, φ₀ = π^{−1/4} e^{−x²/2}.
  static func waveFunctions(at x: Double, levels: Int) -> [Double] {
    var values = [pow(Double.pi, -0.25) * exp(-0.5 * x * x)]
    for n in 0..<max(0, levels - 1) {
      let below = n > 0 ? Double(n).squareRoot() * values[n - 1] : 0
      values.append((2.0.squareRoot() * x * values[n] - below) / Double(n + 1).squareRoot())
    }
    return values
  }
}
