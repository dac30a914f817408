// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives

extension BackwardWalk where Sink: ~Copyable {
  /// Undoes a repeated block: one iteration after the other, or one period for all that are alike.
  ///
  /// To find the period, a scout runs ahead at twice the speed of the walk proper (Floyd's tortoise and
  /// hare). When the scout's state equals the walk's but for a shift in time, everything between the two
  /// repeats, and one pass over it, placed where the earliest of the repeats is, describes them all.
  ///
  /// - Complexity: O(body · (transient + period)) when folding succeeds, else O(body · count).
  mutating func undoBlock(
    _ block: Circuit.RepeatBlock, _ state: inout SensitivityState
  ) throws(CircuitError) {
    let outerIteration = iteration
    defer { iteration = outerIteration }
    var done: UInt64 = 0
    if options.foldLoops, block.count > 1 {
      if let period = try period(of: block, &state, &done) {
        try fold(block, period: period, &state, &done)
      }
    }
    while done < block.count {
      iteration = block.count - 1 - done
      try undo(block.body, &state)
      done += 1
    }
  }

  /// Runs the block until its state repeats; nil if it never does, or if an iteration fails.
  private mutating func period(
    of block: Circuit.RepeatBlock, _ state: inout SensitivityState, _ done: inout UInt64
  ) throws(CircuitError) -> UInt64? {
    var scout = state.scout()
    var ahead: UInt64 = 0
    let depth = place.frames.count
    while ahead < block.count {
      iteration = block.count - 1 - ahead
      do {
        try undo(block.body, &scout)
      } catch {
        // The walk proper will meet the same fault and report it with its true place.
        place.frames.removeLast(place.frames.count - depth)
        return nil
      }
      ahead += 1
      if scout.isShiftedCopy(of: state, store) { break }
      if ahead % 2 == 0 {
        iteration = block.count - 1 - done
        try undo(block.body, &state)
        done += 1
        if scout.isShiftedCopy(of: state, store) { break }
      }
    }
    return ahead < block.count ? ahead - done : nil
  }

  private mutating func fold(
    _ block: Circuit.RepeatBlock, period: UInt64, _ state: inout SensitivityState,
    _ done: inout UInt64
  ) throws(CircuitError) {
    let repetitions = (block.count - done) / period
    guard repetitions > 1 else { return }
    let detectors = block.body.detectorCount * period
    if !state.isScout {
      try sink.openBlock(detectorOffset: state.detectorOffset, &store)
    }
    state.shift(measurementsBack: block.body.measurementCount * period * (repetitions - 1))
    state.detectorOffset -= Int64(detectors * (repetitions - 1))
    done += repetitions * period
    for step in 0..<period {
      iteration = block.count - 1 - (done - period + step)
      try undo(block.body, &state)
    }
    if !state.isScout {
      try sink.closeBlock(
        count: repetitions, detectorCount: detectors, tag: block.tag,
        detectorOffset: state.detectorOffset, &store)
    }
  }
}
