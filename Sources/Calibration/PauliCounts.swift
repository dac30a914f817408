// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Sampling

/// Which logical Pauli was left on an encoded qubit after decoding, counted over shots.
///
/// The X operator of the qubit is mistaken when a Z or Y is left on it, the Z operator when an X or Y is.
public struct PauliCounts: Sendable, Hashable {
  /// The shots, once for each encoded qubit.
  public var shots: Int { shotCount * qubits }
  /// Those that left an X.
  public var x = 0
  /// Those that left a Y.
  public var y = 0
  /// Those that left a Z.
  public var z = 0
  /// The shots, each once.
  private var shotCount: Int
  /// The encoded qubits of a shot, which may fail together.
  private var qubits: Int
  /// Row by row: for each pair of Paulis the sum over shots of how many qubits got the one times how many got
  /// the other.
  private var products: [Int]

  /// The shots that left anything.
  public var failures: Int { x + y + z }

  /// Reads the masks of mistaken observables that `collect` counts.
  ///
  /// - Parameters:
  ///   - statistics: Counts with `obs_mistake_mask=…`, observables being the X and the Z operator of each encoded
  ///     qubit in turn.
  ///   - qubits: The number of encoded qubits.
  init(_ statistics: TaskStatistics, qubits: Int) {
    self.init(shots: statistics.shots - statistics.discards, x: 0, y: 0, z: 0)
    self.qubits = qubits
    let prefix = "obs_mistake_mask="
    for (key, count) in statistics.customCounts where key.hasPrefix(prefix) {
      let marks = Array(key.utf8.dropFirst(prefix.utf8.count))
      guard marks.count >= 2 * qubits else { continue }
      var paulis = [0, 0, 0]
      for qubit in 0..<qubits {
        let mark = UInt8(ascii: "E")
        switch (marks[2 * qubit] == mark, marks[2 * qubit + 1] == mark) {
        case (true, true): paulis[1] += 1
        case (true, false): paulis[2] += 1
        case (false, true): paulis[0] += 1
        case (false, false): break
        }
      }
      x += count * paulis[0]
      y += count * paulis[1]
      z += count * paulis[2]
      for pair in 0..<9 { products[pair] += count * paulis[pair / 3] * paulis[pair % 3] }
    }
  }

  /// Makes the counts of one encoded qubit.
  init(shots: Int, x: Int, y: Int, z: Int) {
    self.x = x
    self.y = y
    self.z = z
    shotCount = shots
    qubits = 1
    products = [x, 0, 0, 0, y, 0, 0, 0, z]
  }

  /// The shares of X, Y and Z among the shots.
  var shares: [Double] { [x, y, z].map { Double($0) / Double(max(1, shots)) } }

  /// The covariance of the shares, over shots; a share without hits counts as if it had one.
  var covariance: [[Double]] {
    let (n, k) = (Double(max(1, shotCount)), Double(qubits))
    let mean = [x, y, z].map { (Double($0) + 1) / (n + 4) }
    return (0..<3).map { i in
      (0..<3).map { j in
        let product = (Double(products[3 * i + j]) + (i == j ? 1 : 0)) / (n + 4)
        return (product - mean[i] * mean[j]) / (n * k * k)
      }
    }
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

  /// The same memory with a CX of no noise in its middle, as the mean over its two patches.
  ///
  /// The gate takes an error of the first half along: an X of the control is one of the target too, a Z of the target
  /// one of the control. So X of the target and Z of the control flip as in the memory, X of the control and Z
  /// of the target by the first half of the other patch as well, whose eigenvalue is the root of the whole's; Y
  /// of the control by what flips X of the target, Y of the target by what flips Z of the control.
  var aroundControlledX: PauliEigenvalues {
    let (halfX, halfZ) = (max(0, x).squareRoot(), max(0, z).squareRoot())
    return PauliEigenvalues(
      x: x * (1 + halfX) / 2, y: y * (halfX + halfZ) / 2, z: z * (1 + halfZ) / 2)
  }

  /// Each eigenvalue combined with that of another channel.
  func combined(
    with other: PauliEigenvalues, _ body: (Double, Double) -> Double
  ) -> PauliEigenvalues {
    .init(x: body(x, other.x), y: body(y, other.y), z: body(z, other.z))
  }
}
