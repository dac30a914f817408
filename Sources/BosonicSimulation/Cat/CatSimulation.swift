// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ComputePrimitives

/// A stabilized cat in its levels, with loss and dephasing, from which flip rates are computed in full.
///
/// Dissipative: D[a^c − α^c] at rate κ for c components. Kerr (two components): H = −K(a†² − α²)(a² − α²).
/// Rates are in the unit of κ or K.
///
/// Source: Mirrahimi et al. (2014); Puri, Boutin and Blais, Engineering the quantum states of light in a
/// Kerr-nonlinear resonator by two-photon driving (2017).
public struct CatSimulation: Sendable {
  /// What holds the amplitude.
  public enum Stabilization: String, Sendable, CaseIterable {
    /// Driven multi-photon dissipation.
    case dissipative
    /// A driven Kerr nonlinearity.
    case kerr
  }

  /// Flip rates, as they come out of the Liouvillian and by formula.
  public struct Rates: Sendable, Hashable {
    /// n̄ = |α|².
    public let nbar: Double
    /// The number of levels that were kept.
    public let dimension: Int
    /// Γ_bit from the slowest mode of the coherences between parities.
    public let bitFlip: Double
    /// Γ_phase from the slowest mode of the parities.
    public let phaseFlip: Double
    /// Γ_bit by `Cat.bitFlipRate`.
    public let bitFlipByFormula: Double
    /// Γ_phase by `Cat.phaseFlipRate`.
    public let phaseFlipByFormula: Double
  }

  /// n̄ = α², the photon number of the coherent components.
  public let nbar: Double
  /// The number of components, 2 or 4.
  public let components: Int
  /// What holds the amplitude.
  public let stabilization: Stabilization
  /// What disturbs it.
  public internal(set) var disturbance: Cat.Disturbance
  /// The levels.
  public let space: FockSpace

  /// Makes a cat.
  ///
  /// - Parameters:
  ///   - nbar: n̄, in 0.25...25.
  ///   - components: 2 or 4.
  ///   - stabilization: What holds the amplitude; a Kerr cat has two components.
  ///   - disturbance: Loss, dephasing and heat.
  ///   - dimension: The number of levels; chosen by n̄ if nil.
  /// - Throws: `BosonicError` if a parameter is out of its range or the levels do not hold the cat.
  public init(
    nbar: Double, components: Int = 2, stabilization: Stabilization = .dissipative,
    disturbance: Cat.Disturbance, dimension: Int? = nil
  ) throws(BosonicError) {
    try require(nbar, in: 0.25...25, "nbar")
    guard components == 2 || components == 4 else {
      throw BosonicError(.badParameter, "components=\(components) must be 2 or 4.")
    }
    guard components == 2 || stabilization == .dissipative else {
      throw BosonicError(
        .badParameter, "components=\(components): a Kerr cat has 2; use dissipative.")
    }
    self.nbar = nbar
    self.components = components
    self.stabilization = stabilization
    self.disturbance = disturbance
    let levels = dimension ?? Self.levels(nbar: nbar)
    space = try FockSpace(dimension: levels)
    // Refuses levels that do not hold the cat with room to spare.
    for remainder in 0..<components {
      let state = try FockState.cat(
        Complex(nbar.squareRoot()), components: components, remainder: remainder, in: space)
      try state.requireRoom(after: "cat of nbar=\(nbar)")
    }
  }

  /// The number of levels that hold a cat and its leakage: n̄ + 8√n̄ + 14.
  static func levels(nbar: Double) -> Int { Int((nbar + 8 * nbar.squareRoot() + 14).rounded(.up)) }

  /// The amplitude α.
  public var amplitude: Double { nbar.squareRoot() }

  /// The system, for evolutions.
  ///
  /// - Throws: `BosonicError` if the space is too large.
  public func model() throws(BosonicError) -> LindbladModel {
    let a = try space.annihilation()
    var power = BandOperator.identity(space.size)
    for _ in 0..<components { power = power * a }
    power.add(
      .identity(space.size), times: Complex(-pow(nbar, 0.5 * Double(components))))
    var model: LindbladModel
    switch stabilization {
    case .dissipative:
      model = try LindbladModel(space)
      try model.addJump(power, rate: 1)
    case .kerr:
      model = try LindbladModel(space, hamiltonian: -1.0 * (power.adjoint * power))
    }
    try disturb(&model)
    return model
  }

  /// Adds loss, heat and dephasing.
  func disturb(_ model: inout LindbladModel) throws(BosonicError) {
    let a = try space.annihilation()
    let thermal = disturbance.thermalPhotons
    try model.addJump(a, rate: disturbance.loss * (1 + thermal))
    try model.addJump(a.adjoint, rate: disturbance.loss * thermal)
    try model.addJump(space.number(), rate: disturbance.dephasing)
  }
}
