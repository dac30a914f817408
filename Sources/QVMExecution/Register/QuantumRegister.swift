// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra
import StabilizerSimulation

/// The joint state of a program's qubits, held in components that share no entanglement.
///
/// A component is a stabilizer tableau as long as all that happened on it is Clifford, and a vector of
/// amplitudes from the first gate on that is not. Components merge when a gate joins them; a qubit that
/// is measured leaves its vector, and single qubits leave a tableau before it becomes a vector.
struct QuantumRegister: Sendable {
  /// Where a qubit is held.
  struct Place: Sendable, Hashable {
    var component: Int
    var index: Int
  }

  /// How a component is held.
  enum State: Sendable {
    case stabilizer(StabilizerState)
    case vector(VectorState)
  }

  /// Some qubits and their state.
  struct Component: Sendable {
    var state: State
    /// The qubit at each index; −1 where a place of a tableau is free.
    var qubits: [Int]

    /// The number of qubits.
    var count: Int { qubits.count { $0 >= 0 } }
    var isVector: Bool {
      if case .vector = state { true } else { false }
    }
  }

  /// Probabilities below this are none.
  static let certainty = 1e-13

  /// The components; nil where one has gone.
  private(set) var components: [Component?] = []
  private var vacant: [Int] = []
  /// The place of each qubit; nil for one that is not allocated.
  private(set) var places: [Place?]
  /// The largest number of qubits of a vector.
  let vectorLimit: Int
  /// The threads that work on one vector.
  var workers: Int

  init(qubitCount: Int, vectorLimit: Int, workers: Int) {
    places = [Place?](repeating: nil, count: qubitCount)
    self.vectorLimit = vectorLimit
    self.workers = workers
  }

  /// The number of allocated qubits.
  var liveCount: Int { places.count { $0 != nil } }

  func isLive(_ qubit: Int) -> Bool { places[qubit] != nil }

  /// Gives a qubit a component of its own, in |0⟩ or |1⟩.
  mutating func allocate(_ qubit: Int, isOne: Bool = false) {
    var state = StabilizerState(qubitCount: 1)
    if isOne { state.apply(Pauli.x, to: 0) }
    insert(Component(state: .stabilizer(state), qubits: [qubit]))
  }

  /// Adds a component, and says where its qubits are.
  @discardableResult
  mutating func insert(_ component: Component) -> Int {
    let index: Int
    if let free = vacant.popLast() {
      index = free
      components[free] = component
    } else {
      index = components.count
      components.append(component)
    }
    for (position, qubit) in component.qubits.enumerated() where qubit >= 0 {
      places[qubit] = Place(component: index, index: position)
    }
    return index
  }

  mutating func removeComponent(_ index: Int) {
    components[index] = nil
    vacant.append(index)
  }

  mutating func setComponent(_ index: Int, _ component: Component?) {
    components[index] = component
  }

  mutating func setPlace(of qubit: Int, _ place: Place) {
    places[qubit] = place
  }

  func place(of qubit: Int) -> Place {
    guard let place = places[qubit] else {
      preconditionFailure("The qubit is not allocated.")
    }
    return place
  }

  /// Two qubits change places: their states are exchanged.
  mutating func exchange(_ first: Int, _ second: Int) {
    let (a, b) = (place(of: first), place(of: second))
    components[a.component]?.qubits[a.index] = second
    components[b.component]?.qubits[b.index] = first
    places[first] = b
    places[second] = a
  }

  /// Takes a qubit out of its component's list, after its state has left.
  mutating func forget(_ qubit: Int) {
    let place = place(of: qubit)
    places[qubit] = nil
    guard var component = components[place.component] else { return }
    components[place.component] = nil
    if component.isVector {
      component.qubits.remove(at: place.index)
      for later in component.qubits[place.index...] { places[later]?.index -= 1 }
    } else {
      component.qubits[place.index] = -1
    }
    if component.count == 0 {
      vacant.append(place.component)
    } else {
      components[place.component] = component
    }
  }

  /// The result that measuring a Pauli of a qubit in a tableau would give; nil where it is open, or
  /// where the qubit is in a vector.
  func knownResult(_ pauli: Pauli, of qubit: Int) -> Bool? {
    let place = place(of: qubit)
    guard case .stabilizer(let state)? = components[place.component]?.state else { return nil }
    return state.result(of: pauli, at: place.index)
  }

  /// Brings all vectors up to date.
  mutating func flush() throws(ExecutionError) {
    let workers = workers
    for index in components.indices where components[index]?.isVector == true {
      try withVector(index) { (vector) throws(ExecutionError) in
        try vector.flush(workers: workers)
      }
    }
  }
}
