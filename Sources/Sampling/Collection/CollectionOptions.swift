// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How much to sample, and how.
public struct CollectionOptions: Sendable {
  /// Stop a task at this number of shots, those that are already there included.
  public var maxShots: Int?
  /// Stop a task at the first block of shots with which it reaches this number of errors.
  public var maxErrors: Int?
  /// The number of threads; results do not depend on it.
  public var workers = 1
  /// What makes the samples repeatable.
  public var seed: UInt64
  /// The shots that a worker takes on at first, before the speed of a task is known.
  public var startBatchSize = CollectionOptions.blockSize
  /// The most shots that a worker takes on at once.
  public var maxBatchSize = 1 << 20
  /// The longest time that a worker's batch should take, in seconds.
  public var maxBatchSeconds = 0.25
  /// How often rows are saved, in seconds.
  public var savePeriod = 5.0
  /// Whether to count detectors and detection events, as `detectors_checked` and `detection_events`.
  public var countsDetectionEvents = false
  /// Whether to count which observables were mistaken together, as `obs_mistake_mask=E_`.
  public var countsObservableErrorCombos = false

  /// The most shots that share a random stream; fewer where there are very many detectors.
  ///
  /// Counts are the same for every way of sharing out the work.
  public static let blockSize = 1024

  /// Makes options.
  ///
  /// - Precondition: at least one of `maxShots` and `maxErrors` is given.
  public init(maxShots: Int? = nil, maxErrors: Int? = nil, workers: Int = 1, seed: UInt64) {
    precondition(maxShots != nil || maxErrors != nil, "Without a limit, sampling never ends.")
    self.maxShots = maxShots
    self.maxErrors = maxErrors
    self.workers = workers
    self.seed = seed
  }

  /// Whether a task with these counts is done.
  func isDone(shots: Int, errors: Int) -> Bool {
    if let maxShots, shots >= maxShots { return true }
    if let maxErrors, errors >= maxErrors { return true }
    return false
  }
}
