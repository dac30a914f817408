// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ComputePrimitives

extension CatSimulation {
  /// How a four-component cat suffers, as it comes out of the Liouvillian and by formula.
  public struct FourComponentRates: Sendable, Hashable {
    /// n̄ = |α|².
    public let nbar: Double
    /// The number of levels that were kept.
    public let dimension: Int
    /// The rate at which a coherent component leaves for its two neighbours: the exponentially rare flip.
    public let hopping: Double
    /// The rate of lost photons, which a parity check detects.
    public let jumps: Double
    /// κ₁ n̄.
    public let jumpsByFormula: Double
    /// The probability that loss between two checks is a logical error, from the evolution of the state that is
    /// a multiple of four photons.
    public let undetected: Double
    /// The same by `Cat.undetectedLossProbability`.
    public let undetectedByFormula: Double
  }

  /// The rates of a four-component cat, in the unit of the stabilization.
  ///
  /// The populations of the four components relax through hops between neighbours: the slowest mode of the
  /// coherences between neighbouring classes of photon numbers. The classes themselves turn by one with each lost
  /// photon: the slowest modes of the block that holds the populations, −κ₁n̄(1 ± i).
  ///
  /// - Parameters:
  ///   - time: The time between parity checks, above 0.
  ///   - agreement: How much the rate of hops may change, relative to itself, with eight more levels.
  /// - Returns: The rates beside the closed forms.
  /// - Throws: `BosonicError` if the cat has two components, nothing is lost, the levels do not hold it, or the answer
  ///   changes by more than `agreement` with more levels.
  public func fourComponentRates(
    checkedEvery time: Double, agreement: Double = 1e-2
  ) throws(BosonicError) -> FourComponentRates {
    guard components == 4 else {
      throw BosonicError(.badParameter, "components=2: use the flip rates of two components.")
    }
    try requirePositive(disturbance.loss, upTo: 1e3, "loss rate")
    try requirePositive(time, upTo: 1e6, "time between checks")
    let model = try model()
    let hop = try model.slowModes(holding: (0, 1))
    let guess = disturbance.loss * nbar
    let classes = try model.slowModes(holding: (0, 0), near: Complex(guess), count: 2)
    guard let slowest = hop.first, let turning = classes.last else {
      throw BosonicError(.convergence, "the cat has no decaying modes.")
    }
    let wider = try widened().model().slowModes(holding: (0, 1))
    try requireAgreement(
      -slowest.eigenvalue.real, -(wider.first?.eigenvalue.real ?? .nan), within: agreement)
    let zero = try FockState.cat(Complex(amplitude), components: 4, in: space)
    let later = try model.evolve(zero, times: [0, time]).final
    var undetected = 0.0
    for (level, population) in later.populations.enumerated() where level & 3 == 1 || level & 3 == 2
    {
      // Losing three of four photons leaves one; losing two leaves two.
      undetected += population
    }
    return FourComponentRates(
      nbar: nbar, dimension: space.size, hopping: -slowest.eigenvalue.real,
      jumps: -turning.eigenvalue.real, jumpsByFormula: guess, undetected: undetected,
      undetectedByFormula: try Cat.undetectedLossProbability(
        nbar: nbar, lossProbability: disturbance.loss * time))
  }
}
