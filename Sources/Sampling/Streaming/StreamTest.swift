// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import Decoding
internal import ComputePrimitives
internal import StabilizerSimulation

/// A test of a streaming decoder against the clock: rounds arrive at a fixed pace and wait while others are decoded.
public struct StreamTest: Sendable {
  /// The experiment.
  public var model: LayeredModel
  /// The decoder, compiled for it.
  public var decoder: any CompiledStream
  /// The time between two rounds, in seconds.
  public var cycle: Double
  /// What decoding is timed by.
  public var clock: StreamClock
  /// The seed of the errors.
  public var seed: UInt64
  /// How many rounds are decoded before the clock counts, so that memory is in place.
  public var warmup: Int

  /// Describes a test.
  public init(
    _ model: LayeredModel, _ decoder: any CompiledStream, cycle: Double, clock: StreamClock,
    seed: UInt64, warmup: Int = 20_000
  ) {
    self.model = model
    self.decoder = decoder
    self.cycle = cycle
    self.clock = clock
    self.seed = seed
    self.warmup = warmup
  }

  /// Runs a whole stream.
  ///
  /// The errors are drawn between the calls of the decoder, outside of its time; when a round would have arrived and
  /// when it would have been decoded follows from the times of the calls.
  ///
  /// - Parameter progress: Called now and then with the number of rounds; returning false ends the test.
  /// - Returns: The figures, of as many rounds as were run.
  /// - Throws: `SamplingError` if the model cannot be drawn from or a round cannot be decoded.
  public func run(
    progress: (Int) -> Bool = { _ in true }
  ) throws(SamplingError) -> StreamStatistics {
    let engine = decoder.makeEngine()
    let stride = 1024
    var defects: [UInt32] = []
    try warmUp(engine, &defects)
    var sampler = try makeSampler(stream: 0)
    var queue = ArrivalQueue(cycle: cycle * 1e9)
    var statistics = StreamStatistics(
      cycle: cycle, clock: clock, clockOverhead: clock.overhead)
    var committed = 0
    while sampler.next(into: &defects) {
      statistics.defects += defects.count
      let start = clock.now
      do throws(DecodingError) {
        try engine.take(defects.span)
      } catch {
        throw SamplingError(.collection, error.message)
      }
      let service = max(0, Double(clock.now &- start) - statistics.clockOverhead)
      let latency = queue.serve(service)
      statistics.calls.add(service)
      if engine.roundsCommitted > committed {
        let rounds = engine.roundsCommitted - committed
        committed = engine.roundsCommitted
        statistics.windows.add(service)
        statistics.latencies.add(latency)
        statistics.addWindow(queue.sinceWindow(), rounds: rounds)
      }
      statistics.rounds += 1
      if statistics.rounds % stride == 0, !progress(statistics.rounds) { break }
    }
    statistics.largestBacklog = queue.largestBacklog
    statistics.meanBacklog = queue.meanBacklog
    statistics.finalBacklog = queue.finalBacklog
    statistics.backlogs = queue.profile
    statistics.isComplete = engine.roundsCommitted == decoder.roundCount
    statistics.isMistaken = engine.observables != sampler.observables
    return statistics
  }

  private func makeSampler(stream: UInt64) throws(SamplingError) -> RoundSampler {
    do throws(CircuitError) {
      return try RoundSampler(model, using: RandomStream(seed: seed, stream: stream))
    } catch {
      throw SamplingError(.collection, error.message)
    }
  }

  private func warmUp(
    _ engine: any StreamingEngine, _ defects: inout [UInt32]
  ) throws(SamplingError) {
    engine.prepare()
    var sampler = try makeSampler(stream: 1)
    do throws(DecodingError) {
      for _ in 0..<min(warmup, decoder.roundCount) where sampler.next(into: &defects) {
        try engine.take(defects.span)
      }
    } catch {
      throw SamplingError(.collection, error.message)
    }
    engine.restart()
  }
}

/// Rounds that arrive at a pace and are served one after the other.
struct ArrivalQueue {
  let cycle: Double
  private var round = 0
  /// When the decoder has finished what it has begun.
  private var free = 0.0
  private var backlogSum = 0.0
  private var windowTime = 0.0
  private var profileMaximum = 0.0
  private var profileStep = 1
  /// The largest number of rounds that had arrived and were not yet decoded.
  private(set) var largestBacklog = 0.0
  /// The largest backlog in each of up to 256 stretches of equal length.
  private(set) var profile: [Double] = []

  init(cycle: Double) {
    self.cycle = cycle
  }

  /// Lets the next round arrive and be served in a time; how long after its arrival it is done.
  mutating func serve(_ time: Double) -> Double {
    let arrival = Double(round) * cycle
    free = max(free, arrival) + time
    windowTime += time
    round += 1
    let backlog = ((free - arrival) / cycle).rounded(.up)
    largestBacklog = max(largestBacklog, backlog)
    backlogSum += backlog
    profileMaximum = max(profileMaximum, backlog)
    if round % profileStep == 0 {
      profile.append(profileMaximum)
      profileMaximum = 0
      if profile.count == 256 { halveProfile() }
    }
    return free - arrival
  }

  private mutating func halveProfile() {
    profile = (0..<128).map { max(profile[2 * $0], profile[2 * $0 + 1]) }
    profileStep *= 2
  }

  /// The time of service since this was last asked.
  mutating func sinceWindow() -> Double {
    defer { windowTime = 0 }
    return windowTime
  }

  /// The average number of rounds that had arrived and were not decoded, when a round arrived.
  var meanBacklog: Double { round == 0 ? 0 : backlogSum / Double(round) }

  /// The rounds that were left when the last one had arrived.
  var finalBacklog: Double {
    round == 0 ? 0 : max(0, (free - Double(round) * cycle) / cycle).rounded(.up)
  }
}
