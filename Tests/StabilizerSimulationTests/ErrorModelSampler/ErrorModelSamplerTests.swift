// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Foundation
import StabilizerSimulation
import Testing
import _TestSupport

@Suite struct ErrorModelSamplerTests {
  /// A model with the given mechanisms.
  static func model(
    _ mechanisms: [(Double, detectors: [Int], observables: [Int])]
  ) -> DetectorErrorModel {
    DetectorErrorModel(
      mechanisms.map { p, detectors, observables in
        .error(
          probability: p,
          targets: detectors.map { .detector(UInt64($0)) }
            + observables.map { .observable(UInt64($0)) })
      })
  }

  /// A random model; about one mechanism in ten flips more than four detectors.
  static func random(
    mechanisms: Int, detectors: Int, observables: Int, scale: Double, seed: UInt64
  ) -> DetectorErrorModel {
    var stream = RandomStream(seed: seed)
    return model(
      (0..<mechanisms).map { _ in
        let size = Int.random(in: 0...9, using: &stream) == 0 ? 7 : 3
        return (
          scale * stream.nextUnit(),
          (0..<size).map { _ in Int.random(in: 0..<detectors, using: &stream) },
          [Int.random(in: 0..<observables, using: &stream)]
        )
      })
  }

  static func batch(_ sampler: ErrorModelSampler) -> SyndromeBatch {
    SyndromeBatch(
      shotCount: 0, detectorCount: sampler.detectorCount,
      observableCount: sampler.observableCount)
  }

  /// Each count is binomial; 5.5 standard deviations make a false alarm less likely than 4e-8 a count.
  @Test(.tags(.statistical)) func firedMechanismsHaveTheirProbabilities() throws {
    let ps = [0, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.499, 0.5, 0.501, 0.7, 0.99, 1]
    let sampler = try ErrorModelSampler(
      Self.model(ps.enumerated().map { ($1, [$0 * 7 % 12], []) }))
    let shots = 200_000
    var stream = RandomStream(seed: 11)
    var shotsBatch = Self.batch(sampler)
    var fired = SyndromeBatch(
      shotCount: 0, detectorCount: sampler.mechanismCount, observableCount: 0)
    sampler.sample(shots: shots, using: &stream, into: &shotsBatch, recording: &fired)
    var counts = [Int](repeating: 0, count: ps.count)
    var pairs = [Int](repeating: 0, count: ps.count)
    for shot in 0..<shots {
      let list = fired.defects[fired.offsets[shot]..<fired.offsets[shot + 1]]
      for mechanism in list { counts[Int(mechanism)] += 1 }
      let set = Set(list)
      for first in 0..<ps.count - 1
      where set.contains(UInt32(first)) && set.contains(UInt32(first + 1)) {
        pairs[first] += 1
      }
    }
    for (index, p) in ps.enumerated() {
      expectBinomial(counts[index], shots, p)
      if index + 1 < ps.count { expectBinomial(pairs[index], shots, p * ps[index + 1]) }
    }
  }

  private func expectBinomial(
    _ count: Int, _ shots: Int, _ p: Double, sigmas: Double = 5.5
  ) {
    let n = Double(shots)
    let deviation = abs(Double(count) - n * p)
    #expect(
      deviation <= sigmas * (n * p * (1 - p)).squareRoot(), "\(count) of \(shots) at p=\(p)")
  }

  /// Many mechanisms of few probabilities are drawn in groups, some of others on a line.
  ///
  /// The number of shots is no power of two. 6 standard deviations of 56 counts: a false alarm is less likely than 1e-6.
  @Test(.tags(.statistical)) func equalMechanismsFireIndependently() throws {
    let ps = [0.1, 0.05, 0.0015, 0.9]
    let sampler = try ErrorModelSampler(
      Self.model(
        (0..<32).map { index in
          (
            ps[index / 2 % 4], (0..<index % 7).map { (5 * index + 3 * $0) % 70 },
            index % 3 == 0 ? [index % 2] : []
          )
        }))
    var stream = RandomStream(seed: 21)
    var batch = Self.batch(sampler)
    var fired = SyndromeBatch(
      shotCount: 0, detectorCount: sampler.mechanismCount, observableCount: 0)
    var counts = [Int](repeating: 0, count: 32)
    var pairs = [Int](repeating: 0, count: 32)
    let (blocks, blockShots) = (300, 333)
    for _ in 0..<blocks {
      sampler.sample(shots: blockShots, using: &stream, into: &batch, recording: &fired)
      for shot in 0..<blockShots {
        let list = fired.defects[fired.offsets[shot]..<fired.offsets[shot + 1]]
        #expect(zip(list, list.dropFirst()).allSatisfy { $0 < $1 })
        for mechanism in list {
          counts[Int(mechanism)] += 1
          if list.contains((mechanism + 8) % 32) { pairs[Int(mechanism)] += 1 }
        }
      }
    }
    for index in 0..<32 {
      let p = ps[index / 2 % 4]
      expectBinomial(counts[index], blocks * blockShots, p, sigmas: 6)
      if p > 0.01 { expectBinomial(pairs[index], blocks * blockShots, p * p, sigmas: 6) }
    }
  }

  /// A detector fires with probability (1 − ∏(1 − 2p)) / 2 over the mechanisms that flip it.
  @Test(.tags(.statistical)) func detectorsAndObservablesFireAtTheirExactRates() throws {
    let model = Self.random(
      mechanisms: 60, detectors: 20, observables: 3, scale: 0.2, seed: 3)
    var biases = [Double](repeating: 1, count: 20)
    var observableBiases = [Double](repeating: 1, count: 3)
    for mechanism in try model.mechanisms() {
      for detector in mechanism.symptom.detectors {
        biases[Int(detector)] *= 1 - 2 * mechanism.probability
      }
      for observable in mechanism.symptom.observables {
        observableBiases[Int(observable)] *= 1 - 2 * mechanism.probability
      }
    }
    let sampler = try ErrorModelSampler(model)
    var batch = Self.batch(sampler)
    var stream = RandomStream(seed: 4)
    let shots = 100_000
    sampler.sample(shots: shots, using: &stream, into: &batch)
    var counts = [Int](repeating: 0, count: 20)
    for defect in batch.defects { counts[Int(defect)] += 1 }
    for (count, bias) in zip(counts, biases) { expectBinomial(count, shots, (1 - bias) / 2) }
    for observable in 0..<3 {
      let count = (0..<shots).count { batch.observables[$0, observable] }
      expectBinomial(count, shots, (1 - observableBiases[observable]) / 2)
    }
  }

  @Test(
    .tags(.law),
    arguments: [
      (mechanisms: 40, detectors: 30, observables: 2, scale: 0.2),
      (mechanisms: 40, detectors: 30, observables: 2, scale: 1.0),
      (mechanisms: 200, detectors: 300, observables: 70, scale: 0.05),
      // Few errors among many detectors: drawn as keys.
      (mechanisms: 500, detectors: 40_000, observables: 3, scale: 0.004),
      (mechanisms: 30, detectors: 64, observables: 64, scale: 0.3),
    ])
  func everyFormOfOutputHoldsTheSameShots(
    mechanisms: Int, detectors: Int, observables: Int, scale: Double
  ) throws {
    let sampler = try ErrorModelSampler(
      Self.random(
        mechanisms: mechanisms, detectors: detectors, observables: observables, scale: scale,
        seed: 5))
    let shots = 1100
    var lists = Self.batch(sampler)
    var recorded = Self.batch(sampler)
    var replayed = Self.batch(sampler)
    var fired = SyndromeBatch(
      shotCount: 0, detectorCount: sampler.mechanismCount, observableCount: 0)
    var rows: [UInt8] = []
    var observableRows: [UInt8] = []
    var streams = [RandomStream](repeating: RandomStream(seed: 6, stream: 9), count: 3)
    sampler.sample(shots: shots, using: &streams[0], into: &lists)
    sampler.sample(shots: shots, using: &streams[1], into: &recorded, recording: &fired)
    sampler.sampleRows(
      shots: shots, using: &streams[2], detectors: &rows, observables: &observableRows)
    sampler.replay(fired, into: &replayed)
    #expect(lists == recorded)
    #expect(lists == replayed)
    #expect(!lists.defects.isEmpty)
    let width = (sampler.detectorCount + 7) / 8
    let observableWidth = (sampler.observableCount + 7) / 8
    #expect(rows.count == shots * width && observableRows.count == shots * observableWidth)
    var expected = [UInt8](repeating: 0, count: shots * width)
    var expectedObservables = [UInt8](repeating: 0, count: shots * observableWidth)
    for shot in 0..<shots {
      let defects = Array(lists.defects[lists.offsets[shot]..<lists.offsets[shot + 1]])
      #expect(zip(defects, defects.dropFirst()).allSatisfy { $0 < $1 })
      for defect in defects { expected[shot * width + Int(defect / 8)] |= 1 << UInt8(defect % 8) }
      for observable in 0..<sampler.observableCount where lists.observables[shot, observable] {
        expectedObservables[shot * observableWidth + observable / 8] |=
          1 << UInt8(observable % 8)
      }
    }
    #expect(rows == expected)
    #expect(observableRows == expectedObservables)
  }

  @Test(.tags(.law)) func aBatchIsReusedWithoutTraces() throws {
    let sampler = try ErrorModelSampler(
      Self.random(mechanisms: 30, detectors: 20, observables: 2, scale: 0.3, seed: 8))
    var used = Self.batch(sampler)
    var other = RandomStream(seed: 1)
    sampler.sample(shots: 77, using: &other, into: &used)
    var fresh = Self.batch(sampler)
    var streams = [RandomStream(seed: 2), RandomStream(seed: 2)]
    sampler.sample(shots: 77, using: &streams[0], into: &used)
    sampler.sample(shots: 77, using: &streams[1], into: &fresh)
    #expect(used == fresh)
  }

  @Test(.tags(.exact)) func emptyModelsGiveSilentShots() throws {
    let sampler = try ErrorModelSampler(
      DetectorErrorModel([.error(probability: 0, targets: [.detector(2)]), .detector(9)]))
    var batch = Self.batch(sampler)
    var stream = RandomStream(seed: 0)
    sampler.sample(shots: 10, using: &stream, into: &batch)
    #expect(batch.shotCount == 10 && batch.defects.isEmpty && batch.detectorCount == 10)
  }

  @Test(.tags(.exact)) func certainMechanismsFireInEveryShot() throws {
    let sampler = try ErrorModelSampler(
      Self.model([(1, [1, 3], [0]), (1, [3, 4], [0, 1])]))
    var batch = Self.batch(sampler)
    var stream = RandomStream(seed: 0)
    sampler.sample(shots: 3, using: &stream, into: &batch)
    #expect(batch.defects == [1, 4, 1, 4, 1, 4])
    #expect(!batch.observables[2, 0] && batch.observables[2, 1])
  }

  @Test(.tags(.exact)) func aProbabilityOutsideItsRangeIsRefused() {
    #expect(throws: CircuitError.self) {
      try ErrorModelSampler(Self.model([(1.5, [0], [])]))
    }
    #expect(throws: CircuitError.self) {
      try ErrorModelSampler(Self.model([(.nan, [0], [])]))
    }
  }
}
