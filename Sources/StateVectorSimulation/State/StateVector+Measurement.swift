// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// A basis in which one qubit is measured.
public enum MeasurementBasis: Sendable, Hashable {
  /// 0 is |0⟩, 1 is |1⟩.
  case z
  /// 0 is |+⟩, 1 is |−⟩.
  case x
  /// 0 is |+i⟩ = (|0⟩ + i|1⟩)/√2, 1 is |−i⟩.
  case y
  /// 0 is cos(θ/2)|0⟩ + sin(θ/2)|1⟩ = RY(θ)|0⟩, 1 is RY(θ)|1⟩; θ in radians.
  case angle(Double)

  /// The gates that take this basis to that of Z.
  func toZ(_ qubit: Int) -> GateSequence {
    switch self {
    case .z: []
    case .x: [.h(qubit)]
    case .y: [.sAdjoint(qubit), .h(qubit)]
    case .angle(let angle): [.ry(-angle, qubit)]
    }
  }
}

extension StateVector {
  /// The squared norm: 1 for a state, but for rounding.
  public var squaredNorm: Double { weight(mask: 0, values: 0) }

  /// Scales the vector to norm 1.
  ///
  /// - Precondition: The vector is not zero.
  public mutating func normalize() {
    let norm = squaredNorm
    precondition(norm > 0, "A vector of zeros cannot be normalized.")
    multiply(by: Complex(1 / norm.squareRoot()))
  }

  /// Multiplies every amplitude by a number.
  public mutating func multiply(by factor: Complex) {
    let kernel = unsafe Scalar.kernels.scale
    unsafe forEachBlock { real, imaginary, start, count in
      unsafe kernel(
        real, imaginary, UInt64(start), UInt64(count), factor.real, factor.imaginary)
    }
  }

  /// The probability that a qubit is 1.
  ///
  /// The state is taken to be normalized up to rounding; the rounding is divided out.
  public borrowing func probabilityOfOne(_ qubit: Int) -> Double {
    requireQubits([qubit])
    let (zero, one) = weights(at: positions[qubit])
    return one / (zero + one)
  }

  /// Measures a qubit: chooses the outcome by a uniform number, projects and normalizes.
  ///
  /// - Parameters:
  ///   - qubit: The qubit.
  ///   - basis: The basis; the qubit is left in the basis state that was found.
  ///   - uniform: A number in 0..<1; the outcome is 1 if it is less than the probability of 1.
  /// - Returns: The outcome.
  public mutating func measure(
    _ qubit: Int, in basis: MeasurementBasis = .z, uniform: Double
  ) -> Bool {
    requireQubits([qubit])
    let rotation = basis.toZ(qubit)
    apply(rotation)
    let (zero, one) = weights(at: positions[qubit])
    // What rounding left of an impossible outcome is not an outcome.
    let probability = roundedProbability(one / (zero + one))
    let outcome = uniform < probability
    collapse(qubit, to: outcome, weight: outcome ? one : zero)
    apply(rotation.adjoint)
    return outcome
  }

  /// Projects a qubit onto an outcome that is already known, and normalizes.
  ///
  /// - Returns: The probability that the outcome had; if it is 0, the state is unchanged.
  public mutating func project(
    _ qubit: Int, in basis: MeasurementBasis = .z, onto outcome: Bool
  ) -> Double {
    requireQubits([qubit])
    let rotation = basis.toZ(qubit)
    apply(rotation)
    let (zero, one) = weights(at: positions[qubit])
    let probability = roundedProbability((outcome ? one : zero) / (zero + one))
    if probability > 0 { collapse(qubit, to: outcome, weight: outcome ? one : zero) }
    apply(rotation.adjoint)
    return probability
  }

  /// Measures a qubit in the basis of Z and turns it to |0⟩.
  ///
  /// - Parameters:
  ///   - qubit: The qubit.
  ///   - uniform: A number in 0..<1, as for `measure`.
  /// - Returns: What it was before.
  @discardableResult
  public mutating func reset(_ qubit: Int, uniform: Double) -> Bool {
    let outcome = measure(qubit, uniform: uniform)
    if outcome { apply(.x(qubit)) }
    return outcome
  }

  private func roundedProbability(_ probability: Double) -> Double {
    let slack = 64 * Double(Scalar.ulpOfOne)
    return probability < slack ? 0 : probability > 1 - slack ? 1 : probability
  }

  /// The weights of 0 and of 1 at a position.
  private borrowing func weights(at position: Int) -> (zero: Double, one: Double) {
    (weight(mask: 1 << position, values: 0), weight(mask: 1 << position, values: 1 << position))
  }

  private mutating func collapse(_ qubit: Int, to outcome: Bool, weight: Double) {
    let position = Int32(positions[qubit])
    let scale = 1 / weight.squareRoot()
    let kernel = unsafe Scalar.kernels.project
    unsafe forEachBlock { real, imaginary, start, count in
      unsafe kernel(
        real, imaginary, UInt64(start), UInt64(count), position, outcome ? 1 : 0, scale)
    }
  }
}
