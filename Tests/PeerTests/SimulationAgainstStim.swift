// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Foundation
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Simulation against stim", .tags(.peer), .needsPeers)
struct SimulationAgainstStim {
  /// Detector, observable and pair counts of stim's sampler: three lists in JSON.
  static let countScript = """
    import stim, sys, json, numpy as np
    for text in json.load(sys.stdin):
        c = stim.Circuit(text)
        c.detector_error_model(approximate_disjoint_errors=True)
        d, o = c.compile_detector_sampler(seed=5).sample(40000, separate_observables=True)
        bits = np.concatenate([d, o], axis=1).astype(np.int64)
        print(json.dumps((bits.T @ bits).tolist()))
    """

  @Test("Detector rates and pair rates of random circuits agree within 5 sigma")
  func detectionRates() throws {
    let shots = 40_000
    let circuits = try (0..<(TestRun.isOptimized ? 50 : 8)).map {
      try RandomCircuit.make(seed: UInt64($0))
    }
    if TestRun.isOptimized {
      let used = Set(circuits.flatMap(gates))
      let drawn = Gate.allCases.filter {
        !$0.definition.traits.contains(.annotation) && $0 != .iiError && $0 != .iError
      }
      #expect(used.isSuperset(of: drawn), "\(Set(drawn).subtracting(used))")
    }
    let texts = try JSONEncoder().encode(circuits.map(\.description))
    let output = try Peer.python(SimulationAgainstStim.countScript, input: texts)
    #expect(output.status == 0, "\(output.err)")
    let lines = output.text.split(separator: "\n")
    try #require(lines.count == circuits.count)
    var worst = 0.0
    for (index, circuit) in circuits.enumerated() {
      let theirs = try JSONDecoder().decode([[Int]].self, from: Data(lines[index].utf8))
      let ours = try pairCounts(circuit, shots: shots)
      #expect(ours.count == theirs.count)
      for row in ours.indices {
        for column in 0...row {
          let (a, b) = (Double(ours[row][column]), Double(theirs[row][column]))
          let mean = (a + b) / 2
          // Two binomial counts with one rate differ with variance 2 n r (1 − r).
          let deviation = (2 * mean * (1 - mean / Double(shots))).squareRoot()
          let z = deviation > 0 ? abs(a - b) / deviation : 0
          worst = max(worst, z)
          #expect(z < 5, "circuit \(index), results \(row) and \(column): \(a) and \(b)")
        }
      }
    }
    #expect(
      worst > 2, "Thousands of comparisons without one of 2 sigma are no independent samples.")
  }

  private func gates(_ circuit: Circuit) -> [Gate] {
    circuit.operations.flatMap { operation in
      switch operation {
      case .instruction(let instruction): [instruction.gate]
      case .block(let block): gates(block.body)
      }
    }
  }

  private func pairCounts(_ circuit: Circuit, shots: Int) throws -> [[Int]] {
    let sampler = try DetectionSampler(circuit)
    let width = sampler.detectorCount + sampler.observableCount
    var counts = [[Int]](repeating: [Int](repeating: 0, count: width), count: width)
    sampler.sample(shots: shots, seed: 99) { batch in
      let rows = batch.shotRows(appendingObservables: true).transposed()
      for row in 0..<width {
        for column in 0...row {
          for word in 0..<rows.wordsPerRow {
            counts[row][column] +=
              (rows.words[row * rows.wordsPerRow + word]
              & rows.words[column * rows.wordsPerRow + word]).nonzeroBitCount
          }
        }
      }
    }
    return counts
  }
}
