// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Foundation
import Testing
import _TestSupport

@testable import Decoding

@Suite("Beliefs", .tags(.exact))
struct BeliefMarginalsTests {
  /// For each column, the sums (or the largest) of the probabilities of the sets of errors that give the defects, without
  /// it and with it.
  private func marginals(
    _ graph: BeliefGraph, _ defects: Set<UInt32>, isMax: Bool
  ) -> [(without: Double, with: Double)] {
    var result = [(without: Double, with: Double)](repeating: (0, 0), count: graph.columnCount)
    for set in 0..<(1 << graph.columnCount) {
      var fired: Set<UInt32> = []
      var weight = 0.0
      for column in 0..<graph.columnCount where set >> column & 1 == 1 {
        fired.formSymmetricDifference(graph.symptoms[column].detectors)
        weight += graph.weights[column]
      }
      guard fired == defects else { continue }
      let probability = exp(-weight)
      for column in 0..<graph.columnCount {
        if set >> column & 1 == 1 {
          result[column].with =
            isMax ? max(result[column].with, probability) : result[column].with + probability
        } else {
          result[column].without =
            isMax ? max(result[column].without, probability) : result[column].without + probability
        }
      }
    }
    return result
  }

  /// On a tree, the beliefs become logarithms of ratios: of marginals for sum-product, of the likeliest sets for min-sum.
  ///
  /// Sixteen lanes carry sixteen syndromes at once.
  @Test(
    "Beliefs are exact on trees, whatever the schedule",
    arguments: BeliefSettings.Method.allCases, BeliefSettings.Schedule.allCases)
  func trees(method: BeliefSettings.Method, schedule: BeliefSettings.Schedule) throws {
    for seed in 0..<2 as Range<UInt64> {
      for damping in [0, 0.3] {
        let model = RandomModels.tree(seed: seed, errors: 9)
        let graph = try BeliefGraph(model)
        let shots = try RandomModels.shots(model, count: 16, seed: seed + 100)
        let settings = BeliefSettings(
          method: method, schedule: schedule, scale: 1, damping: damping)
        var core = BeliefCore(graph, settings, hasMemory: false)
        var seen: [Set<UInt32>] = []
        for lane in 0..<16 {
          seen.append(Set(shots[lane]).symmetricDifference(graph.flippedDetectors))
          for check in seen[lane] { core.setSyndrome(Int(check), lane: lane, true) }
          core.begin(lane: lane)
        }
        for _ in 0..<(damping > 0 ? 60 : 12) { core.iterate() }
        for lane in 0..<16 {
          let exact = marginals(graph, seen[lane], isMax: method == .minSum)
          for column in 0..<graph.columnCount {
            let belief = Double(core.beliefs[column, lane: lane])
            if exact[column].with == 0 || exact[column].without == 0 {
              #expect(exact[column].with == 0 ? belief > 30 : belief < -30)
            } else {
              let ratio = log(exact[column].without / exact[column].with)
              #expect(abs(belief - ratio) < 1e-4 * max(1, abs(ratio)), "\(seed) \(lane) \(column)")
            }
          }
        }
      }
    }
  }

  @Test("A lane computes the same whatever is beside it, and after another shot", .tags(.law))
  func lanes() throws {
    let model = RandomModels.dense(seed: 3, detectors: 12, errors: 30)
    let shots = try RandomModels.shots(model, count: 20, seed: 4)
    for name in ["bp", "bp-osd", "bp-lsd", "relay-bp(solutions=2,legs=5)"] {
      for schedule in ["parallel", "serial", "layered"] {
        let text =
          name.hasPrefix("relay")
          ? name : "\(name)(schedule=\(schedule),damping=0.2,scale=0,iterations=20)"
        let compiled = try Decoders.named(text).decoder.compile(model)
        let together = try predictions(shots, compiled)
        let backwards = try predictions(shots.reversed(), compiled)
        #expect(backwards.reversed() == together)
        let engine = compiled.makeEngine()
        for (index, shot) in shots.enumerated() {
          var rows = BitMatrix(rowCount: 1, columnCount: compiled.observableCount)
          try engine.decode(batch([shot], of: compiled), into: &rows)
          #expect(rows.words[0] == together[index])
        }
      }
    }
  }

  @Test("Elementary functions are exact to single precision")
  func elementaryFunctions() {
    var stream = RandomStream(seed: 8)
    for _ in 0..<500 {
      let x = Float(80 * stream.nextUnit())
      let power = Double(exponential(ofMinus: Lanes(repeating: x))[7])
      #expect(abs(power / exp(-Double(x)) - 1) < 2e-7 + 1e-7 * Double(x))
      let y = Float(exp(160 * stream.nextUnit() - 80))
      let log1 = Double(logarithm(Lanes(repeating: y))[7])
      #expect(abs(log1 - log(Double(y))) < 3e-7 * max(1, abs(log(Double(y)))))
    }
  }
}
