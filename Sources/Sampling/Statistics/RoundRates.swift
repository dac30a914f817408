// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Glibc

/// The error rate per round that compounds to a given rate per shot.
///
/// Each of k observables flips independently in each of r rounds; a shot fails when any observable
/// flipped an odd number of times. For k = 1: ε = ½(1 − (1 − 2P)^(1/r)). For several observables, P and
/// ε are rates of any observable flipping, as sinter defines them. A rate above one half mirrors.
///
/// - Parameters:
///   - shotRate: The probability P that a shot fails, in 0...1.
///   - rounds: How many rounds a shot has, above zero; a fraction inverts the conversion.
///   - observables: How many observables must survive, at least 1.
/// - Returns: The probability ε that a round fails.
public func errorRatePerRound(
  shotRate: Double, rounds: Double, observables: Int = 1
) -> Double {
  precondition(shotRate >= 0 && shotRate <= 1, "A probability must be between 0 and 1.")
  precondition(rounds > 0 && observables >= 1, "Rounds and observables must be positive.")
  if rounds == 1 { return shotRate }
  if observables > 1 {
    let count = Double(observables)
    let single = -expm1(log1p(-shotRate) / count)
    let round = errorRatePerRound(shotRate: single, rounds: rounds)
    return -expm1(log1p(-round) * count)
  }
  if shotRate > 0.5 { return 1 - errorRatePerRound(shotRate: 1 - shotRate, rounds: rounds) }
  return -expm1(log1p(-2 * shotRate) / rounds) / 2
}

/// The error rate per round of one of k logical qubits that fail alike.
///
/// - Parameters:
///   - shotRate: The probability P that a shot fails, any of the k being wrong.
///   - rounds: How many rounds a shot has, above zero.
///   - logicalQubits: k, at least 1.
/// - Returns: The rate per round that compounds to 1 − (1 − P)^(1/k).
func errorRatePerRound(shotRate: Double, rounds: Double, ofEach logicalQubits: Int) -> Double {
  errorRatePerRound(
    shotRate: errorRateOfEach(logicalQubits, anyRate: shotRate), rounds: rounds)
}

/// The rate 1 − (1 − P)^(1/k) at which each of k things fails, if any of them does at the rate P.
func errorRateOfEach(_ count: Int, anyRate: Double) -> Double {
  count == 1 ? anyRate : -expm1(log1p(-anyRate) / Double(count))
}

/// The error rate per shot of so many rounds; the inverse of `errorRatePerRound`.
///
/// - Parameters:
///   - roundRate: The probability that a round fails, in 0...1.
///   - rounds: How many rounds a shot has, above zero.
///   - observables: How many observables must survive, at least 1.
/// - Returns: The probability that a shot fails.
public func errorRatePerShot(
  roundRate: Double, rounds: Double, observables: Int = 1
) -> Double {
  errorRatePerRound(shotRate: roundRate, rounds: 1 / rounds, observables: observables)
}
