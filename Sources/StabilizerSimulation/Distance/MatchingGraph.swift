// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

/// The mechanisms with at most two detectors as edges between detectors and one boundary.
struct MatchingGraph {
  /// One edge out of a node.
  struct Edge {
    /// The node at its other end.
    var other: Int
    /// Which edge it is.
    var number: Int
  }

  /// The symptom of each edge, by number.
  private(set) var symptoms: [Symptom] = []
  /// The node of each detector.
  private var nodes: [UInt32: Int] = [:]
  /// The edges at each node; the last node is the boundary.
  private(set) var edges: [[Edge]] = [[]]
  /// A symptom of observables alone, if some mechanism has one.
  private(set) var freeLogical: Symptom?
  /// The observables that some edge flips.
  private(set) var observables: Set<UInt32> = []

  /// The number of the boundary node.
  var boundary: Int { edges.count - 1 }

  /// Takes every component of every mechanism that can happen.
  ///
  /// - Throws: `CircuitError` if a component has more than two detectors and `skips` is off.
  init(_ model: DetectorErrorModel, skippingUngraphlike skips: Bool) throws {
    var seen: Set<Symptom> = []
    try model.forEachMechanism { mechanism in
      if mechanism.probability == 0 { return }
      for component in mechanism.components where seen.insert(component).inserted {
        switch component.detectors.count {
        case 0:
          if freeLogical == nil, !component.isEmpty { freeLogical = component }
        case 1, 2: symptoms.append(component)
        default:
          if skips { continue }
          throw CircuitError(
            .analysis,
            "A mechanism has \(component.detectors.count) detectors in one component; decompose the "
              + "errors, or ignore those that are not graphlike.")
        }
      }
    }
    for detector in symptoms.flatMap(\.detectors) where nodes[detector] == nil {
      nodes[detector] = nodes.count
    }
    edges = [[Edge]](repeating: [], count: nodes.count + 1)
    for (number, symptom) in symptoms.enumerated() {
      let (first, second) = ends(of: symptom)
      edges[first].append(Edge(other: second, number: number))
      edges[second].append(Edge(other: first, number: number))
      observables.formUnion(symptom.observables)
    }
  }

  /// The nodes that an edge joins.
  private func ends(of symptom: Symptom) -> (Int, Int) {
    let found = symptom.detectors.map { nodes[$0] ?? boundary }
    return (found[0], found.count == 2 ? found[1] : boundary)
  }

  /// The fewest edges that together flip an observable and no detector; nil if there are none.
  ///
  /// Edges without open ends make closed walks, one of which flips an observable. For each observable
  /// the graph is doubled: a node once per parity, edges that flip the observable change the parity. The
  /// shortest path between the two copies of a node is the shortest such walk through it.
  ///
  /// - Complexity: O(observables · nodes at their edges · edges), searches cut at the best length.
  func shortestLogicalWalk() -> [Int]? {
    var best: [Int]?
    var search = DoubledSearch(nodeCount: edges.count)
    for observable in observables.sorted() {
      let flips = symptoms.map { $0.observables.contains(observable) }
      var starts: Set<Int> = []
      for (number, symptom) in symptoms.enumerated() where flips[number] {
        starts.insert(ends(of: symptom).0)
      }
      for start in starts.sorted() {
        let limit = best.map { $0.count - 1 } ?? Int.max
        if let path = search.run(self, flips, from: start, limit: limit) { best = path }
      }
    }
    return best
  }
}

/// A breadth-first search on (node, parity), its memory kept from one start to the next.
private struct DoubledSearch {
  /// The run that reached a state last, by state 2 · node + parity.
  private var reached: [Int]
  /// The state before, and the edge between.
  private var previous: [Int]
  private var through: [Int]
  private var run = 0

  init(nodeCount: Int) {
    reached = [Int](repeating: 0, count: 2 * nodeCount)
    previous = reached
    through = reached
  }

  /// The edges of the shortest closed walk through `start` of odd parity and at most `limit` edges.
  mutating func run(
    _ graph: MatchingGraph, _ flips: [Bool], from start: Int, limit: Int
  ) -> [Int]? {
    run += 1
    var frontier = [2 * start]
    reached[2 * start] = run
    var length = 0
    while !frontier.isEmpty, length < limit {
      length += 1
      var next: [Int] = []
      for state in frontier {
        for edge in graph.edges[state >> 1] {
          let target = 2 * edge.other | (state & 1 ^ (flips[edge.number] ? 1 : 0))
          if reached[target] == run { continue }
          reached[target] = run
          previous[target] = state
          through[target] = edge.number
          if target == 2 * start + 1 { return path(to: target, from: 2 * start) }
          next.append(target)
        }
      }
      frontier = next
    }
    return nil
  }

  private func path(to end: Int, from start: Int) -> [Int] {
    var result: [Int] = []
    var state = end
    while state != start {
      result.append(through[state])
      state = previous[state]
    }
    return result
  }
}
