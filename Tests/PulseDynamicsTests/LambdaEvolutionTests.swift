// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import PulseDynamics
import Testing
import _TestSupport

/// Figures computed with SciPy's DOP853 at relative accuracy 1e-11, and closed forms.
@Suite("Stimulated Raman adiabatic passage")
struct LambdaEvolutionTests {
  private func transfer(_ pulses: LambdaPulses, tolerance: Double = 1e-12) throws -> Double {
    try LambdaEvolution(pulses, tolerance: tolerance).end().population(3)
  }

  @Test(
    "Sin-cos pulses follow their closed form to 1e-9", .tags(.exact),
    arguments: [
      (5.0, 0.192683674999), (10, 0.912921487706), (20, 0.916747614786), (50, 0.999972637164),
      (100, 0.999943097582),
    ])
  func closedForm(area: Double, expected: Double) throws {
    #expect(abs(LambdaPulses.exactTransfer(area: area) - expected) < 1e-12)
    #expect(abs(try transfer(LambdaPulses(.sinCos, area: area)) - expected) < 1e-9)
  }

  @Test("Sin-cos pulses are perfect at Ω₀T = π√(16n² − 1)", .tags(.exact))
  func perfect() throws {
    for (n, area) in [(1.0, 12.167336), (2.0, 24.935619)] {
      let exact = Double.pi * (16 * n * n - 1).squareRoot()
      #expect(abs(exact - area) < 1e-6)
      #expect(abs(try transfer(LambdaPulses(.sinCos, area: exact)) - 1) < 1e-9)
    }
  }

  @Test("Infidelity does not fall monotonically with the area", .tags(.exact))
  func notMonotone() {
    #expect(
      LambdaPulses.exactTransfer(area: 100) < LambdaPulses.exactTransfer(area: 50))
  }

  /// A figure printed with four digits.
  private func prints(_ value: Double, _ figure: Double, digits: Int = 4) -> Bool {
    abs(value - figure) <= 0.51 * figure * pow(10, -Double(digits) + 1)
  }

  @Test(
    "Gaussian pulses, Stokes first", .tags(.exact),
    arguments: [
      (10.0, 8.241e-2, 1.669e-2), (20, 1.683e-3, 1.760e-3), (30, 2.097e-7, 1.771e-4),
      (50, 1.559e-5, 7.107e-4),
    ])
  func gaussian(area: Double, wide: Double, narrow: Double) throws {
    #expect(prints(1 - (try transfer(LambdaPulses(.gaussian, area: area))), wide))
    #expect(prints(1 - (try transfer(LambdaPulses(.gaussian, area: area, delay: 1))), narrow))
  }

  @Test(
    "Gaussian pulses in the intuitive order oscillate", .tags(.exact),
    arguments: [(10.0, 0.9995), (20, 0.9000), (30, 0.7281), (50, 0.3184)])
  func swapped(area: Double, expected: Double) throws {
    let pulses = try LambdaPulses(.gaussian, area: area, delay: -2.0.squareRoot())
    #expect(abs(try transfer(pulses) - expected) < 6e-5)
  }

  @Test(
    "Smooth pulses need an area of about 40 for 1e-4", .tags(.exact),
    arguments: [(20.0, 2.3e-2), (40, 9.4e-5), (80, 3.4e-6), (160, 3.2e-8)])
  func smooth(area: Double, expected: Double) throws {
    #expect(prints(1 - (try transfer(LambdaPulses(.smooth, area: area))), expected, digits: 2))
  }

  private func lossRatio(
    _ shape: LambdaPulses.Shape, _ decay: Double, predicted: (LambdaPulses) -> Double?
  ) throws -> Double {
    var pulses = try LambdaPulses(shape, area: 300)
    pulses.decay = decay
    let loss = try LambdaEvolution(pulses, tolerance: 1e-11).end().loss
    return loss / (try #require(predicted(pulses)))
  }

  @Test(
    "Decay costs γ∫4θ̇²/Ω₀² with smooth pulses", .tags(.exact), arguments: [0.01, 0.1, 1, 10, 50])
  func smoothDecay(decay: Double) throws {
    #expect(abs(try lossRatio(.smooth, decay) { $0.adiabaticLoss } - 1) < 0.004)
  }

  @Test(
    "Decay with the sudden start of linear θ costs up to half as much again", .tags(.exact),
    arguments: [(0.01, 1.506, 3e-3), (1, 1.40, 6e-3), (10, 1.099, 1e-3), (50, 1.015, 1e-3)])
  func linearDecay(decay: Double, expected: Double, tolerance: Double) throws {
    let ratio = try lossRatio(.sinCos, decay) { $0.adiabaticLoss }
    #expect(abs(ratio - expected) < tolerance)
  }

  @Test("Half a passage leaves (|1⟩ − |3⟩)/√2", .tags(.exact))
  func fractional() throws {
    var pulses = try LambdaPulses(.smooth, area: 600)
    pulses.fraction = 0.5
    let end = try LambdaEvolution(pulses).end()
    let (first, third) = (end.amplitude(1), end.amplitude(3))
    #expect(abs(end.population(1) - 0.5) < 1e-2 && abs(end.population(3) - 0.5) < 1e-2)
    let phase =
      atan2(third.imaginary, third.real) - atan2(first.imaginary, first.real)
    #expect(abs(abs(phase) - .pi) < 0.05)
  }

  @Test("The norm is kept without decay, whatever the detuning", .tags(.law))
  func norm() throws {
    for shape in LambdaPulses.Shape.allCases {
      var pulses = try LambdaPulses(shape, area: 60)
      pulses.detuning = 20
      pulses.twoPhotonDetuning = -0.5
      for sample in try LambdaEvolution(pulses).states(samples: 20) {
        #expect(abs(sample.state.loss) < 1e-9)
      }
    }
  }

  @Test("A tighter tolerance comes closer to the closed form", .tags(.law))
  func tolerance() throws {
    let pulses = try LambdaPulses(.sinCos, area: 50)
    let exact = LambdaPulses.exactTransfer(area: 50)
    let errors = try [1e-4, 1e-7, 1e-10].map {
      abs(try transfer(pulses, tolerance: $0) - exact)
    }
    #expect(errors[0] > errors[1] && errors[1] > errors[2] && errors[2] < 1e-7)
  }

  @Test("No pulse, no transfer; no time, no change", .tags(.exact))
  func nothing() throws {
    #expect(try transfer(LambdaPulses(.smooth, area: 0)) == 0)
    var pulses = try LambdaPulses(.smooth, area: 50)
    pulses.fraction = 0
    #expect(try LambdaEvolution(pulses).end() == .first)
  }

  @Test("Bad parameters are refused by name, value and range")
  func refusals() throws {
    #expect(throws: PulseError(.badParameter, "area=-1.0: must be in 0.0...1000000.0.")) {
      try LambdaPulses(.smooth, area: -1)
    }
    var pulses = try LambdaPulses(.smooth, area: 10)
    pulses.decay = -1
    #expect(throws: PulseError(.badParameter, "decay=-1.0: must be in 0.0...1000000.0.")) {
      try LambdaEvolution(pulses)
    }
    #expect(throws: PulseError.self) { try ControlErrors(area: -0.1) }
  }
}
