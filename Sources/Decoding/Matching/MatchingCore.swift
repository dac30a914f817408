// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.
//
// Minimum-weight perfect matching on the detector graph itself, without the complete graph of the defects:
// 1. regions grow around the defects, all at unit speed, and own the detectors that they reach;
// 2. two regions that touch are matched, or extend an alternating tree, or close a blossom; a region
//    that touches the boundary is matched to it;
// 3. the duals are the radii, so at the end the sum of the radii is the weight of the optimum.
// The method is that of Higgott and Gidney, Sparse Blossom: correcting a million errors per core second with
// minimum-weight matching (2023), a variant of Edmonds' blossom algorithm.

internal import ComputePrimitives

/// The working memory of exact matching for one worker; between shots all of it is at rest.
struct MatchingCore: ~Copyable {
  var nodes: PackedBuffer<MatchingNode>
  var covers: PackedBuffer<MatchingCover>
  var edges: PackedBuffer<MatchingEdge>
  /// The observables of each edge.
  var edgeObservables: PackedBuffer<UInt64>
  var regions: PackedBuffer<MatchingRegion>
  var regionCount = 0
  var trees: PackedBuffer<MatchingTree>
  var treeCount = 0
  /// The number of trees whose root is unmatched.
  var rootCount = 0
  var queue = EventQueue()

  /// Makes the memory for a graph; links tell the observables from 64 · word on.
  init(_ graph: MatchingGraph, word: Int) {
    nodes = PackedBuffer(repeating: MatchingNode(), count: graph.detectorCount)
    covers = PackedBuffer(repeating: MatchingCover(), count: graph.detectorCount)
    for node in 0..<graph.detectorCount {
      nodes[node].firstEdge = graph.starts[node]
      nodes[node].endEdge = graph.ends[node]
    }
    edges = PackedBuffer(graph.halfEdges)
    edgeObservables = PackedBuffer(graph.observableMasks(word: word))
    regions = PackedBuffer(repeating: MatchingRegion(), count: 256)
    trees = PackedBuffer(repeating: MatchingTree(), count: 256)
  }

  /// Finds a minimum-weight matching, from duals and matches that are feasible; it can then be read until `reset`.
  ///
  /// - Returns: Whether there is a matching.
  mutating func solve(from start: borrowing MatchingStart) -> Bool {
    for place in 0..<UInt32(truncatingIfNeeded: start.count) { plant(place, start) }
    return search()
  }

  /// Finds a minimum-weight matching from nothing; it can then be read until `reset`.
  ///
  /// - Returns: Whether there is a matching.
  /// - Precondition: the defects are distinct detectors of the model.
  mutating func solve(_ defects: Span<UInt32>) -> Bool {
    for index in defects.indices {
      precondition(Int(defects[index]) < nodes.count, "A defect must be a detector of the model.")
      let region = makeRegion()
      makeRoot(region: region)
      own(defects[index], region, source: defects[index], at: 0, 0)
    }
    return search()
  }

  /// Lets the free regions grow until all are matched.
  private mutating func search() -> Bool {
    for region in 0..<UInt32(truncatingIfNeeded: regionCount) where regions[region].slope > 0 {
      lookAtArea(of: region)
    }
    while rootCount > 0 {
      guard let target = queue.next() else { return false }
      if target & MatchingCore.regionBit == 0 {
        nodeIsDue(target)
      } else {
        regionIsDue(target & ~MatchingCore.regionBit)
      }
    }
    return true
  }

  /// Marks a target of the queue as a region.
  static let regionBit: UInt32 = 1 << 31

  /// Makes the region of a defect: the detectors nearer than its dual, growing if it is free.
  ///
  /// Feasible duals keep the regions apart. Detectors just at the radius are reached at once if need be.
  @inline(__always)
  private mutating func plant(_ place: UInt32, _ start: borrowing MatchingStart) {
    let defect = start.defects[place]
    let region = makeRegion()
    regions[region].base = defect.radius
    if defect.match == none { makeRoot(region: region) }
    own(defect.node, region, source: defect.node, at: 0, 0)
    let around = start.lists.surroundings[defect.node]
    var index = around.first
    while index < around.end {
      let neighbor = start.lists.neighbors[index]
      let distance = Int64(neighbor.distance)
      if distance >= defect.radius { break }
      own(
        neighbor.node, region, source: defect.node, at: distance, start.lists.observables(index))
      index &+= 1
    }
    if defect.match == none { return }
    regions[region].match = defect.match
    regions[region].matchLink = MatchingLink(
      from: defect.node,
      to: defect.match == boundaryMatch ? none : start.defects[defect.match].node,
      observables: defect.observables)
  }

  /// Lets a region grow as the root of a tree.
  private mutating func makeRoot(region: UInt32) {
    regions[region].slope = 1
    let tree = makeTree()
    trees[tree].outer = region
    regions[region].tree = tree
    rootCount &+= 1
  }

  /// Gives a free node to a region.
  @inline(__always)
  mutating func own(
    _ node: UInt32, _ region: UInt32, source: UInt32, at radius: Int64, _ observables: UInt64
  ) {
    nodes[node].region = region
    covers[node] = MatchingCover(
      top: region, slope: Int32(truncatingIfNeeded: regions[region].slope),
      reach: regions[region].base &- radius)
    nodes[node].source = source
    nodes[node].observables = observables
    nodes[node].arrival = radius
    nodes[node].nextInShell = regions[region].shell
    regions[region].shell = node
  }

  mutating func makeRegion() -> UInt32 {
    if regionCount == regions.count { regions = regions.grown(filler: MatchingRegion()) }
    let region = UInt32(truncatingIfNeeded: regionCount)
    regions[region] = MatchingRegion()
    regionCount &+= 1
    return region
  }

  mutating func makeTree() -> UInt32 {
    if treeCount == trees.count { trees = trees.grown(filler: MatchingTree()) }
    let tree = UInt32(truncatingIfNeeded: treeCount)
    trees[tree] = MatchingTree()
    treeCount &+= 1
    return tree
  }

  /// Puts all memory to rest for the next shot.
  mutating func reset() {
    for region in 0..<UInt32(truncatingIfNeeded: regionCount) {
      var node = regions[region].shell
      while node != none {
        let following = nodes[node].nextInShell
        release(node)
        nodes[node].queued = never
        nodes[node].wanted = never
        node = following
      }
    }
    // Nodes without an owner may still wait in the queue.
    queue.clear(&nodes) { nodes, target in
      if target & MatchingCore.regionBit == 0 {
        nodes[target].queued = never
        nodes[target].wanted = never
      }
    }
    regionCount = 0
    treeCount = 0
    rootCount = 0
  }

  /// Takes a node from its owner.
  mutating func release(_ node: UInt32) {
    nodes[node].region = none
    covers[node] = MatchingCover()
    nodes[node].source = none
    nodes[node].nextInShell = none
    nodes[node].arrival = 0
    nodes[node].observables = 0
  }
}
