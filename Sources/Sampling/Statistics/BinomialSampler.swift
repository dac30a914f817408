// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Glibc

/// Draws the number of hits among so many independent trials.
///
/// Few expected hits are drawn one by one through the gaps between them; many by transformed rejection
/// (Hörmann, The Generation of Binomial Random Variates, 1993, algorithm BTRS).
struct BinomialSampler {
  private let trials: Int
  private let isMirrored: Bool
  private let probability: Double
  private let gaps: GeometricGaps

  init(trials: Int, probability: Double) {
    self.trials = trials
    isMirrored = probability > 0.5
    self.probability = isMirrored ? 1 - probability : probability
    gaps = GeometricGaps(probability: self.probability)
  }

  func next(using stream: inout RandomStream) -> Int {
    let hits =
      Double(trials) * probability < 12
      ? nextByGaps(using: &stream) : nextByRejection(using: &stream)
    return isMirrored ? trials - hits : hits
  }

  private func nextByGaps(using stream: inout RandomStream) -> Int {
    var hits = 0
    var trial = gaps.next(using: &stream)
    while trial < trials {
      hits += 1
      trial += 1 + gaps.next(using: &stream)
    }
    return hits
  }

  private func nextByRejection(using stream: inout RandomStream) -> Int {
    let n = Double(trials)
    let p = probability
    let deviation = (n * p * (1 - p)).squareRoot()
    let b = 1.15 + 2.53 * deviation
    let a = -0.0873 + 0.0248 * b + 0.01 * p
    let center = n * p + 0.5
    let squeeze = 0.92 - 4.2 / b
    let alpha = (2.83 + 5.1 / b) * deviation
    let mode = ((n + 1) * p).rounded(.down)
    let logOdds = log(p / (1 - p))
    while true {
      let u = stream.nextUnit() - 0.5
      let v = stream.nextUnit()
      let distance = 0.5 - abs(u)
      guard distance > 0 else { continue }
      let k = ((2 * a / distance + b) * u + center).rounded(.down)
      guard k >= 0, k <= n else { continue }
      if distance >= 0.07 && v <= squeeze { return Int(k) }
      let bound =
        logGamma(mode + 1) + logGamma(n - mode + 1) - logGamma(k + 1) - logGamma(n - k + 1)
        + (k - mode) * logOdds
      if log(v * alpha / (a / (distance * distance) + b)) <= bound { return Int(k) }
    }
  }
}
