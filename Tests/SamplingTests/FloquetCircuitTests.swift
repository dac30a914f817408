// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import NoiseModels
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Memory circuits of Floquet codes in the simulator")
struct FloquetCircuitTests {
  typealias Basis = MemoryExperiment.Basis

  private func noisy(
    _ name: String, _ noise: String, p: Double, rounds: UInt64, basis: Basis = .both
  ) throws -> (bare: Circuit, noisy: Circuit) {
    let model = try NoiseModel(named: noise, p: p)
    let level = try #require(MemoryExperiment.Level(rawValue: model.level.rawValue))
    let bare = try CodeCatalogue.quantumCode(named: name)
      .memoryCircuit(rounds: rounds, basis: basis, level: level)
    return (bare, try model.applied(to: bare))
  }

  /// The least number of faults, each of which flips at most two detectors, as they are.
  private func distance(
    _ name: String, _ noise: String, rounds: UInt64, basis: Basis = .both
  ) throws -> Int {
    try noisy(name, noise, p: 0.001, rounds: rounds, basis: basis).noisy
      .detectorErrorModel().shortestGraphlikeError(ignoresUngraphlikeErrors: true).count
  }

  @Test("Nothing fires without noise, something with it", .tags(.law))
  func determinism() throws {
    for name in ["honeycomb:d=2", "honeycomb-planar:d=1"] {
      for noise in ["sd6", "em3"] {
        for (rounds, basis) in [(1, Basis.x), (2, .z), (5, .both), (24, .both)] as [(UInt64, Basis)]
        {
          let circuits = try noisy(name, noise, p: 0.05, rounds: rounds, basis: basis)
          let quiet = try circuits.bare.firings()
          #expect(quiet.detectors == 0 && quiet.observables == 0, "\(name) \(noise) \(basis)")
          let loud = try circuits.noisy.firings()
          #expect(loud.detectors > 0 && loud.observables > 0, "\(name) \(noise) \(basis)")
        }
      }
    }
  }

  // As many faults as the name says; with gates it takes more, since one fault of a pair measurement strikes both
  // qubits and the report at once.
  @Test(
    "The least number of faults that go unnoticed grows with the code", .tags(.exact),
    arguments: [("honeycomb:d=2", 2, 3), ("honeycomb-planar:d=1", 1, 2)])
  func distances(name: String, pairs: Int, gates: Int) throws {
    #expect(try distance(name, "em3", rounds: 3) == pairs)
    #expect(try distance(name, "sd6", rounds: 3) == gates)
  }

  @Test(
    "It does so in larger codes, however long they are kept", .tags(.exact), .optimizedOnly,
    arguments: [
      ("honeycomb:d=4", 4, 6), ("honeycomb:d=6", 6, 9), ("honeycomb-planar:d=2", 2, 4),
      ("honeycomb-planar:d=3", 3, 5),
    ])
  func largerDistances(name: String, pairs: Int, gates: Int) throws {
    for rounds in [2, 6] as [UInt64] {
      #expect(try distance(name, "em3", rounds: rounds) == pairs)
      #expect(try distance(name, "sd6", rounds: rounds) == gates)
    }
  }
}
