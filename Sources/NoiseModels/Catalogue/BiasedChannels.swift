// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel

extension NoiseModel {
  /// The biased Pauli channel.
  static func biasedChannels(_ p: Double, eta: Double, axis: String) -> [Channel] {
    let along = eta == .infinity ? p : p * eta / (1 + eta)
    let across = (p - along) / 2
    if across <= 0 {
      return [Channel(axis == "X" ? .xError : axis == "Y" ? .yError : .zError, p)]
    }
    return channels(
      axis == "X" ? along : across, axis == "Y" ? along : across, axis == "Z" ? along : across)
  }

  /// A Pauli channel as independent X, Y and Z flips where that is possible.
  ///
  /// Independent flips with probabilities a, b, c are the channel whose eigenvalues are
  /// λ_X = (1−2b)(1−2c), λ_Y = (1−2a)(1−2c), λ_Z = (1−2a)(1−2b), so (1−2a)² = λ_Y·λ_Z/λ_X. An error
  /// model of independent mechanisms then is exact. Where an axis is much rarer than the product of the
  /// others, or errors near certain, no such probabilities exist, and one PAULI_CHANNEL_1 is used.
  static func channels(_ x: Double, _ y: Double, _ z: Double) -> [Channel] {
    if [x, y, z].count(where: { $0 > 0 }) <= 1 {
      return [Channel(.xError, x), Channel(.yError, y), Channel(.zError, z)]
        .filter { $0.arguments[0] > 0 }
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
