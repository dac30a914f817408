// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import COpenBLAS
public import ComputePrimitives

extension ComplexMatrix {
  /// Eigenvalues with eigenvectors.
  public struct Spectrum<Value: Sendable>: Sendable {
    /// The eigenvalues.
    public var values: [Value]
    /// The eigenvectors, as columns, in the order of the values.
    public var vectors: ComplexMatrix
  }

  /// The eigenvalues, ascending, and orthonormal eigenvectors of a Hermitian matrix.
  ///
  /// Only the upper triangle is read.
  ///
  /// - Returns: The spectrum.
  /// - Throws: `LinearAlgebraError` if an element is not finite or the iteration fails.
  /// - Precondition: The matrix is square.
  /// - Complexity: O(n³), through LAPACK.
  public func hermitianSpectrum() throws(LinearAlgebraError) -> Spectrum<Double> {
    try requireSquareAndFinite()
    var vectors = self
    var values = [Double](repeating: 0, count: rows)
    guard rows > 0 else { return Spectrum(values: values, vectors: vectors) }
    Library.prepare()
    // SAFETY: the arrays hold n² elements and n values, and the call keeps no pointer.
    let info = unsafe qk_hermitianEigen(Int32(rows), &vectors.elements, &values)
    try require(info, or: .noConvergence, "the Hermitian eigenvalues do not converge.")
    return Spectrum(values: values, vectors: vectors)
  }

  /// The eigenvalues, in no order, and right eigenvectors of unit length of any square matrix.
  ///
  /// - Returns: The spectrum.
  /// - Throws: `LinearAlgebraError` if an element is not finite or the iteration fails.
  /// - Precondition: The matrix is square.
  /// - Complexity: O(n³), through LAPACK.
  public func spectrum() throws(LinearAlgebraError) -> Spectrum<Complex> {
    try requireSquareAndFinite()
    var copy = self
    var vectors = self
    var values = [Complex](repeating: .zero, count: rows)
    guard rows > 0 else { return Spectrum(values: values, vectors: vectors) }
    Library.prepare()
    // SAFETY: the arrays hold n² elements and n values, and the call keeps no pointer.
    let info = unsafe qk_generalEigen(
      Int32(rows), &copy.elements, &values, &vectors.elements)
    try require(info, or: .noConvergence, "the eigenvalues do not converge.")
    return Spectrum(values: values, vectors: vectors)
  }

  /// The matrix X with `self` · X = `right`.
  ///
  /// - Parameter right: The right-hand sides, as columns.
  /// - Returns: X.
  /// - Throws: `LinearAlgebraError` if the matrix is singular or an element is not finite.
  /// - Precondition: The matrix is square and has as many rows as `right`.
  /// - Complexity: O(n³), through LAPACK.
  public func solve(_ right: ComplexMatrix) throws(LinearAlgebraError) -> ComplexMatrix {
    try requireSquareAndFinite()
    precondition(right.rows == rows, "A right-hand side has as many rows as the matrix.")
    guard rows > 0, right.columns > 0 else { return right }
    var copy = self
    var result = right
    var pivots = [Int32](repeating: 0, count: rows)
    Library.prepare()
    // SAFETY: the arrays hold n², n · count and n elements, and the call keeps no pointer.
    let info = unsafe qk_solve(
      Int32(rows), Int32(right.columns), &copy.elements, &pivots, &result.elements)
    try require(info, or: .singular, "the matrix is singular.")
    return result
  }

  /// The Hermitian matrix f(A), f applied to the eigenvalues of a Hermitian A.
  ///
  /// - Parameter function: f.
  /// - Returns: V f(D) V†.
  /// - Throws: `LinearAlgebraError` as `hermitianSpectrum()`.
  public func hermitianFunction(
    _ function: (Double) -> Double
  ) throws(LinearAlgebraError) -> ComplexMatrix {
    let spectrum = try hermitianSpectrum()
    var scaled = spectrum.vectors
    for (j, value) in spectrum.values.enumerated() {
      let factor = function(value)
      for i in 0..<rows { scaled[i, j] = factor * scaled[i, j] }
    }
    return scaled * spectrum.vectors.adjoint
  }

  private func requireSquareAndFinite() throws(LinearAlgebraError) {
    precondition(rows == columns, "This needs a square matrix.")
    guard elements.allSatisfy({ $0.real.isFinite && $0.imaginary.isFinite }) else {
      throw LinearAlgebraError(.notFinite, "an element of the matrix is not finite.")
    }
  }
}

/// Turns the status of a routine of LAPACK into an error.
func require(
  _ info: Int32, or code: LinearAlgebraError.Code, _ message: String
) throws(LinearAlgebraError) {
  precondition(info >= 0, "A routine of LAPACK was given a wrong argument.")
  if info > 0 { throw LinearAlgebraError(code, message) }
}
