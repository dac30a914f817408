// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import Foundation
import Testing
import _TestSupport

@Suite("Stabilized cats")
struct CatSimulationTests {
  @Test("Weak noise flips a small cat at the rates of the closed forms", .tags(.exact))
  func weakNoise() throws {
    for stabilization in CatSimulation.Stabilization.allCases {
      let cat = try CatSimulation(
        nbar: 1, stabilization: stabilization, disturbance: .init(loss: 1e-4, dephasing: 0),
        dimension: 22)
      let rates = try cat.flipRates()
      #expect(abs(rates.phaseFlip / rates.phaseFlipByFormula - 1) < 1e-3)
      #expect(abs(rates.bitFlip / rates.bitFlipByFormula - 1) < 2e-3)
    }
  }

  @Test(
    "Bit flips fall as exp(−2n̄) from n̄ = 2 to 8: dephasing at the formula's rate", .tags(.exact),
    .optimizedOnly)
  func dephasingSuppression() throws {
    let noise = try Cat.Disturbance(loss: 0, dephasing: 1e-3)
    var logarithms: [Double] = []
    for nbar in 2...8 {
      let rates = try CatSimulation(nbar: Double(nbar), disturbance: noise).flipRates()
      #expect(abs(rates.bitFlip / rates.bitFlipByFormula - 1) < 0.03)
      logarithms.append(log(rates.bitFlip / Double(nbar)))
    }
    for (first, second) in zip(logarithms, logarithms.dropFirst()) {
      #expect(abs(first - second - 2) < 0.03)
    }
  }

  @Test(
    "Bit flips by loss at a finite ratio fall as exp(−2n̄), phase flips stay at κ₁n̄",
    .tags(.exact), .optimizedOnly)
  func lossSuppression() throws {
    let noise = try Cat.Disturbance(loss: 0.01)
    var scaled: [Double] = []
    for nbar in 2...8 {
      let rates = try CatSimulation(nbar: Double(nbar), disturbance: noise).flipRates()
      #expect(abs(rates.phaseFlip / (0.01 * Double(nbar)) - 1) < 5e-3)
      // What the first order, which falls as exp(−4n̄), leaves is of order κ₁²/κ₂ · exp(−2n̄).
      let second = rates.bitFlip - rates.bitFlipByFormula
      scaled.append(second * exp(2 * Double(nbar)) / 1e-4)
    }
    for value in scaled { #expect(value > 0.4 && value < 0.8, "\(scaled)") }
  }

  @Test("Kerr cats of several photons flip at the rates of the closed forms", .tags(.exact))
  func kerr() throws {
    let cat = try CatSimulation(
      nbar: 3, stabilization: .kerr, disturbance: .init(loss: 0.01))
    let rates = try cat.flipRates()
    #expect(abs(rates.phaseFlip / rates.phaseFlipByFormula - 1) < 1e-3)
    // Second order in κ₁/K only adds flips.
    #expect(rates.bitFlip > 0.9 * rates.bitFlipByFormula)
    #expect(rates.bitFlip < 3 * rates.bitFlipByFormula)
  }

  @Test("Bit flips of 1e-13 of the stabilization keep their digits", .tags(.exact), .optimizedOnly)
  func rareFlips() throws {
    // From the conserved quantity in double precision by another program, at two numbers of levels.
    for (nbar, rate) in [(7.0, 4.56985e-13), (8, 6.05934e-14)] {
      let rates = try CatSimulation(nbar: nbar, disturbance: .init(loss: 0.001)).flipRates()
      #expect(abs(rates.bitFlip / rate - 1) < 1e-3)
    }
  }

  @Test(
    "Four components lose photons at κ₁n̄, hop ever more rarely, and fail by double loss",
    .tags(.exact), .optimizedOnly)
  func fourComponents() throws {
    let noise = try Cat.Disturbance(loss: 0.001)
    var hopping: [Double] = []
    for nbar in [4.0, 5.5, 7] {
      let cat = try CatSimulation(nbar: nbar, components: 4, disturbance: noise)
      let rates = try cat.fourComponentRates(checkedEvery: 20)
      #expect(abs(rates.jumps / rates.jumpsByFormula - 1) < 0.1)
      #expect(abs(rates.undetected / rates.undetectedByFormula - 1) < 0.1)
      hopping.append(rates.hopping)
    }
    // Neighbours are √2 closer than opposite components: each photon is worth less than e^−2, more than e^−½.
    for (first, second) in zip(hopping, hopping.dropFirst()) {
      #expect(second > 0 && second < first * exp(-1.0), "\(hopping)")
    }
  }

  @Test("Bad cats are refused", .tags(.exact))
  func refusals() throws {
    let noise = try Cat.Disturbance(loss: 0.01)
    #expect(
      outcome { try CatSimulation(nbar: 4, disturbance: noise, dimension: 8).nbar }
        .contains("cat state: dimension=8 leaves out"))
    #expect(
      outcome { try CatSimulation(nbar: 4, disturbance: noise, dimension: 20).nbar }
        .contains("dimension=20"))
    #expect(
      outcome { try CatSimulation(nbar: 4, components: 3, disturbance: noise).nbar }
        == "components=3 must be 2 or 4.")
    #expect(
      outcome { try CatSimulation(nbar: -1, disturbance: noise).nbar }
        == "nbar=-1.0 is outside 0.25...25.0.")
    let none = try CatSimulation(nbar: 1, disturbance: .init(loss: 0), dimension: 24)
    #expect(outcome { try none.flipRates().bitFlip }.contains("one must be above 0"))
  }
}
