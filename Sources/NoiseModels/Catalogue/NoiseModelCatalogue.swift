// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension NoiseModel {
  /// Every named model: the one table that names, help and documentation come from.
  public static let catalogue: [NoiseModelEntry] =
    codeCapacityEntries + circuitEntries + pairEntries

  private static let codeCapacityEntries: [NoiseModelEntry] = [
    NoiseModelEntry(
      name: "code-capacity:bit-flip", level: .codeCapacity, parameters: [],
      channels: "X_ERROR(p) on each data qubit, once a round; perfect checks",
      source: "Dennis, Kitaev, Landahl, Preskill, J. Math. Phys. 43, 4452 (2002)",
      largestProbability: { _ in 1 },
      rates: { p, _ in Rates(round: [Channel(.xError, p)]) }),
    NoiseModelEntry(
      name: "code-capacity:phase-flip", level: .codeCapacity, parameters: [],
      channels: "Z_ERROR(p) on each data qubit, once a round; perfect checks",
      source: "Dennis, Kitaev, Landahl, Preskill, J. Math. Phys. 43, 4452 (2002)",
      largestProbability: { _ in 1 },
      rates: { p, _ in Rates(round: [Channel(.zError, p)]) }),
    NoiseModelEntry(
      name: "code-capacity:depolarizing", level: .codeCapacity, parameters: [],
      channels: "DEPOLARIZE1(p) on each data qubit, once a round; perfect checks",
      source: "Bombin et al., Phys. Rev. X 2, 021004 (2012)",
      largestProbability: { _ in 0.75 },
      rates: { p, _ in Rates(round: [Channel(.depolarize1, p)]) }),
    NoiseModelEntry(
      name: "code-capacity:biased", level: .codeCapacity,
      parameters: [
        .init(
          name: "eta", domain: .number(0...Double.infinity, default: nil),
          summary: "the bias: how much likelier the axis is than the two others together",
          isRequired: true),
        .init(
          name: "axis", domain: .choice(["Z", "X", "Y"]), summary: "the Pauli that is favoured"),
      ],
      channels: """
        Pauli error on each data qubit, once a round, with probability p: p·eta/(1+eta) along the \
        axis, p/(2(1+eta)) along each other; perfect checks
        """,
      source: "Tuckett, Bartlett, Flammia, Phys. Rev. Lett. 120, 050505 (2018)",
      largestProbability: { _ in 1 },
      rates: { p, values in
        Rates(round: biasedChannels(p, eta: values.number("eta"), axis: values.word("axis")))
      }),
  ]

  private static let circuitEntries: [NoiseModelEntry] = [
    NoiseModelEntry(
      name: "phenomenological", level: .phenomenological,
      parameters: [
        .init(
          name: "data",
          domain: .choice(["independent", "bit-flip", "phase-flip", "depolarizing"]),
          summary: "the channel on data qubits"),
        .init(
          name: "ratio", domain: .number(0...1000, default: 1),
          summary: "how much likelier a wrong check result is than p"),
      ],
      channels: """
        on each data qubit, once a round: X_ERROR(p) and Z_ERROR(p) (independent), one of them, or \
        DEPOLARIZE1(p); each check result flips with probability ratio·p; perfect readout at the end
        """,
      source: "Dennis, Kitaev, Landahl, Preskill, J. Math. Phys. 43, 4452 (2002)",
      largestProbability: {
        min($0.word("data") == "depolarizing" ? 0.75 : 1, 1 / $0.number("ratio"))
      },
      rates: { p, values in
        Rates(
          round: phenomenologicalChannels(p, values.word("data")),
          measurementFlip: values.number("ratio") * p)
      }),
    NoiseModelEntry(
      name: "sd6", level: .circuit, parameters: [],
      channels: """
        DEPOLARIZE1(p) after one-qubit gates and on idle qubits, DEPOLARIZE2(p) after two-qubit \
        gates, flip(p) after resets, measurements misreport with p and are followed by depolarizing p
        """,
      source: "Gidney, Newman, Fowler, Broughton, Quantum 5, 605 (2021); arXiv:2202.11845, table 2",
      largestProbability: { _ in 0.75 },
      rates: { p, _ in uniformRates(p) }),
    NoiseModelEntry(
      name: "si1000", level: .circuit, parameters: [],
      channels: """
        DEPOLARIZE2(p) after two-qubit gates, DEPOLARIZE1(p/10) after one-qubit gates and on idle \
        qubits, DEPOLARIZE1(2p) besides on qubits that wait while others are measured or reset, \
        flip(2p) after resets, measurements misreport with 5p and are followed by depolarizing p
        """,
      source: "Gidney, Newman, Fowler, Broughton, Quantum 5, 605 (2021); arXiv:2202.11845, table 2",
      largestProbability: { _ in 0.2 },
      rates: { p, _ in
        Rates(
          oneQubit: p / 10, twoQubit: p, resetFlip: 2 * p, measurementFlip: 5 * p,
          measurementDepolarization: p, idle: p / 10, collapseIdle: 2 * p)
      }),
    NoiseModelEntry(
      name: "measurement-biased", level: .circuit,
      parameters: [
        .init(
          name: "eta", domain: .number(0...1000, default: 10),
          summary: "how much likelier a wrong result is than a gate fault")
      ],
      channels: "as sd6, but measurements misreport with probability eta·p",
      source: "sd6 with one rate changed",
      largestProbability: { min(0.75, 1 / $0.number("eta")) },
      rates: { p, values in
        var rates = uniformRates(p)
        rates.measurementFlip = values.number("eta") * p
        return rates
      }),
    NoiseModelEntry(
      name: "stim", level: .circuit, parameters: stimParameters,
      channels: """
        DEPOLARIZE1 and DEPOLARIZE2 after gates, DEPOLARIZE1 on data once a round, a flip before each \
        measurement and after each reset; each knob is p unless given; no idle noise
        """,
      source: "the options of stim gen, Stim 1.16",
      largestProbability: { _ in 0.75 },
      rates: { p, values in
        func knob(_ name: String) -> Double { values.numbers[name] ?? p }
        let data = knob("before_round_data_depolarization")
        let clifford = knob("after_clifford_depolarization")
        return Rates(
          round: data > 0 ? [Channel(.depolarize1, data)] : [],
          oneQubit: clifford, twoQubit: clifford,
          resetFlip: knob("after_reset_flip_probability"),
          measurementFlip: knob("before_measure_flip_probability"), flipsBeforeMeasurement: true)
      }),
  ]

  private static let stimParameters: [NoiseModelEntry.Parameter] = [
    ("after_clifford_depolarization", "depolarizing after each gate"),
    ("before_round_data_depolarization", "depolarizing on data qubits once a round"),
    ("before_measure_flip_probability", "flip before each measurement"),
    ("after_reset_flip_probability", "flip after each reset"),
  ].map { .init(name: $0.0, domain: .number(0...0.75, default: nil), summary: $0.1) }

  private static func uniformRates(_ p: Double) -> Rates {
    Rates(
      oneQubit: p, twoQubit: p, resetFlip: p, measurementFlip: p, measurementDepolarization: p,
      idle: p)
  }

  private static func phenomenologicalChannels(_ p: Double, _ data: String) -> [Channel] {
    switch data {
    case "bit-flip": [Channel(.xError, p)]
    case "phase-flip": [Channel(.zError, p)]
    case "depolarizing": [Channel(.depolarize1, p)]
    default: [Channel(.xError, p), Channel(.zError, p)]
    }
  }
}
