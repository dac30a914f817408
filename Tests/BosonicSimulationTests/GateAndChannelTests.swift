// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import ComputePrimitives
import Foundation
import Testing
import _TestSupport

@Suite("Gates, channels and measurements of modes")
struct GateAndChannelTests {
  @Test("Displacements add, and squeezing undoes itself", .tags(.law))
  func displacement() throws {
    let space = try FockSpace(dimension: 30)
    var state = FockState.vacuum(in: space)
    try state.displace(by: Complex(0.8, 0.1))
    try state.displace(by: Complex(-0.3, 0.6))
    let expected = try FockState.coherent(Complex(0.5, 0.7), in: space)
    #expect(abs(try state.fidelity(with: expected) - 1) < 1e-9)
    let before = state
    try state.squeeze(by: Complex(0.2, 0.3))
    try state.squeeze(by: Complex(-0.2, -0.3))
    #expect(abs(try state.fidelity(with: before) - 1) < 1e-8)
    var mixed = before.mixed
    try mixed.displace(by: Complex(0, -0.4))
    state = before
    try state.displace(by: Complex(0, -0.4))
    #expect(abs(try mixed.fidelity(with: state) - 1) < 1e-8)
  }

  @Test("A beam splitter parts a coherent state and bunches two photons", .tags(.exact))
  func beamSplitter() throws {
    let space = try FockSpace(dimension: 12)
    var state = try FockState.coherent(Complex(0.7), in: space).tensor(.vacuum(in: space))
    try state.splitBeam(angle: 0.6, phase: 0.5, modes: (0, 1))
    let first = try FockState.coherent(Complex(0.7 * cos(0.6)), in: space)
    let second = try FockState.coherent(0.7 * sin(0.6) * Complex(phase: 0.5), in: space)
    #expect(abs(try state.fidelity(with: first.tensor(second)) - 1) < 1e-9)
    let small = try FockSpace(dimension: 4)
    var pair = try FockState.number([1], in: small).tensor(.number([1], in: small))
    try pair.splitBeam(angle: .pi / 4, modes: (0, 1))
    let populations = pair.populations
    #expect(populations[5] < 1e-20)
    #expect(abs(populations[2] - 0.5) < 1e-12 && abs(populations[8] - 0.5) < 1e-12)
  }

  @Test("The sum gate adds the control's x to the target and takes p back", .tags(.law))
  func sumGate() throws {
    let space = try FockSpace(dimension: 22, tolerance: 1e-6)
    var state = try FockState.coherent(Complex(0.4), in: space)
      .tensor(.coherent(Complex(0.1, 0.3), in: space))
    let x = (try moments(state, angle: 0, mode: 0), try moments(state, angle: 0, mode: 1))
    let p = (
      try moments(state, angle: .pi / 2, mode: 0), try moments(state, angle: .pi / 2, mode: 1)
    )
    try state.sum(strength: 0.6, control: 0, target: 1)
    #expect(abs(try moments(state, angle: 0, mode: 0).mean - x.0.mean) < 1e-5)
    #expect(abs(try moments(state, angle: 0, mode: 1).mean - x.1.mean - 0.6 * x.0.mean) < 1e-5)
    let back = try moments(state, angle: .pi / 2, mode: 0).mean
    #expect(abs(back - p.0.mean + 0.6 * p.1.mean) < 1e-5)
    let variance = try moments(state, angle: 0, mode: 1).variance
    #expect(abs(variance - 0.5 * (1 + 0.36)) < 1e-4)
  }

  @Test("Kerr evolution by π/2 makes a cat of a coherent state", .tags(.exact))
  func kerr() throws {
    let space = try FockSpace(dimension: 30)
    var state = try FockState.coherent(Complex(1.2), in: space)
    // exp(−iπ/2 · n(n − 1)) has period 4 in n: a sum of two coherent states ±i-turned.
    try state.kerr(by: .pi / 2)
    #expect(abs(try state.meanPhotons() - 1.44) < 1e-8)
    var undone = state
    try undone.snap(phases: (0..<30).map { 0.5 * .pi * Double($0 * ($0 - 1)) })
    #expect(abs(try undone.fidelity(with: .coherent(Complex(1.2), in: space)) - 1) < 1e-9)
    try state.rotate(by: 2 * .pi)
    try state.kerr(by: .pi / 2)
    #expect(abs(try state.fidelity(with: .coherent(Complex(1.2), in: space)) - 1) < 1e-9)
  }

  @Test("Loss, gain and random shifts act on moments as they should", .tags(.law))
  func channels() throws {
    let space = try FockSpace(dimension: 26)
    var state = try FockState.coherent(Complex(0.9, 0.4), in: space)
    try state.lose(transmission: 0.6)
    let expected = try FockState.coherent(0.6.squareRoot() * Complex(0.9, 0.4), in: space)
    #expect(abs(try state.fidelity(with: expected) - 1) < 1e-9)
    state = try FockState.squeezed(Complex(0.3), in: space)
    let before = try moments(state, angle: 0).variance
    try state.shiftRandomly(deviation: 0.3)
    #expect(abs(try moments(state, angle: 0).variance - before - 0.09) < 1e-6)
    #expect(abs(state.trace - 1) < 1e-8)
    state = try FockState.coherent(Complex(0.5), in: space)
    try state.amplify(gain: 1.5)
    #expect(abs(try moments(state, angle: 0).mean - 0.75.squareRoot()) < 1e-6)
    #expect(abs(try moments(state, angle: 0).variance - (0.75 + 0.25)) < 1e-5)
    // Loss composes.
    var twice = try FockState.cat(Complex(1.1), in: space)
    var once = twice
    try twice.lose(transmission: 0.8)
    try twice.lose(transmission: 0.5)
    try once.lose(transmission: 0.4)
    #expect(zip(twice.elements, once.elements).allSatisfy { ($0 - $1).magnitude < 1e-12 })
  }

  @Test("Measured parities project, and come with their probabilities", .tags(.statistical))
  func parity() throws {
    let space = try FockSpace(dimension: 24)
    let state = try FockState.coherent(Complex(0.7), in: space)
    var stream = RandomStream(seed: 5)
    var odd = 0
    for _ in 0..<2000 {
      var copy = state
      let isOdd = try copy.measureParity(using: &stream)
      #expect(abs(try copy.meanParity() - (isOdd ? -1 : 1)) < 1e-12)
      if isOdd { odd += 1 }
    }
    // Five deviations: false alarms below 1e-6.
    let p = 0.5 * (1 - exp(-0.98))
    #expect(abs(Double(odd) - 2000 * p) < 5 * (2000 * p * (1 - p)).squareRoot())
    var number = state
    let photons = try number.measureNumber(using: &stream)
    #expect(abs(number.populations[photons] - 1) < 1e-12)
  }

  @Test("Homodyne results follow their density, and steer the other mode", .tags(.statistical))
  func homodyne() throws {
    let space = try FockSpace(dimension: 14, tolerance: 1e-7)
    let coherent = try FockState.coherent(Complex(0.5, 0.2), in: space)
    let axis = (0...200).map { -5 + 0.05 * Double($0) }
    let density = try coherent.homodyneDensity(at: axis, angle: .pi / 2)
    #expect(abs(density.reduce(0, +) * 0.05 - 1) < 1e-6)
    var stream = RandomStream(seed: 9)
    var sum = 0.0
    let shots = 40
    for _ in 0..<shots {
      sum += try coherent.measureQuadrature(angle: .pi / 2, using: &stream).value
    }
    // The mean has a deviation of √(0.5/40); five of them.
    let mean = 0.2 * 2.0.squareRoot()
    #expect(abs(sum / Double(shots) - mean) < 5 * (0.5 / Double(shots)).squareRoot())
    // A two-mode squeezed state: measuring x of one leaves the other at tanh(2r) of it.
    var pair = try FockState.squeezed(Complex(0.3), in: space)
      .tensor(.squeezed(Complex(-0.3), in: space))
    try pair.splitBeam(angle: .pi / 4, modes: (0, 1))
    let sign = try { () throws -> Double in
      let (a, b) = (
        try pair.space.quadrature(angle: 0), try pair.space.quadrature(angle: 0, mode: 1)
      )
      return pair.mean(a * b).real > 0 ? 1 : -1
    }()
    let measured = try pair.measureQuadrature(using: &stream)
    let rest = try #require(measured.rest)
    let conditional = try moments(rest, angle: 0)
    #expect(abs(conditional.mean - sign * tanh(0.6) * measured.value) < 1e-3)
    #expect(abs(conditional.variance - 0.5 / cosh(0.6)) < 1e-3)
  }

  @Test("A phase that is no number is refused, not spread")
  func noNumber() throws {
    var state = try FockState.vacuum(in: FockSpace(dimension: 8))
    #expect(throws: BosonicError.self) { try state.rotate(by: .nan) }
    #expect(throws: BosonicError.self) { try state.kerr(by: .infinity) }
    #expect(throws: BosonicError.self) { try state.snap(phases: [0, .nan]) }
  }
}
