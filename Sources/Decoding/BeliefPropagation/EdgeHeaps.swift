// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Heaps of edges, the most believed column first, that meld in constant time.
///
/// Each edge is in one heap at most, so that the links of all heaps fit into two arrays (pairing heaps; Fredman
/// et al., Algorithmica 1, 111, 1986).
struct EdgeHeaps: ~Copyable {
  private var children: PackedBuffer<UInt32>
  private var siblings: PackedBuffer<UInt32>
  private var keys: PackedBuffer<Float>

  init(edgeCount: Int) {
    children = PackedBuffer(repeating: none, count: edgeCount)
    siblings = PackedBuffer(repeating: none, count: edgeCount)
    keys = PackedBuffer(repeating: 0, count: edgeCount)
  }

  /// A heap of one edge.
  @inline(__always)
  mutating func single(_ edge: UInt32, key: Float) -> UInt32 {
    children[Int(edge)] = none
    siblings[Int(edge)] = none
    keys[Int(edge)] = key
    return edge
  }

  /// The heap of two heaps' edges; `none` is the empty heap.
  @inline(__always)
  mutating func meld(_ first: UInt32, _ second: UInt32) -> UInt32 {
    if first == none { return second }
    if second == none { return first }
    let isInOrder =
      keys[Int(first)] < keys[Int(second)]
      || (keys[Int(first)] == keys[Int(second)] && first < second)
    let top = isInOrder ? first : second
    let under = isInOrder ? second : first
    siblings[Int(under)] = children[Int(top)]
    children[Int(top)] = under
    return top
  }

  /// The heap without its top.
  mutating func removingTop(_ top: UInt32) -> UInt32 {
    // Meld the children in pairs from the left, then the pairs from the right.
    var pairs = none
    var next = children[Int(top)]
    while next != none {
      let first = next
      let second = siblings[Int(first)]
      next = second == none ? none : siblings[Int(second)]
      siblings[Int(first)] = none
      if second != none { siblings[Int(second)] = none }
      let pair = meld(first, second)
      siblings[Int(pair)] = pairs
      pairs = pair
    }
    var heap = none
    while pairs != none {
      let pair = pairs
      pairs = siblings[Int(pair)]
      siblings[Int(pair)] = none
      heap = meld(heap, pair)
    }
    return heap
  }
}
