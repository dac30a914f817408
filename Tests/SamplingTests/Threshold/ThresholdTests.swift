// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Foundation
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

@Suite struct ThresholdTests {
  static let threshold = 0.0103
  static let exponent = 1.5

  /// The scaling law itself.
  static func rate(_ distance: Int, _ p: Double) -> Double {
    let x = (p - threshold) * pow(Double(distance), 1 / exponent)
    return 0.15 + 9 * x + 60 * x * x
  }

  static func series(
    shots: Int, seed: UInt64?, distances: [Int] = [5, 7, 9, 11],
    rates: [Double] = [0.0085, 0.009, 0.0095, 0.01, 0.0105, 0.011, 0.0115, 0.012]
  ) -> ThresholdSeries {
    var points: [ThresholdPoint] = []
    var stream = RandomStream(seed: seed ?? 0)
    for distance in distances {
      for p in rates {
        let rate = Self.rate(distance, p)
        let hits =
          seed == nil
          ? Int((rate * Double(shots)).rounded())
          : BinomialSampler(trials: shots, probability: rate).next(using: &stream)
        points.append(
          ThresholdPoint(
            distance: distance, physicalRate: p,
            estimate: BinomialEstimate(hits: hits, shots: shots)))
      }
    }
    return ThresholdSeries(label: nil, points: points)
  }

  @Test(.tags(.exact)) func noiselessDataGiveTheLawBack() throws {
    let fit = try Self.series(shots: 1_000_000_000_000, seed: nil).fit(options: .init(resamples: 0))
    #expect(isClose(fit.threshold.best, Self.threshold, 1e-6))
    #expect(isClose(fit.exponent.best, Self.exponent, 1e-5))
    #expect(isClose(fit.coefficients[0], 0.15, 1e-6))
    #expect(isClose(fit.coefficients[1], 9, 1e-4) && isClose(fit.coefficients[2], 60, 1e-3))
    #expect(fit.degreesOfFreedom == 27 && fit.pointCount == 32)
    #expect(isClose(fit.rate(distance: 9, physicalRate: 0.011), Self.rate(9, 0.011), 1e-6))
  }

  @Test(.tags(.exact)) func noiselessCurvesCrossAtTheThreshold() {
    let series = Self.series(shots: 1_000_000_000_000, seed: nil)
    let crossing = series.crossing(7, 11, options: .init(resamples: 0))
    #expect(isClose(crossing.rate?.best ?? 0, Self.threshold, 3e-4))
  }

  // The interval covers in 95 % of cases; at least 28 of 40 fails with probability below 1e-6 even at
  // a coverage of 93 %, which percentile intervals of this size have.
  @Test(.tags(.statistical), .optimizedOnly) func intervalsCover() throws {
    var covered = 0
    var exponents = 0
    var crossings = 0
    for seed in 0..<40 {
      let series = Self.series(shots: 20_000, seed: UInt64(seed) + 1)
      let options = BootstrapOptions(resamples: 60, seed: UInt64(seed))
      let fit = try series.fit(options: options)
      covered += fit.threshold.contains(Self.threshold) ? 1 : 0
      exponents += fit.exponent.contains(Self.exponent) ? 1 : 0
      let crossing = series.crossing(5, 11, options: options)
      crossings += crossing.rate?.contains(Self.threshold) == true ? 1 : 0
      #expect(abs(fit.threshold.best / Self.threshold - 1) < 0.03)
      #expect(fit.chiSquare < Double(fit.degreesOfFreedom) + 8 * (2.0 * 27).squareRoot())
    }
    #expect(covered >= 28 && exponents >= 28 && crossings >= 28)
  }

  // Table of errors and shots for stim's rotated_memory_z with r = d, decoded by PyMatching 2.4; p in 1e-3.
  static let measured: [(d: Int, cells: [(p: Double, errors: Int, shots: Int)])] = [
    (
      5,
      [
        (2, 2120, 2_000_000), (3, 2064, 600_000), (5, 2749, 200_000), (7, 6835, 200_000),
        (10, 16537, 200_000),
      ]
    ),
    (
      7,
      [
        (2, 566, 2_000_000), (3, 2260, 1_600_000), (5, 3986, 400_000), (7, 6655, 200_000),
        (10, 20589, 200_000),
      ]
    ),
    (
      9,
      [
        (2, 142, 2_000_000), (3, 1113, 2_000_000), (5, 2717, 400_000), (7, 6264, 200_000),
        (10, 24531, 200_000),
      ]
    ),
  ]

  @Test(.tags(.exact)) func publishedCountsCrossWhereTheyShould() throws {
    var table = StatisticsTable()
    for (d, cells) in Self.measured {
      for cell in cells {
        try table.add(
          TaskStatistics(
            strongID: "\(d) \(cell.p)", decoder: "pymatching",
            metadata: ["d": .integer(Int64(d)), "p": .number(cell.p * 1e-3)], shots: cell.shots,
            errors: cell.errors))
      }
    }
    let series = try table.thresholdSeries()
    #expect(series.count == 1 && series[0].distances == [5, 7, 9])
    let last = series[0].crossing(7, 9, options: .init())
    let first = series[0].crossing(5, 7, options: .init())
    #expect(abs((last.rate?.best ?? 0) - 0.0075) < 0.0002)
    #expect(abs((first.rate?.best ?? 0) - 0.0074) < 0.0002)
    #expect(last.rate?.contains(0.0075) == true)
  }

  @Test(.tags(.exact)) func dataThatDoNotBracketSayWhy() throws {
    let below = Self.series(shots: 100_000, seed: nil, rates: [0.0085, 0.009, 0.0095])
    let crossing = below.crossing(5, 11, options: .init())
    #expect(crossing.rate == nil && crossing.reason?.contains("sample higher") == true)
    let error = #expect(throws: SamplingError.self) { try below.fit(options: .init()) }
    #expect(error?.description.contains("do not bracket") == true)
    let above = Self.series(shots: 100_000, seed: nil, rates: [0.011, 0.0115, 0.012])
    #expect(above.crossing(5, 11, options: .init()).reason?.contains("sample lower") == true)
    let few = Self.series(shots: 100_000, seed: nil, distances: [5, 7], rates: [0.009, 0.011])
    let scarce = #expect(throws: SamplingError.self) { try few.fit(options: .init()) }
    #expect(scarce?.description.contains("Only 4 points") == true)
    let single = Self.series(shots: 1000, seed: nil, distances: [5])
    #expect(throws: SamplingError.self) { try single.fit(options: .init()) }
    #expect(single.crossing(5, 7, options: .init()).reason?.contains("fewer than two") == true)
  }

  @Test(.tags(.exact)) func seriesSplitByWhatElseDiffers() throws {
    var table = StatisticsTable()
    for (index, basis) in ["x", "z", "x"].enumerated() {
      try table.add(
        TaskStatistics(
          strongID: "\(index)", decoder: "m",
          metadata: ["d": .integer(Int64(3 + index)), "p": 0.01, "r": 9, "basis": .string(basis)],
          shots: 100, errors: 10))
    }
    let series = try table.thresholdSeries(isPerRound: true)
    #expect(series.map(\.points.count) == [2, 1])
    #expect(series[0].label == ["basis": "x", "decoder": "m"])
    #expect(isClose(series[0].points[0].rate, errorRatePerRound(shotRate: 0.1, rounds: 9)))
    for (index, rounds) in [3, 9, 3].enumerated() {
      try table.add(
        TaskStatistics(
          strongID: "y\(index)", decoder: "m",
          metadata: ["d": 3, "p": 0.01, "r": .integer(Int64(rounds)), "basis": "y"],
          shots: 100, errors: index + 1))
    }
    let mixed = try table.thresholdSeries().dropFirst(2)
    #expect(mixed.map { $0.label["rounds_per_distance"] } == [1.0, 3.0])
    #expect(mixed.first?.points.map(\.estimate) == [BinomialEstimate(hits: 4, shots: 200)])
    try table.add(TaskStatistics(strongID: "o", decoder: "m", metadata: nil, shots: 1))
    #expect(throws: SamplingError.self) { try table.thresholdSeries() }
  }
}
