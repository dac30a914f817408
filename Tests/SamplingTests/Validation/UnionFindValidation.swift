// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Testing
import _TestSupport

@testable import Sampling

/// Thresholds of union-find on the toric code: 9.9 % and 2.6 %, Delfosse and Nickerson (2017).
@Suite(.tags(.statistical), .validationOnly, .serialized) struct UnionFindValidation {
  static let decoder = "union-find(growth=unweighted,order=together)"

  static func crossing(
    _ codes: String, noise: String, rates: [Double], shots: Int
  ) throws -> Double {
    var grid = ExperimentGrid(codes: [codes], rates: rates)
    grid.noises = [noise]
    let tasks = try grid.tasks(decoders: [decoder])
    let options = CollectionOptions(maxShots: shots, workers: 2, seed: 11)
    var table = StatisticsTable()
    for row in try collect(tasks, options: options).compactMap(\.self) { try table.add(row) }
    let series = try #require(try table.thresholdSeries().first)
    let crossing = series.crossing(
      series.distances[0], series.distances[1], options: BootstrapOptions(resamples: 200))
    print("\(codes) \(noise): \(crossing)")
    return try #require(crossing.rate?.best)
  }

  // Standard errors of the crossings are about 0.05 %, so the bands are 6 σ wide.
  @Test("Perfect measurements: 9.9 ± 0.3 %")
  func perfect() throws {
    let found = try Self.crossing(
      "toric:d=16,24", noise: "code-capacity:bit-flip", rates: [0.09, 0.095, 0.1, 0.105],
      shots: 100_000)
    #expect(abs(found - 0.099) <= 0.003)
  }

  @Test("Faulty measurements: 2.6 ± 0.3 %")
  func faulty() throws {
    let found = try Self.crossing(
      "toric:d=8,12", noise: "phenomenological(data=bit-flip)",
      rates: [0.022, 0.024, 0.026, 0.028, 0.03], shots: 30_000)
    #expect(abs(found - 0.026) <= 0.003)
  }
}
