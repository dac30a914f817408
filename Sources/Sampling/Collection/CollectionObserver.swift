// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What watches a collection: saves rows, shows progress, and may stop it.
///
/// The closures are called from the workers' threads, one at a time except for `shouldStop`.
public struct CollectionObserver: Sendable {
  /// Saves a row: what a task has gained since its last row.
  public var record: @Sendable (TaskStatistics) throws -> Void
  /// Shows progress; called ten times a second at most.
  public var progress: @Sendable (CollectionProgress) -> Void
  /// Whether to end early; asked after every block of shots.
  public var shouldStop: @Sendable () -> Bool

  /// Makes an observer; by default one that does nothing.
  public init(
    record: @escaping @Sendable (TaskStatistics) throws -> Void = { _ in },
    progress: @escaping @Sendable (CollectionProgress) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.record = record
    self.progress = progress
    self.shouldStop = shouldStop
  }
}

/// How far a collection is.
public struct CollectionProgress: Sendable {
  /// The number of tasks.
  public let taskCount: Int
  /// The number of tasks that are done.
  public private(set) var doneCount = 0
  /// The part of the work that is done, 0 to 1, as far as can be told.
  public var fraction: Double { taskCount == 0 ? 1 : sum / Double(taskCount) }
  /// The first task at work.
  public internal(set) var current: String?
  /// The shots of that task.
  public internal(set) var shots: Int?
  /// The errors of that task.
  public internal(set) var errors: Int?
  private var sum = 0.0

  /// Progress of other work of several tasks.
  ///
  /// - Parameters:
  ///   - taskCount: The number of tasks.
  ///   - fraction: The part of all of them that is done, in 0...1.
  ///   - current: What is at work.
  public init(taskCount: Int, fraction: Double, current: String) {
    self.taskCount = taskCount
    self.current = current
    sum = fraction * Double(taskCount)
  }

  init(taskCount: Int) {
    self.taskCount = taskCount
  }

  mutating func add(fraction: Double) {
    sum += fraction
    if fraction >= 1 { doneCount += 1 }
  }
}
