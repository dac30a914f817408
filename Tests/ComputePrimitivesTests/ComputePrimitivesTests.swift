// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Testing
import _TestSupport

@Suite("ComputePrimitives")
struct ComputePrimitivesTests {
  @Test("Transposing twice is the identity and moves every bit", .tags(.law))
  func transposition() {
    var stream = RandomStream(seed: 1)
    for (rows, columns) in [(1, 1), (64, 64), (65, 130), (3, 200), (200, 3), (0, 5)] {
      var matrix = BitMatrix(rowCount: rows, columnCount: columns)
      for row in 0..<rows {
        for column in 0..<columns { matrix[row, column] = stream.next() & 1 == 1 }
      }
      let turned = matrix.transposed()
      for row in 0..<rows {
        for column in 0..<columns { #expect(turned[column, row] == matrix[row, column]) }
      }
      #expect(turned.transposed() == matrix)
    }
  }

  @Test("Streams of one seed differ and repeat", .tags(.law))
  func streams() {
    var first = RandomStream(seed: 7, stream: 0)
    var again = RandomStream(seed: 7, stream: 0)
    var other = RandomStream(seed: 7, stream: 1)
    let draws = (0..<8).map { _ in first.next() }
    #expect(draws == (0..<8).map { _ in again.next() })
    #expect(draws != (0..<8).map { _ in other.next() })
  }

  @Test("Geometric gaps have the mean (1 − p)/p", .tags(.statistical))
  func gaps() {
    for p in [0.001, 0.03, 0.5, 0.9] {
      let gaps = GeometricGaps(probability: p)
      var stream = RandomStream(seed: 3)
      let count = 20_000
      var sum = 0.0
      for _ in 0..<count { sum += Double(gaps.next(using: &stream)) }
      let mean = (1 - p) / p
      // Standard deviation of the mean is √(1 − p)/p/√n; six of them is a false alarm below 1e-8.
      let deviation = (1 - p).squareRoot() / p / Double(count).squareRoot()
      #expect(abs(sum / Double(count) - mean) < 6 * deviation)
    }
  }

  @Test("parallelMap keeps order for any number of workers, and throws the lowest error")
  func parallel() throws {
    for workers in [1, 2, 8] {
      #expect(
        try parallelMap(count: 100, workers: workers) { $0 * $0 } == (0..<100).map { $0 * $0 })
    }
    struct Fault: Error { var index: Int }
    #expect(throws: Fault.self) {
      try parallelMap(count: 10, workers: 2) { if $0 == 4 { throw Fault(index: $0) } }
    }
  }
}
