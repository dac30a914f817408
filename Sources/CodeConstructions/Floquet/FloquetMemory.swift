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
    /// What is known of each face.
    var faces: [FaceHistory]
    /// The observables, as they are now.
    var operators: [[StabilizerCode.Factor]]
    /// The turn within the cycle.
    var turn: Int
    /// The colour measured last.
    var colour: Int

    mutating func pass(_ count: Int) {
      for edge in edgeResults.indices { edgeResults[edge] += count }
      for face in faces.indices { faces[face].pass(count) }
    }
  }

  /// How much of a turn is real.
  private enum Part {
    /// Perfect turns that make the faces known.
    case preparation
    /// Turns that noise may strike; `isLast` if no other follows whose gates share steps with it.
    case memory(isLast: Bool)
    /// Perfect turns that compare every face.
    case readout
  }

  /// The most cycles after which a cycle may begin as one before it did.
  private static let largestPeriod = 100

  private let code: FloquetCode
  private let isNative: Bool
  private let byColour: [[Int]]
  private let moves: [[LogicalMove]]
  private var state: State

  init(_ code: FloquetCode, basis: MemoryExperiment.Basis, isNative: Bool) {
    self.code = code
    self.isNative = isNative
    let byColour = code.edgesByColour
    self.byColour = byColour
    moves = (0..<3).map { old in
      (0..<3).map { LogicalMove(code, from: byColour[old], to: byColour[$0]) }
    }
    let last = code.turns.last ?? 0
    state = State(
      edgeResults: [Int](repeating: 0, count: code.edges.count),
      faces: code.faces.map { FaceHistory($0, code.edges) },
      operators: code.logicals.flatMap { pair in
        (basis != .z ? [pair.x] : []) + (basis != .x ? [pair.z] : [])
      }, turn: 0, colour: last)
  }

  /// The circuit of so many rounds of three turns.
  ///
  /// Before them, after a perfect turn, come the observables and a cycle of perfect turns. Once a cycle begins as one
  /// before it did, the rest of the cycles are one REPEAT. After them comes a cycle of perfect turns and one more
  /// turn, so that what the last results say of a face is compared with perfect ones alone.
  mutating func circuit(rounds: UInt64) throws(CodeError) -> Circuit {
    var circuit = coordinates
    appendEdges(state.colour, tag: Tag.noiseless, to: &circuit)
    recordResults(of: state.colour)
    appendPauliObservables(state.operators, to: &circuit)
    circuit.append(.tick)
    for _ in code.turns { try appendTurn(.preparation, to: &circuit) }
    if !isNative { appendStart(to: &circuit) }
    // With ancillas, the last turn is apart: no other follows whose gates it shares steps with.
    let regular = 3 * rounds - (isNative ? 0 : 1)
    try appendRepeatedTurns(regular, to: &circuit)
    if !isNative { try appendTurn(.memory(isLast: true), to: &circuit) }
    for _ in 0...code.turns.count { try appendTurn(.readout, to: &circuit) }
    appendPauliObservables(state.operators, to: &circuit)
    return circuit
  }

  private mutating func appendRepeatedTurns(
    _ count: UInt64, to circuit: inout Circuit
  ) throws(CodeError) {
    let cycle = UInt64(code.turns.count)
    var done: UInt64 = 0
    var states: [State] = []
    var bodies: [Circuit] = []
    while done + cycle <= count {
      if let first = states.firstIndex(of: state) {
        var body = Circuit()
        for part in bodies[first...] { body.operations += part.operations }
        let period = UInt64(states.count - first) * cycle
        let repetitions = (count - done) / period
        if repetitions > 0 { circuit.append(repeating: body, count: repetitions) }
        done += repetitions * period
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
      for _ in 0..<cycle { try appendTurn(.memory(isLast: false), to: &body) }
      bodies.append(body)
      circuit.operations += body.operations
      done += cycle
    }
    while done < count {
      try appendTurn(.memory(isLast: false), to: &circuit)
      done += 1
    }
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

  /// Moves the observables, measures one colour, and compares the faces of which that tells.
  private mutating func appendTurn(_ part: Part, to circuit: inout Circuit) throws(CodeError) {
    let colour = code.turns[state.turn]
    let before = state.colour
    try appendMoves(from: before, to: colour, to: &circuit)
    switch part {
    case .memory(let isLast):
      if state.turn % 3 == 0 {
        circuit.append(.iError, code.positions.indices.map { .qubit($0) }, tag: Tag.round)
      }
      if isNative {
        appendEdges(colour, tag: "", to: &circuit)
      } else {
        appendGates(colour, isLast: isLast, to: &circuit)
      }
    case .preparation, .readout: appendEdges(colour, tag: Tag.noiseless, to: &circuit)
    }
    recordResults(of: colour)
    for (index, face) in code.faces.enumerated() {
      let compared = state.faces[index].turn(
        measuring: colour, after: before, results: state.edgeResults)
      guard let compared else { continue }
      // Nothing is noisy yet in the preparation.
      if case .preparation = part { continue }
      circuit.append(
        .detector, compared.map { .record($0) }, arguments: face.check.position + [0])
    }
    circuit.append(.shiftCoords, arguments: [0, 0, 1])
    circuit.append(.tick)
    state.colour = colour
    state.turn = (state.turn + 1) % code.turns.count
  }

  /// Multiplies the observables by edges of the last turn so that they outlast the next.
  private mutating func appendMoves(
    from old: Int, to new: Int, to circuit: inout Circuit
  ) throws(CodeError) {
    for index in state.operators.indices {
      guard let chosen = moves[old][new].edges(moving: state.operators[index]) else {
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
  }

  private func appendEdges(_ colour: Int, tag: String, to circuit: inout Circuit) {
    appendProducts(byColour[colour].map { code.edges[$0].check.factors }, tag: tag, to: &circuit)
  }

  /// Takes the results of a turn, which come edge by edge, into account.
  private mutating func recordResults(of colour: Int) {
    let count = byColour[colour].count
    state.pass(count)
    for (index, edge) in byColour[colour].enumerated() { state.edgeResults[edge] = count - index }
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
