// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Testing
import _TestSupport

@testable import Sampling

/// The [[144,12,12]] code under uniform circuit noise, 12 rounds, X memory, beside the counts that the Relay-BP project
/// publishes with its circuits: Müller and others, arXiv:2506.01779.
@Suite(.tags(.statistical), .validationOnly, .serialized) struct BicycleCircuitValidation {
  // At p = 0.004, decoding with the checks of both types, 35 of 10⁴ fail there; with those of one type, 53.
  @Test("Relay-BP fails as often as published", arguments: [(0.004, 35, 10_000, 800)])
  func relay(p: Double, errors: Int, shots: Int, ours: Int) throws {
    var grid = ExperimentGrid(codes: ["bivariate-bicycle:n=144"], rates: [p])
    grid.rounds = .fixed(12)
    grid.bases = [.x]
    let tasks = try grid.tasks(decoders: ["relay-bp"])
    let options = CollectionOptions(maxShots: ours, workers: 2, seed: 51)
    let row = try #require(try collect(tasks, options: options).compactMap(\.self).first)
    let z = row.estimate.z(against: BinomialEstimate(hits: errors, shots: shots))
    print("relay-bp p=\(p): \(row.errors)/\(row.shots), \(row.seconds) s, z = \(z)")
    #expect(abs(z) <= 4)
  }
}
