// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import NoiseModels
import Testing
import _TestSupport

@Suite("Models of light")
struct OpticsTests {
  private func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(a - b) <= tolerance * max(1, abs(b))
  }

  @Test("The click POVM for Fock, coherent and thermal light", .tags(.exact))
  func clicks() throws {
    let detector = try PhotonDetector(efficiency: 0.9, darkCountProbability: 1e-6)
    #expect(close(detector.clickProbability(of: .fock(1)), 0.9000001))
    #expect(close(detector.clickProbability(of: .fock(2)), 0.99000001))
    #expect(close(detector.clickProbability(of: .fock(0)), 1e-6))
    // 1 − (1−1e-6)e^(−0.45) and 1 − (1−1e-6)/1.45, by hand to 16 digits.
    #expect(close(detector.clickProbability(of: .coherent(0.5)), 0.3623724860063783))
    #expect(close(detector.clickProbability(of: .thermal(0.5)), 0.31034551724137927))
  }

  @Test(
    "Counts sum to one, and are none exactly when a detector without counts is silent",
    .tags(.law), arguments: [PhotonDetector.Light.fock(3), .coherent(1.2), .thermal(0.7)])
  func counts(light: PhotonDetector.Light) throws {
    let detector = try PhotonDetector(
      efficiency: 0.83, darkCountProbability: 0.01, resolvesNumbers: true)
    let counts = detector.countProbabilities(of: light, upTo: 80)
    #expect(close(counts.reduce(0, +), 1))
    #expect(close(1 - counts[0], detector.clickProbability(of: light)))
    let mean = counts.indices.reduce(0) { $0 + Double($1) * counts[$1] }
    let photons: Double =
      switch light {
      case .fock(let n): Double(n)
      case .coherent(let mu), .thermal(let mu): mu
      }
    // Detected photons and dark counts of mean −ln(1−p_d).
    #expect(close(mean, 0.83 * photons + 0.010050335853501441))
  }

  @Test("A dual-rail readout sorts every case into right, wrong and heralded", .tags(.law))
  func dualRail() throws {
    let detector = try PhotonDetector(efficiency: 0.7, darkCountProbability: 0.05)
    let readout = detector.dualRailReadout
    let right = detector.clickProbability(of: .fock(1)) * 0.95
    #expect(close((1 - readout.heralded) * (1 - readout.flip), right))
    let perfect = try PhotonDetector(efficiency: 1, darkCountProbability: 0).dualRailReadout
    #expect(perfect.heralded == 0 && perfect.flip == 0)
    let blind = try PhotonDetector(efficiency: 0, darkCountProbability: 0).dualRailReadout
    #expect(blind.heralded == 1)
  }

  @Test("Bright light is counted too: sums and means of a thousand photons", .tags(.law))
  func brightLight() throws {
    let detector = try PhotonDetector(
      efficiency: 0.5, darkCountProbability: 0, resolvesNumbers: true)
    for (light, expected) in [(PhotonDetector.Light.fock(1200), 600.0), (.coherent(1600), 800)] {
      let counts = detector.countProbabilities(of: light, upTo: 1100)
      let mean = counts.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
      #expect(abs(counts.reduce(0, +) - 1) < 1e-9)
      #expect(abs(mean - expected) < 1e-5)
    }
    let perfect = try PhotonDetector(
      efficiency: 1, darkCountProbability: 0, resolvesNumbers: true)
    #expect(perfect.countProbabilities(of: .fock(2), upTo: 3) == [0, 0, 1, 0])
  }

  @Test("A heralded pair source: probability and g²(0)", .tags(.exact))
  func pairs() throws {
    let source = try PairSource(squeezing: 0.05, heraldEfficiency: 0.8)
    #expect(close(source.heraldProbability, 0.05 * 0.8 / 0.99))
    #expect(close(source.heraldProbability, 0.0404040404, 1e-10))
    #expect(close(source.heraldedCorrelation, 0.117117588309, 1e-11))
  }

  @Test("The closed forms of a pair source are the sums over its pairs", .tags(.law))
  func pairSums() throws {
    for (x, efficiency) in [(0.05, 0.8), (0.3, 0.4), (0.01, 1.0)] {
      for heraldCounts in [false, true] {
        let source = try PairSource(
          squeezing: x, heraldEfficiency: efficiency, heraldCounts: heraldCounts)
        var (total, first, second) = (0.0, 0.0, 0.0)
        for n in 0..<400 {
          let p = source.heraldedProbability(n)
          total += p
          first += Double(n) * p
          second += Double(n * (n - 1)) * p
        }
        #expect(close(total, 1))
        #expect(close(source.heraldedCorrelation, second / (first * first), 1e-11))
      }
    }
    // Heralds that hardly see anything leave thermal light weighted by n: g² → 2x(2 + x)/(1 + x)².
    let blind = try PairSource(squeezing: 0.1, heraldEfficiency: 1e-14)
    #expect(close(blind.heraldedCorrelation, 2 * 0.1 * 2.1 / 1.21, 1e-12))
    #expect(try PairSource(squeezing: 0.1, heraldEfficiency: 0).heraldedCorrelation.isNaN)
  }

  @Test("How many sources make success 99 % likely", .tags(.exact))
  func multiplexing() throws {
    let counts = try [0.05, 0.1, 0.25].map {
      try Multiplexing.sourceCount(probability: $0, wanted: 0.99)
    }
    #expect(counts == [90, 44, 17])
    #expect(Multiplexing.success(probability: 0.05, count: 90) >= 0.99)
    #expect(Multiplexing.success(probability: 0.05, count: 89) < 0.99)
  }

  @Test("Type-II fusion: ½η² and ¾η⁴, and every case counted once", .tags(.exact))
  func fusion() throws {
    let eta = 0.97
    #expect(close(try FusionGate(level: 1, efficiency: eta).success, 0.5 * eta * eta))
    #expect(
      close(try FusionGate(level: 2, efficiency: eta).success, 0.75 * eta * eta * eta * eta))
    for level in 1...6 {
      let fusion = try FusionGate(level: level, efficiency: eta, failureBasis: 0.2)
      #expect(close(fusion.success + fusion.failure + fusion.loss, 1))
      #expect(close(fusion.erasure.xx + fusion.erasure.zz, 2 * fusion.loss + fusion.failure))
    }
  }

  @Test("Dark counts in place of lost photons flip either parity of a fusion", .tags(.exact))
  func darkFusion() throws {
    // Level 1: 2 photons, 4 detectors, D = −4 ln(1 − p).
    let (eta, p) = (0.9, 0.01)
    let fusion = try FusionGate(
      level: 1, efficiency: eta, visibility: 0.98, darkCountProbability: p)
    let dark = -4 * log(1 - p)
    let quiet = pow(1 - p, 4)
    let mimicry =
      quiet * (2 * (1 - eta) * eta * dark + (1 - eta) * (1 - eta) * dark * dark / 2)
    #expect(close(fusion.arrival, eta * eta * quiet))
    #expect(close(fusion.mimicry, mimicry))
    #expect(close(fusion.success + fusion.failure + fusion.loss, 1))
    let wrong = mimicry / (mimicry + eta * eta * quiet) / 2
    #expect(close(fusion.flip.zz, wrong))
    #expect(close(fusion.flip.xx, wrong * 0.99 + 0.01 * (1 - wrong)))
    let encoded = FusionEncoding.shor.flip(of: fusion)
    let (x, z) = fusion.flip
    #expect(close(encoded, x * (1 - x) + z * (1 - z)))
    // Nothing to mimic without loss, nothing to mimic with without dark counts, only noise without photons.
    #expect(try FusionGate(level: 3, efficiency: 1, darkCountProbability: p).flip.zz == 0)
    #expect(try FusionGate(level: 3, efficiency: eta).flip.zz == 0)
    let blind = try FusionGate(level: 2, efficiency: 0, darkCountProbability: p)
    #expect(close(blind.flip.zz, 0.5) && close(blind.flip.xx, 0.5))
    // Four dark counts of mean −8 ln(1 − p).
    #expect(close(blind.acceptance, pow(1 - p, 8) * pow(-8 * log(1 - p), 4) / 24))
  }

  @Test("Attenuations add in dB and multiply in transmission", .tags(.law))
  func attenuation() throws {
    let parts = try [
      Attenuation(decibels: 0.3), Attenuation(decibelsPerKilometre: 0.2, lengthInMetres: 500),
      Attenuation(transmission: 0.9), Attenuation(decibels: 3),
    ]
    let whole = parts.reduce(.none, +)
    #expect(close(whole.transmission, parts.reduce(1) { $0 * $1.transmission }))
    #expect(close(whole.decibels, parts.reduce(0) { $0 + $1.decibels }))
    #expect(close(try Attenuation(decibels: 10).transmission, 0.1))
    #expect(close(try Attenuation(transmission: 0.25).transmission, 0.25))
    #expect(close(try Attenuation(decibels: 1e-9).loss, 2.302585092729e-10, 1e-20))
    #expect(
      close(
        try Attenuation(transmission: 0.5).rate(photons: 4, attemptsPerSecond: 1e6), 62500))
  }

  @Test("Interference: coincidences (1−V)/2", .tags(.exact))
  func interference() throws {
    #expect(close(try Interference(visibility: 0.98).coincidenceProbability, 0.01))
    #expect(close(try Interference(overlap: 0.95, correlation: 0.02).visibility, 0.911))
  }

  @Test("Numbers out of range are refused by name, value and range")
  func badNumbers() {
    let cases: [(String, () throws(NoiseError) -> Void)] = [
      (
        "loss_db=-0.1: must be in 0...inf dB.",
        { () throws(NoiseError) in
          _ = try Attenuation(decibels: -0.1)
        }
      ),
      (
        "length_m=-1: must be in 0...1000000000 m.",
        { () throws(NoiseError) in
          _ = try Attenuation(decibelsPerKilometre: 1, lengthInMetres: -1)
        }
      ),
      (
        "efficiency=1.5: must be in 0...1.",
        { () throws(NoiseError) in
          _ = try PhotonDetector(efficiency: 1.5, darkCountProbability: 0)
        }
      ),
      (
        "level=0: must be in 1...6.",
        { () throws(NoiseError) in
          _ = try FusionGate(level: 0, efficiency: 1)
        }
      ),
      (
        "visibility=2: must be in 0...1.",
        { () throws(NoiseError) in
          _ = try Interference(visibility: 2)
        }
      ),
      (
        "t2=3: must be in 0...2, that is at most 2·t1 (t1=1): relaxation dephases too.",
        { () throws(NoiseError) in _ = try Decoherence(t1: 1, t2: 3) }
      ),
    ]
    for (message, body) in cases {
      do throws(NoiseError) {
        try body()
        Issue.record("No error for \(message)")
      } catch {
        #expect(error.message == message)
      }
    }
  }
}
