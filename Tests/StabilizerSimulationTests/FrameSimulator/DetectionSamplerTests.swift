// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

@testable import StabilizerSimulation

@Suite("Detection sampler")
struct DetectionSamplerTests {
  static let repetition = """
    R 0 1 2 3 4
    REPEAT 20 {
      X_ERROR(0.02) 0 2 4
      CX 0 1 2 3
      DEPOLARIZE2(0.01) 0 1 2 3
      CX 2 1 4 3
      MR(0.03) 1 3
      DETECTOR rec[-1]
      DETECTOR rec[-2]
    }
    M 0 2 4
    DETECTOR rec[-1] rec[-2]
    OBSERVABLE_INCLUDE(0) rec[-1]
    """

  @Test("A batch depends on the seed and its number alone", .tags(.law))
  func reproducibility() throws {
    let sampler = try DetectionSampler(Circuit(parsing: DetectionSamplerTests.repetition))
    var inOrder: [BitMatrix] = []
    sampler.sample(shots: 3 * sampler.shotsPerBatch, seed: 9) {
      inOrder.append($0.shotRows(appendingObservables: true))
    }
    var engine = sampler.makeEngine()
    for index in [2, 0, 1] {
      var batch = sampler.makeBatch()
      engine.sample(
        seed: 9, batch: UInt64(index), shots: sampler.shotsPerBatch, into: &batch)
      #expect(batch.shotRows(appendingObservables: true) == inOrder[index])
    }
    #expect(inOrder[0] != inOrder[1])
    var short: [BitMatrix] = []
    sampler.sample(shots: 100, seed: 9) { short.append($0.shotRows(appendingObservables: true)) }
    #expect(short.count == 1 && short[0].rowCount == 100)
    #expect(short[0].words == Array(inOrder[0].words[..<short[0].words.count]))
  }

  @Test("Lists of defects say the same as rows of bits", .tags(.law))
  func syndromes() throws {
    let sampler = try DetectionSampler(Circuit(parsing: DetectionSamplerTests.repetition))
    sampler.sample(shots: 1500, seed: 2) { batch in
      let rows = batch.shotRows(appendingObservables: true)
      let syndromes = batch.syndromes()
      #expect(syndromes.shotCount == batch.shotCount)
      for shot in 0..<batch.shotCount {
        let range = syndromes.offsets[shot]..<syndromes.offsets[shot + 1]
        let defects = (0..<sampler.detectorCount).filter { rows[shot, $0] }
        #expect(syndromes.defects[range].map(Int.init) == defects)
        #expect(syndromes.observables[shot, 0] == rows[shot, sampler.detectorCount])
      }
    }
  }

  @Test("Loops are the same as their unrolling", .tags(.law))
  func loops() throws {
    let looped = try Circuit(
      parsing: "R 0\nREPEAT 7 {\nX_ERROR(0.2) 0\nMR 0\nDETECTOR rec[-1]\n}\nDETECTOR rec[-7]")
    var unrolled = Circuit()
    looped.forEachInstruction { unrolled.operations.append(.instruction($0)) }
    let first = try DetectionSampler(looped)
    let second = try DetectionSampler(unrolled)
    var rows: [BitMatrix] = []
    first.sample(shots: 600, seed: 5) { rows.append($0.shotRows(appendingObservables: false)) }
    second.sample(shots: 600, seed: 5) { rows.append($0.shotRows(appendingObservables: false)) }
    #expect(rows.count == 2 && rows[0] == rows[1])
    for shot in 0..<600 { #expect(rows[0][shot, 0] == rows[0][shot, 7]) }
  }

  @Test("Open detectors are found and drawn fairly", .tags(.statistical))
  func openDetectors() throws {
    let open = try DetectionSampler(Circuit(parsing: "RX 0\nM 0\nDETECTOR rec[-1]"))
    let certain = try DetectionSampler(Circuit(parsing: "RX 0\nM 0 0\nDETECTOR rec[-1] rec[-2]"))
    #expect(open.hasOpenDetectors && !certain.hasOpenDetectors)
    var count = 0
    open.sample(shots: 10_240, seed: 1) { count += $0.syndromes().defects.count }
    // Six standard deviations of a fair coin: a false alarm below 1e-8.
    #expect(abs(Double(count) - 5120) < 6 * 2560.0.squareRoot())
    certain.sample(shots: 2000, seed: 1) { #expect($0.syndromes().defects.isEmpty) }
  }

  @Test("Long circuits keep few shots at once, and the bits stay right", .tags(.law))
  func longCircuits() throws {
    let circuit = try Circuit(
      parsing: "REPEAT 1200000 {\nX_ERROR(0.001) 0\nMR 0\nDETECTOR rec[-1]\n}")
    let sampler = try DetectionSampler(circuit)
    #expect(sampler.shotsPerBatch < 512 && sampler.detectorCount == 1_200_000)
    let size = try BatchSize(rows: 100_000_000, name: "detectors", qubits: 10)
    #expect(size.shots == 64)
    #expect(throws: CircuitError.self) {
      try BatchSize(rows: 1 << 40, name: "detectors", qubits: 10)
    }
  }

  @Test("Rates of flips follow their probability, sparse and dense", .tags(.statistical))
  func rates() throws {
    for p in [0.003, 0.05, 0.119, 0.121, 0.25, 0.7, 1.0] {
      let circuit = try Circuit(
        parsing: """
          X_ERROR(\(p)) 0 1
          M(\(p)) 0 1 2
          DETECTOR rec[-3]
          DETECTOR rec[-2]
          DETECTOR rec[-1]
          """)
      let sampler = try DetectionSampler(circuit)
      let shots = 20_480
      var counts = [0, 0, 0]
      sampler.sample(shots: shots, seed: 3) { batch in
        for defect in batch.syndromes().defects { counts[Int(defect)] += 1 }
      }
      for (index, rate) in [2 * p * (1 - p), 2 * p * (1 - p), p].enumerated() {
        // Six standard deviations: a false alarm below 1e-8 each.
        let deviation = (Double(shots) * rate * (1 - rate)).squareRoot()
        #expect(abs(Double(counts[index]) - Double(shots) * rate) <= 6 * deviation)
      }
    }
  }
}
