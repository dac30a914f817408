// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// A one-qubit Pauli operator without phase, stored as its two symplectic bits.
///
/// Bit 0 of the raw value is the X part and bit 1 the Z part: I = 0, X = 1, Z = 2, Y = 3, so that the
/// product of two operators, phase aside, is the exclusive or of their raw values.
@frozen
public enum Pauli: UInt8, Sendable, CaseIterable, Hashable {
  /// The identity.
  case i = 0
  /// The bit flip.
  case x = 1
  /// The phase flip.
  case z = 2
  /// The bit and phase flip, Y = iXZ.
  case y = 3

  /// Whether the operator has an X part: whether it flips a Z measurement.
  @inlinable public var hasX: Bool { rawValue & 1 != 0 }

  /// Whether the operator has a Z part: whether it flips an X measurement.
  @inlinable public var hasZ: Bool { rawValue & 2 != 0 }

  /// Makes the operator with the given symplectic parts.
  @inlinable
  public init(x: Bool, z: Bool) {
    self =
      switch (x, z) {
      case (false, false): .i
      case (true, false): .x
      case (false, true): .z
      case (true, true): .y
      }
  }

  /// Whether the two operators commute.
  @inlinable
  public func commutes(with other: Pauli) -> Bool {
    (hasX && other.hasZ) == (hasZ && other.hasX)
  }

  /// The product of two operators, phase dropped.
  @inlinable
  public static func * (left: Pauli, right: Pauli) -> Pauli {
    Pauli(x: left.hasX != right.hasX, z: left.hasZ != right.hasZ)
  }

  /// The letter that names the operator: `I`, `X`, `Y` or `Z`.
  public var letter: Character {
    switch self {
    case .i: "I"
    case .x: "X"
    case .y: "Y"
    case .z: "Z"
    }
  }
}
