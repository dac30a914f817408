// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import NoiseModels
import Testing
import _TestSupport

@Suite("Noise on native pair measurements")
struct PairMeasurementNoiseTests {
  @Test("A pair is depolarized by 15p/16 and misreports with p/2; others idle", .tags(.exact))
  func em3() throws {
    let bare = try Circuit(parsing: "MPP !X0*X1 Z2\nTICK\nMPP Z0*Z1\nTICK\n")
    let byHand = try Circuit(
      parsing: """
        MPP(0.016) !X0*X1 Z2
        DEPOLARIZE1(0.03) 2
        DEPOLARIZE2(0.03) 0 1
        TICK
        MPP(0.016) Z0*Z1
        DEPOLARIZE2(0.03) 0 1
        DEPOLARIZE1(0.032) 2
        TICK
        """)
    let model = try NoiseModel(named: "em3", p: 0.032)
    #expect(model.level == .pairMeasurement)
    #expect(try model.applied(to: bare) == byHand)
    let perfect = try Circuit(parsing: "MPP[noiseless] X0*X1*X2 Z5")
    #expect(try model.applied(to: perfect) == perfect)
  }
}
