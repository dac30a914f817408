// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The syndromes that errors can give: a space over GF(2), with coordinates.
///
/// Detectors can depend on one another (the product of all plaquettes of a torus is the identity), so the rank may
/// be far below their number. The pivot detectors, found by elimination, are independent and give the coordinates; each
/// other detector is the parity of some of them.
struct SyndromeSpace: Sendable {
  /// The dimension.
  let rank: Int
  /// For each detector that some error flips, its coordinate if it is a pivot, else the coordinates that it sums.
  private let parts: [UInt32: Part]
  /// The sums of the detectors that are no pivots.
  private let sums: [Int]

  private enum Part: Sendable {
    case pivot(Int)
    case parity(Int)
  }

  /// Finds coordinates for the space that lists of detectors, each without repetition, generate.
  ///
  /// Beyond 62 dimensions the coordinates do not fit and only `rank` has a meaning.
  init(_ generators: [[UInt32]]) {
    var reduced: [UInt32: Set<UInt32>] = [:]
    for generator in generators {
      var vector = Set(generator)
      while let lead = vector.max(), let row = reduced[lead] { vector.formSymmetricDifference(row) }
      if let lead = vector.max() { reduced[lead] = vector }
    }
    let pivots = reduced.keys.sorted()
    rank = pivots.count
    guard rank <= 62 else {
      parts = [:]
      sums = []
      return
    }
    // Clear every pivot from the rows of larger ones, so that a row holds one pivot.
    for (place, lead) in pivots.enumerated() {
      guard let row = reduced[lead] else { continue }
      for larger in pivots[(place + 1)...] {
        if reduced[larger]?.contains(lead) == true {
          reduced[larger]?.formSymmetricDifference(row)
        }
      }
    }
    var sums: [UInt32: Int] = [:]
    for (place, lead) in pivots.enumerated() {
      for detector in reduced[lead] ?? [] where detector != lead {
        sums[detector, default: 0] |= 1 << place
      }
    }
    var parts = sums.mapValues { Part.parity($0) }
    for (place, lead) in pivots.enumerated() { parts[lead] = .pivot(place) }
    self.parts = parts
    self.sums = Array(sums.values)
  }

  /// The coordinates of a syndrome that is known to be in the space, as a whole number.
  func index(of detectors: [UInt32]) -> Int {
    var index = 0
    for detector in detectors {
      if case .pivot(let place) = parts[detector] { index |= 1 << place }
    }
    return index
  }

  /// The coordinates of a syndrome; nil if it is not in the space.
  func indexIfPossible(of detectors: ArraySlice<UInt32>) -> Int? {
    var index = 0
    for detector in detectors {
      guard let part = parts[detector] else { return nil }
      if case .pivot(let place) = part { index |= 1 << place }
    }
    // Dependent detectors: each must be the parity it stands for.
    var dependent = 0
    for detector in detectors {
      if case .parity(let mask) = parts[detector] {
        guard (mask & index).nonzeroBitCount & 1 == 1 else { return nil }
        dependent += 1
      }
    }
    let expected = sums.count { ($0 & index).nonzeroBitCount & 1 == 1 }
    return dependent == expected ? index : nil
  }
}
