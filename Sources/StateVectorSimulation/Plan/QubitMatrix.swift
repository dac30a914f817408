// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// A 2 × 2 matrix, [[a, b], [c, d]].
struct QubitMatrix {
  var a: Complex
  var b: Complex
  var c: Complex
  var d: Complex

  static let identity = QubitMatrix(a: .one, b: .zero, c: .zero, d: .one)

  init(a: Complex, b: Complex, c: Complex, d: Complex) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  /// Makes a matrix of four entries, row after row.
  init(_ entries: [Complex]) {
    self.init(a: entries[0], b: entries[1], c: entries[2], d: entries[3])
  }

  /// Makes diag(1, factor).
  init(factor: Complex) {
    self.init(a: .one, b: .zero, c: .zero, d: factor)
  }

  static func * (m: QubitMatrix, n: QubitMatrix) -> QubitMatrix {
    QubitMatrix(
      a: m.a * n.a + m.b * n.c, b: m.a * n.b + m.b * n.d,
      c: m.c * n.a + m.d * n.c, d: m.c * n.b + m.d * n.d)
  }

  var entries: [Complex] { [a, b, c, d] }

  var isDiagonal: Bool { b == .zero && c == .zero }

  /// Whether rows and columns are orthonormal to rounding.
  var isUnitary: Bool {
    let columns = abs(a.squaredMagnitude + c.squaredMagnitude - 1)
    let others = abs(b.squaredMagnitude + d.squaredMagnitude - 1)
    let overlap = (a.conjugate * b + c.conjugate * d).magnitude
    return max(columns, others, overlap) < 1e-13
  }
}

/// A unitary matrix of one qubit as the kernels take it:
/// leftover · scale · T(tangent) · diag(1, pre) · X^flips, with T(t) = [[1, −t], [t, 1]] and |t| ≤ 1.
///
/// T costs a quarter of the multiplications of a general matrix, and the leftover commutes with what
/// comes next, so that it joins the next matrix of the qubit.
struct RotationForm {
  var flips = false
  var pre = Complex.one
  var tangent = 0.0
  var scale = Complex.one
  var leftover = QubitMatrix.identity

  /// With a leftover that is diag(1, factor): for controls and diagonal neighbours.
  init(diagonalLeftover matrix: QubitMatrix) {
    let cosine = matrix.a.magnitude
    let sine = matrix.c.magnitude
    if sine < 1e-16 {
      scale = matrix.a
      pre = matrix.d / matrix.a
      return
    }
    if cosine < 1e-16 {
      // [[0, b], [c, 0]] = diag(b, c) · X.
      flips = true
      scale = matrix.b
      pre = matrix.c / matrix.b
      return
    }
    let rowPhase0 = (1 / cosine) * matrix.a
    let rowPhase1 = (1 / sine) * matrix.c
    if cosine >= sine {
      let columnPhase = (1 / matrix.d.magnitude) * matrix.d * rowPhase1.conjugate
      pre = columnPhase
      tangent = sine / cosine
      scale = cosine * rowPhase0
      leftover = QubitMatrix(factor: rowPhase1 * rowPhase0.conjugate)
    } else {
      // s·[[k, −1], [1, k]] = s · diag(−1, 1) · [[1, −k], [k, 1]] · X, with k = c/s.
      let columnPhase = (-1 / matrix.b.magnitude) * matrix.b * rowPhase0.conjugate
      flips = true
      pre = columnPhase.conjugate
      tangent = cosine / sine
      scale = sine * columnPhase * -rowPhase0
      leftover = QubitMatrix(factor: -(rowPhase1 * rowPhase0.conjugate))
    }
  }

  /// With a leftover that is a rotation about X: for targets of X.
  init(rotationLeftover matrix: QubitMatrix) {
    // The image of |0⟩ is turned about X until its Y component vanishes and its Z component is not negative.
    let coherence = matrix.a.conjugate * matrix.c
    let y = 2 * coherence.imaginary
    let z = matrix.a.squaredMagnitude - matrix.c.squaredMagnitude
    let radius = (y * y + z * z).squareRoot()
    // cos and sin of half the angle a with cos a = z / r, sin a = −y / r.
    let (cosA, sinA) = radius < 1e-16 ? (1.0, 0.0) : (z / radius, -y / radius)
    let half: (cosine: Double, sine: Double)
    if cosA >= 0 {
      let cosine = ((1 + cosA) / 2).squareRoot()
      half = (cosine, sinA / (2 * cosine))
    } else {
      let sine = ((1 - cosA) / 2).squareRoot()
      half = (sinA / (2 * sine), sine)
    }
    leftover = QubitMatrix(
      a: Complex(half.cosine), b: Complex(0, -half.sine), c: Complex(0, -half.sine),
      d: Complex(half.cosine))
    let undo = QubitMatrix(
      a: leftover.a, b: leftover.b.conjugate, c: leftover.c.conjugate, d: leftover.d)
    let rest = undo * matrix
    // rest = phase · [[C, −S λ], [S, C λ]] with C > 0 and S real.
    let phase = (1 / rest.a.magnitude) * rest.a
    tangent = (rest.c * phase.conjugate).real / rest.a.magnitude
    scale = rest.a
    let columnPhase = rest.d * phase.conjugate
    pre = (1 / columnPhase.magnitude) * columnPhase
  }
}
