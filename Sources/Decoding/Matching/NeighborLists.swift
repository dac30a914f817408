// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// A detector as seen from another.
struct Neighbor: BitwiseCopyable {
  /// Its number; the highest bit says whether the way to it flips any observable.
  var key: UInt32
  /// The length of a shortest path.
  var distance: UInt32

  @inline(__always) var node: UInt32 { key & ~Neighbor.flips }

  static let flips: UInt32 = 1 << 31
}

/// What lies around a detector.
struct Surroundings: BitwiseCopyable {
  /// The neighbours that are known: `neighbors[first..<end]`; `none` until somebody asks.
  var first = none
  var end: UInt32 = 0
  /// Detectors that are not listed are at least this far.
  var limit: Int64 = 0
  /// The distance to the boundary; `unreachable` if there is no way.
  var boundary = unreachable
  /// The observables on the way to the boundary.
  var boundaryObservables: UInt64 = 0
}

/// The distance of what no path leads to: more than any path, but small enough to be doubled.
let unreachable: Int64 = 1 << 60

/// For each detector the nearest others, in order of distance, found when first asked for.
///
/// Of those at equal distance the ones that most shortest paths lead to come first: a match of many paths is likelier
/// than one of few, so they are the better choice among matchings of equal weight.
///
/// A list ends at `capacity` entries or twice the distance to the boundary: two defects farther apart than their
/// ways to the boundary together are never matched to each other.
struct NeighborLists: ~Copyable {
  /// The longest list.
  static let capacity = 40

  private let graph: MatchingGraph
  /// The observables of each half edge.
  private let edgeMasks: [UInt64]
  private(set) var surroundings: PackedBuffer<Surroundings>
  private(set) var neighbors = PackedBuffer(
    repeating: Neighbor(key: 0, distance: 0), count: 1024)
  /// The observables on the way to each neighbour.
  private var masks = PackedBuffer<UInt64>(repeating: 0, count: 1024)
  private var used: UInt32 = 0
  private var search: DistanceSearch

  init(_ graph: MatchingGraph, word: Int) {
    self.graph = graph
    edgeMasks = graph.observableMasks(word: word)
    surroundings = PackedBuffer(repeating: Surroundings(), count: graph.detectorCount)
    search = DistanceSearch(graph.detectorCount)
    findBoundary()
  }

  /// The surroundings of a detector, with its list.
  @inline(__always)
  mutating func around(_ node: UInt32) -> Surroundings {
    if surroundings[node].first == none { list(node) }
    return surroundings[node]
  }

  /// The observables on the way to a neighbour.
  @inline(__always)
  func observables(_ index: UInt32) -> UInt64 {
    // Most ways flip nothing; then the masks need not be in the cache.
    neighbors[index].key & Neighbor.flips == 0 ? 0 : masks[index]
  }

  /// Finds the way of every detector to the boundary, all in one search.
  private mutating func findBoundary() {
    for node in 0..<UInt32(truncatingIfNeeded: graph.detectorCount) {
      let edge = Int(graph.starts[Int(node)])
      let weight = graph.halfEdges[edge].weight
      if weight != none { search.reach(node, at: Int64(weight), edgeMasks[edge], ways: 1) }
    }
    while let (distance, node) = search.next() {
      surroundings[node].boundary = distance
      surroundings[node].boundaryObservables = search.observables[node]
      search.spread(from: node, at: distance, graph, edgeMasks)
    }
    search.clear()
  }

  /// Finds the neighbours of a detector.
  @inline(never)
  private mutating func list(_ origin: UInt32) {
    let boundary = surroundings[origin].boundary
    if Int(used) + NeighborLists.capacity > neighbors.count {
      neighbors = neighbors.grown(filler: Neighbor(key: 0, distance: 0))
      masks = masks.grown(filler: 0)
    }
    let farthest = min(1 << 30, 2 * boundary)
    surroundings[origin].first = used
    var limit = farthest
    var count = 0
    search.reach(origin, at: 0, 0, ways: 1)
    while let (distance, node) = search.next() {
      if distance > farthest { break }
      if node != origin {
        if count == NeighborLists.capacity {
          limit = distance
          break
        }
        count += 1
        insert(node, at: UInt32(truncatingIfNeeded: distance), after: surroundings[origin].first)
      }
      search.spread(from: node, at: distance, graph, edgeMasks)
    }
    search.clear()
    surroundings[origin].end = used
    surroundings[origin].limit = limit
  }

  /// Appends a neighbour to the list that begins at `first`, before those as near that fewer ways lead to.
  private mutating func insert(_ node: UInt32, at distance: UInt32, after first: UInt32) {
    let mask = search.observables[node]
    let ways = search.ways[node]
    var place = used
    while place > first, neighbors[place - 1].distance == distance,
      search.ways[neighbors[place - 1].node] < ways
    {
      neighbors[place] = neighbors[place - 1]
      masks[place] = masks[place - 1]
      place -= 1
    }
    neighbors[place] = Neighbor(
      key: mask == 0 ? node : node | Neighbor.flips, distance: distance)
    masks[place] = mask
    used += 1
  }
}

/// Dijkstra's search over detectors; the boundary is no way through.
struct DistanceSearch: ~Copyable {
  private var distances: PackedBuffer<Int64>
  private(set) var observables: PackedBuffer<UInt64>
  /// How many shortest paths lead to a detector, whatever they flip.
  private(set) var ways: PackedBuffer<Float>
  private var touched = GrowableBuffer<UInt32>()
  /// A binary heap of distances, with the detectors in parallel.
  private var keys = GrowableBuffer<Int64>()
  private var values = GrowableBuffer<UInt32>()

  init(_ count: Int) {
    distances = PackedBuffer(repeating: never, count: count)
    observables = PackedBuffer(repeating: 0, count: count)
    ways = PackedBuffer(repeating: 0, count: count)
  }

  /// Notes ways to a detector, if none so far is shorter.
  @inline(__always)
  mutating func reach(_ node: UInt32, at distance: Int64, _ mask: UInt64, ways more: Float) {
    guard distance < distances[node] else {
      if distance == distances[node] { ways[node] += more }
      return
    }
    if distances[node] == never { touched.append(node) }
    distances[node] = distance
    observables[node] = mask
    ways[node] = more
    insert(distance, node)
  }

  /// Notes the ways on from a detector.
  mutating func spread(
    from node: UInt32, at distance: Int64, _ graph: MatchingGraph, _ masks: [UInt64]
  ) {
    let mask = observables[node]
    let own = ways[node]
    for edge in graph.edgesAround(node) {
      let half = graph.halfEdges[edge]
      reach(half.node, at: distance + Int64(half.weight), mask ^ masks[edge], ways: own)
    }
  }

  /// The nearest detector that was not handed out yet.
  mutating func next() -> (distance: Int64, node: UInt32)? {
    while keys.count > 0 {
      let distance = keys[0]
      let node = values[0]
      removeFirst()
      if distance == distances[node] { return (distance, node) }
    }
    return nil
  }

  mutating func clear() {
    for index in 0..<touched.count { distances[touched[index]] = never }
    touched.truncate(to: 0)
    keys.truncate(to: 0)
    values.truncate(to: 0)
  }

  private mutating func insert(_ distance: Int64, _ node: UInt32) {
    var child = keys.count
    keys.append(distance)
    values.append(node)
    while child > 0 {
      let parent = (child - 1) >> 1
      if keys[parent] <= distance { break }
      keys[child] = keys[parent]
      values[child] = values[parent]
      child = parent
    }
    keys[child] = distance
    values[child] = node
  }

  private mutating func removeFirst() {
    let count = keys.count - 1
    let distance = keys[count]
    let node = values[count]
    keys.truncate(to: count)
    values.truncate(to: count)
    guard count > 0 else { return }
    var parent = 0
    while true {
      var least = 2 * parent + 1
      if least >= count { break }
      if least + 1 < count, keys[least + 1] < keys[least] { least += 1 }
      if keys[least] >= distance { break }
      keys[parent] = keys[least]
      values[parent] = values[least]
      parent = least
    }
    keys[parent] = distance
    values[parent] = node
  }
}
