// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Synchronization
import Testing
import _TestSupport

@Suite("Values computed once")
struct ComputedOnceTests {
  private struct Fault: Error, Equatable {}

  private final class Count: Sendable {
    let value = Mutex(0)
    func next() -> Int {
      value.withLock {
        $0 += 1
        return $0
      }
    }
  }

  @Test("Threads that ask together get the one value", .tags(.law))
  func once() async {
    let count = Count()
    let answer = ComputedOnce<Int, Never> { count.next() * 100 }
    #expect(count.value.withLock { $0 } == 0)
    let answers = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<16 { group.addTask { answer.value() } }
      return await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(answers == [100])
    #expect(count.value.withLock { $0 } == 1)
  }

  @Test("A failure stays the same failure", .tags(.law))
  func failure() {
    let count = Count()
    let answer = ComputedOnce<Int, Fault> { () throws(Fault) in
      _ = count.next()
      throw Fault()
    }
    for _ in 0..<3 { #expect(throws: Fault()) { try answer.value() } }
    #expect(count.value.withLock { $0 } == 1)
  }
}
