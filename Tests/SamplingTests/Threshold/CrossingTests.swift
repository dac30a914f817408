// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import StrictJSON
import Testing
import _TestSupport

@testable import Sampling

@Suite struct CrossingTests {
  /// Rates that follow the scaling law with a correction that fades with the distance.
  static func series(
    shots: Int, distances: [Int], rates: [Double], correction: Double
  ) -> ThresholdSeries {
    ThresholdSeries(
      label: nil,
      points: distances.flatMap { distance in
        rates.map { p in
          let x = (p - 0.1) * pow(Double(distance), 1 / 1.5)
          let rate = 0.2 + 0.9 * x + 0.6 * x * x + correction / Double(distance)
          return ThresholdPoint(
            distance: distance, physicalRate: p,
            estimate: BinomialEstimate(hits: Int(rate * Double(shots)), shots: shots))
        }
      })
  }

  // The curves differ by far less than chance, so that many resamples have no crossing.
  @Test(.tags(.exact)) func resamplesWithoutACrossingBoundNothing() throws {
    let rates = [0.098, 0.0995, 0.1005, 0.102]
    let poor = Self.series(shots: 1000, distances: [9, 11], rates: rates, correction: 0)
      .crossing(9, 11, options: .init(resamples: 200))
    #expect(poor.rate.map { $0.low == 0.098 && $0.high == 0.102 } == true)
    #expect(!poor.isBoundedBelow && !poor.isBoundedAbove)
    #expect(poor.reason == "not bounded below or above by these data")
    let rich = Self.series(shots: 100_000_000, distances: [9, 11], rates: rates, correction: 0)
      .crossing(9, 11, options: .init(resamples: 200))
    #expect(rich.isBoundedBelow && rich.isBoundedAbove && rich.reason == nil)
    #expect(rich.rate.map { $0.low > 0.099 && $0.high < 0.101 && $0.low < $0.high } == true)
    // All the room lies above the crossing.
    let lopsided = Self.series(
      shots: 100_000, distances: [9, 11], rates: [0.0995, 0.105, 0.11, 0.115], correction: 0
    ).crossing(9, 11, options: .init(resamples: 200))
    #expect(!lopsided.isBoundedBelow && lopsided.isBoundedAbove)
    #expect(lopsided.rate?.low == 0.0995)
    #expect(lopsided.reason == "not bounded below by these data")
  }

  @Test(.tags(.exact)) func driftIsReportedAndFitsAreWidened() throws {
    let rates = [0.085, 0.09, 0.095, 0.1, 0.105, 0.11]
    let options = BootstrapOptions(resamples: 60)
    func study(_ correction: Double, shots: Int = 1_000_000) throws -> (CrossingDrift, ThresholdFit)
    {
      let series = Self.series(
        shots: shots, distances: [3, 5, 7], rates: rates, correction: correction)
      let crossings = [(3, 5), (5, 7)].map { series.crossing($0, $1, options: options) }
      return (try #require(CrossingDrift(crossings)), try series.fit(options: options))
    }
    let (still, clean) = try study(0)
    #expect(!still.isSignificant && clean.scale == 1 && clean.isGood)
    #expect(clean.threshold.contains(0.1))
    #expect(still.text { "\($0)" }.contains("no more than their intervals allow"))
    // Larger codes gain from the correction, so that the curves cross above 0.1 at first.
    let (moving, biased) = try study(0.03, shots: 100_000_000)
    #expect(moving.isSignificant && moving.change < -0.005 && moving.last.larger == 7)
    #expect(!biased.isGood)
    #expect(moving.text { "\($0)" }.contains("(d = 5 and 7)"))
    #expect(biased.scale > 1.4)
    let ratio = (biased.chiSquare / Double(biased.degreesOfFreedom)).squareRoot()
    #expect(isClose(biased.scale, ratio, 1e-12))
    // Crossings that rise say what small codes do.
    let (rising, _) = try study(-0.02)
    #expect(rising.isSignificant && rising.change > 0)
    #expect(rising.text { "\($0)" }.contains("small codes cross below"))
  }
}
