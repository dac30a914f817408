// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra

/// A complex number, for small matrices only.
struct Amplitude {
  var re: Double
  var im: Double = 0

  static func + (a: Amplitude, b: Amplitude) -> Amplitude {
    Amplitude(re: a.re + b.re, im: a.im + b.im)
  }

  static func * (a: Amplitude, b: Amplitude) -> Amplitude {
    Amplitude(re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re)
  }
}

/// A square matrix over one or two qubits; the first qubit is the left tensor factor.
struct DenseOperator {
  var size: Int
  var entries: [Amplitude]

  init(size: Int) {
    self.size = size
    entries = [Amplitude](repeating: Amplitude(re: 0), count: size * size)
  }

  /// The matrix of a Pauli, from its definition.
  init(_ pauli: Pauli) {
    self.init(size: 2)
    let (one, i) = (Amplitude(re: 1), Amplitude(re: 0, im: 1))
    let (minusOne, minusI) = (Amplitude(re: -1), Amplitude(re: 0, im: -1))
    switch pauli {
    case .i: (entries[0], entries[3]) = (one, one)
    case .x: (entries[1], entries[2]) = (one, one)
    case .y: (entries[1], entries[2]) = (minusI, i)
    case .z: (entries[0], entries[3]) = (one, minusOne)
    }
  }

  static func product(_ paulis: [Pauli]) -> DenseOperator {
    paulis.dropFirst().reduce(DenseOperator(paulis[0])) { $0.tensor(DenseOperator($1)) }
  }

  static func * (a: DenseOperator, b: DenseOperator) -> DenseOperator {
    var result = DenseOperator(size: a.size)
    for row in 0..<a.size {
      for column in 0..<a.size {
        for inner in 0..<a.size {
          let term = a.entries[row * a.size + inner] * b.entries[inner * a.size + column]
          result.entries[row * a.size + column] = result.entries[row * a.size + column] + term
        }
      }
    }
    return result
  }

  static func + (a: DenseOperator, b: DenseOperator) -> DenseOperator {
    var result = a
    for index in a.entries.indices { result.entries[index] = a.entries[index] + b.entries[index] }
    return result
  }

  static func * (scale: Amplitude, a: DenseOperator) -> DenseOperator {
    var result = a
    for index in a.entries.indices { result.entries[index] = scale * a.entries[index] }
    return result
  }

  static func * (scale: Double, a: DenseOperator) -> DenseOperator { Amplitude(re: scale) * a }

  func tensor(_ other: DenseOperator) -> DenseOperator {
    var result = DenseOperator(size: size * other.size)
    for row in 0..<result.size {
      for column in 0..<result.size {
        result.entries[row * result.size + column] =
          entries[row / other.size * size + column / other.size]
          * other.entries[row % other.size * other.size + column % other.size]
      }
    }
    return result
  }

  var adjoint: DenseOperator {
    var result = self
    for row in 0..<size {
      for column in 0..<size {
        let entry = entries[column * size + row]
        result.entries[row * size + column] = Amplitude(re: entry.re, im: -entry.im)
      }
    }
    return result
  }

  func distance(to other: DenseOperator) -> Double {
    zip(entries, other.entries).map { abs($0.re - $1.re) + abs($0.im - $1.im) }.max() ?? 0
  }

  /// exp(−iθA) for an operator with A² = 1.
  static func turn(_ angle: Double, about axis: DenseOperator) -> DenseOperator {
    let (c, s) = (cosine(angle), sine(angle))
    var identity = DenseOperator(size: axis.size)
    for index in 0..<axis.size { identity.entries[index * axis.size + index] = Amplitude(re: 1) }
    return c * identity + Amplitude(re: 0, im: -s) * axis
  }

  /// (xX + yY + zZ)/√(x² + y² + z²).
  static func axis(_ x: Double, _ y: Double, _ z: Double) -> DenseOperator {
    (1 / (x * x + y * y + z * z).squareRoot())
      * (x * DenseOperator(Pauli.x) + y * DenseOperator(Pauli.y) + z * DenseOperator(Pauli.z))
  }

  /// Applies `pauli` to the second qubit where the first is in the −1 eigenstate of `control`.
  static func controlled(_ control: Pauli, _ pauli: Pauli) -> DenseOperator {
    let identity = DenseOperator(Pauli.i)
    let off = 0.5 * (identity + DenseOperator(control))
    let on = 0.5 * (identity + -1.0 * DenseOperator(control))
    return off.tensor(identity) + on.tensor(DenseOperator(pauli))
  }
}
