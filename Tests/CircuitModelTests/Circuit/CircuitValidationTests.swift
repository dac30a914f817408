// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Circuit validation")
struct CircuitValidationTests {
  @Test("names the faulty operation by its path", .tags(.exact))
  func path() throws {
    var body = Circuit()
    body.append(.m, qubits: [0])
    body.append(.xError, qubits: [0], arguments: [.nan])
    var circuit = Circuit()
    circuit.append(.h, qubits: [0])
    circuit.append(repeating: body, count: 2)
    let error = #expect(throws: CircuitError.self) { try circuit.validate() }
    #expect(error?.code == .badArgument)
    #expect(error?.message.hasPrefix("Operation 2.2: ") == true)
    #expect(error?.location == nil)
  }

  @Test("accepts what parsing accepts and refuses what it refuses", .tags(.exact))
  func agreement() throws {
    try Circuit(parsing: CircuitTextTests.printed.map(\.text).joined(separator: "\n")).validate()
    var circuit = Circuit()
    circuit.append(.detector, [.record(1)])
    #expect(throws: CircuitError.self) { try circuit.validate() }
    let odd = Circuit([.instruction(.init(.cx, [.qubit(0)]))])
    #expect(throws: CircuitError.self) { try odd.validate() }
    let never = Circuit([.block(.init(count: 0, body: Circuit()))])
    #expect(throws: CircuitError.self) { try never.validate() }
    var deep = Circuit()
    for _ in 0..<257 { deep = Circuit([.block(.init(count: 2, body: deep))]) }
    #expect(throws: CircuitError.self) { try deep.validate() }
  }

  @Test("a product is Hermitian if its phase is real", .tags(.exact))
  func products() throws {
    let product = PauliProduct([
      .pauli(.x, 3), .combiner, .pauli(.y, 3), .combiner, .pauli(.z, 1, inverted: true),
      .combiner, .pauli(.z, 3),
    ])
    // X·Y·Z = i, and the inversion makes it −i; only Z1 remains.
    #expect(product.factors.count == 1)
    #expect(product.factors[0] == (1, .z))
    #expect(product.phase == 3)
    #expect(!product.isHermitian)
    #expect(PauliProduct([.pauli(.z, 0), .pauli(.z, 0)]).factors.isEmpty)
  }
}
