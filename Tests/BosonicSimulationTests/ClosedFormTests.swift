// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import Foundation
import Testing
import _TestSupport

@Suite("Closed forms of grid and cat codes")
struct ClosedFormTests {
  @Test(
    "The flip probability of the square code has its tabulated values", .tags(.exact),
    arguments: [
      (0.2, 9.3738539e-6, 5e-14), (0.3, 3.1359279e-3, 5e-11), (0.4, 2.6721149e-2, 5e-10),
      (0.5, 7.6319144e-2, 5e-10), (0.5437, 0.1031, 5e-5), (0.5533, 0.10919, 4e-5),
      (0.6, 0.13965423, 5e-9),
    ])
  func flipTable(deviation: Double, expected: Double, tolerance: Double) throws {
    // Half of the last printed digit; the row of σ = 0.5533 is a threshold in p whose σ is rounded.
    let value = try GKP.flipProbability(deviation: deviation)
    #expect(abs(value - expected) < tolerance, "\(value)")
  }

  @Test("The flip probability agrees with a Fourier series to 1e-12", .tags(.law))
  func fourierSeries() throws {
    // The indicator of odd cells is ½ − (2/π) Σ_m (−1)^m/(2m+1) · cos((2m+1)πx/s); its mean under a
    // Gaussian multiplies each cosine by exp(−((2m+1)πσ/s)²/2).
    for deviation in stride(from: 0.15, through: 3, by: 0.05) {
      var series = 0.5
      for m in 0..<200 {
        let odd = Double(2 * m + 1)
        let angle = odd * Double.pi * deviation / GKP.squareSpacing
        series -= (m & 1 == 0 ? 2 : -2) / (Double.pi * odd) * exp(-0.5 * angle * angle)
      }
      #expect(abs(try GKP.flipProbability(deviation: deviation) - series) < 1e-12)
    }
    #expect(try GKP.flipProbability(deviation: 0) == 0)
    #expect(try GKP.flipProbability(deviation: 100) == 0.5)
  }

  @Test("The mean posterior is the flip probability", .tags(.law))
  func posteriorMean() throws {
    for deviation in [0.25, 0.45, 0.6, 0.9] {
      let points = 2000
      let spacing = GKP.squareSpacing
      let step = spacing / Double(points)
      var mean = 0.0
      for i in 0..<points {
        let z = (Double(i) + 0.5) * step - spacing / 2
        let density = (-12...12).reduce(0.0) { sum, k in
          let x = (z + Double(k) * spacing) / deviation
          return sum + exp(-0.5 * x * x)
        }
        mean += GKP.flipPosterior(offset: z, deviation: deviation) * density * step
      }
      mean /= deviation * (2 * Double.pi).squareRoot()
      #expect(abs(mean - (try GKP.flipProbability(deviation: deviation))) < 1e-6)
    }
  }

  @Test("The posterior is even, periodic and one half at the border", .tags(.law))
  func posteriorShape() {
    let s = GKP.squareSpacing
    for z in stride(from: -0.8, through: 0.8, by: 0.1) {
      let q = GKP.flipPosterior(offset: z, deviation: 0.4)
      #expect(abs(q - GKP.flipPosterior(offset: -z, deviation: 0.4)) < 1e-14)
      #expect(abs(q - GKP.flipPosterior(offset: z + 3 * s, deviation: 0.4)) < 1e-12)
      #expect(q > 0 && q <= 0.5)
    }
    #expect(abs(GKP.flipPosterior(offset: s / 2, deviation: 0.3) - 0.5) < 1e-12)
  }

  @Test(
    "The CNOT fails as published, decoded apart and together", .tags(.exact),
    arguments: [(10.0, 0.05343), (11, 0.02364), (12, 0.00875), (13, 0.00261)])
  func controlledNot(decibels: Double, expected: Double) throws {
    let apart = try GKP.controlledNotFailure(decibels: decibels)
    #expect(abs(apart - expected) < 5.1e-6, "\(apart)")
  }

  @Test("Decoding both modes together brings 0.87 % down to 0.36 % at 12 dB", .tags(.exact))
  func controlledNotTogether() throws {
    let together = try GKP.controlledNotFailure(decibels: 12, decoding: .maximumLikelihood)
    #expect(abs(together - 0.0036) < 5e-5, "\(together)")
  }

  @Test(
    "Decoding together stays exact where failures are rare", .tags(.exact),
    arguments: [
      (11.0, 0.0059135161), (12, 0.00180429440), (16, 5.71008526e-7), (20, 2.25128388e-15),
      (22, 1.882285133e-23), (24, 3.377195352e-36),
    ])
  func rareFailures(decibels: Double, flip: Double) throws {
    // A quadrature's failure: the midpoint rule with 960² and 1920² points, extrapolated, up to 16 dB; above, the
    // density behind the borders of the closest cell in polar coordinates.
    let together = try GKP.controlledNotFailure(decibels: decibels, decoding: .maximumLikelihood)
    let expected = flip * (2 - flip)
    #expect(abs(together / expected - 1) < (decibels < 12 ? 1e-4 : 1e-7), "\(together)")
    #expect(together < (try GKP.controlledNotFailure(decibels: decibels)))
  }

  @Test("Loss becomes the stated variance", .tags(.exact))
  func lossVariance() throws {
    #expect(try abs(GKP.lossVariance(transmission: 0.9, amplification: .before) - 0.1) < 1e-15)
    #expect(try abs(GKP.lossVariance(transmission: 0.9, amplification: .after) - 1 / 9.0) < 1e-15)
    #expect(
      try abs(GKP.lossVariance(transmission: 0.9, amplification: .inSoftware) - 1 / 18.0) < 1e-15)
    let variance = try GKP.peakVariance(decibels: 10)
    #expect(abs(variance - 0.05) < 1e-16)
    #expect(abs(try GKP.decibels(peakVariance: variance) - 10) < 1e-12)
  }

  @Test("Cats have the stated mean photon numbers and overlap", .tags(.exact))
  func catPhotons() throws {
    #expect(abs(try Cat.meanPhotons(nbar: 2, parity: .even) - 1.928055) < 5e-7)
    #expect(abs(try Cat.meanPhotons(nbar: 2, parity: .odd) - 2.074629) < 5e-7)
    #expect(abs(try Cat.squaredOverlap(nbar: 2) - exp(-8.0)) < 1e-16)
  }

  @Test("Phase flips come at κ₁n̄ and bit flips fall as exp(−2n̄) under dephasing", .tags(.law))
  func catRates() throws {
    let loss = try Cat.Disturbance(loss: 0.01)
    let dephasing = try Cat.Disturbance(loss: 0, dephasing: 0.01)
    for nbar in stride(from: 3.0, through: 8, by: 1) {
      #expect(abs(try Cat.phaseFlipRate(nbar: nbar, loss) / (0.01 * nbar) - 1) < 2e-5)
      let suppression = try Cat.bitFlipRate(nbar: nbar, dephasing) / (0.01 * nbar)
      #expect(abs(suppression * exp(2 * nbar) - 1) < 1e-5)
      let byLoss = try Cat.bitFlipRate(nbar: nbar, loss) / (0.01 * nbar)
      #expect(abs(byLoss / (try Cat.squaredOverlap(nbar: nbar)) - 1) < 1e-4)
    }
    #expect(abs(try Cat.flipProbability(rate: 0.5, time: 2) - 0.5 * (1 - exp(-2.0))) < 1e-15)
    #expect(
      abs(try Cat.undetectedLossProbability(nbar: 2, lossProbability: 1e-4) / 2e-8 - 1) < 2e-4)
  }

  @Test("Bad parameters are refused by name, value and range", .tags(.exact))
  func refusals() {
    func message(_ body: () throws -> Double) -> String {
      do {
        return "\(try body())"
      } catch {
        return "\(error)"
      }
    }
    #expect(message { try GKP.peakVariance(decibels: 0) }.contains("squeezing in dB=0.0"))
    #expect(message { try GKP.peakVariance(decibels: -3) }.contains("at most 40"))
    #expect(
      message { try GKP.flipProbability(deviation: -0.1) }
        == "deviation=-0.1 is outside 0.0...100.0.")
    #expect(message { try GKP.flipProbability(deviation: .nan) }.contains("nan"))
    #expect(
      message { try GKP.lossVariance(transmission: 1.2, amplification: .before) }
        == "transmission=1.2 must be above 0 and at most 1.0.")
    #expect(message { try Cat.Disturbance(loss: -1).loss }.contains("loss rate=-1.0"))
    #expect(message { try Cat.meanPhotons(nbar: 0, parity: .odd) }.contains("nbar=0.0"))
  }
}
