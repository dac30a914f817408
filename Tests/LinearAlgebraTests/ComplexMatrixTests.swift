// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import LinearAlgebra
import Testing
import _TestSupport

@Suite("Complex matrices")
struct ComplexMatrixTests {
  /// A matrix of random elements in the unit square around 0.
  static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> ComplexMatrix {
    var stream = RandomStream(seed: seed)
    let elements = (0..<rows * columns).map { _ in
      Complex(stream.nextUnit() - 0.5, stream.nextUnit() - 0.5)
    }
    return ComplexMatrix(rows: rows, columns: columns, elements: elements)
  }

  private func distance(_ a: ComplexMatrix, _ b: ComplexMatrix) -> Double {
    zip(a.elements, b.elements).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
  }

  @Test("A product is the sum of products", .tags(.law))
  func product() {
    let a = Self.random(5, 7, seed: 1)
    let b = Self.random(7, 3, seed: 2)
    var expected = ComplexMatrix(rows: 5, columns: 3)
    for i in 0..<5 {
      for j in 0..<3 {
        for k in 0..<7 { expected[i, j] += a[i, k] * b[k, j] }
      }
    }
    #expect(distance(a * b, expected) < 1e-14)
    #expect(distance((a * b).adjoint, b.adjoint * a.adjoint) < 1e-14)
  }

  @Test("A Hermitian matrix is put together again from its spectrum", .tags(.law))
  func hermitian() throws {
    let a = Self.random(12, 12, seed: 3)
    let h = a * a.adjoint
    let spectrum = try h.hermitianSpectrum()
    #expect(spectrum.values == spectrum.values.sorted())
    #expect(distance(try h.hermitianFunction { $0 }, h) < 1e-12)
    let root = try h.hermitianFunction { max($0, 0).squareRoot() }
    #expect(distance(root * root, h) < 1e-12)
    #expect(abs(spectrum.values.reduce(0, +) - h.trace.real) < 1e-12)
  }

  @Test("Right eigenvectors are multiplied by their eigenvalues", .tags(.law))
  func general() throws {
    let a = Self.random(9, 9, seed: 4)
    let spectrum = try a.spectrum()
    var scaled = spectrum.vectors
    for i in 0..<9 {
      for j in 0..<9 { scaled[i, j] = scaled[i, j] * spectrum.values[j] }
    }
    #expect(distance(a * spectrum.vectors, scaled) < 1e-12)
  }

  @Test("Systems are solved, dense and in a band; singular ones are refused", .tags(.law))
  func systems() throws {
    let a = Self.random(8, 8, seed: 5)
    let x = Self.random(8, 2, seed: 6)
    #expect(distance(try a.solve(a * x), x) < 1e-11)
    let singular = ComplexMatrix(rows: 3, columns: 3)
    #expect(throws: LinearAlgebraError.self) { try singular.solve(.identity(3)) }

    var band = ComplexMatrix(rows: 30, columns: 30)
    var elements: [BandFactorization.Element] = []
    let values = Self.random(30, 30, seed: 7)
    for i in 0..<30 {
      for j in max(0, i - 3)...min(29, i + 2) {
        band[i, j] = values[i, j] + (i == j ? Complex(2) : .zero)
        elements.append(.init(row: i, column: j, value: band[i, j]))
      }
    }
    let y = Self.random(30, 1, seed: 8)
    var solution = (band * y).elements
    try BandFactorization(size: 30, elements: elements).solve(&solution)
    let found = ComplexMatrix(rows: 30, columns: 1, elements: solution)
    #expect(distance(found, y) < 1e-12)
    let nothing = [BandFactorization.Element(row: 0, column: 0, value: .one)]
    let error = #expect(throws: LinearAlgebraError.self) {
      try BandFactorization(size: 2, elements: nothing)
    }
    #expect(error?.code == .singular)
  }

  @Test("An element that is not finite is refused", .tags(.exact))
  func notFinite() {
    var a = ComplexMatrix.identity(2)
    a[0, 1] = Complex(.nan)
    let error = #expect(throws: LinearAlgebraError.self) { try a.spectrum() }
    #expect(error?.code == .notFinite)
  }
}
