// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Closed forms of the two-component cat code with stabilized amplitude.
///
/// The code states are |0⟩ ≈ |α⟩ and |1⟩ ≈ |−α⟩, with n̄ = |α|²; the even and odd cats are |±⟩. A *bit flip*
/// exchanges |α⟩ and |−α⟩ and is exponentially rare; a *phase flip* changes the photon-number parity. The
/// rates are those of independent flips: ⟨Z⟩ decays as exp(−2 Γ_bit t), the parity as exp(−2 Γ_phase t).
///
/// They are of first order in the ratio of κ₁, κ_φ to the stabilization. At finite ratios leakage adds bit
/// flips of second order, which fall as exp(−2n̄) too; `CatSimulation` computes them in full.
///
/// Source: Mirrahimi et al., Dynamically protected cat-qubits (2014), whose conserved quantities give the
/// rates below; Guillaud and Mirrahimi, Repetition cat qubits for fault-tolerant quantum computation (2019).
public enum Cat {
  /// The mean photon numbers that cat codes may have.
  static let largestPhotonNumber = 100.0

  /// The rates, relative to any unit, that the closed forms take.
  static let rates = 0.0...1e15

  /// The parity of a cat state.
  public enum Parity: String, Sendable, CaseIterable {
    /// (|α⟩ + |−α⟩)/norm, with even photon numbers only.
    case even
    /// (|α⟩ − |−α⟩)/norm, with odd photon numbers only.
    case odd
  }

  /// What disturbs a cat, as rates in any one unit.
  public struct Disturbance: Sendable, Hashable {
    /// κ₁, the rate of D[a]: single photon loss.
    public var loss: Double
    /// κ_φ, the rate of D[a†a]: the coherence of |m⟩ and |n⟩ decays as exp(−κ_φ (m − n)² t / 2).
    public var dephasing: Double
    /// n_th, the thermal photons of the bath: D[a] at κ₁(1 + n_th), D[a†] at κ₁ n_th.
    public var thermalPhotons: Double

    /// Makes a set of rates.
    ///
    /// - Throws: `BosonicError` if a rate is negative or not finite.
    public init(
      loss: Double, dephasing: Double = 0, thermalPhotons: Double = 0
    ) throws(BosonicError) {
      try require(loss, in: rates, "loss rate")
      try require(dephasing, in: rates, "dephasing rate")
      try require(thermalPhotons, in: 0...1e3, "thermal photons")
      self.loss = loss
      self.dephasing = dephasing
      self.thermalPhotons = thermalPhotons
    }
  }

  /// The mean photon number of a cat state.
  ///
  /// - Parameters:
  ///   - nbar: n̄ = |α|², above 0 and at most 100.
  ///   - parity: Which cat.
  /// - Returns: n̄ tanh n̄ for the even cat, n̄ coth n̄ for the odd one.
  /// - Throws: `BosonicError` if n̄ is out of its range.
  public static func meanPhotons(nbar: Double, parity: Parity) throws(BosonicError) -> Double {
    try requirePositive(nbar, upTo: largestPhotonNumber, "nbar")
    return parity == .even ? nbar * tanh(nbar) : nbar / tanh(nbar)
  }

  /// The squared overlap |⟨α|−α⟩|² = exp(−4n̄) of the two coherent states.
  ///
  /// - Throws: `BosonicError` if n̄ is out of its range.
  public static func squaredOverlap(nbar: Double) throws(BosonicError) -> Double {
    try requirePositive(nbar, upTo: largestPhotonNumber, "nbar")
    return exp(-4 * nbar)
  }

  /// The rate of phase flips, κ₁ n̄ for a cold bath and large n̄.
  ///
  /// A lost photon changes the parity. The even cat loses photons at κ₁ n̄ tanh n̄ and the odd one at
  /// κ₁ n̄ coth n̄, so that Γ_phase = κ₁ ((1 + 2n_th) n̄ coth 2n̄ + n_th).
  ///
  /// - Parameters:
  ///   - nbar: n̄ = |α|², above 0 and at most 100.
  ///   - disturbance: The rates; dephasing changes no parity.
  /// - Returns: Γ_phase, in the unit of the rates.
  /// - Throws: `BosonicError` if n̄ is out of its range.
  public static func phaseFlipRate(
    nbar: Double, _ disturbance: Disturbance
  ) throws(BosonicError) -> Double {
    try requirePositive(nbar, upTo: largestPhotonNumber, "nbar")
    let thermal = disturbance.thermalPhotons
    return disturbance.loss * ((1 + 2 * thermal) * nbar / tanh(2 * nbar) + thermal)
  }

  /// The rate of bit flips, to first order in loss and dephasing.
  ///
  /// Γ_bit = κ₁ n̄ / (e^{4n̄} − 1) + κ_φ n̄ / (2 sinh 2n̄) for two-photon dissipation. The conserved quantity
  /// Z of the dissipation, as a function of an initial coherent state β, has the logarithmic slope
  /// 2α(coth 2n̄ − 1) along β and the curvature −2n̄/sinh 2n̄ around the circle; loss moves β inwards at
  /// κ₁/2, and dephasing spreads its phase with variance κ_φ t. The loss term is that of the Kerr cat too,
  /// where it is the part of `a` that acts as Y within the code, κ₁ n̄ ((p⁻¹ − p)/2)² with p² = tanh n̄.
  ///
  /// Thermal photons enter only through the factor 1 + n_th of the loss; what they add by heating is for
  /// `CatSimulation`.
  ///
  /// - Parameters:
  ///   - nbar: n̄ = |α|², above 0 and at most 100.
  ///   - disturbance: The rates.
  /// - Returns: Γ_bit, in the unit of the rates.
  /// - Throws: `BosonicError` if n̄ is out of its range.
  public static func bitFlipRate(
    nbar: Double, _ disturbance: Disturbance
  ) throws(BosonicError) -> Double {
    try requirePositive(nbar, upTo: largestPhotonNumber, "nbar")
    let loss = disturbance.loss * (1 + disturbance.thermalPhotons)
    return loss * nbar / expm1(4 * nbar) + disturbance.dephasing * nbar / (2 * sinh(2 * nbar))
  }

  /// The probability of a flip within a time, ½(1 − e^{−2Γt}).
  ///
  /// - Parameters:
  ///   - rate: Γ, at least 0.
  ///   - time: t, at least 0, in the inverse unit of the rate.
  /// - Returns: The probability, in 0...½.
  /// - Throws: `BosonicError` if a parameter is negative or not finite.
  public static func flipProbability(rate: Double, time: Double) throws(BosonicError) -> Double {
    try require(rate, in: rates, "rate")
    try require(time, in: rates, "time")
    return -0.5 * expm1(-2 * rate * time)
  }

  /// The probability that loss between two parity checks is a logical error of a four-component cat.
  ///
  /// One lost photon changes the parity, and the check tells; two bring it back unseen, and three look like one. With
  /// x = κ₁ n̄ t lost photons on average it is the probability that 2 or 3 photons modulo 4 are lost, about x²/2.
  ///
  /// Source: Leghtas et al., Hardware-efficient autonomous quantum memory protection (2013).
  ///
  /// - Parameters:
  ///   - nbar: n̄ = |α|², above 0 and at most 100.
  ///   - lossProbability: κ₁ t, the loss of energy between checks, in 0...10.
  /// - Returns: The probability.
  /// - Throws: `BosonicError` if a parameter is out of its range.
  public static func undetectedLossProbability(
    nbar: Double, lossProbability: Double
  ) throws(BosonicError) -> Double {
    try requirePositive(nbar, upTo: largestPhotonNumber, "nbar")
    try require(lossProbability, in: 0...10, "loss between checks")
    let x = nbar * lossProbability
    guard x < 700 else { return 0.5 }
    // A sum of positive terms keeps the digits of small answers.
    var term = exp(-x)
    var sum = 0.0
    var lost = 0
    while lost < 8 || Double(lost) < x + 20 * x.squareRoot() {
      if lost & 3 >= 2 { sum += term }
      lost += 1
      term *= x / Double(lost)
    }
    return sum
  }
}
