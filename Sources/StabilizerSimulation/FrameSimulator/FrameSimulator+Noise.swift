// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import PauliAlgebra

extension FrameSimulator {
  mutating func runNoise(_ step: FrameProgram.Step, _ operands: Span<UInt32>) {
    switch step.kind {
    case .flip: runFlips(step, operands)
    case .flipDense: runDenseFlips(step, operands)
    case .flipRecords: runRecordFlips(step)
    case .depolarize1: runDepolarize1(step, operands)
    case .depolarize2: runDepolarize2(step, operands)
    case .channel1: runChannel1(step, operands)
    case .channel2: runChannel2(step, operands)
    default: runCorrelated(step, operands)
    }
  }

  // MARK: Where events fall

  // The trials of a step are numbered target after target, shot after shot: trial = target · batch + shot.

  @inline(__always)
  private func gapScale(_ step: FrameProgram.Step) -> Double { gapScales[Int(step.rate)] }

  /// Fair bits that are 1 with the probability of a rate, to within 2⁻³².
  ///
  /// Reading p as a binary fraction from its last digit: a 1 takes the union with a fair bit, a 0 the intersection.
  @inline(__always)
  private mutating func bernoulli(_ threshold: UInt64) -> BitRows.Block {
    if threshold >= 1 << 32 { return BitRows.Block(repeating: .max) }
    var result = BitRows.Block.zero
    var digit = threshold.trailingZeroBitCount
    while digit < 32 {
      let fair = noise.nextBlock()
      result = threshold &>> UInt64(digit) & 1 == 1 ? result | fair : result & fair
      digit += 1
    }
    return result
  }

  private func threshold(_ step: FrameProgram.Step) -> UInt64 {
    UInt64((program.rates[Int(step.rate)].probability * 0x1p32).rounded())
  }

  // MARK: Flips

  private mutating func runFlips(_ step: FrameProgram.Step, _ qubits: Span<UInt32>) {
    let scale = gapScale(step)
    let trials = qubits.count &* batchSize
    let mask = batchSize &- 1
    let shift = batchSize.trailingZeroBitCount
    let hasX = UInt64(step.parameter & 1)
    let hasZ = UInt64(step.parameter >> 1 & 1)
    var trial = pending[Int(step.rate)]
    while trial < trials {
      let x = 2 &* Int(qubits[trial &>> shift])
      frames.flip(x, trial & mask, if: hasX)
      frames.flip(x &+ 1, trial & mask, if: hasZ)
      trial &+= 1 &+ noise.nextGap(scale: scale)
    }
    pending[Int(step.rate)] = trial &- trials
  }

  private mutating func runDenseFlips(_ step: FrameProgram.Step, _ qubits: Span<UInt32>) {
    let threshold = threshold(step)
    for index in qubits.indices {
      let x = 2 &* Int(qubits[index])
      for block in 0..<blocks {
        let flips = bernoulli(threshold)
        if step.parameter & 1 != 0 { frames[x, block] ^= flips }
        if step.parameter & 2 != 0 { frames[x &+ 1, block] ^= flips }
      }
    }
  }

  /// Flips results of the measurement just made.
  private mutating func runRecordFlips(_ step: FrameProgram.Step) {
    let first = recordCount &- Int(step.parameter)
    if program.rates[Int(step.rate)].probability > FrameProgram.densityLimit {
      let threshold = threshold(step)
      for result in first..<recordCount {
        for block in 0..<blocks { record[result & ringMask, block] ^= bernoulli(threshold) }
      }
      return
    }
    let scale = gapScale(step)
    let trials = Int(step.parameter) &* batchSize
    let mask = batchSize &- 1
    let shift = batchSize.trailingZeroBitCount
    var trial = pending[Int(step.rate)]
    while trial < trials {
      record.flip((first &+ trial &>> shift) & ringMask, trial & mask)
      trial &+= 1 &+ noise.nextGap(scale: scale)
    }
    pending[Int(step.rate)] = trial &- trials
  }

  // MARK: Channels

  /// Multiplies the frame of one shot on a qubit by the Pauli with the given symplectic bits.
  @inline(__always)
  private mutating func apply(_ pauli: UInt64, to qubit: UInt32, shot: Int) {
    let x = 2 &* Int(qubit)
    frames.flip(x, shot, if: pauli & 1)
    frames.flip(x &+ 1, shot, if: pauli &>> 1 & 1)
  }

  private mutating func runDepolarize1(_ step: FrameProgram.Step, _ qubits: Span<UInt32>) {
    let scale = gapScale(step)
    let trials = qubits.count &* batchSize
    let mask = batchSize &- 1
    let shift = batchSize.trailingZeroBitCount
    var trial = pending[Int(step.rate)]
    while trial < trials {
      apply(1 &+ noise.next(below: 3), to: qubits[trial &>> shift], shot: trial & mask)
      trial &+= 1 &+ noise.nextGap(scale: scale)
    }
    pending[Int(step.rate)] = trial &- trials
  }

  private mutating func runDepolarize2(_ step: FrameProgram.Step, _ qubits: Span<UInt32>) {
    let scale = gapScale(step)
    let trials = qubits.count / 2 &* batchSize
    let mask = batchSize &- 1
    let shift = batchSize.trailingZeroBitCount
    var trial = pending[Int(step.rate)]
    while trial < trials {
      let paulis = 1 &+ noise.next(below: 15)
      let pair = 2 &* (trial &>> shift)
      apply(paulis & 3, to: qubits[pair], shot: trial & mask)
      apply(paulis &>> 2, to: qubits[pair &+ 1], shot: trial & mask)
      trial &+= 1 &+ noise.nextGap(scale: scale)
    }
    pending[Int(step.rate)] = trial &- trials
  }

  /// Picks an outcome by its cumulative share.
  private mutating func pick(_ shares: [Double]) -> Int {
    let unit = Double(noise.next() >> 11) * 0x1p-53
    var outcome = 0
    while outcome < shares.count - 1, unit >= shares[outcome] { outcome += 1 }
    return outcome
  }

  private mutating func runChannel1(_ step: FrameProgram.Step, _ qubits: Span<UInt32>) {
    let shares = program.rates[Int(step.rate)].shares
    let scale = gapScale(step)
    let trials = qubits.count * batchSize
    var trial = pending[Int(step.rate)]
    while trial < trials {
      let pauli = UInt64(pauliOrder[pick(shares) + 1].rawValue)
      apply(pauli, to: qubits[trial / batchSize], shot: trial % batchSize)
      trial += 1 + noise.nextGap(scale: scale)
    }
    pending[Int(step.rate)] = trial - trials
  }

  private mutating func runChannel2(_ step: FrameProgram.Step, _ qubits: Span<UInt32>) {
    let shares = program.rates[Int(step.rate)].shares
    let scale = gapScale(step)
    let trials = qubits.count / 2 * batchSize
    var trial = pending[Int(step.rate)]
    while trial < trials {
      let outcome = pick(shares) + 1
      let pair = 2 * (trial / batchSize)
      let shot = trial % batchSize
      apply(UInt64(pauliOrder[outcome >> 2].rawValue), to: qubits[pair], shot: shot)
      apply(UInt64(pauliOrder[outcome & 3].rawValue), to: qubits[pair + 1], shot: shot)
      trial += 1 + noise.nextGap(scale: scale)
    }
    pending[Int(step.rate)] = trial - trials
  }

  mutating func runHeralded(_ step: FrameProgram.Step, _ qubits: Span<UInt32>) {
    let first = recordCount
    for _ in qubits.indices { record.clear(nextRecordRow()) }
    guard isNoisy, step.rate >= 0 else { return }
    let shares = program.rates[Int(step.rate)].shares
    let scale = gapScale(step)
    let trials = qubits.count * batchSize
    var trial = pending[Int(step.rate)]
    while trial < trials {
      let target = trial / batchSize
      let shot = trial % batchSize
      record.flip((first + target) & ringMask, shot)
      apply(UInt64(pauliOrder[pick(shares)].rawValue), to: qubits[target], shot: shot)
      trial += 1 + noise.nextGap(scale: scale)
    }
    pending[Int(step.rate)] = trial - trials
  }

  private mutating func runCorrelated(_ step: FrameProgram.Step, _ factors: Span<UInt32>) {
    if step.kind == .correlated { chain.clear(0) }
    chain.clear(1)
    let scale = gapScale(step)
    var shot = pending[Int(step.rate)]
    while shot < batchSize {
      chain.flip(1, shot)
      shot += 1 + noise.nextGap(scale: scale)
    }
    pending[Int(step.rate)] = shot - batchSize
    for block in 0..<blocks {
      let fires = chain[1, block] & ~chain[0, block]
      chain[0, block] |= fires
      for index in factors.indices {
        let x = 2 * Int(factors[index] >> 2)
        if factors[index] & 1 != 0 { frames[x, block] ^= fires }
        if factors[index] & 2 != 0 { frames[x + 1, block] ^= fires }
      }
    }
  }
}
