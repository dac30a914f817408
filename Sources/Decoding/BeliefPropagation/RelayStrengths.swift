// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// The memory strengths of every column in every leg, the same for all shots.
struct RelayStrengths: Sendable {
  private let settings: RelaySettings
  private let columnCount: Int

  init(_ settings: RelaySettings, columnCount: Int) {
    self.settings = settings
    self.columnCount = columnCount
  }

  /// The strength of a column in a leg: hashed from the seed, so that no table is kept.
  @inline(__always)
  subscript(leg: Int, column: Int) -> Float {
    if leg == 0 { return Float(settings.firstStrength) }
    var mixer = SplitMix64(
      state: settings.seed &+ UInt64(leg) &* 0xA24B_AED4_963E_E407 &+ UInt64(column)
        &* 0x9FB2_1C65_1E98_DF25)
    let unit = Double(mixer.next() >> 11) * 0x1p-53
    let range = settings.strengths
    return Float(range.lowerBound + unit * (range.upperBound - range.lowerBound))
  }
}
