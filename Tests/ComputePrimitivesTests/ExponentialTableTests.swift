// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Foundation
import Testing
import _TestSupport

@testable import ComputePrimitives

@Suite struct ExponentialTableTests {
  /// Each of the 256 layers must have the same area, up to rounding, for the variates to be exact.
  @Test(.tags(.exact)) func layersHaveEqualAreas() {
    let table = ExponentialTable()
    let area = Foundation.exp(-table.edges[1]) * (table.edges[1] + 1)
    #expect(table.edges[0] > table.edges[1] && table.edges[256] == 0)
    for layer in 1..<256 {
      let layerArea = table.edges[layer] * (table.heights[layer + 1] - table.heights[layer])
      #expect(abs(layerArea / area - 1) < 1e-11)
      #expect(abs(table.heights[layer] - Foundation.exp(-table.edges[layer])) < 1e-15)
    }
  }

  /// Kolmogorov-Smirnov distance: above 2.75/√n by chance once in 2·exp(−2·2.75²) ≈ 5e-7 cases.
  @Test(.tags(.statistical)) func variatesFollowTheExponentialLaw() {
    let table = ExponentialTable()
    var stream = RandomStream(seed: 1)
    let n = 200_000
    let values = (0..<n).map { _ in table.next(using: &stream) }.sorted()
    var distance = 0.0
    for (index, value) in values.enumerated() {
      let expected = -Foundation.expm1(-value)
      distance = max(
        distance, abs(expected - Double(index) / Double(n)),
        abs(expected - Double(index + 1) / Double(n)))
    }
    #expect(distance < 2.75 / Double(n).squareRoot())
  }

  /// The tail beyond x₁ ≈ 7.7 is drawn on a path of its own; its events are binomial (5.5 deviations).
  @Test(.tags(.statistical), .optimizedOnly) func theTailHasItsWeight() {
    let table = ExponentialTable()
    var stream = RandomStream(seed: 2)
    let n = 20_000_000
    var counts = [0, 0]
    for _ in 0..<n {
      let value = table.next(using: &stream)
      if value > 8 { counts[0] += 1 }
      if value > 10 { counts[1] += 1 }
    }
    for (count, p) in zip(counts, [Foundation.exp(-8.0), Foundation.exp(-10.0)]) {
      #expect(abs(Double(count) - Double(n) * p) < 5.5 * (Double(n) * p).squareRoot())
    }
  }
}
