// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import NoiseModels

/// What a report says about a noise model, and the error rates that bracket its threshold.
struct NoiseWords {
  /// In a few words, for headings and plots.
  let title: String
  /// What the noise does and where it was published.
  let detail: String
  /// Letters, digits and hyphens, for file names and links.
  let fileName: String
  /// Physical error rates from well below the surface code's threshold to above it.
  let rates: [Double]

  init(_ noise: NoiseModel) {
    let base = noise.name.prefix { $0 != "(" }
    let entry = NoiseModel.catalogue.first { $0.name == base }
    title = NoiseWords.titles[noise.name] ?? noise.name
    detail = entry.map { "\($0.channels). Source: \($0.source)." } ?? ""
    fileName = String(noise.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    rates = NoiseWords.rates[String(base)] ?? NoiseWords.rates(for: noise.level)
  }

  private static let titles = [
    "sd6": "uniform circuit noise (SD6)",
    "si1000": "superconducting-inspired circuit noise (SI1000)",
    "stim": "uniform circuit noise (stim's knobs)",
    "measurement-biased": "measurement-biased circuit noise",
    "em3": "noise on native pair measurements (EM3)",
    "phenomenological": "phenomenological noise",
    "code-capacity:bit-flip": "bit flips with perfect checks",
    "code-capacity:phase-flip": "phase flips with perfect checks",
    "code-capacity:depolarizing": "depolarizing noise with perfect checks",
  ]

  private static let rates = [
    "si1000": [0.0005, 0.001, 0.0015, 0.002, 0.0025, 0.003, 0.0035, 0.004, 0.005],
    "code-capacity:depolarizing": [0.03, 0.06, 0.09, 0.11, 0.13, 0.14, 0.15, 0.16, 0.17, 0.19],
  ]

  private static func rates(for level: NoiseModel.Level) -> [Double] {
    switch level {
    case .codeCapacity: [0.02, 0.04, 0.06, 0.08, 0.09, 0.1, 0.11, 0.12, 0.14]
    case .phenomenological: [0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04]
    case .pairMeasurement: [0.002, 0.005, 0.008, 0.01, 0.012, 0.014, 0.016, 0.018, 0.02]
    case .circuit: [0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008, 0.01]
    }
  }
}
