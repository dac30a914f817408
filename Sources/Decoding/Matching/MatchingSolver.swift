// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Exact matching of one shot after the other: what needs no search first, then the search for the rest.
///
/// What it says of observables is of 64 of them; for more there is a solver for each 64. All take the same decisions.
final class MatchingSolver {
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
  func solve(_ defects: Span<UInt32>) -> Bool {
    isSearched = !start.match(defects)
    return isSearched ? core.solve(from: start) : true
  }

  /// Puts all memory to rest for the next shot.
  func reset() {
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
}
