// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// A syndrome to solve for, and the solution.
struct SyndromeProblem: ~Copyable {
  /// The detectors that fired.
  var defects: GrowableBuffer<UInt32>
  /// The log-likelihood ratio of each column.
  var beliefs: PackedBuffer<Float>
  /// The weight of each column; infinite for those that cannot happen.
  var weights: PackedBuffer<Double>
  /// The columns of the solution.
  var chosen: GrowableBuffer<UInt32>

  init(_ graph: BeliefGraph) {
    defects = GrowableBuffer(minimumCapacity: graph.detectorCount)
    beliefs = PackedBuffer(repeating: 0, count: graph.columnCount)
    weights = PackedBuffer(graph.weights)
    chosen = GrowableBuffer(minimumCapacity: graph.columnCount)
  }
}

/// Ordered statistics: solves for the syndrome with the columns that are most believed to have happened.
///
/// The first solution has errors only in the first independent columns, the pivots. Flipping others, the free
/// columns, gives the rest; the lightest of those that are tried is taken. Source: Panteleev and Kalachev,
/// Quantum 5, 585 (2021); combination sweep: Roffe et al., Phys. Rev. Research 2, 043423 (2020).
struct OrderedStatistics: ~Copyable {
  private let graph: BeliefGraph
  private let sweep: BeliefFallback.Sweep
  /// The rank of the matrix, at which elimination ends.
  private let rank: Int
  private var reduction: RowReduction
  private var order: BeliefOrder
  private var free: GrowableBuffer<UInt32>
  private var candidates: CandidateSweep

  init(_ graph: BeliefGraph, _ sweep: BeliefFallback.Sweep, rank: Int) {
    self.graph = graph
    self.sweep = sweep
    self.rank = rank
    reduction = RowReduction(largestRowCount: graph.detectorCount)
    order = BeliefOrder(count: graph.columnCount)
    free = GrowableBuffer(minimumCapacity: graph.columnCount)
    candidates = CandidateSweep(rowCount: graph.detectorCount, sweep)
  }

  /// Finds errors that explain a shot.
  ///
  /// - Parameter problem: The shot; receives the columns.
  /// - Returns: Whether there is an explanation.
  /// - Complexity: O(n log n + m³/512) for n columns and m checks.
  mutating func solve(_ problem: inout SyndromeProblem) -> Bool {
    order.sort(problem.beliefs)
    reduction.removeAll()
    reduction.addRows(graph.detectorCount)
    for index in 0..<problem.defects.count {
      reduction.flipRight(Int(problem.defects[index]))
    }
    free.truncate(to: 0)
    var place = 0
    while place < graph.columnCount {
      if reduction.rank == rank { break }
      if sweep.order == 0 && reduction.isSolved { break }
      let column = order[place]
      place += 1
      if problem.weights[Int(column)].isInfinite { continue }
      reduce(column)
      if !reduction.addPivot(column) { free.append(column) }
    }
    guard reduction.isSolved else { return false }
    if sweep.order > 0 {
      while place < graph.columnCount {
        let column = order[place]
        place += 1
        if !problem.weights[Int(column)].isInfinite { free.append(column) }
      }
      sweepCandidates(problem.weights)
    }
    problem.chosen.truncate(to: 0)
    candidates.choose(reduction.right, reduction.pivotColumns, into: &problem.chosen)
    return true
  }

  private mutating func reduce(_ column: UInt32) {
    reduction.beginColumn()
    for place in Int(graph.columnStarts[Int(column)])..<Int(graph.columnStarts[Int(column) + 1]) {
      reduction.addOne(row: Int(graph.columnChecks[place]))
    }
  }

  private mutating func sweepCandidates(_ weights: borrowing PackedBuffer<Double>) {
    candidates.begin(reduction, weights)
    let singles = sweep.method == .combination ? free.count : min(sweep.order, free.count)
    for index in 0..<singles {
      let column = free[index]
      reduce(column)
      candidates.offer(reduction.reduced, column, Float(weights[Int(column)]))
    }
    candidates.combine()
  }
}

/// The columns of a graph, the most believed to have happened first.
struct BeliefOrder: ~Copyable {
  private var keys: PackedBuffer<UInt64>
  private var other: PackedBuffer<UInt64>
  private var counts: PackedBuffer<UInt32>

  init(count: Int) {
    keys = PackedBuffer(repeating: 0, count: count)
    other = PackedBuffer(repeating: 0, count: count)
    counts = PackedBuffer(repeating: 0, count: 4 * 256)
  }

  /// The column at a place of the order.
  @inline(__always)
  subscript(place: Int) -> UInt32 { UInt32(truncatingIfNeeded: keys[place]) }

  /// Sorts by beliefs, equal ones by number: by radix, digit by digit.
  mutating func sort(_ beliefs: borrowing PackedBuffer<Float>) {
    counts.fill(with: 0)
    for column in 0..<beliefs.count {
      // Flipping makes whole numbers of the same order: negative numbers all bits, others the sign.
      let pattern = beliefs[column].bitPattern
      let key = pattern ^ (pattern >> 31 == 1 ? .max : 0x8000_0000)
      keys[column] = UInt64(key) << 32 | UInt64(column)
      for digit in 0..<4 { counts[digit << 8 | Int(key >> UInt32(8 * digit) & 255)] += 1 }
    }
    for digit in 0..<4 {
      let shift = UInt64(32 + 8 * digit)
      // A digit that all share leaves the order as it is.
      let shared = beliefs.count == 0 ? 0 : Int(keys[0] >> shift & 255)
      if Int(counts[digit << 8 | shared]) == beliefs.count { continue }
      var sum: UInt32 = 0
      for value in 0..<256 {
        let count = counts[digit << 8 | value]
        counts[digit << 8 | value] = sum
        sum += count
      }
      for place in 0..<beliefs.count {
        let slot = digit << 8 | Int(keys[place] >> shift & 255)
        other[Int(counts[slot])] = keys[place]
        counts[slot] += 1
      }
      swap(&keys, &other)
    }
  }
}
