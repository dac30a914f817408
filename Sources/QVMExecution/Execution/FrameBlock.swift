// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra
import QVM

/// A block of shots of a Clifford program: one reference state, and for each shot the Pauli that it differs by.
///
/// Goals: many shots of large programs, at a few operations on words of 64 shots a step; and the very events
/// that groups give, since each shot draws the same numbers in the same order (what is open does not
/// depend on earlier results as long as only Paulis do). Where a result is open, the reference takes 0, and Q
/// is an operator that takes the state after a 0 to that after a 1; a shot with frame F that draws b goes on
/// with F, or with F·Q if b differs from what F makes of the 0. Whatever is conditional is put
/// into frames alone. (Gidney, Stim: a fast stabilizer circuit simulator, 2021, section 2.3, samples frames; there results
/// are made random by random frames, here frames follow from results.)
struct FrameBlock {
  private let plan: ExecutionPlan
  private var executor: Executor
  private var reference: Group
  private var streams: [RandomStream]
  /// The number of words of 64 shots.
  private let width: Int
  /// The X and Z parts of the frames: word w of qubit q is at q · width + w.
  private var x: [UInt64]
  private var z: [UInt64]
  /// The two results of the node at work, word by word.
  private var results: [UInt64]
  /// The events: the low bits of event e from 2e · width, the high bits after them.
  private var values: [UInt64]

  /// Prepares shots that share the state of a group so far.
  init(_ group: Group, _ plan: ExecutionPlan, shouldStop: @escaping @Sendable () -> Bool) {
    self.plan = plan
    executor = Executor(plan)
    executor.shouldStop = shouldStop
    reference = group
    streams = []
    if case .shots(let shots) = group.ensemble { streams = shots.map(\.stream) }
    reference.ensemble = .branches([
      Branch(events: group.machine.events, weight: Double(streams.count))
    ])
    width = (streams.count + 63) / 64
    x = [UInt64](repeating: 0, count: plan.program.qubits.count * width)
    z = x
    results = [UInt64](repeating: 0, count: 2 * width)
    values = [UInt64](repeating: 0, count: 2 * plan.program.events.count * width)
    for (event, value) in group.machine.events.enumerated() where value > 0 {
      for word in 0..<width {
        if value & 1 == 1 { values[2 * event * width + word] = ~0 }
        if value & 2 == 2 { values[(2 * event + 1) * width + word] = ~0 }
      }
    }
    for bit in 0..<2 where group.machine.bit(bit) {
      for word in 0..<width { results[bit * width + word] = ~0 }
    }
  }

  /// Runs the shots to the end.
  ///
  /// - Returns: How often each outcome came, and what was counted.
  mutating func run() throws(ExecutionError) -> (counts: [[Int8]: Int], tally: Tally) {
    var count = 0
    while reference.position < plan.steps.count {
      let step = plan.steps[reference.position]
      try execute(step)
      count += 1
      if count & 1023 == 0, executor.shouldStop() { throw Executor.stopped }
    }
    executor.finish(reference)
    var counts: [[Int8]: Int] = [:]
    for shot in streams.indices { counts[events(of: shot), default: 0] += 1 }
    return (counts, executor.tally)
  }

  private func events(of shot: Int) -> [Int8] {
    let (word, bit) = (shot >> 6, UInt64(shot & 63))
    return reference.machine.events.indices.map { event in
      if reference.machine.events[event] < 0 { return -1 }
      let low = values[2 * event * width + word] >> bit & 1
      let high = values[(2 * event + 1) * width + word] >> bit & 1
      return Int8(2 * high + low)
    }
  }

  private mutating func execute(_ step: Step) throws(ExecutionError) {
    switch step {
    case .begin(let node, let end) where plan.program.nodes[node].condition != nil:
      correctIfGuarded(node)
      reference.position = end
      return
    case .collapse(let qubit, let bit): try collapse(qubit, bit)
    case .gateNoise(let qubit, _, _), .idle(let qubit), .werner(let qubit, _):
      try strike(qubit, step)
    case .readout(let qubit, let bit): try misread(qubit, bit)
    case .clear(let qubit, let bit), .correctByBit(.x, let qubit, let bit):
      for word in 0..<width { x[qubit * width + word] ^= results[bit * width + word] }
    case .correctByBit(_, let qubit, let bit):
      for word in 0..<width { z[qubit * width + word] ^= results[bit * width + word] }
    case .correct(let pauli, let qubits, let events):
      let mask = events.isEmpty ? all : parity(events)
      for qubit in qubits { apply(pauli, to: qubit, where: mask) }
    case .record(let event, let bits):
      try executor.perform(step, &reference)
      let low = bits[bits.count - 1]
      for word in 0..<width {
        values[2 * event * width + word] = results[low * width + word]
        values[(2 * event + 1) * width + word] = bits.count > 1 ? results[word] : 0
      }
    case .gate(let gate, let qubits):
      try executor.perform(step, &reference)
      conjugate(gate, qubits)
    case .release(let qubit, _):
      try executor.perform(step, &reference)
      for word in 0..<width {
        x[qubit * width + word] = 0
        z[qubit * width + word] = 0
      }
    default: return try pass(step)
    }
    reference.position += 1
  }

  /// What the reference alone does; a node that is begun may be passed over.
  private mutating func pass(_ step: Step) throws(ExecutionError) {
    reference.position += 1
    try executor.perform(step, &reference)
  }

  private var all: [UInt64] { [UInt64](repeating: ~0, count: width) }

  private func parity(_ events: [Int]) -> [UInt64] {
    (0..<width).map { word in events.reduce(0) { $0 ^ values[2 * $1 * width + word] } }
  }

  private mutating func apply(_ pauli: Pauli, to qubit: Int, where mask: [UInt64]) {
    for word in 0..<width {
      if pauli.hasX { x[qubit * width + word] ^= mask[word] }
      if pauli.hasZ { z[qubit * width + word] ^= mask[word] }
    }
  }

  /// A guarded Pauli or correction: all of it goes into the frames.
  private mutating func correctIfGuarded(_ index: Int) {
    let node = plan.program.nodes[index]
    guard let condition = node.condition else { return }
    var mask = holds(condition)
    let spare = streams.count & 63
    if spare != 0 { mask[width - 1] &= 1 << UInt64(spare) - 1 }
    executor.tally.nodeWeights[index] += Double(mask.reduce(0) { $0 + $1.nonzeroBitCount })
    let pauli: Pauli
    switch node.opcode {
    case .x: pauli = .x
    case .y: pauli = .y
    case .z: pauli = .z
    case .conditionalPauli:
      pauli = StepBuilder.pauli(of: node)
      if !node.inputs.isEmpty {
        let odd = parity(node.inputs)
        for word in 0..<width { mask[word] &= odd[word] }
      }
    default: return
    }
    for qubit in node.qubits { apply(pauli, to: qubit, where: mask) }
  }

  private func holds(_ condition: Guard) -> [UInt64] {
    switch condition {
    case .equals(let event, let value):
      guard reference.machine.events[event] >= 0 else {
        return [UInt64](repeating: 0, count: width)
      }
      return (0..<width).map { word in
        let low = values[2 * event * width + word]
        let high = values[(2 * event + 1) * width + word]
        return (value & 1 == 1 ? low : ~low) & (value & 2 == 2 ? high : ~high)
      }
    case .all(let conditions):
      return conditions.map(holds).reduce(all) { zip($0, $1).map { $0 & $1 } }
    case .any(let conditions):
      let none = [UInt64](repeating: 0, count: width)
      return conditions.map(holds).reduce(none) { zip($0, $1).map { $0 | $1 } }
    }
  }
}

extension FrameBlock {
  /// Measures Z: what is open each shot draws, and what is certain its frame may flip.
  private mutating func collapse(_ qubit: Int, _ bit: Int) throws(ExecutionError) {
    let certain = reference.machine.register.knownResult(.z, of: qubit)
    if let certain {
      for word in 0..<width {
        results[bit * width + word] = x[qubit * width + word] ^ (certain ? ~0 : 0)
      }
      reference.machine.setBit(bit, certain)
      return
    }
    let flips = reference.machine.register.collapseToZero(qubit)
    reference.machine.setBit(bit, false)
    for word in 0..<width {
      var drawn: UInt64 = 0
      for shot in 64 * word..<min(streams.count, 64 * word + 64)
      where streams[shot].nextUnit() >= 0.5 { drawn |= 1 << UInt64(shot & 63) }
      results[bit * width + word] = drawn
      let differs = drawn ^ x[qubit * width + word]
      guard differs != 0 else { continue }
      for flip in flips {
        if flip.pauli.hasX { x[flip.qubit * width + word] ^= differs }
        if flip.pauli.hasZ { z[flip.qubit * width + word] ^= differs }
      }
    }
  }

  /// Draws the Pauli of a noisy step for each shot.
  private mutating func strike(_ qubit: Int, _ step: Step) throws(ExecutionError) {
    guard let chances = try executor.chances(&reference) else { return }
    let weight = Double(streams.count)
    var struck = SIMD4<Double>.zero
    let choice = Choice(chances)
    for shot in streams.indices {
      let drawn = choice.draw(&streams[shot])
      guard drawn > 0 else { continue }
      struck[drawn - 1] += 1
      let mask = UInt64(1) << UInt64(shot & 63)
      if drawn != 3 { x[qubit * width + shot >> 6] ^= mask }
      if drawn != 1 { z[qubit * width + shot >> 6] ^= mask }
    }
    switch step {
    case .werner: executor.tally.pairErrors += struck.sum()
    case .idle:
      let count = reference.machine.start - reference.machine.clocks[qubit]
      executor.tally.qubits[qubit].expectedIdle += weight * PauliChances.total(of: chances)
      executor.tally.qubits[qubit].idleCycles += weight * Double(count)
      executor.tally.qubits[qubit].paulis += struck
      reference.machine.clocks[qubit] = reference.machine.start
    default:
      executor.tally.qubits[qubit].expectedGate += weight * PauliChances.total(of: chances)
      executor.tally.qubits[qubit].paulis += struck
    }
  }

  /// Draws whether a bit is reported wrong, for each shot.
  private mutating func misread(_ qubit: Int, _ bit: Int) throws(ExecutionError) {
    guard let chances = try executor.chances(&reference) else { return }
    let choice = Choice(chances)
    for shot in streams.indices where choice.draw(&streams[shot]) == 1 {
      executor.tally.qubits[qubit].flips += 1
      results[bit * width + shot >> 6] ^= 1 << UInt64(shot & 63)
    }
    executor.tally.qubits[qubit].expectedReadout += Double(streams.count) * chances[1]
  }

  /// Takes the frames through a gate.
  private mutating func conjugate(_ gate: RegisterGate, _ qubits: [Int]) {
    let a = qubits[0] * width
    let b = qubits[qubits.count - 1] * width
    switch gate {
    case .clifford(.h), .clifford(.sqrtY), .clifford(.sqrtYDag):
      for word in 0..<width { (x[a + word], z[a + word]) = (z[a + word], x[a + word]) }
    case .clifford(.s), .clifford(.sDag):
      for word in 0..<width { z[a + word] ^= x[a + word] }
    case .clifford(.sqrtX), .clifford(.sqrtXDag):
      for word in 0..<width { x[a + word] ^= z[a + word] }
    case .cx:
      for word in 0..<width {
        x[b + word] ^= x[a + word]
        z[a + word] ^= z[b + word]
      }
    case .cz:
      for word in 0..<width {
        z[b + word] ^= x[a + word]
        z[a + word] ^= x[b + word]
      }
    case .swap:
      for word in 0..<width {
        x.swapAt(a + word, b + word)
        z.swapAt(a + word, b + word)
      }
    case .clifford, .rotation, .eighth, .toffoli: break
    }
  }
}

extension ExecutionPlan {
  /// Whether shots differ by Paulis alone: all gates are Clifford, and guards stand before Paulis only.
  var isFramed: Bool {
    for step in steps {
      switch step {
      case .gate(.rotation, _), .gate(.eighth, _), .gate(.toffoli, _), .demandZero: return false
      case .begin(let index, _):
        let node = program.nodes[index]
        guard node.condition != nil else { continue }
        guard [.x, .y, .z, .conditionalPauli, .region, .policy].contains(node.opcode) else {
          return false
        }
      default: continue
      }
    }
    return true
  }
}
