// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import Decoding
import Synchronization

/// The working memory of one thread of a fusion experiment.
final class FusionWorker: Sendable {
  private let experiment: FusionExperiment
  private let memory: Mutex<Memory>

  init(_ experiment: FusionExperiment, _ decoder: any CompiledDecoder) {
    self.experiment = experiment
    memory = Mutex(Memory(experiment.network, decoder))
  }

  /// How many of the first shots of a block fail.
  func failures(seed: UInt64, block: UInt64, shots: Int) throws -> Int {
    try memory.withLock {
      try $0.failures(experiment, RandomStream(seed: seed, stream: block), shots: shots)
    }
  }

  private struct Memory: ~Copyable {
    private let engine: any DecodingEngine
    private var fired: [Bool]
    private var isErased: [Bool]
    private var touched: [UInt32] = []

    init(_ network: FusionNetwork, _ decoder: any CompiledDecoder) {
      engine = decoder.makeEngine()
      fired = [Bool](repeating: false, count: network.checkCount)
      isErased = [Bool](repeating: false, count: network.outcomes.count)
    }

    mutating func failures(
      _ experiment: FusionExperiment, _ randomness: RandomStream, shots: Int
    ) throws -> Int {
      var stream = randomness
      let network = experiment.network
      var batch = SyndromeBatch(
        shotCount: shots, detectorCount: network.checkCount,
        observableCount: network.membraneCount)
      var priors = ShotPriors()
      for shot in 0..<shots { draw(experiment, shot, &stream, &batch, &priors) }
      var predictions = BitMatrix(rowCount: shots, columnCount: network.membraneCount)
      if experiment.erasure > 0, let engine = engine as? any ReweightingEngine {
        try engine.decode(batch, priors: priors, into: &predictions)
      } else {
        try engine.decode(batch, into: &predictions)
      }
      return (0..<shots).count { shot in
        (0..<network.membraneCount).contains {
          predictions[shot, $0] != batch.observables[shot, $0]
        }
      }
    }

    /// Draws the errors of a shot and what they fire.
    private mutating func draw(
      _ experiment: FusionExperiment, _ shot: Int, _ stream: inout RandomStream,
      _ batch: inout SyndromeBatch, _ priors: inout ShotPriors
    ) {
      let outcomes = experiment.network.outcomes
      var erased: [(mechanism: UInt32, probability: Double)] = []
      let erasures = GeometricGaps(probability: experiment.erasure)
      var index = erasures.next(using: &stream)
      while index < outcomes.count {
        isErased[index] = true
        erased.append((UInt32(index), 0.5))
        if stream.next() & 1 == 1 { flip(outcomes[index], shot, &batch) }
        index += 1 + erasures.next(using: &stream)
      }
      let flips = GeometricGaps(probability: experiment.flip)
      index = flips.next(using: &stream)
      while index < outcomes.count {
        if !isErased[index] { flip(outcomes[index], shot, &batch) }
        index += 1 + flips.next(using: &stream)
      }
      for entry in erased { isErased[Int(entry.mechanism)] = false }
      priors.append(erased)
      touched.sort()
      for check in touched where fired[Int(check)] {
        fired[Int(check)] = false
        batch.defects.append(check)
      }
      touched.removeAll(keepingCapacity: true)
      batch.offsets[shot + 1] = batch.defects.count
    }

    private mutating func flip(
      _ outcome: FusionNetwork.Outcome, _ shot: Int, _ batch: inout SyndromeBatch
    ) {
      for check in [outcome.checks.0, outcome.checks.1] {
        fired[Int(check)].toggle()
        touched.append(check)
      }
      for membrane in outcome.membranes { batch.observables.flip(shot, Int(membrane)) }
    }
  }
}
