// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A one-qubit Pauli channel: how likely X, Y and Z are.
public struct PauliRates: Sendable, Hashable {
  /// The three axes.
  public enum Axis: String, Sendable, CaseIterable {
    /// X.
    case x
    /// Y.
    case y
    /// Z.
    case z
  }

  /// The probability of X.
  public var x: Double
  /// The probability of Y.
  public var y: Double
  /// The probability of Z.
  public var z: Double

  /// No errors.
  public static let none = PauliRates(x: 0, y: 0, z: 0)

  /// Makes a channel.
  ///
  /// - Precondition: the three are probabilities of sum at most 1, but for rounding.
  public init(x: Double, y: Double, z: Double) {
    precondition(
      min(x, y, z) >= 0 && x + y + z <= 1 + 1e-12, "Pauli rates are probabilities of sum at most 1."
    )
    self.x = x
    self.y = y
    self.z = z
  }

  /// Makes a channel of one kind of error.
  public init(_ axis: Axis, _ probability: Double) {
    self.init(
      x: axis == .x ? probability : 0, y: axis == .y ? probability : 0,
      z: axis == .z ? probability : 0)
  }

  /// X, Y and Z with a third of the probability each.
  public init(depolarizing probability: Double) {
    self.init(x: probability / 3, y: probability / 3, z: probability / 3)
  }

  /// The loss of a qubit that nobody notices: it is replaced by a random one.
  ///
  /// That is I, X, Y and Z with a quarter each.
  public init(unheraldedLoss probability: Double) {
    self.init(depolarizing: 0.75 * probability)
  }

  /// The probability of any error.
  public var total: Double { x + y + z }

  /// One channel after the other; the order makes no difference.
  public func followed(by other: PauliRates) -> PauliRates {
    let here = 1 - total
    let there = 1 - other.total
    return PauliRates(
      x: x * there + here * other.x + y * other.z + z * other.y,
      y: y * there + here * other.y + x * other.z + z * other.x,
      z: z * there + here * other.z + x * other.y + y * other.x)
  }

  /// The channel as gates: independent X, Y and Z flips where that is possible, else one PAULI_CHANNEL_1.
  public var channels: [NoiseModel.Channel] { NoiseModel.channels(x, y, z) }
}
