// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.
//
// The union-find decoder:
// 1. clusters of detectors grow around the defects, those of an odd number of defects and no boundary alone;
// 2. clusters that touch become one, and an edge that joins two of them joins the spanning forest;
// 3. when none grows any more, the forest is peeled from its leaves, which leaves the correction.
// Erased edges have length 0: a cluster that reaches an erasure takes it in whole, at no time.
// Source: Delfosse and Nickerson, Almost-linear time decoding algorithm for topological codes (2017), and
// Delfosse and Zémor, Linear-time maximum likelihood decoding of surface codes over the quantum erasure channel (2017).

internal import ComputePrimitives

/// The working memory of union-find decoding for one worker; between shots all of it is at rest.
struct UnionFindCore: ~Copyable {
  var nodes: PackedBuffer<UnionFindNode>
  var edges: PackedBuffer<GrowthEdge>
  var corrections: PackedBuffer<CorrectionEdge>
  /// A bit for each detector that a cluster holds; the boundary's is never set.
  var isReached: PackedBuffer<UInt64>
  /// The detectors that clusters hold, in the order in which they came to.
  var reached: GrowableBuffer<UInt32>
  var queue = CalendarQueue()
  /// The number of clusters that grow.
  var growingCount = 0
  /// The edges that a step of growth has crossed.
  var crossings = GrowableBuffer<Crossing>(minimumCapacity: 64)
  /// The clusters that may grow next.
  var candidates = ClusterHeap()
  let boundary: UInt32
  let smallestFirst: Bool

  init(_ graph: UnionFindGraph, smallestFirst: Bool) {
    boundary = UInt32(graph.detectorCount)
    self.smallestFirst = smallestFirst
    nodes = PackedBuffer(repeating: UnionFindNode(), count: graph.detectorCount)
    for node in 0..<graph.detectorCount {
      nodes[node].firstEdge = graph.starts[node]
      nodes[node].endEdge = graph.starts[node + 1]
    }
    edges = PackedBuffer(graph.growthEdges)
    corrections = PackedBuffer(graph.corrections)
    isReached = PackedBuffer(repeating: 0, count: graph.detectorCount >> 6 + 1)
    reached = GrowableBuffer(minimumCapacity: 256)
  }

  /// Grows clusters until each can be corrected; the correction can then be taken by `peel`.
  ///
  /// - Returns: Whether every cluster can be corrected.
  /// - Precondition: the defects are distinct detectors of the model.
  mutating func solve(_ defects: Span<UInt32>) -> Bool {
    for index in defects.indices { plant(defects[index]) }
    return smallestFirst ? growSmallestFirst() : growTogether()
  }

  /// Starts a cluster around a defect.
  @inline(__always)
  private mutating func plant(_ defect: UInt32) {
    precondition(Int(defect) < nodes.count, "A defect must be a detector of the model.")
    hold(defect)
    nodes[defect].parent = defect
    nodes[defect].last = defect
    nodes[defect].isDefect = true
    nodes[defect].isOdd = true
    nodes[defect].isGrowing = true
    growingCount &+= 1
  }

  @inline(__always)
  private mutating func hold(_ node: UInt32) {
    isReached[node &>> 6] |= 1 &<< UInt64(node & 63)
    reached.append(node)
  }

  // MARK: Clusters

  /// The root of a detector's cluster; halves the way to it.
  @inline(__always)
  mutating func root(of node: UInt32) -> UInt32 {
    var node = node
    var parent = nodes[node].parent
    while parent != node {
      let above = nodes[parent].parent
      nodes[node].parent = above
      node = above
      parent = nodes[node].parent
    }
    return node
  }

  /// How far a detector's cluster has grown beyond it.
  @inline(__always)
  func radius(of node: UInt32) -> Int64 {
    nodes[node].base &+ (nodes[node].isGrowing ? queue.clock : 0)
  }

  /// Takes a detector that no cluster holds into a growing cluster.
  @inline(__always)
  mutating func take(_ node: UInt32, into root: UInt32, by edge: UInt32, from other: UInt32) {
    hold(node)
    nodes[node].parent = root
    nodes[node].base = 0 &- queue.clock
    nodes[node].isGrowing = true
    nodes[nodes[root].last].next = node
    nodes[root].last = node
    nodes[root].size &+= 1
    plantForest(edge, node, other)
  }

  /// Adds an edge to the spanning forest.
  @inline(__always)
  private mutating func plantForest(_ edge: UInt32, _ first: UInt32, _ second: UInt32) {
    nodes[first].forestEdges ^= edge
    nodes[first].forestDegree &+= 1
    nodes[second].forestEdges ^= edge
    nodes[second].forestDegree &+= 1
  }

  /// Marks that a growing cluster has come to the boundary, and stops it.
  mutating func reachBoundary(_ root: UInt32, by edge: UInt32, from node: UInt32) {
    nodes[node].forestEdges ^= edge
    nodes[node].forestDegree &+= 1
    nodes[root].hasBoundary = true
    rest(root)
    growingCount &-= 1
  }

  /// Makes two clusters one, at least one of which grows.
  ///
  /// - Returns: The ends of the list of the detectors that begin to grow; `none` if none do.
  mutating func unite(
    _ first: UInt32, _ second: UInt32, by edge: UInt32, _ node: UInt32, _ other: UInt32
  ) -> (head: UInt32, last: UInt32) {
    plantForest(edge, node, other)
    let firstGrows = nodes[first].isGrowing
    let secondGrows = nodes[second].isGrowing
    let isOdd = nodes[first].isOdd != nodes[second].isOdd
    let hasBoundary = nodes[first].hasBoundary || nodes[second].hasBoundary
    let grows = isOdd && !hasBoundary
    growingCount &+= (grows ? 1 : 0) &- (firstGrows ? 1 : 0) &- (secondGrows ? 1 : 0)
    var waking = (head: none, last: none)
    if grows {
      if !firstGrows { waking = (first, nodes[first].last) }
      if !secondGrows { waking = (second, nodes[second].last) }
      if waking.head != none { wake(waking.head) }
    } else {
      if firstGrows { rest(first) }
      if secondGrows { rest(second) }
    }
    // A list begins with the root.
    let firstIsLarger = nodes[first].size >= nodes[second].size
    let root = firstIsLarger ? first : second
    let child = firstIsLarger ? second : first
    nodes[child].parent = root
    nodes[nodes[root].last].next = child
    nodes[root].last = nodes[child].last
    nodes[root].size &+= nodes[child].size
    nodes[root].isOdd = isOdd
    nodes[root].hasBoundary = hasBoundary
    return waking
  }

  /// Stops the growth of a cluster.
  private mutating func rest(_ root: UInt32) {
    var node = root
    repeat {
      nodes[node].base &+= queue.clock
      nodes[node].isGrowing = false
      node = nodes[node].next
    } while node != none
  }

  /// Lets a cluster grow.
  private mutating func wake(_ root: UInt32) {
    var node = root
    repeat {
      nodes[node].base &-= queue.clock
      nodes[node].isGrowing = true
      node = nodes[node].next
    } while node != none
  }

  // MARK: The end of a shot

  /// Peels the spanning forest and hands over the edges of the correction.
  ///
  /// - Precondition: `solve` returned true, and `peel` was not called since.
  @inline(__always)
  mutating func peel(_ body: (_ edge: UInt32, _ correction: CorrectionEdge) -> Void) {
    for index in 0..<reached.count {
      var node = reached[index]
      // A leaf's only edge is part of the correction if the leaf is a defect; then the next detector may be a leaf.
      while nodes[node].forestDegree == 1 {
        let edge = nodes[node].forestEdges
        let correction = corrections[edge]
        let other = correction.ends ^ node
        nodes[node].forestDegree = 0
        let isDefect = nodes[node].isDefect
        if isDefect { body(edge, correction) }
        if other == boundary { break }
        nodes[other].isDefect = nodes[other].isDefect != isDefect
        nodes[other].forestEdges ^= edge
        nodes[other].forestDegree &-= 1
        node = other
      }
    }
  }

  /// Puts all memory to rest for the next shot.
  mutating func reset() {
    for index in 0..<reached.count {
      let node = reached[index]
      isReached[node &>> 6] = 0
      let kept = nodes[node]
      nodes[node] = UnionFindNode(firstEdge: kept.firstEdge, endEdge: kept.endEdge)
    }
    reached.truncate(to: 0)
    queue.clear()
    growingCount = 0
  }
}
