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

/// Does `body(0, _), …, body(count − 1, _)` on up to `workers` threads, each item once.
///
/// The second argument numbers the worker, in `0..<workers`: two items with the same number never overlap, so a
/// worker may have scratch memory of its own. Items are handed out one at a time.
///
/// - Precondition: `count >= 0 && workers >= 1`.
public func parallelFor(
  count: Int, workers: Int, _ body: @Sendable (_ item: Int, _ worker: Int) -> Void
) {
  precondition(count >= 0 && workers >= 1, "parallelFor needs a count and at least one worker.")
  let used = min(workers, count)
  if used <= 1 {
    for item in 0..<count { body(item, 0) }
    return
  }
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: used) { worker in
    while true {
      let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard item < count else { return }
      body(item, worker)
    }
  }
}

/// The results of a computation that cannot fail for `0..<count`, in order, on up to `workers` threads.
///
/// - Precondition: `count >= 0 && workers >= 1`.
public func parallelResults<Result: Sendable>(
  count: Int, workers: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  if workers == 1 || count <= 1 {
    return (0..<count).map(body)
  }
  let outcomes = Mutex<[Result?]>(Array(repeating: nil, count: count))
  parallelFor(count: count, workers: workers) { item, _ in
    let result = body(item)
    outcomes.withLock { $0[item] = result }
  }
  return outcomes.withLock { $0.compactMap(\.self) }
}
