// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Decoding

/// The shots of one task, decoded by one decoder after another on one thread.
///
/// Every decoder gets the same shots in the same order; one that is slow gets the first of them only.
public struct DecoderComparison: Sendable {
  /// The model that the decoders are given.
  let model: DetectorErrorModel
  /// The shots, in batches.
  let batches: [SyndromeBatch]
  /// The longest processor time that one decoder may take for its shots, in seconds; the last batch is finished.
  public let secondsPerDecoder: Double

  /// The number of shots at hand.
  public var shotCount: Int { batches.reduce(0) { $0 + $1.shotCount } }

  /// Draws shots.
  ///
  /// - Parameters:
  ///   - task: What is sampled; its decoder plays no part.
  ///   - shots: How many shots, ≥ 1.
  ///   - seed: What makes them repeatable.
  ///   - secondsPerDecoder: The longest that one decoder may take.
  /// - Throws: `SamplingError` if the circuit cannot be analyzed, or the shots do not fit in memory.
  public init(
    _ task: CollectionTask, shots: Int, seed: UInt64, secondsPerDecoder: Double
  ) throws(SamplingError) {
    let (model, source) = try task.modelAndSource()
    self.model = model
    self.secondsPerDecoder = secondsPerDecoder
    let sampler = source.makeSampler()
    var batches: [SyndromeBatch] = []
    var left = shots
    var size = 0
    while left > 0 {
      let count = min(left, DecoderComparison.batchSize)
      var batch = SyndromeBatch(
        shotCount: count, detectorCount: Int(model.detectorCount),
        observableCount: model.observableCount)
      var stream = RandomStream(seed: seed, stream: UInt64(batches.count))
      sampler.sample(shots: count, using: &stream, into: &batch)
      size += batch.defects.count
      guard size <= DecoderComparison.largestDefectCount else {
        throw SamplingError(
          .task,
          "\(shots) shots have more than \(DecoderComparison.largestDefectCount) detection events, "
            + "the most that are held; take fewer shots.")
      }
      batches.append(batch)
      left -= count
    }
    self.batches = batches
  }

  /// The number of shots in a batch.
  static let batchSize = 256
  /// The most detection events that are held, 2 GiB of them.
  static let largestDefectCount = 1 << 29

  /// Decodes the shots by a decoder of ours.
  ///
  /// - Parameter specification: The decoder's name and settings.
  /// - Returns: Its trial, or why it does not take the model or a shot.
  public func outcome(of specification: String) -> DecoderOutcome {
    var name = specification
    do {
      let chosen = try Decoders.named(specification)
      name = chosen.specification
      return DecoderOutcome(
        decoder: name, result: .success(try trial(of: chosen.decoder, name)))
    } catch {
      return DecoderOutcome(
        decoder: name, result: .failure(SamplingError(.collection, "\(error)")))
    }
  }

  private func trial(of decoder: any Decoder, _ name: String) throws -> DecoderTrial {
    let start = StreamClock.processor.seconds
    let engine = try decoder.compile(model).makeEngine()
    let preparation = StreamClock.processor.seconds - start
    let flagging = engine as? any FlaggingEngine
    var isDoubtful: [Bool] = []
    var (shots, mistakes, doubtful, seconds) = (0, 0, 0, 0.0)
    for batch in batches where seconds < secondsPerDecoder {
      var predictions = BitMatrix(
        rowCount: batch.shotCount, columnCount: batch.observableCount)
      let start = StreamClock.processor.seconds
      if let flagging {
        try flagging.decode(batch, into: &predictions, isDoubtful: &isDoubtful)
      } else {
        try engine.decode(batch, into: &predictions)
      }
      seconds += StreamClock.processor.seconds - start
      doubtful += isDoubtful.reduce(0) { $0 + ($1 ? 1 : 0) }
      mistakes += predictions.countOfRowsDiffering(from: batch.observables)
      shots += batch.shotCount
    }
    return DecoderTrial(
      decoder: name, isPeer: false, mistakes: BinomialEstimate(hits: mistakes, shots: shots),
      doubtful: flagging == nil ? nil : doubtful, seconds: seconds, preparation: preparation)
  }
}
