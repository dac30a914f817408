// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Testing
import _TestSupport

@Suite("Linear algebra over GF(2)")
struct LinearAlgebraTests {
  private func randomMatrix(
    _ rows: Int, _ columns: Int, _ generator: inout SplitMix
  ) -> BitMatrix {
    var matrix = BitMatrix(rowCount: rows, columnCount: columns)
    for row in 0..<rows {
      for column in 0..<columns { matrix[row, column] = generator.next() & 3 == 0 }
    }
    return matrix
  }

  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  @Test("Kernel, rank, solutions and inverses satisfy their definitions", .tags(.law))
  func laws() {
    var generator = SplitMix(state: 7)
    for (rows, columns) in [(1, 1), (3, 8), (20, 20), (40, 70), (70, 40), (65, 130), (9, 0)] {
      let matrix = randomMatrix(rows, columns, &generator)
      let kernel = matrix.kernel()
      #expect(kernel.rowCount == columns - matrix.rank)
      #expect(kernel.rank == kernel.rowCount)
      #expect((matrix * kernel.transposed()).words.allSatisfy { $0 == 0 })
      #expect(matrix.transposed().rank == matrix.rank)

      let vector = (0..<columns).map { _ in Bool.random(using: &generator) }
      let image = product(matrix, vector)
      let solution = matrix.solve(image)
      #expect(solution.map { product(matrix, $0) } == image)

      let square = randomMatrix(columns, columns, &generator)
      if let inverse = square.inverse() {
        let identity = square * inverse
        for row in 0..<columns {
          for column in 0..<columns { #expect(identity[row, column] == (row == column)) }
        }
        #expect(square.rank == columns)
      } else {
        #expect(square.rank < columns)
      }
    }
  }

  @Test("A system without solution has none", .tags(.exact))
  func unsolvable() {
    var matrix = BitMatrix(rowCount: 2, columnCount: 2)
    matrix[0, 0] = true
    matrix[1, 0] = true
    #expect(matrix.solve([true, false]) == nil)
    #expect(matrix.solve([true, true]) == [true, false])
    #expect(matrix.inverse() == nil)
  }

  private func product(_ matrix: BitMatrix, _ vector: [Bool]) -> [Bool] {
    (0..<matrix.rowCount).map { row in
      (0..<matrix.columnCount).reduce(false) { $0 != (matrix[row, $1] && vector[$1]) }
    }
  }
}
