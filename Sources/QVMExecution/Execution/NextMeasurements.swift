// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import PauliAlgebra
import QVM

/// For each qubit the steps that do more to it than a Pauli does, in order: where it is measured next, and by what.
///
/// A measurement of Z may be done before Paulis on its qubit instead of after them: they then turn the result that it has
/// left. It commutes with all that is done to other qubits.
struct NextMeasurements: Sendable {
  /// What a step does to a qubit.
  private enum Use: Sendable {
    /// Measures Z, come what may.
    case collapse
    /// A gate that no guard can leave out.
    case gate(Gate)
    /// Anything else.
    case other
  }

  private var uses: [[(position: Int, use: Use)]]

  init(_ steps: [Step], _ program: Program) {
    uses = [[(position: Int, use: Use)]](repeating: [], count: program.qubits.count)
    var isGuarded = false
    for (position, step) in steps.enumerated() {
      func note(_ qubits: [Int], _ use: Use) {
        for qubit in qubits { uses[qubit].append((position, isGuarded ? .other : use)) }
      }
      switch step {
      case .begin(let node, _): isGuarded = program.nodes[node].condition != nil
      case .gate(.clifford(.x), _), .gate(.clifford(.y), _), .gate(.clifford(.z), _): break
      case .gate(.clifford(let gate), let qubits): note(qubits, .gate(gate))
      case .gate(_, let qubits): note(qubits, .other)
      case .collapse(let qubit, _): note([qubit], .collapse)
      case .demandZero(let qubit, _), .allocate(let qubit): note([qubit], .other)
      default: break
      }
    }
  }

  /// The gates on a qubit from a position on up to where it is measured next.
  ///
  /// Where nothing more happens to it, it may as well be measured.
  ///
  /// - Returns: The gates; nil if something else happens to the qubit before.
  func gates(on qubit: Int, from position: Int) -> [Gate]? {
    var (low, high) = (0, uses[qubit].count)
    while low < high {
      let middle = (low + high) / 2
      if uses[qubit][middle].position < position { low = middle + 1 } else { high = middle }
    }
    var gates: [Gate] = []
    for (_, use) in uses[qubit][low...] {
      switch use {
      case .collapse: return gates
      case .gate(let gate): gates.append(gate)
      case .other: return nil
      }
    }
    return []
  }
}

extension Executor {
  /// Measures all qubits of a vector at once, if that is what comes next for each of them.
  ///
  /// The shots part by their outcomes, and each gets a product state from which the measurements to come read what was
  /// drawn, wherever they stand in the program.
  ///
  /// - Returns: Whether it was done; the step at hand is still to do.
  mutating func measureAhead(
    _ group: inout Group, others: inout [Group]
  ) throws(ExecutionError) -> Bool {
    guard case .collapse(let qubit, _) = plan.steps[group.position],
      case .shots(var shots) = group.ensemble,
      let (index, order, gates) = nextMeasurements(qubit, group)
    else { return false }
    group.ensemble = .shots([])
    var streams = shots.map(\.stream)
    let outcomes = try group.machine.register.measureVector(
      index, order, after: gates, using: &streams)
    var parts: [(outcome: UInt64, shots: [Shot])] = []
    var places: [UInt64: Int] = [:]
    for number in shots.indices {
      shots[number].stream = streams[number]
      if let place = places[outcomes[number]] {
        parts[place].shots.append(shots[number])
      } else {
        places[outcomes[number]] = parts.count
        parts.append((outcomes[number], [shots[number]]))
      }
    }
    let stripped = group
    for part in parts.dropFirst() {
      var other = stripped
      other.ensemble = .shots(part.shots)
      other.machine.register.prepare(order, part.outcome, before: gates)
      others.append(other)
    }
    group.ensemble = .shots(parts.first?.shots ?? [])
    group.machine.register.prepare(order, parts.first?.outcome ?? 0, before: gates)
    return true
  }

  /// The vector of a qubit, its qubits in their order, the one at hand first, and the gates before each is measured.
  private func nextMeasurements(
    _ qubit: Int, _ group: Group
  ) -> (cluster: Int, order: [Int], gates: [[Gate]])? {
    let index = group.machine.register.place(of: qubit).cluster
    guard let cluster = group.machine.register.clusters[index], cluster.isVector,
      cluster.count > 1
    else { return nil }
    let order = [qubit] + cluster.qubits.filter { $0 != qubit }
    var gates: [[Gate]] = []
    for other in order {
      guard let before = plan.nextMeasurements.gates(on: other, from: group.position) else {
        return nil
      }
      gates.append(before)
    }
    return (index, order, gates)
  }
}

extension QuantumRegister {
  /// Draws what measuring all qubits of a vector gives, after gates on each; they are allocated no more.
  ///
  /// - Returns: For each shot the outcomes, the first qubit in the lowest bit.
  fileprivate mutating func measureVector(
    _ index: Int, _ order: [Int], after gates: [[Gate]], using streams: inout [RandomStream]
  ) throws(ExecutionError) -> [UInt64] {
    for (qubit, before) in zip(order, gates) {
      for gate in before { try apply(.clifford(gate), to: [qubit]) }
    }
    let places = order.map { place(of: $0).index }
    let workers = workers
    var chance = streams
    let outcomes = try withVector(index) { (vector) throws(ExecutionError) in
      try vector.outcomes(of: places, using: &chance, workers: workers)
    }
    streams = chance
    dropCluster(index)
    return outcomes
  }

  /// Allocates qubits in the states that become basis states after gates on each.
  fileprivate mutating func prepare(_ order: [Int], _ outcome: UInt64, before gates: [[Gate]]) {
    for (bit, qubit) in order.enumerated() {
      allocate(qubit, isOne: outcome >> UInt64(bit) & 1 == 1)
      for gate in gates[bit].reversed() { applyClifford(gate.undoing, to: qubit) }
    }
  }
}

extension Gate {
  /// The inverse of a one-qubit Clifford gate of a program.
  fileprivate var undoing: Gate {
    switch self {
    case .s: .sDag
    case .sDag: .s
    case .sqrtX: .sqrtXDag
    case .sqrtXDag: .sqrtX
    case .sqrtY: .sqrtYDag
    case .sqrtYDag: .sqrtY
    default: self
    }
  }
}
