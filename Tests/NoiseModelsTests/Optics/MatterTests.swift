// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Foundation
import NoiseModels
import Testing
import _TestSupport

@Suite("Models of matter and control")
struct MatterTests {
  private func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(a - b) <= tolerance
  }

  private func agree(_ a: PauliRates, _ b: PauliRates, _ tolerance: Double = 1e-12) -> Bool {
    close(a.x, b.x, tolerance) && close(a.y, b.y, tolerance) && close(a.z, b.z, tolerance)
  }

  @Test("The Pauli twirl of T1 and T2 is that of the Kraus operators", .tags(.exact))
  func decoherence() throws {
    for (t1, t2, t) in [(50.0, 70.0, 1.0), (30, 60, 5), (10, 4, 0.3), (.infinity, 8, 2)] {
      let model = try Decoherence(t1: t1, t2: t2)
      let twirl = model.twirl(over: t)
      let x = (1 - exp(-t / t1)) / 4
      #expect(agree(twirl, PauliRates(x: x, y: x, z: (1 - exp(-t / t2)) / 2 - x)))
      let channel = model.channel(over: t)
      #expect(channel.traceDefect < 1e-12)
      #expect(agree(channel.twirl, twirl))
    }
    let limit = try Decoherence(t1: 1, t2: 2).twirl(over: 0.5)
    #expect(limit.z >= 0)
  }

  @Test("The Kraus operators damp populations by T1 and coherences by T2", .tags(.law))
  func kraus() throws {
    let model = try Decoherence(t1: 20, t2: 15)
    var state = SquareMatrix.zero(2)
    state[0, 0] = (0.25, 0)
    state[1, 1] = (0.75, 0)
    state[0, 1] = (0.1, 0.3)
    state[1, 0] = (0.1, -0.3)
    let after = model.channel(over: 7).applied(to: state, qubit: 0)
    #expect(close(after[1, 1].real, 0.75 * exp(-7.0 / 20)))
    #expect(close(after[0, 1].real, 0.1 * exp(-7.0 / 15)))
    #expect(close(after[0, 1].imaginary, 0.3 * exp(-7.0 / 15)))
    #expect(close(after.trace.real, 1))
  }

  @Test("An over-rotation twirls to sin²(θ/2), and to its mean over Gaussian angles", .tags(.exact))
  func overRotation() throws {
    #expect(close(try OverRotation(mean: 0.2).flip, pow(sin(0.1), 2)))
    let spread = try OverRotation(mean: 0.1, deviation: 0.05)
    #expect(close(spread.flip, (1 - exp(-0.00125) * cos(0.1)) / 2))
    for axis in PauliRates.Axis.allCases {
      #expect(agree(spread.channel(about: axis).twirl, PauliRates(axis, spread.flip)))
    }
  }

  @Test("Equal over-rotations add up coherently, their twirls do not", .tags(.exact))
  func coherence() throws {
    let rotation = try OverRotation(mean: 0.02)
    let channel = rotation.channel(about: .x)
    var exact = channel
    var twirled = PauliRates(.x, rotation.flip)
    for _ in 1..<10 {
      exact = exact.followed(by: channel)
      twirled = twirled.followed(by: PauliRates(.x, rotation.flip))
    }
    #expect(close(exact.twirl.x, pow(sin(0.1), 2)))
    #expect(close(twirled.x, (1 - pow(1 - 2 * rotation.flip, 10)) / 2))
    #expect(exact.twirl.x > 9 * twirled.x)
  }

  @Test("The repetition code under coherent rotations, exactly", .tags(.exact))
  func coherentCode() throws {
    // |000⟩ turned by θ about X on each qubit, then corrected by majority: the logical flip has the probability
    // 3s⁴c² + s⁶ with s = sin(θ/2), as for the twirled flips; on a superposition it is a rotation.
    let theta = 0.3
    let channel = try OverRotation(mean: theta).channel(about: .x)
    var state = SquareMatrix.zero(8)
    state[0, 0] = (1, 0)
    for qubit in 0..<3 { state = channel.applied(to: state, qubit: qubit) }
    let flipped = [3, 5, 6, 7].reduce(0) { $0 + state[$1, $1].real }
    let p = pow(sin(theta / 2), 2)
    #expect(close(flipped, 3 * p * p * (1 - p) + p * p * p))
    // Within the syndrome of no error the code is left in a superposition of |000⟩ and |111⟩.
    #expect(
      close(state[0, 7].imaginary, pow(sin(theta / 2) * cos(theta / 2), 3), 1e-12)
        || close(state[0, 7].imaginary, -pow(sin(theta / 2) * cos(theta / 2), 3), 1e-12))
  }

  @Test("Phase noise: short and long times, and correlation between windows", .tags(.exact))
  func phaseNoise() throws {
    let white = try PhaseNoise(white: 0.02)
    #expect(close(white.twirl(over: 3).z, (1 - exp(-0.03)) / 2))
    let slow = try PhaseNoise(amplitude: 0.3, correlationTime: 5)
    #expect(close(slow.variance(over: 1e-3), 0.09e-6 * (1 - 1e-3 / 15), 1e-14))
    #expect(close(slow.variance(over: 500), 2 * 0.09 * 25 * 99, 1e-9))
    // Continuous across the change of formula.
    let below = slow.variance(over: 0.005 * (1 - 1e-9))
    #expect(close(below, slow.variance(over: 0.005 * (1 + 1e-9)), 1e-12))
    // Windows that touch make one window.
    let t = 1.7
    let joint = slow.variance(over: 2 * t)
    #expect(close(joint, 2 * slow.variance(over: t) + 2 * slow.covariance(time: t, lag: t), 1e-12))
    let independent = pow(white.twirl(over: 1).z, 2)
    #expect(close(white.jointFlip(time: 1, lag: 2), independent))
    #expect(slow.jointFlip(time: 1, lag: 1) > 1.5 * pow(slow.twirl(over: 1).z, 2))
  }

  @Test(
    "Courses of phase noise have the variances and covariances of the formulas", .tags(.statistical)
  )
  func trajectories() throws {
    let noise = try PhaseNoise(white: 0.05, amplitude: 0.3, correlationTime: 2)
    let (time, count) = (1.3, 4000)
    var sums = (first: 0.0, cross: 0.0, far: 0.0, both: 0.0)
    var stream = RandomStream(seed: 21)
    for _ in 0..<count {
      let phases = noise.phases(windows: 3, time: time, using: &stream)
      sums.first += phases[0] * phases[0]
      sums.cross += phases[0] * phases[1]
      sums.far += phases[0] * phases[2]
      sums.both += pow(sin(phases[0] / 2) * sin(phases[1] / 2), 2)
    }
    let n = Double(count)
    let variance = noise.variance(over: time)
    // Products of Gaussians deviate by at most √2 of the variance; five standard errors.
    let bound = 5 * 2.0.squareRoot() * variance / n.squareRoot()
    #expect(abs(sums.first / n - variance) < bound)
    #expect(abs(sums.cross / n - noise.covariance(time: time, lag: time)) < bound)
    #expect(abs(sums.far / n - noise.covariance(time: time, lag: 2 * time)) < bound)
    #expect(abs(sums.both / n - noise.jointFlip(time: time, lag: time)) < 5 * 0.02 / n.squareRoot())
  }

  @Test("A course of phase noise writes a circuit out, repeatably", .tags(.law))
  func phaseCircuit() throws {
    var body = Circuit()
    body.append(.iError, [.qubit(0), .qubit(3)], tag: "round")
    body.append(.h, qubits: [0])
    var circuit = Circuit()
    circuit.append(repeating: body, count: 5)
    let noise = try PhaseNoise(amplitude: 0.3, correlationTime: 50)
    let one = try noise.applied(to: circuit, roundTime: 1, seed: 4, trajectory: 0)
    #expect(one == (try noise.applied(to: circuit, roundTime: 1, seed: 4, trajectory: 0)))
    #expect(one != (try noise.applied(to: circuit, roundTime: 1, seed: 4, trajectory: 1)))
    // Mark, flips of two qubits and a gate, five times.
    #expect(one.operations.count == 20)
    // Slow noise: the flips of a qubit hardly change from round to round.
    let rates = one.operations.compactMap { operation -> Double? in
      guard case .instruction(let line) = operation, line.targets == [.qubit(0)],
        line.gate == .zError
      else { return nil }
      return line.arguments[0]
    }
    #expect(rates.count == 5)
    // The frequency changes by σ√(2/50) = 0.06 a round, of which half is in sin(φ/2); five deviations.
    let halves = rates.map { $0.squareRoot() }
    #expect(zip(halves, halves.dropFirst()).allSatisfy { abs($0 - $1) < 0.15 })
    #expect(throws: NoiseError.self) {
      try noise.applied(to: Circuit(), roundTime: 1, seed: 0, trajectory: 0)
    }
  }

  @Test("Noise models and courses of phase noise compose in one circuit", .tags(.law))
  func phasesAndModels() throws {
    var circuit = Circuit()
    circuit.append(.iError, [.qubit(0)], tag: "round")
    circuit.append(.h, qubits: [0])
    circuit.append(.m, qubits: [0])
    let course = try PhaseNoise(white: 0.1).applied(
      to: circuit, roundTime: 1, seed: 1, trajectory: 2)
    for name in ["sd6", "code-capacity:phase-flip", "profile:photonic"] {
      let both = try NoiseModel(named: name, p: 0.01).applied(to: course)
      let alone = try NoiseModel(named: name, p: 0.01).applied(to: circuit)
      #expect(both.description.contains("Z_ERROR[course]("))
      #expect(both.operations.count == alone.operations.count + 1)
    }
  }

  @Test("Small errors keep their digits", .tags(.exact))
  func smallNumbers() throws {
    // T2 = 2·T1: p_z = (1 − e^(−t/2T1))²/4 ≈ (t/2T1)²/4, which is 1e-7 of p_x.
    let limit = try Decoherence(t1: 1, t2: 2).twirl(over: 1e-7)
    let exact = pow(-expm1(-0.5e-7), 2) / 4
    #expect(abs(limit.z / exact - 1) < 1e-12)
    // Independent phases of variance v flip both windows with ((1 − e^(−v/2))/2)².
    let white = try PhaseNoise(white: 1e-9)
    let both = pow(-expm1(-0.5e-9) / 2, 2)
    #expect(abs(white.jointFlip(time: 1, lag: 1) / both - 1) < 1e-12)
    let slow = try PhaseNoise(amplitude: 1, correlationTime: 1)
    // 2(s − 1 + e^(−s)) at s = 0.00999 by its series to s¹⁰.
    let s = 0.00999
    var (term, sum) = (s * s / 2, 0.0)
    for k in 3...11 {
      sum += term
      term *= -s / Double(k)
    }
    #expect(abs(slow.variance(over: s) / (2 * sum) - 1) < 1e-14)
  }

  @Test("Pauli channels compose as their transition matrices do", .tags(.law))
  func composition() {
    var stream = RandomStream(seed: 5)
    for _ in 0..<50 {
      func rates() -> PauliRates {
        PauliRates(
          x: stream.nextUnit() / 3, y: stream.nextUnit() / 3, z: stream.nextUnit() / 3)
      }
      let (a, b) = (rates(), rates())
      let both = a.followed(by: b)
      #expect(agree(both, b.followed(by: a)))
      #expect(close(1 - 2 * (both.x + both.y), (1 - 2 * (a.x + a.y)) * (1 - 2 * (b.x + b.y))))
      #expect(close(1 - 2 * (both.y + both.z), (1 - 2 * (a.y + a.z)) * (1 - 2 * (b.y + b.z))))
      #expect(agree(KrausChannel.pauli(a).followed(by: .pauli(b)).twirl, both))
    }
  }

  @Test("Leakage follows its chain to the stationary population", .tags(.law))
  func leakage() throws {
    let leakage = try Leakage(leak: 0.01, seepage: 0.1)
    var population = 0.0
    for gate in 0..<30 {
      #expect(close(leakage.population(afterGates: Double(gate)), population))
      population += (1 - population) * 0.01 - population * 0.1
    }
    #expect(close(leakage.population(afterGates: 1e6), leakage.stationaryPopulation))
  }
}
