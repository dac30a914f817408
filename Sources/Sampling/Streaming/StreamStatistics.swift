// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// What a test of a streaming decoder found; times are in nanoseconds.
public struct StreamStatistics: Sendable {
  /// The time between two rounds, in seconds.
  public var cycle: Double
  /// What decoding was timed by.
  public var clock: StreamClock
  /// What a look at the clock costs; it is taken off each call.
  public var clockOverhead: Double
  /// The number of rounds.
  public var rounds = 0
  /// The number of detection events.
  public var defects = 0
  /// The time of each call, one a round, most of which only store the round.
  public var calls = TimeHistogram()
  /// The time of each call that committed rounds.
  public var windows = TimeHistogram()
  /// For each round, the time of the calls from one commitment to the next, divided by the rounds committed.
  public private(set) var perRound = TimeHistogram()
  /// From the arrival of the round that makes rounds certain to the end of the call that commits them.
  public var latencies = TimeHistogram()
  /// The largest number of rounds that had arrived and were not yet decoded, the round under way included.
  public var largestBacklog = 0.0
  /// The average of the backlog over the arrivals.
  public var meanBacklog = 0.0
  /// The backlog one cycle after the last round.
  public var finalBacklog = 0.0
  /// The largest backlog in each of many equal stretches, in order.
  public var backlogs: [Double] = []
  /// Whether all rounds were committed.
  public var isComplete = false
  /// Whether the corrections flipped other observables than the errors.
  public var isMistaken = false

  /// Makes empty statistics.
  public init(cycle: Double, clock: StreamClock, clockOverhead: Double) {
    self.cycle = cycle
    self.clock = clock
    self.clockOverhead = clockOverhead
  }

  /// Counts the time that committed some rounds.
  mutating func addWindow(_ time: Double, rounds: Int) {
    for _ in 0..<rounds { perRound.add(time / Double(rounds)) }
  }

  /// Whether the decoder keeps up: the backlog does not grow from the first half of the stream to the second.
  ///
  /// It is taken to grow if the decoder needs longer than a cycle a round on average, or if the typical backlog of the
  /// last quarter is more than twice, and 16 rounds, above that of the first.
  public var keepsUp: Bool {
    guard calls.mean < cycle * 1e9 else { return false }
    let quarter = backlogs.count / 4
    guard quarter > 0 else { return true }
    let first = backlogs.prefix(quarter).sorted()[quarter / 2]
    let last = backlogs.suffix(quarter).sorted()[quarter / 2]
    return last <= 2 * first + 16
  }
}
