// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives
import LinearAlgebra

/// One eigenvector of a Liouvillian, which decays as e^{λt}.
public struct DecayMode: Sendable, Hashable {
  /// λ, its real part at most 0 but for rounding.
  public let eigenvalue: Complex
  /// The eigenvector as a matrix, row by row, of unit norm.
  public let matrix: [Complex]
}

extension LindbladModel {
  /// The modes of the Liouvillian whose eigenvalues are closest to a number, in one of its invariant blocks.
  ///
  /// Inverse iteration of a subspace with the band factors of the block. Rounding of the generator's elements moves
  /// eigenvalues by about 1e-16 of those elements that the mode touches: a rate of 1e-12 beside a stabilization of 1
  /// has few digits left.
  ///
  /// - Parameters:
  ///   - element: A row and a column of the density matrix, which lie in the block that is meant.
  ///   - shift: The number, not itself an eigenvalue.
  ///   - count: How many modes, at least 1.
  ///   - isAdjoint: Whether the modes are those of the adjoint generator: the conserved or slowly decaying quantities.
  /// - Returns: The modes, the closest first.
  /// - Throws: `BosonicError` if the system has drives, or the iteration does not converge.
  /// - Complexity: O(block · bandwidth²).
  public func slowModes(
    holding element: (row: Int, column: Int), near shift: Complex = .zero, count: Int = 1,
    isAdjoint: Bool = false
  ) throws(BosonicError) -> [DecayMode] {
    guard drives.isEmpty else {
      throw BosonicError(.badParameter, "a system with drives has no constant modes.")
    }
    try require(element.row, in: 0...space.size - 1, "row")
    try require(element.column, in: 0...space.size - 1, "column")
    let generator = try liouvillian()
    let blocks = InvariantBlocks(isAdjoint ? generator.adjoint : generator, mirrored: false)
    guard
      let block = blocks.block(holding: element.row * space.size + element.column)
    else { return [] }
    let size = block.places.count
    // A few guard vectors speed up the convergence of those that are wanted.
    let width = min(size, count + 3)
    let factors = try factor(block, shift: shift)
    var basis = orthonormalized(startingVectors(size: size, count: width), size: size)
    var last: [Complex] = []
    for _ in 0..<200 {
      var images = basis
      factors.solve(&images)
      let ritz = try spectrum(of: projected(images, on: basis, size: size))
      let order = ritz.values.indices.sorted {
        ritz.values[$0].squaredMagnitude > ritz.values[$1].squaredMagnitude
      }
      let found = order.prefix(count).map { ritz.values[$0] }
      if last.count == found.count, zip(found, last).allSatisfy(agrees) {
        return order.prefix(count).map { column in
          let vector = combined(basis, ritz.vectors, column: column, size: size)
          var matrix = Array(repeating: Complex.zero, count: blocks.size)
          for (place, value) in zip(block.places, vector) { matrix[place] = value }
          return DecayMode(eigenvalue: shift + Complex.one / ritz.values[column], matrix: matrix)
        }
      }
      last = found
      basis = orthonormalized(images, size: size)
    }
    throw BosonicError(
      .convergence, "the slowest modes near \(shift) do not converge in 200 steps.")
  }

  private func agrees(_ a: Complex, _ b: Complex) -> Bool {
    (a - b).magnitude <= 1e-11 * b.magnitude
  }

  private func factor(
    _ block: InvariantBlocks.Block, shift: Complex
  ) throws(BosonicError) -> BandFactorization {
    let places = block.places.indices
    do {
      return try BandFactorization(
        size: places.count,
        elements: block.elements + places.map { .init(row: $0, column: $0, value: -shift) })
    } catch {
      throw BosonicError(
        .convergence, "shift=\(shift) is an eigenvalue of the generator; choose another.")
    }
  }

  /// Vectors without any symmetry, the same for every run.
  private func startingVectors(size: Int, count: Int) -> [Complex] {
    var stream = RandomStream(seed: 0x51_0E_57)
    return (0..<size * count).map { _ in
      Complex(stream.nextUnit() - 0.5, stream.nextUnit() - 0.5)
    }
  }

  /// Vectors, one behind the other, made orthonormal by Gram and Schmidt, twice.
  private func orthonormalized(_ vectors: [Complex], size: Int) -> [Complex] {
    var result = vectors
    let count = vectors.count / size
    for index in 0..<count {
      for _ in 0..<2 {
        for other in 0..<index {
          var overlap = Complex.zero
          for k in 0..<size {
            overlap += result[other * size + k].conjugate * result[index * size + k]
          }
          for k in 0..<size {
            result[index * size + k] += -(overlap * result[other * size + k])
          }
        }
        var norm = 0.0
        for k in 0..<size { norm += result[index * size + k].squaredMagnitude }
        let scale = norm > 0 ? 1 / norm.squareRoot() : 0
        for k in 0..<size { result[index * size + k] = scale * result[index * size + k] }
      }
    }
    return result
  }

  /// Q†W for vectors one behind the other.
  private func projected(_ images: [Complex], on basis: [Complex], size: Int) -> ComplexMatrix {
    let count = basis.count / size
    var result = ComplexMatrix(rows: count, columns: count)
    for i in 0..<count {
      for j in 0..<count {
        var sum = Complex.zero
        for k in 0..<size { sum += basis[i * size + k].conjugate * images[j * size + k] }
        result[i, j] = sum
      }
    }
    return result
  }

  private func spectrum(
    of matrix: ComplexMatrix
  ) throws(BosonicError) -> ComplexMatrix.Spectrum<Complex> {
    do {
      return try matrix.spectrum()
    } catch {
      throw BosonicError(.convergence, "the slowest modes cannot be computed: \(error)")
    }
  }

  private func combined(
    _ basis: [Complex], _ weights: ComplexMatrix, column: Int, size: Int
  ) -> [Complex] {
    var result = Array(repeating: Complex.zero, count: size)
    for i in 0..<weights.rows {
      for k in 0..<size { result[k] += weights[i, column] * basis[i * size + k] }
    }
    return result
  }
}
