// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// A defect of an alternating tree.
struct TreeMember: BitwiseCopyable {
  /// Its place among the defects.
  var place: UInt32 = none
  /// For an inner defect, the outer one that it hangs on, by its number in the tree.
  var parent: UInt32 = 0
  /// For an inner defect, itself among the neighbours of that one.
  var link: UInt32 = 0
}

/// Alternating trees that need no blossoms, on the lists of neighbours.
extension MatchingStart {
  /// The most matched pairs that a tree takes in.
  static var pairLimit: Int { 4 }

  /// Goes on from a free defect that touches a matched one: a tree grows from it until it can be matched or must stop.
  ///
  /// The duals of its outer defects rise and those of its inner ones fall, all by the same.
  mutating func growTree(from root: UInt32, _ first: Room) {
    members[0] = TreeMember(place: root)
    rooms[0] = first
    var count: UInt32 = 1
    var tip: UInt32 = 0
    var room = first
    while count < UInt32(truncatingIfNeeded: members.count) {
      let inner = room.limiter
      let outer = defects[inner].match
      members[count] = TreeMember(place: inner, parent: tip, link: room.index)
      members[count &+ 1] = TreeMember(place: outer)
      count &+= 2
      longest = max(longest, defects[outer].radius)
      var step = Int64.max
      for member in stride(from: 0, to: count, by: 2) {
        let place = members[member].place
        // The new pair is all that changes what others come to; how far they rise until then stays as it was.
        let limiter = rooms[member &>> 1].limiter
        if member &+ 1 == count || limiter == inner || limiter == outer {
          rooms[member &>> 1] = reach(of: place, count)
        }
        let here = rooms[member &>> 1]
        let rise = here.radius &- defects[place].radius
        if rise < step || rise == step && welcome(here.limiter) > welcome(room.limiter) {
          step = rise
          room = here
          tip = member
        }
      }
      for member in stride(from: 1, to: count, by: 2) {
        let radius = defects[members[member].place].radius
        if radius < step {
          step = radius
          room.limiter = none
        }
      }
      move(count, by: step)
      if isOpen(room) { return augment(from: tip, room) }
      if room.limiter == none { return }
    }
  }

  /// Moves the duals of a tree.
  private mutating func move(_ count: UInt32, by step: Int64) {
    if step == 0 { return }
    for member in stride(from: 0, to: count, by: 2) {
      let place = members[member].place
      defects[place].radius &+= step
      longest = max(longest, defects[place].radius)
    }
    for member in stride(from: 1, to: count, by: 2) {
      defects[members[member].place].radius &-= step
    }
  }

  /// Matches an outer defect to what it has come to, and those on the way to the root with one another.
  private mutating func augment(from tip: UInt32, _ room: Room) {
    join(members[tip].place, room)
    var outer = tip
    while outer != 0 {
      let inner = members[outer &- 1]
      outer = inner.parent
      join(members[outer].place, inner.place, by: inner.link)
    }
  }

  /// How far the dual of an outer defect can rise, with those of the other outer ones, before it comes to another.
  ///
  /// Outer defects rise towards each other: they leave half the room, and close a ring when they meet, which no
  /// tree here goes beyond. Duals stay even, so that regions meet at whole numbers later.
  private func reach(of place: UInt32, _ count: UInt32) -> Room {
    let around = lists.surroundings[defects[place].node]
    let own = defects[place].radius
    var room = Room(radius: around.boundary, limiter: boundaryMatch)
    var index = around.first
    while index < around.end {
      let neighbor = lists.neighbors[index]
      let distance = Int64(neighbor.distance)
      if distance &>> 1 >= room.radius, distance &- longest &+ own >= room.radius &<< 1 {
        return room
      }
      if fired(neighbor.node) {
        let other = places[neighbor.node]
        let left = distance &- defects[other].radius
        // An inner defect falls back as fast.
        if left < room.radius || (left &+ own) &>> 1 < room.radius
          || left == room.radius && welcome(other) > welcome(room.limiter)
        {
          let member = number(of: other, count)
          if member == none {
            let isBetter = welcome(other) > welcome(room.limiter)
            if left < room.radius || left == room.radius && isBetter {
              room = Room(radius: left, limiter: other, index: index)
            }
          } else if member & 1 == 0 {
            let half = own &+ (left &- own) &>> 1 & ~1
            if half < room.radius { room = Room(radius: half, limiter: none) }
          }
        }
      }
      index &+= 1
    }
    let limit = min(around.limit &>> 1, (around.limit &- longest &+ own) &>> 1 & ~1)
    if limit < room.radius { room = Room(radius: max(limit, own), limiter: none) }
    return room
  }

  /// The number of a defect in the tree; `none` if it is not there.
  @inline(__always)
  private func number(of place: UInt32, _ count: UInt32) -> UInt32 {
    var member: UInt32 = 0
    while member < count {
      if members[member].place == place { return member }
      member &+= 1
    }
    return none
  }
}
