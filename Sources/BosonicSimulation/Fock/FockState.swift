// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import ComputePrimitives
import LinearAlgebra

/// A state of one or several modes in their kept levels: a vector if pure, a density matrix if mixed.
///
/// Operations that may push population above the kept levels measure what they lose and refuse to lose
/// more than the space's tolerance; what they do lose stays visible in `trace`.
public struct FockState: Sendable, Hashable {
  /// The space.
  public let space: FockSpace
  /// Whether the state is a vector.
  public let isPure: Bool
  /// The amplitudes of a pure state, or the density matrix row by row.
  public internal(set) var elements: [Complex]

  init(space: FockSpace, isPure: Bool, elements: [Complex]) {
    self.space = space
    self.isPure = isPure
    self.elements = elements
  }

  /// A pure state of given amplitudes, divided by their norm.
  ///
  /// - Throws: `BosonicError` if there are too few or too many amplitudes, or their norm is 0 or not finite.
  public init(space: FockSpace, amplitudes: [Complex]) throws(BosonicError) {
    guard amplitudes.count == space.size else {
      throw BosonicError(
        .shape, "\(amplitudes.count) amplitudes were given for \(space.size) basis states.")
    }
    let norm = amplitudes.reduce(0) { $0 + $1.squaredMagnitude }
    guard norm > 0, norm.isFinite else {
      throw BosonicError(.badParameter, "norm=\(norm) of the amplitudes is not above 0 and finite.")
    }
    let scale = 1 / norm.squareRoot()
    self.init(space: space, isPure: true, elements: amplitudes.map { scale * $0 })
  }

  /// The state as a density matrix.
  ///
  /// - Complexity: O(size²).
  public var mixed: FockState {
    guard isPure else { return self }
    var density: [Complex] = []
    density.reserveCapacity(space.size * space.size)
    for row in elements {
      for column in elements { density.append(row * column.conjugate) }
    }
    return FockState(space: space, isPure: false, elements: density)
  }

  /// The element ⟨row|ρ|column⟩ of the density matrix.
  ///
  /// - Precondition: Both are below the size of the space.
  public func element(_ row: Int, _ column: Int) -> Complex {
    precondition(
      (0..<space.size).contains(row) && (0..<space.size).contains(column),
      "A basis state lies outside of the space.")
    return isPure
      ? elements[row] * elements[column].conjugate : elements[row * space.size + column]
  }

  /// The probability of each basis state.
  public var populations: [Double] {
    isPure
      ? elements.map(\.squaredMagnitude)
      : (0..<space.size).map { elements[$0 * (space.size + 1)].real }
  }

  /// The sum of the populations: 1 but for what truncation has lost.
  public var trace: Double { populations.reduce(0, +) }

  /// Tr ρ², 1 for a pure state.
  public var purity: Double {
    let sum = elements.reduce(0) { $0 + $1.squaredMagnitude }
    return isPure ? sum * sum : sum
  }

  /// Divides by the trace.
  mutating func normalize() {
    let trace = trace
    guard trace > 0 else { return }
    let scale = isPure ? 1 / trace.squareRoot() : 1 / trace
    for index in elements.indices { elements[index] = scale * elements[index] }
  }

  /// The mean Tr(Aρ) of an operator.
  ///
  /// - Precondition: The operator has the size of the space.
  /// - Complexity: O(size · bands).
  public func mean(_ operation: BandOperator) -> Complex {
    precondition(operation.size == space.size, "An operator must have the size of the space.")
    var sum = Complex.zero
    for band in operation.bands {
      let rows =
        max(
          0, -band.offset)..<max(
          min(space.size, space.size - band.offset), max(0, -band.offset))
      for row in rows { sum += band.values[row] * element(row + band.offset, row) }
    }
    return sum
  }

  /// The probability of each photon number of a mode.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public func photonDistribution(mode: Int = 0) throws(BosonicError) -> [Double] {
    try space.requireMode(mode)
    var result = Array(repeating: 0.0, count: space.dimensions[mode])
    for (index, population) in populations.enumerated() {
      result[space.level(of: index, mode: mode)] += population
    }
    return result
  }

  /// The mean photon number of a mode.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public func meanPhotons(mode: Int = 0) throws(BosonicError) -> Double {
    try photonDistribution(mode: mode).enumerated().reduce(0) { $0 + Double($1.0) * $1.1 }
  }

  /// The population of the highest tenth of a mode's levels, at least two: what a wall would reflect.
  ///
  /// - Throws: `BosonicError` if the mode does not exist.
  public func edgePopulation(mode: Int) throws(BosonicError) -> Double {
    let distribution = try photonDistribution(mode: mode)
    return distribution.suffix(LevelEdges.count(distribution.count)).reduce(0, +)
  }

  /// Refuses a state that reaches the edge of its levels.
  ///
  /// - Throws: `BosonicError` with code `.truncation`.
  public func requireRoom(after what: String) throws(BosonicError) {
    for mode in 0..<space.modes {
      let edge = try edgePopulation(mode: mode)
      if edge > space.tolerance {
        throw space.truncation(after: what, mode: mode, population: edge)
      }
    }
  }

  /// The fidelity (Tr √(√ρ σ √ρ))² with another state of the same space.
  ///
  /// - Throws: `BosonicError` if the spaces differ, or the spectrum cannot be found.
  /// - Complexity: O(size³) if both are mixed.
  public func fidelity(with other: FockState) throws(BosonicError) -> Double {
    guard space.dimensions == other.space.dimensions else {
      throw BosonicError(
        .shape, "levels \(space.dimensions) and \(other.space.dimensions) differ.")
    }
    if isPure { return other.overlap(with: elements) }
    if other.isPure { return overlap(with: other.elements) }
    let size = space.size
    do {
      let root = try ComplexMatrix(rows: size, columns: size, elements: elements)
        .hermitianFunction { max($0, 0).squareRoot() }
      let middle = ComplexMatrix(rows: size, columns: size, elements: other.elements)
      let values = try (root * middle * root).hermitianSpectrum().values
      let sum = values.reduce(0) { $0 + max($1, 0).squareRoot() }
      return sum * sum
    } catch {
      throw BosonicError(.convergence, "the fidelity cannot be computed: \(error)")
    }
  }

  /// ⟨v|ρ|v⟩.
  private func overlap(with vector: [Complex]) -> Double {
    if isPure {
      return zip(vector, elements).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
        .squaredMagnitude
    }
    var sum = Complex.zero
    for row in 0..<space.size {
      var part = Complex.zero
      for column in 0..<space.size {
        part += elements[row * space.size + column] * vector[column]
      }
      sum += vector[row].conjugate * part
    }
    return sum.real
  }
}
