// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Dispatch
import Synchronization

/// Computes `body(0), …, body(count − 1)` on up to `workers` threads and returns the results in order.
///
/// Indices are handed out one at a time, so uneven items balance; what each item computes must depend on
/// its index alone, and then the result is the same for any number of workers. When an item throws, no new
/// item starts, and the error of the lowest failing index is thrown.
///
/// - Parameters:
///   - count: The number of items.
///   - workers: The largest number of threads, at least 1.
///   - body: The computation, called from several threads at once.
/// - Returns: The results, in index order.
/// - Throws: The error of the lowest index that failed.
/// - Precondition: `count >= 0 && workers >= 1`.
public func parallelMap<Result: Sendable>(
  count: Int, workers: Int, _ body: @Sendable (Int) throws -> Result
) throws -> [Result] {
  precondition(count >= 0 && workers >= 1, "parallelMap needs a count and at least one worker.")
  if workers == 1 || count <= 1 {
    return try (0..<count).map(body)
  }
  let next = Atomic<Int>(0)
  let outcomes = Mutex<[Swift.Result<Result, any Error>?]>(
    Array(repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: min(workers, count)) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let outcome = Swift.Result { try body(index) }
      if case .failure = outcome { next.store(count, ordering: .relaxed) }
      outcomes.withLock { $0[index] = outcome }
    }
  }
  var results: [Result] = []
  results.reserveCapacity(count)
  for outcome in outcomes.withLock({ $0 }) {
    if let outcome { results.append(try outcome.get()) }
  }
  return results
}
