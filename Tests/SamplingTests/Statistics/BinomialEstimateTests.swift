// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Foundation
import Testing
import _TestSupport

@testable import Sampling

@Suite struct BinomialEstimateTests {
  // scipy 1.17.1: betaincinv, and binomtest(k, n).proportion_ci(method="wilson"); the upper end for 10^8
  // shots in 50 decimal digits, since betaincinv of 0.975 has only 9 right there.
  @Test(
    .tags(.exact),
    arguments: [
      (0, 10, 0, 0.3084971078187607, 0, 0.27753279986288926),
      (1, 10, 0.0025285785444617848, 0.4450161170281954, 0.017876213095072896, 0.4041500267952385),
      (5, 10, 0.18708602844739855, 0.8129139715526015, 0.236593090512564, 0.7634069094874361),
      (10, 10, 0.6915028921812392, 1, 0.7224672001371109, 1),
      (
        2, 100_000_000, 2.4220927946168446e-09, 7.22468747899028e-08, 5.484721399709593e-09,
        7.292986379496764e-08
      ),
      (
        2061, 2_600_000, 0.0007588480858282741, 0.0008276562251844639, 0.0007592128610187927,
        0.0008276468939674732
      ),
    ]) func exactAndScoreIntervals(
      hits: Int, shots: Int, low: Double, high: Double, wilsonLow: Double, wilsonHigh: Double
    )
  {
    let estimate = BinomialEstimate(hits: hits, shots: shots)
    let exact = estimate.clopperPearsonInterval()
    #expect(isClose(exact.low, low, 1e-10) && isClose(exact.high, high, 1e-10))
    let wilson = estimate.wilsonInterval()
    #expect(isClose(wilson.low, wilsonLow, 1e-10) && isClose(wilson.high, wilsonHigh, 1e-10))
    #expect(exact.best == estimate.rate && exact.contains(estimate.rate))
  }

  // sinter.fit_binomial, which rounds to hundredths of a hit and computes in single precision.
  @Test(
    .tags(.exact),
    arguments: [
      (2, 100_000_000, 1000.0, 2e-10, 1.259e-07), (5, 10, 9, 0.202, 0.798),
      (0, 1000, 1000, 0, 0.00688), (1000, 1000, 1000, 0.99312, 1), (0, 0, 1000, 0, 1),
      (2061, 2_600_000, 1000, 0.0007295692307692308, 0.0008593499999999999),
    ]) func likelihoodIntervals(
      hits: Int, shots: Int, factor: Double, low: Double, high: Double
    )
  {
    let interval = BinomialEstimate(hits: hits, shots: shots).likelihoodInterval(factor: factor)
    let grid = 0.03 / Double(max(shots, 1)) + 2e-4 * low
    #expect(abs(interval.low - low) <= grid && abs(interval.high - high) <= grid)
  }

  @Test(.tags(.law)) func likelihoodAtTheEndsIsTheFactor() {
    for (hits, shots) in [(3, 50), (700, 1000), (12, 1_000_000_000)] {
      let estimate = BinomialEstimate(hits: hits, shots: shots)
      let interval = estimate.likelihoodInterval(factor: 50)
      #expect(isClose(estimate.loss(at: interval.low), log(50), 1e-9))
      #expect(isClose(estimate.loss(at: interval.high), log(50), 1e-9))
    }
    let sure = BinomialEstimate(hits: 3, shots: 9).likelihoodInterval(factor: 1)
    #expect(isClose(sure.low, 1.0 / 3, 1e-6) && isClose(sure.high, 1.0 / 3, 1e-6))
  }

  @Test(.tags(.exact)) func twoProportions() {
    let first = BinomialEstimate(hits: 3187, shots: 4_000_000)
    let second = BinomialEstimate(hits: 4568, shots: 4_000_000)
    let pooled = 7755.0 / 8_000_000
    let expected = (3187.0 - 4568) / 4e6 / (pooled * (1 - pooled) / 2e6).squareRoot()
    #expect(isClose(first.z(against: second), expected))
    #expect(first.z(against: second) == -second.z(against: first))
    #expect(BinomialEstimate(hits: 0, shots: 0).z(against: first) == 0)
    #expect(
      BinomialEstimate(hits: 0, shots: 5).z(against: BinomialEstimate(hits: 0, shots: 9)) == 0)
  }

  // sinter.shot_error_rate_to_piece_error_rate.
  @Test(
    .tags(.exact),
    arguments: [
      (0.1, 2.0, 1, 0.05278640450004207), (1e-9, 100, 1, 1.000000082740371e-11),
      (0.6, 10, 2, 0.12052311142021144), (1e-18, 7, 1, 1.4285714285714287e-19),
      (0.25, 7, 3, 0.042056822185279175), (0.7, 3, 1, 0.8684031498640387),
    ]) func roundRates(shot: Double, rounds: Double, observables: Int, round: Double)
  {
    let rate = errorRatePerRound(shotRate: shot, rounds: rounds, observables: observables)
    // sinter subtracts from one, which costs it half of the digits of small rates.
    #expect(isClose(rate, round, 1e-6))
    #expect(
      isClose(
        errorRatePerShot(roundRate: rate, rounds: rounds, observables: observables), shot, 1e-10))
  }

  @Test(.tags(.exact)) func roundRatesAtTheEnds() {
    #expect(errorRatePerRound(shotRate: 0, rounds: 9) == 0)
    #expect(errorRatePerRound(shotRate: 0.5, rounds: 9) == 0.5)
    #expect(errorRatePerRound(shotRate: 1, rounds: 9) == 1)
  }

  // False-alarm rate: two-sided 6 σ on the mean and on a chi-square of the histogram, below 1e-7 in all.
  @Test(
    .tags(.statistical),
    arguments: [(20, 0.3), (5, 0.9), (1000, 0.2), (1_000_000, 1e-4), (100, 0.5)]
  ) func sampledHitsFollowTheDensity(trials: Int, probability: Double) {
    let sampler = BinomialSampler(trials: trials, probability: probability)
    var stream = RandomStream(seed: 99, stream: UInt64(trials))
    let draws = 40_000
    var counts: [Int: Int] = [:]
    for _ in 0..<draws { counts[sampler.next(using: &stream), default: 0] += 1 }
    var squares = 0.0
    var cells = 0
    for (value, count) in counts {
      let density = binomialDensity(Double(value), of: Double(trials), probability: probability)
      let expected = density * Double(draws)
      #expect(value >= 0 && value <= trials)
      guard expected > 20 else { continue }
      squares += (Double(count) - expected) * (Double(count) - expected) / expected
      cells += 1
    }
    #expect(squares < Double(cells) + 6 * (2 * Double(cells)).squareRoot() + 12)
    let sum = counts.reduce(0) { $0 + $1.key * $1.value }
    let total = Double(trials) * Double(draws)
    let deviation = (total * probability * (1 - probability)).squareRoot()
    #expect(abs(Double(sum) - total * probability) < 6 * deviation)
  }
}
