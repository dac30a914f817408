// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Exact matching on a graph whose edges can take other weights for one shot.
///
/// Distances known beforehand do not hold in a changed graph, so regions grow from nothing.
struct AdjustableMatching: ~Copyable {
  private var core: MatchingCore
  private var paths: PathSearch
  /// The half edges of edge e: at its first end 2e, at its second 2e + 1 (`none` for the boundary).
  private let places: PackedBuffer<UInt32>
  /// The weight of each edge when it is not changed, in units.
  private let weights: PackedBuffer<UInt32>
  private var changed = GrowableBuffer<UInt32>()
  private let links = LinkList()

  /// Makes the working memory.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - weights: The weight of each edge in nats, ≥ 0.
  init(_ graph: MatchingGraph, weights: [Double]) {
    core = MatchingCore(graph, word: 0)
    paths = PathSearch(graph)
    var places = PackedBuffer<UInt32>(repeating: none, count: 2 * graph.edges.count)
    for node in 0..<UInt32(graph.detectorCount) {
      for place in graph.starts[Int(node)]..<graph.starts[Int(node) + 1] {
        let edge = graph.edgeIndices[Int(place)]
        guard edge != none else { continue }
        places[2 * edge + (graph.edges[Int(edge)].first == node ? 0 : 1)] = place
      }
    }
    self.places = places
    self.weights = PackedBuffer(weights.map { graph.units($0) })
    for edge in 0..<UInt32(truncatingIfNeeded: graph.edges.count) { set(edge, self.weights[edge]) }
  }

  @inline(__always)
  private mutating func set(_ edge: UInt32, _ weight: UInt32) {
    core.edges[places[2 &* edge]].weight = weight
    let second = places[2 &* edge &+ 1]
    if second != none { core.edges[second].weight = weight }
  }

  /// Gives an edge another weight until `restore`.
  @inline(__always)
  mutating func change(_ edge: UInt32, weight: UInt32) {
    changed.append(edge)
    set(edge, weight)
  }

  /// Finds a lightest set of edges with the weights as they are.
  ///
  /// - Returns: Whether there is one.
  mutating func solve(_ defects: Span<UInt32>, into edges: inout EdgeSet) -> Bool {
    let isSolved = core.solve(defects)
    let links = links
    if isSolved { core.forEachLink { links.append($0) } }
    core.reset()
    links.addPaths(by: &paths, core.edges, into: &edges)
    return isSolved
  }

  /// Gives every edge its own weight again.
  mutating func restore() {
    for index in 0..<changed.count { set(changed[index], weights[changed[index]]) }
    changed.truncate(to: 0)
  }
}

/// The links of a matching, copied out of the memory that found them.
final class LinkList {
  private var links = GrowableBuffer<MatchingLink>()

  @inline(__always)
  func append(_ link: MatchingLink) { links.append(link) }

  /// Adds the edges of a lightest path for each link to a set, modulo 2, and settles it; the list is then empty.
  func addPaths(
    by paths: inout PathSearch, _ halfEdges: borrowing PackedBuffer<MatchingEdge>,
    into edges: inout EdgeSet
  ) {
    for index in 0..<links.count {
      paths.addPath(from: links[index].from, to: links[index].to, halfEdges, into: &edges)
    }
    edges.settle()
    links.truncate(to: 0)
  }
}
