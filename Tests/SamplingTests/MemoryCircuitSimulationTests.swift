// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import NoiseModels
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Memory circuits in the simulator")
struct MemoryCircuitSimulationTests {
  /// How many detectors and observables fired in 192 shots.
  private func fired(_ circuit: Circuit) throws -> (detectors: Int, observables: Int) {
    var detectors = 0
    var observables = 0
    try DetectionSampler(circuit).sample(shots: 192, seed: 4) { batch in
      detectors += batch.detectors.words.reduce(0) { $0 + $1.nonzeroBitCount }
      observables += batch.observables.words.reduce(0) { $0 + $1.nonzeroBitCount }
    }
    return (detectors, observables)
  }

  @Test("Nothing fires without noise, something with it", .tags(.law))
  func determinism() throws {
    for name in [
      "repetition:d=3", "surface:dx=3,dz=4", "unrotated:d=3", "xzzx:d=3", "toric:d=2",
      "colour:d=3", "five-qubit", "steane", "shor",
    ] {
      let code = try StabilizerCode.named(name)
      for level in MemoryExperiment.Level.allCases {
        let noise: NoiseModel =
          switch level {
          case .codeCapacity: try .named("code-capacity:depolarizing", p: 0.1)
          case .phenomenological: try .named("phenomenological", p: 0.1)
          case .circuit: try .named("si1000", p: 0.1)
          }
        for basis in MemoryExperiment.Basis.allCases {
          let circuit = try code.memoryCircuit(rounds: 3, basis: basis, level: level)
          let quiet = try fired(circuit)
          #expect(quiet.detectors == 0 && quiet.observables == 0, "\(name) \(level) \(basis)")
          let loud = try fired(noise.applied(to: circuit))
          #expect(loud.detectors > 0 && loud.observables > 0, "\(name) \(level) \(basis)")
        }
      }
    }
  }
}
