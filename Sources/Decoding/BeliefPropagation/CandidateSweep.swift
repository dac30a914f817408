// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Searches the solutions that flip free columns for the lightest.
///
/// A solution is a set of rows, whose pivot columns are errors, and a few free columns. The weight of a set of rows is
/// looked up, eight rows at a time.
struct CandidateSweep: ~Copyable {
  private typealias Block = RowReduction.Block

  private let sweep: BeliefFallback.Sweep
  private let blockCount: Int
  /// The weight of each set of eight rows, 256 entries for each eight rows.
  private var tables: PackedBuffer<Float>
  private var chunkCount = 0
  /// The rows of the first solution.
  private var base: PackedBuffer<RowReduction.Block>
  /// The reduced forms of the first free columns, and one for work.
  private var first: PackedBuffer<RowReduction.Block>
  private var columns: PackedBuffer<UInt32>
  private var columnWeights: PackedBuffer<Float>
  private var count = 0
  private var best: PackedBuffer<RowReduction.Block>
  private var bestColumns: GrowableBuffer<UInt32>
  private var bestWeight: Float = 0
  /// How many of the best columns later offers come on top of, and what these weigh.
  private var keptCount = 0
  private var keptWeight: Float = 0
  private var hasBest = false

  init(rowCount: Int, _ sweep: BeliefFallback.Sweep) {
    self.sweep = sweep
    blockCount = max(1, (rowCount + 511) / 512)
    let chunks = sweep.order > 0 ? (rowCount + 7) / 8 : 0
    tables = PackedBuffer(repeating: 0, count: chunks * 256)
    base = PackedBuffer(repeating: .zero, count: blockCount)
    first = PackedBuffer(repeating: .zero, count: (sweep.order + 1) * blockCount)
    columns = PackedBuffer(repeating: 0, count: sweep.order)
    columnWeights = PackedBuffer(repeating: 0, count: sweep.order)
    best = PackedBuffer(repeating: .zero, count: blockCount)
    bestColumns = GrowableBuffer(minimumCapacity: max(2, sweep.order))
  }

  /// Begins with the first solution of a system.
  mutating func begin(
    _ reduction: borrowing RowReduction, _ weights: borrowing PackedBuffer<Double>
  ) {
    count = 0
    keptCount = 0
    keptWeight = 0
    hasBest = true
    bestColumns.truncate(to: 0)
    chunkCount = (reduction.rowCount + 7) / 8
    for block in 0..<blockCount {
      base[block] = reduction.right[block]
      best[block] = reduction.right[block]
    }
    for chunk in 0..<chunkCount {
      let table = chunk << 8
      tables[table] = 0
      for bit in 0..<8 {
        let row = chunk << 3 | bit
        let column = row < reduction.rowCount ? reduction.pivotColumns[row] : none
        let weight = column == none ? 0 : Float(weights[Int(column)])
        for value in 0..<(1 << bit) {
          tables[table | 1 << bit | value] = tables[table | value] + weight
        }
      }
    }
    bestWeight = weight(of: base)
  }

  /// Tries a free column alone, and keeps it for combination if it is among the first.
  mutating func offer(
    _ reduced: borrowing PackedBuffer<RowReduction.Block>, _ column: UInt32, _ weight: Float
  ) {
    let work = sweep.order &* blockCount
    for block in 0..<blockCount { first[work &+ block] = base[block] ^ reduced[block] }
    let total = self.weight(from: work) + keptWeight + weight
    if total < bestWeight {
      take(from: work, total)
      bestColumns.append(column)
    }
    if count < sweep.order {
      for block in 0..<blockCount { first[count &* blockCount &+ block] = reduced[block] }
      columns[count] = column
      columnWeights[count] = weight
      count += 1
    }
  }

  /// Tries the combinations of the columns that were kept: pairs, or every set.
  mutating func combine() {
    let work = sweep.order &* blockCount
    switch sweep.method {
    case .combination:
      for i in 0..<count {
        for j in (i + 1)..<max(i + 1, count) {
          for block in 0..<blockCount {
            first[work &+ block] =
              base[block] ^ first[i &* blockCount &+ block] ^ first[j &* blockCount &+ block]
          }
          let total = weight(from: work) + keptWeight + columnWeights[i] + columnWeights[j]
          if total < bestWeight {
            take(from: work, total)
            bestColumns.append(columns[i])
            bestColumns.append(columns[j])
          }
        }
      }
    case .exhaustive:
      for block in 0..<blockCount { first[work &+ block] = base[block] }
      // In Gray order, each set differs from the one before by the column of the lowest one bit.
      var set: UInt64 = 0
      for step in 1..<(UInt64(1) << UInt64(count)) {
        let flipped = step.trailingZeroBitCount
        set ^= 1 << UInt64(flipped)
        for block in 0..<blockCount {
          first[work &+ block] ^= first[flipped &* blockCount &+ block]
        }
        if set.nonzeroBitCount < 2 { continue }
        var total = weight(from: work) + keptWeight
        for index in 0..<count where set >> UInt64(index) & 1 == 1 {
          total += columnWeights[index]
        }
        if total < bestWeight {
          take(from: work, total)
          for index in 0..<count where set >> UInt64(index) & 1 == 1 {
            bestColumns.append(columns[index])
          }
        }
      }
    }
  }

  /// Takes the lightest solution so far as the one from which further columns are flipped.
  mutating func keepBest() {
    count = 0
    for block in 0..<blockCount { base[block] = best[block] }
    keptCount = bestColumns.count
    keptWeight = bestWeight - weight(of: base)
  }

  /// Appends the columns of the lightest solution, or of the first if nothing was tried.
  mutating func choose(
    _ right: borrowing PackedBuffer<RowReduction.Block>,
    _ pivots: borrowing PackedBuffer<UInt32>, into chosen: inout GrowableBuffer<UInt32>
  ) {
    for block in 0..<blockCount {
      let rows = hasBest ? best[block] : right[block]
      for word in 0..<8 {
        var left = rows[word]
        while left != 0 {
          chosen.append(pivots[block << 9 | word << 6 | left.trailingZeroBitCount])
          left &= left &- 1
        }
      }
    }
    if hasBest {
      for index in 0..<bestColumns.count { chosen.append(bestColumns[index]) }
    }
    hasBest = false
  }

  private mutating func take(from place: Int, _ weight: Float) {
    for block in 0..<blockCount { best[block] = first[place &+ block] }
    bestWeight = weight
    bestColumns.truncate(to: keptCount)
  }

  private func weight(from place: Int) -> Float {
    var total: Float = 0
    for chunk in 0..<chunkCount {
      let word = first[place &+ chunk >> 6][chunk >> 3 & 7]
      let byte = Int(truncatingIfNeeded: word &>> UInt64(8 &* (chunk & 7))) & 255
      total += tables[chunk << 8 | byte]
    }
    return total
  }

  private func weight(of rows: borrowing PackedBuffer<RowReduction.Block>) -> Float {
    var total: Float = 0
    for chunk in 0..<chunkCount {
      let word = rows[chunk >> 6][chunk >> 3 & 7]
      let byte = Int(truncatingIfNeeded: word &>> UInt64(8 &* (chunk & 7))) & 255
      total += tables[chunk << 8 | byte]
    }
    return total
  }
}
