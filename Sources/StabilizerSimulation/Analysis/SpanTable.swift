// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// Distinct short lists of words, each kept once and named by a number.
///
/// A candidate is written at the end of `elements` and then committed: if an equal list exists, the
/// candidate is dropped and the old number returned. All lists share one arena, so a lookup costs one
/// probe of the slots and one comparison. List 0 is the empty one.
struct SpanTable: ~Copyable {
  /// The words of all lists, one after the other.
  var elements = GrowableBuffer<UInt32>(minimumCapacity: 1024)
  /// Where each list begins, with one more entry for the end.
  private(set) var starts = GrowableBuffer<UInt32>(minimumCapacity: 256)
  /// The hash of each list, as it was committed.
  private(set) var hashes = GrowableBuffer<UInt64>(minimumCapacity: 256)
  /// Open addressing: the upper half of the hash above the list number plus one; 0 is vacant.
  private var slots = PackedBuffer<UInt64>(repeating: 0, count: 1024)

  /// Whether lists were lost because there is no room for more; results are then void.
  private(set) var isFull = false
  /// The most words that all lists may have together.
  private static let capacity = 1 << 28

  init() {
    starts.append(0)
    _ = commit(hash: 0)
  }

  /// The number of lists.
  var count: Int { hashes.count }

  /// The words of a list, as a range of `elements`.
  @inline(__always)
  func range(_ list: UInt32) -> Range<Int> {
    Int(starts[Int(list)])..<Int(starts[Int(list) + 1])
  }

  /// Where a candidate begins: the end of the last committed list.
  @inline(__always)
  var tail: Int { Int(starts[hashes.count]) }

  /// Names the list that was written behind `tail`.
  ///
  /// Equal lists must be committed with equal hashes.
  @inline(__always)
  mutating func commit(hash: UInt64) -> UInt32 {
    let start = tail
    let length = elements.count - start
    let mixed = (hash ^ hash >> 29) &* 0x94D0_49BB_1331_11EB
    let high = mixed & 0xFFFF_FFFF_0000_0000
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: mixed >> 20) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      if entry & 0xFFFF_FFFF_0000_0000 == high {
        let list = UInt32(truncatingIfNeeded: entry) &- 1
        if isEqual(list, from: start, length: length) {
          elements.truncate(to: start)
          return list
        }
      }
      slot = (slot &+ 1) & mask
    }
    return insert(hash: hash, entry: high, slot: slot)
  }

  @inline(__always)
  private func isEqual(_ list: UInt32, from start: Int, length: Int) -> Bool {
    let other = range(list)
    guard other.count == length else { return false }
    for offset in 0..<length
    where elements[other.lowerBound &+ offset] != elements[start &+ offset] {
      return false
    }
    return true
  }

  @inline(never)
  private mutating func insert(hash: UInt64, entry: UInt64, slot: Int) -> UInt32 {
    guard elements.count <= SpanTable.capacity else {
      isFull = true
      elements.truncate(to: tail)
      return 0
    }
    let list = UInt32(hashes.count)
    hashes.append(hash)
    starts.append(UInt32(elements.count))
    slots[slot] = entry | UInt64(list + 1)
    if hashes.count * 2 > slots.count { rehash() }
    return list
  }

  private mutating func rehash() {
    var larger = PackedBuffer<UInt64>(repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    for list in 0..<hashes.count {
      let hash = hashes[list]
      let mixed = (hash ^ hash >> 29) &* 0x94D0_49BB_1331_11EB
      var slot = Int(truncatingIfNeeded: mixed >> 20) & mask
      while larger[slot] != 0 { slot = (slot &+ 1) & mask }
      larger[slot] = mixed & 0xFFFF_FFFF_0000_0000 | UInt64(list + 1)
    }
    slots = larger
  }
}
