// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import Decoding
internal import ComputePrimitives
internal import StabilizerSimulation

/// How a streaming decoder does against one that sees all rounds before it answers, on the same shots.
public struct StreamComparison: Sendable, Hashable {
  /// The number of shots.
  public var shots = 0
  /// The shots that only the decoder of all rounds mistakes.
  public var wholeAlone = 0
  /// The shots that only the streaming decoder mistakes.
  public var streamAlone = 0
  /// The shots that both mistake.
  public var both = 0

  /// The mistakes of the decoder of all rounds.
  public var wholeMistakes: Int { both + wholeAlone }
  /// The mistakes of the streaming decoder.
  public var streamMistakes: Int { both + streamAlone }

  /// By how much the streaming decoder's rate of mistakes is above the other's, in parts of it; 0 without mistakes.
  public var relativeExcess: Double {
    wholeMistakes == 0 ? 0 : Double(streamAlone - wholeAlone) / Double(wholeMistakes)
  }

  /// The standard deviation of `relativeExcess`: only shots that the decoders answer differently contribute.
  public var relativeDeviation: Double {
    wholeMistakes == 0 ? 0 : Double(streamAlone + wholeAlone).squareRoot() / Double(wholeMistakes)
  }

  /// Compares two decoders of one model.
  ///
  /// - Parameters:
  ///   - stream: The streaming decoder.
  ///   - whole: A streaming decoder whose first window has all rounds.
  ///   - model: The model of both.
  ///   - shots: How many shots to decode.
  ///   - seed: The seed of the errors; the same shots for any number of workers.
  ///   - workers: The number of threads.
  /// - Throws: `SamplingError` if a shot cannot be drawn or decoded.
  public init(
    _ stream: any CompiledStream, with whole: any CompiledStream, model: LayeredModel, shots: Int,
    seed: UInt64, workers: Int
  ) throws(SamplingError) {
    let blockSize = 1000
    let blocks: [StreamComparison]
    do {
      blocks = try parallelMap(count: (shots + blockSize - 1) / blockSize, workers: workers) {
        try StreamComparison(
          stream.makeEngine(), whole.makeEngine(), model,
          min(blockSize, shots - $0 * blockSize), RandomStream(seed: seed, stream: UInt64($0)))
      }
    } catch {
      throw SamplingError(.collection, "\(error)")
    }
    for block in blocks {
      self.shots += block.shots
      wholeAlone += block.wholeAlone
      streamAlone += block.streamAlone
      both += block.both
    }
  }

  private init(
    _ stream: any StreamingEngine, _ whole: any StreamingEngine, _ model: LayeredModel,
    _ shots: Int, _ random: RandomStream
  ) throws {
    var random = random
    var sampler = try RoundSampler(model, using: random)
    var defects: [UInt32] = []
    for _ in 0..<shots {
      sampler.restart(using: RandomStream(seed: random.next()))
      stream.restart()
      whole.restart()
      while sampler.next(into: &defects) {
        try stream.take(defects.span)
        try whole.take(defects.span)
      }
      self.shots += 1
      switch (
        whole.observables != sampler.observables, stream.observables != sampler.observables
      ) {
      case (true, true): both += 1
      case (true, false): wholeAlone += 1
      case (false, true): streamAlone += 1
      case (false, false): break
      }
    }
  }
}
