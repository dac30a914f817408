// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

/// The long comparisons of `make validate`: our whole pipeline against counts of Stim 1.16 and PyMatching 2.4.
@Suite(.tags(.statistical), .validationOnly, .serialized) struct SurfaceCodeValidation {
  /// surface_code:rotated_memory_z, r = d, all four knobs p: errors among shots for d = 3, 5, 7, 9.
  static let measured: [(p: Double, cells: [(errors: Int, shots: Int)])] = [
    (1e-3, [(2061, 2_600_000), (554, 4_000_000), (27, 2_000_000), (2, 2_000_000)]),
    (2e-3, [(2447, 800_000), (2120, 2_000_000), (566, 2_000_000), (142, 2_000_000)]),
    (3e-3, [(2582, 400_000), (2064, 600_000), (2260, 1_600_000), (1113, 2_000_000)]),
    (5e-3, [(3469, 200_000), (2749, 200_000), (3986, 400_000), (2717, 400_000)]),
    (7e-3, [(6353, 200_000), (6835, 200_000), (6655, 200_000), (6264, 200_000)]),
    (1e-2, [(12004, 200_000), (16537, 200_000), (20589, 200_000), (24531, 200_000)]),
  ]
  static let distances = [3, 5, 7, 9]

  static func rows(
    _ grid: ExperimentGrid, shots: Int, seed: UInt64
  ) throws -> [TaskStatistics] {
    let tasks = try grid.tasks(decoders: ["matching"])
    let options = CollectionOptions(maxShots: shots, workers: 2, seed: seed)
    return try collect(tasks, options: options).compactMap(\.self)
  }

  // 24 cells at 4 σ: the false-alarm rate is 1.5e-3 for other seeds; this seed is fixed.
  @Test(arguments: measured.indices) func cellsAgree(index: Int) throws {
    let (p, cells) = Self.measured[index]
    for (distance, cell) in zip(Self.distances, cells) {
      var grid = ExperimentGrid(codes: ["surface:d=\(distance)"], rates: [p])
      grid.noises = ["stim"]
      let row = try #require(
        try Self.rows(grid, shots: cell.shots, seed: UInt64(1000 + index)).first)
      let z = row.estimate.z(against: BinomialEstimate(hits: cell.errors, shots: cell.shots))
      print("d=\(distance) p=\(p): \(row.errors)/\(row.shots), \(row.seconds) s, z = \(z)")
      #expect(abs(z) <= 4, "d=\(distance) p=\(p): \(row.errors)/\(row.shots)")
    }
  }

  static func crossing(
    _ codes: String, noise: String, rates: [Double], shots: Int
  ) throws -> Crossing {
    var grid = ExperimentGrid(codes: [codes], rates: rates)
    grid.noises = [noise]
    var table = StatisticsTable()
    for row in try Self.rows(grid, shots: shots, seed: 7) { try table.add(row) }
    let series = try #require(try table.thresholdSeries().first)
    let distances = series.distances
    let crossing = series.crossing(
      distances[0], distances[1], options: BootstrapOptions(resamples: 200))
    print("\(codes) \(noise): \(crossing)")
    return crossing
  }

  // The standard error of the crossing is about 0.005 %, so the band is 6 σ wide.
  @Test func circuitLevelCrossing() throws {
    let crossing = try Self.crossing(
      "surface:d=7,9", noise: "stim",
      rates: [0.006, 0.0065, 0.007, 0.0075, 0.008, 0.0085, 0.009], shots: 400_000)
    #expect(abs((crossing.rate?.best ?? 0) - 0.0075) <= 0.0003)
  }

  // The reference crossing, 2.85 %, comes from points at 2 and 3 %, so the band is a wide one.
  @Test func phenomenologicalCrossing() throws {
    let crossing = try Self.crossing(
      "surface:d=9,11", noise: "phenomenological",
      rates: [0.026, 0.027, 0.028, 0.029, 0.03, 0.031], shots: 200_000)
    #expect(abs((crossing.rate?.best ?? 0) - 0.0285) <= 0.001)
  }
}
