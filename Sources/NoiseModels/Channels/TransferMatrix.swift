// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A channel of one qubit in the basis of Paulis: R_ij = ½ tr(σ_i E(σ_j)), in the order I, X, Y, Z.
///
/// Source: Greenbaum, arXiv:1509.02921.
public struct TransferMatrix: Sendable, Hashable {
  /// The sixteen real entries, row by row.
  public let entries: [Double]

  /// Makes a matrix.
  ///
  /// - Precondition: there are sixteen entries.
  public init(_ entries: [Double]) {
    precondition(entries.count == 16, "One qubit has four Paulis.")
    self.entries = entries
  }

  /// The matrix of Pauli errors.
  public init(_ rates: PauliRates) {
    self.init([
      1, 0, 0, 0,
      0, 1 - 2 * (rates.y + rates.z), 0, 0,
      0, 0, 1 - 2 * (rates.x + rates.z), 0,
      0, 0, 0, 1 - 2 * (rates.x + rates.y),
    ])
  }

  /// The channel that changes nothing.
  public static let identity = TransferMatrix((0..<16).map { $0 % 5 == 0 ? 1 : 0 })

  /// An entry.
  public subscript(row: Int, column: Int) -> Double { entries[4 * row + column] }

  /// One channel, then another.
  public func followed(by other: TransferMatrix) -> TransferMatrix {
    TransferMatrix(
      (0..<16).map { place in
        (0..<4).reduce(0) { $0 + other[place / 4, $1] * self[$1, place % 4] }
      })
  }

  /// The channel so many times in a row.
  ///
  /// - Precondition: `count >= 0`.
  /// - Complexity: O(log count).
  public func repeated(_ count: Int) -> TransferMatrix {
    precondition(count >= 0, "A channel happens, or does not.")
    var (result, power, left) = (TransferMatrix.identity, self, count)
    while left > 0 {
      if left & 1 == 1 { result = result.followed(by: power) }
      power = power.followed(by: power)
      left >>= 1
    }
    return result
  }

  /// The Pauli rates of the twirl: what the diagonal says.
  ///
  /// Of a channel near the identity they keep an absolute accuracy of some 1e-16.
  public var twirl: PauliRates {
    let (x, y, z) = (1 - self[1, 1], 1 - self[2, 2], 1 - self[3, 3])
    return PauliRates(
      x: max(0, y + z - x) / 4, y: max(0, x + z - y) / 4, z: max(0, x + y - z) / 4)
  }

  /// The average infidelity over pure states: ⅔ of the entanglement infidelity 1 − tr R/4.
  public var infidelity: Double {
    max(0, 3 - self[1, 1] - self[2, 2] - self[3, 3]) / 6
  }

  /// The angle in rad by which states are turned on the way, of channels near the identity: half the antisymmetric part.
  ///
  /// Twirled channels have none; what it is adds up in proportion to the number of repetitions, so that infidelity
  /// grows with the square.
  public var rotation: Double {
    let (x, y, z) = (self[3, 2] - self[2, 3], self[1, 3] - self[3, 1], self[2, 1] - self[1, 2])
    return (x * x + y * y + z * z).squareRoot() / 2
  }

  /// How far the fully mixed state is moved on the Bloch ball; twirled channels leave it.
  public var shift: Double {
    (1...3).reduce(0) { $0 + self[$1, 0] * self[$1, 0] }.squareRoot()
  }
}

extension KrausChannel {
  /// The channel in the basis of Paulis.
  ///
  /// - Precondition: the channel acts on one qubit.
  public var transferMatrix: TransferMatrix {
    precondition(qubitCount == 1, "A transfer matrix is that of one qubit.")
    let paulis = [SquareMatrix.identity(2)] + PauliRates.Axis.allCases.map(SquareMatrix.pauli)
    let adjoints = operators.map(\.adjoint)
    return TransferMatrix(
      (0..<16).map { place in
        zip(operators, adjoints).reduce(0) { sum, kraus in
          sum + (paulis[place / 4] * kraus.0 * paulis[place % 4] * kraus.1).trace.real / 2
        }
      })
  }
}
