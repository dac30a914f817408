// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// Writes shots in any format, as a stream: memory is bounded by a block and one shot.
///
/// Rows of bits and lists of defects are both written without a detour through the other. Call `finish()`
/// at the end: it empties the buffer.
public struct ShotWriter: ~Copyable {
  /// The format.
  public let format: ShotFormat
  /// What the bits are.
  public let layout: ShotLayout

  let sink: any ByteSink
  let width: Int
  /// The bytes that wait to be written are the first `position` ones.
  var buffer: [UInt8]
  var position = 0
  /// A block of empty shots in the formats `01` and `b8`, which is flipped, written and flipped back.
  var template: [UInt8] = []
  /// The words of an unfinished group of `ptb64`, and how many shots it has.
  var group: [UInt64] = []
  var groupCount = 0
  /// The ones of the shot at hand.
  var hits: [UInt32] = []

  static let blockSize = 1 << 17

  /// Prepares to write.
  ///
  /// - Throws: `CircuitError` with code `.limit` if a shot is wider than `ShotLayout.maximumWidth`.
  public init(
    _ format: ShotFormat, layout: ShotLayout, to sink: any ByteSink
  ) throws(CircuitError) {
    guard layout.width <= ShotLayout.maximumWidth else {
      throw CircuitError(
        .limit, "A shot of \(layout.width) bits is too wide; at most 2^32 can be written.")
    }
    self.format = format
    self.layout = layout
    self.sink = sink
    width = layout.width
    buffer = [UInt8](repeating: 0, count: Self.blockSize)
    if format == .ptb64 { group = [UInt64](repeating: 0, count: layout.width) }
  }

  /// Writes the first rows of a matrix, a shot a row.
  ///
  /// - Parameters:
  ///   - rows: The bits, shape (shots × layout.width).
  ///   - count: How many rows; all if `nil`.
  /// - Throws: What the sink throws.
  /// - Precondition: the matrix has `layout.width` columns and at least `count` rows.
  public mutating func write(_ rows: borrowing BitMatrix, count: Int? = nil) throws {
    let count = count ?? rows.rowCount
    precondition(
      rows.columnCount == width && count <= rows.rowCount, "The shots have the wrong shape.")
    let wordsPerRow = rows.wordsPerRow
    for row in 0..<count {
      let start = row * wordsPerRow
      switch format {
      case .zeroOne: try putCharacters(rows.words.span.extracting(start..<start + wordsPerRow))
      case .b8: try putBytes(rows.words.span.extracting(start..<start + wordsPerRow))
      default:
        hits.removeAll(keepingCapacity: true)
        appendHits(rows.words.span.extracting(start..<start + wordsPerRow), offset: 0)
        try putHits()
      }
    }
  }

  /// Writes a batch of defect lists, a shot each.
  ///
  /// - Parameters:
  ///   - batch: The shots.
  ///   - appendingObservables: Whether the flipped observables follow the detectors.
  /// - Throws: What the sink throws.
  /// - Precondition: the layout has no measurements, and the detectors (and observables) of the batch.
  public mutating func write(_ batch: borrowing SyndromeBatch, appendingObservables: Bool) throws {
    precondition(
      layout.measurements == 0 && layout.detectors == batch.detectorCount
        && layout.observables == (appendingObservables ? batch.observableCount : 0),
      "The shots have the wrong shape.")
    switch format {
    case .zeroOne, .b8:
      try putTemplate(batch, appendingObservables: appendingObservables)
    default:
      let wordsPerRow = batch.observables.wordsPerRow
      for shot in 0..<batch.shotCount {
        hits.removeAll(keepingCapacity: true)
        for index in batch.offsets[shot]..<batch.offsets[shot + 1] {
          hits.append(batch.defects[index])
        }
        if appendingObservables {
          let start = shot * wordsPerRow
          appendHits(
            batch.observables.words.span.extracting(start..<start + wordsPerRow),
            offset: batch.detectorCount)
        }
        try putHits()
      }
    }
  }

  /// Writes shots that are in the format `b8` already.
  ///
  /// - Parameter rows: The bits, ⌈width / 8⌉ bytes a shot, with zeros as padding.
  /// - Throws: What the sink throws.
  /// - Precondition: the format is `b8`.
  public mutating func write(packedRows rows: Span<UInt8>) throws {
    precondition(format == .b8, "Packed rows are the format b8 only.")
    try flush()
    try sink.write(rows)
  }

  /// Writes what is left in the buffer.
  ///
  /// - Throws: What the sink throws; `CircuitError` with code `.format` if the number of shots does not
  ///   suit the format.
  public mutating func finish() throws {
    guard groupCount == 0 else {
      throw CircuitError(
        .format, "The format ptb64 holds groups of 64 shots; the number of shots is no multiple.")
    }
    try flush()
  }

  /// Hands the buffer to the sink.
  mutating func flush() throws {
    try sink.write(buffer.span.extracting(first: position))
    position = 0
  }

  /// Collects the ones of a row.
  mutating func appendHits(_ words: Span<UInt64>, offset: Int) {
    for index in words.indices {
      var word = words[index]
      while word != 0 {
        hits.append(UInt32(truncatingIfNeeded: offset + index << 6 + word.trailingZeroBitCount))
        word &= word &- 1
      }
    }
  }
}
