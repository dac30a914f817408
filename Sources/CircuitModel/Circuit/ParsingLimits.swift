// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// How large a circuit may become when its blocks are unrolled.
///
/// A short text can ask for 10¹⁸ measurements. What is going to run a circuit shot by shot states
/// here how much it can bear, and the block that asks for more is refused with its place.
public struct ParsingLimits: Sendable, Hashable {
  /// The most instructions that may be executed, counting one for each line.
  public var instructions: UInt64
  /// The most results that may be recorded.
  public var measurements: UInt64

  /// Makes limits; without arguments, only totals beyond 64 bits are refused.
  public init(instructions: UInt64 = .max, measurements: UInt64 = .max) {
    self.instructions = instructions
    self.measurements = measurements
  }
}
