// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ComputePrimitives

/// Averages over quantum trajectories.
public struct TrajectoryAverages: Sendable, Hashable {
  /// The times.
  public let times: [Double]
  /// The mean of each observable at each time: `means[observable][time]`, real parts.
  public let means: [[Double]]
  /// The standard errors of the means.
  public let errors: [[Double]]
  /// The mean number of jumps in a trajectory.
  public let jumpsPerTrajectory: Double
}

extension LindbladModel {
  /// Evolves a pure state by quantum trajectories and averages Hermitian observables.
  ///
  /// Between jumps the vector follows −iH − ½ΣL†L and its norm falls; a jump comes where the squared norm meets
  /// a uniform random number, and each L is chosen with probability ∝ ‖Lψ‖². Trajectory k draws from stream k of
  /// the seed, so that the averages are the same for any number of threads.
  ///
  /// Source: Dalibard, Castin and Mølmer, Wave-function approach to dissipative processes (1992).
  ///
  /// - Parameters:
  ///   - state: A pure state, at the first time.
  ///   - times: The times, ascending.
  ///   - observables: Hermitian operators.
  ///   - trajectories: How many, at least 2.
  ///   - seed: The seed.
  ///   - workers: The largest number of threads.
  ///   - options: The tolerance and the number of steps; the method is always the explicit one.
  /// - Returns: Means with standard errors.
  /// - Throws: `BosonicError` if a parameter is out of its range, the state is mixed, the tolerance cannot be
  ///   reached, or the levels do not hold a trajectory.
  public func averageTrajectories(
    from state: FockState, times: [Double], observables: [BandOperator], trajectories: Int,
    seed: UInt64, workers: Int = 1, options: EvolutionOptions = EvolutionOptions()
  ) throws -> TrajectoryAverages {
    try options.validate()
    try Self.requireAscending(times)
    try require(trajectories, in: 2...1 << 32, "trajectories")
    guard state.isPure, state.space.dimensions == space.dimensions else {
      throw BosonicError(.shape, "trajectories start from a pure state of the system's space.")
    }
    for observable in observables where observable.size != space.size || !observable.isHermitian {
      throw BosonicError(.shape, "an observable is not Hermitian or not of the system's space.")
    }
    let block = 16
    let parts = try parallelMap(
      count: (trajectories + block - 1) / block, workers: workers
    ) { index in
      var sums = TrajectorySums(observables: observables.count, times: times.count)
      for trajectory in index * block..<min(trajectories, (index + 1) * block) {
        var stream = RandomStream(seed: seed, stream: UInt64(trajectory))
        try run(
          state, times: times, observables: observables, stream: &stream, options: options,
          into: &sums)
      }
      return sums
    }
    var total = TrajectorySums(observables: observables.count, times: times.count)
    for part in parts { total.add(part) }
    return total.averages(times: times, trajectories: trajectories)
  }

  /// Runs one trajectory.
  private func run(
    _ state: FockState, times: [Double], observables: [BandOperator],
    stream: inout RandomStream, options: EvolutionOptions, into sums: inout TrajectorySums
  ) throws(BosonicError) {
    let parts = drives.map {
      ExplicitStepper.Part(operation: Complex(0, -1) * $0.operation, envelope: $0.envelope)
    }
    var stepper = ExplicitStepper(
      constant: effectiveGenerator(), parts: parts, options: options)
    var current = state
    var threshold = stream.nextUnit()
    for (index, time) in times.enumerated() {
      if index > 0 {
        var start = times[index - 1]
        while start < time {
          var next = current.elements
          try stepper.advance(&next, from: start, to: time)
          if norm(next) >= threshold {
            current.elements = next
            start = time
          } else {
            start = try advanceToJump(
              &current.elements, from: start, to: time, threshold: threshold, stepper: &stepper)
            jump(&current.elements, stream: &stream)
            threshold = stream.nextUnit()
            sums.jumps += 1
          }
        }
      }
      var shown = current
      shown.normalize()
      if options.checksTruncation { try shown.requireRoom(after: "trajectory at t=\(time)") }
      for (place, observable) in observables.enumerated() {
        sums.record(shown.mean(observable).real, observable: place, time: index)
      }
    }
  }

  /// Finds the time at which the squared norm meets the threshold, by halving the interval.
  private func advanceToJump(
    _ vector: inout [Complex], from start: Double, to end: Double, threshold: Double,
    stepper: inout ExplicitStepper
  ) throws(BosonicError) -> Double {
    var low = start
    var high = end
    var kept = vector
    let target = log(max(threshold, 1e-300))
    var lowValue = log(norm(kept)) - target
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      guard high - low > 1e-10 * (end - start), middle > low, middle < high,
        lowValue > 1e-10
      else { break }
      var next = kept
      try stepper.advance(&next, from: low, to: middle)
      let value = log(max(norm(next), 1e-300)) - target
      if value >= 0 {
        (low, kept, lowValue) = (middle, next, value)
      } else {
        high = middle
      }
    }
    vector = kept
    return low
  }

  /// Applies one jump operator, chosen by its share, and normalizes.
  private func jump(_ vector: inout [Complex], stream: inout RandomStream) {
    let images = jumps.map { $0.image(of: vector) }
    let weights = images.map(norm)
    var left = stream.nextUnit() * weights.reduce(0, +)
    var choice = weights.lastIndex { $0 > 0 } ?? 0
    for (index, weight) in weights.enumerated() {
      left -= weight
      if left < 0 {
        choice = index
        break
      }
    }
    guard !images.isEmpty, weights[choice] > 0 else { return }
    let scale = 1 / weights[choice].squareRoot()
    vector = images[choice].map { scale * $0 }
  }

  private func norm(_ vector: [Complex]) -> Double {
    vector.reduce(0) { $0 + $1.squaredMagnitude }
  }
}

/// Sums over trajectories, in a fixed order.
private struct TrajectorySums: Sendable {
  var firsts: [[Double]]
  var seconds: [[Double]]
  var jumps = 0

  init(observables: Int, times: Int) {
    firsts = Array(repeating: Array(repeating: 0, count: times), count: observables)
    seconds = firsts
  }

  mutating func record(_ value: Double, observable: Int, time: Int) {
    firsts[observable][time] += value
    seconds[observable][time] += value * value
  }

  mutating func add(_ other: TrajectorySums) {
    for observable in firsts.indices {
      for time in firsts[observable].indices {
        firsts[observable][time] += other.firsts[observable][time]
        seconds[observable][time] += other.seconds[observable][time]
      }
    }
    jumps += other.jumps
  }

  func averages(times: [Double], trajectories: Int) -> TrajectoryAverages {
    let n = Double(trajectories)
    let means = firsts.map { $0.map { $0 / n } }
    let errors = zip(means, seconds).map { means, squares in
      zip(means, squares).map { max(0, $1 / n - $0 * $0).squareRoot() / (n - 1).squareRoot() }
    }
    return TrajectoryAverages(
      times: times, means: means, errors: errors, jumpsPerTrajectory: Double(jumps) / n)
  }
}
