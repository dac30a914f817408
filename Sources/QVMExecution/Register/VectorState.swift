// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import StateVectorSimulation
import Synchronization

/// The amplitudes of a component: copied only when one of two owners changes them, and changed only when
/// somebody looks.
///
/// Gates and new qubits are collected until a probability is asked for, so that what comes between two
/// measurements goes through memory together.
struct VectorState: Sendable {
  /// The number of qubits, those to come included.
  private(set) var qubitCount: Int
  /// The gates that the amplitudes have not seen.
  private var pending: GateSequence = []
  private var storage: Storage
  /// The most gates to collect.
  private static let pendingLimit = 8192

  /// Amplitudes behind a lock that is never contended: a state belongs to one worker at a time.
  private final class Storage: Sendable {
    let vector: Mutex<StateVector<Double>>

    init(_ vector: consuming sending StateVector<Double>) {
      self.vector = Mutex(vector)
    }
  }

  /// A register without qubits.
  init() throws(ExecutionError) {
    qubitCount = 0
    storage = Storage(
      try allocating { () throws(StateVectorError) in try StateVector(qubitCount: 0) })
  }

  init(amplitudes: [Complex]) throws(ExecutionError) {
    qubitCount = amplitudes.count.trailingZeroBitCount
    storage = Storage(
      try allocating { () throws(StateVectorError) in try StateVector(amplitudes: amplitudes) })
  }

  /// Restores a state; it must have the given number of qubits.
  init(bytes: [UInt8], qubitCount: Int) throws(ExecutionError) {
    do {
      let vector = try StateVector<Double>(bytes: bytes)
      guard vector.qubitCount == qubitCount else {
        throw ExecutionError(.checkpoint, "A state vector has another size than its register.")
      }
      let norm = vector.squaredNorm
      guard norm > 0.999_999, norm < 1.000_001 else {
        throw ExecutionError(.checkpoint, "A state vector is not normalized.")
      }
      storage = Storage(vector)
    } catch let error as StateVectorError {
      throw ExecutionError(error.code == .memory ? .memory : .checkpoint, error.message)
    } catch let error as ExecutionError {
      throw error
    } catch {
      throw ExecutionError(.checkpoint, "\(error)")
    }
    self.qubitCount = qubitCount
  }

  /// Collects a gate.
  mutating func apply(_ gate: VectorGate, workers: Int) throws(ExecutionError) {
    pending.append(gate)
    if pending.count >= Self.pendingLimit { try flush(workers: workers) }
  }

  /// Adds a qubit in |0⟩ at the end; its memory comes with the next look.
  mutating func appendQubit() { qubitCount += 1 }

  /// Brings the amplitudes up to date.
  mutating func flush(workers: Int) throws(ExecutionError) {
    let wanted = qubitCount
    let missing = storage.vector.withLock { wanted - $0.qubitCount }
    guard missing > 0 || !pending.isEmpty else { return }
    try makeUnique()
    let gates = pending
    pending.removeAll()
    try allocating { () throws(StateVectorError) in
      try storage.vector.withLock { (vector) throws(StateVectorError) in
        vector.workers = workers
        if missing > 0 { try vector.appendQubits(missing) }
        vector.apply(gates)
      }
    }
  }

  private mutating func makeUnique() throws(ExecutionError) {
    guard !isKnownUniquelyReferenced(&storage) else { return }
    let old = storage
    storage = try allocating { () throws(StateVectorError) in
      try old.vector.withLock { (vector) throws(StateVectorError) in Storage(try vector.copy()) }
    }
  }

  /// The probability that measuring Z gives 1; within rounding of certainty it is certain.
  mutating func probabilityOfOne(_ qubit: Int, workers: Int) throws(ExecutionError) -> Double {
    try flush(workers: workers)
    let probability = storage.vector.withLock { vector in
      vector.workers = workers
      return vector.probabilityOfOne(qubit)
    }
    return probability < QuantumRegister.certainty
      ? 0 : probability > 1 - QuantumRegister.certainty ? 1 : probability
  }

  /// Projects a qubit onto a basis state and takes it out; those above it fall by one.
  mutating func remove(_ qubit: Int, outcome: Bool, workers: Int) throws(ExecutionError) {
    try flush(workers: workers)
    try makeUnique()
    try allocating { () throws(StateVectorError) in
      try storage.vector.withLock { (vector) throws(StateVectorError) in
        vector.workers = workers
        _ = vector.project(qubit, onto: outcome)
        try vector.removeQubit(qubit)
      }
    }
    qubitCount -= 1
  }

  /// Joins with another state, whose qubits come after the own.
  mutating func join(_ other: VectorState, workers: Int) throws(ExecutionError) {
    var other = other
    try flush(workers: workers)
    try other.flush(workers: workers)
    let (first, second) = (storage, other.storage)
    storage = try allocating { () throws(StateVectorError) in
      try first.vector.withLock { (a) throws(StateVectorError) in
        try second.vector.withLock { (b) throws(StateVectorError) in Storage(try a.joined(with: b))
        }
      }
    }
    qubitCount += other.qubitCount
  }

  /// The squared overlap with another state of the same qubits.
  mutating func fidelity(with other: VectorState, workers: Int) throws(ExecutionError) -> Double {
    var other = other
    try flush(workers: workers)
    try other.flush(workers: workers)
    let (first, second) = (storage, other.storage)
    if first === second { return 1 }
    return first.vector.withLock { a in second.vector.withLock { b in a.fidelity(with: b) } }
  }

  /// The amplitudes, in the order of basis indices; bit q is qubit q.
  mutating func amplitudes(workers: Int) throws(ExecutionError) -> [Complex] {
    try flush(workers: workers)
    return storage.vector.withLock { $0.amplitudes }
  }

  /// The state as bytes, to the last bit.
  mutating func bytes(workers: Int) throws(ExecutionError) -> [UInt8] {
    try flush(workers: workers)
    return storage.vector.withLock { $0.bytes }
  }
}

/// Runs what may lack memory.
private func allocating<Result: ~Copyable>(
  _ body: () throws(StateVectorError) -> sending Result
) throws(ExecutionError) -> sending Result {
  do {
    return try body()
  } catch {
    throw ExecutionError(error.code == .memory ? .memory : .state, error.message)
  }
}
