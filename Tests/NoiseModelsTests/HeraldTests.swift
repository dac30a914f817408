// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import NoiseModels
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Heralds in circuits")
struct HeraldTests {
  private func model(_ heralds: NoiseModel.Heralds) -> NoiseModel {
    let erasure = NoiseModel.Channel(.heraldedErase, 0.25)
    return NoiseModel(
      name: "test", probability: 0.1, level: .circuit,
      rates: NoiseModel.Rates(
        faults: .init(
          oneQubit: [erasure], twoQubit: [erasure, .init(.depolarize2, 0.01)], reset: [erasure],
          measurement: [erasure], idle: [erasure])),
      heralds: heralds)
  }

  /// Rounds that look back one, two and many rounds, nested, with an open layer before the block.
  private func memory(rounds: UInt64) -> Circuit {
    var circuit = Circuit()
    circuit.append(.qubitCoords, qubits: [1], arguments: [2, 5])
    circuit.append(.r, qubits: [0, 1, 2])
    circuit.append(.m, qubits: [1, 1])
    circuit.append(.tick)
    circuit.append(.h, qubits: [0])
    var inner = Circuit()
    inner.append(.cx, qubits: [0, 1])
    inner.append(.mr, qubits: [1])
    inner.append(.detector, [.record(1), .record(2)])
    inner.append(.tick)
    var body = Circuit()
    body.append(repeating: inner, count: 3)
    body.append(.mpp, [.pauli(.x, 0), .combiner, .pauli(.x, 2), .pauli(.z, 1)])
    body.append(.detector, [.record(2), .record(6)])
    body.append(.cx, [.record(4), .qubit(2)])
    body.append(.tick)
    circuit.append(repeating: body, count: rounds)
    circuit.append(.m, qubits: [0, 2])
    circuit.append(.detector, [.record(1), .record(9), .record(3)])
    circuit.append(.observableInclude, [.record(2), .record(13)], arguments: [0])
    return circuit
  }

  /// The instructions in the order of their execution.
  private func unrolled(_ circuit: Circuit) -> Circuit {
    var result = Circuit()
    for operation in circuit.operations {
      switch operation {
      case .instruction: result.operations.append(operation)
      case .block(let block):
        let body = unrolled(block.body)
        for _ in 0..<block.count { result.operations += body.operations }
      }
    }
    return result
  }

  @Test(
    "Folded and unrolled circuits become the same noisy circuit", .tags(.law),
    arguments: [
      NoiseModel.Heralds.information, .detectors, .records, .withheld,
    ])
  func folding(heralds: NoiseModel.Heralds) throws {
    for rounds: UInt64 in [1, 2, 3, 5, 9] {
      let circuit = memory(rounds: rounds)
      let folded = try model(heralds).applied(to: circuit)
      #expect(unrolled(folded) == unrolled(try model(heralds).applied(to: unrolled(circuit))))
    }
  }

  @Test("A million rounds stay a block", .tags(.exact))
  func manyRounds() throws {
    let noisy = try model(.detectors).applied(to: memory(rounds: 1_000_000))
    #expect(noisy.operations.count < 200)
    #expect(noisy.measurementCount > 5_000_000)
    try noisy.validate()
  }

  @Test("What is looked back at is what it was", .tags(.law))
  func lookback() throws {
    // Each result gets a number; detectors of both circuits are compared as sets of these numbers.
    let clean = results(unrolled(memory(rounds: 7)), skipsHeralds: false)
    let noisy = try model(.records).applied(to: memory(rounds: 7))
    #expect(results(unrolled(noisy), skipsHeralds: true) == clean)
  }

  private func results(_ circuit: Circuit, skipsHeralds: Bool) -> [[Int]] {
    var numbers: [Int] = []
    var next = 0
    var annotations: [[Int]] = []
    for case .instruction(let instruction) in circuit.operations {
      let looks = instruction.targets.filter { $0.kind == .record }
      if !looks.isEmpty { annotations.append(looks.map { numbers[numbers.count - $0.index] }) }
      for _ in 0..<instruction.measurementCount {
        if skipsHeralds && instruction.gate == .heraldedErase {
          numbers.append(-1)
        } else {
          numbers.append(next)
          next += 1
        }
      }
    }
    return annotations
  }

  @Test("Heralds as side information, as detectors, or withheld", .tags(.exact))
  func forms() throws {
    var circuit = Circuit()
    circuit.append(.qubitCoords, qubits: [3], arguments: [4, 1])
    circuit.append(.r, qubits: [3])
    func lines(_ heralds: NoiseModel.Heralds) throws -> [Substring] {
      try model(heralds).applied(to: circuit).description.split(separator: "\n")
    }
    #expect(try lines(.information).last == "DEPOLARIZE1[herald](0.1875) 3")
    #expect(try lines(.withheld).last == "DEPOLARIZE1(0.1875) 3")
    #expect(try lines(.records).last == "HERALDED_ERASE(0.25) 3")
    #expect(
      try lines(.detectors).suffix(2) == [
        "HERALDED_ERASE(0.25) 3", "DETECTOR[herald](4, 1, 0) rec[-1]",
      ])
  }
}
