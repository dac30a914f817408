// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// Turns recorded measurement results into detection events and observable flips.
///
/// A detector fires where the parity of its results differs from the noiseless expectation: that of the
/// reference sample, moved by what the shot's sweep bits change. For results taken without the circuit's
/// feedback, the Paulis left out are carried as a frame, and the results are first flipped where the feedback would
/// have flipped them.
public struct DetectionConverter: ~Copyable {
  /// How the results came about and what they are compared with.
  public struct Options: Sendable {
    /// Whether to take the noiseless results as all zero, which saves simulating them.
    public var skipsReference = false
    /// Whether the hardware left the feedback out, so that it must be applied to the results.
    public var ranWithoutFeedback = false

    /// The options as they are by default.
    public init() {}
  }

  /// The number of measurement results of a shot.
  public let measurementCount: Int
  /// The number of sweep bits that the circuit reads.
  public let sweepBitCount: Int
  /// The number of detectors.
  public let detectorCount: Int
  /// The number of observables.
  public let observableCount: Int
  /// The largest number of shots that can be converted at once.
  public let shotsPerBatch: Int

  var replayer: FrameSimulator
  /// Finds what sweep bits change; its results are added.
  var sweeper: FrameSimulator?
  let options: Options
  let reference: BitRecord
  /// For each detector and then each observable, whether the reference's parity must be added.
  var expected: [Bool] = []

  /// Prepares a circuit.
  ///
  /// - Throws: `CircuitError` with code `.limit` if a batch could not be held in memory.
  /// - Precondition: the circuit is valid.
  public init(_ circuit: Circuit, options: Options = Options()) throws(CircuitError) {
    let program = FrameProgram(circuit)
    let counts = program.counts
    let size = try BatchSize(
      rows: max(counts.measurements, counts.detectors), name: "measurements and detectors",
      qubits: counts.qubits)
    let sample = options.skipsReference ? BitRecord() : try circuit.referenceSample()
    self.options = options
    measurementCount = Int(counts.measurements)
    sweepBitCount = counts.sweepBits
    detectorCount = Int(counts.detectors)
    observableCount = counts.observables
    shotsPerBatch = size.shots
    reference = sample
    replayer = FrameSimulator(
      program, blocks: size.blocks,
      output: options.ranWithoutFeedback ? .replayWithFeedback : .replay, columns: size.shots)
    replayer.randomizesOpenResults = false
    replayer.isNoisy = false
    if counts.sweepBits > 0 {
      var simulator = FrameSimulator(
        program, blocks: size.blocks, output: .detections, columns: size.shots)
      simulator.randomizesOpenResults = false
      simulator.isNoisy = false
      simulator.sweep = BitRows(rowCount: counts.sweepBits, blocksPerRow: size.blocks)
      sweeper = consume simulator
    }
    expected = DetectionConverter.parities(of: reference, program)
  }

  /// The parities of the detectors and observables in one record.
  private static func parities(of record: BitRecord, _ program: FrameProgram) -> [Bool] {
    let observables = program.counts.observables
    guard record.count > 0 else {
      return [Bool](repeating: false, count: Int(program.counts.detectors) + observables)
    }
    var simulator = FrameSimulator(program, blocks: 1, output: .replay, columns: 64)
    simulator.randomizesOpenResults = false
    simulator.isNoisy = false
    simulator.measurements = BitMatrix(rowCount: record.count, columnCount: 64)
    for result in 0..<record.count where record[result] {
      simulator.measurements[result, 0] = true
    }
    simulator.run(seed: 0, stream: 0)
    return (0..<simulator.detectors.rowCount).map { simulator.detectors[$0, 0] }
      + (0..<observables).map { simulator.observables[$0, word: 0] & 1 == 1 }
  }

  /// Converts a batch of shots.
  ///
  /// - Parameters:
  ///   - measurements: The results, shape (shots × measurements), a row a shot.
  ///   - sweepBits: The sweep bits, shape (shots × bits); bits that are not given are 0.
  ///   - shots: How many rows to convert.
  /// - Returns: The detection events and observable flips.
  /// - Precondition: `shots` is at most `shotsPerBatch`, and the matrices have that many rows and fit the circuit.
  public mutating func convert(
    _ measurements: BitMatrix, sweepBits: BitMatrix? = nil, shots: Int
  ) -> DetectionBatch {
    precondition(
      shots <= shotsPerBatch && measurements.rowCount >= shots
        && measurements.columnCount == measurementCount,
      "Converting needs one bit for each measurement of the circuit in each shot.")
    replayer.measurements = DetectionConverter.columns(
      of: measurements, shots: shots, width: shotsPerBatch)
    replayer.run(seed: 0, stream: 0)
    var batch = DetectionBatch(
      detectors: replayer.detectors,
      observables: replayer.observables.matrix(rows: observableCount, columns: shotsPerBatch),
      shotCount: shots)
    for (row, isOdd) in expected.enumerated() where isOdd {
      if row < detectorCount {
        batch.detectors.invert(row: row)
      } else {
        batch.observables.invert(row: row - detectorCount)
      }
    }
    if let sweepBits { addSweep(sweepBits, shots: shots, to: &batch) }
    return batch
  }

  private mutating func addSweep(
    _ sweepBits: BitMatrix, shots: Int, to batch: inout DetectionBatch
  ) {
    precondition(sweepBits.rowCount >= shots, "Every shot needs its sweep bits.")
    guard var simulator = sweeper.take() else { return }
    simulator.sweep.clear()
    for shot in 0..<shots {
      for bit in 0..<min(sweepBitCount, sweepBits.columnCount) where sweepBits[shot, bit] {
        simulator.sweep.flip(bit, shot)
      }
    }
    simulator.run(seed: 0, stream: 0)
    for index in batch.detectors.words.indices {
      batch.detectors.words[index] ^= simulator.detectors.words[index]
    }
    let flips = simulator.observables.matrix(rows: observableCount, columns: shotsPerBatch)
    for index in batch.observables.words.indices {
      batch.observables.words[index] ^= flips.words[index]
    }
    sweeper = consume simulator
  }

  /// The first rows of a matrix as columns of one with `width` columns.
  private static func columns(of rows: BitMatrix, shots: Int, width: Int) -> BitMatrix {
    var padded = BitMatrix(rowCount: width, columnCount: rows.columnCount)
    for word in 0..<(shots * rows.wordsPerRow) { padded.words[word] = rows.words[word] }
    return padded.transposed()
  }
}

extension BitMatrix {
  /// Flips every bit of a row whose columns fill whole words.
  mutating func invert(row: Int) {
    for word in 0..<wordsPerRow { words[row * wordsPerRow + word] ^= .max }
  }
}
