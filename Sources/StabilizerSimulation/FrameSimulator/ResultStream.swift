// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// Samples the results of a circuit of any length, some at a time, in memory that does not grow with it.
///
/// The windows of a batch, put side by side, are bit for bit what the sampler with the same seed and batch
/// number gives at once.
public struct ResultStream: ~Copyable {
  /// Some consecutive results of all shots of a batch.
  public struct Window: Sendable {
    /// The number of the first result: a detector or a measurement.
    public var first: Int
    /// The results, shape (shots × results in the window), a row a shot.
    public var rows: BitMatrix
  }

  /// The number of shots.
  public let shotCount: Int
  var simulator: FrameSimulator
  let reference: BitRecord?
  let windowLength: Int
  var isAtEnd = false

  /// Starts streaming the detectors of one batch.
  ///
  /// - Parameters:
  ///   - sampler: What to sample.
  ///   - seed: The seed of the whole sampling.
  ///   - batch: The number of the batch.
  ///   - shots: How many shots are wanted.
  ///   - windowLength: About how many results a window holds, at least 1.
  /// - Precondition: `shots` is at most the sampler's `shotsPerBatch`.
  public init(
    _ sampler: DetectionSampler, seed: UInt64, batch: UInt64, shots: Int, windowLength: Int
  ) {
    precondition(
      shots <= sampler.shotsPerBatch && windowLength > 0,
      "A stream needs a window, and no more shots than a batch has.")
    simulator = FrameSimulator(
      sampler.program, blocks: sampler.blocks, output: .detections,
      columns: sampler.shotsPerBatch, window: windowLength)
    simulator.randomizesOpenResults = sampler.hasOpenDetectors
    simulator.begin(seed: seed, stream: batch)
    reference = nil
    shotCount = shots
    self.windowLength = windowLength
  }

  /// Starts streaming the measurement results of one batch.
  ///
  /// The parameters are those of the stream of detectors.
  ///
  /// - Precondition: `shots` is at most the sampler's `shotsPerBatch`.
  public init(
    _ sampler: MeasurementSampler, seed: UInt64, batch: UInt64, shots: Int, windowLength: Int
  ) {
    precondition(
      shots <= sampler.shotsPerBatch && windowLength > 0,
      "A stream needs a window, and no more shots than a batch has.")
    simulator = FrameSimulator(
      sampler.program, blocks: sampler.blocks, output: .measurements,
      columns: sampler.shotsPerBatch, window: windowLength)
    simulator.begin(seed: seed, stream: batch)
    reference = sampler.reference
    shotCount = shots
    self.windowLength = windowLength
  }

  /// The next results, or nil when all have been given.
  public mutating func next() -> Window? {
    if isAtEnd { return nil }
    isAtEnd = simulator.advance(window: windowLength)
    let first = simulator.windowStart
    let count = simulator.collectedCount
    guard count > 0 else { return nil }
    let collected =
      simulator.output == .measurements ? simulator.measurements : simulator.detectors
    var rows = BitMatrix(rowCount: shotCount, columnCount: count)
    collected.firstRows(count).writeTranspose(columns: shotCount, into: &rows)
    if let reference {
      for result in 0..<count where reference[first + result] {
        for shot in 0..<shotCount { rows.flip(shot, result) }
      }
    }
    return Window(first: first, rows: rows)
  }

  /// The observable flips, shape (observables × shots), once `next` has given nil.
  public var observables: BitMatrix {
    simulator.observables.matrix(rows: simulator.observables.rowCount, columns: shotCount)
  }

  /// Writes all results that are still to come into the first rows of a matrix, a row a shot.
  ///
  /// Nothing else of the size of the results is held.
  ///
  /// - Parameters:
  ///   - rows: Receives the results from column 0 on.
  ///   - appendingObservables: Whether the observables follow.
  /// - Precondition: the matrix has `shotCount` rows or more, and a column for every result.
  public mutating func fill(_ rows: inout BitMatrix, appendingObservables: Bool) {
    rows.clear()
    var width = 0
    while let window = next() {
      rows.place(window.rows, at: window.first)
      width = window.first + window.rows.columnCount
    }
    if appendingObservables { rows.place(observables.transposed(), at: width) }
  }
}

extension BitMatrix {
  /// Adds a matrix with as many rows or fewer, whose column 0 comes to lie at a given column.
  mutating func place(_ part: BitMatrix, at column: Int) {
    precondition(
      part.rowCount <= rowCount && column + part.columnCount <= columnCount,
      "The part lies outside the matrix.")
    let shift = UInt64(column & 63)
    for row in 0..<part.rowCount {
      let from = row * part.wordsPerRow
      let into = row * wordsPerRow + column >> 6
      for word in 0..<part.wordsPerRow {
        let bits = part.words[from + word]
        words[into + word] ^= bits << shift
        let rest = shift == 0 ? 0 : bits >> (64 - shift)
        if rest != 0 { words[into + word + 1] ^= rest }
      }
    }
  }

  /// The matrix of the first rows alone.
  func firstRows(_ count: Int) -> BitMatrix {
    var result = BitMatrix(rowCount: count, columnCount: columnCount)
    for word in result.words.indices { result.words[word] = words[word] }
    return result
  }
}
