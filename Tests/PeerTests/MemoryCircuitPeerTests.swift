// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Foundation
import NoiseModels
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Memory circuits as Stim sees them", .tags(.peer), .needsPeers)
struct MemoryCircuitPeerTests {
  typealias Basis = MemoryExperiment.Basis
  typealias Level = MemoryExperiment.Level

  /// A circuit and what Stim is to find in it.
  struct Case: Encodable {
    var label: String
    var circuit: String
    var distance: Int?
    var observables: Int
  }

  /// Has Stim analyse circuits; returns a line for each that is not as expected.
  private func faults(in cases: [Case], decompose: Bool = false) throws -> [String] {
    let script = """
      import json, sys, stim
      decompose = sys.argv[1] == 'true'
      for case in json.load(sys.stdin):
          label = case['label']
          try:
              circuit = stim.Circuit(case['circuit'])
              model = circuit.detector_error_model(decompose_errors=decompose)
              if circuit.num_observables != case['observables']:
                  print(label, 'has', circuit.num_observables, 'observables')
              if case.get('distance') is not None:
                  if decompose:
                      found = len(model.shortest_graphlike_error())
                  else:
                      found = len(circuit.search_for_undetectable_logical_errors(
                          dont_explore_detection_event_sets_with_size_above=6,
                          dont_explore_edges_with_degree_above=6,
                          dont_explore_edges_increasing_symptom_degree=False))
                  if found != case['distance']:
                      print(label, 'has distance', found, 'not', case['distance'])
              bare = circuit.without_noise()
              detectors, observables = bare.compile_detector_sampler().sample(
                  16, separate_observables=True)
              if detectors.any() or observables.any():
                  print(label, 'fires without noise')
          except Exception as error:
              print(label, repr(error)[:200])
      """
    let output = try Peer.python(
      script, ["\(decompose)"], input: JSONEncoder().encode(cases))
    #expect(output.status == 0, "\(output.err)")
    return output.text.split(separator: "\n").map(String.init)
  }

  private func makeCase(
    _ name: String, rounds: UInt64, _ basis: Basis, _ level: Level, _ noise: String,
    distance: Int? = nil
  ) throws -> Case {
    let code = try CodeCatalogue.quantumCode(named: name)
    let circuit = try code.memoryCircuit(rounds: rounds, basis: basis, level: level)
    let noisy = try NoiseModel(named: noise, p: 0.001).applied(to: circuit)
    let observables = code.logicalQubitCount * (basis == .both ? 2 : 1)
    return Case(
      label: "\(name) \(rounds) \(basis) \(level) \(noise)", circuit: noisy.description,
      distance: distance, observables: observables)
  }

  static let names = [
    "repetition:d=3", "repetition:d=4", "surface:d=2", "surface:d=3", "surface:d=4",
    "surface:dx=3,dz=5", "unrotated:d=3", "unrotated:dx=2,dz=3", "xzzx:d=3", "xzzx:dx=3,dz=4",
    "toric:d=2", "toric:d=3", "colour:d=3", "colour:d=5", "five-qubit", "steane", "shor",
  ]

  @Test("Detectors of every family are deterministic, at every level and in every basis")
  func deterministic() throws {
    var cases: [Case] = []
    for name in Self.names {
      for basis in Basis.allCases {
        for rounds in [1, 2, 5] as [UInt64] {
          cases.append(
            try makeCase(name, rounds: rounds, basis, .codeCapacity, "code-capacity:depolarizing"))
          cases.append(
            try makeCase(name, rounds: rounds, basis, .phenomenological, "phenomenological"))
          cases.append(try makeCase(name, rounds: rounds, basis, .circuit, "sd6"))
          cases.append(try makeCase(name, rounds: rounds, basis, .circuit, "si1000"))
        }
      }
    }
    #expect(cases.count == Self.names.count * 36)
    #expect(try faults(in: cases) == [])
  }

  @Test("No fewer than d faults of circuit noise go unnoticed in the surface codes")
  func circuitDistances() throws {
    var cases: [Case] = []
    for (name, x, z) in [
      ("surface:d=3", 3, 3), ("surface:d=5", 5, 5), ("surface:dx=3,dz=5", 3, 5),
      ("surface:d=4", 4, 4), ("unrotated:d=3", 3, 3), ("unrotated:d=5", 5, 5),
      ("toric:d=3", 3, 3), ("toric:d=4", 4, 4),
    ] {
      for noise in ["sd6", "si1000"] {
        // Bit flips, which the Z basis sees, make up a logical X operator, of weight dx.
        cases.append(try makeCase(name, rounds: 4, .z, .circuit, noise, distance: x))
        cases.append(try makeCase(name, rounds: 4, .x, .circuit, noise, distance: z))
      }
    }
    for d in [3, 5] {
      cases.append(try makeCase("repetition:d=\(d)", rounds: 4, .z, .circuit, "sd6", distance: d))
      cases.append(try makeCase("xzzx:d=\(d)", rounds: 3, .both, .circuit, "sd6", distance: d))
    }
    #expect(try faults(in: cases, decompose: true) == [])
  }

  @Test("One ancilla a check keeps the distance of Shor's code, and lowers that of others")
  func smallCircuitDistances() throws {
    var cases: [Case] = []
    for (name, distance) in [
      ("shor", 3), ("surface:d=3", 3), ("xzzx:d=3", 3), ("steane", 2), ("colour:d=3", 2),
      ("five-qubit", 2),
    ] {
      for basis in Basis.allCases {
        cases.append(try makeCase(name, rounds: 2, basis, .circuit, "sd6", distance: distance))
      }
    }
    #expect(try faults(in: cases) == [])
  }

  @Test("Code capacity finds the distance of every code, any logical error counted")
  func codeCapacityDistances() throws {
    var cases: [Case] = []
    for (name, distance) in [
      ("surface:d=3", 3), ("surface:d=5", 5), ("surface:dx=3,dz=5", 3), ("unrotated:d=3", 3),
      ("xzzx:d=3", 3), ("toric:d=3", 3), ("colour:d=3", 3), ("colour:d=5", 5),
      ("five-qubit", 3), ("steane", 3), ("shor", 3), ("repetition:d=3", 1),
    ] {
      cases.append(
        try makeCase(
          name, rounds: 1, .both, .codeCapacity, "code-capacity:depolarizing",
          distance: distance))
    }
    for name in ["surface:d=3", "colour:d=3", "five-qubit", "repetition:d=3"] {
      let code = try StabilizerCode.named(name)
      cases.append(
        try makeCase(
          name, rounds: 3, .both, .phenomenological, "phenomenological(data=depolarizing)",
          distance: code.distance()))
    }
    #expect(try faults(in: cases) == [])
  }

  @Test("The phenomenological model of the rotated code is that of a hand-made circuit")
  func sameNoise() throws {
    let code = try StabilizerCode.named("surface:d=3")
    let circuit = try NoiseModel(named: "phenomenological(data=bit-flip)", p: 0.02)
      .applied(to: code.memoryCircuit(rounds: 3, basis: .z, level: .phenomenological))
    let zChecks = code.checks.filter { $0.uniformPauli == .z }
    let products = zChecks.map { check in
      check.factors.map { "Z\($0.qubit)" }.joined(separator: "*")
    }.joined(separator: " ")
    let logical = code.logicals[0].z.map { "Z\($0.qubit)" }.joined(separator: "*")
    let count = zChecks.count
    let compare = (1...count).reversed().map { "DETECTOR rec[-\($0)] rec[-\($0 + count)]" }
      .joined(separator: "\n")
    let byHand = """
      R 0 1 2 3 4 5 6 7 8
      MPP \(products)
      REPEAT 3 {
      X_ERROR(0.02) 0 1 2 3 4 5 6 7 8
      MPP(0.02) \(products)
      \(compare)
      }
      MPP \(products)
      \(compare)
      MPP \(logical)
      OBSERVABLE_INCLUDE(0) rec[-1]
      """
    let script = """
      import sys, stim
      from collections import Counter
      def shapes(text):
          model = stim.Circuit(text).detector_error_model(flatten_loops=True)
          return Counter(
              (round(e.args_copy()[0], 12),
               sum(t.is_relative_detector_id() for t in e.targets_copy()),
               any(t.is_logical_observable_id() for t in e.targets_copy()))
              for e in model if e.type == 'error')
      ours, hand = (shapes(t) for t in sys.stdin.read().split('#next'))
      # The four X checks, which the circuit by hand lacks, misreport in three rounds.
      ours[(0.02, 2, False)] -= 4 * 3
      print(ours == hand, ours, hand)
      """
    let text = circuit.description + "\n#next\n" + byHand
    let output = try Peer.python(script, input: Data(text.utf8))
    #expect(output.text.hasPrefix("True"), "\(output.text) \(output.err)")
  }
}
