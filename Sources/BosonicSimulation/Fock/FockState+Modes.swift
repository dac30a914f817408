// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension FockState {
  /// The product with a state of further modes, which come last.
  ///
  /// - Throws: `BosonicError` if the joint space is too large.
  public func tensor(_ other: FockState) throws(BosonicError) -> FockState {
    let joint = try FockSpace(
      dimensions: space.dimensions + other.space.dimensions,
      tolerance: max(space.tolerance, other.space.tolerance))
    if isPure && other.isPure {
      return FockState(
        space: joint, isPure: true,
        elements: elements.flatMap { left in other.elements.map { left * $0 } })
    }
    let (left, right) = (mixed, other.mixed)
    let (n, m) = (space.size, other.space.size)
    try require(joint.size * joint.size, in: 1...FockSpace.largestSize * 16, "density elements")
    var density = Array(repeating: Complex.zero, count: joint.size * joint.size)
    for i in 0..<n {
      for j in 0..<n {
        let factor = left.elements[i * n + j]
        guard factor != .zero else { continue }
        for k in 0..<m {
          for l in 0..<m {
            density[(i * m + k) * joint.size + j * m + l] = factor * right.elements[k * m + l]
          }
        }
      }
    }
    return FockState(space: joint, isPure: false, elements: density)
  }

  /// The state of one mode, the others traced out; mixed unless there is only one mode.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  /// - Complexity: O(size · dimension) for a pure state, O(size²) for a mixed one.
  public func reduced(to mode: Int) throws(BosonicError) -> FockState {
    try space.requireMode(mode)
    guard space.modes > 1 else { return self }
    let dimension = space.dimensions[mode]
    let stride = space.strides[mode]
    var density = Array(repeating: Complex.zero, count: dimension * dimension)
    for row in 0..<space.size {
      let level = space.level(of: row, mode: mode)
      let base = row - level * stride
      for other in 0..<dimension {
        density[level * dimension + other] += element(row, base + other * stride)
      }
    }
    let one = try FockSpace(dimension: dimension, tolerance: space.tolerance)
    return FockState(space: one, isPure: false, elements: density)
  }

  /// The same state in more or fewer levels.
  ///
  /// - Parameters:
  ///   - dimensions: The new number of levels of each mode.
  ///   - what: The operation that a refusal names.
  /// - Returns: The state in the new levels.
  /// - Throws: `BosonicError` with code `.truncation` if fewer levels do not hold the state.
  public func resized(to dimensions: [Int], after what: String = "resizing") throws(BosonicError)
    -> FockState
  {
    guard dimensions.count == space.modes else {
      throw BosonicError(
        .shape, "\(dimensions.count) dimensions were given for \(space.modes) modes.")
    }
    let target = try space.resized(dimensions)
    // Where each old basis state goes; nil above the new levels.
    let places = (0..<space.size).map { index -> Int? in
      var place = 0
      for mode in 0..<space.modes {
        let level = space.level(of: index, mode: mode)
        guard level < dimensions[mode] else { return nil }
        place += level * target.strides[mode]
      }
      return place
    }
    let missing = zip(places, populations).reduce(0) { $0 + ($1.0 == nil ? $1.1 : 0) }
    guard missing <= space.tolerance else {
      throw target.truncationError(what, missing: missing, enough: levelsEnough())
    }
    var result = Array(
      repeating: Complex.zero, count: isPure ? target.size : target.size * target.size)
    for (row, place) in places.enumerated() {
      guard let place else { continue }
      if isPure {
        result[place] = elements[row]
      } else {
        for (column, other) in places.enumerated() {
          guard let other else { continue }
          result[place * target.size + other] = elements[row * space.size + column]
        }
      }
    }
    return FockState(space: target, isPure: isPure, elements: result)
  }

  /// The least dimension, the same for all modes, that leaves out no more than the tolerance.
  private func levelsEnough() -> Int? {
    var needed = 2
    for mode in 0..<space.modes {
      guard let distribution = try? photonDistribution(mode: mode) else { return nil }
      var tail = 0.0
      var level = distribution.count
      while level > 0, tail + distribution[level - 1] <= space.tolerance / 2 {
        level -= 1
        tail += distribution[level]
      }
      if level == distribution.count { return nil }
      needed = max(needed, level)
    }
    return needed
  }
}
