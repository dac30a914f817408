// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Synchronization

/// Shares out the work of a collection among workers.
final class CollectionScheduler: Sendable {
  /// What a worker is to do next.
  enum Job {
    case prepare(Int)
    /// Blocks of shots, and the numbers of the shots that count.
    case sample(Int, PreparedTask, blocks: Range<Int>, counting: Range<Int>)
    case wait
    case finish
  }

  /// Where a task stands.
  enum Phase {
    case waiting
    case preparing
    case open(TaskProgress)
    case done(TaskStatistics)
  }

  private struct State {
    var phases: [Phase]
    /// The strong ids of the tasks that have been opened.
    var opened: Set<String> = []
    var failure: (any Error)?
    var lastReport: ContinuousClock.Instant?
  }

  private let state: Mutex<State>
  private let options: CollectionOptions
  private let existing: StatisticsTable
  private let observer: CollectionObserver

  init(
    taskCount: Int, existing: StatisticsTable, options: CollectionOptions,
    observer: CollectionObserver
  ) {
    state = Mutex(State(phases: Array(repeating: .waiting, count: taskCount)))
    self.options = options
    self.existing = existing
    self.observer = observer
  }

  /// The next job of a worker.
  ///
  /// Tasks are served in order; a later one is opened when the earlier ones have enough given out.
  func nextJob() -> Job {
    state.withLock { state in
      if state.failure != nil || observer.shouldStop() { return .finish }
      var isAllDone = true
      for index in state.phases.indices {
        switch state.phases[index] {
        case .done: continue
        case .preparing: isAllDone = false
        case .waiting:
          state.phases[index] = .preparing
          return .prepare(index)
        case .open:
          isAllDone = false
          if let job = sampleJob(&state, index, isSpare: false) { return job }
        }
      }
      if isAllDone { return .finish }
      for index in state.phases.indices {
        if let job = sampleJob(&state, index, isSpare: true) { return job }
      }
      return .wait
    }
  }

  private func sampleJob(_ state: inout State, _ index: Int, isSpare: Bool) -> Job? {
    guard case .open(var progress) = state.phases[index] else { return nil }
    // Emptied first, so that the progress is not copied.
    state.phases[index] = .preparing
    defer { state.phases[index] = .open(progress) }
    let blocks = progress.takeBlocks(isSpare: isSpare)
    if blocks.isEmpty { return nil }
    return .sample(
      index, progress.prepared, blocks: blocks, counting: progress.countingShots)
  }

  /// Opens a prepared task.
  func open(_ index: Int, _ task: PreparedTask) {
    state.withLock { state in
      // A task that is given twice is one task, or its limits would hold for each half.
      if state.opened.insert(task.identity.strongID).inserted {
        let progress = TaskProgress(task, before: existing[task.identity.strongID], options)
        state.phases[index] = progress.isDone ? .done(progress.total) : .open(progress)
      } else {
        state.phases[index] = .done(task.identity)
      }
      report(&state)
    }
  }

  /// Whether a worker should keep what it holds for a task.
  func isOpen(_ index: Int) -> Bool {
    state.withLock { if case .open = $0.phases[index] { true } else { false } }
  }

  /// Takes results back; saves and reports when it is time.
  func deliver(_ index: Int, firstBlock: Int, _ results: [BlockCounts]) throws {
    try state.withLock { state in
      guard case .open(var progress) = state.phases[index] else { return }
      state.phases[index] = .preparing
      progress.deliver(firstBlock: firstBlock, results)
      let isSaveDue =
        ContinuousClock.now - progress.lastSave > .seconds(options.savePeriod)
      let row = progress.isDone || isSaveDue ? progress.takeUnsaved() : nil
      state.phases[index] = progress.isDone ? .done(progress.total) : .open(progress)
      if let row { try observer.record(row) }
      report(&state)
    }
  }

  /// Makes every worker finish.
  func fail(_ error: any Error) {
    state.withLock { if $0.failure == nil { $0.failure = error } }
  }

  /// Saves what is left and returns all that is known, task by task; nil for tasks never opened.
  func close() throws -> [TaskStatistics?] {
    try state.withLock { state in
      var totals: [TaskStatistics?] = []
      for index in state.phases.indices {
        switch state.phases[index] {
        case .waiting, .preparing: totals.append(nil)
        case .done(let total): totals.append(total)
        case .open(var progress):
          if let row = progress.takeUnsaved() { try observer.record(row) }
          state.phases[index] = .open(progress)
          totals.append(progress.total)
        }
      }
      if let failure = state.failure { throw failure }
      return totals
    }
  }

  private func report(_ state: inout State) {
    let now = ContinuousClock.now
    if let last = state.lastReport, now - last < .milliseconds(100) { return }
    state.lastReport = now
    var progress = CollectionProgress(taskCount: state.phases.count)
    for phase in state.phases {
      switch phase {
      case .waiting, .preparing: break
      case .done: progress.add(fraction: 1)
      case .open(let task):
        progress.add(fraction: task.fraction)
        progress.current = progress.current ?? task.prepared.name
        progress.shots = progress.shots ?? task.total.shots
        progress.errors = progress.errors ?? task.total.errors
      }
    }
    observer.progress(progress)
  }
}
