// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives

/// A batch of shots as lists of detection events, with the observables that truly flipped.
///
/// The defects of shot `s` are `defects[offsets[s]..<offsets[s + 1]]`, in ascending order and without repetition.
/// Sparse, because at the error rates of interest nearly all detectors are silent.
public struct SyndromeBatch: Sendable, Hashable {
  /// The number of detectors of the model.
  public let detectorCount: Int
  /// The number of observables of the model.
  public let observableCount: Int
  /// Where the defects of each shot begin, with one more entry for the end: `shotCount + 1` entries.
  public var offsets: [Int]
  /// The detectors that fired, shot after shot.
  public var defects: [UInt32]
  /// The observables that flipped, a row a shot.
  public var observables: BitMatrix

  /// The number of shots.
  public var shotCount: Int { offsets.count - 1 }

  /// Makes a batch of shots in which nothing fired.
  public init(shotCount: Int, detectorCount: Int, observableCount: Int) {
    self.detectorCount = detectorCount
    self.observableCount = observableCount
    offsets = [Int](repeating: 0, count: shotCount + 1)
    defects = []
    observables = BitMatrix(rowCount: shotCount, columnCount: observableCount)
  }
}
