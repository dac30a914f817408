// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Glibc
import NoiseModels
import Testing
import _TestSupport

@testable import Sampling

@Suite("What strikes qubits in modes", .tags(.exact))
struct ModeNoiseTests {
  /// The shipped machine without pulses, which take long to follow in a debug build.
  private func profile() throws -> HardwareProfile {
    var profile = try HardwareProfile.named("photonic")
    profile.operations[.twoQubit]?.passage = nil
    return profile
  }

  /// A machine whose only fault is leakage, all of which comes back at once.
  private func leaky(heralded: Double) throws -> HardwareProfile {
    var profile = try profile().scaled(by: 0)
    profile.leakage.leakage = try Leakage(leak: 0.01, seepage: 1)
    profile.leakage.heralded = heralded
    return profile
  }

  /// The noise that a distribution puts after H, as one channel of a code's qubits.
  private func afterGate(
    _ code: String, _ profile: HardwareProfile, _ distribution: String
  ) throws -> PauliRates {
    let code = try #require(try ConcatenatedCode.codes(named: code).first)
    let noise = try ErrorDistribution.named(distribution).modeNoise(profile, name: "x")
    let circuit = try #require(code.inner).noisy(
      Circuit(parsing: "H 0"), noise, isTurned: code.isTurned)
    var rates = PauliRates.none
    circuit.forEachInstruction { instruction in
      let p = instruction.arguments
      let next: PauliRates? =
        switch instruction.gate {
        case .h: PauliRates.none
        case .xError: PauliRates(.x, p[0])
        case .yError: PauliRates(.y, p[0])
        case .zError: PauliRates(.z, p[0])
        case .depolarize1: PauliRates(depolarizing: p[0])
        case .pauliChannel1: PauliRates(x: p[0], y: p[1], z: p[2])
        default: nil
        }
      if let next {
        rates = rates.followed(by: next)
      } else {
        Issue.record("\(instruction) is no noise of one qubit.")
      }
    }
    return rates
  }

  @Test(
    "X and Y of a stated kind of error flip bits, also those of cats",
    arguments: ["cat(nbar=8)+repetition:d=3", "cat(nbar=8)+surface:d=3", "gkp+surface:d=3"])
  func kinds(code: String) throws {
    let profile = try profile()
    let isTurned = code.contains("repetition")
    let even = try afterGate(code, profile, "depolarizing")
    #expect(even.total > 1e-4)
    #expect(abs(even.x / even.total - 1.0 / 3) < 1e-9)
    #expect(abs(even.y / even.total - 1.0 / 3) < 1e-9)
    let biased = try afterGate(code, profile, "biased")
    let (bit, phase) = isTurned ? (biased.z, biased.x) : (biased.x, biased.z)
    #expect(abs(phase / (bit + biased.y) - 100) < 1e-6)
    #expect(abs(biased.total / even.total - 1) < 1e-9)
    let flips = try afterGate(code, profile, "dephasing")
    #expect((isTurned ? flips.x : flips.z) > 10 * (isTurned ? flips.z : flips.x))
  }

  @Test("No distance of a repetition code of cats corrects the bit flips of depolarizing noise")
  func floor() throws {
    var plan = ComparisonPlan(profile: try profile(), effort: .quick, seed: 1)
    plan.codes = ["cat(nbar=8)+repetition:d=3"]
    plan.distributions = try ["depolarizing", "biased"].map { name throws in
      try ErrorDistribution.named(name)
    }
    let cells = try plan.cells().filter { $0.scale == 1 }
    let floors = try cells.map { try $0.task.uncorrectableRate() }
    #expect(floors.count == 2 && floors[0] > 0.01 && floors[1] > 1e-4)
    // A third each of X and Y, against one part in 101 for both.
    #expect(floors[0] > 30 * floors[1] && floors[0] < 101 * 2 / 3 * floors[1])
  }

  @Test("Leaked modes are random, noticed or not", arguments: ["cat(nbar=8)", "gkp"])
  func leakage(inner: String) throws {
    for heralded in [0, 0.5, 1] {
      let profile = try leaky(heralded: heralded)
      let rates = try afterGate("\(inner)+surface:d=3", profile, "profile")
      let random = 1 - (1 - 0.01 * heralded) * (1 - 0.01 * (1 - heralded))
      for rate in [rates.x, rates.y, rates.z] { #expect(abs(rate - random / 4) < 1e-12) }
      let noise = try ModeNoise(profile, name: "x")
      #expect(noise.twoQubit.pauli.total >= 0.75 * random - 1e-15 && noise.twoQubit.other == 0)
      #expect(noise.idle.isNone && noise.reset.isNone)
    }
  }

  @Test("Under the profile's own errors the controls of cats keep their bias")
  func ownErrors() throws {
    var profile = try profile().scaled(by: 0)
    profile.operations[.oneQubit]?.infidelity = 0.01
    let cat = try afterGate("cat(nbar=8)+surface:d=3", profile, "profile")
    #expect(cat.x == 0 && cat.y == 0 && abs(cat.z - 0.015) < 1e-12)
    let grid = try afterGate("gkp+surface:d=3", profile, "profile")
    #expect(abs(grid.x - 0.005) < 1e-12 && abs(grid.z - 0.005) < 1e-12)
  }

  @Test(
    "A wrong report of a mode is one in every basis and under every kind of error",
    arguments: ["cat(nbar=8)", "gkp"])
  func reports(inner: String) throws {
    var profile = try profile().scaled(by: 0)
    profile.operations[.measurement]?.infidelity = 0.125
    profile.operations[.reset]?.infidelity = 0.25
    let code = try #require(try ConcatenatedCode.codes(named: "\(inner)+surface:d=3").first)
    for distribution in ErrorDistribution.all {
      let noise = try distribution.modeNoise(profile, name: "x")
      let circuit = try #require(code.inner).noisy(
        Circuit(parsing: "R 0\nTICK\nM 0"), noise, isTurned: false)
      let text = "\(circuit)"
      #expect(text.contains("X_ERROR(0.25) 0") && text.contains("M(0.125) 0"), "\(text)")
    }
  }
}
