// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A small complex matrix, for Kraus operators and density matrices of few qubits.
public struct SquareMatrix: Sendable, Hashable {
  /// The number of rows and of columns.
  public let size: Int
  /// The real parts, row by row.
  public private(set) var real: [Double]
  /// The imaginary parts, row by row.
  public private(set) var imaginary: [Double]

  private init(size: Int, real: [Double], imaginary: [Double]) {
    self.size = size
    self.real = real
    self.imaginary = imaginary
  }

  /// A matrix of zeros.
  public static func zero(_ size: Int) -> SquareMatrix {
    let zeros = [Double](repeating: 0, count: size * size)
    return SquareMatrix(size: size, real: zeros, imaginary: zeros)
  }

  /// Ones on the diagonal.
  public static func identity(_ size: Int) -> SquareMatrix {
    var matrix = zero(size)
    for index in 0..<size { matrix[index, index] = (1, 0) }
    return matrix
  }

  /// A Pauli matrix.
  public static func pauli(_ axis: PauliRates.Axis) -> SquareMatrix {
    var matrix = zero(2)
    switch axis {
    case .x: (matrix[0, 1], matrix[1, 0]) = ((1, 0), (1, 0))
    case .y: (matrix[0, 1], matrix[1, 0]) = ((0, -1), (0, 1))
    case .z: (matrix[0, 0], matrix[1, 1]) = ((1, 0), (-1, 0))
    }
    return matrix
  }

  /// An entry.
  public subscript(row: Int, column: Int) -> (real: Double, imaginary: Double) {
    get { (real[row * size + column], imaginary[row * size + column]) }
    set {
      real[row * size + column] = newValue.real
      imaginary[row * size + column] = newValue.imaginary
    }
  }

  /// The sum of the diagonal.
  public var trace: (real: Double, imaginary: Double) {
    (0..<size).reduce((0, 0)) { ($0.0 + self[$1, $1].real, $0.1 + self[$1, $1].imaginary) }
  }

  /// The conjugate transpose.
  public var adjoint: SquareMatrix {
    var result = SquareMatrix.zero(size)
    for row in 0..<size {
      for column in 0..<size {
        let entry = self[row, column]
        result[column, row] = (entry.real, -entry.imaginary)
      }
    }
    return result
  }

  /// The largest difference of two entries.
  public func distance(to other: SquareMatrix) -> Double {
    precondition(size == other.size, "Matrices that are compared have one size.")
    return real.indices.reduce(0) { largest, index in
      let a = real[index] - other.real[index]
      let b = imaginary[index] - other.imaginary[index]
      return max(largest, (a * a + b * b).squareRoot())
    }
  }

  /// The matrix times a real number.
  public func scaled(by factor: Double) -> SquareMatrix { scaled(real: factor, imaginary: 0) }

  /// The matrix times a complex number.
  public func scaled(real a: Double, imaginary b: Double) -> SquareMatrix {
    SquareMatrix(
      size: size, real: zip(real, imaginary).map { a * $0 - b * $1 },
      imaginary: zip(real, imaginary).map { a * $1 + b * $0 })
  }

  /// The sum.
  public static func + (first: SquareMatrix, second: SquareMatrix) -> SquareMatrix {
    precondition(first.size == second.size, "Matrices that are added have one size.")
    return SquareMatrix(
      size: first.size, real: zip(first.real, second.real).map(+),
      imaginary: zip(first.imaginary, second.imaginary).map(+))
  }

  /// Adds a matrix.
  public static func += (first: inout SquareMatrix, second: SquareMatrix) {
    first = first + second
  }

  /// The product.
  public static func * (first: SquareMatrix, second: SquareMatrix) -> SquareMatrix {
    precondition(first.size == second.size, "Matrices that are multiplied have one size.")
    var result = zero(first.size)
    for row in 0..<first.size {
      for middle in 0..<first.size {
        let left = first[row, middle]
        if left == (0, 0) { continue }
        for column in 0..<first.size {
          let right = second[middle, column]
          result.real[row * first.size + column] +=
            left.real * right.real - left.imaginary * right.imaginary
          result.imaginary[row * first.size + column] +=
            left.real * right.imaginary + left.imaginary * right.real
        }
      }
    }
    return result
  }

  /// This 2 × 2 matrix on the rows of a state that differ in one qubit.
  func actingOnRows(of state: SquareMatrix, qubit: Int) -> SquareMatrix {
    var result = SquareMatrix.zero(state.size)
    let bit = 1 << qubit
    for row in 0..<state.size where row & bit == 0 {
      for column in 0..<state.size {
        let low = state[row, column]
        let high = state[row | bit, column]
        for (target, entry) in [(row, 0), (row | bit, 1)] {
          let a = self[entry, 0]
          let b = self[entry, 1]
          result[target, column] = (
            a.real * low.real - a.imaginary * low.imaginary + b.real * high.real
              - b.imaginary * high.imaginary,
            a.real * low.imaginary + a.imaginary * low.real + b.real * high.imaginary
              + b.imaginary * high.real
          )
        }
      }
    }
    return result
  }
}
