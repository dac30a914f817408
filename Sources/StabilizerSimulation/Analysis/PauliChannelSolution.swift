// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The probabilities of independent X, Y and Z errors that together make a Pauli channel.
///
/// With λ_X = 1 − 2(y + z) and so on, independent errors need (1 − 2a)(1 − 2b) = λ of the Pauli that both
/// anticommute with, hence 1 − 2a_x = √(λ_Y λ_Z / λ_X).
struct PauliChannelSolution {
  /// The probability of the X error.
  private(set) var x: Double
  /// The probability of the Y error.
  private(set) var y: Double
  /// The probability of the Z error.
  private(set) var z: Double

  /// Solves for a channel with these probabilities; nil where there is no exact solution.
  ///
  /// There is none when, for instance, two of three probabilities are positive and the third is nearly
  /// zero. A channel that likely does something is solved as a certain Pauli, then a weaker channel.
  init?(x: Double, y: Double, z: Double) {
    (self.x, self.y, self.z) = (x, y, z)
    if max(abs(x - 0.25), abs(y - 0.25), abs(z - 0.25)) < 1e-12 {
      (self.x, self.y, self.z) = (0.5, 0.5, 0.5)
      return
    }
    var identity = 1 - x - y - z
    var (isXCertain, isYCertain, isZCertain) = (false, false, false)
    while true {
      if self.x > identity {
        swap(&self.x, &identity)
        swap(&self.y, &self.z)
        isXCertain.toggle()
      } else if self.y > identity {
        swap(&self.y, &identity)
        swap(&self.x, &self.z)
        isYCertain.toggle()
      } else if self.z > identity {
        swap(&self.z, &identity)
        swap(&self.x, &self.y)
        isZCertain.toggle()
      } else {
        break
      }
    }
    guard solve() else { return nil }
    if isXCertain { self.x = 1 - self.x }
    if isYCertain { self.y = 1 - self.y }
    if isZCertain { self.z = 1 - self.z }
  }

  /// Solves for a channel that more likely does nothing than any one Pauli.
  private mutating func solve() -> Bool {
    let ofX = 1 - 2 * (y + z)
    let ofY = 1 - 2 * (x + z)
    let ofZ = 1 - 2 * (x + y)
    guard ofX > 0, ofY > 0, ofZ > 0 else { return false }
    x = 0.5 - 0.5 * (ofY * ofZ / ofX).squareRoot()
    y = 0.5 - 0.5 * (ofX * ofZ / ofY).squareRoot()
    z = 0.5 - 0.5 * (ofX * ofY / ofZ).squareRoot()
    return x >= 0 && y >= 0 && z >= 0
  }
}
