// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import Decoding
import Foundation
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Matching beside PyMatching", .needsPeers, .tags(.peer))
struct MatchingAgainstPyMatching {
  /// Reads a model and shots, and prints for each shot the weight of PyMatching's solution and its observables.
  private static let script = """
    import json, sys
    import pymatching, stim
    work = json.load(sys.stdin)
    matching = pymatching.Matching.from_detector_error_model(
        stim.DetectorErrorModel(work["model"]))
    answers = []
    for defects in work["shots"]:
        syndrome = [0] * work["detectors"]
        for defect in defects:
            syndrome[defect] = 1
        flips, weight = matching.decode(syndrome, return_weight=True)
        answers.append([float(weight), int(sum(int(f) << i for i, f in enumerate(flips)))])
    json.dump(answers, sys.stdout)
    """

  private struct Work: Encodable {
    var model: String
    var detectors: Int
    var shots: [[UInt32]]
  }

  @Test(
    "Every shot weighs the same, and predictions differ in ties only",
    arguments: [
      (GeneratedCircuit.Task.rotatedMemoryZ, 3, 0.02), (.rotatedMemoryX, 5, 0.01),
      (.rotatedMemoryZ, 7, 0.008), (.unrotatedMemoryZ, 5, 0.01), (.repetitionMemory, 9, 0.05),
    ])
  func weights(task: GeneratedCircuit.Task, distance: Int, p: Double) throws {
    let circuit = try GeneratedCircuit(
      task, distance: distance, rounds: UInt64(distance), noise: .init(uniform: p)
    ).circuit
    let model = try circuit.detectorErrorModel(AnalysisOptions(decomposeErrors: true))
    let sampler = try ErrorModelSampler(model)
    let compiled = try MatchingDecoder().compileMatching(model)
    let shots = 400
    var stream = RandomStream(seed: 11)
    var batch = SyndromeBatch(
      shotCount: shots, detectorCount: compiled.detectorCount,
      observableCount: compiled.observableCount)
    sampler.sample(shots: shots, using: &stream, into: &batch)
    var rows = BitMatrix(rowCount: shots, columnCount: compiled.observableCount)
    var weights: [Double] = []
    try compiled.makeMatchingEngine().decode(batch, into: &rows, weights: &weights)

    let lists = (0..<shots).map { Array(batch.defects[batch.offsets[$0]..<batch.offsets[$0 + 1]]) }
    let work = Work(model: model.description, detectors: compiled.detectorCount, shots: lists)
    let output = try Peer.python(Self.script, input: try JSONEncoder().encode(work))
    try #require(output.status == 0, "\(output.err)")
    let answers = try JSONDecoder().decode([[Double]].self, from: output.out)
    try #require(answers.count == shots)
    var ties = 0
    for shot in 0..<shots {
      // Both round each edge to a grid of about 2⁻²⁴ of the heaviest.
      #expect(abs(answers[shot][0] - weights[shot]) < 1e-4 * max(1, weights[shot]))
      if UInt64(answers[shot][1]) != rows.words[shot] { ties += 1 }
    }
    // Generic weights hardly ever tie; uniform noise on a repetition code often does.
    #expect(ties <= shots / 20)
  }
}
