// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import Foundation
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Error models against stim", .tags(.peer), .needsPeers)
struct AnalysisAgainstStim {
  /// For each circuit and each list of options, the flattened model, or null if stim refuses.
  static let script = """
    import stim, sys, json
    work = json.load(sys.stdin)
    for text in work["circuits"]:
        circuit = stim.Circuit(text)
        answers = []
        for options in work["options"]:
            try:
                answers.append(str(circuit.detector_error_model(**options).flattened()))
            except ValueError:
                answers.append(None)
        print(json.dumps(answers))
    """

  private struct Work: Encodable {
    var circuits: [String]
    var options: [[String: Option]]
  }

  private enum Option: Encodable {
    case toggle(Bool)
    case number(Double)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .toggle(let value): try container.encode(value)
      case .number(let value): try container.encode(value)
      }
    }
  }

  private func peerOptions(_ options: AnalysisOptions) -> [String: Option] {
    [
      "decompose_errors": .toggle(options.decomposeErrors),
      "flatten_loops": .toggle(!options.foldLoops),
      "allow_gauge_detectors": .toggle(options.allowGaugeDetectors),
      "approximate_disjoint_errors": .number(options.approximateDisjointErrors),
      "ignore_decomposition_failures": .toggle(options.ignoreDecompositionFailures),
      "block_decomposition_from_introducing_remnant_edges":
        .toggle(options.blockDecompositionFromIntroducingRemnantEdges),
    ]
  }

  /// stim's models, circuit by circuit, in the order of the options.
  private func answers(
    _ circuits: [Circuit], _ options: [AnalysisOptions]
  ) throws -> [[DetectorErrorModel?]] {
    let work = Work(circuits: circuits.map(\.description), options: options.map(peerOptions))
    let output = try Peer.python(
      AnalysisAgainstStim.script, input: try JSONEncoder().encode(work))
    #expect(output.status == 0, "\(output.err)")
    let lines = output.text.split(separator: "\n")
    try #require(lines.count == circuits.count)
    return try lines.map { line in
      try JSONDecoder().decode([String?].self, from: Data(line.utf8)).map { text in
        try text.map { try DetectorErrorModel(parsing: $0) }
      }
    }
  }

  /// Compares with every combination of options; returns how many models were equal.
  private func compare(
    _ circuits: [Circuit], base: AnalysisOptions = AnalysisOptions()
  ) throws -> Int {
    var options: [AnalysisOptions] = []
    for isFolded in [false, true] {
      for isDecomposed in [false, true] {
        var choice = base
        choice.foldLoops = isFolded
        choice.decomposeErrors = isDecomposed
        options.append(choice)
      }
    }
    var compared = 0
    let theirs = try answers(circuits, options)
    for (index, circuit) in circuits.enumerated() {
      for (choice, theirs) in zip(options, theirs[index]) {
        let ours = try? circuit.detectorErrorModel(choice)
        try #require((ours == nil) == (theirs == nil), "circuit \(index): \(circuit)")
        guard let ours, let theirs else { continue }
        let plain = try sums(circuit.detectorErrorModel(base))
        let what: Comment = "circuit \(index), \(choice):\n\(circuit)"
        #expect(try isEqual(sums(ours), plain), what)
        // stim's decompositions within a channel may lose observables; then it contradicts itself.
        let isConsistent = try isEqual(sums(theirs), plain)
        #expect(isConsistent || choice.decomposeErrors, what)
        if isConsistent { #expect(try isEqual(decompositions(ours), decompositions(theirs)), what) }
        compared += 1
      }
    }
    return compared
  }

  /// The probability of each symptom, whatever the components.
  private func sums(_ model: DetectorErrorModel) throws -> [Symptom: Double] {
    var result: [Symptom: Double] = [:]
    try model.forEachMechanism { mechanism in
      let (old, new) = (result[mechanism.symptom] ?? 0, mechanism.probability)
      result[mechanism.symptom] = old * (1 - new) + new * (1 - old)
    }
    result[Symptom()] = nil
    return result
  }

  /// The probability of each list of components.
  private func decompositions(_ model: DetectorErrorModel) throws -> [[Symptom]: Double] {
    var result: [[Symptom]: Double] = [:]
    try model.forEachMechanism { mechanism in
      let (old, new) = (result[mechanism.components] ?? 0, mechanism.probability)
      result[mechanism.components] = old * (1 - new) + new * (1 - old)
    }
    return result
  }

  private func isEqual<Key>(_ first: [Key: Double], _ second: [Key: Double]) -> Bool {
    first.count == second.count
      && first.allSatisfy { key, value in
        second[key].map { abs($0 - value) <= 1e-9 * max($0, value) } ?? false
      }
  }

  @Test("Every generated circuit has the same model")
  func generatedCircuits() throws {
    let tasks = [
      ("repetition_code", "memory", [2, 3, 5, 8]), ("surface_code", "rotated_memory_x", [2, 3, 4]),
      ("surface_code", "rotated_memory_z", [2, 3, 5]),
      ("surface_code", "unrotated_memory_x", [2, 3]),
      ("surface_code", "unrotated_memory_z", [2, 3]), ("color_code", "memory_xyz", [3, 5]),
    ]
    var noises = [
      GeneratedCircuit.Noise(uniform: 0.001), GeneratedCircuit.Noise(), GeneratedCircuit.Noise(),
    ]
    noises[0].beforeRoundDataDepolarization = 0.002
    noises[0].beforeMeasureFlipProbability = 0.003
    noises[0].afterResetFlipProbability = 0.004
    noises[1].afterCliffordDepolarization = 0.01
    noises[2].beforeRoundDataDepolarization = 0.1
    noises[2].beforeMeasureFlipProbability = 0.05
    var circuits: [Circuit] = []
    for (code, task, distances) in tasks {
      for distance in distances {
        for rounds: UInt64 in [1, 2, 7] where rounds > 1 || code != "color_code" {
          for noise in noises {
            circuits.append(
              try GeneratedCircuit(
                code: code, task: task, distance: distance, rounds: rounds, noise: noise
              ).circuit)
          }
        }
      }
    }
    #expect(circuits.count >= 120)
    let compared = try compare(circuits)
    #expect(compared >= 3 * circuits.count)
  }

  @Test("Random circuits over every gate have the same models")
  func randomCircuits() throws {
    let circuits = try (0..<200).map { seed in
      var options = RandomCircuit.Options()
      options.qubits = 3 + seed % 5
      options.instructions = 20 + seed % 41
      options.probabilities = 0.001...0.01
      return try RandomCircuit.make(seed: UInt64(9000 + seed), options: options)
    }
    var options = AnalysisOptions(approximateDisjointErrors: 1, ignoreDecompositionFailures: true)
    #expect(try compare(circuits, base: options) == 4 * circuits.count)
    options.blockDecompositionFromIntroducingRemnantEdges = true
    #expect(try compare(Array(circuits[..<60]), base: options) == 240)
  }
}
