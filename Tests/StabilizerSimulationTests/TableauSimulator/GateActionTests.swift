// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import Foundation
import PauliAlgebra
import Testing
import _TestSupport

@testable import StabilizerSimulation

func cosine(_ angle: Double) -> Double { cos(angle) }
func sine(_ angle: Double) -> Double { sin(angle) }

/// The unitary of a gate from its physical definition, up to global phase.
func unitary(of gate: Gate) -> DenseOperator? {
  let third = Double.pi / 3
  let quarter = Double.pi / 4
  func axis(_ x: Double, _ y: Double, _ z: Double) -> DenseOperator { .axis(x, y, z) }
  func pair(_ pauli: Pauli) -> DenseOperator { .product([pauli, pauli]) }
  let swap = 0.5 * (pair(.i) + pair(.x) + pair(.y) + pair(.z))
  return switch gate {
  case .i: DenseOperator(Pauli.i)
  case .x: axis(1, 0, 0)
  case .y: axis(0, 1, 0)
  case .z: axis(0, 0, 1)
  case .h: axis(1, 0, 1)
  case .hXY: axis(1, 1, 0)
  case .hYZ: axis(0, 1, 1)
  case .hNXY: axis(1, -1, 0)
  case .hNXZ: axis(1, 0, -1)
  case .hNYZ: axis(0, 1, -1)
  case .s: .turn(quarter, about: axis(0, 0, 1))
  case .sDag: .turn(-quarter, about: axis(0, 0, 1))
  case .sqrtX: .turn(quarter, about: axis(1, 0, 0))
  case .sqrtXDag: .turn(-quarter, about: axis(1, 0, 0))
  case .sqrtY: .turn(quarter, about: axis(0, 1, 0))
  case .sqrtYDag: .turn(-quarter, about: axis(0, 1, 0))
  // A third of a turn about a diagonal; mirroring one axis reverses the sense.
  case .cXYZ: .turn(third, about: axis(1, 1, 1))
  case .cZYX: .turn(-third, about: axis(1, 1, 1))
  case .cNXYZ: .turn(-third, about: axis(-1, 1, 1))
  case .cXNYZ: .turn(-third, about: axis(1, -1, 1))
  case .cXYNZ: .turn(-third, about: axis(1, 1, -1))
  case .cNZYX: .turn(third, about: axis(1, 1, -1))
  case .cZNYX: .turn(third, about: axis(1, -1, 1))
  case .cZYNX: .turn(third, about: axis(-1, 1, 1))
  case .ii: pair(.i)
  case .cx: .controlled(.z, .x)
  case .cy: .controlled(.z, .y)
  case .cz: .controlled(.z, .z)
  case .xcx: .controlled(.x, .x)
  case .xcy: .controlled(.x, .y)
  case .xcz: .controlled(.x, .z)
  case .ycx: .controlled(.y, .x)
  case .ycy: .controlled(.y, .y)
  case .ycz: .controlled(.y, .z)
  case .swap: swap
  case .iSwap: .turn(-quarter, about: pair(.x)) * .turn(-quarter, about: pair(.y))
  case .iSwapDag: .turn(quarter, about: pair(.x)) * .turn(quarter, about: pair(.y))
  case .cxSwap: swap * .controlled(.z, .x)
  case .swapCX: .controlled(.z, .x) * swap
  case .czSwap: swap * .controlled(.z, .z)
  case .sqrtXX: .turn(quarter, about: pair(.x))
  case .sqrtXXDag: .turn(-quarter, about: pair(.x))
  case .sqrtYY: .turn(quarter, about: pair(.y))
  case .sqrtYYDag: .turn(-quarter, about: pair(.y))
  case .sqrtZZ: .turn(quarter, about: pair(.z))
  case .sqrtZZDag: .turn(-quarter, about: pair(.z))
  default: nil
  }
}

@Suite("Gate actions")
struct GateActionTests {
  static let gates = Gate.allCases.filter { $0.definition.action != nil }

  @Test("The table's images are the conjugations by the unitary", .tags(.exact), arguments: gates)
  func imagesAreConjugations(gate: Gate) throws {
    let matrix = try #require(unitary(of: gate))
    let action = try #require(gate.definition.action)
    for (index, image) in action.images.enumerated() {
      var generator = [Pauli](repeating: .i, count: action.qubitCount)
      generator[index / 2] = index % 2 == 0 ? .x : .z
      let factors = action.qubitCount == 1 ? [image.first] : [image.first, image.second]
      let expected = (image.isNegative ? -1.0 : 1.0) * DenseOperator.product(factors)
      let conjugated = matrix * .product(generator) * matrix.adjoint
      #expect(conjugated.distance(to: expected) < 1e-12)
    }
  }

  @Test("The simulator's inverse tableau follows the table", .tags(.law), arguments: gates)
  func simulatorFollowsTable(gate: Gate) throws {
    var options = RandomCircuit.Options()
    options.isNoisy = false
    options.qubits = 6
    let action = try #require(gate.definition.action)
    var simulator = TableauSimulator(qubitCount: 6)
    simulator.run(try RandomCircuit.make(seed: 31, options: options))
    let before = simulator.inverseTableau.inverse
    let qubits = action.qubitCount == 1 ? [4] : [4, 1]
    simulator.run(Circuit.Instruction(gate, qubits.map { .qubit($0) }))
    var after = before
    after.append(action.tableau, at: qubits)
    #expect(simulator.inverseTableau.inverse == after)
  }

  @Test("Frames follow the table, signs dropped", .tags(.law), arguments: gates)
  func framesFollowTable(gate: Gate) throws {
    let action = try #require(gate.definition.action)
    let qubits = Array(0..<action.qubitCount)
    for (index, image) in action.images.enumerated() {
      // A certain error before the gate; afterwards the frame's parts are read by measuring X and Z.
      var circuit = Circuit()
      let observables: [[Target]] = qubits.flatMap { qubit in
        [Pauli.x, .z].map { [.pauli($0, qubit)] }
      }
      circuit.append(
        index % 2 == 0 ? .xError : .zError, qubits: [index / 2], arguments: [1])
      circuit.append(gate, qubits: qubits)
      for observable in observables { circuit.append(.mpp, observable) }
      let noisy = try MeasurementSampler(circuit, skipsReference: true)
      var engine = noisy.makeEngine()
      engine.simulator.randomizesOpenResults = false
      let row = engine.sample(seed: 1, batch: 0, shots: 1)
      for qubit in qubits {
        let pauli = qubit == 0 ? image.first : image.second
        #expect(row[0, 2 * qubit] == pauli.hasZ)
        #expect(row[0, 2 * qubit + 1] == pauli.hasX)
      }
    }
  }
}
