// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling
import Testing
import _TestSupport

@testable import Reporting

@Suite(.tags(.exact)) struct NumberTextTests {
  @Test(
    arguments: [
      (0.00753, "0.00753"), (0.000793, "7.93×10^{−4}"), (9.999e-4, "0.00100"), (0, "0"),
      (123456, "1.23×10^{5}"), (5.25, "5.25"), (-0.5, "−0.500"), (99999, "1.00×10^{5}"),
      (12345, "12345"), (.nan, "–"),
    ] as [(Double, String)])
  func significantDigits(value: Double, text: String) {
    #expect(NumberText.significant(value) == text)
  }

  @Test(
    arguments: [(1.005, 1, "1.0"), (0.04, 3, "0.040"), (-0.001, 2, "0.00"), (12.5, 0, "13")])
  func decimals(value: Double, count: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: count) == text)
  }

  @Test func probabilitiesLoseIdleZeros() {
    #expect(NumberText.probability(0.001) == "0.001")
    #expect(NumberText.probability(0.0075) == "0.0075")
    #expect(NumberText.probability(0.1) == "0.1")
    #expect(NumberText.probability(0.0005) == "0.0005")
    #expect(NumberText.probability(0.00012345) == "0.0001235")
    #expect(NumberText.probability(1e-8) == "1.0×10^{−8}")
  }

  @Test func groupsOfThree() {
    #expect(NumberText.grouped(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(NumberText.grouped(-999) == "−999")
    #expect(NumberText.rough(18_000_000) == "18.0 million")
  }

  @Test func ratesShareOnePower() {
    let rate = NumberText.rate(Interval(low: 7.59e-4, best: 7.927e-4, high: 8.277e-4))
    #expect(rate.best == "7.93" && rate.range == "[7.59, 8.28]" && rate.power == "×10^{−4}")
    #expect(NumberText.rate(Interval(low: 0, best: 0, high: 3e-6)).best == "< 3.0×10^{−6}")
  }

  @Test func percentHasTheDigitsThatTheIntervalAllows() {
    let text = NumberText.percent(Interval(low: 0.00741, best: 0.00753, high: 0.00766))
    #expect(text.best == "0.753 %" && text.range == "[0.741, 0.766] %")
    #expect(NumberText.percent(Interval(low: 0.05, best: 0.1, high: 0.15)).best == "10.0 %")
  }
}
