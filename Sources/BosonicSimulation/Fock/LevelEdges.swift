// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

/// The basis states in which a mode is at the edge of its levels, for looking at them after every step.
struct LevelEdges {
  private let size: Int
  /// The basis states of each mode's edge.
  private let places: [[Int]]

  init(_ space: FockSpace) {
    size = space.size
    places = (0..<space.modes).map { mode in
      let dimension = space.dimensions[mode]
      let lowest = dimension - LevelEdges.count(dimension)
      return (0..<space.size).filter { space.level(of: $0, mode: mode) >= lowest }
    }
  }

  /// How many levels of a mode count as its edge.
  static func count(_ dimension: Int) -> Int { max(2, dimension / 10) }

  /// The population of a mode's edge.
  ///
  /// - Parameters:
  ///   - elements: The amplitudes of a pure state, or a density matrix row by row.
  ///   - mode: The mode.
  ///   - isPure: Which of the two.
  /// - Returns: The population, of a vector relative to a norm of 1.
  func population(of elements: [Complex], mode: Int, isPure: Bool) -> Double {
    var sum = 0.0
    for place in places[mode] {
      sum += isPure ? elements[place].squaredMagnitude : elements[place * (size + 1)].real
    }
    return sum
  }
}

extension FockSpace {
  /// The refusal of a state whose population at the edge of a mode is above the tolerance.
  ///
  /// - Parameters:
  ///   - what: What led to the state.
  ///   - mode: The mode.
  ///   - population: How much is at its edge.
  ///   - average: Over what that is an average, as the message words it.
  /// - Returns: The error, with code `.truncation`.
  func truncation(
    after what: String, mode: Int, population: Double, average: String = ""
  ) -> BosonicError {
    BosonicError(
      .truncation,
      "\(what): dimension=\(dimensions[mode]) of mode \(mode) is too small; its top "
        + "\(LevelEdges.count(dimensions[mode])) levels hold a population of \(population)"
        + "\(average), above the tolerance \(tolerance).")
  }
}
