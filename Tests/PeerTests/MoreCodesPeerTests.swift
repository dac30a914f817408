// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Foundation
import NoiseModels
import Testing
import _TestSupport

/// Circuits of subsystem, product and colour codes as Stim sees them.
@Suite("More codes as Stim sees them", .tags(.peer), .needsPeers)
struct MoreCodesPeerTests {
  typealias Basis = MemoryExperiment.Basis

  struct Case: Encodable {
    var label: String
    var circuit: String
    var bare: String
    var observables: Int
    /// The least number of faults by a graph search, where it is to be found.
    var distance: Int?
  }

  private func makeCase(
    _ name: String, _ rounds: UInt64, _ basis: Basis, _ noise: String, distance: Int? = nil
  ) throws -> Case {
    let code = try CodeCatalogue.quantumCode(named: name)
    let model = try NoiseModel(named: noise, p: 0.001)
    let level = try #require(MemoryExperiment.Level(rawValue: model.level.rawValue))
    let bare = try code.memoryCircuit(rounds: rounds, basis: basis, level: level)
    return Case(
      label: "\(name) \(rounds) \(basis) \(noise)",
      circuit: try model.applied(to: bare).description, bare: bare.description,
      observables: code.logicalQubitCount * (basis == .both ? 2 : 1), distance: distance)
  }

  private func faults(in cases: [Case]) throws -> [String] {
    let script = """
      import json, sys, stim
      for case in json.load(sys.stdin):
          label = case['label']
          try:
              circuit = stim.Circuit(case['circuit'])
              distance = case.get('distance')
              model = circuit.detector_error_model(decompose_errors=distance is not None)
              if circuit.num_observables != case['observables']:
                  print(label, 'has', circuit.num_observables, 'observables')
              if distance is not None and len(model.shortest_graphlike_error()) != distance:
                  print(label, 'has distance', len(model.shortest_graphlike_error()))
              bare = stim.Circuit(case['bare'])
              detectors, observables = bare.compile_detector_sampler().sample(
                  16, separate_observables=True)
              if detectors.any() or observables.any():
                  print(label, 'fires without noise')
          except Exception as error:
              print(label, repr(error)[:300])
      """
    let output = try Peer.python(script, input: JSONEncoder().encode(cases))
    #expect(output.status == 0, "\(output.err)")
    return output.text.split(separator: "\n").map(String.init)
  }

  @Test("Detectors are deterministic, whatever the rounds and the basis")
  func deterministic() throws {
    var cases: [Case] = []
    for name in [
      "colour-superdense:d=3", "colour-488:d=5", "colour-488-superdense:d=5", "bacon-shor:d=3",
      "shyps:r=3", "toric-3d:d=2",
      "reed-muller:m=4", "hgp:hamming=2", "lifted-product:n=48", "bb:n=72",
    ] {
      for basis in Basis.allCases {
        for rounds in [1, 2, 5] as [UInt64] {
          cases.append(try makeCase(name, rounds, basis, "sd6"))
          if name.hasPrefix("bacon") {
            cases.append(try makeCase(name, rounds, basis, "em3"))
          }
        }
      }
    }
    #expect(try faults(in: cases) == [])
  }

  @Test("Honeycombs are deterministic and keep the distance of their name under noise on pairs")
  func honeycombs() throws {
    var cases: [Case] = []
    for (name, distance) in [("honeycomb:d=2", 2), ("honeycomb-planar:d=2", 2)] {
      for rounds in [1, 4] as [UInt64] {
        cases.append(try makeCase(name, rounds, .both, "em3", distance: distance))
        cases.append(try makeCase(name, rounds, .both, "sd6"))
      }
    }
    for (name, distance) in [("honeycomb:d=2", 3), ("honeycomb-planar:d=2", 4)] {
      cases.append(try makeCase(name, 3, .both, "sd6", distance: distance))
    }
    let found = try faults(in: cases)
    #expect(found == [], "\(found)")
  }

  @Test("Two faults of one ancilla do not hide: Bacon-Shor codes keep their distance")
  func baconShorDistances() throws {
    var cases: [Case] = []
    for basis in [Basis.x, .z] {
      for d in [3, 5] {
        cases.append(try makeCase("bacon-shor:d=\(d)", 3, basis, "sd6", distance: d))
      }
    }
    let found = try faults(in: cases)
    #expect(found == [], "\(found)")
  }
}
