// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra
import QVM

/// Turns nodes into steps.
struct StepBuilder {
  let program: Program
  private let isNoisy: Bool
  var steps: [Step] = []
  var fencePositions: [Int] = []
  var nodePositions: [Int] = []
  var lastReads: [Int]
  /// The qubits at the ends of each channel.
  private var ends: [(Int, Int)?]
  /// The qubits that have been allocated so far.
  private var known: [Int] = []

  init(program: Program, isNoisy: Bool) {
    self.program = program
    self.isNoisy = isNoisy
    lastReads = [Int](repeating: -1, count: program.events.count)
    ends = [(Int, Int)?](repeating: nil, count: program.channels.count)
  }

  /// Adds the steps of a node.
  ///
  /// - Throws: `ExecutionError` with code `.program` if the node is not as its operation demands.
  mutating func add(_ index: Int) throws(ExecutionError) {
    let node = program.nodes[index]
    try check(node)
    nodePositions.append(steps.count)
    let begin = steps.count
    node.forEachEventRead { lastReads[$0] = begin }
    steps.append(.begin(node: index, end: 0))
    switch node.opcode.definition.kind {
    case .ownership: addOwnership(node, index)
    case .order: addOrder(node)
    case .gate: try addGate(node)
    case .preparation: addPreparation(node, index)
    case .measurement: addMeasurement(node)
    case .correction:
      steps.append(.correct(StepBuilder.pauli(of: node), node.qubits, events: node.inputs))
    case .channel: try addChannel(node)
    }
    steps[begin] = .begin(node: index, end: steps.count)
    if node.opcode == .fence { fencePositions.append(steps.count) }
  }

  /// The Pauli of a correction.
  static func pauli(of node: Node) -> Pauli {
    switch node.text("mask") {
    case "I": .i
    case "Y": .y
    case "Z": .z
    default: .x
    }
  }

  private func check(_ node: Node) throws(ExecutionError) {
    let definition = node.opcode.definition
    guard definition.qubits.contains(node.qubits.count),
      definition.channels.contains(node.channels.count),
      definition.inputs.contains(node.inputs.count),
      definition.outputs.contains(node.outputs.count)
    else {
      throw ExecutionError(
        .program,
        "\(definition.name) takes \(definition.qubits) qubits, \(definition.channels) channels, "
          + "\(definition.inputs) inputs and \(definition.outputs) outputs.", node: node.id)
    }
    guard Set(node.qubits).count == node.qubits.count else {
      throw ExecutionError(.program, "The qubits of a node must differ.", node: node.id)
    }
    for rule in definition.arguments where rule.isRequired && node.argument(rule.name) == nil {
      throw ExecutionError(
        .program, "\(definition.name) needs the argument `\(rule.name)`.", node: node.id)
    }
    guard node.opcode != .openChannel || (0...1).contains(node.number("fidelity") ?? 1) else {
      throw ExecutionError(.program, "A fidelity lies in 0...1.", node: node.id)
    }
  }

  private mutating func addOwnership(_ node: Node, _ index: Int) {
    if node.opcode == .allocate {
      for qubit in node.qubits {
        steps.append(.allocate(qubit))
        if isNoisy { known.append(qubit) }
      }
      return
    }
    let demandsZero = node.text("expect") == "zero"
    for qubit in node.qubits {
      if demandsZero { steps.append(.demandZero(qubit, node: index)) }
      steps.append(.collapse(qubit, bit: 0))
      steps.append(.release(qubit, bit: 0))
    }
  }

  private mutating func addOrder(_ node: Node) {
    guard node.opcode == .fence else { return }
    steps.append(.fence)
    if isNoisy { steps += known.map(Step.idle) }
  }

  /// Lets the qubits of an operation wait for each other.
  private mutating func start(_ qubits: [Int]) {
    steps.append(.wait(qubits))
    if isNoisy { steps += qubits.map(Step.idle) }
  }

  private mutating func finish(_ qubits: [Int], _ opcode: Opcode, suffers: Bool = true) {
    steps.append(.busy(qubits, cycles: opcode.cycles))
    guard isNoisy, suffers else { return }
    steps += qubits.map {
      .gateNoise($0, isTwoQubit: qubits.count > 1, furtherCycles: max(0, opcode.cycles - 1))
    }
  }

  private mutating func addGate(_ node: Node) throws(ExecutionError) {
    let qubits = node.qubits
    // Paulis are taken into account by the decoder; nothing happens to the qubit.
    if [.x, .y, .z].contains(node.opcode) {
      let gate: Gate = node.opcode == .x ? .x : node.opcode == .y ? .y : .z
      steps.append(.gate(.clifford(gate), qubits))
      return
    }
    start(qubits)
    if let gate = try registerGate(node) { steps.append(.gate(gate, qubits)) }
    finish(qubits, node.opcode)
  }

  /// The unitary of a node; nil for a rotation by full turns.
  private func registerGate(_ node: Node) throws(ExecutionError) -> RegisterGate? {
    switch node.opcode {
    case .h: return .clifford(.h)
    case .s: return .clifford(.s)
    case .sDag: return .clifford(.sDag)
    case .t: return .eighth(isInverse: false)
    case .tDag: return .eighth(isInverse: true)
    case .rx, .ry, .rz:
      guard let angle = node.angle else {
        throw ExecutionError(.program, "A rotation needs `theta`.", node: node.id)
      }
      let axis: Pauli = node.opcode == .rx ? .x : node.opcode == .ry ? .y : .z
      return StepBuilder.rotation(about: axis, by: angle)
    case .cnot, .teleportCNOT: return .cx
    case .cz: return .cz
    case .swap: return .swap
    case .toffoli: return .toffoli
    default: preconditionFailure("\(node.opcode) is no gate.")
    }
  }

  /// A rotation, as a Clifford gate where it is one; nil where it is none at all.
  static func rotation(about axis: Pauli, by angle: Angle) -> RegisterGate? {
    guard let turns = angle.quarterTurns else { return .rotation(axis, angle.radians) }
    let gates: [Gate] =
      switch axis {
      case .x: [.sqrtX, .x, .sqrtXDag]
      case .y: [.sqrtY, .y, .sqrtYDag]
      case .z, .i: [.s, .z, .sDag]
      }
    let index = (turns % 4 + 4) % 4
    return index == 0 ? nil : .clifford(gates[index - 1])
  }

  private mutating func addPreparation(_ node: Node, _ index: Int) {
    // Each by itself: qubits that are prepared together do not meet.
    for qubit in node.qubits {
      start([qubit])
      if node.opcode == .injectT, !isNoisy {
        steps.append(.demandZero(qubit, node: index))
      } else {
        reset([qubit])
      }
      if node.opcode == .injectT {
        steps.append(.gate(.clifford(.h), [qubit]))
        steps.append(.gate(.eighth(isInverse: false), [qubit]))
      }
      finish([qubit], node.opcode)
    }
  }

  private mutating func reset(_ qubits: [Int]) {
    for qubit in qubits {
      steps.append(.collapse(qubit, bit: 0))
      steps.append(.clear(qubit, bit: 0))
    }
  }

  private mutating func addMeasurement(_ node: Node) {
    let qubits = node.qubits
    start(qubits)
    let change = StepBuilder.basisChange(node)
    steps += change.map { .gate($0.gate, $0.isJoint ? qubits : [qubits[0]]) }
    for (bit, qubit) in qubits.enumerated() { steps.append(.collapse(qubit, bit: bit)) }
    steps += change.reversed().map { .gate($0.inverse, $0.isJoint ? qubits : [qubits[0]]) }
    finish(qubits, node.opcode, suffers: false)
    if isNoisy {
      for (bit, qubit) in qubits.enumerated() { steps.append(.readout(qubit, bit: bit)) }
    }
    if qubits.count == 2, node.outputs.count == 1 {
      steps.append(.record(event: node.outputs[0], bits: [0, 1]))
    } else {
      for (bit, event) in node.outputs.enumerated() {
        steps.append(.record(event: event, bits: [bit]))
      }
    }
  }

  private typealias BasisGate = (gate: RegisterGate, inverse: RegisterGate, isJoint: Bool)

  /// The gates that take the basis of a measurement to that of Z, each with its inverse.
  private static func basisChange(_ node: Node) -> [BasisGate] {
    let h: BasisGate = (.clifford(.h), .clifford(.h), false)
    switch node.opcode {
    case .measureX: return [h]
    case .measureY: return [(.clifford(.sDag), .clifford(.s), false), h]
    case .measureBell: return [(.cx, .cx, true), h]
    case .measureAngle:
      guard let angle = node.angle, let back = rotation(about: .y, by: -angle),
        let forth = rotation(about: .y, by: angle)
      else { return [] }
      return [(back, forth, false)]
    default: return []
    }
  }

  private mutating func addChannel(_ node: Node) throws(ExecutionError) {
    switch node.opcode {
    case .openChannel:
      let (a, b) = (node.qubits[0], node.qubits[1])
      ends[node.channels[0]] = (a, b)
      start([a, b])
      reset([a, b])
      steps.append(.gate(.clifford(.h), [a]))
      steps.append(.gate(.cx, [a, b]))
      let fidelity = node.number("fidelity") ?? 1
      if fidelity < 1 { steps.append(.werner(b, fidelity: fidelity)) }
      finish([a, b], node.opcode)
    case .useChannel:
      guard let (a, b) = ends[node.channels[0]] else {
        throw ExecutionError(
          .program, "The channel `\(program.channels[node.channels[0]])` is not open.",
          node: node.id)
      }
      guard let qubit = node.qubits.first else {
        start([a, b])
        reset([a, b])
        finish([a, b], node.opcode)
        return
      }
      guard qubit != a, qubit != b else {
        throw ExecutionError(.program, "A channel cannot send one of its ends.", node: node.id)
      }
      addTeleportation(qubit, a, b, node.opcode)
    default: break
    }
  }

  /// Teleports a qubit through the pair on `a` and `b`, to `b`.
  private mutating func addTeleportation(_ qubit: Int, _ a: Int, _ b: Int, _ opcode: Opcode) {
    start([qubit, a, b])
    steps.append(.gate(.cx, [qubit, a]))
    steps.append(.gate(.clifford(.h), [qubit]))
    steps.append(.collapse(qubit, bit: 0))
    steps.append(.collapse(a, bit: 1))
    steps.append(.clear(qubit, bit: 0))
    steps.append(.clear(a, bit: 1))
    if isNoisy {
      steps.append(.readout(qubit, bit: 0))
      steps.append(.readout(a, bit: 1))
    }
    steps.append(.correctByBit(.x, b, bit: 1))
    steps.append(.correctByBit(.z, b, bit: 0))
    finish([qubit, a, b], opcode)
  }
}

extension Opcode {
  /// How many logical cycles the operation takes; what the decoder only notes takes none.
  var cycles: Int {
    switch self {
    case .allocate, .free, .fence, .region, .policy, .x, .y, .z, .conditionalPauli, .closeChannel: 0
    case .h, .s, .sDag, .t, .tDag, .rx, .ry, .rz, .reset, .injectT: 1
    case .measureZ, .measureX, .measureY, .measureAngle, .openChannel: 1
    case .cnot, .cz, .teleportCNOT, .measureBell, .useChannel: 2
    case .swap, .toffoli: 3
    }
  }
}
