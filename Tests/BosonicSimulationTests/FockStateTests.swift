// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import ComputePrimitives
import Foundation
import Testing
import _TestSupport

/// The message of the error that a computation throws, or its value.
func outcome<Value>(_ body: () throws -> Value) -> String {
  do {
    return "no error: \(try body())"
  } catch {
    return "\(error)"
  }
}

/// The mean and the variance of a quadrature.
func moments(_ state: FockState, angle: Double, mode: Int = 0) throws -> (
  mean: Double, variance: Double
) {
  let x = try state.space.quadrature(angle: angle, mode: mode)
  let mean = state.mean(x).real
  return (mean, state.mean(x * x).real - mean * mean)
}

@Suite("States of modes")
struct FockStateTests {
  @Test("Coherent, squeezed and thermal states have their moments", .tags(.exact))
  func gaussian() throws {
    let space = try FockSpace(dimension: 40)
    let coherent = try FockState.coherent(Complex(1.2, -0.7), in: space)
    #expect(abs(try coherent.meanPhotons() - 1.93) < 1e-8)
    let x = try moments(coherent, angle: 0)
    let p = try moments(coherent, angle: .pi / 2)
    #expect(abs(x.mean - 1.2 * 2.0.squareRoot()) < 1e-8 && abs(x.variance - 0.5) < 1e-7)
    #expect(abs(p.mean + 0.7 * 2.0.squareRoot()) < 1e-8 && abs(p.variance - 0.5) < 1e-7)
    let squeezed = try FockState.squeezed(Complex(0.5), in: space)
    #expect(abs(try moments(squeezed, angle: 0).variance - 0.5 * exp(-1.0)) < 1e-7)
    #expect(abs(try moments(squeezed, angle: .pi / 2).variance - 0.5 * exp(1.0)) < 1e-5)
    let thermal = try FockState.thermal(meanPhotons: 0.5, in: space)
    #expect(abs(try thermal.meanPhotons() - 0.5) < 1e-12)
    #expect(abs(thermal.purity - 0.5) < 1e-12)
  }

  @Test("Cats of n̄ = 2 have 1.928055 and 2.074629 photons", .tags(.exact))
  func cats() throws {
    let space = try FockSpace(dimension: 40)
    let amplitude = Complex(phase: 0.3) * Complex(2.0.squareRoot())
    for (remainder, parity, value) in [(0, Cat.Parity.even, 1.928055), (1, .odd, 2.074629)] {
      let cat = try FockState.cat(amplitude, remainder: remainder, in: space)
      #expect(abs(try cat.meanPhotons() - value) < 5e-7)
      #expect(abs(try cat.meanPhotons() - Cat.meanPhotons(nbar: 2, parity: parity)) < 1e-10)
      #expect(abs(try cat.meanParity() - (remainder == 0 ? 1 : -1)) < 1e-14)
    }
    let left = try FockState.coherent(amplitude, in: space)
    let right = try FockState.coherent(-amplitude, in: space)
    #expect(abs(try left.fidelity(with: right) - Cat.squaredOverlap(nbar: 2)) < 1e-10)
  }

  @Test(
    "Grid states are orthogonal pairs with the signs of their logical operators", .tags(.law),
    arguments: ["square", "hexagonal", "rectangular(aspect=1.2)"])
  func grids(name: String) throws {
    let lattice = try GKP.Lattice(named: name)
    let space = try FockSpace(dimension: 110, tolerance: 1e-6)
    func state(_ logical: GKP.LogicalState) throws -> FockState {
      try .grid(logical, lattice: lattice, decibels: 8.5, in: space)
    }
    let zero = try state(.zero)
    let one = try state(.one)
    let plus = try state(.plus)
    let plusI = try state(.plusI)
    #expect(try zero.fidelity(with: one) < 0.02)
    #expect(abs(try zero.fidelity(with: plus) - 0.5) < 0.03)
    #expect(abs(try zero.fidelity(with: plusI) - 0.5) < 0.03)
    #expect(abs(try one.fidelity(with: plusI) - 0.5) < 0.03)
    // A logical X takes one to the other, up to the envelope.
    #expect(try plus.fidelity(with: state(.minus)) < 0.02)
    #expect(abs(try zero.meanParity() - 1) < 1e-9)
  }

  @Test("The peaks of a grid state have the variance that its squeezing says", .tags(.law))
  func gridPeaks() throws {
    let space = try FockSpace(dimension: 120, tolerance: 1e-6)
    let zero = try FockState.grid(.zero, decibels: 9, in: space)
    let step = 0.005
    let points = (-240...240).map { Double($0) * step }
    let density = try zero.homodyneDensity(at: points)
    let total = density.reduce(0, +)
    let second = zip(points, density).reduce(0) { $0 + $1.0 * $1.0 * $1.1 } / total
    // Cut at ±1.2, almost five deviations; the next peak stands at 2√π.
    let variance = try GKP.peakVariance(decibels: 9)
    #expect(abs(second / variance - 1) < 0.03, "\(second) \(variance)")
  }

  @Test("The Wigner function integrates to 1, and is that of vacuum and one photon", .tags(.exact))
  func wigner() throws {
    let space = try FockSpace(dimension: 12)
    let axis = (0...40).map { -4 + 0.2 * Double($0) }
    let vacuum = try WignerFunction(.vacuum(in: space), x: axis, p: axis)
    let one = try WignerFunction(.number([1], in: space), x: axis, p: axis)
    for (j, p) in axis.enumerated() {
      for (i, x) in axis.enumerated() {
        let r = x * x + p * p
        let place = j * axis.count + i
        #expect(abs(vacuum.values[place] - exp(-r) / .pi) < 1e-14)
        #expect(abs(one.values[place] - (2 * r - 1) * exp(-r) / .pi) < 1e-14)
      }
    }
    #expect(abs(one.values.reduce(0, +) * 0.04 - 1) < 1e-4)
    let displaced = try WignerFunction(
      .coherent(Complex(1, 0.5), in: FockSpace(dimension: 30)), x: [sqrt(2)], p: [sqrt(0.5)])
    #expect(abs(displaced.values[0] - 1 / .pi) < 1e-7)
  }

  @Test("Tensor products come apart again", .tags(.law))
  func products() throws {
    let a = try FockState.coherent(Complex(0.5), in: FockSpace(dimension: 14))
    let b = try FockState.thermal(meanPhotons: 0.1, in: FockSpace(dimension: 12))
    let both = try a.tensor(b)
    #expect(abs(try both.reduced(to: 0).fidelity(with: a) - 1) < 1e-9)
    #expect(abs(try both.reduced(to: 1).fidelity(with: b) - 1) < 1e-9)
    #expect(abs(both.trace - 1) < 1e-12 && abs(both.purity - b.purity) < 1e-10)
  }

  @Test("Levels that do not hold a state are refused with the number that does", .tags(.exact))
  func truncation() throws {
    let space = try FockSpace(dimension: 8)
    let coherent = outcome { try FockState.coherent(Complex(2), in: space).trace }
    #expect(coherent.contains("coherent state: dimension=8 leaves out a population of"))
    #expect(coherent.contains("levels are enough"))
    #expect(
      outcome { try FockState.thermal(meanPhotons: 2, in: space).trace }.contains("52 levels"))
    let grid = outcome { try FockState.grid(.zero, decibels: 10, in: space).trace }
    #expect(grid.contains("grid state: dimension=8"))
    var state = try FockState.coherent(Complex(0.1), in: space)
    let before = state
    let moved = outcome { try state.displace(by: Complex(1.5)) }
    #expect(moved.contains("displacement: dimension=8"))
    #expect(state == before)
    #expect(outcome { try FockSpace(dimension: 1).size } == "dimension=1 is outside 2...4096.")
    #expect(outcome { try FockState.number([8], in: space).trace }.contains("outside 0...7"))
    #expect(
      outcome { try FockState.thermal(meanPhotons: -1, in: space).trace }
        == "mean photons=-1.0 is outside 0.0...10000.0.")
    #expect(
      outcome { try state.lose(transmission: 1.1) } == "transmission=1.1 is outside 0.0...1.0.")
    #expect(outcome { try state.rotate(by: 1, mode: 1) } == "mode=1 is outside 0...0.")
  }
}
