// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Sampling
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A collection that the command line describes, with its files and its progress.
final class CollectionRun: Sendable {
  private let tasks: [CollectionTask]
  private let options: CollectionOptions
  /// The file that grows, if there is one.
  let log: StatisticsLog?
  private let existing: StatisticsTable
  private let progress: Mutex<Progress>?
  /// The rows that this run has added.
  private let added = Mutex(StatisticsTable())

  init(_ arguments: Arguments) throws {
    Interruption.watch()
    var options = try collectionOptions(arguments)
    if arguments.hasFlag("count-detection-events") {
      options.countsDetectionEvents = arguments.isOn("count-detection-events")
      options.countsObservableErrorCombos = arguments.isOn("count-observable-error-combos")
    }
    self.options = options
    tasks = try collectionTasks(arguments)
    let files = arguments.texts("existing-data-filepaths")
    var existing = files.isEmpty ? StatisticsTable() : try readTables(files)
    log = try arguments.textIfGiven("save-resume-filepath").map { path in
      try sampling { try StatisticsLog(path: path) }
    }
    if let log {
      if let place = log.tornLine { warnOfTornLine(log.path, "\(place)", "has been removed") }
      try sampling { try existing.add(log.existing) }
    }
    self.existing = existing
    progress =
      arguments.isOn("quiet") ? nil : Mutex(Progress(isForced: arguments.isOn("progress")))
  }

  /// Samples until every task is done or the user stops it.
  ///
  /// - Returns: All that is known of each task that was reached.
  /// - Throws: `CommandFailure` for what is wrong with a task or a file.
  func collect() throws -> [TaskStatistics] {
    let observer = CollectionObserver(
      record: { row in
        try self.log?.append(row)
        try self.added.withLock { try $0.add(row) }
      },
      progress: { self.show($0) },
      shouldStop: { Interruption.isRequested })
    defer { progress?.withLock { $0.finish() } }
    let totals = try sampling {
      try Sampling.collect(tasks, options: options, existing: existing, observer: observer)
    }
    if Interruption.isRequested {
      printError("quanta: interrupted; all that was counted is kept.")
    }
    return totals.compactMap(\.self)
  }

  /// The rows that this run has added, as a table.
  var addedText: String { added.withLock { $0.csvText } }

  private func show(_ state: CollectionProgress) {
    progress?.withLock { $0.update(fraction: state.fraction, note(state)) }
  }

  private func note(_ state: CollectionProgress) -> String {
    var note = "\(state.doneCount)/\(state.taskCount) tasks"
    if let name = state.current { note += "  \(name)" }
    if let shots = state.shots { note += "  \(shots) shots, \(state.errors ?? 0) errors" }
    return note
  }
}

/// The number of processors that are at hand.
func processorCount() -> Int {
  max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}

/// Says that the end of a table is not whole.
func warnOfTornLine(_ path: String, _ place: String, _ consequence: String) {
  printError(
    "\(path):\(place): the last line was cut off while it was written; it \(consequence).")
}
