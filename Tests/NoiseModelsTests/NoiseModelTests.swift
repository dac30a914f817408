// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import NoiseModels
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Noise applied to circuits")
struct NoiseModelTests {
  /// Two rounds of one check on two data qubits, ending in a TICK, and a readout.
  private func smallMemory() -> Circuit {
    var circuit = Circuit()
    circuit.append(.qubitCoords, qubits: [0], arguments: [1, 2])
    circuit.append(.r, qubits: [0, 1, 2])
    circuit.append(.tick)
    var body = Circuit()
    body.append(.iError, [.qubit(0), .qubit(2)], tag: "round")
    body.append(.cx, qubits: [0, 1])
    body.append(.tick)
    body.append(.mr, qubits: [1])
    body.append(.detector, [.record(1)])
    body.append(.tick)
    circuit.append(repeating: body, count: 1000)
    circuit.append(.mx, [.qubit(0), .qubit(2, inverted: true)])
    circuit.append(.observableInclude, [.record(1)], arguments: [0])
    return circuit
  }

  @Test("SI1000 on a small memory, as written by hand", .tags(.exact))
  func si1000() throws {
    let p = 0.01
    var expected = Circuit()
    expected.append(.qubitCoords, qubits: [0], arguments: [1, 2])
    expected.append(.r, qubits: [0, 1, 2])
    expected.append(.xError, qubits: [0, 1, 2], arguments: [2 * p])
    expected.append(.tick)
    var body = Circuit()
    body.append(.cx, qubits: [0, 1])
    body.append(.depolarize2, qubits: [0, 1], arguments: [p])
    body.append(.depolarize1, qubits: [2], arguments: [p / 10])
    body.append(.tick)
    body.append(.mr, qubits: [1], arguments: [5 * p])
    body.append(.xError, qubits: [1], arguments: [2 * p])
    body.append(.detector, [.record(1)])
    body.append(.depolarize1, qubits: [0, 2], arguments: [p / 10])
    body.append(.depolarize1, qubits: [0, 2], arguments: [2 * p])
    body.append(.tick)
    expected.append(repeating: body, count: 1000)
    expected.append(.mx, [.qubit(0), .qubit(2, inverted: true)], arguments: [5 * p])
    expected.append(.depolarize1, qubits: [0, 2], arguments: [p])
    expected.append(.observableInclude, [.record(1)], arguments: [0])
    #expect(try NoiseModel(named: "si1000", p: p).applied(to: smallMemory()) == expected)
  }

  @Test("The phenomenological model touches rounds and results only", .tags(.exact))
  func phenomenological() throws {
    var expected = Circuit()
    expected.append(.qubitCoords, qubits: [0], arguments: [1, 2])
    expected.append(.r, qubits: [0, 1, 2])
    expected.append(.tick)
    var body = Circuit()
    body.append(.xError, qubits: [0, 2], arguments: [0.01])
    body.append(.zError, qubits: [0, 2], arguments: [0.01])
    body.append(.cx, qubits: [0, 1])
    body.append(.tick)
    body.append(.mr, qubits: [1], arguments: [0.02])
    body.append(.detector, [.record(1)])
    body.append(.tick)
    expected.append(repeating: body, count: 1000)
    expected.append(.mx, [.qubit(0), .qubit(2, inverted: true)], arguments: [0.02])
    expected.append(.observableInclude, [.record(1)], arguments: [0])
    let model = try NoiseModel(named: "phenomenological(ratio=2)", p: 0.01)
    #expect(try model.applied(to: smallMemory()) == expected)
  }

  @Test("Feedback, sweep bits and annotations get no noise", .tags(.exact))
  func feedback() throws {
    var circuit = Circuit()
    circuit.append(.m, qubits: [0])
    circuit.append(.mpad, qubits: [1])
    circuit.append(.tick)
    circuit.append(.cx, [.record(1), .qubit(1), .qubit(1), .qubit(2), .sweep(0), .qubit(3)])
    circuit.append(.tick)
    circuit.append(.m, qubits: [0])
    let noisy = try NoiseModel(named: "sd6", p: 0.1).applied(to: circuit)
    var expected = Circuit()
    expected.append(.m, qubits: [0], arguments: [0.1])
    expected.append(.depolarize1, qubits: [0], arguments: [0.1])
    expected.append(.mpad, qubits: [1])
    expected.append(.depolarize1, qubits: [1, 2, 3], arguments: [0.1])
    expected.append(.tick)
    // The first and the second pair share a qubit, so that noise must come between them.
    expected.append(.cx, [.record(1), .qubit(1)])
    expected.append(.cx, [.qubit(1), .qubit(2), .sweep(0), .qubit(3)])
    expected.append(.depolarize2, qubits: [1, 2], arguments: [0.1])
    expected.append(.depolarize1, qubits: [0, 3], arguments: [0.1])
    expected.append(.tick)
    expected.append(.m, qubits: [0], arguments: [0.1])
    expected.append(.depolarize1, qubits: [0], arguments: [0.1])
    #expect(noisy == expected)
  }

  @Test("Products, repeated qubits and other bases", .tags(.exact))
  func products() throws {
    var circuit = Circuit()
    circuit.append(.rx, qubits: [0, 1])
    circuit.append(
      .mpp,
      [
        .pauli(.x, 0), .combiner, .pauli(.z, 1), .pauli(.y, 1, inverted: true),
        .pauli(.x, 2), .combiner, .pauli(.x, 3), .combiner, .pauli(.x, 4),
      ])
    circuit.append(.h, qubits: [0, 0])
    circuit.append(.mry, qubits: [0])
    circuit.append(.m, [.qubit(1)], tag: "noiseless")
    let noisy = try NoiseModel(named: "measurement-biased(eta=3)", p: 0.1).applied(to: circuit)
    var expected = Circuit()
    let q = [3 * 0.1]
    expected.append(.rx, qubits: [0, 1])
    expected.append(.zError, qubits: [0, 1], arguments: [0.1])
    expected.append(.mpp, [.pauli(.x, 0), .combiner, .pauli(.z, 1)], arguments: q)
    expected.append(.depolarize2, qubits: [0, 1], arguments: [0.1])
    expected.append(
      .mpp,
      [
        .pauli(.y, 1, inverted: true),
        .pauli(.x, 2), .combiner, .pauli(.x, 3), .combiner, .pauli(.x, 4),
      ], arguments: q)
    expected.append(.depolarize1, qubits: [1, 2, 3, 4], arguments: [0.1])
    for _ in 0..<2 {
      expected.append(.h, qubits: [0])
      expected.append(.depolarize1, qubits: [0], arguments: [0.1])
    }
    expected.append(.mry, qubits: [0], arguments: q)
    expected.append(.xError, qubits: [0], arguments: [0.1])
    expected.append(.m, [.qubit(1)], tag: "noiseless")
    #expect(noisy == expected)
  }

  @Test("Layers that cross the edge of a block idle as if the block were written out", .tags(.law))
  func blockEdges() throws {
    // The layer before the block touches qubit 0, the one at the end of its body qubit 1.
    var body = Circuit()
    body.append(.tick)
    body.append(.x, qubits: [2])
    body.append(.tick)
    body.append(.y, qubits: [1])
    var folded = Circuit()
    folded.append(.h, qubits: [0])
    folded.append(repeating: body, count: 5)
    folded.append(.tick)
    folded.append(.m, qubits: [0])
    var flat = Circuit()
    flat.append(.h, qubits: [0])
    for _ in 0..<5 { flat.operations += body.operations }
    flat.append(.tick)
    flat.append(.m, qubits: [0])
    let model = try NoiseModel(named: "sd6", p: 0.01)
    let noisy = try model.applied(to: folded)
    #expect(unrolled(noisy) == (try model.applied(to: flat)))
    let counts = noisy.operations.compactMap { operation -> UInt64? in
      if case .block(let block) = operation { block.count } else { nil }
    }
    #expect(counts == [4])

    // A block without TICKs stays inside one layer.
    var inner = Circuit()
    inner.append(.x, qubits: [1])
    folded = Circuit()
    folded.append(.h, qubits: [0])
    folded.append(repeating: inner, count: 7)
    folded.append(.tick)
    folded.append(.m, qubits: [0, 1, 2])
    let small = try model.applied(to: folded)
    #expect(small.operations.count == 7)
    #expect(unrolled(small).operations.contains(.instruction(idle(2))))
  }

  @Test("Random nested blocks get the noise of the circuit written out", .tags(.law))
  func randomBlocks() throws {
    var generator = RandomStream(seed: 3)
    let models = try [
      "sd6", "si1000", "measurement-biased", "stim(before_round_data_depolarization=0)",
    ]
    .map { try NoiseModel(named: $0, p: 0.01) }
    var peeled = 0
    for trial in 0..<400 {
      let circuit = randomCircuit(depth: trial % 4, &generator)
      let flat = unrolled(circuit)
      for model in models {
        let noisy = try model.applied(to: circuit)
        #expect(unrolled(noisy) == (try model.applied(to: flat)), "\(circuit)")
        peeled += noisy.operations.count > circuit.operations.count ? 1 : 0
      }
    }
    #expect(peeled > 100)
  }

  private func randomCircuit(depth: Int, _ generator: inout RandomStream) -> Circuit {
    var circuit = Circuit()
    for _ in 0..<(1 + generator.next() % 5) {
      let qubits = [Int(generator.next() % 4), 4 + Int(generator.next() % 3)]
      switch generator.next() % (depth > 0 ? 8 : 6) {
      case 0, 1: circuit.append(.tick)
      case 2: circuit.append(.h, qubits: qubits)
      case 3: circuit.append(.cx, qubits: qubits)
      case 4: circuit.append(.mr, qubits: qubits)
      case 5: circuit.append(.m, [.qubit(qubits[0])], tag: qubits[1] == 4 ? "noiseless" : "")
      default:
        circuit.append(
          repeating: randomCircuit(depth: depth - 1, &generator),
          count: 1 + generator.next() % 3)
      }
    }
    return circuit
  }

  private func idle(_ qubit: Int) -> Circuit.Instruction {
    Circuit.Instruction(.depolarize1, [.qubit(qubit)], arguments: [0.01])
  }

  private func unrolled(_ circuit: Circuit) -> Circuit {
    var result = Circuit()
    for operation in circuit.operations {
      switch operation {
      case .instruction: result.operations.append(operation)
      case .block(let block):
        for _ in 0..<block.count { result.operations += unrolled(block.body).operations }
      }
    }
    return result
  }

  @Test("Noisy circuits and circuits without rounds are refused", .tags(.exact))
  func refusals() throws {
    let model = try NoiseModel(named: "sd6", p: 0.01)
    var circuit = Circuit()
    circuit.append(.xError, qubits: [0], arguments: [0.1])
    #expect(throws: NoiseError.self) { try model.applied(to: circuit) }
    circuit = Circuit()
    circuit.append(.m, qubits: [0], arguments: [0.1])
    #expect(throws: NoiseError.self) { try model.applied(to: circuit) }
    circuit = Circuit()
    circuit.append(.m, qubits: [0])
    let capacity = try NoiseModel(named: "code-capacity:bit-flip", p: 0.01)
    let error = #expect(throws: NoiseError.self) { try capacity.applied(to: circuit) }
    #expect(error?.code == .noRounds)
  }
}
