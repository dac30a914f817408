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
  let edges: PackedBuffer<MatchingEdge>
  var regions: PackedBuffer<MatchingRegion>
  var regionCount = 0
  var trees: PackedBuffer<MatchingTree>
  var treeCount = 0
  /// The number of trees whose root is unmatched.
  var rootCount = 0
  var queue = EventQueue()

  init(_ graph: MatchingGraph) {
    nodes = PackedBuffer(repeating: MatchingNode(), count: graph.detectorCount)
    for node in 0..<graph.detectorCount {
      nodes[node].firstEdge = graph.starts[node]
      nodes[node].endEdge = graph.starts[node + 1]
    }
    var halfEdges = graph.halfEdges
    // The boundary comes first, where its distance is asked for.
    for node in 0..<graph.detectorCount {
      let range = Int(graph.starts[node])..<Int(graph.starts[node + 1])
      if let place = range.first(where: { halfEdges[$0].node == none }) {
        halfEdges.swapAt(range.lowerBound, place)
      }
    }
    edges = PackedBuffer(halfEdges)
    regions = PackedBuffer(repeating: MatchingRegion(), count: 256)
    trees = PackedBuffer(repeating: MatchingTree(), count: 256)
  }

  /// Finds a minimum-weight matching of the defects; it can then be read until `reset`.
  ///
  /// - Returns: Whether there is a matching.
  /// - Precondition: the defects are distinct detectors of the model.
  mutating func solve(_ defects: Span<UInt32>) -> Bool {
    for index in defects.indices { plant(defects[index]) }
    for index in defects.indices { look(at: defects[index]) }
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

  /// Starts a region around a defect.
  private mutating func plant(_ defect: UInt32) {
    precondition(Int(defect) < nodes.count, "A defect must be a detector of the model.")
    let region = makeRegion()
    regions[region].slope = 1
    regions[region].shell = defect
    nodes[defect].region = region
    nodes[defect].top = region
    nodes[defect].source = defect
    let tree = makeTree()
    trees[tree].outer = region
    regions[region].tree = tree
    rootCount &+= 1
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
    nodes[node].top = none
    nodes[node].source = none
    nodes[node].nextInShell = none
    nodes[node].arrival = 0
    nodes[node].wrapped = 0
    nodes[node].observables = 0
  }
}
