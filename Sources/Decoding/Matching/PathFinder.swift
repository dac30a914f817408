// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Shortest paths between two detectors, or from one to the boundary: which errors make up a link of a matching.
///
/// For reports; a plain Dijkstra search.
struct PathFinder {
  private let graph: MatchingGraph
  private var distances: [Int64]
  private var arrivals: [UInt32]
  private var touched: [UInt32] = []

  init(_ graph: MatchingGraph) {
    self.graph = graph
    distances = [Int64](repeating: .max, count: graph.detectorCount + 1)
    arrivals = [UInt32](repeating: none, count: graph.detectorCount + 1)
  }

  /// The edges, by their place in the graph, of a lightest path.
  ///
  /// - Parameters:
  ///   - start: A detector.
  ///   - end: Another, or `none` for the boundary.
  /// - Returns: The edges from `end` to `start`; empty if there is no path.
  /// - Complexity: O(E log E) for the E edges within reach.
  mutating func path(from start: UInt32, to end: UInt32) -> [UInt32] {
    let goal = end == none ? UInt32(graph.detectorCount) : end
    var heap = PathHeap()
    reach(start, at: 0, by: none, &heap)
    while let (distance, node) = heap.removeFirst() {
      if node == goal { break }
      // The boundary is no way through.
      if node == UInt32(graph.detectorCount) || distance > distances[Int(node)] { continue }
      for place in Int(graph.starts[Int(node)])..<Int(graph.ends[Int(node)]) {
        let edge = graph.halfEdges[place]
        if edge.weight == none { continue }
        let other = edge.node == none ? UInt32(graph.detectorCount) : edge.node
        let length = distance + Int64(edge.weight)
        if length < distances[Int(other)] {
          reach(other, at: length, by: graph.edgeIndices[place], &heap)
        }
      }
    }
    var edges: [UInt32] = []
    var node = goal
    while node != start, arrivals[Int(node)] != none {
      let index = arrivals[Int(node)]
      edges.append(index)
      let edge = graph.edges[Int(index)]
      node = edge.first == node ? edge.second : edge.first
    }
    for node in touched {
      distances[Int(node)] = .max
      arrivals[Int(node)] = none
    }
    touched.removeAll(keepingCapacity: true)
    return edges
  }

  private mutating func reach(
    _ node: UInt32, at distance: Int64, by edge: UInt32, _ heap: inout PathHeap
  ) {
    distances[Int(node)] = distance
    arrivals[Int(node)] = edge
    touched.append(node)
    heap.insert(distance, node)
  }
}

/// A binary heap of nodes by distance.
private struct PathHeap {
  private var items: [(distance: Int64, node: UInt32)] = []

  mutating func insert(_ distance: Int64, _ node: UInt32) {
    items.append((distance, node))
    var child = items.count - 1
    while child > 0, items[(child - 1) / 2].distance > items[child].distance {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() -> (Int64, UInt32)? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if items.isEmpty { return first }
    items[0] = last
    var parent = 0
    while true {
      var least = 2 * parent + 1
      if least >= items.count { return first }
      if least + 1 < items.count, items[least + 1].distance < items[least].distance {
        least += 1
      }
      if items[least].distance >= last.distance { return first }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
