// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import ComputePrimitives

extension PhaseNoise {
  /// One course of the noise: the phases that a qubit gathers in successive windows of equal length, in rad.
  ///
  /// Exact for any length: the phase of a window and the frequency at its end are jointly Gaussian, given the frequency
  /// at its start. Source: Gillespie, Phys. Rev. E 54, 2084 (1996).
  ///
  /// - Precondition: `windows >= 0 && time > 0`.
  public func phases(
    windows: Int, time: Double, using stream: inout RandomStream
  ) -> [Double] {
    precondition(windows >= 0 && time > 0, "There are windows, and they take time.")
    let (sigma, tau) = (amplitude, correlationTime)
    let rise = -Elementary.expm1(-time / tau)
    let slowVariance = variance(over: time) - white * time
    let phaseVariance = max(0, slowVariance - sigma * sigma * tau * tau * rise * rise)
    let endVariance = -sigma * sigma * Elementary.expm1(-2 * time / tau)
    let covariance = sigma * sigma * tau * rise * rise
    // The phase as a multiple of the end's deviation, and what is left of it.
    let slope = endVariance > 0 ? covariance / endVariance : 0
    let rest = max(0, phaseVariance - slope * covariance).squareRoot()
    var frequency = sigma * PhaseNoise.normal(&stream)
    return (0..<windows).map { _ in
      let kick = endVariance.squareRoot() * PhaseNoise.normal(&stream)
      let phase =
        frequency * tau * rise + slope * kick + rest * PhaseNoise.normal(&stream)
        + (white * time).squareRoot() * PhaseNoise.normal(&stream)
      frequency = frequency * (1 - rise) + kick
      return phase
    }
  }

  /// A normal deviate of variance 1, by the method of Box and Muller.
  private static func normal(_ stream: inout RandomStream) -> Double {
    let radius = (-2 * Elementary.log(1 - stream.nextUnit())).squareRoot()
    return radius * Elementary.cos(2 * .pi * stream.nextUnit())
  }

  /// A circuit under one course of the noise, each qubit under its own: what is correlated in time stays so.
  ///
  /// Each `I_ERROR[round]` is followed by Z flips with sin²(φ/2), φ being what the qubit gathers in that round. An average
  /// over circuits of many trajectories is the noise itself, of which a single circuit with mean rates keeps no memory.
  /// A `NoiseModel` may be applied to the result: it leaves the flips, tagged `[course]`, as they are.
  ///
  /// - Parameters:
  ///   - circuit: A circuit with `I_ERROR[round]` marks, its blocks written out in the result.
  ///   - roundTime: How long a round takes, in the unit of the noise.
  ///   - seed: What makes the course repeatable.
  ///   - trajectory: Which course.
  /// - Returns: The noisy circuit.
  /// - Throws: `NoiseError` with code `.noRounds` where no round is marked, `.tooLarge` for more than a million of them.
  public func applied(
    to circuit: Circuit, roundTime: Double, seed: UInt64, trajectory: UInt64
  ) throws(NoiseError) -> Circuit {
    try checked("round_time", roundTime, in: Double.leastNormalMagnitude...1e12)
    var count: UInt64 = 0
    PhaseNoise.countRounds(of: circuit, times: 1, into: &count)
    guard count > 0 else {
      throw NoiseError(
        .noRounds, "No I_ERROR[round] line says where the phases of a round fall.")
    }
    guard count <= 1_000_000 else {
      throw NoiseError(
        .tooLarge, "rounds=\(count): must be in 1...1000000, each being written out.")
    }
    var course = PhaseCourse(
      noise: self, time: roundTime, rounds: Int(count), seed: seed, trajectory: trajectory)
    var result = Circuit()
    course.write(circuit, into: &result)
    return result
  }

  private static func countRounds(of circuit: Circuit, times: UInt64, into count: inout UInt64) {
    for operation in circuit.operations {
      switch operation {
      case .instruction(let instruction) where PhaseCourse.isRound(instruction):
        count = saturating(count, times)
      case .instruction: break
      case .block(let block):
        let (inner, overflow) = times.multipliedReportingOverflow(by: block.count)
        countRounds(of: block.body, times: overflow ? .max : inner, into: &count)
      }
    }
  }

  private static func saturating(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? .max : sum
  }
}

/// Writes the flips of one course of phase noise.
private struct PhaseCourse {
  let noise: PhaseNoise
  let time: Double
  let rounds: Int
  let seed: UInt64
  let trajectory: UInt64
  /// The phases of each qubit met so far, and how many of them are used.
  private var phases: [Int: [Double]] = [:]
  private var used: [Int: Int] = [:]

  init(noise: PhaseNoise, time: Double, rounds: Int, seed: UInt64, trajectory: UInt64) {
    self.noise = noise
    self.time = time
    self.rounds = rounds
    self.seed = seed
    self.trajectory = trajectory
  }

  static func isRound(_ instruction: Circuit.Instruction) -> Bool {
    instruction.gate == .iError && instruction.tag == NoiseRewriter.roundTag
  }

  mutating func write(_ circuit: Circuit, into result: inout Circuit) {
    for operation in circuit.operations {
      switch operation {
      case .block(let block):
        for _ in 0..<block.count { write(block.body, into: &result) }
      case .instruction(let instruction):
        guard PhaseCourse.isRound(instruction) else {
          result.operations.append(operation)
          continue
        }
        result.append(instruction.gate, instruction.targets, tag: instruction.tag)
        for target in instruction.targets {
          let half = Elementary.sin(phase(of: target.index) / 2)
          guard half != 0 else { continue }
          result.append(
            .zError, [target], arguments: [half * half], tag: NoiseRewriter.courseTag)
        }
      }
    }
  }

  /// The phase of a qubit's next round.
  private mutating func phase(of qubit: Int) -> Double {
    if phases[qubit] == nil {
      // A stream for each qubit and trajectory, whatever the order in which they are met.
      var stream = RandomStream(
        seed: seed &+ trajectory &* 0x9E37_79B9_7F4A_7C15, stream: UInt64(qubit))
      phases[qubit] = noise.phases(windows: rounds, time: time, using: &stream)
    }
    let index = used[qubit, default: 0]
    used[qubit] = index + 1
    return phases[qubit]?[index] ?? 0
  }
}
