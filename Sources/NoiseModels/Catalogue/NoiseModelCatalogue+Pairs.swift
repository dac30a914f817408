// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension NoiseModel {
  static let pairEntries: [NoiseModelEntry] = [
    NoiseModelEntry(
      name: "em3", level: .pairMeasurement, parameters: [],
      channels: """
        with p, a measurement of a pair draws one of all Paulis on the two qubits with the report flipped or not, \
        and one of one qubit likewise; DEPOLARIZE1(p) on idle qubits and after one-qubit gates, flip(p/2) after \
        resets and in measurements of Z, X or Y
        """,
      source: "Gidney, Newman, Fowler, Broughton, Quantum 5, 605 (2021), table 1: EM3",
      largestProbability: { _ in 0.75 },
      rates: { p, _ in
        var rates = Rates(oneQubit: p, resetFlip: p / 2, measurementFlip: p / 2, idle: p)
        rates.productMixing = p
        return rates
      })
  ]
}
