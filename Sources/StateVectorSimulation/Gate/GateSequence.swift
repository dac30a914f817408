// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// Gates that are applied together, in order.
///
/// A state looks at a whole sequence before it touches an amplitude, so long sequences are faster than gates
/// one by one: what acts on the same qubits goes through memory together.
public struct GateSequence: Sendable, Hashable, ExpressibleByArrayLiteral {
  /// The gates, the first applied first.
  public private(set) var gates: [VectorGate]

  /// Makes a sequence.
  public init(_ gates: [VectorGate] = []) {
    self.gates = gates
  }

  /// Makes a sequence of gates written out.
  public init(arrayLiteral gates: VectorGate...) {
    self.gates = gates
  }

  /// The number of gates.
  public var count: Int { gates.count }

  /// Whether there is no gate.
  public var isEmpty: Bool { gates.isEmpty }

  /// One more than the highest qubit, or 0.
  public var qubitCount: Int {
    1 + (gates.flatMap(\.qubits).max() ?? -1)
  }

  /// Adds a gate at the end.
  public mutating func append(_ gate: VectorGate) {
    gates.append(gate)
  }

  /// Adds the gates of another sequence at the end.
  public mutating func append(contentsOf other: GateSequence) {
    gates.append(contentsOf: other.gates)
  }

  /// Forgets all gates.
  public mutating func removeAll() {
    gates.removeAll(keepingCapacity: true)
  }

  /// The adjoints in the opposite order: the inverse, if all gates are unitary.
  public var adjoint: GateSequence {
    GateSequence(gates.reversed().map(\.adjoint))
  }
}
