// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Foundation
import Testing
import _TestSupport

/// Texts that both programs read and print, and what they count in them.
@Suite("Circuit text against Stim", .tags(.peer), .needsPeers)
struct CircuitTextPeerTests {
  /// What Stim says about one circuit.
  struct Answer: Codable {
    var error: String?
    var text = ""
    var counts: [UInt64] = []
    var flattened = ""
    var withoutNoise = ""
    var detectorCoordinates: [String: [Double]] = [:]
    var qubitCoordinates: [String: [Double]] = [:]
  }

  static let script = """
    import json, stim, sys
    answers = []
    for text in json.load(sys.stdin):
        try:
            c = stim.Circuit(text)
        except Exception as e:
            answers.append(dict(error=str(e), text="", counts=[], flattened="", withoutNoise="",
                detectorCoordinates={}, qubitCoordinates={}))
            continue
        try:
            coordinates = c.get_detector_coordinates()
        except Exception:
            coordinates = {}
        answers.append(dict(text=str(c), counts=[c.num_measurements, c.num_detectors,
                c.num_observables, c.num_ticks, c.num_sweep_bits],
            flattened=str(c.flattened()), withoutNoise=str(c.without_noise()),
            detectorCoordinates={k: v for k, v in coordinates.items() if v},
            qubitCoordinates=c.get_final_qubit_coordinates()))
    json.dump(answers, sys.stdout)
    """

  static func ask(_ texts: [String]) throws -> [Answer] {
    let output = try Peer.python(script, input: JSONEncoder().encode(texts))
    try #require(output.status == 0, "\(output.err)")
    return try JSONDecoder().decode([Answer].self, from: output.out)
  }

  @Test("prints, counts, flattens and cleans random circuits as Stim does")
  func randomCircuits() throws {
    var generator = RandomCircuitText(seed: 20)
    let texts = (0..<1000).map { _ in generator.next(lineCount: 12) }
    let answers = try Self.ask(texts)
    #expect(answers.count == texts.count)
    for (text, answer) in zip(texts, answers) {
      let circuit = try Circuit(parsing: text)
      #expect(answer.error == nil, "\(text)")
      #expect(circuit.description == answer.text)
      #expect(try Circuit(parsing: answer.text) == circuit)
      let counts = circuit.counts
      #expect(
        [
          counts.measurements, counts.detectors, UInt64(counts.observables), counts.ticks,
          UInt64(counts.sweepBits),
        ] == answer.counts)
      #expect(Self.agree(circuit.flattened(), try Circuit(parsing: answer.flattened)), "\(text)")
      #expect(circuit.withoutNoise().description == answer.withoutNoise)
      let detectors = circuit.detectorCoordinates().map { (String($0.key), $0.value) }
      #expect(Dictionary(uniqueKeysWithValues: detectors) == answer.detectorCoordinates)
      // Stim strings the coordinates of repeated declarations together; the last of them count.
      for (qubit, coordinates) in circuit.qubitCoordinates() {
        #expect(
          answer.qubitCoordinates[String(qubit)]?.suffix(coordinates.count) == coordinates[...])
      }
    }
  }

  /// Whether two flat circuits are equal, arguments up to the six digits that Stim prints.
  static func agree(_ first: Circuit, _ second: Circuit) -> Bool {
    first.operations.count == second.operations.count
      && zip(first.operations, second.operations).allSatisfy { pair in
        guard case (.instruction(var left), .instruction(let right)) = pair,
          left.arguments.count == right.arguments.count
        else { return false }
        for (ours, theirs) in zip(left.arguments, right.arguments)
        where abs(ours - theirs) > 1e-5 * abs(theirs) { return false }
        left.arguments = right.arguments
        return left == right
      }
  }

  @Test("every text that Stim generates reads back as the same text")
  func generated() throws {
    let script = """
      import json, stim, sys
      tasks = [("repetition_code", "memory")] + [("surface_code", t) for t in (
          "rotated_memory_x", "rotated_memory_z", "unrotated_memory_x", "unrotated_memory_z")]
      tasks.append(("color_code", "memory_xyz"))
      json.dump([str(stim.Circuit.generated(f"{c}:{t}", distance=d, rounds=r,
          after_clifford_depolarization=0.001, before_measure_flip_probability=0.02,
          before_round_data_depolarization=0.003, after_reset_flip_probability=0.004))
          for c, t in tasks for d in (3, 5) for r in (2, 3, 50)], sys.stdout)
      """
    let output = try Peer.python(script)
    let texts = try JSONDecoder().decode([String].self, from: output.out)
    #expect(texts.count == 36)
    for text in texts { #expect(try Circuit(parsing: text).description == text) }
  }
}
