// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
import ComputePrimitives

/// Samples detection events and observable flips of a noisy circuit, batch after batch.
///
/// No reference sample is needed: detectors compare results, and frames carry the differences. Batch number b of
/// a seed is the same whenever, wherever and in whatever order it is sampled.
public struct DetectionSampler: Sendable {
  let program: FrameProgram
  let blocks: Int
  /// Whether some detector or observable depends on open results, so that these must be drawn.
  let hasOpenDetectors: Bool

  /// The number of detectors.
  public let detectorCount: Int
  /// The number of observables.
  public let observableCount: Int
  /// The number of shots in a full batch.
  public let shotsPerBatch: Int

  /// Prepares a circuit.
  ///
  /// - Throws: `CircuitError` with code `.limit` if a batch of results could not be held in memory.
  /// - Precondition: the circuit is valid.
  public init(_ circuit: Circuit) throws(CircuitError) {
    program = FrameProgram(circuit)
    let counts = program.counts
    let size = try BatchSize(
      rows: counts.detectors, name: "detectors", qubits: counts.qubits)
    detectorCount = Int(counts.detectors)
    observableCount = counts.observables
    blocks = size.blocks
    shotsPerBatch = size.shots
    hasOpenDetectors = DetectionSampler.findsOpenDetectors(program)
  }

  /// Whether detectors vary without noise, when open results are drawn at random.
  ///
  /// Frames are linear in the random bits, so a detector that depends on any stays silent in 512 shots with
  /// probability 2⁻⁵¹². Long circuits are not run twice; they simply keep on drawing.
  private static func findsOpenDetectors(_ program: FrameProgram) -> Bool {
    guard program.counts.instructions <= 1 << 20, program.counts.detectors <= 1 << 20 else {
      return true
    }
    var simulator = FrameSimulator(program, blocks: 1, output: .detections, columns: 512)
    simulator.isNoisy = false
    simulator.run(seed: 0x5EED, stream: 0)
    if simulator.detectors.words.contains(where: { $0 != 0 }) { return true }
    for row in 0..<simulator.observables.rowCount where simulator.observables[row, 0] != .zero {
      return true
    }
    return false
  }

  /// Whether the circuit is so long that its results are better streamed; see `ResultStream`.
  public var isLong: Bool { shotsPerBatch < 512 }

  /// Makes the working memory for one worker.
  public func makeEngine() -> DetectionEngine {
    DetectionEngine(self)
  }

  /// Makes an empty batch, to be filled by an engine.
  public func makeBatch() -> DetectionBatch {
    DetectionBatch(
      detectors: BitMatrix(rowCount: detectorCount, columnCount: shotsPerBatch),
      observables: BitMatrix(rowCount: observableCount, columnCount: shotsPerBatch), shotCount: 0)
  }

  /// Samples shots in batches and hands each batch out, in order.
  ///
  /// - Parameters:
  ///   - shots: The number of shots in all.
  ///   - seed: The same seed gives the same shots.
  ///   - sink: Receives each batch; the last one may be short.
  /// - Throws: What `sink` throws.
  public func sample(
    shots: Int, seed: UInt64, _ sink: (DetectionBatch) throws -> Void
  ) rethrows {
    var engine = makeEngine()
    var batch = makeBatch()
    var done = 0
    var index: UInt64 = 0
    while done < shots {
      engine.sample(
        seed: seed, batch: index, shots: min(shotsPerBatch, shots - done), into: &batch)
      try sink(batch)
      done += batch.shotCount
      index += 1
    }
  }
}

/// The working memory with which one worker samples detection events.
public struct DetectionEngine: ~Copyable {
  var simulator: FrameSimulator
  let detectorCount: Int

  init(_ sampler: DetectionSampler) {
    // A run writes into the batch it is given, so the simulator needs no results of its own.
    simulator = FrameSimulator(
      sampler.program, blocks: sampler.blocks, output: .detections,
      columns: sampler.shotsPerBatch, window: 0)
    simulator.randomizesOpenResults = sampler.hasOpenDetectors
    detectorCount = sampler.detectorCount
  }

  /// Samples one batch.
  ///
  /// - Parameters:
  ///   - seed: The seed of the whole sampling.
  ///   - index: The number of the batch; with the seed it determines every bit.
  ///   - shots: How many shots of the batch are wanted.
  ///   - batch: Receives the results; made by the sampler's `makeBatch`.
  /// - Precondition: `shots` is at most the sampler's `shotsPerBatch`.
  public mutating func sample(
    seed: UInt64, batch index: UInt64, shots: Int, into batch: inout DetectionBatch
  ) {
    precondition(
      shots <= simulator.detectors.columnCount
        && batch.detectors.columnCount == simulator.detectors.columnCount
        && batch.detectors.rowCount == detectorCount,
      "The batch must come from the sampler's makeBatch, and hold the shots.")
    // The simulator writes into the batch's own memory.
    swap(&simulator.detectors, &batch.detectors)
    simulator.run(seed: seed, stream: index)
    swap(&simulator.detectors, &batch.detectors)
    for row in 0..<simulator.observables.rowCount {
      for block in 0..<simulator.blocks {
        batch.observables.store(simulator.observables[row, block], row: row, block: block)
      }
    }
    batch.shotCount = shots
  }
}

/// How many shots run at once, so that the results of a batch stay within bounds.
struct BatchSize {
  let blocks: Int
  let shots: Int

  /// The most memory for the results of a batch, in bytes, where a narrower batch can keep to it.
  static let resultBudget: UInt64 = 1 << 26

  init(rows: UInt64, name: String, qubits: Int) throws(CircuitError) {
    guard rows <= 1 << 31 else {
      throw CircuitError(
        .limit, "The circuit has \(rows) \(name); at most \(1 << 31) can be sampled at once.")
    }
    let wanted = qubits <= 1 << 14 ? 2 : 1
    if rows * UInt64(64 * wanted) <= BatchSize.resultBudget {
      blocks = wanted
      shots = 512 * wanted
    } else {
      // A row of results then keeps only as many whole words as fit, at least one.
      blocks = 1
      shots = 64 * Int(max(1, min(8, BatchSize.resultBudget / (rows * 8))))
    }
  }
}
