// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import StateVectorSimulation

/// A random program over every kind of gate.
struct RandomGates {
  var stream: RandomStream

  init(seed: UInt64) {
    stream = RandomStream(seed: seed)
  }

  /// An angle in 0..<2π.
  mutating func angle() -> Double { stream.nextUnit() * 2 * .pi }

  /// Different qubits of a register, at most as many as it has.
  mutating func qubits(_ count: Int, of register: Int) -> [Int] {
    var all = Array(0..<register)
    for place in 0..<min(count, register) {
      all.swapAt(place, place + Int(stream.nextUnit() * Double(register - place)))
    }
    return Array(all.prefix(count))
  }

  /// A unitary matrix on some qubits: columns drawn at random and made orthonormal.
  mutating func unitary(_ qubits: Int) -> [Complex] {
    let side = 1 << qubits
    var columns: [[Complex]] = []
    for _ in 0..<side {
      var column = (0..<side).map { _ in
        Complex(stream.nextUnit() - 0.5, stream.nextUnit() - 0.5)
      }
      // Twice, so that rounding of the first time is mended by the second.
      for _ in 0..<2 {
        for other in columns {
          var overlap = Complex.zero
          for row in 0..<side { overlap += other[row].conjugate * column[row] }
          for row in 0..<side { column[row] = column[row] - overlap * other[row] }
        }
        let norm = column.reduce(0) { $0 + $1.squaredMagnitude }.squareRoot()
        column = column.map { (1 / norm) * $0 }
      }
      columns.append(column)
    }
    return (0..<side * side).map { columns[$0 % side][$0 / side] }
  }

  /// Phases for all values of some qubits.
  mutating func phases(_ qubits: Int) -> [Complex] {
    (0..<1 << qubits).map { _ in Complex(phase: angle()) }
  }

  /// One gate of any kind that fits the register.
  mutating func gate(register: Int) -> VectorGate {
    let kind = Int(stream.nextUnit() * 26)
    let q = qubits(4, of: register)
    if q.count >= 2, let gate = pairGate(kind, q) { return gate }
    switch kind {
    case 16: return .x(q[0])
    case 17: return .y(q[0])
    case 18: return .z(q[0])
    case 19: return .h(q[0])
    case 20: return .s(q[0])
    case 21: return .tAdjoint(q[0])
    case 22: return .rx(angle(), q[0])
    case 23: return .ry(angle(), q[0])
    case 24: return .rz(angle(), q[0])
    case 25: return .squareRootX(q[0])
    default: return .u(angle(), angle(), angle(), q[0])
    }
  }

  private mutating func pairGate(_ kind: Int, _ q: [Int]) -> VectorGate? {
    switch kind {
    case 0, 1: .cx(q[0], q[1])
    case 2: .cz(q[0], q[1])
    case 3: .controlledPhase(angle(), q[0], q[1])
    case 4: .swap(q[0], q[1])
    case 5: .rzz(angle(), q[0], q[1])
    case 6: VectorGate.y(q[1]).controlled(by: [q[0]])
    case 7: VectorGate.ry(angle(), q[1]).controlled(by: [q[0]])
    case 8: .matrix(unitary(2), q[0], q[1])
    case 9 where q.count >= 3: .toffoli(q[0], q[1], q[2])
    case 10 where q.count >= 3: VectorGate.swap(q[0], q[1]).controlled(by: [q[2]])
    case 11 where q.count >= 3: VectorGate(.diagonal(phases(3)), targets: Array(q.prefix(3)))
    case 12 where q.count >= 3: VectorGate(.matrix(unitary(3)), targets: Array(q.prefix(3)))
    case 13 where q.count >= 4: VectorGate.rz(angle(), q[0]).controlled(by: Array(q[1...]))
    case 14 where q.count >= 4: VectorGate.h(q[0]).controlled(by: Array(q[1...]))
    case 15 where q.count >= 3: .rzz(angle(), q[0], q[2])
    default: nil
    }
  }

  /// A program of gates of any kind.
  mutating func program(register: Int, count: Int) -> GateSequence {
    GateSequence((0..<count).map { _ in gate(register: register) })
  }
}

extension StateVector {
  /// The largest difference between two amplitudes.
  borrowing func distance(to other: borrowing StateVector) -> Double {
    let mine = amplitudes
    let theirs = other.amplitudes
    return zip(mine, theirs).map { ($0 - $1).magnitude }.max() ?? 0
  }

  /// A state without structure, made gate by gate.
  static func random(_ qubits: Int, seed: UInt64, workers: Int = 1) throws -> StateVector {
    var stream = RandomStream(seed: seed, stream: 7)
    var state = try StateVector(
      amplitudes: (0..<1 << qubits).map { _ in
        Complex(stream.nextUnit() - 0.5, stream.nextUnit() - 0.5)
      }, workers: workers)
    state.normalize()
    return state
  }
}
