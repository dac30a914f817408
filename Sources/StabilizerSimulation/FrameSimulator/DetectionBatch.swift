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
    let rows = shotRows(appendingObservables: false)
    var ends = [Int](repeating: 0, count: shotCount + 1)
    var total = 0
    for word in rows.words { total &+= word.nonzeroBitCount }
    batch.defects = [UInt32](repeating: 0, count: total)
    let width = rows.wordsPerRow
    let words = rows.words.span
    var place = 0
    var defects = batch.defects.mutableSpan
    for shot in 0..<shotCount {
      for word in 0..<width {
        var bits = words[shot &* width &+ word]
        while bits != 0 {
          defects[place] = UInt32(truncatingIfNeeded: 64 &* word &+ bits.trailingZeroBitCount)
          place &+= 1
          bits &= bits &- 1
        }
      }
      ends[shot + 1] = place
    }
    batch.offsets = ends
    for observable in 0..<observables.rowCount {
      for shot in 0..<shotCount where observables[observable, shot] {
        batch.observables[shot, observable] = true
      }
    }
    return batch
  }
}
