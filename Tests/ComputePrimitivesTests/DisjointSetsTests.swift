// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Testing
import _TestSupport

@Suite("Disjoint sets")
struct DisjointSetsTests {
  @Test("Sets are what joining one by one makes of them", .tags(.law))
  func joining() {
    var stream = RandomStream(seed: 5)
    let count = 60
    var sets = DisjointSets(count: count)
    var labels = Array(0..<count)
    for _ in 0..<45 {
      let (first, second) = (Int(stream.next() % 60), Int(stream.next() % 60))
      let (a, b) = (labels[first], labels[second])
      for member in labels.indices where labels[member] == max(a, b) { labels[member] = min(a, b) }
      #expect(sets.join(first, second) == min(a, b))
      #expect((0..<count).map { sets.root($0) } == labels)
    }
    #expect(Set(labels).count > 1)
    #expect(sets.add() == count)
    #expect(sets.root(count) == count)
    #expect(sets.count == count + 1)
  }
}
