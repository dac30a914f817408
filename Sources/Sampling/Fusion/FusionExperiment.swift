// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CodeConstructions
import CircuitModel
import ComputePrimitives
import Decoding
public import StrictJSON

/// A fusion network whose outcomes are erased, which is heralded, or wrong, which is not; and a decoder that is told
/// of the erasures of each shot.
///
/// An erased outcome is right or wrong with ½ each, and its mechanism has that probability in the priors of the shot.
public struct FusionExperiment: Sendable {
  /// The network.
  public let network: FusionNetwork
  /// The probability that an outcome is erased, 0...1.
  public let erasure: Double
  /// The probability that an outcome that is not erased is wrong, 0...½.
  public let flip: Double
  /// The specification of the decoder.
  public let decoder: String
  /// What describes the experiment in tables; `d`, `code`, `erasure` and `flip` are added.
  public let metadata: JSON
  private let compiled: any CompiledDecoder

  /// The shots of a block with a random stream of its own.
  static let blockSize = 64

  /// Prepares an experiment.
  ///
  /// - Throws: `SamplingError` with code `.task` if a probability is out of its range or the decoder takes no erasures.
  public init(
    _ network: FusionNetwork, erasure: Double, flip: Double, decoder: String,
    metadata: [(String, JSON)] = []
  ) throws(SamplingError) {
    for (name, value, limit) in [("erasure", erasure, 1.0), ("flip", flip, 0.5)] {
      guard (0...limit).contains(value) else {
        throw SamplingError(.task, "\(name)=\(value): must be in 0...\(limit).")
      }
    }
    self.network = network
    self.erasure = erasure
    self.flip = flip
    do throws(DecodingError) {
      let specified = try Decoders.named(decoder)
      self.decoder = specified.specification
      compiled = try specified.decoder.compile(network.errorModel(flip: flip))
    } catch {
      throw SamplingError(.task, error.message)
    }
    guard erasure == 0 || compiled.makeEngine() is any ReweightingEngine else {
      throw SamplingError(
        .task,
        "The decoder \(decoder) takes no erasures; choose matching, union-find or peeling.")
    }
    var object = JSON.Object()
    object["code"] = .string("fusion:\(network.family.rawValue)")
    object["d"] = .integer(Int64(network.size))
    object["erasure"] = .number(erasure)
    object["flip"] = .number(flip)
    for (key, value) in metadata { object[key] = value }
    self.metadata = .object(object)
  }

  /// Samples and decodes.
  ///
  /// A shot fails when any membrane is predicted wrongly. Blocks count in order: the result depends on the seed and the
  /// numbers alone, not on the threads.
  ///
  /// - Parameters:
  ///   - shots: The most shots; the last block is cut to what is left of them.
  ///   - failures: Ends after the block that brings so many; none if nil.
  ///   - seed: What makes the result repeatable.
  ///   - workers: The number of threads, at least 1.
  ///   - progress: Told the shots and failures so far now and then; returns whether to go on.
  /// - Returns: The counts, as a row of a table.
  /// - Throws: `SamplingError` with code `.collection` if a shot cannot be decoded.
  public func statistics(
    shots: Int, failures: Int? = nil, seed: UInt64, workers: Int,
    progress: (_ shots: Int, _ failures: Int) -> Bool = { _, _ in true }
  ) throws(SamplingError) -> TaskStatistics {
    precondition(shots > 0 && workers > 0, "There are shots and workers.")
    let start = ContinuousClock.now
    let blocks = (shots + FusionExperiment.blockSize - 1) / FusionExperiment.blockSize
    var (done, failed) = (0, 0)
    let workerList = (0..<workers).map { _ in FusionWorker(self, compiled) }
    while done < blocks {
      let first = done
      let wave = min(blocks - first, workers * 4)
      let counts: [Int]
      do {
        counts = try waves(workerList, first: first, count: wave, shots: shots, seed: seed)
      } catch {
        throw SamplingError(.collection, "\(metadata): \(error)")
      }
      for count in counts {
        failed += count
        done += 1
        if let failures, failed >= failures { break }
      }
      if let failures, failed >= failures { break }
      if !progress(min(shots, done * FusionExperiment.blockSize), failed) { break }
    }
    let identity = "\(metadata.text(.canonical)) \(decoder) blocks of \(FusionExperiment.blockSize)"
    return TaskStatistics(
      strongID: hexadecimalSHA256(Array(identity.utf8)), decoder: decoder, metadata: metadata,
      shots: min(shots, done * FusionExperiment.blockSize), errors: failed,
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  /// The failures of each of some blocks.
  private func waves(
    _ workers: [FusionWorker], first: Int, count: Int, shots: Int, seed: UInt64
  ) throws -> [Int] {
    let stride = workers.count
    let parts = try parallelMap(count: stride, workers: stride) { worker in
      try Swift.stride(from: worker, to: count, by: stride).map { index in
        let block = first + index
        let left = shots - block * FusionExperiment.blockSize
        return try workers[worker].failures(
          seed: seed, block: UInt64(block), shots: min(left, FusionExperiment.blockSize))
      }
    }
    return (0..<count).map { parts[$0 % stride][$0 / stride] }
  }
}
