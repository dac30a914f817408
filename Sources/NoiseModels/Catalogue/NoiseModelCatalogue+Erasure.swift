// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension NoiseModel {
  /// The models whose noise tells where it has struck.
  static let erasureEntries: [NoiseModelEntry] = [
    NoiseModelEntry(
      name: "code-capacity:erasure", level: .codeCapacity, parameters: [],
      channels: """
        each data qubit is lost, once a round, with probability p: it is then fully mixed, and a herald \
        tells; perfect checks
        """,
      source: "Stace, Barrett, Doherty, Phys. Rev. Lett. 102, 200501 (2009)",
      largestProbability: { _ in 1 },
      rates: { p, _ in Rates(round: [.erasure(p)]) }),
    NoiseModelEntry(
      name: "erasure-conversion", level: .circuit,
      parameters: [
        .init(
          name: "fraction", domain: .number(0...1, default: 0.98),
          summary: "the part of the gate errors that are losses of both qubits with a herald")
      ],
      channels: """
        after two-qubit gates, with probability p·fraction, both qubits are fully mixed and a herald \
        tells; DEPOLARIZE2(p·(1−fraction)) besides; all else is perfect
        """,
      source: "Wu, Kolkowitz, Puri, Thompson, Nat. Commun. 13, 4657 (2022)",
      largestProbability: { _ in 0.9375 },
      rates: { p, values in
        let fraction = values.number("fraction")
        // Mixing two qubits fully is depolarizing with probability 15/16.
        let loss = Channel(.depolarize2, p * fraction * 15 / 16, tag: heraldTag)
        return Rates(
          twoQubit: p * (1 - fraction), faults: Faults(twoQubit: fraction * p > 0 ? [loss] : []))
      }),
  ]
}
