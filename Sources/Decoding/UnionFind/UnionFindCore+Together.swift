// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Growth of all odd clusters at once, at the same speed, from event to event.
extension UnionFindCore {
  /// Grows until no cluster needs to.
  ///
  /// - Returns: Whether that came to pass.
  mutating func growTogether() -> Bool {
    for index in 0..<reached.count { look(at: reached[index]) }
    while growingCount > 0 {
      guard let node = queue.next() else { return false }
      nodeIsDue(node)
    }
    return true
  }

  /// Finds out when the next edge of a growing detector will have been crossed, and asks to look then.
  @inline(__always)
  private mutating func look(at node: UInt32) {
    let root = root(of: node)
    let own = radius(of: node)
    var least = UnionFindGraph.absent &>> 1
    var awaited = none
    var place = nodes[node].firstEdge
    let end = nodes[node].endEdge
    while place < end {
      let edge = edges[place]
      var gap = edge.length &- own
      if isReached[edge.node &>> 6] &>> UInt64(edge.node & 63) & 1 != 0 {
        if self.root(of: edge.node) == root {
          gap = UnionFindGraph.absent
        } else if nodes[edge.node].isGrowing {
          gap = (gap &- nodes[edge.node].base &- queue.clock &+ 1) &>> 1
        } else {
          gap &-= nodes[edge.node].base
        }
      }
      if gap < least {
        least = gap
        awaited = place
      }
      place &+= 1
    }
    guard awaited != none else { return }
    nodes[node].awaited = awaited
    // No further than the calendar reaches, for the entry that counts is known by its time.
    let time = queue.clock &+ min(max(least, 0), CalendarQueue.days &- 1)
    if time < nodes[node].queued {
      nodes[node].queued = time
      queue.add(node, at: time)
    }
  }

  /// Takes a detector's entry from the queue: crosses the awaited edge if its time has come.
  private mutating func nodeIsDue(_ node: UInt32) {
    guard nodes[node].queued == queue.clock else { return }
    nodes[node].queued = never
    guard nodes[node].isGrowing else { return }
    let edge = edges[nodes[node].awaited]
    let gap = edge.length &- radius(of: node)
    let isHeld = isReached[edge.node &>> 6] &>> UInt64(edge.node & 63) & 1 != 0
    if isHeld {
      if gap <= radius(of: edge.node) { meet(node, edge) }
    } else if gap <= 0 {
      if edge.node == boundary {
        reachBoundary(root(of: node), by: edge.edge, from: node)
      } else {
        take(edge.node, into: root(of: node), by: edge.edge, from: node)
        look(at: edge.node)
      }
    }
    if nodes[node].isGrowing { look(at: node) }
  }

  /// Joins the clusters at the ends of an edge that has been crossed, unless they are one.
  private mutating func meet(_ node: UInt32, _ edge: GrowthEdge) {
    let first = root(of: node)
    let second = root(of: edge.node)
    guard first != second else { return }
    let waking = unite(first, second, by: edge.edge, node, edge.node)
    var next = waking.head
    while next != none {
      look(at: next)
      if next == waking.last { return }
      next = nodes[next].next
    }
  }
}
