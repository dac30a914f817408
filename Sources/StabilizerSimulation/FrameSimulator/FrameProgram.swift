// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra

/// A circuit made ready for bit-parallel Pauli frames: flat steps, checked once, blocks not unrolled.
///
/// Every gate of the language becomes one of a few steps. Signs are dropped, since a frame only tells
/// by which Pauli the noisy state differs from the reference; so are gates that do nothing to a frame.
struct FrameProgram: Sendable {
  /// What a step does to the frames, the record or the results.
  enum Kind: UInt8, Sendable {
    // One-qubit gates by what they do to (x, z).
    case swapXZ, xIntoZ, zIntoX, cycleXYZ, cycleZYX
    // Two-qubit gates; operands come in pairs.
    case controlledX, controlledZ, swap, twoQubit
    // Collapses.
    case measureX, measureY, measureZ, measureResetX, measureResetY, measureResetZ
    case resetX, resetY, resetZ
    // Products of Paulis: each is a length and that many factors `qubit << 2 | pauli`.
    case measureProducts, rotateProducts
    // Feedback: a qubit and a lookback, or a qubit and a sweep bit; the parameter is the Pauli.
    case recordFeedback, sweepFeedback
    // Constant results.
    case pad
    // Noise; the rate says how likely.
    case flip, flipDense, flipRecords, channel1, channel2, depolarize1, depolarize2
    case correlated, elseCorrelated, heralded
    // Results: each detector is a length and that many lookbacks.
    case detectors, observable, observablePaulis
    /// The steps that follow, up to `parameter`, run `count` times.
    case loop
  }

  struct Step: Sendable {
    var kind: Kind
    /// The range of the operands.
    var start: Int32 = 0
    var end: Int32 = 0
    /// A Pauli, a matrix, an observable, a number of results or the end of a loop.
    var parameter: Int32 = 0
    /// The index of the rate; −1 for none.
    var rate: Int32 = -1
    /// The number of repetitions.
    var count: UInt64 = 0
  }

  /// The probability of an event, prepared for drawing.
  struct Rate: Sendable, Hashable {
    var probability: Double
    /// The cumulative shares of the outcomes, given that the event happens.
    var shares: [Double] = []

    /// −1 / ln(1 − p): turns an exponential variate into a gap.
    var gapScale: Double { gapScaleOf(probability) }
  }

  /// Above this probability, drawing a bit for every shot is cheaper than jumping from event to event.
  static let densityLimit = 0.12

  var steps: [Step] = []
  var operands: [UInt32] = []
  var rates: [Rate] = []
  var counts: Circuit.Counts
  /// The largest number of results of one instruction.
  var widestMeasurement = 1
  /// The largest number of detectors of one step.
  var widestDetectors = 1

  init(_ circuit: Circuit) {
    counts = circuit.counts
    var compiler = FrameCompiler()
    compiler.compile(circuit)
    steps = compiler.steps
    operands = compiler.operands
    rates = compiler.rates
    widestMeasurement = compiler.widestMeasurement
    for step in steps where step.kind == .detectors {
      widestDetectors = max(widestDetectors, Int(step.end - step.start))
    }
  }
}
