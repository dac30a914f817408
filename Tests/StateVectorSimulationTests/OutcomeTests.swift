// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Testing
import _TestSupport

@testable import StateVectorSimulation

@Suite("Outcomes and removal in place")
struct OutcomeTests {
  @Test(
    "Drawing all outcomes at once is measuring qubit by qubit", .tags(.law), arguments: [4, 13])
  func outcomes(qubits: Int) throws {
    var state = try StateVector<Double>.random(qubits, seed: 8)
    state.apply([.swap(0, qubits - 1)])
    let order = Array((0..<qubits).reversed())
    var streams = (0..<60).map { RandomStream(seed: 3, stream: UInt64($0)) }
    var others = streams
    let table = state.outcomeTable(of: order)
    let drawn = state.outcomes(of: order, table: table, certainty: 1e-13, using: &streams)
    for shot in others.indices {
      var own = try state.copy()
      var outcomes: UInt64 = 0
      for (bit, qubit) in order.enumerated() {
        let one = own.probabilityOfOne(qubit)
        let isOne = others[shot].nextUnit() >= 1 - one
        _ = own.project(qubit, onto: isOne)
        if isOne { outcomes |= 1 << UInt64(bit) }
      }
      #expect(drawn[shot] == outcomes)
      #expect(streams[shot].nextUnit() == others[shot].nextUnit())
    }
  }

  @Test("Tables do not depend on the number of workers", .tags(.law))
  func workers() throws {
    var state = try StateVector<Double>.random(15, seed: 9)
    let order = Array(0..<15)
    let one = state.outcomeTable(of: order)
    state.workers = 3
    #expect(state.outcomeTable(of: order) == one)
    #expect(abs(one.reduce(0, +) - 1) < 1e-12)
  }

  @Test(
    "A projected qubit leaves in place as it leaves a copy", .tags(.law), arguments: [2, 5, 15])
  func removal(qubits: Int) throws {
    for qubit in 0..<qubits {
      for outcome in [false, true] {
        var state = try StateVector<Double>.random(qubits, seed: 10)
        state.apply([.swap(0, qubits - 1)])
        var projected = try state.copy()
        _ = projected.project(qubit, onto: outcome)
        let rest = try state.removing(qubit, projectedOnto: outcome)
        state.removeQubit(qubit, projectedOnto: outcome)
        #expect(state.bytes == rest.bytes && state.qubitCount == qubits - 1)
        for index in stride(from: 0, to: 1 << (qubits - 1), by: max(1, 1 << (qubits - 8))) {
          let low = index & (1 << qubit - 1)
          let whole = (index - low) << 1 | (outcome ? 1 << qubit : 0) | low
          #expect((state[index] - projected[whole]).magnitude < 1e-14)
        }
      }
    }
  }

  @Test("Distances tell states apart that rounding leaves", .tags(.exact))
  func distances() throws {
    var state = try StateVector<Double>(qubitCount: 2)
    state.apply([.ry(0.7, 0), .h(1)])
    var other = try state.copy()
    #expect(state.distance(from: other) < 1e-15)
    other.apply([.rz(0.3, 0), .rz(-0.3, 0), .ry(2e-9, 0)])
    #expect(abs(state.distance(from: other) / 1e-9 - 1) < 1e-6)
    other.apply([.swap(0, 1), .swap(0, 1)])
    state.apply([.swap(0, 1)])
    other.apply([.cx(0, 1), .cx(1, 0), .cx(0, 1)])
    #expect(abs(state.distance(from: other) / 1e-9 - 1) < 1e-6)
  }

  @Test("States are made of amplitudes one by one", .tags(.exact))
  func setting() throws {
    let state = try StateVector<Double>(qubitCount: 3) { set in
      set(5, Complex(0, 0.6))
      set(0, Complex(0.8))
    }
    #expect(state[5] == Complex(0, 0.6) && state[0] == Complex(0.8) && state[1] == .zero)
  }
}
