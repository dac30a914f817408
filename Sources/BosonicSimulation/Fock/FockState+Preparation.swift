// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import ComputePrimitives

extension FockState {
  /// A state with a definite photon number in each mode.
  ///
  /// - Throws: `BosonicError` if a photon number is not among the kept levels.
  public static func number(_ levels: [Int], in space: FockSpace) throws(BosonicError) -> FockState
  {
    var elements = Array(repeating: Complex.zero, count: space.size)
    elements[try space.index(of: levels)] = .one
    return FockState(space: space, isPure: true, elements: elements)
  }

  /// The vacuum of all modes.
  public static func vacuum(in space: FockSpace) -> FockState {
    var elements = Array(repeating: Complex.zero, count: space.size)
    elements[0] = .one
    return FockState(space: space, isPure: true, elements: elements)
  }

  /// The coherent state |α⟩ of one mode.
  ///
  /// - Throws: `BosonicError` if the space has several modes or too few levels.
  public static func coherent(
    _ amplitude: Complex, in space: FockSpace
  ) throws(BosonicError) -> FockState {
    try superposition([(.one, amplitude)], in: space, name: "coherent state")
  }

  /// The squeezed vacuum S(z)|0⟩ with S(z) = exp(½(z* a² − z a†²)).
  ///
  /// For z = r > 0 the variance of x is e^{−2r}/2.
  ///
  /// - Throws: `BosonicError` if the space has several modes or too few levels.
  public static func squeezed(
    _ squeezing: Complex, in space: FockSpace
  ) throws(BosonicError) -> FockState {
    try requireSingle(space)
    let r = squeezing.magnitude
    try require(r, in: 0...10, "squeezing |z|")
    let ratio = -tanh(r) * Complex(phase: squeezing.phase)
    var elements = Array(repeating: Complex.zero, count: space.size)
    var amplitude = Complex(1 / cosh(r).squareRoot())
    for level in stride(from: 0, to: space.size, by: 2) {
      elements[level] = amplitude
      amplitude *= (Double(level + 1) / Double(level + 2)).squareRoot() * ratio
    }
    // The populations fall by tanh² r every two levels.
    let enough = r > 0 ? Int(log(space.tolerance) / log(tanh(r)) + 4) : 2
    return try checked(elements, exactNorm: 1, in: space, name: "squeezed vacuum", enough: enough)
  }

  /// The thermal state of a mean photon number.
  ///
  /// - Throws: `BosonicError` if the space has several modes or too few levels, or the mean is negative.
  public static func thermal(
    meanPhotons: Double, in space: FockSpace
  ) throws(BosonicError) -> FockState {
    try requireSingle(space)
    try require(meanPhotons, in: 0...1e4, "mean photons")
    let ratio = meanPhotons / (1 + meanPhotons)
    let size = space.size
    let missing = pow(ratio, Double(size))
    guard missing <= space.tolerance else {
      throw space.truncationError(
        "thermal state", missing: missing,
        enough: Int((log(space.tolerance) / log(ratio)).rounded(.up)))
    }
    var elements = Array(repeating: Complex.zero, count: size * size)
    for level in 0..<size {
      elements[level * (size + 1)] = Complex((1 - ratio) * pow(ratio, Double(level)))
    }
    return FockState(space: space, isPure: false, elements: elements)
  }

  /// A cat state: Σₖ e^{−2πi jk/c} |α e^{2πik/c}⟩ of c components, whose photon numbers are j modulo c.
  ///
  /// With two components, 0 is the even cat and 1 the odd one.
  ///
  /// - Parameters:
  ///   - amplitude: α, not 0 unless `remainder` is.
  ///   - components: c, in 1...16.
  ///   - remainder: j, in 0..<c.
  ///   - space: A space of one mode.
  /// - Returns: The normalized state.
  /// - Throws: `BosonicError` if a parameter is out of its range or the levels are too few.
  public static func cat(
    _ amplitude: Complex, components: Int = 2, remainder: Int = 0, in space: FockSpace
  ) throws(BosonicError) -> FockState {
    try requireSingle(space)
    try require(components, in: 1...16, "components")
    try require(remainder, in: 0...components - 1, "remainder")
    guard amplitude != .zero || remainder == 0 else {
      throw BosonicError(
        .badParameter, "amplitude=0 makes no cat with remainder=\(remainder); it must be above 0.")
    }
    // The photon numbers of one class of the coherent state, exactly; the norm sums over all levels.
    let coherent = coherentAmplitudes(amplitude, levels: max(space.size, enoughLevels(amplitude)))
    var norm = 0.0
    var elements = Array(repeating: Complex.zero, count: space.size)
    for level in stride(from: remainder, to: coherent.count, by: components) {
      norm += coherent[level].squaredMagnitude
      if level < space.size { elements[level] = coherent[level] }
    }
    return try checked(
      elements, exactNorm: norm, in: space, name: "cat state", enough: enoughLevels(amplitude))
  }

  /// A sum of coherent states with given factors, normalized.
  static func superposition(
    _ terms: [(factor: Complex, amplitude: Complex)], in space: FockSpace, name: String
  ) throws(BosonicError) -> FockState {
    try requireSingle(space)
    let largest = terms.map(\.amplitude).max { $0.squaredMagnitude < $1.squaredMagnitude }
    let enough = enoughLevels(largest ?? .zero)
    let levels = max(space.size, enough)
    var sums = Array(repeating: Complex.zero, count: levels)
    for term in terms {
      for (level, value) in coherentAmplitudes(term.amplitude, levels: levels).enumerated() {
        sums[level] += term.factor * value
      }
    }
    let norm = sums.reduce(0) { $0 + $1.squaredMagnitude }
    return try checked(
      Array(sums.prefix(space.size)), exactNorm: norm, in: space, name: name,
      enough: heldLevels(sums, norm: norm, tolerance: space.tolerance))
  }

  /// e^{−|α|²/2} αⁿ/√n! for the lowest levels.
  private static func coherentAmplitudes(_ amplitude: Complex, levels: Int) -> [Complex] {
    let n = amplitude.squaredMagnitude
    guard n > 0 else { return [.one] + Array(repeating: .zero, count: levels - 1) }
    let logarithm = 0.5 * log(n)
    let phase = amplitude.phase
    let logs = logFactorials(levels)
    return (0..<levels).map { level in
      let k = Double(level)
      return exp(k * logarithm - 0.5 * n - 0.5 * logs[level]) * Complex(phase: k * phase)
    }
  }

  /// A dimension beyond which a coherent state has no population to speak of.
  private static func enoughLevels(_ amplitude: Complex) -> Int {
    let n = amplitude.squaredMagnitude
    return Int(n + 10 * n.squareRoot() + 20)
  }

  /// The least number of levels that hold all but the tolerance.
  private static func heldLevels(_ amplitudes: [Complex], norm: Double, tolerance: Double) -> Int {
    var tail = 0.0
    var level = amplitudes.count
    while level > 1 {
      tail += amplitudes[level - 1].squaredMagnitude
      if tail > tolerance * norm { break }
      level -= 1
    }
    return level
  }

  static func requireSingle(_ space: FockSpace) throws(BosonicError) {
    guard space.modes == 1 else {
      throw BosonicError(
        .shape, "modes=\(space.modes): this state has one mode; make it there and use `tensor`.")
    }
  }

  /// The normalized state, unless the levels leave out more than the tolerance of its exact norm.
  static func checked(
    _ elements: [Complex], exactNorm: Double, in space: FockSpace, name: String, enough: Int
  ) throws(BosonicError) -> FockState {
    let kept = elements.reduce(0) { $0 + $1.squaredMagnitude }
    let missing = max(0, 1 - kept / exactNorm)
    // Rounding of the sums is no missing population.
    guard missing <= max(space.tolerance, 1e-13), kept > 0 else {
      throw space.truncationError(name, missing: missing, enough: enough)
    }
    return try FockState(space: space, amplitudes: elements)
  }
}
