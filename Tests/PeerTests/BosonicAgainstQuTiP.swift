// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import ComputePrimitives
import Foundation
import Testing
import _TestSupport

@Suite("States, gates, channels and dynamics of modes against QuTiP")
struct BosonicAgainstQuTiP {
  @Test(
    "Every element agrees to 1e-6", .tags(.peer), .needsPeers, .optimizedOnly,
    .timeLimit(.minutes(5)))
  func agreement() throws {
    let output = try Peer.python(Self.script)
    #expect(output.status == 0, "\(output.err)")
    var expected: [String: [Complex]] = [:]
    for line in output.text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      let numbers = fields.dropFirst().compactMap { Double($0) }
      expected[String(fields[0])] = stride(from: 0, to: numbers.count, by: 2).map {
        Complex(numbers[$0], numbers[$0 + 1])
      }
    }
    let actual = try states() + channels() + pictures() + dynamics()
    #expect(actual.count >= 28)
    #expect(Set(expected.keys) == Set(actual.map(\.name)))
    for (name, values) in actual {
      let other = expected[name] ?? []
      #expect(values.count == other.count, "\(name)")
      let largest = zip(values, other).map { ($0 - $1).magnitude }.max() ?? .infinity
      #expect(largest < 1e-6, "\(name): \(largest)")
    }
  }

  typealias Case = (name: String, values: [Complex])

  private func density(_ name: String, _ state: FockState) -> Case { (name, state.mixed.elements) }

  private func states() throws -> [Case] {
    let space = try FockSpace(dimension: 40)
    let wide = try FockSpace(dimension: 70)
    let coherent = try FockState.coherent(Complex(1.2, 0.5), in: space)
    var cases = [
      density("coherent", coherent),
      density("squeezed", try .squeezed(0.6 * Complex(phase: 0.7), in: space)),
      density("thermal", try .thermal(meanPhotons: 0.7, in: space)),
      density("cat-even", try .cat(Complex(1.5), in: space)),
      density("cat-odd", try .cat(Complex(1.5), remainder: 1, in: space)),
      density("cat-four", try .cat(Complex(1.8), components: 4, remainder: 3, in: space)),
      density("grid-zero", try .grid(.zero, decibels: 7, in: wide)),
      density("grid-one", try .grid(.one, decibels: 7, in: wide)),
    ]
    var state = try FockState.number([2], in: space)
    try state.displace(by: Complex(0.7, -0.9))
    cases.append(density("displaced", state))
    state = coherent
    try state.squeeze(by: 0.3 * Complex(phase: -0.4))
    cases.append(density("squeezed-coherent", state))
    state = coherent
    try state.rotate(by: 0.8)
    cases.append(density("rotated", state))
    try state.kerr(by: 0.15)
    cases.append(density("kerr", state))
    try state.snap(phases: [0.1, 2, -1, 0.5])
    cases.append(density("snap", state))
    let small = try FockSpace(dimension: 12, tolerance: 1e-8)
    var pair = try FockState.number([1], in: small).tensor(.number([2], in: small))
    try pair.splitBeam(angle: 0.6, phase: 0.9, modes: (0, 1))
    cases.append(density("beam-splitter", pair))
    let joint = try FockSpace(dimension: 26, tolerance: 1e-7)
    var sum = try FockState.squeezed(Complex(0.4), in: joint)
      .tensor(.squeezed(Complex(-0.3), in: joint))
    try sum.sum(strength: 0.5, control: 0, target: 1)
    cases.append(("sum-gate", sum.elements))
    cases.append(density("reduced", try sum.reduced(to: 1)))
    return cases
  }

  private func channels() throws -> [Case] {
    let space = try FockSpace(dimension: 40)
    let cat = try FockState.cat(Complex(1.5), in: space)
    var cases: [Case] = []
    var state = cat
    try state.lose(transmission: exp(-0.3))
    cases.append(density("loss", state))
    let lost = state
    state = try FockState.coherent(Complex(0.8, 0.2), in: space)
    try state.amplify(gain: exp(0.3))
    cases.append(density("amplified", state))
    state = cat
    try state.dephase(phaseVariance: 0.2)
    cases.append(density("dephased", state))
    let dephased = state
    state = try FockState.squeezed(Complex(0.5), in: space)
    try state.shiftRandomly(deviation: 0.25.squareRoot())
    cases.append(density("shifted", state))
    cases.append(("fidelity", [Complex(try lost.fidelity(with: dephased))]))
    cases.append(("parity", [Complex(try lost.meanParity())]))
    return cases
  }

  private func pictures() throws -> [Case] {
    let space = try FockSpace(dimension: 70)
    var cat = try FockState.cat(Complex(1.5, 0.4), in: space)
    let axis = (0...12).map { -3 + 0.5 * Double($0) }
    let grid = try FockState.grid(.zero, decibels: 7, in: space)
    try cat.lose(transmission: 0.8)
    return [
      ("wigner-cat", try WignerFunction(cat, x: axis, p: axis).values.map { Complex($0) }),
      ("wigner-grid", try WignerFunction(grid, x: axis, p: axis).values.map { Complex($0) }),
      ("homodyne", try cat.homodyneDensity(at: axis, angle: 0.7).map { Complex($0) }),
    ]
  }

  private func dynamics() throws -> [Case] {
    let space = try FockSpace(dimension: 30)
    var cases: [Case] = []
    for method in [EvolutionOptions.Method.explicit, .exponential] {
      var options = EvolutionOptions()
      options.method = method
      let disturbance = try Cat.Disturbance(loss: 0.1, dephasing: 0.02, thermalPhotons: 0.05)
      for stabilization in CatSimulation.Stabilization.allCases {
        let cat = try CatSimulation(
          nbar: 2, stabilization: stabilization, disturbance: disturbance, dimension: 30)
        let evolution = try cat.model().evolve(
          .coherent(Complex(1.2, 0.3), in: space), times: [0, 0.5], options: options)
        cases.append(density("\(stabilization.rawValue)-\(method.rawValue)", evolution.final))
      }
    }
    var driven = try LindbladModel(space, hamiltonian: 0.3 * space.number())
    try driven.addDrive(space.quadrature(angle: 0)) { sin(2 * $0) }
    try driven.addJump(space.annihilation(), rate: 0.2)
    let evolution = try driven.evolve(
      .vacuum(in: space), times: [0, 1, 2.5], observables: [space.number(), space.annihilation()])
    cases.append(density("driven", evolution.final))
    cases.append(("driven-means", evolution.means.flatMap { $0 }))
    let two = try FockSpace(dimensions: [6, 6], tolerance: 1e-6)
    let (a, b) = (try two.annihilation(mode: 0), try two.annihilation(mode: 1))
    var coupled = try LindbladModel(two, hamiltonian: a * b.adjoint + a.adjoint * b)
    try coupled.addJump(a, rate: 0.3)
    let pair = try coupled.evolve(.number([2, 1], in: two), times: [0, 0.7])
    cases.append(density("coupled", pair.final))
    let loss = try Cat.Disturbance(loss: 0.05)
    let rates = try CatSimulation(nbar: 2, disturbance: loss, dimension: 30).flipRates()
    cases.append(
      ("cat-rates", [Complex(1e3 * rates.bitFlip), Complex(rates.phaseFlip)]))
    return cases
  }
}
