// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import Foundation
import Testing
import _TestSupport

@testable import Sampling

/// Thresholds of the codes beyond the surface code, as crossings of two sizes, each in its published band.
@Suite(.tags(.statistical), .validationOnly, .serialized) struct CodesValidation {
  static func crossing(
    _ codes: String, _ noise: String, decoder: String = "matching", rates: [Double], shots: Int,
    rounds: ExperimentGrid.RoundRule? = nil
  ) throws -> Double {
    var grid = ExperimentGrid(codes: [codes], rates: rates)
    grid.noises = [noise]
    grid.rounds = rounds
    let tasks = try grid.tasks(decoders: [decoder])
    let options = CollectionOptions(maxShots: shots, workers: 2, seed: 31)
    var table = StatisticsTable()
    for row in try collect(tasks, options: options).compactMap(\.self) { try table.add(row) }
    let series = try #require(try table.thresholdSeries().first)
    let crossing = series.crossing(
      series.distances[0], series.distances[1], options: BootstrapOptions(resamples: 200))
    print("\(codes) \(noise) \(decoder): \(crossing)")
    return try #require(crossing.rate?.best)
  }
}
