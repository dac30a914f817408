// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// An open system: dρ/dt = −i[H(t), ρ] + Σ (LρL† − ½{L†L, ρ}).
public struct LindbladModel: Sendable {
  /// A part of the Hamiltonian that a function of time multiplies.
  public struct Drive: Sendable {
    /// The Hermitian operator.
    public let operation: BandOperator
    /// The factor at a time.
    public let envelope: @Sendable (Double) -> Double
  }

  /// The space.
  public let space: FockSpace
  /// The constant part of the Hamiltonian.
  public let hamiltonian: BandOperator
  /// The parts that change in time.
  public private(set) var drives: [Drive] = []
  /// The jump operators L, with the square roots of their rates.
  public private(set) var jumps: [BandOperator] = []

  /// Makes a system without jumps.
  ///
  /// - Parameters:
  ///   - space: The space.
  ///   - hamiltonian: H, zero if nil.
  /// - Throws: `BosonicError` if H is not Hermitian or not of the space's size.
  public init(_ space: FockSpace, hamiltonian: BandOperator? = nil) throws(BosonicError) {
    self.space = space
    self.hamiltonian = hamiltonian ?? BandOperator(size: space.size)
    try Self.requireHermitian(self.hamiltonian, space)
  }

  /// Adds a drive.
  ///
  /// - Throws: `BosonicError` if the operator is not Hermitian or not of the space's size.
  public mutating func addDrive(
    _ operation: BandOperator, envelope: @escaping @Sendable (Double) -> Double
  ) throws(BosonicError) {
    try Self.requireHermitian(operation, space)
    drives.append(Drive(operation: operation, envelope: envelope))
  }

  /// Adds a jump operator.
  ///
  /// - Parameters:
  ///   - operation: The operator, without its rate.
  ///   - rate: The rate, at least 0; a jump of rate 0 is left out.
  /// - Throws: `BosonicError` if the rate is negative or not finite, or the operator not of the space's size.
  public mutating func addJump(_ operation: BandOperator, rate: Double) throws(BosonicError) {
    try require(rate, in: 0...1e15, "rate")
    guard operation.size == space.size else {
      throw BosonicError(
        .shape, "an operator of size \(operation.size) does not fit \(space.size) basis states.")
    }
    if rate > 0 { jumps.append(rate.squareRoot() * operation) }
  }

  private static func requireHermitian(
    _ operation: BandOperator, _ space: FockSpace
  ) throws(BosonicError) {
    guard operation.size == space.size else {
      throw BosonicError(
        .shape, "an operator of size \(operation.size) does not fit \(space.size) basis states.")
    }
    guard operation.isHermitian else {
      throw BosonicError(.badParameter, "the Hamiltonian is not Hermitian.")
    }
  }

  /// The constant part of the generator of density matrices, row by row.
  ///
  /// - Throws: `BosonicError` if density matrices of the space are too large.
  /// - Complexity: O(size² · bands²) time and memory.
  public func liouvillian() throws(BosonicError) -> BandOperator {
    try require(space.size, in: 2...2048, "basis states of a density matrix")
    var result = hamiltonian.commutator()
    for jump in jumps { result.add(jump.dissipator()) }
    return result
  }

  /// The generator between jumps, −iH − ½ Σ L†L.
  func effectiveGenerator() -> BandOperator {
    var result = Complex(0, -1) * hamiltonian
    for jump in jumps { result.add(jump.adjoint * jump, times: Complex(-0.5)) }
    return result
  }
}

/// How a time evolution is computed.
public struct EvolutionOptions: Sendable, Hashable {
  /// The ways to integrate.
  public enum Method: String, Sendable, CaseIterable {
    /// `exponential` where the generator is constant and its factors fit, otherwise `explicit`.
    case automatic
    /// The Runge-Kutta pair of Dormand and Prince, of order 5 with an error estimate of order 4.
    case explicit
    /// A rational approximation of the exponential of the generator's invariant blocks.
    case exponential
  }

  /// The error allowed in a step, relative to the state's norm.
  public var tolerance = 1e-9
  /// The way.
  public var method = Method.automatic
  /// The largest number of steps.
  public var maximumSteps = 2_000_000
  /// Whether a state that reaches the edge of its levels is refused.
  public var checksTruncation = true

  /// The defaults.
  public init() {}

  func validate() throws(BosonicError) {
    try require(tolerance, in: 1e-13...1e-2, "tolerance")
    try require(maximumSteps, in: 1...1 << 40, "steps")
  }
}

/// What a time evolution gives.
public struct Evolution: Sendable {
  /// The times.
  public let times: [Double]
  /// The mean of each observable at each time: `means[observable][time]`.
  public let means: [[Complex]]
  /// The state at the last time.
  public let final: FockState
  /// The largest population of the edge of any mode's levels after any step.
  public let edgePopulation: Double
}
