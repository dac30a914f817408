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
  /// After every step and every jump the edge of the levels is looked at. A single trajectory may reach it where the
  /// state as a whole does not; so the edge's population when it was fullest, averaged over the trajectories, is what
  /// must not be above the tolerance. That average is never below the population of the averaged state.
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
  ///   reached, or the levels do not hold the trajectories.
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
    let course = TrajectoryCourse(
      model: self, times: times, observables: observables, trajectories: trajectories,
      options: options)
    let parts = try parallelMap(
      count: (trajectories + block - 1) / block, workers: workers
    ) { index in
      var sums = TrajectorySums(
        observables: observables.count, times: times.count, modes: space.modes)
      for trajectory in index * block..<min(trajectories, (index + 1) * block) {
        var stream = RandomStream(seed: seed, stream: UInt64(trajectory))
        try course.run(state.elements, stream: &stream, into: &sums)
      }
      return sums
    }
    var total = TrajectorySums(
      observables: observables.count, times: times.count, modes: space.modes)
    for part in parts {
      total.add(part)
      try course.requireRoom(total.edges, time: times[times.count - 1])
    }
    return total.averages(times: times, trajectories: trajectories)
  }
}

/// What all trajectories of an average share.
private struct TrajectoryCourse: Sendable {
  let model: LindbladModel
  let times: [Double]
  let observables: [BandOperator]
  let trajectories: Int
  let options: EvolutionOptions
  private let generator: BandOperator
  private let edges: LevelEdges

  init(
    model: LindbladModel, times: [Double], observables: [BandOperator], trajectories: Int,
    options: EvolutionOptions
  ) {
    self.model = model
    self.times = times
    self.observables = observables
    self.trajectories = trajectories
    self.options = options
    generator = model.effectiveGenerator()
    edges = LevelEdges(model.space)
  }

  /// Runs one trajectory.
  func run(
    _ start: [Complex], stream: inout RandomStream, into sums: inout TrajectorySums
  ) throws(BosonicError) {
    let parts = model.drives.map {
      ExplicitStepper.Part(operation: Complex(0, -1) * $0.operation, envelope: $0.envelope)
    }
    var stepper = ExplicitStepper(constant: generator, parts: parts, options: options)
    var current = start
    var threshold = stream.nextUnit()
    var fullest = Array(repeating: 0.0, count: model.space.modes)
    try look(at: current, time: times[0], &fullest, sums)
    for (index, time) in times.enumerated() {
      var now = index > 0 ? times[index - 1] : time
      while now < time {
        var next = current
        let reached = try stepper.step(&next, from: now, to: time)
        if squaredNorm(next) >= threshold {
          current = next
          now = reached
        } else {
          let size = timeToJump(
            &current, at: now, within: reached - now, threshold: threshold, stepper: &stepper)
          now = min(reached, now + size)
          jump(&current, stream: &stream)
          threshold = stream.nextUnit()
          sums.jumps += 1
        }
        try look(at: current, time: now, &fullest, sums)
      }
      var shown = FockState(space: model.space, isPure: true, elements: current)
      shown.normalize()
      for (place, observable) in observables.enumerated() {
        sums.record(shown.mean(observable).real, observable: place, time: index)
      }
    }
    for mode in fullest.indices { sums.edges[mode] += fullest[mode] }
  }

  /// Looks at the edges, and refuses once the average can only be above the tolerance.
  private func look(
    at vector: [Complex], time: Double, _ fullest: inout [Double], _ sums: TrajectorySums
  ) throws(BosonicError) {
    let norm = squaredNorm(vector)
    guard norm > 0 else { return }
    var isFuller = false
    for mode in fullest.indices {
      let population = edges.population(of: vector, mode: mode, isPure: true) / norm
      guard population > fullest[mode] else { continue }
      fullest[mode] = population
      isFuller = true
    }
    if isFuller {
      try requireRoom(zip(sums.edges, fullest).map { $0 + $1 }, time: time)
    }
  }

  /// Refuses edges whose fullest populations, summed over trajectories, average to more than the tolerance.
  func requireRoom(_ sums: [Double], time: Double) throws(BosonicError) {
    guard options.checksTruncation else { return }
    for (mode, sum) in sums.enumerated() {
      let mean = sum / Double(trajectories)
      guard mean > model.space.tolerance else { continue }
      throw model.space.truncation(
        after: "trajectories to t=\(time)", mode: mode, population: mean,
        average: " or more on the average of \(trajectories) trajectories")
    }
  }

  /// Finds the time within a step at which the squared norm meets the threshold, and goes there.
  ///
  /// The logarithm of the norm is nearly straight; the false position, with the end that stays halved
  /// (Illinois), closes in on it from both sides.
  private func timeToJump(
    _ vector: inout [Complex], at time: Double, within size: Double, threshold: Double,
    stepper: inout ExplicitStepper
  ) -> Double {
    let target = log(max(threshold, 1e-300))
    func excess(_ vector: [Complex]) -> Double { log(max(squaredNorm(vector), 1e-300)) - target }
    let start = vector
    var low = (time: 0.0, value: excess(start))
    guard low.value > 0 else { return 0 }
    var high = (time: size, value: -1.0)
    vector = stepper.fixedStep(start, at: time, size: size)
    high.value = excess(vector)
    var best = size
    var lastSide = 0
    for _ in 0..<60 where abs(low.time - high.time) > 1e-12 * size {
      let middle = low.time + (high.time - low.time) * low.value / (low.value - high.value)
      guard middle > low.time, middle < high.time else { break }
      vector = stepper.fixedStep(start, at: time, size: middle)
      best = middle
      let value = excess(vector)
      if abs(value) < 1e-11 { break }
      if value > 0 {
        low = (middle, value)
        if lastSide == 1 { high.value *= 0.5 }
        lastSide = 1
      } else {
        high = (middle, value)
        if lastSide == -1 { low.value *= 0.5 }
        lastSide = -1
      }
    }
    return best
  }

  /// Applies one jump operator, chosen by its share, and normalizes.
  private func jump(_ vector: inout [Complex], stream: inout RandomStream) {
    let images = model.jumps.map { $0.image(of: vector) }
    let weights = images.map(squaredNorm)
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

  private func squaredNorm(_ vector: [Complex]) -> Double {
    vector.reduce(0) { $0 + $1.squaredMagnitude }
  }
}

/// Sums over trajectories, in a fixed order.
private struct TrajectorySums: Sendable {
  var firsts: [[Double]]
  var seconds: [[Double]]
  var jumps = 0
  /// The population of each mode's edge when it was fullest, summed over trajectories.
  var edges: [Double]

  init(observables: Int, times: Int, modes: Int) {
    edges = Array(repeating: 0, count: modes)
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
    for mode in edges.indices { edges[mode] += other.edges[mode] }
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
