// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How far one task is: which blocks are given out, which are back, and what counts.
///
/// Blocks come back in any order but count in theirs, and the stop rule is asked after each: what counts
/// is the shortest run of blocks that satisfies it, whoever sampled them and when.
struct TaskProgress {
  let prepared: PreparedTask
  /// What was known before, from files.
  private let before: TaskStatistics
  private let options: CollectionOptions
  /// What was sampled now and counts.
  private(set) var counted: TaskStatistics
  /// The part of it that is not saved.
  private var unsaved: TaskStatistics
  private(set) var isDone: Bool
  private(set) var lastSave = ContinuousClock.now
  /// Blocks that are back and wait for an earlier one.
  private var early: [Int: BlockCounts] = [:]
  /// The next block to count, and the next to give out.
  private var nextToCount: Int
  private var nextToGive: Int
  private let firstBlock: Int

  init(_ prepared: PreparedTask, before: TaskStatistics?, _ options: CollectionOptions) {
    self.prepared = prepared
    self.options = options
    self.before = before ?? prepared.identity
    counted = prepared.identity
    unsaved = prepared.identity
    firstBlock = self.before.shots / prepared.blockSize
    nextToCount = firstBlock
    nextToGive = firstBlock
    isDone = options.isDone(shots: self.before.shots, errors: self.before.errors)
  }

  /// All that is known of the task.
  var total: TaskStatistics {
    var total = before
    // The same identity, so nothing can conflict; an overflow leaves the old counts.
    try? total.merge(counted)
    return total
  }

  /// The part of the work that is done, 0 to 1.
  var fraction: Double {
    if isDone { return 1 }
    let shots = options.maxShots.map { Double(before.shots + counted.shots) / Double(max($0, 1)) }
    let errors = options.maxErrors.map {
      Double(before.errors + counted.errors) / Double(max($0, 1))
    }
    return min(1, max(shots ?? 0, errors ?? 0))
  }

  /// The numbers of the shots that count: not those known before, nor those beyond the limit.
  var countingShots: Range<Int> {
    before.shots..<max(before.shots, options.maxShots ?? .max)
  }

  /// Gives out the next blocks.
  ///
  /// - Parameter isSpare: Whether to go beyond what seems needed, because workers are idle.
  /// - Returns: The blocks; empty if there is nothing sensible to do.
  mutating func takeBlocks(isSpare: Bool) -> Range<Int> {
    let size = prepared.blockSize
    let end = options.maxShots.map { ($0 + size - 1) / size } ?? .max
    let blocksCounted = nextToCount - firstBlock
    let waiting = nextToGive - nextToCount
    var wanted = max(0, min(neededBlocks, 2 * blocksCounted + options.workers) - waiting)
    if isSpare, wanted == 0, waiting < 2 * options.workers { wanted = 1 }
    wanted = min(wanted, end - nextToGive)
    guard !isDone, wanted > 0 else { return nextToGive..<nextToGive }
    let share = isSpare ? 1 : (wanted + options.workers - 1) / options.workers
    let first = nextToGive
    nextToGive += min(share, blocksPerBatch)
    return first..<nextToGive
  }

  /// How many blocks, given out ones included, the stop rule still seems to need.
  private var neededBlocks: Int {
    let size = prepared.blockSize
    let left = options.maxShots.map { ($0 + size - 1) / size - nextToCount } ?? .max
    guard let maxErrors = options.maxErrors else { return left }
    let blocks = Double(nextToCount - firstBlock)
    guard counted.errors > 0, blocks > 0 else { return left }
    let missing = Double(maxErrors - before.errors - counted.errors)
    let needed = missing * blocks / Double(counted.errors)
    return min(left, Int(min(needed, 1e15).rounded(.up)) + 1)
  }

  /// How many blocks a batch may have, by size and by time.
  private var blocksPerBatch: Int {
    let size = prepared.blockSize
    let blocks = nextToCount - firstBlock
    guard blocks > 0 else { return max(1, options.startBatchSize / size) }
    let secondsPerBlock = max(counted.seconds / Double(blocks), 1e-9)
    let byTime = Int(min(options.maxBatchSeconds / secondsPerBlock, 1e12))
    return max(1, min(byTime, options.maxBatchSize / size))
  }

  /// Takes blocks back, perhaps fewer than were given out, and counts what is complete.
  mutating func deliver(firstBlock block: Int, _ results: [BlockCounts]) {
    for (index, result) in results.enumerated() { early[block + index] = result }
    while !isDone, let result = early.removeValue(forKey: nextToCount) {
      nextToCount += 1
      count(result)
      isDone = options.isDone(
        shots: before.shots + counted.shots, errors: before.errors + counted.errors)
    }
    if isDone { early = [:] }
  }

  private mutating func count(_ block: BlockCounts) {
    func add(to row: inout TaskStatistics) {
      row.shots += block.shots
      row.errors += block.errors
      row.seconds += block.seconds
      for (key, count) in block.customCounts { row.customCounts[key, default: 0] += count }
    }
    add(to: &counted)
    add(to: &unsaved)
  }

  /// What has come since the last save, if anything.
  mutating func takeUnsaved() -> TaskStatistics? {
    lastSave = .now
    guard unsaved.shots > 0 else { return nil }
    defer { unsaved = prepared.identity }
    return unsaved
  }
}
