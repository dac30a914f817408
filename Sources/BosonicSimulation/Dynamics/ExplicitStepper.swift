// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ComputePrimitives

/// The Runge-Kutta pair of Dormand and Prince (1980) for dv/dt = A(t) v, with steps that follow the error.
struct ExplicitStepper: Stepper {
  /// A part of A that a function of time multiplies.
  struct Part {
    var operation: BandOperator
    var envelope: @Sendable (Double) -> Double
  }

  let constant: BandOperator
  let parts: [Part]
  let options: EvolutionOptions
  /// The step that the last call ended with; 0 before the first.
  private var step = 0.0
  private var stages: [[Complex]]
  private var trial: [Complex]
  private var steps = 0

  init(constant: BandOperator, parts: [Part] = [], options: EvolutionOptions) {
    self.constant = constant
    self.parts = parts
    self.options = options
    trial = Array(repeating: .zero, count: constant.size)
    stages = Array(repeating: trial, count: 7)
  }

  mutating func advance(
    _ vector: inout [Complex], from start: Double, to end: Double,
    afterStep: ([Complex], Double) throws(BosonicError) -> Void
  ) throws(BosonicError) {
    var time = start
    derivative(of: vector, at: time, into: 0)
    while time < end {
      time = try acceptedStep(&vector, from: time, to: end)
      try afterStep(vector, time)
    }
  }

  /// Takes one step, as long as the tolerance allows, but not beyond the end.
  ///
  /// - Returns: The time that is reached.
  /// - Throws: `BosonicError` with code `.convergence` if the tolerance cannot be reached.
  mutating func step(
    _ vector: inout [Complex], from time: Double, to end: Double
  ) throws(BosonicError) -> Double {
    derivative(of: vector, at: time, into: 0)
    return try acceptedStep(&vector, from: time, to: end)
  }

  /// Takes one step from a vector whose derivative is the first stage, and leaves the next derivative there.
  private mutating func acceptedStep(
    _ vector: inout [Complex], from time: Double, to end: Double
  ) throws(BosonicError) -> Double {
    if step == 0 { step = min(end - time, firstStep(at: time)) }
    while true {
      // A last piece that is nearly a step is made the step, so that no sliver remains.
      let isLast = time + 1.001 * step >= end
      let size = isLast ? end - time : step
      steps += 1
      guard steps <= options.maximumSteps,
        isLast || size > 1e-14 * max(abs(time), abs(end))
      else {
        throw BosonicError(
          .convergence,
          "tolerance=\(options.tolerance) is not reached at t=\(time) within "
            + "\(options.maximumSteps) steps; raise it or shorten the time.")
      }
      let error = attempt(vector, at: time, size: size)
      let change = error > 0 ? min(5, max(0.2, 0.9 * pow(error, -0.2))) : 5
      step = error <= 1 && size < step ? max(step, size * change) : size * change
      if error <= 1 {
        swap(&vector, &trial)
        stages.swapAt(0, 6)
        return isLast ? end : time + size
      }
    }
  }

  /// Tries one step of a given size without control, for a caller that has its own.
  mutating func fixedStep(_ vector: [Complex], at time: Double, size: Double) -> [Complex] {
    derivative(of: vector, at: time, into: 0)
    _ = attempt(vector, at: time, size: size)
    return trial
  }

  private func firstStep(at time: Double) -> Double {
    var norm = constant.largestRowSum
    for part in parts { norm += abs(part.envelope(time)) * part.operation.largestRowSum }
    return norm > 0 ? 0.1 / norm : .infinity
  }

  private mutating func derivative(of vector: [Complex], at time: Double, into place: Int) {
    for index in vector.indices { stages[place][index] = .zero }
    constant.apply(to: vector, into: &stages[place])
    for part in parts {
      let factor = part.envelope(time)
      if factor != 0 {
        part.operation.apply(to: vector, adding: Complex(factor), into: &stages[place])
      }
    }
  }

  /// Fills `trial` with the vector a step later and the last stage with its derivative.
  ///
  /// - Returns: The error relative to what is allowed.
  private mutating func attempt(_ vector: [Complex], at time: Double, size: Double) -> Double {
    for stage in 1...6 {
      let row = Self.table[stage - 1]
      trial = vector
      for (place, factor) in row.weights.enumerated() where factor != 0 {
        Self.add(stages[place], times: size * factor, to: &trial)
      }
      derivative(of: trial, at: time + row.time * size, into: stage)
    }
    var error = 0.0
    var norm = 0.0
    for index in vector.indices {
      var difference = Complex.zero
      for (place, factor) in Self.errorWeights.enumerated() where factor != 0 {
        difference += factor * stages[place][index]
      }
      error += difference.squaredMagnitude
      norm += trial[index].squaredMagnitude
    }
    return size * error.squareRoot() / (options.tolerance * max(norm.squareRoot(), 1e-12))
  }

  private static func add(_ source: [Complex], times factor: Double, to target: inout [Complex]) {
    let span = source.span
    var result = target.mutableSpan
    for index in 0..<span.count { result[index] += factor * span[index] }
  }

  /// The rows of the tableau: the time of a stage and the weights of those before it.
  private static let table: [(time: Double, weights: [Double])] = [
    (1.0 / 5, [1.0 / 5]),
    (3.0 / 10, [3.0 / 40, 9.0 / 40]),
    (4.0 / 5, [44.0 / 45, -56.0 / 15, 32.0 / 9]),
    (8.0 / 9, [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729]),
    (1, [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656]),
    (1, [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84]),
  ]

  /// The weights of order 5 less those of order 4.
  private static let errorWeights: [Double] = [
    71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40,
  ]
}
