// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import Testing
import _TestSupport

@testable import StateVectorSimulation

@Suite("Plans: fused and blocked gates beside gates one by one", .tags(.law))
struct PlanTests {
  private static func compare<Scalar: AmplitudeScalar>(
    _: Scalar.Type, qubits: Int, gates: GateSequence, shape: BlockShape, tolerance: Double,
    seed: UInt64
  ) throws {
    var plain = try StateVector<Scalar>.random(qubits, seed: seed)
    var planned = try plain.copy()
    plain.applyOneByOne(gates)
    planned.applyPlanned(gates.gates, shape: shape)
    let distance = planned.distance(to: plain)
    #expect(
      distance < tolerance, "\(qubits) qubits, seed \(seed), \(shape): differ by \(distance)")
  }

  /// Blocks so small that every program needs several passes, exchanges of lanes and outer conditions.
  @Test("Double precision, every boundary of blocks", arguments: 8...13)
  func doubles(qubits: Int) throws {
    for seed in 0..<(TestRun.isOptimized ? 60 : 2) {
      var random = RandomGates(seed: UInt64(1000 * qubits + seed))
      let gates = random.program(register: qubits, count: 50)
      for shape in [
        BlockShape(bits: 8, rowBits: 3, laneBits: 2), BlockShape(bits: 9, rowBits: 5, laneBits: 2),
        Double.blockShape,
      ] {
        try Self.compare(
          Double.self, qubits: qubits, gates: gates, shape: shape, tolerance: 1e-12,
          seed: UInt64(seed))
      }
    }
  }

  @Test("Single precision, every boundary of blocks", arguments: 10...13)
  func floats(qubits: Int) throws {
    for seed in 0..<(TestRun.isOptimized ? 60 : 2) {
      var random = RandomGates(seed: UInt64(2000 * qubits + seed))
      let gates = random.program(register: qubits, count: 40)
      for shape in [BlockShape(bits: 10, rowBits: 4, laneBits: 3), Float.blockShape] {
        try Self.compare(
          Float.self, qubits: qubits, gates: gates, shape: shape, tolerance: 1e-5,
          seed: UInt64(seed))
      }
    }
  }

  @Test("Registers from one qubit on, with the plan that `apply` chooses", arguments: 1...14)
  func everySize(qubits: Int) throws {
    for seed in 0..<2 {
      var random = RandomGates(seed: UInt64(3000 * qubits + seed))
      let gates = random.program(register: qubits, count: 30)
      var plain = try StateVector<Double>.random(qubits, seed: UInt64(seed))
      var applied = try plain.copy()
      plain.applyOneByOne(gates)
      applied.apply(gates)
      #expect(applied.distance(to: plain) < 1e-12, "\(qubits) qubits, seed \(seed)")
      // And there and back again.
      applied.apply(gates.adjoint)
      let start = try StateVector<Double>.random(qubits, seed: UInt64(seed))
      #expect(applied.distance(to: start) < 1e-12)
      #expect(abs(applied.squaredNorm - 1) < 1e-12)
    }
  }

  @Test("Layers of one-qubit gates and CX or CZ bricks", arguments: [false, true])
  func bricks(hasPhases: Bool) throws {
    let qubits = 12
    var random = RandomGates(seed: 5)
    var gates = GateSequence()
    for layer in 0..<12 {
      for qubit in 0..<qubits {
        gates.append(.u(random.angle(), random.angle(), random.angle(), qubit))
      }
      for qubit in stride(from: layer % 2, to: qubits - 1, by: 2) {
        gates.append(hasPhases ? .cz(qubit, qubit + 1) : .cx(qubit, qubit + 1))
      }
    }
    try Self.compare(
      Double.self, qubits: qubits, gates: gates,
      shape: BlockShape(bits: 8, rowBits: 3, laneBits: 2), tolerance: 1e-12, seed: 1)
  }

  @Test("The same bits for any number of workers", .tags(.exact))
  func workers() throws {
    let qubits = 15
    var random = RandomGates(seed: 77)
    let gates = random.program(register: qubits, count: 60)
    var states: [[UInt8]] = []
    for workers in [1, 2, 3, 7] {
      var state = try StateVector<Double>.random(qubits, seed: 3, workers: workers)
      state.apply(gates)
      _ = state.measure(4, in: .x, uniform: 0.3)
      states.append(state.bytes)
    }
    for state in states { #expect(state == states[0]) }
  }

  @Test("A wide register in few passes")
  func passes() throws {
    let qubits = 16
    let state = try StateVector<Double>(qubitCount: qubits)
    var fourier = GateSequence()
    for target in (0..<qubits).reversed() {
      fourier.append(.h(target))
      for control in (0..<target).reversed() {
        fourier.append(.controlledPhase(.pi / Double(1 << (target - control)), control, target))
      }
    }
    for qubit in 0..<qubits / 2 { fourier.append(.swap(qubit, qubits - 1 - qubit)) }
    #expect(state.passCount(of: fourier) == 2)
  }

  @Test("Every form of a unitary of one qubit is that unitary")
  func forms() {
    var random = RandomGates(seed: 12)
    var matrices = (0..<200).map { _ in QubitMatrix(random.unitary(1)) }
    let named: [VectorGate] = [
      .x(0), .y(0), .h(0), .squareRootX(0), .rx(0.3, 0), .ry(1.1, 0), .ry(.pi, 0),
      .ry(2.5, 0), .rx(.pi, 0), .u(3.1, 0.2, 0.4, 0), .u(1e-17, 0.3, 0.4, 0),
    ]
    for gate in named {
      if case .matrix(let entries) = gate.action { matrices.append(QubitMatrix(entries)) }
    }
    matrices += [.identity, QubitMatrix(factor: .i)]
    for matrix in matrices {
      for form in [
        RotationForm(diagonalLeftover: matrix), RotationForm(rotationLeftover: matrix),
      ] {
        let t = Complex(form.tangent)
        let rotation = QubitMatrix(a: .one, b: -t, c: t, d: .one)
        let flip =
          form.flips
          ? QubitMatrix(a: .zero, b: .one, c: .one, d: .zero) : QubitMatrix.identity
        let product = form.leftover * rotation * QubitMatrix(factor: form.pre) * flip
        for (entry, wanted) in zip(product.entries, matrix.entries) {
          #expect((form.scale * entry - wanted).magnitude < 1e-15)
        }
        #expect(abs(form.tangent) <= 1 + 1e-15)
      }
    }
  }
}
