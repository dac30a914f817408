// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension FrameSimulator {
  mutating func runDetectors(_ operands: Span<UInt32>) {
    guard output != .measurements else { return }
    let blocks = blocks
    var index = 0
    while index < operands.count {
      let end = index &+ 1 &+ Int(operands[index])
      for block in 0..<blocks {
        var flips = BitRows.Block.zero
        for lookback in (index &+ 1)..<end {
          flips ^= record[(recordCount &- Int(operands[lookback])) & ringMask, block]
        }
        detectors.store(flips, row: detectorCount &- windowStart, block: block)
      }
      detectorCount &+= 1
      index = end
    }
  }

  mutating func runObservable(_ step: FrameProgram.Step, _ operands: Span<UInt32>) {
    guard output != .measurements else { return }
    let row = Int(step.parameter)
    for index in operands.indices {
      let operand = operands[index]
      for block in 0..<blocks {
        if step.kind == .observable {
          observables[row, block] ^= record[(recordCount &- Int(operand)) & ringMask, block]
        } else {
          let x = 2 &* Int(operand &>> 2)
          if operand & 1 != 0 { observables[row, block] ^= frames[x &+ 1, block] }
          if operand & 2 != 0 { observables[row, block] ^= frames[x, block] }
        }
      }
    }
  }

  /// Moves the results since the last call out of the ring.
  mutating func flush() {
    while flushedCount < recordCount {
      for block in 0..<blocks {
        measurements.store(
          record[flushedCount & ringMask, block], row: flushedCount &- windowStart, block: block)
      }
      flushedCount &+= 1
    }
  }

  /// Puts the given results in place of the simulated ones.
  mutating func replay(from first: Int) {
    for result in first..<recordCount {
      for block in 0..<blocks {
        let given = measurements.block(row: result, block: block)
        if output == .replay {
          record[result & ringMask, block] = given
        } else {
          record[result & ringMask, block] ^= given
        }
      }
    }
  }
}
