// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Foundation
import NoiseModels
import StrictJSON
import Testing
import _TestSupport

@Suite("Hardware profiles")
struct HardwareProfileTests {
  private func text(_ name: String = "photonic") throws -> String {
    String(decoding: try #require(HardwareProfile.shippedText(name)), as: UTF8.self)
  }

  private func fault(of text: String) -> String {
    do throws(NoiseError) {
      _ = try DerivedNoise(HardwareProfile(parsing: Array(text.utf8), file: "my.json"))
      return "no error"
    } catch {
      return error.message
    }
  }

  @Test("Shipped profiles read, print and read again", .tags(.law))
  func shipped() throws {
    #expect(HardwareProfile.shippedNames.count >= 2)
    for name in HardwareProfile.shippedNames {
      let profile = try HardwareProfile.named(name)
      #expect(profile.name == name)
      let again = try HardwareProfile(parsing: Array(profile.json.text().utf8), file: "again")
      #expect(again == profile)
      #expect(try NoiseModel(named: "profile:\(name)", p: 1).name == "profile:\(name)")
    }
  }

  @Test("Every fault of a profile is one message with field, value and range")
  func badProfiles() throws {
    let good = try text()
    #expect(fault(of: good) == "no error")
    let cases: [(String, String, String)] = [
      (
        "\"t1_us\": null, \"t2_us\": 2000", "\"t1_us\": 10, \"t2_us\": 21",
        "my.json: memory.t2_us=21: must be in 0...20 µs, at most twice t1_us=10"
      ),
      (
        "\"switch\": {\"loss_db\": 0.003", "\"switch\": {\"loss_db\": -0.003",
        "my.json: components.switch.loss_db=-0.003: must be a number in 0...1000 dB."
      ),
      ("\"g2\": 0.0005, ", "", "my.json: source.g2: is missing."),
      (
        "\"g2\": 0.0005", "\"g2\": 0.0005, \"colour\": 3",
        "my.json: source.colour: there is no such field; allowed are pairs, efficiency, overlap, g2."
      ),
      (
        "\"level\": 2", "\"level\": 2.5",
        "my.json: fusion.level=2.5: must be a whole number in 1...6."
      ),
      (
        "[\"beam_splitter\"]", "[\"mirror\"]",
        "my.json: operations.one_qubit.path=[\"mirror\"]: must be a list of components, each one of "
          + "source_coupler, chip_waveguide, beam_splitter, switch, cavity, detector_coupler, "
          + "delay_fibre."
      ),
      (
        "quanta-profile-1", "quanta-profile-9",
        "my.json: format=\"quanta-profile-9\": must be one of quanta-profile-1."
      ),
      (
        "\"heralded_loss\": 0.9", "\"heralded_loss\": 90",
        "my.json: heralded_loss=90: must be a number in 0...1."
      ),
      (
        "\"number_resolving\": true", "\"number_resolving\": \"yes\"",
        "my.json: detector.number_resolving=\"yes\": must be true or false."
      ),
    ]
    let sharp: [(String, String, String)] = [
      (
        "\"loss_db\": 0.003,", "\"loss_db\": 0.003, \"length_m\": 2,",
        "my.json: components.switch.length_m: there is no such field; allowed are reference, loss_db."
      ),
      (
        "\"efficiency\": 0.998, \"g2\": 0.0005",
        "\"pairs\": {\"squeezing\": 0.05, \"herald_efficiency\": 0.8, \"sources\": 4.5}",
        "my.json: source.pairs.sources=4.5: must be a whole number in 1...1e6."
      ),
      (
        "\"efficiency\": 0.998, \"g2\": 0.0005",
        "\"pairs\": {\"squeezing\": 1, \"herald_efficiency\": 0.8, \"sources\": 4}",
        "my.json: source.pairs.squeezing=1: must be a number in 1e-09...0.9."
      ),
    ]
    for (old, new, message) in cases + sharp {
      #expect(good.contains(old))
      let told = fault(of: good.replacing(old, with: new))
      #expect(told == message || told + "." == message || told == message + ".")
    }
    #expect(fault(of: "{\n  \"format\": }").hasPrefix("my.json:2:13: "))
  }

  @Test("Names that are no profile are refused with the list")
  func names() {
    #expect(
      throws: NoiseError(
        .unknownName,
        "profile=laser: must be one of photonic, photonic-near-term, "
          + "or the path of a file that ends in .json.")
    ) { try HardwareProfile.named("laser") }
    #expect(throws: NoiseError(.badProfile, "./none.json: cannot be read.")) {
      try HardwareProfile.named("./none.json")
    }
    #expect(throws: NoiseError.self) { try NoiseModel(named: "profile:photonic", p: -1) }
    #expect(throws: NoiseError.self) { try NoiseModel(named: "profile:photonic(x=1)", p: 1) }
  }

  @Test("A scale of 0 is no noise, and small errors grow with the scale", .tags(.law))
  func scale() throws {
    let profile = try HardwareProfile.named("photonic")
    let none = try DerivedNoise(profile.scaled(by: 0))
    for fault in none.faults {
      #expect(fault.heralded == 0 && fault.pauli.total == 0 && fault.flip == 0)
    }
    let one = try DerivedNoise(profile)
    let small = try DerivedNoise(profile.scaled(by: 0.01))
    for (a, b) in zip(one.faults, small.faults) {
      #expect(abs(b.heralded * 100 - a.heralded) < 0.02 * a.heralded)
      #expect(abs(b.pauli.total * 100 - a.pauli.total) < 0.02 * a.pauli.total)
    }
  }

  @Test("Dark counts of a profile reach its fusions", .tags(.exact))
  func darkFusions() throws {
    var profile = try HardwareProfile.named("photonic").scaled(by: 0)
    #expect(try DerivedNoise(profile).fusion.flip == (0, 0))
    profile.detection.efficiency = 0.9
    profile.detection.darkCountsPerSecond = 1e6
    profile.detection.windowInNanoseconds = 10
    let noise = try DerivedNoise(profile)
    #expect(noise.fusion.darkCountProbability == noise.detector.darkCountProbability)
    // One of four photons lost and one dark count in eight detectors, to first order.
    let expected = 0.5 * 4 * (0.1 / 0.9) * 8 * 0.01
    #expect(abs(noise.fusion.flip.zz / expected - 1) < 0.05)
  }

  @Test("Copies of a passage share what its pulses do, whatever their strength", .tags(.law))
  func passages() throws {
    let profile = try HardwareProfile.named("photonic")
    let scaled = try profile.scaled(by: 3)
    let (one, three) = (
      try #require(profile.operations[.twoQubit]?.passage),
      try #require(scaled.operations[.twoQubit]?.passage)
    )
    #expect(one != three && three.strength == 3)
    let again = HardwareProfile.Passage(
      pulses: one.pulses, errors: one.errors, returns: one.returns)
    #expect(again == one)
    #expect(try three.channel() == one.channel() && one.channel() == again.channel())
  }

  @Test("A scale that takes a figure out of its range is refused, not trusted")
  func largeScale() throws {
    let bad = try text().replacing("\"infidelity\": 0.00005", with: "\"infidelity\": 0.5")
    let profile = try HardwareProfile(parsing: Array(bad.utf8), file: "my.json")
    _ = try DerivedNoise(profile).model(name: "worst")
    #expect(
      throws: NoiseError(
        .badParameter, "operations.one_qubit.infidelity=1: must be in 0...0.5.")
    ) { try profile.scaled(by: 2) }
    let leaky = try text().replacing("\"per_gate\": 0.00005", with: "\"per_gate\": 0.4")
    let leaking = try HardwareProfile(parsing: Array(leaky.utf8), file: "my.json")
    #expect(
      throws: NoiseError(.badParameter, "leakage.per_gate=1.2000000000000002: must be in 0...1.")
    ) { try leaking.scaled(by: 3) }
  }

  @Test("Pair sources give efficiency and g², and whether detectors count matters", .tags(.exact))
  func pairSources() throws {
    let pairs = try text().replacing(
      "\"efficiency\": 0.998, \"g2\": 0.0005",
      with: "\"pairs\": {\"squeezing\": 0.05, \"herald_efficiency\": 0.8, \"sources\": 40}")
    let counting = try HardwareProfile(parsing: Array(pairs.utf8), file: "my.json")
    // With y = 0.01: p_h = 0.95·0.04/0.99², g² = 2y(2 + y)/(1 + y)².
    let p = 0.95 * 0.04 / (0.99 * 0.99)
    #expect(abs(counting.source.efficiency - (1 - pow(1 - p, 40))) < 1e-12)
    #expect(abs(counting.source.correlation - 0.0402 / 1.0201) < 1e-12)
    let clicks = try HardwareProfile(
      parsing: Array(
        pairs.replacing("\"number_resolving\": true", with: "\"number_resolving\": false").utf8),
      file: "my.json")
    #expect(abs(clicks.source.correlation - 0.117117588309) < 1e-11)
    let again = try HardwareProfile(parsing: Array(counting.json.text().utf8), file: "again")
    #expect(again == counting)
    #expect(try counting.scaled(by: 2).source.pairs == nil)
    #expect(try counting.scaled(by: 1) == counting)
  }

  @Test("A perfect machine with one fault shows that fault and no other", .tags(.exact))
  func oneFault() throws {
    var profile = try HardwareProfile.named("photonic").scaled(by: 0)
    profile.memory.decoherence = try Decoherence(t1: 100, t2: 150)
    let noise = try DerivedNoise(profile)
    let expected = try Decoherence(t1: 100, t2: 150).twirl(over: 0.1)
    let idle = noise.fault(of: nil)
    #expect(abs(idle.pauli.x - expected.x) < 1e-15 && abs(idle.pauli.z - expected.z) < 1e-15)
    #expect(idle.heralded == 0)
    profile = try HardwareProfile.named("photonic").scaled(by: 0)
    profile.components[0].attenuation = try Attenuation(transmission: 0.8)
    profile.heraldedLoss = 0.75
    let lossy = try DerivedNoise(profile).fault(of: .reset)
    #expect(abs(lossy.heralded - 0.15) < 1e-12)
    // Unheralded: replaced by a random qubit, a quarter of it unharmed.
    #expect(abs(lossy.pauli.total - 0.75 * 0.05) < 1e-12)
    // A dual-rail readout notices every photon that does not arrive.
    let last = try #require(profile.components.firstIndex { $0.name == "detector_coupler" })
    profile.components[last].attenuation = try Attenuation(transmission: 0.8)
    profile.detection.efficiency = 0.9
    let readout = try DerivedNoise(profile).fault(of: .measurement)
    #expect(abs(readout.heralded - (1 - 0.8 * 0.9)) < 1e-12)
    #expect(readout.pauli.total == 0 && readout.flip == 0)
    profile.operations[.twoQubit]?.infidelity = 0.01
    profile.operations[.twoQubit]?.overRotation = try OverRotation(mean: 0.1)
    let pair = try DerivedNoise(profile).fault(of: .twoQubit)
    #expect(abs(pair.pairDepolarization - 0.0125) < 1e-15)
    #expect(abs(pair.pairDephasing - 0.002497917360987) < 1e-12)
  }
}
