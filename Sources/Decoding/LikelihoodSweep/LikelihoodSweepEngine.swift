// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

public import CircuitModel
public import ComputePrimitives

/// The working memory of `LikelihoodSweepDecoder` for one worker.
public final class LikelihoodSweepEngine: SoftDecodingEngine {
  private let compiled: CompiledLikelihoodSweep
  private var weights: SweepWeights
  /// For each detector, a bit for each lane in which it fired.
  private var fired: PackedBuffer<UInt8>

  init(_ compiled: CompiledLikelihoodSweep) {
    self.compiled = compiled
    weights = SweepWeights(width: compiled.width)
    fired = PackedBuffer(repeating: 0, count: compiled.detectorCount)
  }

  /// Predicts which observables flipped, shot by shot.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix
  ) throws(DecodingError) {
    try forEachShot(batch, &predictions) { _ in }
  }

  /// Predicts which observables flipped, and how much likelier that is than any other flips.
  ///
  /// A gap is the logarithm of a ratio of sums over errors; infinite where no other flips are possible.
  public func decode(
    _ batch: SyndromeBatch, into predictions: inout BitMatrix, gaps: inout [Double]
  ) throws(DecodingError) {
    gaps.removeAll(keepingCapacity: true)
    try forEachShot(batch, &predictions) { gaps.append($0) }
  }

  private func forEachShot(
    _ batch: SyndromeBatch, _ predictions: inout BitMatrix, _ report: (Double) -> Void
  ) throws(DecodingError) {
    try checkShapes(
      batch, predictions, detectors: compiled.detectorCount,
      observables: compiled.observableCount)
    for first in stride(from: 0, to: batch.shotCount, by: SweepWeights.laneCount) {
      let shots = first..<min(first + SweepWeights.laneCount, batch.shotCount)
      setFired(batch, shots)
      weights.run(compiled.plan, fired: fired)
      for shot in shots {
        guard let answer = likeliest(lane: shot - first) else {
          throw DecodingError(
            .unexplainable, "no set of the model's errors makes just these detectors fire.",
            shot: shot)
        }
        write(answer.value, shot, &predictions)
        report(answer.gap)
      }
    }
  }

  private func setFired(_ batch: SyndromeBatch, _ shots: Range<Int>) {
    fired.fill(with: 0)
    for detector in compiled.flippedDetectors { fired[Int(detector)] = .max }
    for shot in shots {
      let lane = UInt8(1) << UInt8(shot - shots.lowerBound)
      for index in batch.offsets[shot]..<batch.offsets[shot + 1] {
        fired[Int(batch.defects[index])] ^= lane
      }
    }
  }

  /// The likeliest value of the observables, as bits in the order of the plan; nil if none is possible.
  private func likeliest(lane: Int) -> (value: Int, gap: Double)? {
    for detector in compiled.silentDetectors where fired[Int(detector)] >> UInt8(lane) & 1 == 1 {
      return nil
    }
    var best = 0
    var highest = 0.0
    var second = 0.0
    for value in 0..<(1 << compiled.plan.observables.count) {
      let weight = weights[value][lane]
      if weight > highest {
        (best, second, highest) = (value, highest, weight)
      } else if weight > second {
        second = weight
      }
    }
    return highest > 0 ? (best, log(highest / second)) : nil
  }

  private func write(_ value: Int, _ shot: Int, _ predictions: inout BitMatrix) {
    for word in 0..<predictions.wordsPerRow {
      predictions.words[shot * predictions.wordsPerRow + word] = 0
    }
    for observable in compiled.flippedObservables { predictions[shot, Int(observable)] = true }
    for (bit, observable) in compiled.plan.observables.enumerated() where value >> bit & 1 == 1 {
      predictions[shot, Int(observable)].toggle()
    }
  }
}
