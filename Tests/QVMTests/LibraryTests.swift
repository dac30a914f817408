// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import QVM
import Testing
import _TestSupport

/// Each circuit of the library against its unitary.
@Suite(.tags(.law))
struct LibraryTests {
  /// A program that allocates registers and runs lines of assembly.
  private func program(_ registers: [(String, Int)], _ lines: String) throws -> Program {
    let names = registers.flatMap { name, count in
      count == 1 ? [name] : (0..<count).map { "\(name)_\($0)" }
    }
    return try Assembler().assemble(
      """
      .include "stdlib.qvm.asm"
      .caps CAP_ALLOC
      alloc: ALLOC_LQ -> \(names.joined(separator: ", "))
      \(lines)
      """)
  }

  private func list(_ name: String, _ count: Int) -> String {
    "[" + (0..<count).map { "\(name)_\($0)" }.joined(separator: ", ") + "]"
  }

  /// A diagonal matrix of phases.
  private func diagonal(_ qubitCount: Int, _ phase: (Int) -> Double) -> [[Complex]] {
    (0..<(1 << qubitCount)).map { index in
      var column = [Complex](repeating: .zero, count: 1 << qubitCount)
      column[index] = Complex(phase: phase(index))
      return column
    }
  }

  /// Numbers of some bits each, the first lowest.
  private func pack(_ numbers: [Int], _ bits: Int) -> Int {
    numbers.reversed().reduce(0) { $0 << bits | $1 }
  }

  private func expectPermutation(
    _ program: Program, _ map: (Int) -> Int?, _ location: SourceLocation = #_sourceLocation
  ) throws {
    for basis in 0..<(1 << program.qubits.count) {
      guard let image = map(basis) else { continue }
      var state = DenseState(qubitCount: program.qubits.count, basis: basis)
      try state.apply(program)
      #expect(state.basisState == image, "from \(basis)", sourceLocation: location)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5]) func fourierTransform(n: Int) throws {
    let forward = try unitary(program([("q", n)], n == 1 ? "QFT([q])" : "QFT(\(list("q", n)))"))
    let size = 1 << n
    let expected = (0..<size).map { x in
      (0..<size).map { y in
        (1 / Double(size).squareRoot())
          * Complex(phase: 2 * .pi * Double(x * y % size) / Double(size))
      }
    }
    #expect(distance(forward, expected) < 1e-12)
    let name = n == 1 ? "[q]" : list("q", n)
    let both = try unitary(program([("q", n)], "QFT(\(name))\nINVERSE_QFT(\(name))"))
    #expect(distance(both, diagonal(n) { _ in 0 }) < 1e-12)
  }

  @Test func controlledGates() throws {
    let angle = 0.7
    #expect(
      try distance(
        unitary(program([("q", 2)], "CPHASE(q_0, q_1, 0.7)")),
        diagonal(2) { $0 == 3 ? angle : 0 }) < 1e-12)
    #expect(
      try distance(
        unitary(program([("q", 3)], "CCPHASE(q_0, q_1, q_2, 0.7)")),
        diagonal(3) { $0 == 7 ? angle : 0 }) < 1e-12)
    for n in 1...5 {
      let controls =
        n == 1 ? "[]" : "[" + (0..<n - 1).map { "q_\($0)" }.joined(separator: ", ") + "]"
      let target = n == 1 ? "q" : "q_\(n - 1)"
      let all = (1 << n) - 1
      #expect(
        try distance(
          unitary(program([("q", n)], "MCPHASE(\(controls), \(target), 0.7)")),
          diagonal(n) { $0 == all ? angle : 0 }) < 1e-12)
      let register = n == 1 ? "[q]" : list("q", n)
      #expect(
        try distance(
          unitary(program([("q", n)], "MCZ(\(register))")),
          diagonal(n) { $0 == all ? .pi : 0 }) < 1e-12)
      try expectPermutation(program([("q", n)], "MCX(\(controls), \(target))")) { index in
        index & (all >> 1) == all >> 1 ? index ^ (1 << (n - 1)) : index
      }
    }
    try expectPermutation(program([("q", 3)], "CSWAP(q_0, q_1, q_2)")) { index in
      if index & 1 == 0 { return index }
      return pack([1, index >> 2 & 1, index >> 1 & 1], 1)
    }
    let half = Complex(re: 0.5.squareRoot())
    let (zero, one, i) = (Complex.zero, Complex.one, Complex.i)
    let minusHalf = Complex(re: -half.re)
    let minusI = Complex(re: 0, im: -1)
    let hadamard: [[Complex]] = [
      [one, zero, zero, zero], [zero, half, zero, half], [zero, zero, one, zero],
      [zero, half, zero, minusHalf],
    ]
    #expect(try distance(unitary(program([("q", 2)], "CH(q_0, q_1)")), hadamard) < 1e-12)
    let controlledY: [[Complex]] = [
      [one, zero, zero, zero], [zero, zero, zero, i], [zero, zero, one, zero],
      [zero, minusI, zero, zero],
    ]
    #expect(try distance(unitary(program([("q", 2)], "CY(q_0, q_1)")), controlledY) < 1e-12)
  }

  @Test(arguments: [1, 2, 3]) func cuccaro(n: Int) throws {
    func names(_ register: String) -> String { n == 1 ? "[\(register)]" : list(register, n) }
    let mask = (1 << n) - 1
    let registers = [("a", n), ("b", n), ("cin", 1), ("cout", 1)]
    try expectPermutation(
      program(registers, "CUCCARO_ADD(\(names("a")), \(names("b")), cin, cout)")
    ) { index in
      let a = index & mask
      let b = index >> n & mask
      let cin = index >> (2 * n) & 1
      let cout = index >> (2 * n + 1)
      let sum = a + b + cin
      let carry = cout ^ (sum >> n)
      return pack([a, sum & mask], n) | pack([cin, carry], 1) << (2 * n)
    }
    try expectPermutation(
      program(registers, "CUCCARO_SUBTRACT(\(names("a")), \(names("b")), cin, cout)")
    ) { index in
      let a = index & mask
      let b = index >> n & mask
      let cin = index >> (2 * n) & 1
      let cout = index >> (2 * n + 1)
      let difference = b - a - cin
      let borrow = difference < 0 ? 1 : 0
      return pack([a, difference & mask], n) | pack([cin, cout ^ borrow], 1) << (2 * n)
    }
    try expectPermutation(
      program(
        [("a", n), ("b", n), ("c", 1), ("r", 1)],
        "COMPARE_LESS(\(names("a")), \(names("b")), c, r)")
    ) { index in
      let a = index & mask
      let b = index >> n & mask
      return index >> (2 * n) & 1 == 1 ? nil : index ^ (a < b ? 1 << (2 * n + 1) : 0)
    }
  }

  @Test(arguments: [2, 3]) func draper(n: Int) throws {
    let mask = (1 << n) - 1
    try expectPermutation(
      program([("a", n), ("b", n)], "DRAPER_ADD(\(list("a", n)), \(list("b", n)))")
    ) { index in
      let a = index & mask
      return pack([a, (a + (index >> n)) & mask], n)
    }
    for value in [1, 3, -1] {
      try expectPermutation(program([("b", n)], "ADD_CONSTANT(\(value), \(list("b", n)))")) {
        ($0 + value) & mask
      }
    }
  }

  @Test func modularExponentiation() throws {
    try expectPowers(modulus: 3, bits: 2)
  }

  @Test(.optimizedOnly) func modularExponentiationOfThreeBits() throws {
    try expectPowers(modulus: 5, bits: 3)
    try expectPowers(modulus: 7, bits: 3)
  }

  private func expectPowers(modulus: Int, bits: Int) throws {
    let program = try program(
      [("e", 2), ("x", bits), ("w", bits + 1), ("flag", 1)],
      "MODULAR_EXP(\(list("e", 2)), 2, \(list("x", bits)), \(list("w", bits + 1)), flag, "
        + "\(modulus))"
    )
    for exponent in 0..<4 {
      for x in 0..<modulus {
        var state = DenseState(qubitCount: program.qubits.count, basis: exponent | x << 2)
        try state.apply(program)
        let power = (0..<exponent).reduce(1) { product, _ in product * 2 % modulus }
        #expect(state.basisState == exponent | (power * x % modulus) << 2)
      }
    }
  }

  @Test func phaseEstimation() throws {
    for y in 0..<8 {
      let program = try Assembler(parameters: ["phase": .number(Double(y) / 8)]).assemble(
        """
        alloc: ALLOC_LQ -> p_0, p_1, p_2, target
        one: APPLY_X target
        .include "phase_estimation.qasm"
        """)
      var state = DenseState(qubitCount: 4)
      try state.apply(program)
      #expect(state.basisState == y | 8)
    }
  }

  @Test(arguments: [2, 3, 4]) func statesAndSearch(n: Int) throws {
    var state = DenseState(qubitCount: n)
    let register = list("q", n)
    try state.apply(program([("q", n)], "W_STATE(\(register))"))
    var expected = [Complex](repeating: .zero, count: 1 << n)
    for k in 0..<n { expected[1 << k] = Complex(re: 1 / Double(n).squareRoot()) }
    #expect(abs(state.overlap(expected) - 1) < 1e-12)
    state = DenseState(qubitCount: n)
    try state.apply(program([("q", n)], "GHZ_STATE(\(register))"))
    expected = Array(repeating: .zero, count: 1 << n)
    expected[0] = Complex(re: 0.5.squareRoot())
    expected[expected.count - 1] = expected[0]
    #expect(abs(state.overlap(expected) - 1) < 1e-12)
    for target in 0..<(1 << n) {
      #expect(
        try distance(
          unitary(program([("q", n)], "GROVER_ORACLE(\(register), \(target))")),
          diagonal(n) { $0 == target ? .pi : 0 }) < 1e-12)
      // The probability after r rounds is sin²((2r + 1)·asin(2^{−n/2})).
      for rounds in 0...2 {
        state = DenseState(qubitCount: n)
        try state.apply(program([("q", n)], "GROVER(\(register), \(target), \(rounds))"))
        let angle = Double(2 * rounds + 1) * asin(1 / Double(1 << n).squareRoot())
        #expect(abs(state.amplitudes[target].squared - sin(angle) * sin(angle)) < 1e-12)
        var amplified = DenseState(qubitCount: n)
        let call = "AMPLITUDE_AMPLIFICATION(SUPERPOSITION, SUPERPOSITION, \(register), "
        try amplified.apply(program([("q", n)], call + "\(target), \(rounds))"))
        #expect(abs(amplified.overlap(state.amplitudes) - 1) < 1e-12)
      }
    }
  }

  @Test func everyCircuitAssembles() throws {
    for name in StandardLibrary.names {
      let reading = Assembler().read(Array(".include \"\(name)\"".utf8))
      #expect(reading.problems.isEmpty, "\(name)")
      #expect(reading.program.nodes.isEmpty == name.hasSuffix(".qvm.asm"), "\(name)")
      #expect(!StandardLibrary.summary(name).isEmpty)
    }
  }

  /// The Pauli measured through an ancilla is the one named: its circuit maps Z of the ancilla to
  /// it.
  @Test func pauliMeasurement() throws {
    for letters in ["XZZXI", "YIXZY", "ZZIII"] {
      let program = try program(
        [("d", 5), ("a", 1)], "MEASURE_PAULI(\"\(letters)\", \(list("d", 5)), a, m)")
      #expect(program.nodes.last?.opcode == .measureZ)
      // For each data state ψ the ancilla ends in 0 on (1 + P)/2 ψ.
      for basis in [0, 9, 21, 30] {
        var state = DenseState(qubitCount: 6, basis: basis)
        try state.apply(program)
        var projected = DenseState(qubitCount: 6, basis: basis)
        var paulis = projected
        for (qubit, letter) in letters.enumerated() {
          let opcodes: [Character: Opcode] = ["X": .x, "Y": .y, "Z": .z]
          if let opcode = opcodes[letter] { paulis.apply(Node(id: "p", opcode, qubits: [qubit])) }
        }
        for index in 0..<32 {
          projected.amplitudes[index] =
            0.5 * (projected.amplitudes[index] + paulis.amplitudes[index])
          let difference = state.amplitudes[index] - projected.amplitudes[index]
          #expect(difference.squared < 1e-20)
        }
      }
    }
  }
}
