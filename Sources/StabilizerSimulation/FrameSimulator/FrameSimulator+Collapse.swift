// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension FrameSimulator {
  /// Measures single qubits: what anticommutes with the observable flips the result.
  mutating func runMeasure(_ kind: FrameProgram.Kind, _ qubits: Span<UInt32>) {
    let blocks = blocks
    for index in qubits.indices {
      let x = 2 &* Int(qubits[index])
      let row = nextRecordRow()
      for block in 0..<blocks {
        switch kind {
        case .measureX: record[row, block] = frames[x &+ 1, block]
        case .measureY: record[row, block] = frames[x, block] ^ frames[x &+ 1, block]
        default: record[row, block] = frames[x, block]
        }
      }
      guard randomizesOpenResults else { continue }
      // The measured operator now stabilizes the state, so it may be put into the frame at will.
      for block in 0..<blocks {
        let random = noise.nextBlock()
        if kind != .measureZ { frames[x, block] ^= random }
        if kind != .measureX { frames[x &+ 1, block] ^= random }
      }
    }
  }

  mutating func runMeasureReset(_ kind: FrameProgram.Kind, _ qubits: Span<UInt32>) {
    let blocks = blocks
    for index in qubits.indices {
      let x = 2 &* Int(qubits[index])
      let row = nextRecordRow()
      for block in 0..<blocks {
        switch kind {
        case .measureResetX: record[row, block] = frames[x &+ 1, block]
        case .measureResetY: record[row, block] = frames[x, block] ^ frames[x &+ 1, block]
        default: record[row, block] = frames[x, block]
        }
      }
      reset(x, clearsX: kind != .measureResetX, clearsZ: kind != .measureResetZ)
    }
  }

  mutating func runReset(_ kind: FrameProgram.Kind, _ qubits: Span<UInt32>) {
    for index in qubits.indices {
      reset(
        2 &* Int(qubits[index]), clearsX: kind != .resetX, clearsZ: kind != .resetZ)
    }
  }

  /// Makes the frame on a qubit the identity, or at random the operator that stabilizes the new state.
  ///
  /// The X part alone remains open after a reset to |+⟩, the Z part after |0⟩, and both together after |i⟩.
  @inline(__always)
  private mutating func reset(_ x: Int, clearsX: Bool, clearsZ: Bool) {
    for block in 0..<blocks {
      let random = randomizesOpenResults ? noise.nextBlock() : .zero
      frames[x, block] = clearsX && !clearsZ ? .zero : random
      frames[x &+ 1, block] = clearsZ && !clearsX ? .zero : random
    }
  }

  /// Measures products of Paulis, or turns the frame about them.
  mutating func runProducts(_ kind: FrameProgram.Kind, _ operands: Span<UInt32>) {
    var index = 0
    while index < operands.count {
      let end = index &+ 1 &+ Int(operands[index])
      let row = kind == .measureProducts ? nextRecordRow() : 0
      for block in 0..<blocks {
        var flips = BitRows.Block.zero
        for factor in (index &+ 1)..<end {
          let x = 2 &* Int(operands[factor] &>> 2)
          if operands[factor] & 1 != 0 { flips ^= frames[x &+ 1, block] }
          if operands[factor] & 2 != 0 { flips ^= frames[x, block] }
        }
        if kind == .measureProducts {
          record[row, block] = flips
          if !randomizesOpenResults { continue }
          flips = noise.nextBlock()
        }
        for factor in (index &+ 1)..<end {
          let x = 2 &* Int(operands[factor] &>> 2)
          if operands[factor] & 1 != 0 { frames[x, block] ^= flips }
          if operands[factor] & 2 != 0 { frames[x &+ 1, block] ^= flips }
        }
      }
      index = end
    }
  }
}
