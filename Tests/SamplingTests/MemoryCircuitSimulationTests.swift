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

  /// The levels at which a code has circuits.
  private func levels(of code: any QuantumCode) -> [MemoryExperiment.Level] {
    [.codeCapacity, .phenomenological, .circuit]
      + (code.weights.upperBound <= 2 ? [.pairMeasurement] : [])
  }

  @Test("Nothing fires without noise, something with it", .tags(.law))
  func determinism() throws {
    for name in [
      "repetition:d=3", "surface:dx=3,dz=4", "unrotated:d=3", "xzzx:d=3", "toric:d=2",
      "colour:d=3", "five-qubit", "steane", "shor", "colour-superdense:d=5", "colour-488:d=5",
      "colour-488-superdense:d=3", "bacon-shor:dx=3,dz=4", "shyps:r=2",
      "toric-3d:d=2", "reed-muller:m=4", "hgp:repetition=3",
      "lifted-product:n=46",
    ] {
      let code = try CodeCatalogue.quantumCode(named: name)
      for level in levels(of: code) {
        let noise: NoiseModel =
          switch level {
          case .pairMeasurement: try .named("em3", p: 0.1)
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
