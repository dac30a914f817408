// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import StateVectorSimulation
import Synchronization

/// The amplitudes of a cluster: copied only when one of two owners changes them, and changed only when
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
    /// The table of the outcomes of some order of measurements, which all who share the state need.
    let table = Mutex<(order: [Int], weights: [Double])?>(nil)

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

  /// A state whose amplitudes a function sets one by one.
  init(
    qubitCount: Int, setting body: ((Int, Complex) -> Void) -> Void
  ) throws(ExecutionError) {
    self.qubitCount = qubitCount
    storage = Storage(
      try allocating { () throws(StateVectorError) in
        try StateVector(qubitCount: qubitCount, setting: body)
      })
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
        storage.table.withLock { $0 = nil }
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
  ///
  /// The memory of the half that goes is free at once; a state that others share is left to them.
  mutating func remove(_ qubit: Int, outcome: Bool, workers: Int) throws(ExecutionError) {
    try flush(workers: workers)
    qubitCount -= 1
    if isKnownUniquelyReferenced(&storage) {
      storage.table.withLock { $0 = nil }
      storage.vector.withLock { vector in
        vector.workers = workers
        vector.removeQubit(qubit, projectedOnto: outcome)
      }
      return
    }
    let old = storage
    storage = try allocating { () throws(StateVectorError) in
      try old.vector.withLock { (vector) throws(StateVectorError) in
        Storage(try vector.removing(qubit, projectedOnto: outcome))
      }
    }
  }

  /// Joins with another state, whose qubits come after the own; the other one is brought up to date if it must be.
  mutating func join(_ other: inout VectorState, workers: Int) throws(ExecutionError) {
    if other.hasOnlyGates {
      // What has never been looked at is |0…0⟩ and gates: they wait here with the others.
      let own = qubitCount
      qubitCount += other.qubitCount
      for gate in other.pending.gates {
        try apply(gate.moved(by: own), workers: workers)
      }
      return
    }
    try flush(workers: workers)
    try other.flush(workers: workers)
    try makeUnique()
    let added = other.storage
    storage.table.withLock { $0 = nil }
    try allocating { () throws(StateVectorError) in
      try storage.vector.withLock { (own) throws(StateVectorError) in
        try added.vector.withLock { (vector) throws(StateVectorError) in try own.join(vector) }
      }
    }
    qubitCount += other.qubitCount
  }

  /// Whether all there is are gates on |0…0⟩.
  private var hasOnlyGates: Bool { storage.vector.withLock { $0.qubitCount == 0 } }

  /// Draws what measuring all qubits gives, in a given order; the state stays as it is.
  ///
  /// - Returns: For each shot the outcomes, the first qubit in the lowest bit.
  mutating func outcomes(
    of order: [Int], using streams: inout [RandomStream], workers: Int
  ) throws(ExecutionError) -> [UInt64] {
    try flush(workers: workers)
    var chance = streams
    let results = storage.vector.withLock { vector in
      vector.workers = workers
      let known = storage.table.withLock { $0 }
      let table: [Double]
      if let known, known.order == order {
        table = known.weights
      } else {
        table = vector.outcomeTable(of: order)
        storage.table.withLock { $0 = (order, table) }
      }
      return vector.outcomes(
        of: order, table: table, certainty: QuantumRegister.certainty, using: &chance)
    }
    streams = chance
    return results
  }

  /// How far the state is from another one of the same qubits, phases aside: the sine of their angle.
  mutating func distance(from other: VectorState, workers: Int) throws(ExecutionError) -> Double {
    var other = other
    try flush(workers: workers)
    try other.flush(workers: workers)
    let (first, second) = (storage, other.storage)
    if first === second { return 0 }
    return first.vector.withLock { a in second.vector.withLock { b in a.distance(from: b) } }
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

extension VectorGate {
  /// The gate on qubits whose numbers are higher by as much.
  fileprivate func moved(by count: Int) -> VectorGate {
    VectorGate(action, targets: targets.map { $0 + count }, controls: controls.map { $0 + count })
  }
}
