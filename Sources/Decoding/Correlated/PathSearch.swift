// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Lightest paths between the ends of a matching's links, in a graph whose weights may change between searches.
///
/// Dijkstra's search that never goes farther than the best way found to the goal. Allocates nothing once warm.
struct PathSearch: ~Copyable {
  private let detectorCount: Int
  private let starts: PackedBuffer<UInt32>
  private let ends: PackedBuffer<UInt32>
  private let edgeIndices: PackedBuffer<UInt32>
  private var distances: PackedBuffer<Int64>
  /// The half edge by which each node was reached, and the node from which.
  private var arrivals: PackedBuffer<UInt32>
  private var origins: PackedBuffer<UInt32>
  private var touched = GrowableBuffer<UInt32>()
  private var keys = GrowableBuffer<Int64>()
  private var values = GrowableBuffer<UInt32>()

  init(_ graph: MatchingGraph) {
    detectorCount = graph.detectorCount
    starts = PackedBuffer(graph.starts)
    ends = PackedBuffer(graph.ends)
    edgeIndices = PackedBuffer(graph.edgeIndices)
    // The last node stands for the boundary.
    distances = PackedBuffer(repeating: never, count: graph.detectorCount + 1)
    arrivals = PackedBuffer(repeating: none, count: graph.detectorCount + 1)
    origins = PackedBuffer(repeating: none, count: graph.detectorCount + 1)
  }

  /// Adds the edges of a lightest path to a set, modulo 2.
  ///
  /// - Parameters:
  ///   - start: A detector.
  ///   - end: Another, or `none` for the boundary.
  ///   - halfEdges: The half edges of the graph with the weights to use.
  ///   - edges: Receives the path.
  /// - Precondition: there is a path.
  mutating func addPath(
    from start: UInt32, to end: UInt32, _ halfEdges: borrowing PackedBuffer<MatchingEdge>,
    into edges: inout EdgeSet
  ) {
    let boundary = UInt32(truncatingIfNeeded: detectorCount)
    let goal = end == none ? boundary : end
    distances[start] = 0
    touched.append(start)
    let lastStep = lookBack(from: goal, to: start, halfEdges)
    var node = start
    var distance: Int64 = 0
    while node != goal {
      var place = starts[node]
      let last = ends[node]
      while place < last {
        let half = halfEdges[place]
        let length = distance &+ Int64(half.weight)
        // The boundary is a goal, but no way through.
        let other = half.node == none ? boundary : half.node
        // Elsewhere than at the goal, at least its shortest edge is still to come.
        let least = other == goal ? length : length &+ lastStep
        if half.weight != none, least < distances[goal], length < distances[other],
          other != boundary || goal == boundary
        {
          reach(other, at: length, by: place, from: node)
        }
        place &+= 1
      }
      guard let next = removeNearest() else { break }
      (distance, node) = next
    }
    precondition(distances[goal] != never, "The ends of a link are joined by a path.")
    node = goal
    while node != start {
      edges.toggle(edgeIndices[arrivals[node]])
      node = origins[node]
    }
    for index in 0..<touched.count { distances[touched[index]] = never }
    touched.truncate(to: 0)
    keys.truncate(to: 0)
    values.truncate(to: 0)
  }

  /// Takes the edge between the two ends, if there is one, for the best way so far.
  ///
  /// - Returns: The least weight of an edge at the goal; 0 for the boundary.
  @inline(__always)
  private mutating func lookBack(
    from goal: UInt32, to start: UInt32, _ halfEdges: borrowing PackedBuffer<MatchingEdge>
  ) -> Int64 {
    if Int(goal) == detectorCount { return 0 }
    var least = never
    for place in starts[goal]..<ends[goal] where halfEdges[place].weight != none {
      let weight = Int64(halfEdges[place].weight)
      least = min(least, weight)
      if halfEdges[place].node == start { reach(goal, at: weight, by: place, from: start) }
    }
    return least
  }

  @inline(__always)
  private mutating func reach(
    _ node: UInt32, at distance: Int64, by place: UInt32, from origin: UInt32
  ) {
    if distances[node] == never { touched.append(node) }
    distances[node] = distance
    arrivals[node] = place
    origins[node] = origin
    var child = keys.count
    keys.append(distance)
    values.append(node)
    while child > 0 {
      let parent = (child &- 1) &>> 1
      if keys[parent] <= distance { break }
      keys[child] = keys[parent]
      values[child] = values[parent]
      child = parent
    }
    keys[child] = distance
    values[child] = node
  }

  /// The nearest node that was not handed out yet.
  private mutating func removeNearest() -> (distance: Int64, node: UInt32)? {
    while keys.count > 0 {
      let distance = keys[0]
      let node = values[0]
      removeFirst()
      if distance == distances[node] { return (distance, node) }
    }
    return nil
  }

  private mutating func removeFirst() {
    let count = keys.count &- 1
    let distance = keys[count]
    let node = values[count]
    keys.truncate(to: count)
    values.truncate(to: count)
    guard count > 0 else { return }
    var parent = 0
    while true {
      var least = 2 &* parent &+ 1
      if least >= count { break }
      if least &+ 1 < count, keys[least &+ 1] < keys[least] { least &+= 1 }
      if keys[least] >= distance { break }
      keys[parent] = keys[least]
      values[parent] = values[least]
      parent = least
    }
    keys[parent] = distance
    values[parent] = node
  }
}
