// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How rare failures are estimated, and when that ends.
public struct RareEventOptions: Sendable {
  /// End when the 95 % interval's upper end is at most this many times its lower end.
  public var targetAccuracy = 1.5
  /// The sets of errors in a population.
  public var populationSize = 256
  /// How often each set is moved on each rung of the ladder.
  public var sweeps = 16
  /// End after this many populations, if not before.
  public var maxPopulations = 4096
  /// The number of threads; results do not depend on it.
  public var workers = 1
  /// What makes the result repeatable.
  public var seed: UInt64

  /// The populations that are the least for an interval, unless the work is stopped.
  public static let leastPopulations = 16

  /// Makes options.
  public init(seed: UInt64) {
    self.seed = seed
  }
}

/// What watches an estimate: shows progress, and may stop it.
public struct RareEventObserver: Sendable {
  /// Receives how far the work is: a phrase, and the part that is done as far as can be told.
  public var progress: @Sendable (_ note: String, _ fraction: Double) -> Void
  /// Whether to end early; asked after every batch of shots, from several threads.
  public var shouldStop: @Sendable () -> Bool

  /// Makes an observer; by default one that does nothing.
  public init(
    progress: @escaping @Sendable (_ note: String, _ fraction: Double) -> Void = { _, _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.progress = progress
    self.shouldStop = shouldStop
  }
}
