// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension FrameSimulator {
  mutating func runOneQubit(_ kind: FrameProgram.Kind, _ qubits: Span<UInt32>) {
    let blocks = blocks
    for index in qubits.indices {
      let x = 2 &* Int(qubits[index])
      let z = x &+ 1
      for block in 0..<blocks {
        let oldX = frames[x, block]
        let oldZ = frames[z, block]
        switch kind {
        case .swapXZ:
          frames[x, block] = oldZ
          frames[z, block] = oldX
        case .xIntoZ: frames[z, block] = oldX ^ oldZ
        case .zIntoX: frames[x, block] = oldX ^ oldZ
        case .cycleXYZ:
          frames[x, block] = oldX ^ oldZ
          frames[z, block] = oldX
        default:
          frames[x, block] = oldZ
          frames[z, block] = oldX ^ oldZ
        }
      }
    }
  }

  mutating func runControlledX(_ pairs: Span<UInt32>) {
    let blocks = blocks
    var index = 0
    while index < pairs.count {
      let control = 2 &* Int(pairs[index])
      let target = 2 &* Int(pairs[index &+ 1])
      for block in 0..<blocks {
        frames[target, block] ^= frames[control, block]
        frames[control &+ 1, block] ^= frames[target &+ 1, block]
      }
      index &+= 2
    }
  }

  mutating func runControlledZ(_ pairs: Span<UInt32>) {
    let blocks = blocks
    var index = 0
    while index < pairs.count {
      let first = 2 &* Int(pairs[index])
      let second = 2 &* Int(pairs[index &+ 1])
      for block in 0..<blocks {
        frames[second &+ 1, block] ^= frames[first, block]
        frames[first &+ 1, block] ^= frames[second, block]
      }
      index &+= 2
    }
  }

  mutating func runSwap(_ pairs: Span<UInt32>) {
    var index = 0
    while index < pairs.count {
      let first = 2 &* Int(pairs[index])
      let second = 2 &* Int(pairs[index &+ 1])
      frames.swap(first, second)
      frames.swap(first &+ 1, second &+ 1)
      index &+= 2
    }
  }

  /// Any two-qubit gate: each new part is the sum of the old parts that its row of the matrix names.
  mutating func runTwoQubit(_ matrix: UInt16, _ pairs: Span<UInt32>) {
    let blocks = blocks
    var index = 0
    while index < pairs.count {
      let first = 2 &* Int(pairs[index])
      let second = 2 &* Int(pairs[index &+ 1])
      let rows: [4 of Int] = [first, first &+ 1, second, second &+ 1]
      for block in 0..<blocks {
        let old: [4 of BitRows.Block] = [
          frames[rows[0], block], frames[rows[1], block], frames[rows[2], block],
          frames[rows[3], block],
        ]
        for output in 0..<4 {
          var sum = BitRows.Block.zero
          for input in 0..<4 where matrix &>> UInt16(4 &* output &+ input) & 1 == 1 {
            sum ^= old[input]
          }
          frames[rows[output], block] = sum
        }
      }
      index &+= 2
    }
  }

  /// Where a classical bit flipped against the reference, a feedback Pauli flips with it.
  mutating func runFeedback(_ step: FrameProgram.Step, _ operands: Span<UInt32>) {
    let x = 2 &* Int(operands[0])
    let parameter = step.parameter
    if step.kind == .sweepFeedback, Int(operands[1]) >= sweep.rowCount { return }
    // Given results already contain what feedback did.
    if step.kind == .recordFeedback, output == .replay { return }
    let row =
      step.kind == .recordFeedback
      ? (recordCount &- Int(operands[1])) & ringMask
      : Int(operands[1])
    for block in 0..<blocks {
      let bits = step.kind == .recordFeedback ? record[row, block] : sweep[row, block]
      if parameter & 1 != 0 { frames[x, block] ^= bits }
      if parameter & 2 != 0 { frames[x &+ 1, block] ^= bits }
    }
  }
}
