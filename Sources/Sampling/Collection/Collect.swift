// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Glibc

/// Prepares tasks one by one, samples and decodes them, and counts.
///
/// - Parameters:
///   - taskCount: The number of tasks.
///   - options: How much to sample, and how.
///   - existing: Counts that are known and count towards the limits.
///   - observer: What saves rows, shows progress and may stop the work.
///   - prepare: Makes a task ready; called from several threads.
/// - Returns: All that is known of each task in the end; nil for tasks that were not reached.
/// - Throws: What `prepare`, a decoder or the observer's `record` throws; rows found so far are saved.
func runCollection(
  taskCount: Int, options: CollectionOptions, existing: StatisticsTable,
  observer: CollectionObserver, prepare: @escaping @Sendable (Int) throws -> PreparedTask
) throws -> [TaskStatistics?] {
  let scheduler = CollectionScheduler(
    taskCount: taskCount, existing: existing, options: options, observer: observer)
  _ = try parallelMap(count: options.workers, workers: options.workers) { _ in
    do {
      try work(scheduler, options, observer, prepare)
    } catch {
      scheduler.fail(error)
    }
  }
  return try scheduler.close()
}

private func work(
  _ scheduler: CollectionScheduler, _ options: CollectionOptions, _ observer: CollectionObserver,
  _ prepare: (Int) throws -> PreparedTask
) throws {
  var workers: [Int: TaskWorker] = [:]
  while true {
    switch scheduler.nextJob() {
    case .finish: return
    case .wait: usleep(200)
    case .prepare(let index): scheduler.open(index, try prepare(index))
    case .sample(let index, let task, let blocks, let counting):
      if workers[index] == nil {
        // Working memory can be large; let go of that of tasks that are done.
        workers = workers.filter { scheduler.isOpen($0.key) }
        workers[index] = TaskWorker(task, options)
      }
      guard let worker = workers[index] else { return }
      var results: [BlockCounts] = []
      results.reserveCapacity(blocks.count)
      for block in blocks {
        let start = block * task.blockSize
        let all = start..<start + task.blockSize
        let range = counting.clamped(to: all)
        results.append(
          try worker.run(block: block, shots: range.lowerBound - start..<range.upperBound - start))
        if observer.shouldStop() { break }
      }
      try scheduler.deliver(index, firstBlock: blocks.lowerBound, results)
    }
  }
}

/// Samples and decodes tasks, and counts the shots whose observables the decoder mistook.
///
/// A shot depends on the seed, the task and its number alone, and the stop rules are asked after each
/// block of at most `CollectionOptions.blockSize` shots in order: counts do not depend on the number of workers.
/// A task goes on after the shots that are known of it, so resumed work ends as uninterrupted work does.
///
/// - Parameters:
///   - tasks: What to sample.
///   - options: How much to sample, and how.
///   - existing: Counts that are known and count towards the limits.
///   - observer: What saves rows, shows progress and may stop the work.
/// - Returns: All that is known of each task in the end; nil for tasks that were not reached.
/// - Throws: `SamplingError` if a task cannot be prepared or decoded, and what the observer's `record`
///   throws; the rows found so far have been recorded.
public func collect(
  _ tasks: [CollectionTask], options: CollectionOptions,
  existing: StatisticsTable = StatisticsTable(),
  observer: CollectionObserver = CollectionObserver()
) throws -> [TaskStatistics?] {
  try runCollection(
    taskCount: tasks.count, options: options, existing: existing, observer: observer
  ) { index in
    try tasks[index].prepared()
  }
}
