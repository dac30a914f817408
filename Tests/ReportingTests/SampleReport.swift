// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Reporting
import Sampling
import Visualization

/// A report with plausible figures, made without any simulation.
enum SampleReport {
  static let probabilities = [0.001, 0.002, 0.003, 0.005, 0.007, 0.01]
  /// Errors and shots of `surface_code:rotated_memory_z`, uniform noise, d rounds.
  static let counts: [(distance: Int, errors: [Int], shots: [Int])] = [
    (
      3, [2061, 2447, 2582, 3469, 6353, 12004],
      [2_600_000, 800_000, 400_000, 200_000, 200_000, 200_000]
    ),
    (
      5, [554, 2120, 2064, 2749, 6835, 16537],
      [4_000_000, 2_000_000, 600_000, 200_000, 200_000, 200_000]
    ),
    (
      7, [0, 566, 2260, 3986, 6655, 20589],
      [2_000_000, 2_000_000, 1_600_000, 400_000, 200_000, 200_000]
    ),
  ]

  static func code(_ distance: Int, _ errors: [Int], _ shots: [Int]) -> CodeResult {
    let square = distance * distance
    let points = probabilities.indices.map { index in
      RatePoint(
        p: probabilities[index],
        estimate: BinomialEstimate(hits: errors[index], shots: shots[index]),
        seconds: Double(shots[index]) * 2e-6 * Double(square), rounds: distance,
        circuitHash: String(repeating: "0123456789abcdef", count: 4))
    }
    return CodeResult(
      name: "surface:d=\(distance)", distance: distance, rounds: distance,
      resources: Resources(
        dataQubits: square, ancillaQubits: square - 1, logicalQubits: 1,
        gatesPerRound: [
          .init("H", square - 1), .init("CX", 4 * distance * (distance - 1)),
          .init("MR", square - 1),
        ], depthPerRound: 7, detectors: (square - 1) * distance),
      points: points)
  }

  static func section(_ name: String, _ noise: String) -> ReportSection {
    ReportSection(
      name: name, family: "Rotated surface code", noise: noise,
      noiseDetail:
        "Depolarizing noise of strength $p$ after every gate; flips around measurements.",
      decoder: "minimum-weight perfect matching",
      codes: counts.map { code($0.distance, $0.errors, $0.shots) },
      threshold: ThresholdResult(
        fit: Interval(low: 0.0072, best: 0.0075, high: 0.0078),
        crossings: [
          .init(small: 3, large: 5, estimate: Interval(low: 0.0066, best: 0.0068, high: 0.007)),
          .init(small: 5, large: 7, estimate: nil),
        ],
        note: "Fit over 18 points."))
  }

  static var report: Report {
    Report(
      title: "Quantum error correction report",
      sections: [section("surface-sd6", "uniform circuit noise (SD6)")],
      provenance: .init(
        program: "quanta 0.1.0", command: "quanta report --seed 5 --codes 'surface:d=3,5,7'",
        seed: 5, date: "2026-01-31 12:00 UTC", threads: 2, seconds: 48.2))
  }
}
