// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.
//
// Where matching starts from: duals that need no search.
// 1. With NN(u) the distance from defect u to the nearest other and b(u) to the boundary, the duals
//    y(u) = min(NN(u) / 2, b(u)) are feasible, since y(u) + y(v) ≤ NN(u) / 2 + NN(v) / 2 ≤ d(u, v).
//    Defects that are each other's nearest, or at their boundary, are tight and are matched.
// 2. Each defect that is left raises its dual as far as it stays feasible, to min(b(u), d(u, v) − y(v)). Where
//    that makes it tight to the boundary or to a defect that is free or can go to the boundary, it is matched.
// If nobody is left then the matching is as heavy as the duals, hence an optimum. Otherwise the search
// continues from these duals and matches.

internal import ComputePrimitives

/// A defect and its dual.
struct StartingDefect: BitwiseCopyable {
  var node: UInt32
  /// The place of its partner; `boundaryMatch`, or `none` if it is free.
  var match = none
  /// The observables on the way to its partner.
  var observables: UInt64 = 0
  var radius: Int64 = 0
}

/// The defects of a shot, matched as far as that needs no search.
struct MatchingStart: ~Copyable {
  var lists: NeighborLists
  private(set) var defects = PackedBuffer(repeating: StartingDefect(node: none), count: 64)
  private(set) var count = 0
  /// The defects as bits.
  private var isDefect: PackedBuffer<UInt64>
  /// The place of each defect in `defects`.
  private var places: PackedBuffer<UInt32>
  private var free = PackedBuffer<UInt32>(repeating: 0, count: 64)
  private(set) var freeCount = 0
  /// The longest dual of those raised in the second pass.
  private var longest: Int64 = 0

  init(_ graph: MatchingGraph, word: Int) {
    lists = NeighborLists(graph, word: word)
    isDefect = PackedBuffer(repeating: 0, count: graph.detectorCount / 64 + 1)
    places = PackedBuffer(repeating: none, count: graph.detectorCount)
  }

  /// Matches what is tight.
  ///
  /// - Returns: Whether every defect is matched.
  /// - Precondition: the defects are distinct detectors of the model.
  mutating func match(_ nodes: Span<UInt32>) -> Bool {
    count = nodes.count
    while defects.count < count {
      defects = defects.grown(filler: StartingDefect(node: none))
      free = free.grown(filler: 0)
    }
    for place in 0..<UInt32(truncatingIfNeeded: count) {
      let node = nodes[Int(place)]
      precondition(Int(node) < places.count, "A defect must be a detector of the model.")
      isDefect[node &>> 6] |= 1 &<< UInt64(node & 63)
      places[node] = place
      defects[place] = StartingDefect(node: node)
    }
    for place in 0..<UInt32(truncatingIfNeeded: count) { matchNearest(place) }
    freeCount = 0
    for place in 0..<UInt32(truncatingIfNeeded: count) where defects[place].match == none {
      free[UInt32(truncatingIfNeeded: freeCount)] = place
      freeCount &+= 1
    }
    if freeCount > 0 { raiseFree() }
    for place in 0..<UInt32(truncatingIfNeeded: count) {
      isDefect[defects[place].node &>> 6] = 0
    }
    return freeCount == 0
  }

  @inline(__always)
  private func fired(_ node: UInt32) -> Bool {
    isDefect[node &>> 6] &>> UInt64(node & 63) & 1 != 0
  }

  private mutating func join(_ first: UInt32, _ second: UInt32, _ observables: UInt64) {
    defects[first].match = second
    defects[first].observables = observables
    defects[second].match = first
    defects[second].observables = observables
  }

  private mutating func joinBoundary(_ place: UInt32, _ around: Surroundings) {
    defects[place].match = boundaryMatch
    defects[place].observables = around.boundaryObservables
  }

  /// Gives a defect its first dual, and matches it if that is tight.
  @inline(__always)
  private mutating func matchNearest(_ place: UInt32) {
    let around = lists.around(defects[place].node)
    var index = around.first
    while index < around.end {
      let neighbor = lists.neighbors[index]
      if fired(neighbor.node) {
        let radius = Int64(neighbor.distance) &>> 1
        defects[place].radius = radius
        let other = places[neighbor.node]
        if other < place, defects[other].radius == radius, defects[other].match == none {
          join(place, other, lists.observables[index])
        }
        return
      }
      index &+= 1
    }
    if around.boundary &<< 1 <= around.limit {
      defects[place].radius = around.boundary
      joinBoundary(place, around)
    } else {
      defects[place].radius = around.limit &>> 1
    }
  }

  /// Raises the duals of the free defects, and matches those that become tight.
  private mutating func raiseFree() {
    longest = 0
    for index in 0..<UInt32(truncatingIfNeeded: freeCount) {
      let place = free[index]
      if defects[place].match == none { raise(place) }
    }
    var left: UInt32 = 0
    for index in 0..<UInt32(truncatingIfNeeded: freeCount) {
      let place = free[index]
      if defects[place].match == none {
        free[left] = place
        left &+= 1
      }
    }
    freeCount = Int(left)
  }

  /// Raises the dual of a defect as far as the others allow.
  ///
  /// A defect of distance d beyond the list leaves room for at least d / 2 if its dual is the first, and for
  /// d − `longest` if it was raised.
  private mutating func raise(_ place: UInt32) {
    let around = lists.around(defects[place].node)
    var room = around.boundary
    var found = boundaryMatch
    var foundIndex = around.first
    var index = around.first
    var isComplete = false
    while index < around.end {
      let neighbor = lists.neighbors[index]
      let distance = Int64(neighbor.distance)
      if distance &>> 1 >= room, distance &- longest >= room {
        isComplete = true
        break
      }
      if fired(neighbor.node) {
        let other = places[neighbor.node]
        let left = distance &- defects[other].radius
        if left < room || left == room && defects[other].match == none {
          room = left
          found = other
          foundIndex = index
        }
      }
      index &+= 1
    }
    if !isComplete {
      let limit = min(around.limit &>> 1, around.limit &- longest) & ~1
      if limit < room {
        room = max(limit, defects[place].radius)
        found = none
      }
    }
    defects[place].radius = room
    longest = max(longest, room)
    if found == boundaryMatch {
      joinBoundary(place, around)
    } else if found != none {
      settle(place, with: found, lists.observables[foundIndex])
    }
  }

  /// Matches a free defect with one that it touches, if that one is free or can leave its partner to the boundary.
  private mutating func settle(_ place: UInt32, with other: UInt32, _ observables: UInt64) {
    let partner = defects[other].match
    if partner != none, partner != boundaryMatch {
      let around = lists.around(defects[partner].node)
      guard defects[partner].radius == around.boundary else { return }
      joinBoundary(partner, around)
    }
    join(place, other, observables)
  }
}

extension MatchingStart {
  /// The weight of the matching if it is complete: the sum of the duals, in units.
  var weight: Int64 {
    var sum: Int64 = 0
    for place in 0..<UInt32(truncatingIfNeeded: count) { sum &+= defects[place].radius }
    return sum
  }

  /// The observables 0 to 63 that the matching flips.
  var flips: UInt64 {
    var mask: UInt64 = 0
    for place in 0..<UInt32(truncatingIfNeeded: count) where defects[place].match > place {
      mask ^= defects[place].observables
    }
    return mask
  }

  /// Hands over how each pair of defects, or defect and boundary, is joined, each once.
  func forEachLink(_ body: (MatchingLink) -> Void) {
    for place in 0..<UInt32(truncatingIfNeeded: count) where defects[place].match > place {
      let defect = defects[place]
      let partner = defect.match == boundaryMatch ? none : defects[defect.match].node
      body(MatchingLink(from: defect.node, to: partner, observables: defect.observables))
    }
  }
}
