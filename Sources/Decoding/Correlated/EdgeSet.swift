// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// A set of edges into which paths are added modulo 2.
struct EdgeSet: ~Copyable {
  /// Whether an edge is a member; or is not but waits to be taken off the list.
  private enum State {
    static let absent: UInt8 = 0
    static let member: UInt8 = 1
    static let cancelled: UInt8 = 2
  }

  private var states: PackedBuffer<UInt8>
  private var list = GrowableBuffer<UInt32>()

  /// Makes the empty set over a number of edges.
  init(edgeCount: Int) {
    states = PackedBuffer(repeating: State.absent, count: edgeCount)
  }

  /// The number of members, once `settle` was called.
  var count: Int { list.count }

  /// The members, once `settle` was called, in no particular order.
  subscript(place: Int) -> UInt32 {
    @inline(__always) get { list[place] }
  }

  @inline(__always)
  func contains(_ edge: UInt32) -> Bool { states[edge] == State.member }

  /// Adds an edge, or takes it out.
  @inline(__always)
  mutating func toggle(_ edge: UInt32) {
    switch states[edge] {
    case State.absent:
      states[edge] = State.member
      list.append(edge)
    case State.member: states[edge] = State.cancelled
    default: states[edge] = State.member
    }
  }

  /// Takes what cancelled off the list.
  mutating func settle() {
    var kept = 0
    for place in 0..<list.count {
      let edge = list[place]
      if states[edge] == State.member {
        list[kept] = edge
        kept += 1
      } else {
        states[edge] = State.absent
      }
    }
    list.truncate(to: kept)
  }

  mutating func clear() {
    for place in 0..<list.count { states[list[place]] = State.absent }
    list.truncate(to: 0)
  }

  /// Takes the members of another settled set in place of its own.
  mutating func assign(_ other: borrowing EdgeSet) {
    clear()
    for place in 0..<other.count { toggle(other[place]) }
  }

  /// Whether two settled sets have the same members.
  func equals(_ other: borrowing EdgeSet) -> Bool {
    guard count == other.count else { return false }
    for place in 0..<count where !other.contains(list[place]) { return false }
    return true
  }
}
