// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import PauliAlgebra

/// What one instruction acts on: a qubit, a Pauli factor, a past measurement, a sweep bit or a
/// combiner.
///
/// Packed into 32 bits: the low 24 bits hold the index, the high bits the kind.
@frozen
public struct Target: Sendable, Hashable {
  /// The packed form.
  public let bits: UInt32

  /// The largest index a target can carry: 2²⁴ − 1.
  public static let largestIndex = 0xFF_FFFF

  @usableFromInline static let invertedBit: UInt32 = 1 << 31
  @usableFromInline static let xBit: UInt32 = 1 << 30
  @usableFromInline static let zBit: UInt32 = 1 << 29
  @usableFromInline static let recordBit: UInt32 = 1 << 28
  @usableFromInline static let combinerBit: UInt32 = 1 << 27
  @usableFromInline static let sweepBit: UInt32 = 1 << 26
  @usableFromInline static let indexMask: UInt32 = 0xFF_FFFF

  @inlinable
  init(bits: UInt32) {
    self.bits = bits
  }

  /// A qubit, written `5`, or `!5` where its measurement result is inverted.
  ///
  /// In MPAD: the literal bit.
  @inlinable
  public static func qubit(_ index: Int, inverted: Bool = false) -> Target {
    Target(bits: checked(index) | (inverted ? invertedBit : 0))
  }

  /// A Pauli factor, written `X5`, `!Y3`, `Z2`.
  ///
  /// - Precondition: `pauli` is not the identity.
  @inlinable
  public static func pauli(_ pauli: Pauli, _ index: Int, inverted: Bool = false) -> Target {
    precondition(pauli != .i, "A Pauli target is X, Y or Z.")
    return Target(
      bits: checked(index) | (pauli.hasX ? xBit : 0) | (pauli.hasZ ? zBit : 0)
        | (inverted ? invertedBit : 0))
  }

  /// The measurement `lookback` results ago, written `rec[-lookback]`.
  ///
  /// - Precondition: `lookback` is in 1...`largestIndex`.
  @inlinable
  public static func record(_ lookback: Int) -> Target {
    precondition(lookback > 0, "A record target looks back at least one measurement.")
    return Target(bits: checked(lookback) | recordBit)
  }

  /// Bit `index` of the shot's sweep data, written `sweep[index]`.
  @inlinable
  public static func sweep(_ index: Int) -> Target {
    Target(bits: checked(index) | sweepBit)
  }

  /// The `*` between the factors of a product.
  public static let combiner = Target(bits: combinerBit)

  /// The kinds of target.
  @frozen
  public enum Kind: Sendable, Hashable {
    /// A plain qubit (or, in MPAD, a literal bit).
    case qubit
    /// A Pauli on a qubit.
    case pauli
    /// A past measurement.
    case record
    /// A sweep bit.
    case sweep
    /// The product sign.
    case combiner
  }

  /// The kind of target.
  @inlinable public var kind: Kind {
    if bits & Target.recordBit != 0 { return .record }
    if bits & Target.sweepBit != 0 { return .sweep }
    if bits & Target.combinerBit != 0 { return .combiner }
    return bits & (Target.xBit | Target.zBit) != 0 ? .pauli : .qubit
  }

  /// The index: qubit, sweep bit, or how many measurements to look back.
  @inlinable public var index: Int { Int(bits & Target.indexMask) }

  /// Whether the target is a qubit, with or without a Pauli.
  @inlinable public var isQubit: Bool {
    bits & (Target.recordBit | Target.sweepBit | Target.combinerBit) == 0
  }

  /// Whether the target is a classical bit: a measurement record or a sweep bit.
  @inlinable public var isClassical: Bool { bits & (Target.recordBit | Target.sweepBit) != 0 }

  /// Whether the target is the product sign.
  @inlinable public var isCombiner: Bool { bits & Target.combinerBit != 0 }

  /// Whether the measurement result is inverted.
  @inlinable public var isInverted: Bool { bits & Target.invertedBit != 0 }

  /// The Pauli factor; the identity for a plain qubit.
  @inlinable public var pauli: Pauli {
    Pauli(x: bits & Target.xBit != 0, z: bits & Target.zBit != 0)
  }

  @inlinable
  static func checked(_ index: Int) -> UInt32 {
    precondition(index >= 0 && index <= largestIndex, "A target index is in 0..<2^24.")
    return UInt32(index)
  }
}
