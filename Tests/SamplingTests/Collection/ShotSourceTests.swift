// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import StabilizerSimulation
import Testing
import _TestSupport

@testable import Sampling

@Suite struct ShotSourceTests {
  static let circuit = """
    X_ERROR(0.1) 0
    X_ERROR(0.02) 1
    M 0 1
    DETECTOR rec[-2]
    DETECTOR rec[-1] rec[-2]
    OBSERVABLE_INCLUDE(0) rec[-1]
    """
  static let model = "error(0.1) D0 D1\nerror(0.02) D1 L0"

  static func sources() throws -> [any ShotSource] {
    [
      FrameSource(sampler: try DetectionSampler(Circuit(parsing: circuit))),
      ErrorModelSource(sampler: try ErrorModelSampler(DetectorErrorModel(parsing: model))),
    ]
  }

  // False-alarm rate: 6 σ for each of six rates, below 1e-7.
  @Test(.tags(.statistical), arguments: [0, 1]) func rates(index: Int) throws {
    let sampler = try Self.sources()[index].makeSampler()
    var batch = SyndromeBatch(shotCount: 0, detectorCount: 2, observableCount: 1)
    var counts = [0, 0, 0]
    for block in 0..<100 {
      var stream = RandomStream(seed: 3, stream: UInt64(block))
      sampler.sample(shots: 1024, using: &stream, into: &batch)
      #expect(batch.shotCount == 1024)
      for defect in batch.defects { counts[Int(defect)] += 1 }
      for shot in 0..<1024 where batch.observables[shot, 0] {
        counts[2] += 1
        // The observable flips with the second error, which the first detector does not see.
        let defects = batch.defects[batch.offsets[shot]..<batch.offsets[shot + 1]]
        #expect(defects.count == 1)
      }
    }
    let shots = 102_400.0
    for (count, rate) in zip(counts, [0.1, 0.116, 0.02]) {
      #expect(abs(Double(count) - shots * rate) < 6 * (shots * rate * (1 - rate)).squareRoot())
    }
  }

  @Test(.tags(.law), arguments: [0, 1]) func theStreamDeterminesTheShots(index: Int) throws {
    let source = try Self.sources()[index]
    let samplers = [source.makeSampler(), source.makeSampler()]
    var batches = [SyndromeBatch](
      repeating: SyndromeBatch(shotCount: 0, detectorCount: 2, observableCount: 1), count: 2)
    var other = RandomStream(seed: 8)
    samplers[1].sample(shots: 1024, using: &other, into: &batches[1])
    for turn in 0..<2 {
      var stream = RandomStream(seed: 9)
      samplers[turn].sample(shots: 1024, using: &stream, into: &batches[turn])
    }
    #expect(batches[0] == batches[1] && !batches[0].defects.isEmpty)
  }

  @Test(.tags(.exact)) func slicesKeepTheirShots() throws {
    let sampler = try Self.sources()[1].makeSampler()
    var batch = SyndromeBatch(shotCount: 0, detectorCount: 2, observableCount: 1)
    var stream = RandomStream(seed: 4)
    sampler.sample(shots: 1024, using: &stream, into: &batch)
    let part = batch.slice(100..<300)
    #expect(part.shotCount == 200)
    for shot in 0..<200 {
      let ours = part.defects[part.offsets[shot]..<part.offsets[shot + 1]]
      let theirs = batch.defects[batch.offsets[shot + 100]..<batch.offsets[shot + 101]]
      #expect(Array(ours) == Array(theirs))
      #expect(part.observables[shot, 0] == batch.observables[shot + 100, 0])
    }
  }
}
