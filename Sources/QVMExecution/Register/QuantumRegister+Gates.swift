// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra
import StabilizerSimulation
import StateVectorSimulation

/// A unitary on the qubits of a register.
enum RegisterGate: Sendable, Hashable {
  /// A one-qubit Clifford gate of the gate table.
  case clifford(Gate)
  /// A rotation about a Pauli axis, exp(−iθP/2), that is no Clifford gate.
  case rotation(Pauli, Double)
  /// diag(1, e^{±iπ/4}).
  case eighth(isInverse: Bool)
  /// Two-qubit gates.
  case cx, cz, swap
  /// The doubly controlled X.
  case toffoli
}

extension QuantumRegister {
  /// Applies a unitary.
  ///
  /// - Precondition: the qubits are allocated and differ, and there are as many as the gate takes.
  mutating func apply(_ gate: RegisterGate, to qubits: [Int]) throws(ExecutionError) {
    switch gate {
    case .clifford(let clifford):
      if components[place(of: qubits[0]).component]?.isVector == true {
        try applyVector([Self.vectorGate(clifford)], to: qubits[0])
      } else {
        applyClifford(clifford, to: qubits[0])
      }
    case .rotation(let axis, let angle):
      // On an eigenstate of its axis a rotation is a phase.
      if knownResult(axis, of: qubits[0]) != nil { return }
      try joinVectors([qubits[0]])
      try applyVector([{ Self.rotation(axis, angle, $0) }], to: qubits[0])
    case .eighth(let isInverse):
      if knownResult(.z, of: qubits[0]) != nil { return }
      try joinVectors([qubits[0]])
      try applyVector([{ isInverse ? .tAdjoint($0) : .t($0) }], to: qubits[0])
    case .cx: try applyControlled(.cx, qubits[0], qubits[1])
    case .cz: try applyControlled(.cz, qubits[0], qubits[1])
    case .swap: exchange(qubits[0], qubits[1])
    case .toffoli: try applyToffoli(qubits[0], qubits[1], qubits[2])
    }
  }

  /// Applies a Pauli operator.
  mutating func apply(_ pauli: Pauli, to qubit: Int) throws(ExecutionError) {
    switch pauli {
    case .i: break
    case .x: try apply(.clifford(.x), to: [qubit])
    case .y: try apply(.clifford(.y), to: [qubit])
    case .z: try apply(.clifford(.z), to: [qubit])
    }
  }

  /// Applies a one-qubit gate of the gate table to a qubit in a tableau.
  mutating func applyClifford(_ gate: Gate, to qubit: Int) {
    let place = place(of: qubit)
    withTableau(place.component) { $0.apply(gate, to: place.index) }
  }

  /// Works on the tableau of a component in place.
  mutating func withTableau<Result>(
    _ index: Int, _ body: (inout StabilizerState) -> Result
  ) -> Result {
    guard var component = components[index], case .stabilizer(var state) = component.state else {
      preconditionFailure("The component must be a tableau.")
    }
    setComponent(index, nil)
    component.state = .stabilizer(StabilizerState.none)
    let result = body(&state)
    component.state = .stabilizer(state)
    setComponent(index, component)
    return result
  }

  /// Works on the vector of a component in place.
  mutating func withVector<Result>(
    _ index: Int, _ body: (inout VectorState) throws(ExecutionError) -> Result
  ) throws(ExecutionError) -> Result {
    guard var component = components[index], case .vector(var state) = component.state else {
      preconditionFailure("The component must be a vector.")
    }
    setComponent(index, nil)
    component.state = .stabilizer(StabilizerState.none)
    defer {
      component.state = .vector(state)
      setComponent(index, component)
    }
    return try body(&state)
  }

  private mutating func applyVector(
    _ gates: [(Int) -> VectorGate], to qubit: Int
  ) throws(ExecutionError) {
    let place = place(of: qubit)
    let workers = workers
    try withVector(place.component) { (vector) throws(ExecutionError) in
      for gate in gates { try vector.apply(gate(place.index), workers: workers) }
    }
  }

  private mutating func applyControlled(
    _ gate: Gate, _ first: Int, _ second: Int
  ) throws(ExecutionError) {
    let (a, b) = (place(of: first).component, place(of: second).component)
    if a != b {
      // A control whose value is known joins nothing; nor does a target that the gate cannot change.
      if let isOne = knownResult(.z, of: first) {
        if isOne { try apply(gate == .cx ? Pauli.x : .z, to: second) }
        return
      }
      if let isMinus = knownResult(gate == .cx ? .x : .z, of: second) {
        if isMinus { try apply(Pauli.z, to: first) }
        return
      }
    }
    if components[a]?.isVector == true || components[b]?.isVector == true {
      if a != b { try joinVectors([first, second]) }
      let (control, target) = (place(of: first), place(of: second))
      let vectorGate: VectorGate =
        gate == .cx ? .cx(control.index, target.index) : .cz(control.index, target.index)
      let workers = workers
      try withVector(control.component) { (vector) throws(ExecutionError) in
        try vector.apply(vectorGate, workers: workers)
      }
    } else {
      joinTableaus([first, second])
      let (control, target) = (place(of: first), place(of: second))
      withTableau(control.component) { $0.apply(gate, to: control.index, target.index) }
    }
  }

  private mutating func applyToffoli(
    _ first: Int, _ second: Int, _ target: Int
  ) throws(ExecutionError) {
    for (control, other) in [(first, second), (second, first)] {
      if let isOne = knownResult(.z, of: control) {
        if isOne { try applyControlled(.cx, other, target) }
        return
      }
    }
    if let isMinus = knownResult(.x, of: target) {
      if isMinus { try applyControlled(.cz, first, second) }
      return
    }
    try joinVectors([first, second, target])
    let places = [first, second, target].map { place(of: $0) }
    let workers = workers
    try withVector(places[0].component) { (vector) throws(ExecutionError) in
      try vector.apply(
        .toffoli(places[0].index, places[1].index, places[2].index), workers: workers)
    }
  }

  private static func rotation(_ axis: Pauli, _ angle: Double, _ qubit: Int) -> VectorGate {
    switch axis {
    case .x: .rx(angle, qubit)
    case .y: .ry(angle, qubit)
    case .z, .i: .rz(angle, qubit)
    }
  }

  /// The matrix of a Clifford gate that programs can ask for.
  private static func vectorGate(_ gate: Gate) -> (Int) -> VectorGate {
    switch gate {
    case .h: { .h($0) }
    case .s: { .s($0) }
    case .sDag: { .sAdjoint($0) }
    case .x: { .x($0) }
    case .y: { .y($0) }
    case .z: { .z($0) }
    case .sqrtX: { .rx(.pi / 2, $0) }
    case .sqrtXDag: { .rx(-.pi / 2, $0) }
    case .sqrtY: { .ry(.pi / 2, $0) }
    case .sqrtYDag: { .ry(-.pi / 2, $0) }
    default: preconditionFailure("\(gate) is no gate of a program.")
    }
  }
}

extension StabilizerState {
  /// What stands in for a state while it is worked on.
  static let none = StabilizerState(qubitCount: 0)
}
