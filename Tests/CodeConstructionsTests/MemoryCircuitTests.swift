// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import CodeConstructions
import PauliAlgebra
import Testing
import _TestSupport

@Suite("Memory circuits")
struct MemoryCircuitTests {
  @Test("The repetition code of distance 3 at circuit level, as written by hand", .tags(.exact))
  func repetition() throws {
    let circuit = try StabilizerCode.named("repetition:d=3").memoryCircuit(rounds: 5)
    let byHand = try Circuit(
      parsing: """
        QUBIT_COORDS(0, 0) 0
        QUBIT_COORDS(2, 0) 1
        QUBIT_COORDS(4, 0) 2
        QUBIT_COORDS(1, 0) 3
        QUBIT_COORDS(3, 0) 4
        R 0 1 2
        I_ERROR[round] 0 1 2
        R 3 4
        TICK
        CX 0 3 1 4
        TICK
        CX 1 3 2 4
        TICK
        M 3 4
        DETECTOR(1, 0, 0) rec[-2]
        DETECTOR(3, 0, 0) rec[-1]
        REPEAT 4 {
            TICK
            I_ERROR[round] 0 1 2
            R 3 4
            TICK
            CX 0 3 1 4
            TICK
            CX 1 3 2 4
            TICK
            M 3 4
            SHIFT_COORDS(0, 0, 1)
            DETECTOR(1, 0, 0) rec[-2] rec[-4]
            DETECTOR(3, 0, 0) rec[-1] rec[-3]
        }
        M 0 1 2
        DETECTOR(1, 0, 1) rec[-2] rec[-3] rec[-5]
        DETECTOR(3, 0, 1) rec[-1] rec[-2] rec[-4]
        OBSERVABLE_INCLUDE(0) rec[-1]
        """)
    #expect(circuit == byHand)
  }

  @Test("The repetition code of distance 3 in CZ gates, as written by hand", .tags(.exact))
  func repetitionInCZGates() throws {
    let circuit = try StabilizerCode.named("repetition:d=3")
      .memoryCircuit(rounds: 1, basis: .z, gates: .cz)
    let byHand = try Circuit(
      parsing: """
        QUBIT_COORDS(0, 0) 0
        QUBIT_COORDS(2, 0) 1
        QUBIT_COORDS(4, 0) 2
        QUBIT_COORDS(1, 0) 3
        QUBIT_COORDS(3, 0) 4
        R 0 1 2
        I_ERROR[round] 0 1 2
        R 3 4
        TICK
        H 3 4
        TICK
        CZ 3 0 4 1
        TICK
        CZ 3 1 4 2
        TICK
        H 3 4
        TICK
        M 3 4
        DETECTOR(1, 0, 0) rec[-2]
        DETECTOR(3, 0, 0) rec[-1]
        M 0 1 2
        DETECTOR(1, 0, 1) rec[-2] rec[-3] rec[-5]
        DETECTOR(3, 0, 1) rec[-1] rec[-2] rec[-4]
        OBSERVABLE_INCLUDE(0) rec[-1]
        """)
    #expect(circuit == byHand)
  }

  @Test("In CZ gates a round has the fewest layers of turns that will do", .tags(.law))
  func turnsInCZGates() throws {
    let code = try StabilizerCode.named("surface:d=5")
    let qubitCount = code.qubitCount + code.checks.count
    for basis in [MemoryExperiment.Basis.x, .z] {
      let circuit = try code.memoryCircuit(rounds: 3, basis: basis, gates: .cz)
      var counts = [Int](repeating: 0, count: qubitCount)
      var layers = 0
      var steps = 0
      circuit.forEachInstruction { instruction in
        if instruction.gate == .tick { steps += 1 }
        guard instruction.gate == .h, instruction.tag.isEmpty else { return }
        layers += 1
        for target in instruction.targets { counts[Int(target.index)] += 1 }
      }
      // A qubit that meets X first and Z then, or the reverse, does so between the first and second layers or between the
      // last two: those of the ancillas and two more, and nothing more for X. Resets, turns and gates are steps.
      #expect(layers == 3 * 4 && steps == 3 * 9 + 2, "\(basis)")
      #expect(counts[code.qubitCount...].allSatisfy { $0 == 3 * 2 })
      #expect(counts[..<code.qubitCount].allSatisfy { $0.isMultiple(of: 2) && $0 <= 3 * 4 })
    }
  }

  @Test("The five-qubit code under code-capacity noise, as written by hand", .tags(.exact))
  func fiveQubit() throws {
    let circuit = try StabilizerCode.named("five-qubit")
      .memoryCircuit(rounds: 1, basis: .both, level: .codeCapacity)
    let checks = "MPP[noiseless] X0*Z1*Z2*X3 X1*Z2*Z3*X4 X2*Z3*Z4*X0 X3*Z4*Z0*X1"
    let logicals = """
      OBSERVABLE_INCLUDE(0) X0 X1 X2 X3 X4
      OBSERVABLE_INCLUDE(1) Z0 Z1 Z2 Z3 Z4
      """
    let byHand = try Circuit(
      parsing: """
        QUBIT_COORDS(0, 0) 0
        QUBIT_COORDS(2, 0) 1
        QUBIT_COORDS(4, 0) 2
        QUBIT_COORDS(6, 0) 3
        QUBIT_COORDS(8, 0) 4
        \(checks)
        \(logicals)
        TICK
        I_ERROR[round] 0 1 2 3 4
        \(checks)
        DETECTOR(0, 2, 0) rec[-4] rec[-8]
        DETECTOR(2, 2, 0) rec[-3] rec[-7]
        DETECTOR(4, 2, 0) rec[-2] rec[-6]
        DETECTOR(6, 2, 0) rec[-1] rec[-5]
        SHIFT_COORDS(0, 0, 1)
        TICK
        \(logicals)
        """)
    #expect(circuit == byHand)
  }

  @Test("Every family, level and basis gives a valid circuit with the counts expected", .tags(.law))
  func counts() throws {
    for name in [
      "repetition:d=4", "surface:dx=3,dz=4", "unrotated:d=3", "xzzx:d=3", "toric:d=3",
      "colour:d=5", "five-qubit", "steane", "shor",
    ] {
      let code = try StabilizerCode.named(name)
      let m = UInt64(code.checks.count)
      for level in MemoryExperiment.Level.allCases where level != .pairMeasurement {
        for basis in MemoryExperiment.Basis.allCases {
          let circuit = try code.memoryCircuit(rounds: 1000, basis: basis, level: level)
          try circuit.validate()
          #expect(try Circuit(parsing: circuit.description) == circuit)
          #expect(circuit.observableCount == code.logicalQubitCount * (basis == .both ? 2 : 1))
          let isTransversal = level == .circuit && code.isCSS && basis != .both
          let chosen = code.checks.count { $0.uniformPauli == (basis == .x ? .x : .z) }
          let detectors =
            isTransversal
            ? 999 * m + 2 * UInt64(chosen) : (level == .codeCapacity ? 1000 : 1001) * m
          #expect(circuit.detectorCount == detectors)
          let measurements =
            isTransversal
            ? 1000 * m + UInt64(code.qubitCount) : (level == .codeCapacity ? 1001 : 1002) * m
          #expect(circuit.measurementCount == measurements)
          #expect(
            circuit.qubitCount == code.qubitCount + (level == .circuit ? code.checks.count : 0))
          let longer = try code.memoryCircuit(
            rounds: MemoryExperiment.largestRounds, basis: basis, level: level)
          #expect(longer.operations.count == circuit.operations.count)
        }
      }
    }
  }

  @Test("Rounds out of range are refused", .tags(.exact))
  func refusals() throws {
    let code = try StabilizerCode.named("steane")
    for rounds in [0, MemoryExperiment.largestRounds + 1] {
      let error = #expect(throws: CodeError.self) { try code.memoryCircuit(rounds: rounds) }
      #expect(error?.message.contains("1...1000000000000") == true)
    }
  }

  @Test("The lists of help name every family once", .tags(.exact))
  func help() {
    for family in CodeCatalogue.families {
      #expect(CodeCatalogue.help.contains(family.usage))
      #expect(CodeCatalogue.help.contains(family.summary))
    }
  }
}
