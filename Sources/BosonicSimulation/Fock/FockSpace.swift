// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The kept levels of one or several modes.
///
/// Mode k has the photon numbers 0 ..< dimensions[k]. A basis state of several modes has the index
/// Σ nₖ · strides[k], the last mode fastest.
public struct FockSpace: Sendable, Hashable {
  /// The number of levels of each mode.
  public let dimensions: [Int]
  /// The distance of two states that differ by one photon in each mode.
  public let strides: [Int]
  /// The number of basis states.
  public let size: Int
  /// The population that may lie outside of the kept levels before an operation is refused.
  public let tolerance: Double

  /// The largest number of basis states that a space may have.
  public static let largestSize = 1 << 20

  /// Makes a space.
  ///
  /// - Parameters:
  ///   - dimensions: The number of levels of each mode, each in 2...4096.
  ///   - tolerance: The population that truncation may cost, in 1e-15...1e-2.
  /// - Throws: `BosonicError` if a parameter is out of its range or the space is too large.
  public init(dimensions: [Int], tolerance: Double = 1e-9) throws(BosonicError) {
    try require(dimensions.count, in: 1...8, "modes")
    var size = 1
    for dimension in dimensions {
      try require(dimension, in: 2...4096, "dimension")
      size *= dimension
    }
    try require(size, in: 2...Self.largestSize, "basis states")
    try require(tolerance, in: 1e-15...1e-2, "truncation tolerance")
    self.dimensions = dimensions
    self.size = size
    self.tolerance = tolerance
    var strides = Array(repeating: 1, count: dimensions.count)
    for mode in (0..<dimensions.count - 1).reversed() {
      strides[mode] = strides[mode + 1] * dimensions[mode + 1]
    }
    self.strides = strides
  }

  /// Makes a space of one mode.
  ///
  /// - Throws: `BosonicError` if a parameter is out of its range.
  public init(dimension: Int, tolerance: Double = 1e-9) throws(BosonicError) {
    try self.init(dimensions: [dimension], tolerance: tolerance)
  }

  /// The number of modes.
  public var modes: Int { dimensions.count }

  /// The photon number of a mode in a basis state.
  ///
  /// - Precondition: The mode exists.
  public func level(of index: Int, mode: Int) -> Int {
    index / strides[mode] % dimensions[mode]
  }

  /// The index of a basis state.
  ///
  /// - Parameter levels: The photon number of each mode.
  /// - Returns: Its index.
  /// - Throws: `BosonicError` if the levels are not those of the space.
  public func index(of levels: [Int]) throws(BosonicError) -> Int {
    guard levels.count == modes else {
      throw BosonicError(
        .shape, "\(levels.count) photon numbers were given for \(modes) modes.")
    }
    var index = 0
    for (mode, level) in levels.enumerated() {
      try require(level, in: 0...dimensions[mode] - 1, "photons of mode \(mode)")
      index += level * strides[mode]
    }
    return index
  }

  /// Refuses a mode that the space does not have.
  func requireMode(_ mode: Int) throws(BosonicError) {
    try require(mode, in: 0...modes - 1, "mode")
  }

  /// The same modes with other numbers of levels.
  func resized(_ dimensions: [Int]) throws(BosonicError) -> FockSpace {
    try FockSpace(dimensions: dimensions, tolerance: tolerance)
  }

  /// The error of a state that the kept levels do not hold.
  func truncationError(_ what: String, missing: Double, enough: Int?) -> BosonicError {
    let advice = enough.map { "; \($0) levels are enough" } ?? "; raise the dimension"
    let kept = dimensions.map(String.init).joined(separator: "×")
    return BosonicError(
      .truncation,
      "\(what): dimension=\(kept) leaves out a population of \(missing), above the tolerance "
        + "\(tolerance)\(advice).")
  }
}
