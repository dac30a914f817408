// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.
//
// Where matching starts from: duals that need no search.
// 1. With NN(u) the distance from defect u to the nearest other and b(u) to the boundary, the duals
//    y(u) = min(NN(u) / 2, b(u)) are feasible, since y(u) + y(v) ≤ NN(u) / 2 + NN(v) / 2 ≤ d(u, v).
//    Defects that are each other's nearest, or at their boundary, are tight and are matched.
// 2. Each defect that is left raises its dual as far as it stays feasible, to min(b(u), d(u, v) − y(v)). Where
//    that makes it tight to the boundary or to a defect that is free or can go to the boundary, it is matched.
// 3. If it comes to a matched pair instead, an alternating tree grows from it, pair by pair, until one of its
//    outer defects comes to the boundary or to somebody who can be matched. Where it would need a blossom it stops;
//    the duals stay where they are, for they are feasible.
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
  /// Its neighbours: `neighbors[first..<end]`.
  var first: UInt32 = 0
  var end: UInt32 = 0
}

/// How far the dual of a defect can rise.
struct Room: BitwiseCopyable {
  /// The greatest dual.
  var radius: Int64
  /// The place of the defect that allows no more, `boundaryMatch`, or `none` if no more is known.
  var limiter: UInt32
  /// That defect among the neighbours.
  var index: UInt32 = 0
}

/// The defects of a shot, matched as far as that needs no search.
struct MatchingStart: ~Copyable {
  var lists: NeighborLists
  var defects = PackedBuffer(repeating: StartingDefect(node: none), count: 64)
  private(set) var count = 0
  /// The defects as bits.
  private var isDefect: PackedBuffer<UInt64>
  /// The place of each defect in `defects`.
  var places: PackedBuffer<UInt32>
  private var free = PackedBuffer<UInt32>(repeating: 0, count: 64)
  private(set) var freeCount = 0
  /// The tree at hand: its root, then an inner defect and its outer partner in turn.
  var members = PackedBuffer(repeating: TreeMember(), count: 2 * MatchingStart.pairLimit + 1)
  /// How far each outer defect of the tree can rise.
  var rooms = PackedBuffer(
    repeating: Room(radius: 0, limiter: none), count: MatchingStart.pairLimit + 1)
  /// The longest dual of those raised after the first pass, or in a tree.
  var longest: Int64 = 0
  /// Keeps the early reads of lists, which bring them into the cache side by side.
  private var touched: UInt32 = 0

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
    var touch: UInt32 = 0
    for place in 0..<UInt32(truncatingIfNeeded: count) {
      let node = nodes[Int(place)]
      precondition(Int(node) < places.count, "A defect must be a detector of the model.")
      isDefect[node &>> 6] |= 1 &<< UInt64(node & 63)
      places[node] = place
      let around = lists.around(node)
      touch ^= lists.neighbors[around.first].key
      defects[place] = StartingDefect(node: node, first: around.first, end: around.end)
    }
    touched = touch
    for place in 0..<UInt32(truncatingIfNeeded: count) { matchNearest(place) }
    freeCount = 0
    for place in 0..<UInt32(truncatingIfNeeded: count) where defects[place].match == none {
      free[UInt32(truncatingIfNeeded: freeCount)] = place
      freeCount &+= 1
    }
    longest = 0
    // Those that are matched later may make way for others.
    var before = Int.max
    while freeCount > 0 && freeCount < before {
      before = freeCount
      raiseFree()
    }
    for place in 0..<UInt32(truncatingIfNeeded: count) {
      isDefect[defects[place].node &>> 6] = 0
    }
    return freeCount == 0
  }

  @inline(__always)
  func fired(_ node: UInt32) -> Bool {
    isDefect[node &>> 6] &>> UInt64(node & 63) & 1 != 0
  }

  @inline(__always)
  mutating func join(_ first: UInt32, _ second: UInt32, by index: UInt32) {
    let observables = lists.observables(index)
    defects[first].match = second
    defects[first].observables = observables
    defects[second].match = first
    defects[second].observables = observables
  }

  @inline(__always)
  private mutating func joinBoundary(_ place: UInt32) {
    defects[place].match = boundaryMatch
    defects[place].observables = lists.surroundings[defects[place].node].boundaryObservables
  }

  /// Gives a defect its first dual, and matches it if that is tight.
  @inline(__always)
  private mutating func matchNearest(_ place: UInt32) {
    var index = defects[place].first
    let end = defects[place].end
    while index < end {
      let neighbor = lists.neighbors[index]
      if fired(neighbor.node) {
        let radius = Int64(neighbor.distance) &>> 1
        defects[place].radius = radius
        let other = places[neighbor.node]
        if other < place, defects[other].radius == radius, defects[other].match == none {
          join(place, other, by: index)
        }
        return
      }
      index &+= 1
    }
    let around = lists.surroundings[defects[place].node]
    if around.boundary &<< 1 <= around.limit {
      defects[place].radius = around.boundary
      joinBoundary(place)
    } else {
      defects[place].radius = around.limit &>> 1
    }
  }

  /// Raises the duals of the free defects, and matches those that become tight.
  private mutating func raiseFree() {
    var left: UInt32 = 0
    for index in 0..<UInt32(truncatingIfNeeded: freeCount) {
      let place = free[index]
      if defects[place].match == none { raise(place) }
    }
    for index in 0..<UInt32(truncatingIfNeeded: freeCount) {
      let place = free[index]
      if defects[place].match == none {
        free[left] = place
        left &+= 1
      }
    }
    freeCount = Int(left)
  }

  /// How far the dual of a defect can rise before it comes to another.
  ///
  /// A defect at distance d leaves room for at least d / 2 if its dual is the first, and for d − `longest` if it was
  /// raised; so the list need not be read to its end, and says something of what is behind it.
  private func room(around place: UInt32) -> Room {
    let around = lists.surroundings[defects[place].node]
    var room = Room(radius: around.boundary, limiter: boundaryMatch)
    var index = around.first
    while index < around.end {
      let neighbor = lists.neighbors[index]
      let distance = Int64(neighbor.distance)
      if distance &>> 1 >= room.radius, distance &- longest >= room.radius { return room }
      if fired(neighbor.node) {
        let other = places[neighbor.node]
        let left = distance &- defects[other].radius
        if left < room.radius || left == room.radius && welcome(other) > welcome(room.limiter) {
          room = Room(radius: left, limiter: other, index: index)
        }
      }
      index &+= 1
    }
    let limit = min(around.limit &>> 1, around.limit &- longest)
    if limit < room.radius {
      room = Room(radius: max(limit, defects[place].radius), limiter: none)
    }
    return room
  }

  /// How welcome it is that another limits the dual of a defect: the more the better.
  ///
  /// - 3: it is free, or leaves the boundary, so that two ways to the boundary become one pair. Matchings of equal
  ///   weight differ in likelihood by the number of shortest paths, and a pair mostly has more of them.
  /// - 2: it is the boundary, or its partner can go there without any dual moving.
  /// - 1: it is matched.
  /// - 0: it is not known.
  func welcome(_ limiter: UInt32) -> Int {
    if limiter == boundaryMatch { return 2 }
    if limiter == none { return 0 }
    let partner = defects[limiter].match
    if partner == none || partner == boundaryMatch { return 3 }
    let isTight =
      defects[partner].radius == lists.surroundings[defects[partner].node].boundary
    return isTight ? 2 : 1
  }

  /// Whether a defect can be matched with what limits it, without any dual moving.
  func isOpen(_ room: Room) -> Bool { welcome(room.limiter) > 1 }

  /// Matches a defect with what limits its dual.
  mutating func join(_ place: UInt32, _ room: Room) {
    if room.limiter == boundaryMatch {
      joinBoundary(place)
    } else {
      let partner = defects[room.limiter].match
      if partner != none, partner != boundaryMatch { joinBoundary(partner) }
      join(place, room.limiter, by: room.index)
    }
  }

  /// Raises the dual of a free defect as far as the others allow, and matches it if it comes to somebody who can.
  private mutating func raise(_ place: UInt32) {
    let room = room(around: place)
    defects[place].radius = room.radius
    longest = max(longest, room.radius)
    if isOpen(room) {
      join(place, room)
    } else if room.limiter != none {
      growTree(from: place, room)
    }
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
