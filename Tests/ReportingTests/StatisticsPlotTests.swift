// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Reporting
import Sampling
import StrictJSON
import Testing
import Visualization
import _TestSupport

@Suite struct StatisticsPlotTests {
  private func row(
    _ distance: Int, _ p: Double, shots: Int = 10000, errors: Int = 100, discards: Int = 0,
    decoder: String = "matching"
  ) -> TaskStatistics {
    TaskStatistics(
      strongID: "\(distance) \(p) \(decoder)", decoder: decoder,
      metadata: ["d": .integer(Int64(distance)), "p": .number(p), "r": .integer(Int64(distance))],
      shots: shots, errors: errors, discards: discards, seconds: 1)
  }

  @Test func curvesAreSortedByNumber() throws {
    let rows = [row(11, 0.01), row(3, 0.001), row(11, 0.001), row(3, 0.01)]
    let plot = try StatisticsPlot().plot(of: rows)
    #expect(plot.series.map(\.label) == ["$d$ = 3", "$d$ = 11"])
    #expect(plot.series.allSatisfy { $0.points.map(\.x) == [0.001, 0.01] })
    #expect(plot.x.scale == .logarithmic && plot.y.scale == .logarithmic)
  }

  @Test func rateIsErrorsOverKeptShotsWithItsInterval() throws {
    let plot = try StatisticsPlot().plot(of: [row(3, 0.01, shots: 1200, errors: 50, discards: 200)])
    let point = plot.series[0].points[0]
    #expect(point.y == 0.05)
    let interval = BinomialEstimate(hits: 50, shots: 1000).likelihoodInterval()
    #expect(point.interval == interval.low...interval.high)
  }

  @Test func perRoundUsesTheRoundsOfEachTask() throws {
    var recipe = StatisticsPlot()
    recipe.value = .perRound
    let point = try recipe.plot(of: [row(5, 0.01)]).series[0].points[0]
    #expect(point.y == errorRatePerRound(shotRate: 0.01, rounds: 5))
    recipe.rounds = "q"
    #expect(throws: ReportingError.self) { try recipe.plot(of: [row(5, 0.01)]) }
  }

  @Test func discardRateCountsAllShots() throws {
    var recipe = StatisticsPlot()
    recipe.value = .discardRate
    let point = try recipe.plot(of: [row(3, 0.01, shots: 1000, discards: 250)]).series[0].points[0]
    #expect(point.y == 0.25)
  }

  @Test func noErrorsIsAnUpperLimit() throws {
    let plot = try StatisticsPlot().plot(of: [row(3, 0.01, errors: 0)])
    let point = plot.series[0].points[0]
    #expect(point.y == 0 && (point.interval?.upperBound ?? 0) > 0)
    #expect(try !plot.encoded(as: .svg).isEmpty)
  }

  @Test func filtersKeepMatchingRows() throws {
    var recipe = StatisticsPlot()
    recipe.filters = [("d", "3"), ("decoder", "matching")]
    let rows = [row(3, 0.01), row(5, 0.01), row(3, 0.01, decoder: "other")]
    #expect(try recipe.plot(of: rows).series.map(\.label) == ["$d$ = 3"])
  }

  @Test func twoTasksOnOnePointAreRefused() {
    let rows = [row(3, 0.01), row(3, 0.01, decoder: "other")]
    let error = #expect(throws: ReportingError.self) { try StatisticsPlot().plot(of: rows) }
    #expect(error?.description.contains("decoder") == true)
    var recipe = StatisticsPlot()
    recipe.groups = ["d", "decoder"]
    #expect(throws: Never.self) { try recipe.plot(of: rows) }
  }

  @Test func missingKeysAreNamed() {
    var recipe = StatisticsPlot()
    recipe.x = "size"
    let error = #expect(throws: ReportingError.self) { try recipe.plot(of: [row(3, 0.01)]) }
    #expect(error?.description.contains("`size`") == true)
    #expect(error?.description.contains("d, p, r, decoder") == true)
  }

  @Test func rowsWithoutShotsAreLeftOut() throws {
    #expect(try StatisticsPlot().plot(of: [row(3, 0.01, shots: 0, errors: 0)]).series.isEmpty)
    #expect(try StatisticsPlot().plot(of: []).series.isEmpty)
  }
}
