// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import Foundation
import Testing
import _TestSupport

@Suite("Grid codes under shifts")
struct GridCodeTests {
  @Test("The square and the rectangle factor into their quadratures", .tags(.law))
  func marginals() throws {
    for deviation in [0.25, 0.45, 0.6, 1.0] {
      for aspect in [1, 1.3] {
        let lattice = try GKP.Lattice.rectangular(aspect: aspect)
        let actual = try lattice.errorProbabilities(deviation: deviation)
        let x = try GKP.flipProbability(
          deviation: deviation, spacing: aspect * GKP.squareSpacing)
        let z = try GKP.flipProbability(
          deviation: deviation, spacing: GKP.squareSpacing / aspect)
        let expected = [(1 - x) * (1 - z), x * (1 - z), (1 - x) * z, x * z]
        for (a, b) in zip(actual, expected) { #expect(abs(a - b) < 1e-12) }
      }
    }
  }

  @Test("The hexagon treats all errors alike, and beats the square at low noise", .tags(.law))
  func hexagon() throws {
    for deviation in [0.3, 0.4, 0.5] {
      let hexagon = try GKP.Lattice.hexagonal.errorProbabilities(deviation: deviation)
      let square = try GKP.Lattice.square.errorProbabilities(deviation: deviation)
      #expect(abs(hexagon[1] - hexagon[2]) < 1e-13 && abs(hexagon[1] - hexagon[3]) < 1e-13)
      #expect(abs(hexagon.reduce(0, +) - 1) < 1e-14)
      #expect(hexagon[0] > square[0])
    }
    let broad = try GKP.Lattice.hexagonal.errorProbabilities(deviation: 3)
    for value in broad { #expect(abs(value - 0.25) < 1e-6) }
  }

  @Test(
    "Drawn shifts fail at the exact rates, and likelihood decoding no more often",
    .tags(.statistical), arguments: ["square", "hexagonal"])
  func sampling(name: String) throws {
    let lattice = try GKP.Lattice(named: name)
    let shots = 6000
    let exact = try lattice.errorProbabilities(deviation: 0.6)
    let sampler = try GKP.ShiftSampler(lattice: lattice, deviation: 0.6)
    let counts = try sampler.count(shots: shots, seed: 4)
    #expect(counts.reduce(0, +) == shots)
    #expect(try sampler.count(shots: shots, seed: 4, workers: 2) == counts)
    for (count, p) in zip(counts, exact) {
      // Five deviations: false alarms below 1e-6 each.
      let deviation = (Double(shots) * p * (1 - p)).squareRoot()
      #expect(abs(Double(count) - Double(shots) * p) < 5 * deviation)
    }
    let likely = try GKP.ShiftSampler(
      lattice: lattice, deviation: 0.6, decoding: .maximumLikelihood
    ).count(shots: shots, seed: 4)
    // The same shifts, so the two answers are paired.
    #expect(Double(likely[0]) > Double(counts[0]) - 5 * 0.05 * Double(shots).squareRoot())
  }

  @Test("The posteriors of the square are those of its quadratures", .tags(.law))
  func posteriors() throws {
    let sampler = try GKP.ShiftSampler(deviation: 0.5)
    for (x, p) in [(0.1, 0.7), (-1.9, 0.3), (2.4, -5.0)] {
      let result = sampler.decode(.init(x: x, p: p))
      #expect(abs(result.posteriorX - GKP.flipPosterior(offset: x, deviation: 0.5)) < 1e-9)
      #expect(abs(result.posteriorZ - GKP.flipPosterior(offset: p, deviation: 0.5)) < 1e-9)
      let flips = (Int((x / GKP.squareSpacing).rounded()) & 1) == 1
      #expect((result.error == .x || result.error == .y) == flips)
    }
  }

  @Test("A round of teleportation adds up its noise", .tags(.exact))
  func teleportation() throws {
    let plain = try GKP.TeleportationRound(decibels: 12)
    let variance = try GKP.peakVariance(decibels: 12)
    #expect(abs(plain.measuredVariance - 2 * variance) < 1e-15)
    let lossy = try GKP.TeleportationRound(
      decibels: 12, transmission: 0.98, amplification: .before, detectorEfficiency: 0.99)
    #expect(abs(lossy.measuredVariance - 2 * variance - 0.02 - 0.01 / 0.99) < 1e-15)
    let flip = try GKP.flipProbability(deviation: lossy.measuredVariance.squareRoot())
    let probabilities = try lossy.errorProbabilities()
    #expect(abs(probabilities[0] - (1 - flip) * (1 - flip)) < 1e-12)
    #expect(
      outcome { try GKP.TeleportationRound(decibels: 12, transmission: -0.1).decibels }
        .contains("transmission=-0.1"))
    #expect(
      outcome { try GKP.TeleportationRound(decibels: 12, amplification: .inSoftware).decibels }
        .contains("before or after"))
    #expect(outcome { try GKP.Lattice(named: "round").name }.contains("square, hexagonal"))
    #expect(
      outcome { try GKP.Lattice(named: "rectangular(aspect=20)").name }
        == "aspect=20.0 is outside 0.1...10.0.")
  }
}
