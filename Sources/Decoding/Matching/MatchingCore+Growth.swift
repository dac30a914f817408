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
    let time = nextEvent(at: node)
    if time == never {
      nodes[node].wanted = never
    } else {
      want(node: node, at: time)
    }
  }

  /// The next time at which the node's owner crosses an edge of the node, or another's comes to the node.
  ///
  /// With own and other coverage beyond the ends of an edge, linear in time, they meet when the sum is the weight.
  /// Where nobody is the coverage is 0, so that most edges cost no branch.
  private func nextEvent(at node: UInt32) -> Int64 {
    let here = covers[node]
    var time = never
    var edge = nodes[node].firstEdge
    let end = nodes[node].endEdge
    if here.slope < 0 { return never }
    if here.slope > 0 {
      if edges[edge].weight != none { time = Int64(edges[edge].weight) &- here.reach }
      edge &+= 1
      while edge < end {
        let half = edges[edge]
        let there = covers[half.node]
        let gap = Int64(half.weight) &- here.reach &- there.reach
        // What shrinks away is never caught up with.
        let isApart = there.top == here.top || there.slope < 0
        let meeting = isApart ? never : gap &>> Int64(there.slope)
        time = min(time, meeting)
        edge &+= 1
      }
      return time
    }
    edge &+= 1
    while edge < end {
      let half = edges[edge]
      let there = covers[half.node]
      let gap = Int64(half.weight) &- here.reach &- there.reach
      time = min(time, there.slope > 0 ? gap : never)
      edge &+= 1
    }
    return time
  }

  /// An edge of a node on which the owners of both ends, or one with the boundary, meet now; `none` if there is none.
  private func meeting(at node: UInt32) -> UInt32 {
    let now = queue.clock
    let here = covers[node]
    let slope = Int64(here.slope)
    let covered = here.reach &+ slope &* now
    let boundary = nodes[node].firstEdge
    var edge = boundary &+ 1
    let end = nodes[node].endEdge
    while edge < end {
      let half = edges[edge]
      let there = covers[half.node]
      let otherSlope = Int64(there.slope)
      let reach = covered &+ there.reach &+ otherSlope &* now
      if reach == Int64(half.weight), slope &+ otherSlope > 0, there.top != here.top { return edge }
      edge &+= 1
    }
    let weight = edges[boundary].weight
    return slope > 0 && weight != none && Int64(weight) == covered ? boundary : none
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
    let edge = meeting(at: node)
    guard edge != none else {
      look(at: node)
      return
    }
    let other = edges[edge].node
    // Of matchings of equal weight, one with more pairs is mostly the likelier.
    if other == none, queue.isBusy {
      nodes[node].queued = now
      queue.putOff(node)
      return
    }
    nodes[node].wanted = never
    let here = nodes[node]
    let observables = here.observables ^ edgeObservables[edge]
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
    let shift = (regions[region].slope &- slope) &* queue.clock
    regions[region].base &+= shift
    regions[region].slope = slope
    turnArea(of: region, shift, Int32(truncatingIfNeeded: slope))
  }

  /// Tells every node that a region owns, within blossoms too, of a change of direction.
  private mutating func turnArea(of region: UInt32, _ shift: Int64, _ slope: Int32) {
    var node = regions[region].shell
    while node != none {
      covers[node].reach &+= shift
      covers[node].slope = slope
      node = nodes[node].nextInShell
    }
    let first = regions[region].ring
    guard first != none else { return }
    var child = first
    repeat {
      turnArea(of: child, shift, slope)
      child = regions[child].nextInRing
    } while child != first
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
      covers[node] = MatchingCover(
        top: top, slope: Int32(truncatingIfNeeded: regions[top].slope),
        reach: regions[top].base &+ between &- nodes[node].arrival)
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
