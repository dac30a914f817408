// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// A step that a search may take: to add an error to the set of a node.
struct SearchStep: BitwiseCopyable {
  /// A bound from below, or near one, on the cost of the solutions that it leads to.
  var bound: Int64
  /// The node from which it starts.
  var parent: UInt32
  /// The error that it adds; `none` for the start of the search.
  var error: UInt32
  /// The turn of the detectors that it adds to the residual syndrome.
  var turn: UInt32
}

/// The steps that a search has not taken, smallest bound first: a heap in which each entry has four below it.
struct SearchQueue: ~Copyable {
  private var entries = GrowableBuffer<SearchStep>(minimumCapacity: 1024)

  var isEmpty: Bool { entries.count == 0 }

  mutating func removeAll() { entries.truncate(to: 0) }

  mutating func push(_ step: SearchStep) {
    var place = entries.count
    entries.append(step)
    while place > 0 {
      let above = (place &- 1) &>> 2
      let other = entries[above]
      if other.bound <= step.bound { break }
      entries[place] = other
      place = above
    }
    entries[place] = step
  }

  mutating func pop() -> SearchStep? {
    let last = entries.count - 1
    guard last >= 0 else { return nil }
    let top = entries[0]
    let moved = entries[last]
    entries.truncate(to: last)
    guard last > 0 else { return top }
    var place = 0
    while true {
      let first = place &* 4 &+ 1
      if first >= last { break }
      var least = first
      var bound = entries[first].bound
      for candidate in (first &+ 1)..<max(first &+ 1, min(first &+ 4, last)) {
        let other = entries[candidate].bound
        if other < bound {
          bound = other
          least = candidate
        }
      }
      if moved.bound <= bound { break }
      entries[place] = entries[least]
      place = least
    }
    entries[place] = moved
    return top
  }
}

/// The least cost at which each residual syndrome was reached, by its 64-bit key.
struct ReachedTable: ~Copyable {
  struct Slot: BitwiseCopyable {
    var key: UInt64
    var cost: Int64
  }

  private var slots = PackedBuffer(repeating: Slot(key: 0, cost: -1), count: 1 << 10)
  private var used = GrowableBuffer<UInt32>(minimumCapacity: 512)

  mutating func removeAll() {
    for index in 0..<used.count { slots[Int(used[index])].cost = -1 }
    used.truncate(to: 0)
  }

  /// Notes that a syndrome was reached; whether this is the cheapest way so far.
  mutating func insert(_ key: UInt64, cost: Int64) -> Bool {
    if used.count &* 2 >= slots.count { grow() }
    let mask = slots.count &- 1
    var place = Int(truncatingIfNeeded: key) & mask
    while slots[place].cost >= 0 {
      if slots[place].key == key {
        if slots[place].cost <= cost { return false }
        slots[place].cost = cost
        return true
      }
      place = (place &+ 1) & mask
    }
    slots[place] = Slot(key: key, cost: cost)
    used.append(UInt32(place))
    return true
  }

  private mutating func grow() {
    var larger = PackedBuffer(repeating: Slot(key: 0, cost: -1), count: slots.count * 2)
    let mask = larger.count - 1
    for index in 0..<used.count {
      let slot = slots[Int(used[index])]
      var place = Int(truncatingIfNeeded: slot.key) & mask
      while larger[place].cost >= 0 { place = (place + 1) & mask }
      larger[place] = slot
      used[index] = UInt32(place)
    }
    slots = larger
  }
}
