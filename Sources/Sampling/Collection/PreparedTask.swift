// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding
import StrictJSON

/// A task that is ready to be sampled and decoded.
struct PreparedTask: Sendable {
  /// The task's identity, without counts.
  var identity: TaskStatistics
  var source: any ShotSource
  var decoder: any CompiledDecoder
  /// What the user knows the task by.
  var name: String

  /// The shots that share a random stream: as many as keep a block's memory within bounds.
  ///
  /// A property of the task, so that its blocks are the same wherever it is sampled.
  var blockSize: Int {
    var size = CollectionOptions.blockSize
    while size > 1, size * decoder.detectorCount > PreparedTask.largestBlock { size /= 2 }
    return size
  }

  /// The most detectors that the shots of a block may have in all.
  private static let largestBlock = 1 << 26

  /// The most detectors or mechanisms of a task.
  static let largestModel: UInt64 = 1 << 26

  /// The seed of the task's own family of random streams.
  func seed(_ seed: UInt64) -> UInt64 {
    // FNV-1a over the strong id: tasks are independent, and their order does not matter.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in identity.strongID.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var mixer = SplitMix64(state: seed)
    return mixer.next() ^ hash
  }
}

/// The counts of one block of shots.
struct BlockCounts: Sendable, Hashable {
  var shots = 0
  var errors = 0
  var seconds = 0.0
  var customCounts: [String: Int] = [:]
}

/// The working memory of one worker for one task.
final class TaskWorker {
  private let task: PreparedTask
  private let sampler: any ShotSampler
  private let engine: any DecodingEngine
  private let seed: UInt64
  private let options: CollectionOptions
  private var batch: SyndromeBatch
  private var predictions: BitMatrix

  init(_ task: PreparedTask, _ options: CollectionOptions) {
    self.task = task
    self.options = options
    sampler = task.source.makeSampler()
    engine = task.decoder.makeEngine()
    seed = task.seed(options.seed)
    let size = task.blockSize
    batch = SyndromeBatch(
      shotCount: size, detectorCount: task.decoder.detectorCount,
      observableCount: task.decoder.observableCount)
    predictions = BitMatrix(rowCount: size, columnCount: task.decoder.observableCount)
  }

  /// Samples a block and decodes some of its shots.
  ///
  /// The whole block is always sampled, so that a shot's content depends on its number alone.
  func run(block: Int, shots range: Range<Int>) throws -> BlockCounts {
    let start = ContinuousClock.now
    var stream = RandomStream(seed: seed, stream: UInt64(block))
    sampler.sample(shots: task.blockSize, using: &stream, into: &batch)
    var counts: BlockCounts
    do {
      if range == 0..<task.blockSize {
        counts = try decode(batch, sampler.priors, &predictions)
      } else {
        let part = batch.slice(range)
        var partPredictions = BitMatrix(
          rowCount: part.shotCount, columnCount: part.observableCount)
        counts = try decode(part, sampler.priors?.slice(range), &partPredictions)
      }
    } catch let error as DecodingError {
      throw SamplingError(.collection, "\(task.name): \(error)")
    }
    counts.seconds = (ContinuousClock.now - start) / .seconds(1)
    return counts
  }

  private func decode(
    _ batch: SyndromeBatch, _ priors: ShotPriors?, _ predictions: inout BitMatrix
  ) throws -> BlockCounts {
    if let priors, let engine = engine as? any ReweightingEngine {
      try engine.decode(batch, priors: priors, into: &predictions)
    } else {
      try engine.decode(batch, into: &predictions)
    }
    var counts = BlockCounts(shots: batch.shotCount)
    let words = predictions.wordsPerRow
    for shot in 0..<batch.shotCount {
      var difference: UInt64 = 0
      for word in shot * words..<(shot + 1) * words {
        difference |= predictions.words[word] ^ batch.observables.words[word]
      }
      guard difference != 0 else { continue }
      counts.errors += 1
      if options.countsObservableErrorCombos {
        let mask = (0..<batch.observableCount).map {
          predictions[shot, $0] != batch.observables[shot, $0] ? "E" : "_"
        }
        counts.customCounts["obs_mistake_mask=" + mask.joined(), default: 0] += 1
      }
    }
    if options.countsDetectionEvents {
      counts.customCounts["detectors_checked"] = batch.shotCount * batch.detectorCount
      counts.customCounts["detection_events"] = batch.defects.count
    }
    return counts
  }
}

extension SyndromeBatch {
  /// Some of the shots, as a batch of their own.
  func slice(_ range: Range<Int>) -> SyndromeBatch {
    var part = SyndromeBatch(
      shotCount: range.count, detectorCount: detectorCount, observableCount: observableCount)
    let first = offsets[range.lowerBound]
    part.defects = Array(defects[first..<offsets[range.upperBound]])
    let words = observables.wordsPerRow
    for shot in range {
      let row = shot - range.lowerBound
      part.offsets[row + 1] = offsets[shot + 1] - first
      for word in 0..<words {
        part.observables.words[row * words + word] = observables.words[shot * words + word]
      }
    }
    return part
  }
}

extension ShotPriors {
  /// Those of some of the shots.
  func slice(_ range: Range<Int>) -> ShotPriors {
    var part = ShotPriors()
    let entries = offsets[range.lowerBound]..<offsets[range.upperBound]
    part.mechanisms = Array(mechanisms[entries])
    part.probabilities = Array(probabilities[entries])
    part.offsets = offsets[range.lowerBound...range.upperBound].map { $0 - entries.lowerBound }
    return part
  }
}
