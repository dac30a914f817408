// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Testing
import _TestSupport

@testable import Sampling

/// The thresholds of the honeycomb code on a torus under both ways to measure pairs, with the decoder of the source,
/// correlated matching, and with plain matching: Gidney, Newman, Fowler, Broughton, Quantum 5, 605 (2021).
@Suite(.tags(.statistical), .validationOnly, .serialized) struct FloquetCodeValidation {
  static func crossing(
    _ noise: String, decoder: String, rates: [Double], shots: Int
  ) throws -> Crossing {
    var grid = ExperimentGrid(codes: ["honeycomb:d=4,6"], rates: rates)
    grid.noises = [noise]
    grid.bases = [.both]
    grid.rounds = .distances(3)
    var table = StatisticsTable()
    let options = CollectionOptions(maxShots: shots, workers: 2, seed: 7)
    for row in try collect(grid.tasks(decoders: [decoder]), options: options).compactMap(\.self) {
      try table.add(row)
    }
    let series = try #require(try table.thresholdSeries().first)
    let crossing = series.crossing(4, 6, options: BootstrapOptions(resamples: 200))
    print("honeycomb:d=4,6 \(noise) \(decoder): \(crossing)")
    return crossing
  }

  // The bands are those of the source.
  @Test func controlledNots() throws {
    let rates = [0.0016, 0.002, 0.0024, 0.0028, 0.0032]
    for decoder in ["correlated-matching", "matching"] {
      let crossing = try Self.crossing("sd6", decoder: decoder, rates: rates, shots: 20_000)
      #expect((0.002...0.003).contains(crossing.rate?.best ?? 0), "\(decoder)")
    }
  }

  @Test func pairMeasurements() throws {
    let rates = [0.013, 0.0145, 0.016, 0.0175, 0.019, 0.0205]
    let crossing = try Self.crossing(
      "em3", decoder: "correlated-matching", rates: rates, shots: 20_000)
    #expect((0.015...0.02).contains(crossing.rate?.best ?? 0))
  }
}
