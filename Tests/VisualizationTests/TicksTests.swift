// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Testing
import Visualization
import _TestSupport

@Suite(.tags(.exact)) struct TicksTests {
  @Test func unitIntervalHasFifths() {
    let ticks = Ticks(0...1, scale: .linear, count: 5)
    #expect(ticks.major.map(\.value) == [0, 0.2, 0.4, 0.6, 0.8, 1])
    #expect(ticks.major.map(\.label) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(ticks.minor.contains(0.05) && !ticks.minor.contains(0.2))
  }

  @Test func negativeValuesHaveAMinusSign() {
    let ticks = Ticks(-30...25, scale: .linear, count: 6)
    #expect(ticks.major.map(\.label) == ["−30", "−20", "−10", "0", "10", "20"])
  }

  @Test func smallStepsKeepTheirDecimals() {
    let ticks = Ticks(0.0011...0.0049, scale: .linear, count: 4)
    #expect(ticks.major.map(\.label) == ["0.002", "0.003", "0.004"])
    #expect(ticks.major.map(\.value) == [0.002, 0.003, 0.004])
  }

  @Test func largeValuesAreScientific() {
    let ticks = Ticks(0...3e7, scale: .linear, count: 3)
    #expect(ticks.major.map(\.label) == ["0", "10^{7}", "2×10^{7}", "3×10^{7}"])
  }

  @Test func decadesAreLabelledAsPowers() {
    let ticks = Ticks(1e-5...1e-1, scale: .logarithmic, count: 6)
    #expect(ticks.major.map(\.value) == [1e-5, 1e-4, 1e-3, 1e-2, 1e-1])
    #expect(ticks.major.map(\.label) == (1...5).reversed().map { "10^{−\($0)}" })
    #expect(ticks.minor.count == 4 * 8)
    #expect(ticks.minor.first == 2e-5)
  }

  @Test func manyDecadesAreThinned() {
    let ticks = Ticks(1e-12...1, scale: .logarithmic, count: 5)
    #expect(ticks.major.map(\.value) == [1e-12, 1e-9, 1e-6, 1e-3, 1])
  }

  @Test func oneDecadeIsLabelledInBetween() {
    let ticks = Ticks(1e-3...1e-2, scale: .logarithmic)
    #expect(
      ticks.major.map(\.label)
        == ["10^{−3}", "2×10^{−3}", "3×10^{−3}", "5×10^{−3}", "10^{−2}"])
  }

  @Test func labelsOfFactorsArePlainDecimals() {
    let ticks = Ticks(0.5...8, scale: .logarithmic)
    #expect(ticks.major.map(\.label) == ["0.5", "1", "2", "3", "5"])
    let narrow = Ticks(0.02...0.1, scale: .logarithmic)
    #expect(narrow.major.map(\.label) == (2...9).map { "0.0\($0)" } + ["0.1"])
  }

  @Test(
    arguments: [
      (1e-3, 1.001e-3), (0.5, 0.9), (3, 17), (1e-9, 1e9), (2e-300, 3e-300), (0.99, 1.01),
    ] as [(Double, Double)])
  func labelsAreFewAndInside(low: Double, high: Double) {
    for scale in AxisScale.allCases {
      let ticks = Ticks(low...high, scale: scale, count: 6)
      #expect(ticks.major.count >= 2 && ticks.major.count <= 10, "\(scale) \(low) \(high)")
      let slack = (high - low) * 1e-6
      #expect(ticks.major.allSatisfy { $0.value >= low - slack && $0.value <= high + slack })
      #expect(Set(ticks.major.map(\.label)).count == ticks.major.count, "labels are distinct")
    }
  }
}
