// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Synchronization
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

@Suite struct CollectTests {
  static let probabilities = [0.5, 0.01, 0.2, 0.001, 0]

  static func collect(
    _ options: CollectionOptions, existing: StatisticsTable = StatisticsTable(),
    observer: CollectionObserver = CollectionObserver(),
    probabilities: [Double] = probabilities
  ) throws -> [TaskStatistics?] {
    try runCollection(
      taskCount: probabilities.count, options: options, existing: existing, observer: observer
    ) { index in
      coin(probabilities[index], id: "task\(index)")
    }.map(timeless)
  }

  static func options(
    maxShots: Int? = nil, maxErrors: Int? = nil, workers: Int = 1, seed: UInt64 = 5
  ) -> CollectionOptions {
    var options = CollectionOptions(
      maxShots: maxShots, maxErrors: maxErrors, workers: workers, seed: seed)
    options.countsDetectionEvents = true
    options.countsObservableErrorCombos = true
    return options
  }

  @Test(.tags(.law), arguments: [(1, 0), (2, 0), (3, 1), (8, 2)])
  func countsDoNotDependOnTheWorkers(workers: Int, repetition: Int) throws {
    for (maxShots, maxErrors) in [(20_000, nil), (50_000, 300), (777, nil), (10_000, 1)] {
      let alone = try Self.collect(Self.options(maxShots: maxShots, maxErrors: maxErrors))
      let shared = try Self.collect(
        Self.options(maxShots: maxShots, maxErrors: maxErrors, workers: workers))
      #expect(alone == shared)
    }
  }

  @Test(.tags(.exact)) func shotsStopExactlyAtTheLimit() throws {
    for row in try Self.collect(Self.options(maxShots: 5000, workers: 2)) {
      #expect(row?.shots == 5000)
      #expect(row?.customCounts["detectors_checked"] == 15_000)
      #expect((row?.customCounts["obs_mistake_mask=E_"] ?? 0) == row?.errors)
    }
  }

  @Test(.tags(.exact)) func errorsStopAtTheFirstBlockThatReachesTheLimit() throws {
    let rows = try Self.collect(
      Self.options(maxErrors: 100, workers: 3), probabilities: [0.5, 0.01])
    let block = CollectionOptions.blockSize
    #expect(rows[0]?.shots == block)
    let row = try #require(rows[1])
    #expect(row.errors >= 100 && row.shots % block == 0)
    let shorter = try Self.collect(
      Self.options(maxShots: row.shots - block), probabilities: [0.5, 0.01])
    #expect((shorter[1]?.errors ?? 100) < 100)
  }

  // False-alarm rate: 6 σ for each of five rates, below 1e-8.
  @Test(.tags(.statistical)) func ratesAreThoseOfTheSource() throws {
    let rows = try Self.collect(Self.options(maxShots: 200_000, workers: 2))
    for (row, probability) in zip(rows, Self.probabilities) {
      let deviation = (200_000 * probability * (1 - probability)).squareRoot()
      #expect(abs(Double(row?.errors ?? 0) - 200_000 * probability) <= 6 * deviation)
    }
    #expect(rows[0]?.errors != rows[1]?.errors)
  }

  @Test(.tags(.law), arguments: [1000, 1024, 5000, 9999])
  func resumedEqualsUninterrupted(firstLimit: Int) throws {
    let whole = try Self.collect(Self.options(maxShots: 10_000))
    let collector = RowCollector()
    _ = try Self.collect(
      Self.options(maxShots: firstLimit, workers: 2), observer: collector.observer)
    let resumed = try Self.collect(
      Self.options(maxShots: 10_000, workers: 3), existing: collector.table,
      observer: collector.observer)
    #expect(resumed == whole)
    let saved = try collector.table
    for row in whole { #expect(timeless(saved[row?.strongID ?? ""]) == row) }
  }

  @Test(.tags(.law)) func interruptedAndResumedEqualsUninterrupted() throws {
    let whole = try Self.collect(Self.options(maxShots: 300_000, maxErrors: 2000))
    let collector = RowCollector()
    var runs = 0
    while runs < 1000 {
      runs += 1
      // Stops after so many questions, most often amid a batch.
      let questions = Atomic<Int>(0)
      var observer = collector.observer
      let patience = 40 + runs * 7
      observer.shouldStop = {
        questions.wrappingAdd(1, ordering: .relaxed).oldValue > patience
      }
      let rows = try Self.collect(
        Self.options(maxShots: 300_000, maxErrors: 2000, workers: 2),
        existing: collector.table, observer: observer)
      if rows == whole { break }
    }
    #expect(runs > 1 && runs < 1000)
    let saved = try collector.table
    for row in whole { #expect(timeless(saved[row?.strongID ?? ""]) == row) }
  }

  @Test(.tags(.exact)) func enoughDataNeedsNoWork() throws {
    var existing = StatisticsTable()
    try existing.add(
      TaskStatistics(
        strongID: "task0", decoder: "silent", metadata: ["p": 0.5], shots: 90, errors: 50))
    let collector = RowCollector()
    let rows = try Self.collect(
      Self.options(maxErrors: 50), existing: existing, observer: collector.observer,
      probabilities: [0.5])
    #expect(rows[0]?.shots == 90 && collector.rows.withLock(\.isEmpty))
  }

  @Test(.tags(.exact)) func failuresNameTheTaskAndKeepWhatIsSaved() throws {
    let collector = RowCollector()
    let error = #expect(throws: SamplingError.self) {
      try runCollection(
        taskCount: 2, options: Self.options(maxShots: 4000, workers: 1),
        existing: StatisticsTable(), observer: collector.observer
      ) { index in
        coin(0.1, id: "task\(index)", fails: index == 1)
      }
    }
    #expect(error?.description == "task1: Nothing explains the shot.")
    let table = try collector.table
    #expect(table["task0"]?.shots == 4000)
    #expect(throws: SamplingError.self) {
      try runCollection(
        taskCount: 3, options: Self.options(maxShots: 10, workers: 2),
        existing: StatisticsTable(), observer: CollectionObserver()
      ) { _ in throw SamplingError(.task, "No such task.") }
    }
  }

  @Test(.tags(.exact)) func progressEndsAtOne() throws {
    let fractions = Mutex<[Double]>([])
    var options = Self.options(maxShots: 2000)
    options.savePeriod = 0
    let observer = CollectionObserver(progress: { progress in
      fractions.withLock { $0.append(progress.fraction) }
    })
    _ = try Self.collect(options, observer: observer)
    let seen = fractions.withLock(\.self)
    #expect(!seen.isEmpty && seen.allSatisfy { $0 >= 0 && $0 <= 1 } && seen == seen.sorted())
  }

  @Test(.tags(.exact)) func seedsDiffer() throws {
    let first = try Self.collect(Self.options(maxShots: 5000, seed: 1), probabilities: [0.2])
    let second = try Self.collect(Self.options(maxShots: 5000, seed: 2), probabilities: [0.2])
    #expect(first != second)
  }
}
