// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ComputePrimitives

extension FockState {
  /// A grid (GKP) code state under the envelope e^{−εn}, ε = artanh(10^{−dB/10}).
  ///
  /// The peaks of x and p in the ideal state become Gaussians of variance Δ² = ½ tanh ε, the squeezing in
  /// decibels. The ideal state is the vacuum projected on +1 of the stabilizers and of the logical operator:
  /// a sum of displaced vacua over the lattice, which the envelope damps.
  ///
  /// - Parameters:
  ///   - state: Which of the six logical states.
  ///   - lattice: The lattice of the code.
  ///   - decibels: The squeezing, above 0 and at most 20.
  ///   - space: A space of one mode.
  /// - Returns: The normalized state.
  /// - Throws: `BosonicError` if a parameter is out of its range or the levels do not hold the state.
  public static func grid(
    _ state: GKP.LogicalState, lattice: GKP.Lattice = .square, decibels: Double,
    in space: FockSpace
  ) throws(BosonicError) -> FockState {
    try requireSingle(space)
    try requirePositive(decibels, upTo: 20, "squeezing in dB")
    let envelope = atanh(pow(10, -decibels / 10))
    let shrink = exp(-envelope)
    // The generators of the group of +1 operators: the logical one, and a stabilizer that is its partner.
    let (logical, partner) = state.generators(of: lattice)
    let damping = 1 - shrink * shrink
    // Coherent states of weight below e^{−40} are left out.
    let radius = (80 / damping).squareRoot()
    var terms: [(factor: Complex, amplitude: Complex)] = []
    let bound = Int(2 * radius / min(logical.magnitude, partner.magnitude)) + 2
    for m in -bound...bound {
      for n in -bound...bound {
        let point = Double(m) * logical + Double(n) * partner
        guard point.magnitude <= radius else { continue }
        // D(mu) D(nv) = e^{mn (u v* − u* v)/2} D(mu + nv).
        let area = (logical * partner.conjugate).imaginary
        var factor = Complex(phase: Double(m * n) * area)
        if state.sign < 0 && m & 1 != 0 { factor = -factor }
        let weight = exp(-0.5 * point.squaredMagnitude * damping)
        terms.append((weight * factor, shrink * point))
      }
    }
    return try superposition(terms, in: space, name: "grid state")
  }
}

extension GKP {
  /// A logical state of a grid code: an eigenstate of a logical Pauli operator.
  public enum LogicalState: String, Sendable, CaseIterable {
    /// The +1 state of Z.
    case zero
    /// The −1 state of Z.
    case one
    /// The +1 state of X.
    case plus
    /// The −1 state of X.
    case minus
    /// The +1 state of Y.
    case plusI
    /// The −1 state of Y.
    case minusI

    /// The eigenvalue.
    var sign: Int {
      switch self {
      case .zero, .plus, .plusI: 1
      case .one, .minus, .minusI: -1
      }
    }

    /// The displacements of the logical operator that fixes the state and of a stabilizer beside it.
    func generators(of lattice: Lattice) -> (logical: Complex, partner: Complex) {
      let (x, z) = (lattice.amplitudeX, lattice.amplitudeZ)
      return switch self {
      case .zero, .one: (z, 2 * x)
      case .plus, .minus: (x, 2 * z)
      case .plusI, .minusI: (x + z, 2 * z)
      }
    }
  }
}
