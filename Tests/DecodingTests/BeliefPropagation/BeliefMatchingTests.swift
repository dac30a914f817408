// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Testing
import _TestSupport

@testable import Decoding

@Suite("Belief-matching")
struct BeliefMatchingTests {
  /// Two chains that errors of both together tie: matching alone does not see that they come together.
  private func tied() -> DetectorErrorModel {
    var model = DetectorErrorModel()
    func add(_ p: Double, _ components: [[DetectorErrorModel.Target]]) {
      model.instructions.append(
        .error(probability: p, targets: Array(components.joined(separator: [.separator]))))
    }
    for chain in 0..<2 as Range<UInt64> {
      let first = 3 * chain
      add(0.01, [[.detector(first), .observable(chain)]])
      add(0.01, [[.detector(first), .detector(first + 1)]])
      add(0.01, [[.detector(first + 1), .detector(first + 2)]])
      add(0.02, [[.detector(first + 2)]])
    }
    add(0.05, [[.detector(0), .observable(0)], [.detector(3), .observable(1)]])
    add(0.03, [[.detector(1), .detector(2)], [.detector(4), .detector(5)]])
    return model
  }

  @Test("Fails less often than matching, and no more than is possible", .tags(.exact))
  func rates() throws {
    let model = tied()
    let likelihood = try failureRate(model, MaximumLikelihoodDecoder())
    let matching = try failureRate(model, MatchingDecoder())
    for iterations in [3, 20] {
      let decoder = try Decoders.named("belief-matching(iterations=\(iterations))").decoder
      let rate = try failureRate(model, decoder)
      #expect(rate >= likelihood * (1 - 1e-9))
      #expect(rate < matching, "\(iterations)")
    }
  }

  @Test("A shot's answer does not depend on those beside it", .tags(.law))
  func independence() throws {
    let model = tied()
    let compiled = try Decoders.named("belief-matching(iterations=1)").decoder.compile(model)
    let shots = try RandomModels.shots(model, count: 60, seed: 3)
    let together = try predictions(shots, compiled)
    for (index, shot) in shots.enumerated() {
      #expect(try predictions([shot], compiled) == [together[index]])
    }
  }

  @Test("Errors that are not decomposed are refused; so are shots without explanation")
  func refusals() throws {
    let decoder = try Decoders.named("belief-matching").decoder
    let hyper = DetectorErrorModel([
      .error(probability: 0.1, targets: [.detector(0), .detector(1), .detector(2)])
    ])
    #expect(throws: DecodingError.self) { try decoder.compile(hyper) }
    let ring = DetectorErrorModel(
      checks: [[0, 2], [0, 1], [1, 2]], logicals: [[0]], probabilities: [0.1, 0.1, 0.1])
    let compiled = try decoder.compile(ring)
    let error = #expect(throws: DecodingError.self) { try predictions([[], [1]], compiled) }
    #expect(error?.code == .unexplainable && error?.shot == 1)
  }
}
