// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Events in order of time, for a clock that never runs backwards: a circular calendar with a list for each day.
///
/// An event further away than the calendar reaches is put on its last day; who takes it finds that it is not
/// due and adds it again. Finding the next day takes two steps through bits: a word for 64 days, a bit for each word.
struct CalendarQueue: ~Copyable {
  /// The number of days: 64 words of 64.
  static let days: Int64 = 4096

  private var entries = PackedBuffer(repeating: CalendarEntry(), count: 256)
  private var heads = PackedBuffer<UInt32>(repeating: none, count: Int(CalendarQueue.days))
  /// Bit d of word w is set when day 64 w + d has entries.
  private var busyDays = PackedBuffer<UInt64>(repeating: 0, count: 64)
  /// Bit w is set when word w of `busyDays` is not zero.
  private var busyWords: UInt64 = 0
  private var free = none
  private var used = 0

  /// The time of the event taken last.
  private(set) var clock: Int64 = 0

  /// Adds an event.
  ///
  /// - Precondition: `clock <= time`.
  @inline(__always)
  mutating func add(_ target: UInt32, at time: Int64) {
    var slot = free
    if slot == none {
      if used == entries.count { entries = entries.grown(filler: CalendarEntry()) }
      slot = UInt32(truncatingIfNeeded: used)
      used &+= 1
    } else {
      free = entries[slot].next
    }
    let day = min(time, clock &+ (CalendarQueue.days &- 1)) & (CalendarQueue.days &- 1)
    let place = UInt32(truncatingIfNeeded: day)
    entries[slot] = CalendarEntry(target: target, next: heads[place])
    heads[place] = slot
    busyDays[place &>> 6] |= 1 &<< UInt64(place & 63)
    busyWords |= 1 &<< UInt64(place &>> 6)
  }

  /// Takes an event of the earliest day and sets the clock to it; nil if there is none.
  @inline(__always)
  mutating func next() -> UInt32? {
    if busyWords == 0 { return nil }
    let today = UInt32(truncatingIfNeeded: clock & (CalendarQueue.days &- 1))
    var place = today
    var slot = heads[today]
    if slot == none {
      place = nextDay(after: today)
      let distance = Int64(place &- today) & (CalendarQueue.days &- 1)
      clock &+= distance
      slot = heads[place]
    }
    let entry = entries[slot]
    heads[place] = entry.next
    if entry.next == none { close(place) }
    entries[slot].next = free
    free = slot
    return entry.target
  }

  /// The first busy day after one that is not, round the calendar.
  private func nextDay(after today: UInt32) -> UInt32 {
    let word = today &>> 6
    let later = busyDays[word] & (~0 &<< UInt64(today & 63))
    if later != 0 { return word &<< 6 | UInt32(later.trailingZeroBitCount) }
    // Round the calendar: the words after this one, then those up to it.
    let ahead = word == 63 ? 0 : busyWords & (~0 &<< UInt64(word &+ 1))
    let next = UInt32((ahead != 0 ? ahead : busyWords).trailingZeroBitCount)
    return next &<< 6 | UInt32(busyDays[next].trailingZeroBitCount)
  }

  @inline(__always)
  private mutating func close(_ place: UInt32) {
    let word = place &>> 6
    busyDays[word] &= ~(1 &<< UInt64(place & 63))
    if busyDays[word] == 0 { busyWords &= ~(1 &<< UInt64(word)) }
  }

  /// Drops all events and sets the clock to 0.
  mutating func clear() {
    while busyWords != 0 {
      let word = UInt32(busyWords.trailingZeroBitCount)
      while busyDays[word] != 0 {
        let place = word &<< 6 | UInt32(busyDays[word].trailingZeroBitCount)
        heads[place] = none
        busyDays[word] &= busyDays[word] &- 1
      }
      busyWords &= busyWords &- 1
    }
    free = none
    used = 0
    clock = 0
  }
}

/// An event that waits, and the one behind it on its day.
struct CalendarEntry: BitwiseCopyable {
  var target = none
  var next = none
}
