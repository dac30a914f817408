// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import CircuitModel
internal import ComputePrimitives

/// The working memory of `StagedDecoder` for one worker.
final class StagedEngine: DecodingEngine {
  private let compiled: CompiledStages
  private let engines: [any DecodingEngine]
  /// The defects of each part, shot by shot, as they are known so far.
  private var defects: [[[UInt32]]] = []

  init(_ compiled: CompiledStages) {
    self.compiled = compiled
    engines = compiled.parts.map { $0.decoder.makeEngine() }
  }

  func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: compiled.detectorCount, observables: compiled.observableCount)
    for index in predictions.words.indices { predictions.words[index] = 0 }
    defects = [[[UInt32]]](
      repeating: [[UInt32]](repeating: [], count: batch.shotCount), count: engines.count)
    for shot in 0..<batch.shotCount {
      for detector in batch.defects[batch.offsets[shot]..<batch.offsets[shot + 1]] {
        try flip(detector, shot: shot)
      }
    }
    for stage in engines.indices {
      if compiled.parts[stage].carried.isEmpty {
        try decodeWhole(stage, batch.shotCount, into: &predictions)
      } else {
        try explainEach(stage, batch.shotCount, into: &predictions)
      }
    }
  }

  private func flip(_ detector: UInt32, shot: Int) throws(DecodingError) {
    let place = compiled.places.detectors[Int(detector)]
    guard place.stage >= 0 else {
      throw DecodingError(
        .unexplainable, "Detector \(detector) fired, which no error flips.", shot: shot)
    }
    defects[place.stage][shot].append(place.number)
  }

  /// Puts the defects of a part in order; what was flipped twice is gone.
  private func settled(_ stage: Int, _ shot: Int) -> [UInt32] {
    Symptom(detectors: defects[stage][shot]).detectors
  }

  /// Decodes a part that nothing depends on.
  private func decodeWhole(
    _ stage: Int, _ shotCount: Int, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    let decoder = compiled.parts[stage].decoder
    var batch = SyndromeBatch(
      shotCount: shotCount, detectorCount: decoder.detectorCount,
      observableCount: decoder.observableCount)
    for shot in 0..<shotCount {
      batch.defects += settled(stage, shot)
      batch.offsets[shot + 1] = batch.defects.count
    }
    var flips = BitMatrix(rowCount: shotCount, columnCount: decoder.observableCount)
    try engines[stage].decode(batch, into: &flips)
    for (number, observable) in compiled.stages[stage].observables.enumerated()
    where number < decoder.observableCount {
      for shot in 0..<shotCount where flips[shot, number] {
        predictions[shot, Int(observable)].toggle()
      }
    }
  }

  /// Decodes a part shot by shot, and takes back what its errors flip in later parts.
  private func explainEach(
    _ stage: Int, _ shotCount: Int, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    guard let engine = engines[stage] as? any ExplainingEngine else {
      preconditionFailure("Engines of parts that carry over were checked to explain.")
    }
    let carried = compiled.parts[stage].carried
    for shot in 0..<shotCount {
      let seen = settled(stage, shot)
      if seen.isEmpty { continue }
      let explanation: Explanation
      do {
        explanation = try engine.explain(seen)
      } catch {
        throw DecodingError(error.code, error.message, shot: shot)
      }
      for number in explanation.observables {
        predictions[shot, Int(compiled.stages[stage].observables[Int(number)])].toggle()
      }
      for error in explanation.errors {
        guard let other = carried[error] else {
          throw DecodingError(
            .unsuitable, "The decoder explains a shot by an error that its model lacks.", shot: shot
          )
        }
        for detector in other.detectors { try flip(detector, shot: shot) }
        for observable in other.observables { predictions[shot, Int(observable)].toggle() }
      }
    }
  }
}
