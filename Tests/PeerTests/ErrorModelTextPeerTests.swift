// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import Foundation
import Testing
import _TestSupport

/// Error models that Stim writes, read here and compared in what they say.
@Suite("Error model text against Stim", .tags(.peer), .needsPeers)
struct ErrorModelTextPeerTests {
  struct Answer: Codable {
    var text: String
    var counts: [UInt64]
    var flattened: String
    var coordinates: [String: [Double]]
  }

  /// Models with loops and decompositions.
  static let script = """
    import json, stim, sys
    answers = []
    tasks = ["repetition_code:memory", "surface_code:rotated_memory_x",
        "surface_code:unrotated_memory_z"]
    for task in tasks:
        for d, r in [(3, 3), (3, 100), (5, 20)]:
            for decompose in (False, True):
                c = stim.Circuit.generated(task, distance=d, rounds=r,
                    after_clifford_depolarization=0.001, before_measure_flip_probability=0.02)
                m = c.detector_error_model(decompose_errors=decompose)
                answers.append(dict(text=str(m), counts=[m.num_detectors, m.num_observables,
                    m.num_errors], flattened=str(m.flattened()),
                    coordinates={k: v for k, v in m.get_detector_coordinates().items() if v}))
    json.dump(answers, sys.stdout)
    """

  @Test("reads, counts, flattens and places what Stim writes")
  func models() throws {
    let output = try Peer.python(Self.script)
    try #require(output.status == 0, "\(output.err)")
    let answers = try JSONDecoder().decode([Answer].self, from: output.out)
    #expect(answers.count == 18)
    for answer in answers {
      let model = try DetectorErrorModel(parsing: answer.text)
      let counts = model.counts
      #expect(
        [counts.detectors, UInt64(counts.observables), counts.mechanisms] == answer.counts)
      let flat = model.flattened()
      let theirs = try DetectorErrorModel(parsing: answer.flattened)
      #expect(try flat.mechanisms() == theirs.mechanisms())
      #expect(flat.detectorCoordinates() == theirs.detectorCoordinates())
      let coordinates = model.detectorCoordinates().map { (String($0.key), $0.value) }
      #expect(Dictionary(uniqueKeysWithValues: coordinates) == answer.coordinates)
      #expect(try DetectorErrorModel(parsing: model.description) == model)
    }
  }

  @Test("Stim reads what is printed as the model it came from")
  func printed() throws {
    let output = try Peer.python(Self.script)
    let answers = try JSONDecoder().decode([Answer].self, from: output.out)
    let pairs = try answers.map {
      [$0.text, try DetectorErrorModel(parsing: $0.text).description]
    }
    let check = try Peer.python(
      """
      import json, stim, sys
      pairs = json.load(sys.stdin)
      bad = [a for a, b in pairs if stim.DetectorErrorModel(a) != stim.DetectorErrorModel(b)]
      print(len(pairs), len(bad))
      """, input: JSONEncoder().encode(pairs))
    #expect(check.text == "18 0\n", "\(check.err)")
  }
}
