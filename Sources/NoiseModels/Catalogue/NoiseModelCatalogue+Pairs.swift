// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension NoiseModel {
  static let pairEntries: [NoiseModelEntry] = [
    NoiseModelEntry(
      name: "em3", level: .pairMeasurement, parameters: [],
      channels: """
        after the measurement of a pair DEPOLARIZE2(15p/16) on it, and the result flips with p/2; DEPOLARIZE1(p) on \
        idle qubits and after one-qubit gates, flip(p/2) after resets. In the source, one draw of p mixes pair and \
        result; here both parts come alone, as likely as there
        """,
      source: "Gidney, Newman, Fowler, Broughton, Quantum 5, 605 (2021), table 1: EM3",
      largestProbability: { _ in 0.75 },
      rates: { p, _ in
        Rates(
          oneQubit: p, resetFlip: p / 2, measurementFlip: p / 2,
          measurementDepolarization: p * 15 / 16, idle: p)
      })
  ]
}
