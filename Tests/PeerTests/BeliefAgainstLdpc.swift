// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import ComputePrimitives
import Decoding
import Foundation
import PauliAlgebra
import StabilizerSimulation
import Testing
import _TestSupport

@Suite("Belief propagation beside ldpc and relay-bp", .needsPeers, .tags(.peer))
struct BeliefAgainstLdpc {
  /// Reads columns and shots; prints, for each decoder, the columns that it holds to have happened in each shot.
  private static let script = """
    import json, sys
    import numpy as np, scipy.sparse, relay_bp
    from ldpc import BpOsdDecoder
    from ldpc.bplsd_decoder import BpLsdDecoder
    work = json.load(sys.stdin)
    checks = np.zeros((work["detectors"], len(work["columns"])), dtype=np.uint8)
    for column, rows in enumerate(work["columns"]):
        checks[rows, column] = 1
    sparse = scipy.sparse.csr_matrix(checks)
    syndromes = np.zeros((len(work["shots"]), work["detectors"]), dtype=np.uint8)
    for shot, rows in enumerate(work["shots"]):
        syndromes[shot, rows] = 1
    p, n = work["p"], checks.shape[1]
    answers = []
    for kind, method, schedule, scale, order in [
        ("osd", "minimum_sum", "serial", 0.625, 7), ("osd", "product_sum", "serial", 1, 7),
        ("osd", "minimum_sum", "parallel", 0, 0), ("lsd", "minimum_sum", "parallel", 0.625, 0)]:
        common = dict(error_rate=p, max_iter=n, bp_method=method, schedule=schedule,
                      ms_scaling_factor=scale)
        if kind == "osd":
            decoder = BpOsdDecoder(sparse, osd_method="osd_cs" if order else "osd_0",
                                   osd_order=order, **common)
        else:
            decoder = BpLsdDecoder(sparse, lsd_method="lsd_0", lsd_order=0, **common)
        answers.append([np.nonzero(decoder.decode(row))[0].tolist() for row in syndromes])
    decoder = relay_bp.RelayDecoderF32(
        sparse, error_priors=np.full(n, p), gamma0=0.1, pre_iter=80, num_sets=60, set_max_iter=60,
        gamma_dist_interval=(-0.24, 0.66), stop_nconv=1)
    answers.append([np.nonzero(row)[0].tolist() for row in decoder.decode_batch(syndromes)])
    json.dump(answers, sys.stdout)
    """

  private struct Work: Encodable {
    var detectors: Int
    var p: Double
    var columns: [[UInt32]]
    var shots: [[UInt32]]
  }

  /// The same settings, in the order of the script.
  private static let decoders = [
    "bp-osd(method=min-sum,schedule=serial,scale=0.625,iterations=72,order=7)",
    "bp-osd(method=product-sum,schedule=serial,iterations=72,order=7)",
    "bp-osd(method=min-sum,schedule=parallel,scale=0,iterations=72,order=0)",
    "bp-lsd(method=min-sum,schedule=parallel,scale=0.625,iterations=72,order=0)",
    "relay-bp(legs=60)",
  ]

  /// Bit flips on the [[72, 12, 6]] code.
  ///
  /// Both programs follow the same rules in other precision, so that answers agree but
  /// for rare ties; the numbers of failures differ by far less than chance between different decoders would.
  @Test("Answers agree with the peers' in nearly all shots, and fail no more often")
  func failures() throws {
    let code = try StabilizerCode.named("bivariate-bicycle:n=72")
    let p = 0.04
    let model = DetectorErrorModel(
      checks: code.checks.filter { $0.uniformPauli == .z }.map { $0.factors.map(\.qubit) },
      logicals: code.logicals.map { $0.z.map(\.qubit) },
      probabilities: Array(repeating: p, count: code.qubitCount))
    let symptoms = try model.mechanisms().map(\.symptom)
    let shots = TestRun.isOptimized ? 4000 : 500
    var stream = RandomStream(seed: 31)
    var batch = SyndromeBatch(
      shotCount: shots, detectorCount: Int(model.detectorCount),
      observableCount: model.observableCount)
    try ErrorModelSampler(model).sample(shots: shots, using: &stream, into: &batch)
    let work = Work(
      detectors: batch.detectorCount, p: p, columns: symptoms.map(\.detectors),
      shots: (0..<shots).map { Array(batch.defects[batch.offsets[$0]..<batch.offsets[$0 + 1]]) })
    let output = try Peer.python(Self.script, input: try JSONEncoder().encode(work))
    try #require(output.status == 0, "\(output.err)")
    let answers = try JSONDecoder().decode([[[Int]]].self, from: output.out)
    try #require(answers.count == Self.decoders.count)
    for (name, peer) in zip(Self.decoders, answers) {
      var rows = BitMatrix(rowCount: shots, columnCount: batch.observableCount)
      try Decoders.named(name).decoder.compile(model).makeEngine().decode(batch, into: &rows)
      var ours = 0
      var theirs = 0
      var differences = 0
      for shot in 0..<shots {
        var mask: UInt64 = 0
        for column in peer[shot] {
          for observable in symptoms[column].observables { mask ^= 1 << UInt64(observable) }
        }
        let truth = batch.observables.words[shot]
        if rows.words[shot] != truth { ours += 1 }
        if mask != truth { theirs += 1 }
        if mask != rows.words[shot] { differences += 1 }
      }
      // Five standard deviations of the difference of two counts: false alarms below 1e-6, and in truth rarer still,
      // since both decode the same shots.
      #expect(Double(ours - theirs) <= 5 * Double(max(1, ours + theirs)).squareRoot(), "\(name)")
      #expect(differences <= shots / 25, "\(name): \(differences) of \(shots)")
    }
  }
}
