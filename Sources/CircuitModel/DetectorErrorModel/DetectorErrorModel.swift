// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Independent error mechanisms, each with a probability and the detectors and observables that it
/// flips.
///
/// Detector numbers within an instruction are relative to the shifts made before it, as in the
/// `.dem` text; `forEachMechanism` gives absolute ones.
public struct DetectorErrorModel: Sendable, Hashable {
  /// The instructions, in order.
  public var instructions: [Instruction]

  /// Makes a model of the given instructions.
  public init(_ instructions: [Instruction] = []) {
    self.instructions = instructions
  }

  /// One line of a model.
  public enum Instruction: Sendable, Hashable {
    /// A mechanism: with `probability`, flip the targets; separators suggest a decomposition.
    case error(probability: Double, targets: [Target], tag: String = "")
    /// Declares a detector (relative number), perhaps with coordinates (relative to the shift).
    case detector(UInt64, coordinates: [Double] = [], tag: String = "")
    /// Declares an observable.
    case logicalObservable(UInt64, tag: String = "")
    /// Adds to the detector offset and to the coordinate offset.
    case shiftDetectors(UInt64, coordinates: [Double] = [], tag: String = "")
    /// Repeats a block; its shifts add up.
    case block(count: UInt64, body: DetectorErrorModel, tag: String = "")
  }

  /// A detector, an observable, or the `^` between suggested components.
  public enum Target: Sendable, Hashable, BitwiseCopyable {
    /// Detector number, relative to the shifts made so far.
    case detector(UInt64)
    /// Observable number.
    case observable(UInt64)
    /// `^`.
    case separator
  }
}
