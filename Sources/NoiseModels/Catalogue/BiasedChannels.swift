// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension NoiseModel {
  /// The biased Pauli channel, as independent X, Y and Z flips where that is possible.
  ///
  /// Independent flips with probabilities a, b, c are the channel whose eigenvalues are
  /// λ_X = (1−2b)(1−2c), λ_Y = (1−2a)(1−2c), λ_Z = (1−2a)(1−2b), so (1−2a)² = λ_Y·λ_Z/λ_X. An error
  /// model of independent mechanisms then is exact. For eta below ½, or p near 1, no such
  /// probabilities exist, and one PAULI_CHANNEL_1 is used.
  static func biasedChannels(_ p: Double, eta: Double, axis: String) -> [Channel] {
    let along = eta == .infinity ? p : p * eta / (1 + eta)
    let across = (p - along) / 2
    let x = axis == "X" ? along : across
    let y = axis == "Y" ? along : across
    let z = axis == "Z" ? along : across
    if across <= 0 {
      return [Channel(axis == "X" ? .xError : axis == "Y" ? .yError : .zError, p)]
    }
    let eigenvalues = (1 - 2 * (y + z), 1 - 2 * (x + z), 1 - 2 * (x + y))
    let squares = (
      eigenvalues.1 * eigenvalues.2 / eigenvalues.0,
      eigenvalues.0 * eigenvalues.2 / eigenvalues.1,
      eigenvalues.0 * eigenvalues.1 / eigenvalues.2
    )
    let isIndependent =
      min(eigenvalues.0, eigenvalues.1, eigenvalues.2) > 0
      && max(squares.0, squares.1, squares.2) <= 1
    guard isIndependent else { return [Channel(.pauliChannel1, x, y, z)] }
    func flip(_ square: Double) -> Double {
      // (1 − √s)/2 loses digits near s = 1; (1 − s)/(2(1 + √s)) does not.
      (1 - square) / (2 * (1 + square.squareRoot()))
    }
    return [
      Channel(.xError, flip(squares.0)), Channel(.yError, flip(squares.1)),
      Channel(.zError, flip(squares.2)),
    ].filter { $0.arguments[0] > 0 }
  }
}
