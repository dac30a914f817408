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

  // Matching on the toric code: 10.31 %, Wang, Harrington, Preskill (2003); the standard error is about 0.05 %.
  @Test func toricCodeCapacity() throws {
    let found = try Self.crossing(
      "toric:d=12,16", "code-capacity:bit-flip", rates: [0.098, 0.101, 0.104, 0.107],
      shots: 60_000)
    #expect(abs(found - 0.1031) <= 0.003)
  }

  @Test func rotatedCodeCapacity() throws {
    let found = try Self.crossing(
      "surface:d=17,25", "code-capacity:bit-flip", rates: [0.098, 0.101, 0.104, 0.107],
      shots: 60_000)
    #expect(abs(found - 0.1031) <= 0.003)
  }

  // 2.93 %; codes of this size cross within 0.15 % of it.
  @Test func toricPhenomenological() throws {
    let found = try Self.crossing(
      "toric:d=6,8", "phenomenological(data=bit-flip)", rates: [0.027, 0.0285, 0.03, 0.0315],
      shots: 30_000)
    #expect(abs(found - 0.0293) <= 0.002)
  }

  // 0.502 to 1.140 % for matching, by circuit and model: Stephens, arXiv:1311.5003.
  @Test func toricCircuit() throws {
    let found = try Self.crossing(
      "toric:d=5,7", "sd6", rates: [0.005, 0.006, 0.007, 0.008], shots: 10_000)
    #expect((0.00502...0.0114).contains(found))
  }

  // CNOT gates and ancillas: 0.2 to 0.3 %, arXiv:2108.10457.
  @Test func honeycombCircuit() throws {
    let found = try Self.crossing(
      "honeycomb:d=4,8", "sd6", rates: [0.0015, 0.002, 0.0025, 0.003, 0.0035], shots: 6_000,
      rounds: .fixed(8))
    #expect((0.002...0.003).contains(found))
  }

  // Native pair measurements: 1.5 to 2 %, arXiv:2108.10457.
  @Test func honeycombPairs() throws {
    let found = try Self.crossing(
      "honeycomb:d=4,8", "em3", rates: [0.013, 0.015, 0.017, 0.019, 0.021], shots: 6_000,
      rounds: .fixed(8))
    #expect((0.015...0.02).contains(found))
  }
}
