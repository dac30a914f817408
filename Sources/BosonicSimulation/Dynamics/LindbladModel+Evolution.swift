// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives

extension LindbladModel {
  /// Evolves a state through a list of times.
  ///
  /// A pure state without jumps stays a vector; any other becomes a density matrix. After every step of the
  /// integration the edge of the levels is looked at, and a state that reaches it is refused, not reflected.
  ///
  /// - Parameters:
  ///   - state: The state at the first time.
  ///   - times: The times, ascending, at least one.
  ///   - observables: The operators whose means are wanted.
  ///   - options: How.
  /// - Returns: The means and the final state.
  /// - Throws: `BosonicError` if a parameter is out of its range, the tolerance cannot be reached, or the
  ///   levels do not hold the state.
  public func evolve(
    _ state: FockState, times: [Double], observables: [BandOperator] = [],
    options: EvolutionOptions = EvolutionOptions()
  ) throws(BosonicError) -> Evolution {
    try options.validate()
    try Self.requireAscending(times)
    guard state.space.dimensions == space.dimensions else {
      throw BosonicError(
        .shape, "levels \(state.space.dimensions) of the state and \(space.dimensions) differ.")
    }
    let staysPure = state.isPure && jumps.isEmpty
    var current = staysPure ? state : state.mixed
    let generator = staysPure ? effectiveGenerator() : try liouvillian()
    var stepper = try makeStepper(generator, staysPure: staysPure, options: options)
    var means = observables.map { _ in [Complex]() }
    let edges = LevelEdges(state.space)
    var largest = 0.0
    func look(_ elements: [Complex], _ time: Double) throws(BosonicError) {
      for mode in 0..<space.modes {
        let population = edges.population(of: elements, mode: mode, isPure: staysPure)
        largest = max(largest, population)
        guard options.checksTruncation, population > state.space.tolerance else { continue }
        throw state.space.truncation(
          after: "evolution to t=\(time)", mode: mode, population: population)
      }
    }
    try look(current.elements, times[0])
    for (index, time) in times.enumerated() {
      if index > 0 {
        try stepper.advance(&current.elements, from: times[index - 1], to: time, afterStep: look)
      }
      for (place, observable) in observables.enumerated() {
        means[place].append(current.mean(observable))
      }
    }
    return Evolution(times: times, means: means, final: current, edgePopulation: largest)
  }

  /// Evolves a state and makes sure that more levels do not change the means.
  ///
  /// - Parameters:
  ///   - space: The space of the answer.
  ///   - dimensions: The numbers of levels to compare with, larger than the space's.
  ///   - times: The times.
  ///   - agreement: How much the means may differ, relative to 1 or to themselves.
  ///   - options: How.
  ///   - make: The system, the state and the observables in a space.
  /// - Returns: The evolution in `space`.
  /// - Throws: `BosonicError` with code `.truncation` if the means differ more.
  public static func evolveChecked(
    in space: FockSpace, against dimensions: [Int], times: [Double], agreement: Double = 1e-6,
    options: EvolutionOptions = EvolutionOptions(),
    _ make: (FockSpace) throws(BosonicError) -> (LindbladModel, FockState, [BandOperator])
  ) throws(BosonicError) -> Evolution {
    let (model, state, observables) = try make(space)
    let answer = try model.evolve(state, times: times, observables: observables, options: options)
    let (other, start, same) = try make(try space.resized(dimensions))
    let check = try other.evolve(start, times: times, observables: same, options: options)
    for (first, second) in zip(answer.means.joined(), check.means.joined()) {
      let difference = (first - second).magnitude
      guard difference <= agreement * max(1, second.magnitude) else {
        throw BosonicError(
          .truncation,
          "dimension=\(space.dimensions) is too small: a mean changes by \(difference) with "
            + "\(dimensions) levels, more than \(agreement).")
      }
    }
    return answer
  }

  private func makeStepper(
    _ generator: BandOperator, staysPure: Bool, options: EvolutionOptions
  ) throws(BosonicError) -> any Stepper {
    let parts = drives.map { drive in
      let operation =
        staysPure ? Complex(0, -1) * drive.operation : drive.operation.commutator()
      return ExplicitStepper.Part(operation: operation, envelope: drive.envelope)
    }
    let explicit = ExplicitStepper(constant: generator, parts: parts, options: options)
    switch options.method {
    case .explicit: return explicit
    case .exponential:
      guard drives.isEmpty else {
        throw BosonicError(
          .badParameter, "method=exponential needs a constant Hamiltonian; use explicit.")
      }
    case .automatic:
      guard drives.isEmpty, generator.size <= 1 << 16 else { return explicit }
    }
    let blocks = InvariantBlocks(generator, mirrored: !staysPure)
    if options.method == .automatic && blocks.factorStorage > 1 << 23 { return explicit }
    return ExponentialStepper(blocks, options: options)
  }

  static func requireAscending(_ times: [Double]) throws(BosonicError) {
    guard !times.isEmpty, times.allSatisfy(\.isFinite) else {
      throw BosonicError(.badParameter, "times=\(times): at least one finite time is needed.")
    }
    for (first, second) in zip(times, times.dropFirst()) where second <= first {
      throw BosonicError(.badParameter, "times: \(second) does not come after \(first).")
    }
  }
}

/// A way to carry a vector from one time to another.
protocol Stepper {
  /// Replaces the vector by its value at a later time.
  ///
  /// - Parameters:
  ///   - vector: The vector.
  ///   - start: Its time.
  ///   - end: The later time.
  ///   - afterStep: Looks at the vector and the time after each step.
  /// - Throws: `BosonicError` with code `.convergence` if the tolerance cannot be reached; what `afterStep` throws.
  mutating func advance(
    _ vector: inout [Complex], from start: Double, to end: Double,
    afterStep: ([Complex], Double) throws(BosonicError) -> Void
  ) throws(BosonicError)
}
