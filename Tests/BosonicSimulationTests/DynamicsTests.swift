// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import BosonicSimulation
import ComputePrimitives
import Foundation
import Testing
import _TestSupport

@Suite("Open systems of modes")
struct DynamicsTests {
  private func largest(_ a: FockState, _ b: FockState) -> Double {
    zip(a.elements, b.elements).map { ($0 - $1).magnitude }.max() ?? .infinity
  }

  private func decaying(
    _ space: FockSpace, rate: Double, detuning: Double = 0
  ) throws -> LindbladModel {
    var model = try LindbladModel(space, hamiltonian: detuning * space.number())
    try model.addJump(space.annihilation(), rate: rate)
    return model
  }

  @Test(
    "A coherent state decays and turns, whichever way it is integrated", .tags(.exact),
    arguments: [EvolutionOptions.Method.explicit, .exponential])
  func decay(method: EvolutionOptions.Method) throws {
    let space = try FockSpace(dimension: 16)
    let model = try decaying(space, rate: 0.4, detuning: 1.5)
    var options = EvolutionOptions()
    options.method = method
    let evolution = try model.evolve(
      .coherent(Complex(0.8), in: space), times: [0, 0.5, 1.3],
      observables: [space.annihilation()], options: options)
    for (time, mean) in zip(evolution.times, evolution.means[0]) {
      let expected = 0.8 * exp(-0.2 * time) * Complex(phase: -1.5 * time)
      #expect((mean - expected).magnitude < 1e-7, "\(time)")
    }
    let last = 0.8 * exp(-0.26) * Complex(phase: -1.95)
    #expect(
      abs(try evolution.final.fidelity(with: .coherent(last, in: space)) - 1) < 1e-7)
    // The same channel, exactly.
    var exact = try FockState.coherent(Complex(0.8), in: space)
    try exact.lose(transmission: exp(-0.4 * 1.3))
    try exact.rotate(by: 1.5 * 1.3)
    #expect(largest(exact, evolution.final) < 1e-8)
  }

  @Test("Both integrators agree on a stabilized cat", .tags(.law))
  func cat() throws {
    let noise = try Cat.Disturbance(loss: 0.1, dephasing: 0.05, thermalPhotons: 0.1)
    for stabilization in CatSimulation.Stabilization.allCases {
      let cat = try CatSimulation(
        nbar: 0.5, stabilization: stabilization, disturbance: noise, dimension: 20)
      let start = try FockState.coherent(Complex(0.5, 0.1), in: cat.space)
      var results: [FockState] = []
      for method in [EvolutionOptions.Method.explicit, .exponential] {
        var options = EvolutionOptions()
        options.method = method
        options.checksTruncation = false
        results.append(
          try cat.model().evolve(start, times: [0, 0.02, 0.06], options: options).final)
      }
      #expect(largest(results[0], results[1]) < 1e-8)
      #expect(abs(results[1].trace - 1) < 1e-9)
    }
  }

  @Test("A pure state without jumps stays a vector and keeps its norm", .tags(.law))
  func closed() throws {
    let space = try FockSpace(dimension: 18)
    var model = try LindbladModel(space, hamiltonian: 0.2 * space.number())
    try model.addDrive(space.quadrature(angle: .pi / 2)) { 0.8 * cos($0) }
    let evolution = try model.evolve(.vacuum(in: space), times: [0, 1])
    #expect(evolution.final.isPure)
    #expect(abs(evolution.final.trace - 1) < 1e-8)
    // d⟨a⟩/dt = −0.2i⟨a⟩ + 0.8 cos t / √2 for H = 0.2 n + f p: the result is a coherent state.
    var mean = Complex.zero
    let steps = 4000
    for step in 0..<steps {
      let time = (Double(step) + 0.5) / Double(steps)
      let drive = 0.8 * cos(time) * 0.5.squareRoot()
      mean += (1 / Double(steps)) * (drive * Complex(phase: -0.2 * (1 - time)))
    }
    #expect(abs(try evolution.final.fidelity(with: .coherent(mean, in: space)) - 1) < 1e-6)
  }

  @Test(
    "Trajectories average to the master equation, for any number of threads", .tags(.statistical))
  func trajectories() throws {
    let space = try FockSpace(dimension: 6)
    let model = try decaying(space, rate: 1)
    let times = [0.0, 0.4, 1.0]
    let runs = try (1...2).map {
      try model.averageTrajectories(
        from: .number([2], in: space), times: times,
        observables: [space.number(), space.parity()], trajectories: 400, seed: 3, workers: $0)
    }
    #expect(runs[0] == runs[1])
    for (index, time) in times.enumerated() {
      // Five standard errors; a photon survives with probability q.
      let q = exp(-time)
      let parity = (1 - 2 * q) * (1 - 2 * q)
      #expect(abs(runs[0].means[0][index] - 2 * q) <= 5 * runs[0].errors[0][index] + 1e-9)
      #expect(abs(runs[0].means[1][index] - parity) <= 5 * runs[0].errors[1][index] + 1e-9)
    }
    let lost = 2 * (1 - exp(-1.0))
    #expect(abs(runs[0].jumpsPerTrajectory - lost) < 5 * (2 * 0.632 * 0.368 / 400).squareRoot())
  }

  @Test("A state that reaches the edge of its levels is refused, not reflected", .tags(.exact))
  func truncation() throws {
    let space = try FockSpace(dimension: 12)
    var model = try LindbladModel(space)
    try model.addDrive(space.quadrature(angle: .pi / 2)) { _ in 2 }
    let message = outcome { try model.evolve(.vacuum(in: space), times: [0, 2]).edgePopulation }
    // At the step that reaches the edge, not at the time that was asked for.
    #expect(message.contains("evolution to t=0."), "\(message)")
    #expect(message.contains("dimension=12 of mode 0 is too small"), "\(message)")
    let start: (FockSpace) throws(BosonicError) -> (LindbladModel, FockState, [BandOperator]) = {
      space throws(BosonicError) in
      var model = try LindbladModel(space)
      try model.addJump(space.annihilation() * space.annihilation(), rate: 1)
      try model.addDrive(space.quadrature(angle: .pi / 2)) { _ in 1.5 }
      return (model, .vacuum(in: space), [try space.number()])
    }
    var options = EvolutionOptions()
    options.checksTruncation = false
    let changed = outcome {
      try LindbladModel.evolveChecked(
        in: FockSpace(dimension: 5), against: [9], times: [0, 1], options: options, start
      ).edgePopulation
    }
    #expect(changed.contains("dimension=[5] is too small: a mean changes by"))
    let answer = try LindbladModel.evolveChecked(
      in: FockSpace(dimension: 18), against: [22], times: [0, 1], options: options, start)
    #expect(answer.means[0].count == 2)
  }

  @Test(
    "A state that reaches the edge between the times is refused", .tags(.exact),
    arguments: [EvolutionOptions.Method.explicit, .exponential])
  func edgeBetweenTimes(method: EvolutionOptions.Method) throws {
    // The amplitude circles through 0 and is back in the vacuum after a period.
    let space = try FockSpace(dimension: 14)
    let model = try LindbladModel(
      space, hamiltonian: space.number() + 1.2 * space.quadrature(angle: 0))
    var options = EvolutionOptions()
    options.method = method
    let message = outcome {
      try model.evolve(.vacuum(in: space), times: [0, 2 * .pi], options: options).edgePopulation
    }
    #expect(message.contains("dimension=14 of mode 0 is too small"), "\(message)")
  }

  @Test("Trajectories that reach the edge are refused for every seed, others kept", .tags(.law))
  func truncatedTrajectories() throws {
    func heated(_ dimension: Int, photons: Double) throws -> LindbladModel {
      let space = try FockSpace(dimension: dimension)
      var model = try LindbladModel(space)
      try model.addJump(space.annihilation(), rate: 1 + photons)
      try model.addJump(space.creation(), rate: photons)
      return model
    }
    let narrow = try heated(10, photons: 9)
    for seed in 0..<10 {
      for workers in 1...2 {
        do {
          _ = try narrow.averageTrajectories(
            from: .vacuum(in: narrow.space), times: [0, 1],
            observables: [narrow.space.number()], trajectories: 20, seed: UInt64(seed),
            workers: workers)
          Issue.record("seed \(seed)")
        } catch let error as BosonicError {
          #expect(error.code == .truncation, "\(error)")
        }
      }
    }
    let wide = try heated(40, photons: 0.5)
    let averages = try wide.averageTrajectories(
      from: .vacuum(in: wide.space), times: [0, 1], observables: [wide.space.number()],
      trajectories: 200, seed: 1)
    // Five standard errors.
    let expected = 0.5 * (1 - exp(-1.0))
    #expect(abs(averages.means[0][1] - expected) < 5 * averages.errors[0][1])
  }

  @Test("Bad systems are refused", .tags(.exact))
  func refusals() throws {
    let space = try FockSpace(dimension: 4)
    var model = try LindbladModel(space)
    #expect(outcome { try model.addJump(space.annihilation(), rate: -1) }.contains("rate=-1.0"))
    #expect(
      outcome { try LindbladModel(space, hamiltonian: space.annihilation()).jumps.count }
        .contains("not Hermitian"))
    #expect(
      outcome { try model.evolve(.vacuum(in: space), times: [1, 1]).edgePopulation }
        .contains("1.0 does not come after 1.0"))
    var options = EvolutionOptions()
    options.tolerance = 0
    #expect(
      outcome { try model.evolve(.vacuum(in: space), times: [0], options: options).edgePopulation }
        .contains("tolerance=0.0 is outside"))
  }
}
