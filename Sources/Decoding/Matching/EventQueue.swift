// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// An event that waits, and the one behind it in its bucket.
struct WaitingEvent: BitwiseCopyable {
  var time: Int64
  var target: UInt32
  var next: UInt32
}

/// Events in order of time, for a clock that never runs backwards: a radix heap.
///
/// An event lies in the bucket of the highest bit in which its time differs from the clock. When the nearest bucket
/// holds later events, the clock jumps to the earliest of them and the bucket is dealt out to lower ones, so that each
/// event moves at most once a bit. Source: Ahuja, Mehlhorn, Orlin and Tarjan, Faster Algorithms for
/// the Shortest Path Problem, J. ACM 37 (1990). Buckets are linked lists through one pool.
struct EventQueue: ~Copyable {
  private var entries = PackedBuffer(
    repeating: WaitingEvent(time: 0, target: 0, next: none), count: 256)
  private var heads = PackedBuffer<UInt32>(repeating: none, count: 64)
  /// Bit b is set when bucket b has entries.
  private var occupied: UInt64 = 0
  private var free = none
  private var used = 0
  /// The events of now that were put off.
  private var late = none

  /// The time of the event taken last.
  private(set) var clock: Int64 = 0

  /// Adds an event.
  ///
  /// - Precondition: `clock <= time && time < 2⁶²`.
  @inline(__always)
  mutating func add(_ target: UInt32, at time: Int64) {
    let bucket = 64 &- (time ^ clock).leadingZeroBitCount
    heads[bucket] = store(WaitingEvent(time: time, target: target, next: heads[bucket]))
    occupied |= 1 &<< UInt64(truncatingIfNeeded: bucket)
  }

  /// Puts an event off until all others of now are over, those that they bring about too.
  mutating func putOff(_ target: UInt32) {
    late = store(WaitingEvent(time: clock, target: target, next: late))
  }

  /// Keeps an event in a free entry.
  @inline(__always)
  private mutating func store(_ event: WaitingEvent) -> UInt32 {
    var slot = free
    if slot == none {
      if used == entries.count { grow() }
      slot = UInt32(truncatingIfNeeded: used)
      used &+= 1
    } else {
      free = entries[slot].next
    }
    entries[slot] = event
    return slot
  }

  /// Gives an entry back.
  @inline(__always)
  private mutating func take(_ slot: UInt32) -> UInt32 {
    let target = entries[slot].target
    entries[slot].next = free
    free = slot
    return target
  }

  /// Takes an event with the earliest time and sets the clock to it; nil if there is none.
  @inline(__always)
  mutating func next() -> UInt32? {
    if occupied & 1 == 0 {
      if late != none {
        let slot = late
        late = entries[slot].next
        return take(slot)
      }
      if occupied == 0 { return nil }
      deal()
    }
    let slot = heads[0]
    heads[0] = entries[slot].next
    if heads[0] == none { occupied &= ~1 }
    return take(slot)
  }

  /// Whether more events are due now, besides those that are put off.
  @inline(__always)
  var isBusy: Bool { occupied & 1 != 0 }

  /// Moves the clock to the earliest event and deals out its bucket.
  private mutating func deal() {
    let bucket = occupied.trailingZeroBitCount
    var earliest = Int64.max
    var slot = heads[bucket]
    while slot != none {
      earliest = min(earliest, entries[slot].time)
      slot = entries[slot].next
    }
    clock = earliest
    slot = heads[bucket]
    heads[bucket] = none
    occupied &= ~(1 &<< UInt64(truncatingIfNeeded: bucket))
    while slot != none {
      let following = entries[slot].next
      let lower = 64 &- (entries[slot].time ^ earliest).leadingZeroBitCount
      entries[slot].next = heads[lower]
      heads[lower] = slot
      occupied |= 1 &<< UInt64(truncatingIfNeeded: lower)
      slot = following
    }
  }

  /// Drops all events, handing each target over with `state`, and sets the clock to 0.
  @inline(__always)
  mutating func clear<State: ~Copyable>(
    _ state: inout State, _ body: (inout State, UInt32) -> Void
  ) {
    if late != none {
      // Behind the last of them follow the others of now.
      var last = late
      while entries[last].next != none { last = entries[last].next }
      entries[last].next = heads[0]
      heads[0] = late
      late = none
      occupied |= 1
    }
    while occupied != 0 {
      let bucket = occupied.trailingZeroBitCount
      occupied &= occupied &- 1
      var slot = heads[bucket]
      heads[bucket] = none
      while slot != none {
        body(&state, entries[slot].target)
        slot = entries[slot].next
      }
    }
    free = none
    used = 0
    clock = 0
  }

  private mutating func grow() {
    entries = entries.grown(filler: WaitingEvent(time: 0, target: 0, next: none))
  }
}

extension PackedBuffer {
  /// The element at an index that the data structure itself made; checked in debug builds.
  @inline(__always)
  subscript(index: UInt32) -> Element {
    @inline(__always)
    get { unsafe self[unchecked: Int(index)] }
    @inline(__always)
    _modify { yield unsafe &self[unchecked: Int(index)] }
  }

  /// A buffer of twice the size that begins with the elements of this one.
  func grown(filler: Element) -> PackedBuffer<Element> {
    var larger = PackedBuffer(repeating: filler, count: max(16, count * 2))
    for index in 0..<count { larger[index] = self[index] }
    return larger
  }
}
