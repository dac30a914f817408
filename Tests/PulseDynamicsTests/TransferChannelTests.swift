// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Foundation
import PulseDynamics
import Testing
import _TestSupport

@Suite("Errors of control as channels")
struct TransferChannelTests {
  @Test("Without errors of control, what is missing is the infidelity of the pulses", .tags(.law))
  func designed() throws {
    let pulses = try LambdaPulses(.smooth, area: 40)
    let channel = try TransferChannel(pulses, errors: ControlErrors())
    let p3 = try LambdaEvolution(pulses).end().population(3)
    #expect(abs(channel.leakage - (1 - p3) / 2) < 1e-9)
    // diag(1, √P₃) flips the phase with (1 − √P₃)²/4.
    #expect(abs(channel.dephasing - pow(1 - p3.squareRoot(), 2) / 4) < 1e-9)
  }

  @Test("Adiabatic passage forgives errors of area, a resonant pulse would not", .tags(.law))
  func robustness() throws {
    let errors = try ControlErrors(area: 0.05)
    let channel = try TransferChannel(LambdaPulses(.smooth, area: 160), errors: errors)
    // A resonant pulse of area π that errs by 5 %: E sin²(0.05·π/2)… of the transfer is missing.
    let resonant = (1 - exp(-pow(0.05 * .pi, 2) / 2)) / 4
    #expect(channel.leakage + channel.dephasing < resonant / 100)
  }

  @Test("A slow two-photon detuning dephases with its variance", .tags(.exact))
  func dephasing() throws {
    // For a small δ the dark state gathers the phase δ∫sin²θ dt; for the smooth shape ∫sin²θ = ½.
    let sigma = 0.02
    let channel = try TransferChannel(
      LambdaPulses(.smooth, area: 400), errors: ControlErrors(twoPhotonDetuning: sigma))
    let expected = pow(sigma * 0.5, 2) / 4
    #expect(abs(channel.dephasing / expected - 1) < 0.02)
  }

  @Test("The quadrature is the mean over sampled errors", .tags(.statistical))
  func quadrature() throws {
    let pulses = try LambdaPulses(.gaussian, area: 20)
    let errors = try ControlErrors(area: 0.03, delay: 0.05)
    let channel = try TransferChannel(pulses, errors: errors)
    var stream = RandomStream(seed: 11)
    func normal() -> Double {
      (-2 * log(1 - stream.nextUnit())).squareRoot() * cos(2 * .pi * stream.nextUnit())
    }
    var (sum, squares) = (0.0, 0.0)
    let count = 150
    for _ in 0..<count {
      var actual = pulses
      actual.area *= 1 + 0.03 * normal()
      actual.delay += 0.05 * normal()
      let lost = (1 - (try LambdaEvolution(actual, tolerance: 1e-8).end().population(3))) / 2
      sum += lost
      squares += lost * lost
    }
    let mean = sum / Double(count)
    let error = ((squares / Double(count) - mean * mean) / Double(count)).squareRoot()
    // Five standard errors: a false alarm in 2 million seeds.
    #expect(abs(channel.leakage - mean) < 5 * error)
  }

  @Test("Half a passage leaks what lies outside the superposition it is to make", .tags(.exact))
  func fraction() throws {
    // Resonant sin-cos pulses keep 1 − 2(θ̇/W)² sin²(Wf/2) in the dark state at any f, W² = Ω₀²/4 + θ̇², θ̇ = π/2.
    for (area, fraction) in [(10.0, 0.5), (40, 0.5), (40, 0.3)] {
      var pulses = try LambdaPulses(.sinCos, area: area)
      pulses.fraction = fraction
      let angle = fraction * .pi / 2
      #expect(abs(pulses.target.first - cos(angle)) < 1e-12)
      #expect(abs(pulses.target.third + sin(angle)) < 1e-12)
      let rate = Double.pi / 2
      let w = (area * area / 4 + rate * rate).squareRoot()
      let kept = 1 - 2 * pow(rate / w * sin(w * fraction / 2), 2)
      let end = try LambdaEvolution(pulses).end()
      #expect(abs(end.infidelity(to: pulses.target) - (1 - kept * kept)) < 1e-9)
      let channel = try TransferChannel(pulses, errors: ControlErrors())
      #expect(abs(channel.leakage - (1 - kept * kept) / 2) < 1e-8)
      #expect(abs(channel.dephasing - pow(1 - kept, 2) / 4) < 1e-8)
    }
    // The pulses as a whole are to end in |3⟩, even where their order does not bring them there.
    let intuitive = try LambdaPulses(.gaussian, area: 30, delay: -1.4)
    #expect(intuitive.target == (0, -1))
    var nothing = try LambdaPulses(.gaussian, area: 30)
    nothing.fraction = 0
    #expect(try TransferChannel(nothing, errors: ControlErrors()).leakage < 1e-9)
  }

  @Test("There and back keeps the qubit, and both passages err", .tags(.law))
  func returns() throws {
    var pulses = try LambdaPulses(.smooth, area: 100)
    pulses.decay = 1
    let one = try TransferChannel(pulses, errors: ControlErrors())
    let two = try TransferChannel(pulses, errors: ControlErrors(), returns: true)
    #expect(abs(two.leakage / one.leakage - 2) < 0.02)
  }

  @Test("A large spread of phases dephases to its average, or is refused", .tags(.exact))
  func largeErrors() throws {
    let pulses = try LambdaPulses(.smooth, area: 100)
    // By symmetry of the pulses the dark state spends half its population-weighted time in |3⟩, so that the phase is
    // δ/2 and p_z = (1 − e^(−rms²/8))/2.
    for rms in [0.5, 2, 5] {
      let channel = try TransferChannel(pulses, errors: ControlErrors(twoPhotonDetuning: rms))
      #expect(abs(channel.dephasing / ((1 - exp(-rms * rms / 8)) / 2) - 1) < 0.02)
    }
    #expect(throws: PulseError.self) {
      try TransferChannel(pulses, errors: ControlErrors(twoPhotonDetuning: 25))
    }
    #expect(
      throws: PulseError(.badParameter, "two_photon_rms=50.5: must be in 0.0...50.0.")
    ) { try ControlErrors(twoPhotonDetuning: 50.5) }
    #expect(throws: PulseError.self) { try ControlErrors(detuning: 5001) }
  }
}
