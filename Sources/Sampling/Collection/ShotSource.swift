// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import StabilizerSimulation

/// Where the shots of a task come from; shared by workers, each of which makes a sampler of its own.
protocol ShotSource: Sendable {
  func makeSampler() -> any ShotSampler
}

/// The working memory for sampling, of one worker.
protocol ShotSampler: AnyObject {
  /// Replaces the batch by so many new shots.
  func sample(shots: Int, using stream: inout RandomStream, into batch: inout SyndromeBatch)

  /// The probabilities that hold in each shot sampled last; nil if those of the model hold in all.
  var priors: ShotPriors? { get }
}

extension ShotSampler {
  var priors: ShotPriors? { nil }
}

/// Shots drawn from an error model; the cost follows the errors that happen.
struct ErrorModelSource: ShotSource {
  let sampler: ErrorModelSampler

  func makeSampler() -> any ShotSampler { Sampler(sampler) }

  private final class Sampler: ShotSampler {
    private let sampler: ErrorModelSampler

    init(_ sampler: ErrorModelSampler) {
      self.sampler = sampler
    }

    func sample(
      shots: Int, using stream: inout RandomStream, into batch: inout SyndromeBatch
    ) {
      sampler.sample(shots: shots, using: &stream, into: &batch)
    }
  }
}

/// Shots drawn by Pauli frames; for circuits that no model of independent errors describes exactly.
struct FrameSource: ShotSource {
  let sampler: DetectionSampler

  func makeSampler() -> any ShotSampler { Sampler(sampler) }

  private final class Sampler: ShotSampler {
    private let shotsPerBatch: Int
    private var engine: DetectionEngine
    private var detections: DetectionBatch

    init(_ sampler: DetectionSampler) {
      shotsPerBatch = sampler.shotsPerBatch
      engine = sampler.makeEngine()
      detections = sampler.makeBatch()
    }

    func sample(
      shots: Int, using stream: inout RandomStream, into batch: inout SyndromeBatch
    ) {
      let seed = stream.next()
      batch = SyndromeBatch(
        shotCount: shots, detectorCount: batch.detectorCount,
        observableCount: batch.observableCount)
      var done = 0
      var index: UInt64 = 0
      while done < shots {
        engine.sample(
          seed: seed, batch: index, shots: min(shotsPerBatch, shots - done), into: &detections)
        let part = detections.syndromes()
        let first = batch.defects.count
        batch.defects += part.defects
        let words = batch.observables.wordsPerRow
        for shot in 0..<part.shotCount {
          batch.offsets[done + shot + 1] = first + part.offsets[shot + 1]
          for word in 0..<words {
            batch.observables.words[(done + shot) * words + word] =
              part.observables.words[shot * words + word]
          }
        }
        done += part.shotCount
        index += 1
      }
    }
  }
}
