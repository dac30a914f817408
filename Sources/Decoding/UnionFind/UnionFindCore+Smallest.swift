// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Growth of one odd cluster at a time, always the one with the shortest frontier, by no more than half an edge.
///
/// The queue's clock stands still here: the radii of detectors are grown one by one.
extension UnionFindCore {
  /// Grows until no cluster needs to.
  ///
  /// - Returns: Whether that came to pass.
  mutating func growSmallestFirst() -> Bool {
    candidates.clear()
    for index in 0..<reached.count { candidates.add(reached[index], size: 1) }
    while growingCount > 0 {
      guard let candidate = candidates.removeFirst() else { return false }
      let node = candidate.root
      // Clusters that have changed since have entries of their own, if they still grow.
      guard nodes[node].parent == node, nodes[node].isGrowing, nodes[node].size == candidate.size
      else { continue }
      guard growStep(node) else { return false }
      let root = root(of: node)
      if nodes[root].isGrowing { candidates.add(root, size: nodes[root].size) }
    }
    return true
  }

  /// Grows a cluster until it is half way along an edge, or has crossed one.
  ///
  /// - Returns: Whether there was an edge to grow along.
  private mutating func growStep(_ root: UInt32) -> Bool {
    let step = surveyFrontier(root)
    guard step < UnionFindGraph.absent &>> 1 else { return false }
    var node = root
    while node != none {
      nodes[node].base &+= step
      node = nodes[node].next
    }
    for index in 0..<crossings.count {
      let node = crossings[index].node
      let edge = edges[crossings[index].place]
      let inside = self.root(of: node)
      guard nodes[inside].isGrowing else { return true }
      if edge.node == boundary {
        reachBoundary(inside, by: edge.edge, from: node)
      } else if nodes[edge.node].parent == none {
        take(edge.node, into: inside, by: edge.edge, from: node)
      } else {
        let outside = self.root(of: edge.node)
        if outside != inside { _ = unite(inside, outside, by: edge.edge, node, edge.node) }
      }
    }
    return true
  }

  /// Finds how far a cluster can grow at once and which edges it then has crossed.
  ///
  /// Detectors all of whose edges lie within the cluster leave its list.
  private mutating func surveyFrontier(_ root: UInt32) -> Int64 {
    var least = UnionFindGraph.absent &>> 1
    crossings.truncate(to: 0)
    var previous = none
    var node = root
    while node != none {
      let next = nodes[node].next
      var isOpen = false
      var place = nodes[node].firstEdge
      while place < nodes[node].endEdge {
        let edge = edges[place]
        var gap = edge.length &- nodes[node].base
        if edge.node != boundary, nodes[edge.node].parent != none {
          if self.root(of: edge.node) == root {
            place &+= 1
            continue
          }
          gap &-= nodes[edge.node].base
        }
        isOpen = true
        let half = edge.length &>> 1
        let step = max(0, gap > half ? gap &- half : gap)
        if step < least {
          least = step
          crossings.truncate(to: 0)
        }
        if step == least, gap <= step { crossings.append(Crossing(node: node, place: place)) }
        place &+= 1
      }
      if isOpen || node == root {
        previous = node
      } else {
        nodes[previous].next = next
        if next == none { nodes[root].last = previous }
        nodes[root].size &-= 1
      }
      node = next
    }
    return least
  }
}

/// An edge that a cluster has crossed: the detector inside and the edge's place in the list of edges.
struct Crossing: BitwiseCopyable {
  var node: UInt32
  var place: UInt32
}

/// Clusters by the length of their frontier; of those of the same length, the one added first comes first.
struct ClusterHeap: ~Copyable {
  struct Entry: BitwiseCopyable {
    var key: UInt64
    var root: UInt32
    /// The length of the frontier when the cluster was added.
    var size: UInt32 { UInt32(key >> 32) }
  }

  private var entries = GrowableBuffer<Entry>(minimumCapacity: 64)
  private var added: UInt32 = 0

  mutating func clear() {
    entries.truncate(to: 0)
    added = 0
  }

  mutating func add(_ root: UInt32, size: UInt32) {
    entries.append(Entry(key: UInt64(size) << 32 | UInt64(added), root: root))
    added &+= 1
    var child = entries.count - 1
    while child > 0, entries[(child - 1) / 2].key > entries[child].key {
      exchange(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() -> Entry? {
    guard entries.count > 0 else { return nil }
    let first = entries[0]
    exchange(0, entries.count - 1)
    entries.truncate(to: entries.count - 1)
    var parent = 0
    while 2 * parent + 1 < entries.count {
      var least = 2 * parent + 1
      if least + 1 < entries.count, entries[least + 1].key < entries[least].key { least += 1 }
      if entries[parent].key <= entries[least].key { break }
      exchange(parent, least)
      parent = least
    }
    return first
  }

  private mutating func exchange(_ first: Int, _ second: Int) {
    let kept = entries[first]
    entries[first] = entries[second]
    entries[second] = kept
  }
}
