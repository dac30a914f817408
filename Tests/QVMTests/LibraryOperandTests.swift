// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import QVM
import Testing
import _TestSupport

/// Operands that the library's macros cannot make sense of are refused, never run as something else.
@Suite(.tags(.exact))
struct LibraryOperandTests {
  private func read(_ call: String) -> Reading {
    Assembler().read(
      Array(
        """
        .include "stdlib.qvm.asm"
        a: ALLOC_LQ -> a0, a1, a2, b0, b1, b2, w0, w1, w2, w3, c, d
        \(call)
        """.utf8))
  }

  static let refused: [(call: String, message: String)] = [
    ("COMPARE_LESS([a0, a1], [b0, b1, b2], c, d)", "one length, 1 or more; these have 2 and 3."),
    ("COMPARE_LESS([a0, a1, a2], [b0, b1], c, d)", "one length, 1 or more; these have 3 and 2."),
    ("COMPARE_LESS([], [], c, d)", "one length, 1 or more; these have 0 and 0."),
    ("CUCCARO_ADD([a0, a1], [b0, b1, b2], c, d)", "one length, 1 or more; these have 2 and 3."),
    ("CUCCARO_ADD([a0, a1, a2], [b0, b1], c, d)", "one length, 1 or more; these have 3 and 2."),
    ("CUCCARO_ADD([], [], c, d)", "one length, 1 or more; these have 0 and 0."),
    ("CUCCARO_SUBTRACT([a0, a1], [b0], c, d)", "one length; these have 2 and 1."),
    ("ADD_CONSTANT(1.5, [b0, b1])", "adds whole numbers, not 1.5."),
    ("FOURIER_ADD_CONSTANT([c], 0.5, [b0, b1])", "adds whole numbers, not 0.5."),
    ("PHASE_ESTIMATION(CPHASE, [], [c])", "needs a qubit in the register `precision`."),
    (
      "MODULAR_EXP([a0], 7, [b0, b1, b2], [w0, w1, w2, w3, d], c, 15)",
      "The register x has 3 qubits and cannot hold the numbers below 15."
    ),
    (
      "MODULAR_EXP([a0], 2, [b0, b1, b2], [w0, w1, w2], c, 5)",
      "Sums modulo 5 need a bit more than the modulus; the register has 3."
    ),
    (
      "MODULAR_EXP([a0], 2, [b0, b1, b2], [w0, w1, w2], c, 3)",
      "The work register has a qubit more than x, 4 or more; it has 3."
    ),
    (
      "MODULAR_EXP([a0], 3, [b0, b1, b2], [w0, w1, w2, w3], c, 6)",
      "The factor 3 has no inverse modulo 6: they have a common divisor."
    ),
    (
      "MODULAR_EXP([a0], 0, [b0, b1, b2], [w0, w1, w2, w3], c, 5)",
      "The factor 0 has no inverse modulo 5: they have a common divisor."
    ),
    (
      "MODULAR_EXP([a0], 1.5, [b0, b1, b2], [w0, w1, w2, w3], c, 5)",
      "The factor is a whole number, not 1.5."
    ),
    (
      "MODULAR_EXP([], 2, [b0, b1, b2], [w0, w1, w2, w3], c, 5)",
      "needs a qubit in the register `exponent`."
    ),
    (
      "MODULAR_EXP([a0], 2, [b0, b1, b2], [w0, w1, w2, w3], c, 0)",
      "The modulus is a whole number of 1 or more, not 0."
    ),
    (
      "MODULAR_EXP([a0], 2, [b0, b1, b2], [w0, w1, w2, w3], c, -5)",
      "The modulus is a whole number of 1 or more, not -5."
    ),
    (
      "MODULAR_MULTIPLY(a0, 2, [b0, b1], [w0, w1, w2], c, 5)",
      "Sums modulo 5 need a bit more than the modulus; the register has 3."
    ),
    (
      "MODULAR_MULTIPLY_ADD(a0, 2, [b0, b1], [w0, w1, w2], c, 5)",
      "Sums modulo 5 need a bit more than the modulus; the register has 3."
    ),
    (
      "MODULAR_ADD([a0], 5, [w0, w1, w2, w3], c, 5)",
      "MODULAR_ADD adds whole numbers from 0 to 4, not 5."
    ),
    (
      "MODULAR_ADD([a0], -1, [w0, w1, w2, w3], c, 5)",
      "MODULAR_ADD adds whole numbers from 0 to 4, not -1."
    ),
    ("GROVER([a0, a1, a2], 9, 2)", "GROVER_ORACLE marks a state of its 3 qubits, not 9."),
    ("GROVER([a0, a1], -1, 1)", "GROVER_ORACLE marks a state of its 2 qubits, not -1."),
    ("GROVER([a0, a1], 1, -1)", "GROVER goes 0 or more rounds, not -1."),
    ("GROVER_ORACLE([a0, a1], 4)", "GROVER_ORACLE marks a state of its 2 qubits, not 4."),
    ("GROVER_ORACLE([], 0)", "GROVER_ORACLE marks a state of its 0 qubits, not 0."),
    (
      "AMPLITUDE_AMPLIFICATION(SUPERPOSITION, SUPERPOSITION, [a0, a1], 4, 0)",
      "amplifies a state of its 2 qubits, not 4."
    ),
    (
      "AMPLITUDE_AMPLIFICATION(SUPERPOSITION, SUPERPOSITION, [a0, a1], 1, -2)",
      "goes 0 or more rounds, not -2."
    ),
    ("DJ_ORACLE_BALANCED_BIT([a0, a1], d, -1)", "takes one of its 2 inputs, from 0, not -1."),
    ("DJ_ORACLE_BALANCED_BIT([a0, a1], d, 5)", "takes one of its 2 inputs, from 0, not 5."),
    ("MEASURE_PAULI(\"XQ\", [a0, a1], c, s)", "measures products of I, X, Y and Z, not XQ."),
    ("MEASURE_PAULI(\"xz\", [a0, a1], c, s)", "measures products of I, X, Y and Z, not xz."),
    ("MEASURE_PAULI(\"X\", [a0, a1], c, s)", "a letter for each of its 2 qubits, not 1."),
    ("MEASURE_PAULI(\"XZZ\", [a0, a1], c, s)", "a letter for each of its 2 qubits, not 3."),
    ("SYNDROME_FIVE([a0, a1, a2, b0], c, s)", "a letter for each of its 4 qubits, not 5."),
    ("SYNDROME_STEANE([a0, a1, a2, b0], c, s)", "a letter for each of its 4 qubits, not 7."),
    ("MCZ([])", "MCZ needs a qubit."), ("GHZ_STATE([])", "GHZ_STATE needs a qubit."),
    ("W_STATE([])", "W_STATE needs a qubit."),
    ("ALLOC_QUBITS(0, x)", "ALLOC_QUBITS allocates 1 or more qubits, not 0."),
    (".set n_qubits = 0\n.include \"qft.qasm\"", "must be a whole number in 1..1000000."),
    (".set n_data = -1\n.include \"syndrome_extraction.qasm\"", "a whole number in 1..1000000."),
    (
      ".set n_qubits = 1\n.set qubit_prefix = \"q\"\n.set target = 2\n.include \"grover_oracle.qasm\"",
      "GROVER_ORACLE marks a state of its 1 qubits, not 2."
    ),
  ]

  /// There is one problem, not a trail of them.
  @Test(arguments: refused) func refuses(call: String, message: String) {
    let errors = read(call).problems.filter { $0.severity == .error }
    #expect(errors.count == 1, "\(errors)")
    #expect(errors.first?.code == .expression)
    #expect(errors.first?.message.contains(message) == true, "\(errors)")
  }

  /// The bounds themselves are accepted.
  @Test(arguments: [
    "COMPARE_LESS([a0], [b0], c, d)", "ADD_CONSTANT(-3, [b0, b1])", "ADD_CONSTANT(2.0, [b0, b1])",
    "MODULAR_EXP([a0], 7, [b0, b1, b2], [w0, w1, w2, w3], c, 8)",
    "MODULAR_EXP([a0], -1, [b0, b1, b2], [w0, w1, w2, w3], c, 5)",
    "MODULAR_ADD([], 4, [w0, w1, w2, w3], c, 5)", "GROVER([a0, a1], 3, 0)",
    "DJ_ORACLE_BALANCED_BIT([a0, a1], d, 1)", "MEASURE_PAULI(\"IY\", [a0, a1], c, s)",
    "GHZ_STATE([a0])", "W_STATE([a0])", "MCZ([a0])", "DRAPER_ADD([a0, a1, a2], [b0, b1])",
  ]) func accepts(call: String) {
    let reading = read(call)
    #expect(reading.problems.isEmpty, "\(reading.problems)")
    #expect(Verifier().verify(reading).isValid)
  }
}
