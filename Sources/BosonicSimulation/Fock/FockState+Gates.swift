// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import ComputePrimitives

extension FockState {
  /// D(α) = exp(α a† − α* a), which shifts x by √2 Re α and p by √2 Im α.
  ///
  /// - Throws: `BosonicError` if the mode does not exist or its levels do not hold the result.
  public mutating func displace(by amplitude: Complex, mode: Int = 0) throws(BosonicError) {
    try space.requireMode(mode)
    try requireFinite([amplitude], "displacement", limit: 1e3)
    // Room for the state and the shift together: the amplitudes add.
    let levels = Double(space.dimensions[mode]).squareRoot() + amplitude.magnitude
    try apply("displacement", reach: [mode: levels * levels]) { space throws(BosonicError) in
      let raised = amplitude * (try space.creation(mode: mode))
      return raised - raised.adjoint
    }
  }

  /// S(z) = exp(½(z* a² − z a†²)), which for z = r > 0 divides x by e^r.
  ///
  /// - Throws: `BosonicError` if the mode does not exist or its levels do not hold the result.
  public mutating func squeeze(by squeezing: Complex, mode: Int = 0) throws(BosonicError) {
    try space.requireMode(mode)
    try requireFinite([squeezing], "squeezing", limit: 5)
    let reach = Double(space.dimensions[mode]) * min(4, exp(2 * squeezing.magnitude))
    try apply("squeezing", reach: [mode: reach]) { space throws(BosonicError) in
      let lowered = try space.annihilation(mode: mode)
      let half = 0.5 * (squeezing.conjugate * (lowered * lowered))
      return half - half.adjoint
    }
  }

  /// exp(−iθ a†a), which turns the quadratures by −θ: α becomes α e^{−iθ}.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public mutating func rotate(by angle: Double, mode: Int = 0) throws(BosonicError) {
    try applyPhases(mode: mode) { -angle * Double($0) }
  }

  /// exp(−iχ a†² a²), the Kerr evolution.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public mutating func kerr(by strength: Double, mode: Int = 0) throws(BosonicError) {
    try applyPhases(mode: mode) { -strength * Double($0 * ($0 - 1)) }
  }

  /// Selective number-dependent phases, Σ e^{iθₙ}|n⟩⟨n|; levels beyond the list get none.
  ///
  /// - Throws: `BosonicError` if the mode does not exist or has fewer levels than there are phases.
  public mutating func snap(phases: [Double], mode: Int = 0) throws(BosonicError) {
    try space.requireMode(mode)
    try require(phases.count, in: 0...space.dimensions[mode], "SNAP phases")
    try applyPhases(mode: mode) { $0 < phases.count ? phases[$0] : 0 }
  }

  /// exp(θ(e^{iφ} a b† − e^{−iφ} a† b)): a beam splitter of transmission cos² θ.
  ///
  /// A coherent α of the first mode becomes α cos θ there and α e^{iφ} sin θ in the second.
  ///
  /// - Throws: `BosonicError` if the modes are not two different ones of the space, or their levels do not
  ///   hold the result.
  public mutating func splitBeam(
    angle: Double, phase: Double = 0, modes: (Int, Int)
  ) throws(BosonicError) {
    try requirePair(modes)
    try requireFinite([Complex(angle, phase)], "beam splitter angle", limit: 1e3)
    let joint = Double(space.dimensions[modes.0] + space.dimensions[modes.1])
    let reach = [modes.0: joint, modes.1: joint]
    try apply("beam splitter", reach: reach) { space throws(BosonicError) in
      let first = try space.annihilation(mode: modes.0)
      let second = try space.creation(mode: modes.1)
      let hop = Complex(phase: phase) * (first * second)
      return angle * (hop - hop.adjoint)
    }
  }

  /// exp(−i g x_c p_t), which adds g times the control's x to the target's x: the CNOT of grid codes.
  ///
  /// - Throws: `BosonicError` if the modes are not two different ones of the space, or their levels do not
  ///   hold the result.
  public mutating func sum(
    strength: Double = 1, control: Int, target: Int
  ) throws(BosonicError) {
    try requirePair((control, target))
    try requireFinite([Complex(strength)], "strength of the sum gate", limit: 100)
    let factor = min(4, 1 + abs(strength))
    let reach = [control, target].reduce(into: [Int: Double]()) {
      $0[$1] = factor * Double(space.dimensions[$1])
    }
    try apply("sum gate", reach: reach) { space throws(BosonicError) in
      let x = try space.quadrature(angle: 0, mode: control)
      let p = try space.quadrature(angle: .pi / 2, mode: target)
      return Complex(0, -strength) * (x * p)
    }
  }

  /// Applies exp(K) for an anti-Hermitian K, computed with room above the kept levels.
  ///
  /// - Parameters:
  ///   - name: The gate, for a refusal.
  ///   - reach: How many levels the gate may reach, of the modes that it touches.
  ///   - generator: K in a space.
  /// - Throws: `BosonicError` with code `.truncation` if the levels do not hold the result.
  private mutating func apply(
    _ name: String, reach: [Int: Double],
    generator: (FockSpace) throws(BosonicError) -> BandOperator
  ) throws(BosonicError) {
    var dimensions = space.dimensions
    for (mode, levels) in reach {
      dimensions[mode] = max(dimensions[mode] + 12, min(4096, Int(levels) + 24))
    }
    // Levels that the state does not use need no room.
    for mode in reach.keys {
      let used = try usedLevels(mode: mode)
      let share = Double(used) / Double(space.dimensions[mode])
      let wanted = Int(Double(dimensions[mode]) * (0.2 + 0.8 * share)) + 12
      dimensions[mode] = max(space.dimensions[mode] + 8, min(dimensions[mode], wanted))
    }
    var wide = try resized(to: dimensions)
    let exponent = try generator(wide.space)
    if isPure {
      exponent.exponentiate(&wide.elements)
    } else {
      var both = exponent.leftMultiplication()
      both.add(exponent.adjoint.rightMultiplication())
      both.exponentiate(&wide.elements)
    }
    self = try wide.resized(to: space.dimensions, after: name)
  }

  /// The number of lowest levels of a mode that hold all but a hundredth of the tolerance.
  private func usedLevels(mode: Int) throws(BosonicError) -> Int {
    let distribution = try photonDistribution(mode: mode)
    var tail = 0.0
    var level = distribution.count
    while level > 1 {
      tail += distribution[level - 1]
      if tail > space.tolerance / 100 { break }
      level -= 1
    }
    return level
  }

  /// Multiplies by a phase that depends on the photon number of a mode.
  private mutating func applyPhases(
    mode: Int, _ phase: (Int) -> Double
  ) throws(BosonicError) {
    try space.requireMode(mode)
    let factors = (0..<space.dimensions[mode]).map { Complex(phase: phase($0)) }
    guard factors.allSatisfy({ $0.magnitude.isFinite }) else {
      throw BosonicError(.badParameter, "phase: must be finite at every level of mode \(mode).")
    }
    let levels = (0..<space.size).map { space.level(of: $0, mode: mode) }
    if isPure {
      for index in elements.indices { elements[index] *= factors[levels[index]] }
    } else {
      for row in 0..<space.size {
        for column in 0..<space.size {
          elements[row * space.size + column] *=
            factors[levels[row]] * factors[levels[column]].conjugate
        }
      }
    }
  }

  private func requirePair(_ modes: (Int, Int)) throws(BosonicError) {
    try space.requireMode(modes.0)
    try space.requireMode(modes.1)
    guard modes.0 != modes.1 else {
      throw BosonicError(.badParameter, "modes=\(modes.0),\(modes.1): a gate needs two modes.")
    }
  }

  private func requireFinite(
    _ values: [Complex], _ field: String, limit: Double
  ) throws(BosonicError) {
    for value in values where !(value.magnitude <= limit) {
      throw BosonicError(
        .badParameter, "\(field)=\(value.magnitude) is outside 0.0...\(limit).")
    }
  }
}
