// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives

/// Carries the Pauli frames of many shots through a circuit at once.
///
/// Goals, in order (Gidney, Stim: a fast stabilizer circuit simulator, 2021, section 2.2):
/// 1. a gate on one qubit of every shot is a handful of operations on rows of 512 bits;
/// 2. noise costs the events that happen, not the places where they could;
/// 3. memory follows the reach of the lookbacks and the results asked for, not the length of the run.
///
/// A frame is the Pauli by which a noisy shot differs from the noiseless reference. Row 2q of `frames` holds its
/// X part on qubit q, row 2q + 1 its Z part. Where the reference was free to choose, at open measurement
/// results, the frame is multiplied at random by the measured operator, which makes results fair.
struct FrameSimulator: ~Copyable {
  /// What a run collects.
  enum Output: Sendable {
    /// Detectors and observables.
    case detections
    /// Every measurement result.
    case measurements
    /// Detectors and observables of given results, which replace the simulated ones.
    case replay
    /// The same for results taken without feedback: the frame then holds the feedback that was left out.
    case replayWithFeedback
  }

  let program: FrameProgram
  let output: Output
  /// Whether open results are randomized.
  ///
  /// Off, every shot makes the reference's choices.
  var randomizesOpenResults = true
  /// Whether noise acts.
  var isNoisy = true

  var frames: BitRows
  /// The last results, as flips of the reference, in a ring.
  var record: BitRows
  var observables: BitRows
  /// One row a sweep bit; no rows at all stands for zeros.
  var sweep: BitRows
  /// Row 0: where the chain of correlated errors has fired; row 1: where the present error fires.
  var chain: BitRows
  /// What is collected, or in a replay given: a row a detector or a measurement.
  var detectors: BitMatrix
  var measurements: BitMatrix
  var noise: NoiseStream
  /// For each rate, how many trials are left before its next event.
  ///
  /// Trials have no memory, so the count carries over from step to step.
  var pending: PackedBuffer<Int>
  var gapScales: PackedBuffer<Double>
  let ringMask: Int
  let blocks: Int
  var recordCount = 0
  var detectorCount = 0
  /// How many results have left the ring for `measurements`.
  var flushedCount = 0
  /// The number of the detector or measurement that row 0 of what is collected stands for.
  var windowStart = 0
  private var nextStep = 0
  private var loops: [Loop] = []

  /// A block under way: its steps, and how often they must still run, this time included.
  private struct Loop {
    var start: Int
    var end: Int
    var remaining: UInt64
  }

  /// Makes the working memory.
  ///
  /// - Parameters:
  ///   - program: What to run.
  ///   - blocks: How many blocks of 512 shots run at once; a power of 2.
  ///   - output: What to collect.
  ///   - columns: How many of the shots are kept; a multiple of 64.
  ///   - window: How many detectors or measurements are held at once; all of them when nil.
  init(
    _ program: FrameProgram, blocks: Int, output: Output, columns: Int, window: Int? = nil
  ) {
    precondition(
      blocks.nonzeroBitCount == 1 && columns % 64 == 0 && columns <= 512 * blocks,
      "A batch is 512 shots times a power of two, and whole words of it are kept.")
    self.program = program
    self.output = output
    self.blocks = blocks
    let counts = program.counts
    frames = BitRows(rowCount: 2 * counts.qubits, blocksPerRow: blocks)
    let reach = max(counts.lookback, program.widestMeasurement)
    var ring = 1
    while ring < reach { ring *= 2 }
    ringMask = ring - 1
    record = BitRows(rowCount: ring, blocksPerRow: blocks)
    observables = BitRows(rowCount: counts.observables, blocksPerRow: blocks)
    sweep = BitRows(rowCount: 0, blocksPerRow: blocks)
    chain = BitRows(rowCount: 2, blocksPerRow: blocks)
    // One step may run past the end of a window, by as much as it adds.
    let rows =
      window.map { $0 + ring + program.widestDetectors }
      ?? Int(output == .measurements ? counts.measurements : counts.detectors)
    detectors = BitMatrix(rowCount: output == .measurements ? 0 : rows, columnCount: columns)
    measurements = BitMatrix(rowCount: output == .measurements ? rows : 0, columnCount: columns)
    noise = NoiseStream(seed: 0, stream: 0)
    pending = PackedBuffer(repeating: 0, count: program.rates.count)
    gapScales = PackedBuffer(program.rates.map(\.gapScale))
  }

  /// The number of shots that run at once.
  var batchSize: Int { 512 &* blocks }

  /// Runs one batch from the start to the end.
  mutating func run(seed: UInt64, stream: UInt64) {
    begin(seed: seed, stream: stream)
    _ = advance(window: .max)
  }

  /// Goes back to the start; what comes out depends on the seed and the stream alone.
  mutating func begin(seed: UInt64, stream: UInt64) {
    noise = NoiseStream(seed: seed, stream: stream)
    for index in 0..<pending.count { pending[index] = noise.nextGap(scale: gapScales[index]) }
    recordCount = 0
    detectorCount = 0
    flushedCount = 0
    windowStart = 0
    nextStep = 0
    loops = []
    frames.clear()
    chain.clear()
    observables.clear()
    if randomizesOpenResults {
      // |0⟩ is an eigenstate of Z, so a Z in front changes nothing but what later results are free to be.
      for qubit in 0..<program.counts.qubits { randomize(2 * qubit + 1) }
    }
  }

  /// The number of detectors or measurements collected in the present window.
  var collectedCount: Int {
    (output == .measurements ? flushedCount : detectorCount) - windowStart
  }

  /// Runs on until so many detectors or measurements are collected, or to the end.
  ///
  /// - Returns: Whether the end was reached.
  mutating func advance(window: Int) -> Bool {
    windowStart += collectedCount
    let steps = program.steps
    let operands = program.operands
    while true {
      while let loop = loops.last, loop.end == nextStep {
        if loop.remaining > 1 {
          loops[loops.count - 1].remaining -= 1
          nextStep = loop.start
        } else {
          loops.removeLast()
        }
      }
      guard nextStep < steps.count else { break }
      let step = steps[nextStep]
      nextStep += 1
      if step.kind == .loop {
        loops.append(Loop(start: nextStep, end: Int(step.parameter), remaining: step.count))
      } else {
        run(step, operands.span.extracting(Int(step.start)..<Int(step.end)))
        if collectedCount >= window { return false }
      }
    }
    if output == .measurements { flush() }
    return true
  }

  private mutating func run(_ step: FrameProgram.Step, _ operands: Span<UInt32>) {
    switch step.kind {
    case .swapXZ, .xIntoZ, .zIntoX, .cycleXYZ, .cycleZYX: runOneQubit(step.kind, operands)
    case .controlledX: runControlledX(operands)
    case .controlledZ: runControlledZ(operands)
    case .swap: runSwap(operands)
    case .twoQubit: runTwoQubit(UInt16(truncatingIfNeeded: step.parameter), operands)
    case .resetX, .resetY, .resetZ: runReset(step.kind, operands)
    case .rotateProducts: runProducts(step.kind, operands)
    case .measureX, .measureY, .measureZ, .measureResetX, .measureResetY, .measureResetZ,
      .measureProducts, .pad, .heralded:
      runMeasuring(step, operands)
    case .recordFeedback, .sweepFeedback: runFeedback(step, operands)
    case .flip, .flipDense, .flipRecords, .channel1, .channel2, .depolarize1, .depolarize2,
      .correlated, .elseCorrelated:
      if isNoisy { runNoise(step, operands) }
    case .detectors: runDetectors(operands)
    case .observable, .observablePaulis: runObservable(step, operands)
    case .loop: break
    }
  }

  /// Runs a step that adds results, which old ones leave the ring for first, and given ones replace.
  private mutating func runMeasuring(_ step: FrameProgram.Step, _ operands: Span<UInt32>) {
    if output == .measurements { flush() }
    let first = recordCount
    switch step.kind {
    case .measureX, .measureY, .measureZ: runMeasure(step.kind, operands)
    case .measureProducts: runProducts(step.kind, operands)
    case .pad:
      for _ in operands.indices { record.clear(nextRecordRow()) }
    case .heralded: runHeralded(step, operands)
    default: runMeasureReset(step.kind, operands)
    }
    if output == .replay || output == .replayWithFeedback { replay(from: first) }
  }

  /// The row of the next result, which the caller must fill.
  @inline(__always)
  mutating func nextRecordRow() -> Int {
    let row = recordCount & ringMask
    recordCount &+= 1
    return row
  }

  /// Fills a row with fair bits.
  @inline(__always)
  mutating func randomize(_ row: Int) {
    for block in 0..<blocks { frames[row, block] = noise.nextBlock() }
  }
}
