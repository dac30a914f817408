// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import QVM
import Testing
import _TestSupport

/// The programs of `Examples`, in the prototype's assembly, with the node counts of its own.
@Suite(.tags(.exact))
struct ExampleTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Examples")

  static func read(_ name: String, _ parameters: [String: AssemblyValue] = [:]) throws -> Reading {
    let file = folder.appending(path: name + ".qvm.asm")
    return Assembler(parameters: parameters).read(Array(try Data(contentsOf: file)))
  }

  static let counts: [(String, [String: AssemblyValue], Int)] = [
    ("bell", [:], 5), ("ghz", [:], 7), ("w_state", [:], 11),
    ("deutsch_jozsa", ["oracle": .text("constant_0")], 10),
    ("deutsch_jozsa", ["oracle": .text("constant_1")], 11),
    ("deutsch_jozsa", ["oracle": .text("balanced_x0")], 11),
    ("deutsch_jozsa", ["oracle": .text("balanced_x1")], 11),
    ("deutsch_jozsa", ["oracle": .text("balanced_xor")], 12),
    ("grover", ["target": .integer(0)], 23), ("grover", ["target": .integer(1)], 21),
    ("grover", ["target": .integer(2)], 21), ("grover", ["target": .integer(3)], 19),
    ("bases", ["basis": .text("X")], 5), ("bases", ["basis": .text("Y")], 7),
    ("bases", ["basis": .text("Z")], 3), ("adaptive", [:], 8), ("adaptive_rounds", [:], 13),
    ("period_finding", [:], 17), ("order_finding", [:], 49), ("vqe", [:], 9),
  ]

  @Test(arguments: counts)
  func nodeCount(name: String, parameters: [String: AssemblyValue], count: Int) throws {
    let reading = try ExampleTests.read(name, parameters)
    let verdict = Verifier().verify(reading)
    #expect(verdict.isValid, "\(verdict.problems)")
    #expect(reading.problems.isEmpty, "\(reading.problems)")
    #expect(reading.program.nodes.count == count)
    #expect(try Assembler().assemble(reading.program.assembly()) == reading.program)
    #expect(try Program(parsing: reading.program.text()) == reading.program)
  }

  @Test func groverFindsEachTarget() throws {
    for target in 0..<4 {
      var state = DenseState(qubitCount: 2)
      try state.apply(ExampleTests.read("grover", ["target": .integer(target)]).program)
      #expect(state.basisState == target)
    }
  }

  @Test func wStateIsOne() throws {
    var state = DenseState(qubitCount: 3)
    try state.apply(ExampleTests.read("w_state").program)
    for index in 0..<8 {
      let expected = index.nonzeroBitCount == 1 ? 1.0 / 3 : 0
      #expect(abs(state.amplitudes[index].squared - expected) < 1e-12)
    }
  }

  @Test func deutschJozsaTellsConstantFromBalanced() throws {
    for (oracle, answer) in [
      ("constant_0", 0), ("constant_1", 0), ("balanced_x0", 1), ("balanced_x1", 2),
      ("balanced_xor", 3),
    ] {
      var state = DenseState(qubitCount: 3)
      try state.apply(ExampleTests.read("deutsch_jozsa", ["oracle": .text(oracle)]).program)
      let weight = state.amplitudes[answer].squared + state.amplitudes[answer | 4].squared
      #expect(abs(weight - 1) < 1e-12)
    }
    let unknown = try ExampleTests.read("deutsch_jozsa", ["oracle": .text("odd")])
    #expect(unknown.problems.map(\.code) == [.expression])
  }

  /// Multiplication by 7 modulo 15 as the example writes it, on every number it may meet.
  @Test func orderFindingMultiplies() throws {
    var program = try ExampleTests.read("order_finding").program
    program.nodes.removeAll { node in
      node.condition != nil || node.opcode == .h || node.id == "one"
    }
    for exponent in 0..<4 {
      for number in 1..<15 {
        var state = DenseState(qubitCount: 8, basis: exponent | number << 4)
        try state.apply(program)
        let power = [1, 7, 4, 13][exponent]
        #expect(state.basisState == exponent | (power * number % 15) << 4)
      }
    }
  }
}
