// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CStateVectorKernels
/// A precision in which amplitudes are held: `Double` or `Float`.
///
/// Its requirements are the kernels for that precision; only the two types of the module conform.
public protocol AmplitudeScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The kernels.
  static var kernels: AmplitudeKernels<Self> { get }
  /// The bits of the number, in the low bits of a word.
  var bitsInWord: UInt64 { get }
  /// Makes the number with the given bits.
  init(bitsInWord: UInt64)
}

/// The C kernels for one precision.
@safe
public struct AmplitudeKernels<Scalar: BitwiseCopyable>: Sendable {
  typealias Plane = UnsafeMutablePointer<Scalar>
  typealias Constants = UnsafePointer<Double>
  typealias Positions = UnsafePointer<Int32>

  let applyMatrix: @Sendable (Plane, Plane, Int32, Positions, Int32, UInt64, Constants) -> Void
  let applyDiagonal: @Sendable (Plane, Plane, Int32, Positions, Int32, UInt64, Constants) -> Void
  let weight:
    @Sendable (UnsafePointer<Scalar>, UnsafePointer<Scalar>, UInt64, UInt64, UInt64, UInt64) ->
      Double
  let project: @Sendable (Plane, Plane, UInt64, UInt64, Int32, Int32, Double) -> Void
}

extension Double: AmplitudeScalar {
  /// The bit pattern.
  public var bitsInWord: UInt64 { bitPattern }
  /// Makes the number with a bit pattern.
  public init(bitsInWord: UInt64) { self.init(bitPattern: bitsInWord) }

  /// The kernels for double precision.
  public static let kernels = unsafe AmplitudeKernels<Double>(
    applyMatrix: { unsafe qk_applyMatrix_double($0, $1, $2, $3, $4, $5, $6) },
    applyDiagonal: { unsafe qk_applyDiagonal_double($0, $1, $2, $3, $4, $5, $6) },
    weight: { unsafe qk_weight_double($0, $1, $2, $3, $4, $5) },
    project: { unsafe qk_project_double($0, $1, $2, $3, $4, $5, $6) })
}

extension Float: AmplitudeScalar {
  /// The bit pattern.
  public var bitsInWord: UInt64 { UInt64(bitPattern) }
  /// Makes the number with a bit pattern.
  public init(bitsInWord: UInt64) {
    self.init(bitPattern: UInt32(truncatingIfNeeded: bitsInWord))
  }

  /// The kernels for single precision.
  public static let kernels = unsafe AmplitudeKernels<Float>(
    applyMatrix: { unsafe qk_applyMatrix_float($0, $1, $2, $3, $4, $5, $6) },
    applyDiagonal: { unsafe qk_applyDiagonal_float($0, $1, $2, $3, $4, $5, $6) },
    weight: { unsafe qk_weight_float($0, $1, $2, $3, $4, $5) },
    project: { unsafe qk_project_float($0, $1, $2, $3, $4, $5, $6) })
}
