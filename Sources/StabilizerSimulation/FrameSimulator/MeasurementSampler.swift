// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// Samples the measurement results of a noisy circuit, batch after batch.
///
/// Frames tell how each shot differs from a reference, so the reference is added to them. Batch number b
/// of a seed is the same whenever, wherever and in whatever order it is sampled.
public struct MeasurementSampler: Sendable {
  let program: FrameProgram
  let blocks: Int
  let reference: BitRecord?

  /// The number of measurement results of a shot.
  public let measurementCount: Int
  /// The number of shots in a full batch.
  public let shotsPerBatch: Int

  /// Prepares a circuit, which includes its reference sample.
  ///
  /// - Parameters:
  ///   - circuit: What to sample.
  ///   - skipsReference: Whether to take a reference of zeros, giving flips instead of results.
  /// - Throws: `CircuitError` with code `.limit` if a batch of results could not be held in memory.
  /// - Precondition: the circuit is valid.
  public init(_ circuit: Circuit, skipsReference: Bool = false) throws(CircuitError) {
    program = FrameProgram(circuit)
    let counts = program.counts
    let size = try BatchSize(
      rows: counts.measurements, name: "measurements", qubits: counts.qubits)
    measurementCount = Int(counts.measurements)
    blocks = size.blocks
    shotsPerBatch = size.shots
    reference = skipsReference ? nil : try circuit.referenceSample()
  }

  /// Whether the circuit is so long that its results are better streamed; see `ResultStream`.
  public var isLong: Bool { shotsPerBatch < 512 }

  /// Makes the working memory for one worker.
  public func makeEngine() -> MeasurementEngine {
    MeasurementEngine(self)
  }

  /// Samples shots in batches and hands each batch out, in order, a row a shot.
  ///
  /// - Parameters:
  ///   - shots: The number of shots in all.
  ///   - seed: The same seed gives the same shots.
  ///   - sink: Receives the results of each batch, shape (shots × measurements).
  /// - Throws: What `sink` throws.
  public func sample(shots: Int, seed: UInt64, _ sink: (BitMatrix) throws -> Void) rethrows {
    var engine = makeEngine()
    var done = 0
    var index: UInt64 = 0
    while done < shots {
      let count = min(shotsPerBatch, shots - done)
      try sink(engine.sample(seed: seed, batch: index, shots: count))
      done += count
      index += 1
    }
  }
}

/// The working memory with which one worker samples measurement results.
public struct MeasurementEngine: ~Copyable {
  var simulator: FrameSimulator
  let reference: BitRecord?

  init(_ sampler: MeasurementSampler) {
    simulator = FrameSimulator(
      sampler.program, blocks: sampler.blocks, output: .measurements,
      columns: sampler.shotsPerBatch)
    reference = sampler.reference
  }

  /// Samples one batch.
  ///
  /// - Parameters:
  ///   - seed: The seed of the whole sampling.
  ///   - index: The number of the batch; with the seed it determines every bit.
  ///   - shots: How many shots of the batch are wanted.
  /// - Returns: The results, shape (shots × measurements).
  /// - Precondition: `shots` is at most the sampler's `shotsPerBatch`.
  public mutating func sample(seed: UInt64, batch index: UInt64, shots: Int) -> BitMatrix {
    precondition(
      shots <= simulator.measurements.columnCount, "A batch does not hold that many shots.")
    simulator.run(seed: seed, stream: index)
    var rows = BitMatrix(
      rowCount: shots, columnCount: simulator.measurements.rowCount)
    simulator.measurements.writeTranspose(columns: shots, into: &rows)
    guard let reference else { return rows }
    let width = rows.wordsPerRow
    for shot in 0..<shots {
      for word in 0..<width { rows.words[shot * width + word] ^= reference.words[word] }
    }
    return rows
  }
}
