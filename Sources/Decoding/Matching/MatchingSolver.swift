// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Exact matching of one shot after the other: what needs no search first, then the search for the rest.
///
/// What it says of observables is of 64 of them; for more there is a solver for each 64. All take the same decisions.
struct ShotSolver: ~Copyable {
  private var start: MatchingStart
  private var core: MatchingCore
  /// Whether the last shot needed the search.
  private var isSearched = false

  init(_ graph: MatchingGraph, word: Int) {
    start = MatchingStart(graph, word: word)
    core = MatchingCore(graph, word: word)
  }

  /// Finds a minimum-weight matching; it can then be read until `reset`.
  ///
  /// - Returns: Whether there is a matching.
  /// - Precondition: the defects are distinct detectors of the model.
  mutating func solve(_ defects: Span<UInt32>) -> Bool {
    isSearched = !start.match(defects)
    return isSearched ? core.solve(from: start) : true
  }

  /// Puts all memory to rest for the next shot.
  mutating func reset() {
    if isSearched { core.reset() }
    isSearched = false
  }

  /// The weight of the matching, in units.
  var weight: Int64 {
    isSearched ? core.weight : start.weight
  }

  /// The observables 0 to 63 that the matching flips.
  var observables: UInt64 {
    isSearched ? core.observables : start.flips
  }

  /// Hands over how each pair of defects, or defect and boundary, is joined, each once.
  func forEachLink(_ body: (MatchingLink) -> Void) {
    if isSearched { core.forEachLink(body) } else { start.forEachLink(body) }
  }

  /// Solves the shots of a batch one after the other.
  ///
  /// - Parameters:
  ///   - defects: The defects of all shots.
  ///   - offsets: Where those of each shot begin, with one more for the end.
  ///   - body: Receives each shot that is solved, its weight in units, and its observables.
  /// - Returns: The first shot that has no matching; nil if all have one.
  @inline(__always)
  mutating func solveEach(
    _ defects: Span<UInt32>, _ offsets: Span<Int>,
    _ body: (_ shot: Int, _ weight: Int64, _ observables: UInt64) -> Void
  ) -> Int? {
    for shot in 0..<offsets.count - 1 {
      let seen = offsets[shot]..<offsets[shot + 1]
      if seen.isEmpty {
        body(shot, 0, 0)
        continue
      }
      let isSolved = solve(defects.extracting(seen))
      if isSolved { body(shot, weight, observables) }
      reset()
      if !isSolved { return shot }
    }
    return nil
  }
}

/// A solver that several owners hold on to.
final class MatchingSolver {
  private var solver: ShotSolver

  init(_ graph: MatchingGraph, word: Int) {
    solver = ShotSolver(graph, word: word)
  }

  /// As `ShotSolver`'s.
  func solve(_ defects: Span<UInt32>) -> Bool { solver.solve(defects) }

  /// As `ShotSolver`'s.
  func reset() { solver.reset() }

  /// The weight of the matching, in units.
  var weight: Int64 { solver.weight }

  /// The observables 0 to 63 that the matching flips.
  var observables: UInt64 { solver.observables }

  /// As `ShotSolver`'s.
  func forEachLink(_ body: (MatchingLink) -> Void) { solver.forEachLink(body) }

  /// As `ShotSolver`'s.
  @inline(__always)
  func solveEach(
    _ defects: Span<UInt32>, _ offsets: Span<Int>,
    _ body: (_ shot: Int, _ weight: Int64, _ observables: UInt64) -> Void
  ) -> Int? {
    solver.solveEach(defects, offsets, body)
  }
}
