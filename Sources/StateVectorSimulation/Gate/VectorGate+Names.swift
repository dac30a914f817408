// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The named gates. Angles are in radians; RX(θ) = exp(−iθX/2), and likewise RY and RZ.
extension VectorGate {
  /// A matrix on one qubit, row after row.
  public static func matrix(_ entries: [Complex], _ qubit: Int) -> VectorGate {
    VectorGate(.matrix(entries), targets: [qubit])
  }

  /// A matrix on two qubits, row after row; `low` is the lower bit of the index.
  public static func matrix(_ entries: [Complex], _ low: Int, _ high: Int) -> VectorGate {
    VectorGate(.matrix(entries), targets: [low, high])
  }

  /// The Pauli X.
  public static func x(_ qubit: Int) -> VectorGate {
    matrix([.zero, .one, .one, .zero], qubit)
  }

  /// The Pauli Y.
  public static func y(_ qubit: Int) -> VectorGate {
    matrix([.zero, -.i, .i, .zero], qubit)
  }

  /// The Pauli Z.
  public static func z(_ qubit: Int) -> VectorGate { factors(.one, -.one, qubit) }

  /// The Hadamard gate.
  public static func h(_ qubit: Int) -> VectorGate {
    let r = Complex(0.5.squareRoot())
    return matrix([r, r, r, -r], qubit)
  }

  /// The square root of Z.
  public static func s(_ qubit: Int) -> VectorGate { factors(.one, .i, qubit) }

  /// The inverse of S.
  public static func sAdjoint(_ qubit: Int) -> VectorGate { factors(.one, -.i, qubit) }

  /// The square root of S.
  public static func t(_ qubit: Int) -> VectorGate {
    let r = 0.5.squareRoot()
    return factors(.one, Complex(r, r), qubit)
  }

  /// The inverse of T.
  public static func tAdjoint(_ qubit: Int) -> VectorGate { t(qubit).adjoint }

  /// The square root of X.
  public static func squareRootX(_ qubit: Int) -> VectorGate {
    let p = Complex(0.5, 0.5)
    let m = Complex(0.5, -0.5)
    return matrix([p, m, m, p], qubit)
  }

  /// diag(1, e^(iθ)).
  public static func phase(_ angle: Double, _ qubit: Int) -> VectorGate {
    factors(.one, Complex(phase: angle), qubit)
  }

  /// exp(−iθX/2).
  public static func rx(_ angle: Double, _ qubit: Int) -> VectorGate {
    let c = Complex(cos(angle / 2))
    let s = Complex(0, -sin(angle / 2))
    return matrix([c, s, s, c], qubit)
  }

  /// exp(−iθY/2).
  public static func ry(_ angle: Double, _ qubit: Int) -> VectorGate {
    let c = Complex(cos(angle / 2))
    let s = Complex(sin(angle / 2))
    return matrix([c, -s, s, c], qubit)
  }

  /// exp(−iθZ/2).
  public static func rz(_ angle: Double, _ qubit: Int) -> VectorGate {
    factors(Complex(phase: -angle / 2), Complex(phase: angle / 2), qubit)
  }

  /// The general rotation of OpenQASM, U(θ, φ, λ) = P(φ) RY(θ) P(λ).
  public static func u(
    _ theta: Double, _ phi: Double, _ lambda: Double, _ qubit: Int
  ) -> VectorGate {
    let c = cos(theta / 2)
    let s = sin(theta / 2)
    return matrix(
      [
        Complex(c), -s * Complex(phase: lambda), s * Complex(phase: phi),
        c * Complex(phase: phi + lambda),
      ], qubit)
  }

  /// X on the target where the control is 1.
  public static func cx(_ control: Int, _ target: Int) -> VectorGate {
    x(target).controlled(by: [control])
  }

  /// −1 where both qubits are 1.
  public static func cz(_ a: Int, _ b: Int) -> VectorGate { controlledPhase(.pi, a, b) }

  /// e^(iθ) where both qubits are 1.
  public static func controlledPhase(_ angle: Double, _ a: Int, _ b: Int) -> VectorGate {
    let factor = angle == .pi ? -Complex.one : Complex(phase: angle)
    return VectorGate(.diagonal([.one, .one, .one, factor]), targets: [a, b])
  }

  /// The two qubits change places.
  public static func swap(_ a: Int, _ b: Int) -> VectorGate {
    VectorGate(.exchange, targets: [a, b])
  }

  /// X on the target where both controls are 1.
  public static func toffoli(_ a: Int, _ b: Int, _ target: Int) -> VectorGate {
    x(target).controlled(by: [a, b])
  }

  /// exp(−iθ Z⊗Z/2).
  public static func rzz(_ angle: Double, _ a: Int, _ b: Int) -> VectorGate {
    let same = Complex(phase: -angle / 2)
    return VectorGate(
      .diagonal([same, same.conjugate, same.conjugate, same]), targets: [a, b])
  }

  /// A factor for 0 and one for 1.
  static func factors(_ zero: Complex, _ one: Complex, _ qubit: Int) -> VectorGate {
    VectorGate(.diagonal([zero, one]), targets: [qubit])
  }
}
