// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

/// The detection events and observable flips of a batch of shots, a row a detector and a column a shot.
public struct DetectionBatch: Sendable {
  /// The detection events, shape (detectors × shots); columns from `shotCount` on are surplus.
  public internal(set) var detectors: BitMatrix
  /// The observable flips, shape (observables × shots); columns from `shotCount` on are surplus.
  public internal(set) var observables: BitMatrix
  /// The number of shots.
  public internal(set) var shotCount: Int

  /// The same bits with a row a shot, detectors first.
  ///
  /// - Parameter appendingObservables: Whether the observables follow the detectors in each row.
  /// - Returns: The bits, shape (shots × detectors) or (shots × (detectors + observables)).
  /// - Complexity: O(detectors · shots / 64).
  public func shotRows(appendingObservables: Bool) -> BitMatrix {
    let width = detectors.rowCount + (appendingObservables ? observables.rowCount : 0)
    var rows = BitMatrix(rowCount: shotCount, columnCount: width)
    fill(&rows, appendingObservables: appendingObservables)
    return rows
  }

  /// Writes the shots into the first rows of a matrix, which may have more rows.
  ///
  /// - Precondition: the matrix has `shotCount` rows or more, and as many columns as are written.
  public func fill(_ rows: inout BitMatrix, appendingObservables: Bool) {
    precondition(
      rows.rowCount >= shotCount
        && rows.columnCount == detectors.rowCount
          + (appendingObservables ? observables.rowCount : 0),
      "The matrix must have a row for every shot and a column for every result.")
    detectors.writeTranspose(columns: shotCount, into: &rows)
    guard appendingObservables else { return }
    for observable in 0..<observables.rowCount {
      let column = detectors.rowCount + observable
      for shot in 0..<shotCount { rows[shot, column] = observables[observable, shot] }
    }
  }

  /// The shots as lists of defects.
  ///
  /// - Complexity: O(detectors · shots / 64 + defects).
  public func syndromes() -> SyndromeBatch {
    var batch = SyndromeBatch(
      shotCount: shotCount, detectorCount: detectors.rowCount,
      observableCount: observables.rowCount)
    // Two passes over the set bits: how many each shot has, then where each goes.
    var next = [Int](repeating: 0, count: shotCount + 1)
    do {
      var counts = next.mutableSpan
      forEachDefect { _, shot in counts[shot &+ 1] &+= 1 }
      for shot in 0..<shotCount { counts[shot + 1] += counts[shot] }
    }
    batch.offsets = next
    var defects = [UInt32](repeating: 0, count: next[shotCount])
    do {
      var places = next.mutableSpan
      var sorted = defects.mutableSpan
      forEachDefect { detector, shot in
        sorted[places[shot]] = UInt32(truncatingIfNeeded: detector)
        places[shot] &+= 1
      }
    }
    batch.defects = defects
    for observable in 0..<observables.rowCount {
      for shot in 0..<shotCount where observables[observable, shot] {
        batch.observables[shot, observable] = true
      }
    }
    return batch
  }

  @inline(__always)
  private func forEachDefect(_ body: (_ detector: Int, _ shot: Int) -> Void) {
    let width = detectors.wordsPerRow
    let used = (shotCount + 63) / 64
    let words = detectors.words.span
    for detector in 0..<detectors.rowCount {
      for word in 0..<used {
        var bits = words[detector &* width &+ word]
        if word == used - 1, shotCount & 63 != 0 { bits &= 1 << UInt64(shotCount & 63) - 1 }
        while bits != 0 {
          body(detector, 64 &* word &+ bits.trailingZeroBitCount)
          bits &= bits &- 1
        }
      }
    }
  }
}
