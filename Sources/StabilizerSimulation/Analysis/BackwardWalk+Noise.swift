// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra

extension BackwardWalk where Sink: ~Copyable {
  mutating func undoNoise(
    _ instruction: Circuit.Instruction, _ state: inout SensitivityState
  ) throws(CircuitError) {
    let arguments = instruction.arguments
    if state.isScout {
      // Without a record of errors only the heralds' measurements matter.
      if instruction.gate.definition.traits.contains(.measures) {
        for _ in instruction.targets { _ = state.takeMeasurement() }
      }
      return
    }
    sink.enter(instruction, place)
    switch instruction.gate {
    case .xError: addSingles(.x, instruction, state)
    case .yError: addSingles(.y, instruction, state)
    case .zError: addSingles(.z, instruction, state)
    case .depolarize1:
      let each = try independentProbability(arguments[0], .depolarize1)
      addOneQubitChannel(
        instruction, .init(repeating: each), isDisjoint: false, zFirst: true, state)
    case .depolarize2:
      let each = try independentProbability(arguments[0], .depolarize2)
      addTwoQubitChannel(instruction, .init(repeating: each), isDisjoint: false, state)
    case .pauliChannel1: try undoPauliChannel1(instruction, state)
    case .pauliChannel2: try undoPauliChannel2(instruction, state)
    case .heraldedErase, .heraldedPauliChannel1: try undoHeralded(instruction, &state)
    case .correlatedError, .elseCorrelatedError: try undoChain(instruction, state)
    default: break
    }
  }

  private mutating func addSingles(
    _ pauli: Pauli, _ instruction: Circuit.Instruction, _ state: borrowing SensitivityState
  ) {
    for index in instruction.targets.indices.reversed() {
      sink.add(
        state.symptom(of: pauli, on: instruction.targets[index].index, &store),
        probability: instruction.arguments[0],
        at: NoiseSite(firstTarget: index, targetCount: 1), &store)
    }
  }

  /// The probability that makes independent Pauli errors, all alike, equal a depolarizing channel.
  ///
  /// A product of independent channels multiplies the eigenvalues of the Pauli basis. Each non-identity
  /// Pauli anticommutes with 2 of 3 (8 of 15) errors, so (1 − 2q)² = 1 − 4p/3 and (1 − 2q)⁸ = 1 − 16p/15.
  private func independentProbability(_ p: Double, _ gate: Gate) throws(CircuitError) -> Double {
    let isPair = gate == .depolarize2
    let eigenvalue = isPair ? 1 - 16 * p / 15 : 1 - 4 * p / 3
    guard eigenvalue > -1e-15 else {
      throw CircuitError(
        .analysis,
        "\(gate.definition.name)(\(p)) mixes more than completely; no independent errors make it. "
          + "Use at most \(isPair ? "15/16" : "3/4")\(place.description).")
    }
    var root = max(0, eigenvalue).squareRoot()
    if isPair { root = root.squareRoot().squareRoot() }
    return 0.5 - 0.5 * root
  }

  private mutating func addOneQubitChannel(
    _ instruction: Circuit.Instruction, _ probabilities: [16 of Double], isDisjoint: Bool,
    zFirst: Bool, _ state: borrowing SensitivityState
  ) {
    for index in instruction.targets.indices.reversed() {
      let qubit = instruction.targets[index].index
      var generators = ChannelGenerators(count: 2, isDisjoint: isDisjoint)
      generators.symptoms[0] = state.flips[2 * qubit + (zFirst ? 1 : 0)]
      generators.symptoms[1] = state.flips[2 * qubit + (zFirst ? 0 : 1)]
      generators.kinds[0] = zFirst ? .z(target: 0) : .x(target: 0)
      generators.kinds[1] = zFirst ? .x(target: 0) : .z(target: 0)
      sink.add(
        generators, probabilities: probabilities,
        at: NoiseSite(firstTarget: index, targetCount: 1), &store)
    }
  }

  private mutating func addTwoQubitChannel(
    _ instruction: Circuit.Instruction, _ probabilities: [16 of Double], isDisjoint: Bool,
    _ state: borrowing SensitivityState
  ) {
    var index = instruction.targets.count & ~1
    while index > 0 {
      index -= 2
      var first = instruction.targets[index].index
      var second = instruction.targets[index + 1].index
      var generators = ChannelGenerators(count: 4, isDisjoint: isDisjoint)
      if isDisjoint { swap(&first, &second) }
      let zOffset = isDisjoint ? 0 : 1
      generators.symptoms = [
        state.flips[2 * first + zOffset], state.flips[2 * first + 1 - zOffset],
        state.flips[2 * second + zOffset], state.flips[2 * second + 1 - zOffset],
      ]
      generators.kinds =
        isDisjoint
        ? [.x(target: 1), .z(target: 1), .x(target: 0), .z(target: 0)]
        : [.z(target: 0), .x(target: 0), .z(target: 1), .x(target: 1)]
      sink.add(
        generators, probabilities: probabilities,
        at: NoiseSite(firstTarget: index, targetCount: 2), &store)
    }
  }

  private mutating func undoPauliChannel1(
    _ instruction: Circuit.Instruction, _ state: borrowing SensitivityState
  ) throws(CircuitError) {
    let p = instruction.arguments
    var probabilities: [16 of Double] = .init(repeating: 0)
    if let independent = PauliChannelSolution(x: p[0], y: p[1], z: p[2]) {
      probabilities[1] = independent.x
      probabilities[2] = independent.z
      probabilities[3] = independent.y
      addOneQubitChannel(instruction, probabilities, isDisjoint: false, zFirst: false, state)
      return
    }
    try checkDisjoint(instruction, allowsOneCase: true)
    probabilities[1] = p[0]
    probabilities[2] = p[2]
    probabilities[3] = p[1]
    addOneQubitChannel(instruction, probabilities, isDisjoint: true, zFirst: false, state)
  }

  private mutating func undoPauliChannel2(
    _ instruction: Circuit.Instruction, _ state: borrowing SensitivityState
  ) throws(CircuitError) {
    try checkDisjoint(instruction, allowsOneCase: true)
    var probabilities: [16 of Double] = .init(repeating: 0)
    for index in 1..<16 {
      // The arguments count IX, IY, IZ, XI, …; case numbers have one bit for X and one for Z.
      let first = (index >> 2) ^ (index >> 3)
      let second = (index & 3) ^ ((index & 2) >> 1)
      probabilities[(first & 3) << 2 | second] = instruction.arguments[index - 1]
    }
    addTwoQubitChannel(instruction, probabilities, isDisjoint: true, state)
  }

  private mutating func undoHeralded(
    _ instruction: Circuit.Instruction, _ state: inout SensitivityState
  ) throws(CircuitError) {
    let p = instruction.arguments
    let isErasure = instruction.gate == .heraldedErase
    try checkDisjoint(instruction, allowsOneCase: !isErasure)
    var probabilities: [16 of Double] = .init(repeating: 0)
    // Case bit 0 is Z, bit 1 is X, bit 2 the herald.
    probabilities[4] = isErasure ? p[0] / 4 : p[0]
    probabilities[6] = isErasure ? p[0] / 4 : p[1]
    probabilities[7] = isErasure ? p[0] / 4 : p[2]
    probabilities[5] = isErasure ? p[0] / 4 : p[3]
    for index in instruction.targets.indices.reversed() {
      let qubit = instruction.targets[index].index
      var generators = ChannelGenerators(count: 3, isDisjoint: true)
      generators.symptoms[0] = state.flips[2 * qubit + 1]
      generators.symptoms[1] = state.flips[2 * qubit]
      generators.symptoms[2] = state.takeMeasurement()
      generators.kinds = [.z(target: 0), .x(target: 0), .herald, .herald]
      sink.add(
        generators, probabilities: probabilities,
        at: NoiseSite(
          firstTarget: index, targetCount: 1, measurement: state.measurementCount), &store)
    }
  }

  /// Gathers ELSE links until their first one is met, then adds them all.
  private mutating func undoChain(
    _ instruction: Circuit.Instruction, _ state: borrowing SensitivityState
  ) throws(CircuitError) {
    chain.append(instruction)
    guard instruction.gate == .correlatedError else { return }
    let links = chain
    chain = []
    if links.count > 1 { try checkChainAllowed() }
    var remaining = 1.0
    var linkPlace = place
    for link in links.reversed() {
      let probability = link.arguments[0] * remaining
      remaining *= 1 - link.arguments[0]
      if links.count > 1, probability > options.approximateDisjointErrors {
        throw CircuitError(
          .analysis,
          "A link of a CORRELATED_ERROR chain has probability \(probability), more than the "
            + "approximate-disjoint-errors threshold \(options.approximateDisjointErrors)"
            + "\(place.description).")
      }
      sink.enter(link, linkPlace)
      linkPlace.frames[linkPlace.frames.count - 1].index += 1
      sink.add(
        product(link.targets[...], state), probability: probability,
        at: NoiseSite(firstTarget: 0, targetCount: link.targets.count), &store)
    }
  }

  /// Refuses a chain of ELSE links whose first link does not come right before them.
  func checkChainGoesOn(with gate: Gate) throws(CircuitError) {
    if chain.isEmpty || gate == .correlatedError || gate == .elseCorrelatedError { return }
    throw CircuitError(
      .analysis,
      "ELSE_CORRELATED_ERROR must directly follow CORRELATED_ERROR or another "
        + "ELSE_CORRELATED_ERROR; what comes before one is neither\(place.description).")
  }

  private func checkChainAllowed() throws(CircuitError) {
    guard options.approximateDisjointErrors > 0 else {
      throw disjointRefusal("ELSE_CORRELATED_ERROR")
    }
  }

  private func disjointRefusal(_ name: String) -> CircuitError {
    CircuitError(
      .analysis,
      "\(name) has disjoint cases, which independent errors only approximate"
        + "\(place.description). Allow it with approximate-disjoint-errors.")
  }

  private func checkDisjoint(
    _ instruction: Circuit.Instruction, allowsOneCase: Bool
  ) throws(CircuitError) {
    let cases = instruction.arguments.filter { $0 > 0 }
    if allowsOneCase && cases.count <= 1 { return }
    let name = instruction.gate.definition.name
    guard options.approximateDisjointErrors > 0 else { throw disjointRefusal(name) }
    if let large = cases.first(where: { $0 > options.approximateDisjointErrors }) {
      throw CircuitError(
        .analysis,
        "\(name) has a probability \(large) above the approximate-disjoint-errors threshold "
          + "\(options.approximateDisjointErrors)\(place.description).")
    }
  }
}
