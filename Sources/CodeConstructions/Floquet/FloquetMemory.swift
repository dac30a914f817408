// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra

/// Writes the memory experiment of a Floquet code, turn by turn.
struct FloquetMemory {
  private typealias Tag = ExtractionRound.Tag

  /// What later turns refer to; result numbers count back from the last result.
  private struct State: Hashable {
    /// How many results back the last one of each edge is.
    var edgeResults: [Int]
    /// How many results back those are whose product is the last known value of each face.
    var faceResults: [[Int]]
    /// The observables, as they are now.
    var operators: [[StabilizerCode.Factor]]
    /// The turn within the cycle.
    var turn: Int
    /// The colour measured last, and the one before.
    var colour: Int
    var earlierColour: Int

    mutating func pass(_ count: Int) {
      for edge in edgeResults.indices { edgeResults[edge] += count }
      for face in faceResults.indices {
        for index in faceResults[face].indices { faceResults[face][index] += count }
      }
    }
  }

  /// The most cycles after which a cycle may begin as one before it did.
  private static let largestPeriod = 100

  private let code: FloquetCode
  private let isNative: Bool
  private let byColour: [[Int]]
  private let pairs: [StabilizerCode.LogicalPair]
  private let basis: MemoryExperiment.Basis
  private let moves: [[LogicalMove]]
  private var state: State

  init(_ code: FloquetCode, basis: MemoryExperiment.Basis, isNative: Bool) {
    self.code = code
    self.basis = basis
    self.isNative = isNative
    let byColour = code.edgesByColour
    self.byColour = byColour
    pairs = code.logicals
    moves = (0..<3).map { old in
      (0..<3).map { LogicalMove(code, from: byColour[old], to: byColour[$0]) }
    }
    let last = code.turns.last ?? 0
    // Before the first turn, the faces and the edges of the last colour have been measured, in this order.
    let count = byColour[last].count
    var edgeResults = [Int](repeating: 0, count: code.edges.count)
    for (index, edge) in byColour[last].enumerated() { edgeResults[edge] = count - index }
    state = State(
      edgeResults: edgeResults,
      faceResults: code.faces.indices.map { [count + code.faces.count - $0] },
      operators: code.logicals.flatMap { pair in
        (basis != .z ? [pair.x] : []) + (basis != .x ? [pair.z] : [])
      }, turn: 0, colour: last, earlierColour: code.turns.dropLast().last ?? last)
  }

  /// The circuit of so many rounds of three turns.
  ///
  /// Once a cycle of turns begins as one before it did, the rest of the cycles are one REPEAT.
  mutating func circuit(rounds: UInt64) throws(CodeError) -> Circuit {
    var circuit = coordinates
    let last = byColour[state.colour].map { code.edges[$0].check.factors }
    appendProducts(code.faces.map(\.check.factors) + last, tag: Tag.noiseless, to: &circuit)
    appendPauliObservables(pairs, basis, to: &circuit)
    circuit.append(.tick)
    if !isNative { appendStart(to: &circuit) }
    // With ancillas, the last turn is apart: no other follows whose gates it shares steps with.
    let regular = 3 * rounds - (isNative ? 0 : 1)
    let cycle = UInt64(code.turns.count)
    var done: UInt64 = 0
    var states: [State] = []
    var bodies: [Circuit] = []
    while done + cycle <= regular {
      if let first = states.firstIndex(of: state) {
        var body = Circuit()
        for part in bodies[first...] { body.operations += part.operations }
        let period = UInt64(states.count - first) * cycle
        circuit.append(repeating: body, count: (regular - done) / period)
        done += (regular - done) / period * period
        break
      }
      guard states.count < FloquetMemory.largestPeriod else {
        throw CodeError(
          .unsupported,
          "\(code.name): its logical operators do not come back within \(states.count) cycles; "
            + "give fewer rounds.")
      }
      states.append(state)
      var body = Circuit()
      for _ in 0..<cycle { try appendTurn(to: &body) }
      bodies.append(body)
      circuit.operations += body.operations
      done += cycle
    }
    while done < regular {
      try appendTurn(to: &circuit)
      done += 1
    }
    if !isNative { try appendTurn(to: &circuit, isLast: true) }
    // Three perfect turns tell every face. Perfect edges of one colour alone would be detectors too, which one
    // fault flips together with two faces.
    for _ in 0..<3 { try appendTurn(to: &circuit, isPerfect: true) }
    for (index, factors) in state.operators.enumerated() {
      circuit.append(
        .observableInclude, factors.map { .pauli($0.pauli, $0.qubit) },
        arguments: [Double(index)])
    }
    return circuit
  }

  /// One round of three turns as it is in the middle of a memory, for counting.
  func oneRound() -> Circuit {
    var memory = self
    var circuit = Circuit()
    for _ in 0..<3 {
      let colour = memory.code.turns[memory.state.turn]
      memory.appendGates(colour, isLast: false, to: &circuit)
      memory.state.turn = (memory.state.turn + 1) % memory.code.turns.count
      circuit.append(.tick)
    }
    return circuit
  }

  private var coordinates: Circuit {
    var circuit = Circuit()
    for (qubit, position) in code.positions.enumerated() {
      circuit.append(.qubitCoords, qubits: [qubit], arguments: position)
    }
    for (index, edge) in code.edges.enumerated() where !isNative {
      circuit.append(
        .qubitCoords, qubits: [code.qubitCount + index], arguments: edge.check.position)
    }
    return circuit
  }

  private var nextColour: Int { code.turns[(state.turn + 1) % code.turns.count] }

  /// Moves the observables, measures one colour, and compares the faces that it completes.
  private mutating func appendTurn(
    to circuit: inout Circuit, isLast: Bool = false, isPerfect: Bool = false
  ) throws(CodeError) {
    let colour = code.turns[state.turn]
    let before = state.colour
    for index in state.operators.indices {
      guard let chosen = moves[before][colour].edges(moving: state.operators[index]) else {
        throw CodeError(.badChecks, "\(code.name): a logical operator cannot move past a turn.")
      }
      if chosen.isEmpty { continue }
      circuit.append(
        .observableInclude, chosen.map { .record(state.edgeResults[$0]) },
        arguments: [Double(index)])
      for edge in chosen {
        state.operators[index] = StabilizerCode.product(
          state.operators[index], code.edges[edge].check.factors)
      }
    }
    if state.turn % 3 == 0 && !isPerfect {
      circuit.append(.iError, code.positions.indices.map { .qubit($0) }, tag: Tag.round)
    }
    if isNative || isPerfect {
      appendProducts(
        byColour[colour].map { code.edges[$0].check.factors },
        tag: isPerfect ? Tag.noiseless : "", to: &circuit)
    } else {
      appendGates(colour, isLast: isLast, to: &circuit)
    }
    let count = byColour[colour].count
    state.pass(count)
    let chains = state.earlierColour == colour ? moves[before][colour].openChains : []
    let earlier = chains.map { chain in chain.map { state.edgeResults[$0] } }
    for (index, edge) in byColour[colour].enumerated() { state.edgeResults[edge] = count - index }
    appendDetectors(before, colour, to: &circuit)
    for (chain, old) in zip(chains, earlier) {
      circuit.append(
        .detector, (chain.map { state.edgeResults[$0] } + old).map { .record($0) },
        arguments: code.edges[chain[0]].check.position + [0])
    }
    circuit.append(.shiftCoords, arguments: [0, 0, 1])
    circuit.append(.tick)
    state.earlierColour = before
    state.colour = colour
    state.turn = (state.turn + 1) % code.turns.count
  }

  private mutating func appendDetectors(
    _ before: Int, _ colour: Int, to circuit: inout Circuit
  ) {
    for (index, face) in code.faces.enumerated()
    where face.colour != before && face.colour != colour && before != colour {
      let now = face.edges.map { state.edgeResults[$0] }.sorted()
      // A result in both values cancels.
      let changed = Set(now).symmetricDifference(state.faceResults[index]).sorted()
      circuit.append(
        .detector, changed.map { .record($0) }, arguments: face.check.position + [0])
      state.faceResults[index] = now
    }
  }
}

extension FloquetMemory {
  /// Turning every qubit once takes X to Z, then Y, then Z: how often, for each colour.
  private static let turnings = [1, 2, 0]

  /// Resets the first ancillas and makes the gates that come before the first turn.
  private func appendStart(to circuit: inout Circuit) {
    let colour = code.turns[0]
    circuit.append(.r, qubits: byColour[colour].map { $0 + code.qubitCount })
    appendRotation(from: 2, to: colour, Array(code.positions.indices), tag: "", to: &circuit)
    circuit.append(.tick)
    appendGates(colour, isSecond: false, to: &circuit)
    circuit.append(.tick)
  }

  /// The two steps of a turn, in which the gates of the next one begin.
  private func appendGates(_ colour: Int, isLast: Bool, to circuit: inout Circuit) {
    let ancillas = byColour[colour].map { $0 + code.qubitCount }
    let qubits = code.positions.indices
    if isLast {
      appendGates(colour, isSecond: true, to: &circuit)
      circuit.append(.tick)
      circuit.append(.m, qubits: ancillas)
      appendRotation(from: colour, to: 2, Array(qubits), tag: Tag.noiseless, to: &circuit)
      return
    }
    let next = nextColour
    circuit.append(.r, qubits: byColour[next].map { $0 + code.qubitCount })
    appendGates(colour, isSecond: true, to: &circuit)
    appendRotation(
      from: colour, to: next, qubits.filter { !code.isSecond[$0] }, tag: "", to: &circuit)
    circuit.append(.tick)
    appendGates(next, isSecond: false, to: &circuit)
    appendRotation(
      from: colour, to: next, qubits.filter { code.isSecond[$0] }, tag: "", to: &circuit)
    circuit.append(.m, qubits: ancillas)
  }

  private func appendGates(_ colour: Int, isSecond: Bool, to circuit: inout Circuit) {
    let targets = byColour[colour].flatMap { edge in
      code.edges[edge].check.factors.filter { code.isSecond[$0.qubit] == isSecond }
        .flatMap { [$0.qubit, code.qubitCount + edge] }
    }
    circuit.append(.cx, qubits: targets)
  }

  private func appendRotation(
    from old: Int, to new: Int, _ qubits: [Int], tag: String, to circuit: inout Circuit
  ) {
    let turnings = FloquetMemory.turnings
    let gate: Gate
    switch (turnings[new] - turnings[old] + 3) % 3 {
    case 1: gate = .cZYX
    case 2: gate = .cXYZ
    default: return
    }
    circuit.append(gate, qubits.map { .qubit($0) }, tag: tag)
  }
}
