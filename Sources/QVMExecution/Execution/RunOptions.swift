// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import StateVectorSimulation

/// How a program is run.
public struct RunOptions: Sendable {
  /// How many shots.
  public var shots: Int
  /// What chance is made from: the same seed gives the same events for any number of threads.
  public var seed: UInt64
  /// The largest number of threads.
  public var threads: Int
  /// The largest number of qubits of a state vector.
  public var vectorLimit: Int
  /// The most branches at a time, and the most outcomes, of an exact distribution.
  public var branchLimit: Int
  /// What to do when shots fail.
  public var retry: RetryStrategy
  /// Whether the run must stop; asked often.
  public var shouldStop: @Sendable () -> Bool

  /// The most shots of a run.
  public static let largestShots = 1 << 40

  /// Makes options.
  ///
  /// - Precondition: `1...largestShots` shots, at least one thread.
  public init(
    shots: Int = 1, seed: UInt64 = 0, threads: Int = 1, vectorLimit: Int? = nil,
    branchLimit: Int = 1 << 16, retry: RetryStrategy = .never,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    precondition(
      (1...Self.largestShots).contains(shots) && threads >= 1,
      "A run needs at least one shot and one thread.")
    self.shots = shots
    self.seed = seed
    self.threads = threads
    self.vectorLimit = vectorLimit ?? StateVector<Double>.maximumQubitCount
    self.branchLimit = branchLimit
    self.retry = retry
    self.shouldStop = shouldStop
  }
}

/// What happens when a segment of a run, the part between two fences, fails.
public enum RetryStrategy: Sendable, Hashable {
  /// The run fails.
  case never
  /// The shots that failed go back to the fence before the segment and draw new chance, up to so many times in
  /// each segment.
  case fromFence(attempts: Int)
  /// The shots that failed go back to the start and draw new chance, each up to so many times.
  case fromStart(attempts: Int)

  /// How often a shot may be tried again.
  public var attempts: Int {
    switch self {
    case .never: 0
    case .fromFence(let attempts), .fromStart(let attempts): attempts
    }
  }
}

/// One thing that went wrong in a run, and what was done about it.
public struct RunIncident: Sendable, Hashable {
  /// What was done.
  public enum Action: String, Sendable, CaseIterable {
    /// Shots went back to a fence and drew new chance.
    case rolledBack = "rolled-back"
    /// Shots went back to the start and drew new chance.
    case restarted
    /// The run went on from the local copy after a worker was lost.
    case keptLocal = "kept-local"
    /// The run moved to a worker.
    case migrated
  }

  /// The number of fences passed when it happened.
  public var fence: Int
  /// The attempt that failed, from 0.
  public var attempt: Int
  /// The number of shots concerned.
  public var shots: Int
  /// What went wrong; empty for a migration that succeeded.
  public var cause: String
  /// What was done.
  public var action: Action

  /// Makes an entry of the history.
  public init(fence: Int, attempt: Int, shots: Int, cause: String, action: Action) {
    self.fence = fence
    self.attempt = attempt
    self.shots = shots
    self.cause = cause
    self.action = action
  }
}
