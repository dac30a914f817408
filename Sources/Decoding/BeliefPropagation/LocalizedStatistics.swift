// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Localized statistics: solves for the syndrome within clusters that grow around the defects.
///
/// Each cluster takes in the column most believed to have happened among those that touch it, merging with the clusters
/// that this column touches, until its defects are explained from within. One elimination serves all clusters:
/// they share no checks, so its row operations never mix them. Source: Hillmann et al., Localized statistics
/// decoding, Nature Communications 16, 8214 (2025), arXiv 2406.18655.
struct LocalizedStatistics: ~Copyable {
  /// A set of checks, of which one row is the root.
  struct Cluster: BitwiseCopyable {
    /// The row of a cluster that this one has joined; itself for a root.
    var parent: UInt32
    var size: UInt32 = 1
    /// The rows without pivot whose right side is one.
    var openCount: Int32
    /// The edges of its checks to columns that may be taken in.
    var heap: UInt32 = none
  }

  private let graph: BeliefGraph
  private let sweep: BeliefFallback.Sweep
  private var reduction: RowReduction
  private var heaps: EdgeHeaps
  private var clusters: PackedBuffer<Cluster>
  /// The row of each check; `none` for checks in no cluster.
  private var rows: PackedBuffer<UInt32>
  private var checks: PackedBuffer<UInt32>
  private var isTaken: PackedBuffer<Bool>
  private var isPivot: PackedBuffer<Bool>
  private var taken: GrowableBuffer<UInt32>
  private var candidates: CandidateSweep

  init(_ graph: BeliefGraph, _ sweep: BeliefFallback.Sweep) {
    self.graph = graph
    self.sweep = sweep
    reduction = RowReduction(largestRowCount: graph.detectorCount)
    heaps = EdgeHeaps(edgeCount: graph.edgeCount)
    clusters = PackedBuffer(
      repeating: Cluster(parent: 0, openCount: 0), count: graph.detectorCount)
    rows = PackedBuffer(repeating: none, count: graph.detectorCount)
    checks = PackedBuffer(repeating: none, count: graph.detectorCount)
    isTaken = PackedBuffer(repeating: false, count: graph.columnCount)
    isPivot = PackedBuffer(repeating: false, count: graph.columnCount)
    taken = GrowableBuffer(minimumCapacity: graph.columnCount)
    candidates = CandidateSweep(rowCount: graph.detectorCount, sweep)
  }

  /// Finds errors that explain a shot.
  ///
  /// - Parameter problem: The shot; receives the columns.
  /// - Returns: Whether there is an explanation.
  mutating func solve(_ problem: inout SyndromeProblem) -> Bool {
    for index in 0..<problem.defects.count {
      _ = addCheck(problem.defects[index], isDefect: true, problem)
    }
    let isSolved = growAll(problem)
    if isSolved {
      if sweep.order > 0 { sweepClusters(problem) }
      problem.chosen.truncate(to: 0)
      candidates.choose(reduction.right, reduction.pivotColumns, into: &problem.chosen)
    }
    for row in 0..<reduction.rowCount { rows[Int(checks[row])] = none }
    for index in 0..<taken.count { isTaken[Int(taken[index])] = false }
    taken.truncate(to: 0)
    reduction.removeAll()
    return isSolved
  }

  /// Lets every cluster that is not solved take in one column, in turn, until all are.
  private mutating func growAll(_ problem: borrowing SyndromeProblem) -> Bool {
    var isDone = false
    while !isDone {
      isDone = true
      var row = 0
      while row < reduction.rowCount {
        if Int(clusters[row].parent) == row, clusters[row].openCount > 0 {
          isDone = false
          guard let column = nextColumn(UInt32(row), problem) else { return false }
          takeIn(column, problem)
        }
        row += 1
      }
    }
    return true
  }

  /// The most believed column at a cluster that was not taken in; nil if there is none.
  private mutating func nextColumn(
    _ root: UInt32, _ problem: borrowing SyndromeProblem
  ) -> UInt32? {
    while true {
      let edge = clusters[Int(root)].heap
      if edge == none { return nil }
      clusters[Int(root)].heap = heaps.removingTop(edge)
      let column = graph.edgeColumns[Int(edge)]
      if !isTaken[Int(column)], problem.weights[Int(column)].isFinite { return column }
    }
  }

  /// Takes in a column, with its checks and what they are part of.
  private mutating func takeIn(_ column: UInt32, _ problem: borrowing SyndromeProblem) {
    isTaken[Int(column)] = true
    taken.append(column)
    var root = none
    let places = graph.columnStarts[Int(column)]..<graph.columnStarts[Int(column) + 1]
    for place in places {
      let check = graph.columnChecks[Int(place)]
      let row =
        rows[Int(check)] == none ? addCheck(check, isDefect: false, problem) : rows[Int(check)]
      root = root == none ? find(row) : join(root, find(row))
    }
    reduction.beginColumn()
    for place in places { reduction.addOne(row: Int(rows[Int(graph.columnChecks[Int(place)])])) }
    let before = reduction.openRightCount
    isPivot[Int(column)] = reduction.addPivot(column)
    clusters[Int(root)].openCount += Int32(reduction.openRightCount - before)
  }

  private mutating func addCheck(
    _ check: UInt32, isDefect: Bool, _ problem: borrowing SyndromeProblem
  ) -> UInt32 {
    let row = UInt32(reduction.rowCount)
    reduction.addRow(right: isDefect)
    rows[Int(check)] = row
    checks[Int(row)] = check
    var heap = none
    for edge in graph.checkStarts[Int(check)]..<graph.checkStarts[Int(check) + 1] {
      let column = Int(graph.edgeColumns[Int(edge)])
      if isTaken[column] { continue }
      heap = heaps.meld(heap, heaps.single(edge, key: problem.beliefs[column]))
    }
    clusters[Int(row)] = Cluster(parent: row, openCount: isDefect ? 1 : 0, heap: heap)
    return row
  }

  private mutating func find(_ row: UInt32) -> UInt32 {
    var row = row
    while clusters[Int(row)].parent != row {
      let above = clusters[Int(clusters[Int(row)].parent)].parent
      clusters[Int(row)].parent = above
      row = above
    }
    return row
  }

  private mutating func join(_ first: UInt32, _ second: UInt32) -> UInt32 {
    if first == second { return first }
    let isLarger = clusters[Int(first)].size >= clusters[Int(second)].size
    let root = isLarger ? first : second
    let other = clusters[Int(isLarger ? second : first)]
    clusters[Int(isLarger ? second : first)].parent = root
    clusters[Int(root)].size += other.size
    clusters[Int(root)].openCount += other.openCount
    clusters[Int(root)].heap = heaps.meld(clusters[Int(root)].heap, other.heap)
    return root
  }

  // MARK: Beyond the first solution

  /// Looks for lighter solutions, cluster by cluster, among the columns that touch no check outside.
  private mutating func sweepClusters(_ problem: borrowing SyndromeProblem) {
    let rowCount = reduction.rowCount
    var isFirst = true
    for root in 0..<rowCount where Int(clusters[root].parent) == root {
      // Columns that were taken in without need come first, then the others by belief; what makes a new pivot
      // cannot change the solution until free columns are flipped.
      while let column = nextColumn(UInt32(root), problem) {
        guard isInside(column, UInt32(root)) else { continue }
        takeIn(column, problem)
      }
    }
    for root in 0..<rowCount where Int(clusters[root].parent) == root {
      if isFirst { candidates.begin(reduction, problem.weights) }
      isFirst = false
      for index in 0..<taken.count {
        let column = taken[index]
        let place = Int(graph.columnStarts[Int(column)])
        guard find(rows[Int(graph.columnChecks[place])]) == UInt32(root), !isPivot[Int(column)]
        else {
          continue
        }
        reduce(column)
        candidates.offer(reduction.reduced, column, Float(problem.weights[Int(column)]))
      }
      candidates.combine()
      candidates.keepBest()
    }
  }

  private mutating func isInside(_ column: UInt32, _ root: UInt32) -> Bool {
    for place in graph.columnStarts[Int(column)]..<graph.columnStarts[Int(column) + 1] {
      let row = rows[Int(graph.columnChecks[Int(place)])]
      if row == none || find(row) != root { return false }
    }
    return true
  }

  private mutating func reduce(_ column: UInt32) {
    reduction.beginColumn()
    for place in graph.columnStarts[Int(column)]..<graph.columnStarts[Int(column) + 1] {
      reduction.addOne(row: Int(rows[Int(graph.columnChecks[Int(place)])]))
    }
  }
}
