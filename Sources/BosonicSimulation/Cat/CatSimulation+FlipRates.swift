// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ComputePrimitives

extension CatSimulation {
  /// The flip rates of a two-component cat, in the unit of the stabilization.
  ///
  /// ⟨Z⟩ lives in the coherences between even and odd levels and decays at twice the bit-flip rate; the parity
  /// lives in the blocks of equal parity and decays at twice the phase-flip rate.
  ///
  /// - Parameter agreement: How much a rate may change, relative to itself, with eight more levels.
  /// - Returns: The rates beside the closed forms.
  /// - Throws: `BosonicError` if the cat has four components, nothing disturbs it, or the answer changes by more
  ///   than `agreement` with more levels.
  public func flipRates(agreement: Double = 1e-3) throws(BosonicError) -> Rates {
    guard components == 2 else {
      throw BosonicError(.badParameter, "components=4: use the hopping rate of four components.")
    }
    guard disturbance.loss > 0 || disturbance.dephasing > 0 else {
      throw BosonicError(
        .badParameter, "loss rate=0.0 and dephasing rate=0.0: one must be above 0 to flip a cat.")
    }
    let wider = try widened()
    let bit = try bitRate()
    let phase = try phaseRate()
    try requireAgreement(bit, wider.bitRate(), within: agreement)
    try requireAgreement(phase, wider.phaseRate(), within: agreement)
    return Rates(
      nbar: nbar, dimension: space.size, bitFlip: bit, phaseFlip: phase,
      bitFlipByFormula: try Cat.bitFlipRate(nbar: nbar, disturbance),
      phaseFlipByFormula: try Cat.phaseFlipRate(nbar: nbar, disturbance))
  }

  /// The same cat with eight more levels.
  func widened() throws(BosonicError) -> CatSimulation {
    try CatSimulation(
      nbar: nbar, components: components, stabilization: stabilization, disturbance: disturbance,
      dimension: space.size + 8)
  }

  /// Refuses a rate that more levels change.
  func requireAgreement(
    _ rate: Double, _ wider: Double, within agreement: Double
  ) throws(BosonicError) {
    guard abs(rate - wider) <= agreement * abs(wider) else {
      throw BosonicError(
        .truncation,
        "nbar=\(nbar), dimension=\(space.size): a rate of \(rate) becomes \(wider) with "
          + "\(space.size + 8) levels; either they are too few, or the rate is too small beside the "
          + "stabilization for its digits.")
    }
  }

  private func bitRate() throws(BosonicError) -> Double {
    guard let slowest = try model().slowModes(holding: (0, 1)).first else {
      throw BosonicError(.convergence, "the cat has no decaying modes.")
    }
    switch stabilization {
    case .dissipative: return try -0.5 * rateOfChange(of: slowest)
    case .kerr: return -0.5 * slowest.eigenvalue.real
    }
  }

  /// The eigenvalue of the mode that ⟨Z⟩ is, from a quantity that the dissipation conserves.
  ///
  /// With J such that ⟨J|ℒ₀ = 0, λ⟨J|ρ⟩ = ⟨J|(ℒ₀ + ℒ₁)|ρ⟩ = ⟨J|ℒ₁|ρ⟩: only the disturbance enters, which is weak, so
  /// that rates below 1e-16 of the stabilization's matrix elements keep their digits.
  private func rateOfChange(of mode: DecayMode) throws(BosonicError) -> Double {
    var quiet = self
    quiet.disturbance.loss = 0
    quiet.disturbance.dephasing = 0
    // The conserved quantity's eigenvalue is 0; there are none near any number above.
    let conserved = try quiet.model()
      .slowModes(holding: (0, 1), near: Complex(0.1), isAdjoint: true)
    guard let quantity = conserved.first else {
      throw BosonicError(.convergence, "the dissipation conserves nothing.")
    }
    // Z is symmetric; what rounding mixes in of Y, which is close and antisymmetric, goes away.
    let size = space.size
    let symmetric = mode.matrix.indices.map {
      mode.matrix[$0] + mode.matrix[$0 % size * size + $0 / size]
    }
    var weak = try LindbladModel(space)
    try disturb(&weak)
    let change = try weak.liouvillian().image(of: symmetric)
    let ratio =
      quantity.matrix.overlap(change) / quantity.matrix.overlap(symmetric)
    return ratio.real
  }

  private func phaseRate() throws(BosonicError) -> Double {
    // Without loss the parity is conserved.
    guard disturbance.loss > 0 else { return 0 }
    let guess = try Cat.phaseFlipRate(nbar: nbar, disturbance)
    switch stabilization {
    case .dissipative: return try parityMode(near: guess)
    case .kerr: return try parityDecay(over: 0.25 / guess)
    }
  }

  /// Half the eigenvalue of the mode that the parity is.
  private func parityMode(near guess: Double) throws(BosonicError) -> Double {
    // Other slow modes may be near: the mode must resemble the difference of the cats. The shift misses the formula by
    // a little, so as not to be exact.
    let phase = try model().slowModes(holding: (0, 0), near: Complex(-2.001 * guess))
    let even = try FockState.cat(Complex(amplitude), in: space).mixed
    let odd = try FockState.cat(Complex(amplitude), remainder: 1, in: space).mixed
    let difference = zip(even.elements, odd.elements).map { $0 - $1 }
    // |Tr(A†B)| is √2 if they are alike.
    guard let parity = phase.first, difference.overlap(parity.matrix).magnitude > 1 else {
      throw BosonicError(
        .convergence,
        "loss rate=\(disturbance.loss) is too large for the stabilization: no slow mode of the parity is "
          + "left; lower it.")
    }
    return -0.5 * parity.eigenvalue.real
  }

  /// The rate at which the parity of the even cat comes to rest, from its means at three multiples of a time.
  ///
  /// A Kerr Hamiltonian binds nothing: heated levels relax by loss alone, and the eigenvectors of the Liouvillian are
  /// nearly parallel. The decay in time is well defined where eigenvalues are not. The even cat has fewer photons than
  /// the odd one and lives longer, so that the parity comes to rest above 0; differences leave that out.
  private func parityDecay(over time: Double) throws(BosonicError) -> Double {
    let even = try FockState.cat(Complex(amplitude), in: space)
    let parity = BandOperator(
      diagonal: (0..<space.size).map { Complex($0 & 1 == 0 ? 1 : -1) })
    var options = EvolutionOptions()
    options.tolerance = 1e-7
    let course = try model().evolve(
      even, times: [0, time, 2 * time, 3 * time], observables: [parity], options: options)
    let means = course.means[0].map(\.real)
    let (early, late) = (means[1] - means[2], means[2] - means[3])
    guard late > 0 else {
      throw BosonicError(
        .convergence, "loss rate=\(disturbance.loss) is too large: no parity is left; lower it.")
    }
    return 0.5 * log(early / late) / time
  }
}

extension [Complex] {
  /// Tr(A†B) of two matrices, row by row.
  fileprivate func overlap(_ other: [Complex]) -> Complex {
    zip(self, other).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
  }
}
