// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// How regions grow and shrink over the detectors.
extension MatchingCore {
  // MARK: When to look

  /// Asks for a look at a node at a time.
  @inline(__always)
  mutating func want(node: UInt32, at time: Int64) {
    nodes[node].wanted = time
    if time < nodes[node].queued {
      nodes[node].queued = time
      queue.add(node, at: time)
    }
  }

  @inline(__always)
  private mutating func want(region: UInt32, at time: Int64) {
    regions[region].wanted = time
    if time < regions[region].queued {
      regions[region].queued = time
      queue.add(region | MatchingCore.regionBit, at: time)
    }
  }

  /// Finds out when something next happens at a node, and asks to look then.
  @inline(__always)
  mutating func look(at node: UInt32) {
    let (time, edge) = nextEvent(at: node)
    if time == never {
      nodes[node].wanted = never
    } else {
      nodes[node].wantedEdge = edge
      want(node: node, at: time)
    }
  }

  /// The next time at which the node's owner crosses an edge of the node, or another's comes to the node.
  ///
  /// With own and other coverage beyond the ends of an edge, linear in time, they meet when the sum is the weight.
  private func nextEvent(at node: UInt32) -> (time: Int64, edge: UInt32) {
    let here = covers[node]
    var time = never
    var found = none
    var edge = nodes[node].firstEdge
    let end = nodes[node].endEdge
    let top = here.top
    let slope = top == none ? 0 : regions[top].slope
    if slope < 0 { return (never, none) }
    let own = top == none ? 0 : regions[top].base &+ here.wrapped
    if slope > 0 {
      if edges[edge].weight != none {
        time = Int64(edges[edge].weight) &- own
        found = edge
      }
      edge &+= 1
      while edge < end {
        let there = covers[edges[edge].node]
        if there.top != top {
          var meeting = Int64(edges[edge].weight) &- own
          if there.top != none {
            let other = regions[there.top].slope
            // What shrinks away is never caught up with.
            meeting =
              other < 0 ? never : (meeting &- regions[there.top].base &- there.wrapped) &>> other
          }
          if meeting < time {
            time = meeting
            found = edge
          }
        }
        edge &+= 1
      }
      return (time, found)
    }
    edge &+= 1
    while edge < end {
      let there = covers[edges[edge].node]
      if there.top != none, regions[there.top].slope > 0 {
        let meeting =
          Int64(edges[edge].weight) &- own &- regions[there.top].base &- there.wrapped
        if meeting < time {
          time = meeting
          found = edge
        }
      }
      edge &+= 1
    }
    return (time, found)
  }

  /// Whether the owners of both ends of an edge, or one with the boundary, meet on it now.
  @inline(__always)
  private func meets(_ node: UInt32, on edge: UInt32) -> Bool {
    let here = covers[node]
    var slope: Int64 = 0
    var gap = Int64(edges[edge].weight)
    if here.top != none {
      slope = regions[here.top].slope
      gap &-= regions[here.top].base &+ here.wrapped &+ slope &* queue.clock
    }
    let other = edges[edge].node
    if other == none { return slope > 0 && gap == 0 }
    let there = covers[other]
    if there.top != none {
      if there.top == here.top { return false }
      let otherSlope = regions[there.top].slope
      slope &+= otherSlope
      gap &-= regions[there.top].base &+ there.wrapped &+ otherSlope &* queue.clock
    }
    return slope > 0 && gap == 0
  }

  // MARK: What happens

  /// Takes a node's entry from the queue: acts on it if it is still due.
  mutating func nodeIsDue(_ node: UInt32) {
    let now = queue.clock
    guard nodes[node].queued == now else { return }
    nodes[node].queued = never
    let wanted = nodes[node].wanted
    guard wanted == now else {
      if wanted != never { want(node: node, at: wanted) }
      return
    }
    nodes[node].wanted = never
    let edge = nodes[node].wantedEdge
    guard meets(node, on: edge) else {
      look(at: node)
      return
    }
    let here = nodes[node]
    let observables = here.observables ^ edgeObservables[edge]
    let other = edges[edge].node
    if other == none {
      treeMeetsBoundary(
        covers[node].top, MatchingLink(from: here.source, to: none, observables: observables))
    } else if covers[other].top == none {
      arrive(at: other, from: node, edgeObservables[edge])
    } else if covers[node].top == none {
      arrive(at: node, from: other, edgeObservables[edge])
      return
    } else {
      meet(
        covers[node].top, covers[other].top,
        MatchingLink(
          from: here.source, to: nodes[other].source,
          observables: observables ^ nodes[other].observables))
    }
    // More may happen here at the same time.
    look(at: node)
  }

  /// Gives a free node to the region that comes from a neighbour.
  private mutating func arrive(at node: UInt32, from origin: UInt32, _ observables: UInt64) {
    let region = covers[origin].top
    let radius = regions[region].base &+ regions[region].slope &* queue.clock
    own(
      node, region, source: nodes[origin].source, at: radius,
      nodes[origin].observables ^ observables)
    look(at: node)
  }

  /// Takes a region's entry from the queue: acts on it if it is still due.
  mutating func regionIsDue(_ region: UInt32) {
    let now = queue.clock
    guard regions[region].queued == now else { return }
    regions[region].queued = never
    let wanted = regions[region].wanted
    guard wanted == now else {
      if wanted != never { want(region: region, at: wanted) }
      return
    }
    regions[region].wanted = never
    let node = regions[region].shell
    if node == none {
      shatterInner(region)
    } else if regions[region].ring == none && nodes[node].nextInShell == none {
      collapseInner(region)
    } else {
      regions[region].shell = nodes[node].nextInShell
      release(node)
      look(at: node)
      planShrinking(region)
    }
  }

  /// Asks to look at a shrinking region when its last node leaves or its radius vanishes.
  private mutating func planShrinking(_ region: UInt32) {
    let node = regions[region].shell
    let last = node == none ? 0 : nodes[node].arrival
    want(region: region, at: regions[region].base &- last)
  }

  // MARK: Changes of direction

  mutating func grow(_ region: UInt32) {
    turn(region, slope: 1)
    regions[region].wanted = never
    lookAtArea(of: region)
  }

  mutating func shrink(_ region: UInt32) {
    turn(region, slope: -1)
    planShrinking(region)
  }

  mutating func rest(_ region: UInt32) {
    let wasShrinking = regions[region].slope < 0
    turn(region, slope: 0)
    if wasShrinking {
      regions[region].wanted = never
      lookAtArea(of: region)
    }
  }

  /// Changes the slope and keeps the radius.
  private mutating func turn(_ region: UInt32, slope: Int64) {
    regions[region].base &+= (regions[region].slope &- slope) &* queue.clock
    regions[region].slope = slope
  }

  /// Looks at every node that a region owns, within blossoms too.
  mutating func lookAtArea(of region: UInt32) {
    var node = regions[region].shell
    while node != none {
      look(at: node)
      node = nodes[node].nextInShell
    }
    let first = regions[region].ring
    guard first != none else { return }
    var child = first
    repeat {
      lookAtArea(of: child)
      child = regions[child].nextInRing
    } while child != first
  }

  /// Tells every node of a region which region is now outermost, and the radii in between.
  ///
  /// - Parameters:
  ///   - region: The region, at rest if it is not `top`.
  ///   - top: The outermost region around it.
  ///   - between: The radii of the regions from `region` outwards, without that of `top`.
  mutating func wrap(_ region: UInt32, in top: UInt32, between: Int64) {
    var node = regions[region].shell
    while node != none {
      covers[node] = MatchingCover(top: top, wrapped: between &- nodes[node].arrival)
      node = nodes[node].nextInShell
    }
    let first = regions[region].ring
    guard first != none else { return }
    var child = first
    repeat {
      wrap(child, in: top, between: between &+ regions[child].base)
      child = regions[child].nextInRing
    } while child != first
  }
}
