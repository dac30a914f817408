// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CStateVectorKernels
/// A precision in which amplitudes are held: `Double` or `Float`.
///
/// Its requirements are the kernels for that precision; only the two types of the module conform.
public protocol AmplitudeScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The kernels.
  static var kernels: AmplitudeKernels<Self> { get }
  /// The sizes of blocks that suit the caches of common processors.
  static var blockShape: BlockShape { get }
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
  let runBlock: @Sendable (Plane, Plane, UInt64, UnsafePointer<QKBlockProgram>, Plane) -> Void
  let scale: @Sendable (Plane, Plane, UInt64, UInt64, Double, Double) -> Void
  let project: @Sendable (Plane, Plane, UInt64, UInt64, Int32, Int32, Double) -> Void
  typealias Source = UnsafePointer<Scalar>
  let extract:
    @Sendable (Plane, Plane, Source, Source, UInt64, UInt64, Int32, Int32, Double) -> Void
  let scaled: @Sendable (Plane, Plane, Source, Source, UInt64, UInt64, Double, Double) -> Void
  typealias Sums = UnsafeMutablePointer<Double>
  let density: @Sendable (Source, Source, UInt64, UInt64, Int32, Sums) -> Void
  let overlap: @Sendable (Source, Source, Source, Source, UInt64, UInt64, Sums) -> Void
  let difference:
    @Sendable (Source, Source, Source, Source, UInt64, UInt64, Double, Double) -> Double
  let tabulate: @Sendable (Source, Source, UInt64, UInt64, Positions, Int32, Sums) -> Void
  let weights:
    @Sendable (Source, Source, UInt64, UnsafePointer<UInt64>, UInt64, UInt64, Sums) -> Void
}

extension Double: AmplitudeScalar {
  /// The bit pattern.
  public var bitsInWord: UInt64 { bitPattern }
  /// Makes the number with a bit pattern.
  public init(bitsInWord: UInt64) { self.init(bitPattern: bitsInWord) }

  /// Blocks of 128 KiB, half of a small second-level cache.
  public static let blockShape = BlockShape(bits: 13, rowBits: 5, laneBits: 2)
  /// The kernels.
  public static let kernels = unsafe AmplitudeKernels<Double>(
    applyMatrix: { unsafe qk_applyMatrix_double($0, $1, $2, $3, $4, $5, $6) },
    applyDiagonal: { unsafe qk_applyDiagonal_double($0, $1, $2, $3, $4, $5, $6) },
    weight: { unsafe qk_weight_double($0, $1, $2, $3, $4, $5) },
    runBlock: { unsafe qk_runBlock_double($0, $1, $2, $3, $4) },
    scale: { unsafe qk_scale_double($0, $1, $2, $3, $4, $5) },
    project: { unsafe qk_project_double($0, $1, $2, $3, $4, $5, $6) },
    extract: { unsafe qk_extract_double($0, $1, $2, $3, $4, $5, $6, $7, $8) },
    scaled: { unsafe qk_scaled_double($0, $1, $2, $3, $4, $5, $6, $7) },
    density: { unsafe qk_density_double($0, $1, $2, $3, $4, $5) },
    overlap: { unsafe qk_overlap_double($0, $1, $2, $3, $4, $5, $6) },
    difference: { unsafe qk_difference_double($0, $1, $2, $3, $4, $5, $6, $7) },
    tabulate: { unsafe qk_tabulate_double($0, $1, $2, $3, $4, $5, $6) },
    weights: { unsafe qk_weights_double($0, $1, $2, $3, $4, $5, $6) })
}

extension Float: AmplitudeScalar {
  /// The bit pattern.
  public var bitsInWord: UInt64 { UInt64(bitPattern) }
  /// Makes the number with a bit pattern.
  public init(bitsInWord: UInt64) {
    self.init(bitPattern: UInt32(truncatingIfNeeded: bitsInWord))
  }

  /// Blocks of 128 KiB, half of a small second-level cache.
  public static let blockShape = BlockShape(bits: 14, rowBits: 6, laneBits: 3)
  /// The kernels.
  public static let kernels = unsafe AmplitudeKernels<Float>(
    applyMatrix: { unsafe qk_applyMatrix_float($0, $1, $2, $3, $4, $5, $6) },
    applyDiagonal: { unsafe qk_applyDiagonal_float($0, $1, $2, $3, $4, $5, $6) },
    weight: { unsafe qk_weight_float($0, $1, $2, $3, $4, $5) },
    runBlock: { unsafe qk_runBlock_float($0, $1, $2, $3, $4) },
    scale: { unsafe qk_scale_float($0, $1, $2, $3, $4, $5) },
    project: { unsafe qk_project_float($0, $1, $2, $3, $4, $5, $6) },
    extract: { unsafe qk_extract_float($0, $1, $2, $3, $4, $5, $6, $7, $8) },
    scaled: { unsafe qk_scaled_float($0, $1, $2, $3, $4, $5, $6, $7) },
    density: { unsafe qk_density_float($0, $1, $2, $3, $4, $5) },
    overlap: { unsafe qk_overlap_float($0, $1, $2, $3, $4, $5, $6) },
    difference: { unsafe qk_difference_float($0, $1, $2, $3, $4, $5, $6, $7) },
    tabulate: { unsafe qk_tabulate_float($0, $1, $2, $3, $4, $5, $6) },
    weights: { unsafe qk_weights_float($0, $1, $2, $3, $4, $5, $6) })
}
