// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The course of a Λ system under two pulses, by steps that adapt to an error bound.
///
/// Dormand and Prince's fifth-order Runge-Kutta formula with its embedded fourth-order one, whose difference bounds
/// the error of a step. Source: Dormand and Prince, J. Comput. Appl. Math. 6, 19 (1980).
public struct LambdaEvolution: Sendable {
  /// The pulses.
  public let pulses: LambdaPulses
  /// The largest error of an amplitude in a step.
  public let tolerance: Double
  /// Whether the pulses run backwards in time: the way back from |3⟩ to |1⟩.
  public var isReversed = false

  private static let largestStepCount = 20_000_000

  /// Prepares to follow pulses.
  ///
  /// - Throws: `PulseError` with code `.badParameter`.
  public init(_ pulses: LambdaPulses, tolerance: Double = 1e-12) throws(PulseError) {
    try pulses.check()
    self.pulses = pulses
    self.tolerance = try checked("tolerance", tolerance, in: 1e-14...1e-2)
  }

  /// The state at the end of the pulses.
  ///
  /// - Throws: `PulseError` with code `.tooManySteps`.
  public func end(from state: LambdaState = .first) throws(PulseError) -> LambdaState {
    try states(from: state, samples: 1)[1].state
  }

  /// The states at equal distances in time, the first and the last included.
  ///
  /// - Precondition: `samples >= 1`.
  /// - Throws: `PulseError` with code `.tooManySteps`.
  public func states(
    from state: LambdaState = .first, samples: Int
  ) throws(PulseError) -> [(time: Double, state: LambdaState)] {
    precondition(samples >= 1, "There is at least one stretch of time.")
    let span = pulses.span
    let stretch = (span.upperBound - span.lowerBound) / Double(samples)
    var result = [(span.lowerBound, state)]
    var lanes = state.lanes
    // A quarter of the shortest period there is, to begin with; the control takes over.
    let pace = max(pulses.area, abs(pulses.detuning), pulses.decay, 1)
    var step = min(stretch, 0.25 / pace)
    var count = 0
    for sample in 1...samples where stretch > 0 {
      let start = span.lowerBound + Double(sample - 1) * stretch
      try advance(&lanes, from: start, by: stretch, step: &step, count: &count)
      result.append((start + stretch, LambdaState(lanes)))
    }
    while result.count <= samples { result.append((span.lowerBound, state)) }
    return result
  }

  private func advance(
    _ y: inout SIMD8<Double>, from start: Double, by stretch: Double, step: inout Double,
    count: inout Int
  ) throws(PulseError) {
    var done = 0.0
    while done < stretch {
      count += 1
      guard count <= LambdaEvolution.largestStepCount else {
        throw PulseError(
          .tooManySteps,
          "tolerance=\(tolerance): takes more than \(LambdaEvolution.largestStepCount) steps.")
      }
      let isLast = done + step >= stretch * (1 - 1e-14)
      let h = isLast ? stretch - done : step
      let (next, error) = formula(y, start + done, h)
      if error <= tolerance {
        y = next
        done = isLast ? stretch : done + h
      }
      // The error of a step grows with its fifth power; 0.9 is the customary caution.
      let factor = error > 0 ? 0.9 * root(tolerance / error) : 5
      let wanted = h * min(5, max(0.2, factor))
      if error > tolerance || !isLast { step = wanted } else { step = max(step, wanted) }
    }
  }

  /// The fifth root, by Newton's iteration from a bound: exact enough to choose a step.
  private func root(_ x: Double) -> Double {
    let bounded = min(max(x, 1e-4), 4000)
    var r = bounded.squareRoot().squareRoot()
    for _ in 0..<4 { r -= (r - bounded / (r * r * r * r)) / 5 }
    return r
  }

  private func slope(_ y: SIMD8<Double>, _ time: Double) -> SIMD8<Double> {
    let span = pulses.span
    let (pump, stokes) = pulses.couplings(
      at: isReversed ? span.upperBound + span.lowerBound - time : time)
    let (p, s) = (pump / 2, stokes / 2)
    let (delta, gamma, two) = (pulses.detuning, pulses.decay / 2, pulses.twoPhotonDetuning)
    // −i(u + iv) = v − iu, lane by lane.
    let real = p * y[0] + s * y[4] + delta * y[2]
    let imaginary = p * y[1] + s * y[5] + delta * y[3]
    return SIMD8(
      p * y[3], -p * y[2], imaginary - gamma * y[2], -real - gamma * y[3],
      s * y[3] + two * y[5], -s * y[2] - two * y[4], 0, 0)
  }

  private func formula(
    _ y: SIMD8<Double>, _ t: Double, _ h: Double
  ) -> (next: SIMD8<Double>, error: Double) {
    let k1 = slope(y, t)
    let k2 = slope(y + (h / 5) * k1, t + h / 5)
    let k3 = slope(y + h * (3.0 / 40 * k1 + 9.0 / 40 * k2), t + 0.3 * h)
    let y4 = 44.0 / 45 * k1 - 56.0 / 15 * k2 + 32.0 / 9 * k3
    let k4 = slope(y + h * y4, t + 0.8 * h)
    let y5 = 19372.0 / 6561 * k1 - 25360.0 / 2187 * k2 + 64448.0 / 6561 * k3
    let k5 = slope(y + h * (y5 - 212.0 / 729 * k4), t + 8.0 / 9 * h)
    let y6 = 9017.0 / 3168 * k1 - 355.0 / 33 * k2 + 46732.0 / 5247 * k3
    let k6 = slope(y + h * (y6 + 49.0 / 176 * k4 - 5103.0 / 18656 * k5), t + h)
    let sum = 35.0 / 384 * k1 + 500.0 / 1113 * k3 + 125.0 / 192 * k4
    let next = y + h * (sum - 2187.0 / 6784 * k5 + 11.0 / 84 * k6)
    let k7 = slope(next, t + h)
    let low = 71.0 / 57600 * k1 - 71.0 / 16695 * k3 + 71.0 / 1920 * k4
    let difference = low - 17253.0 / 339200 * k5 + 22.0 / 525 * k6 - 1.0 / 40 * k7
    let error = h * difference
    return (next, (error * error).sum().squareRoot())
  }
}
