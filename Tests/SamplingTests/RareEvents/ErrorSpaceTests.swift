// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import Foundation
import Testing
import _TestSupport

@testable import Sampling

@Suite("Sets of errors", .tags(.statistical))
struct ErrorSpaceTests {
  /// Whether a count of hits is within 5.5 standard deviations: a false alarm in less than 1e-7.
  static func isLikely(_ hits: Int, of shots: Int, _ p: Double) -> Bool {
    let deviation = (Double(shots) * p * (1 - p)).squareRoot()
    return abs(Double(hits) - Double(shots) * p) <= 5.5 * deviation + 1
  }

  @Test("Each error is drawn on its own with a part of its probability")
  func draw() throws {
    let text = "error(0.3) D0\nerror(0.01) D1 L0\nerror(0.9) D2\nerror(0.5) D0 D1\nerror(1) D3"
    let space = try ErrorSpace(DetectorErrorModel(parsing: Array(text.utf8)))
    #expect(space.count == 4 && space.baseDetectors == [2, 3])
    for (scale, part) in [(1.0, 1.0), (1, 0.25), (7, 0.6)] {
      var stream = RandomStream(seed: 9)
      var marks = MarkSet(count: space.count)
      let shots = 100_000
      var singles = [Int](repeating: 0, count: space.count)
      var pairs = 0
      for _ in 0..<shots {
        var list: [UInt32] = []
        marks.removeAll()
        space.draw(scale: scale, part: part, using: &stream, marks: &marks, into: &list)
        for error in list { singles[Int(error)] += 1 }
        if list.contains(0), list.contains(3) { pairs += 1 }
      }
      let chances = (0..<space.count).map { part * space.probability($0, scale: scale) }
      for (hits, chance) in zip(singles, chances) {
        #expect(Self.isLikely(hits, of: shots, chance))
      }
      #expect(Self.isLikely(pairs, of: shots, chances[0] * chances[3]))
    }
    let sum = (0..<4).reduce(0) { $0 + space.probability($1, scale: 1) }
    #expect(abs(space.meanWeight(scale: 1) - sum) < 1e-12 && abs(sum - 0.91) < 1e-12)
    let none = 0.7 * 0.99 * 0.9 * 0.5
    #expect(abs(space.logPartition(scale: 1) + log(none)) < 1e-12)
  }

  @Test("Poisson variables have their mean and variance", arguments: [0.0, 0.3, 12, 700])
  func poisson(mean: Double) {
    var stream = RandomStream(seed: 4)
    let shots = 20_000
    let values = (0..<shots).map { _ in Double(poissonVariate(mean: mean, using: &stream)) }
    let average = values.reduce(0, +) / Double(shots)
    let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(shots)
    #expect(abs(average - mean) <= 5.5 * (mean / Double(shots)).squareRoot())
    // The variance of a squared deviation is 2μ² + μ.
    #expect(abs(variance - mean) <= 5.5 * ((2 * mean * mean + mean) / Double(shots)).squareRoot())
  }

  @Test("An alias table draws by weight")
  func alias() {
    let weights = [0.0, 3, 1, 0, 2.5, 1e-3]
    let table = AliasTable(weights: weights)
    var stream = RandomStream(seed: 8)
    var counts = [Int](repeating: 0, count: weights.count)
    for _ in 0..<100_000 { counts[table.next(using: &stream)] += 1 }
    for (count, weight) in zip(counts, weights) {
      #expect(Self.isLikely(count, of: 100_000, weight / 6.501))
      #expect(weight > 0 || count == 0)
    }
  }

  @Test("The syndrome of a set is the sum of its errors'", .tags(.law))
  func syndromes() throws {
    let text = "error(0.6) D0 D2 L1\nerror(0.1) D0 D1 L0\nerror(0.1) D1 D2\nerror(0.1) D2"
    let space = try ErrorSpace(DetectorErrorModel(parsing: Array(text.utf8)))
    var toggles: [UInt32] = []
    var set = FailingSet()
    set.errors = [0, 1, 3]
    set.evaluate(space, &toggles)
    // The base has D0 D2 L1; error 0 undoes it.
    #expect(set.defects == [0, 1, 2] && set.observables == 1)
    set.errors = []
    set.evaluate(space, &toggles)
    #expect(set.defects == [0, 2] && set.observables == 2)
  }

  @Test("Student's quantiles are those of tables", .tags(.exact))
  func student() {
    #expect(abs(studentQuantile(0.975, degreesOfFreedom: 15) - 2.131449546) < 1e-5)
    #expect(abs(studentQuantile(0.975, degreesOfFreedom: 8) - 2.306004135) < 1e-3)
    #expect(abs(studentQuantile(0.975, degreesOfFreedom: 1e9) - 1.959963985) < 1e-8)
    #expect(studentQuantile(0.5, degreesOfFreedom: 4) == 0)
  }
}
