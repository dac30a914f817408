// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling

/// Which logical Pauli was left on an encoded qubit after decoding, counted over shots.
///
/// The X operator of the qubit is mistaken when a Z or Y is left on it, the Z operator when an X or Y is.
public struct PauliCounts: Sendable, Hashable {
  /// The shots, once for each encoded qubit.
  public var shots = 0
  /// Those that left an X.
  public var x = 0
  /// Those that left a Y.
  public var y = 0
  /// Those that left a Z.
  public var z = 0

  /// The shots that left anything.
  public var failures: Int { x + y + z }

  /// Reads the masks of mistaken observables that `collect` counts.
  ///
  /// - Parameters:
  ///   - statistics: Counts with `obs_mistake_mask=…`, observables being the X and the Z operator of each encoded
  ///     qubit in turn.
  ///   - qubits: The number of encoded qubits.
  init(_ statistics: TaskStatistics, qubits: Int) {
    shots = (statistics.shots - statistics.discards) * qubits
    let prefix = "obs_mistake_mask="
    for (key, count) in statistics.customCounts where key.hasPrefix(prefix) {
      let marks = Array(key.utf8.dropFirst(prefix.utf8.count))
      for qubit in 0..<qubits where marks.count >= 2 * qubits {
        let mark = UInt8(ascii: "E")
        switch (marks[2 * qubit] == mark, marks[2 * qubit + 1] == mark) {
        case (true, true): y += count
        case (true, false): z += count
        case (false, true): x += count
        case (false, false): break
        }
      }
    }
  }

  init(shots: Int, x: Int, y: Int, z: Int) {
    self.shots = shots
    self.x = x
    self.y = y
    self.z = z
  }

  /// The shares of X, Y and Z among the shots.
  var shares: [Double] { [x, y, z].map { Double($0) / Double(max(1, shots)) } }

  /// The covariance of the shares; a share without hits counts as if it had one.
  var covariance: [[Double]] {
    let n = Double(max(1, shots))
    let p = [x, y, z].map { (Double($0) + 1) / (n + 4) }
    return (0..<3).map { i in (0..<3).map { j in ((i == j ? p[i] : 0) - p[i] * p[j]) / n } }
  }
}

/// The eigenvalues of a Pauli channel: by how much it shrinks the expectation of X, Y and Z.
struct PauliEigenvalues: Sendable {
  var x: Double
  var y: Double
  var z: Double

  init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The eigenvalues of a channel that applies X, Y and Z with these probabilities.
  init(shares p: some Collection<Double>) {
    let p = Array(p)
    self.init(
      x: 1 - 2 * (p[1] + p[2]), y: 1 - 2 * (p[0] + p[2]), z: 1 - 2 * (p[0] + p[1]))
  }

  /// The probabilities of X, Y and Z.
  var shares: [Double] {
    [(1 + x - y - z) / 4, (1 - x + y - z) / 4, (1 - x - y + z) / 4]
  }

  /// Each eigenvalue combined with that of another channel.
  func combined(
    with other: PauliEigenvalues, _ body: (Double, Double) -> Double
  ) -> PauliEigenvalues {
    .init(x: body(x, other.x), y: body(y, other.y), z: body(z, other.z))
  }
}
