// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension StandardLibrary {
  static let search = File(
    name: "search.qvm.asm",
    text: #"""
      ; Oracles, Grover's search and amplitude amplification.
      .include "states.qvm.asm"

      ; Negates the amplitude of one basis state, a number whose lowest bit is the first qubit.
      .macro GROVER_ORACLE(qubits, target)
      .if len(qubits) == 0 or target >> len(qubits) != 0
      .error "GROVER_ORACLE marks a state of its {len(qubits)} qubits, not {target}."
      .endif
      .for i in range(len(qubits))
      .if (target >> i) & 1 == 0
      mark: APPLY_X {qubits[i]}
      .endif
      .endfor
      MCZ([{qubits}])
      .for i in range(len(qubits))
      .if (target >> i) & 1 == 0
      unmark: APPLY_X {qubits[i]}
      .endif
      .endfor
      .endmacro

      ; Reflects about the equal superposition, up to a sign of the whole state.
      .macro GROVER_DIFFUSION(qubits)
      SUPERPOSITION([{qubits}])
      GROVER_ORACLE([{qubits}], 0)
      SUPERPOSITION([{qubits}])
      .endmacro

      ; Searches for one basis state, beginning with all qubits in 0.
      .macro GROVER(qubits, target, rounds)
      .if rounds < 0
      .error "GROVER goes 0 or more rounds, not {rounds}."
      .endif
      SUPERPOSITION([{qubits}])
      .for r in 1..rounds
      GROVER_ORACLE([{qubits}], {target})
      GROVER_DIFFUSION([{qubits}])
      .endfor
      .endmacro

      ; Amplifies one basis state of the state that the macro PREPARE(qubits) makes of 0; UNPREPARE
      ; undoes it.
      .macro AMPLITUDE_AMPLIFICATION(prepare, unprepare, qubits, target, rounds)
      .if rounds < 0
      .error "AMPLITUDE_AMPLIFICATION goes 0 or more rounds, not {rounds}."
      .elif len(qubits) == 0 or target >> len(qubits) != 0
      .error "AMPLITUDE_AMPLIFICATION amplifies a state of its {len(qubits)} qubits, not {target}."
      .endif
      {prepare}([{qubits}])
      .for r in 1..rounds
      GROVER_ORACLE([{qubits}], {target})
      {unprepare}([{qubits}])
      GROVER_ORACLE([{qubits}], 0)
      {prepare}([{qubits}])
      .endfor
      .endmacro

      ; Oracles of Deutsch and Jozsa: constant 0, constant 1, or one bit of the input.
      .macro DJ_ORACLE_CONSTANT_0(inputs, output)
      .endmacro

      .macro DJ_ORACLE_CONSTANT_1(inputs, output)
      oracle: APPLY_X {output}
      .endmacro

      .macro DJ_ORACLE_BALANCED_BIT(inputs, output, bit)
      .if bit < 0 or bit >= len(inputs)
      .error "DJ_ORACLE_BALANCED_BIT takes one of its {len(inputs)} inputs, from 0, not {bit}."
      .endif
      oracle: APPLY_CNOT {inputs[bit]}, {output}
      .endmacro
      """#)

  static let everything = File(
    name: "stdlib.qvm.asm",
    text: #"""
      ; All macros of the library.
      .include "states.qvm.asm"
      .include "qft.qvm.asm"
      .include "adders.qvm.asm"
      .include "comparator.qvm.asm"
      .include "phase_estimation.qvm.asm"
      .include "modular_exp.qvm.asm"
      .include "search.qvm.asm"
      .include "syndrome_extraction.qvm.asm"
      """#)

  static let circuits: [File] = [
    circuit(
      "qft.qasm", "The Fourier transform of {qubit_prefix}_0 …, or its inverse.",
      """
      .include "qft.qvm.asm"
      .param n_qubits = 3 in 1..1000000
      .param qubit_prefix = "q"
      .param inverse = 0
      .set register = [f"{qubit_prefix}_{i}" for i in range(n_qubits)]
      .if inverse
      INVERSE_QFT([{register}])
      .else
      QFT([{register}])
      .endif
      """),
    circuit(
      "cuccaro_adder.qasm", "b becomes a + b; carry_qubit is in 0, result_qubit takes the carry.",
      """
      .include "adders.qvm.asm"
      .param n_bits = 2 in 1..1000000
      .param a_prefix = "a"
      .param b_prefix = "b"
      .param carry_qubit = "carry"
      .param result_qubit = "result"
      .set a = [f"{a_prefix}_{i}" for i in range(n_bits)]
      .set b = [f"{b_prefix}_{i}" for i in range(n_bits)]
      CUCCARO_ADD([{a}], [{b}], {carry_qubit}, {result_qubit})
      """),
    circuit(
      "draper_adder.qasm", "b becomes a + b modulo 2^n_bits.",
      """
      .include "adders.qvm.asm"
      .param n_bits = 2 in 1..1000000
      .param a_prefix = "a"
      .param b_prefix = "b"
      .set a = [f"{a_prefix}_{i}" for i in range(n_bits)]
      .set b = [f"{b_prefix}_{i}" for i in range(n_bits)]
      DRAPER_ADD([{a}], [{b}])
      """),
    circuit(
      "comparator.qasm", "Flips result_qubit where a < b; carry_qubit is in 0.",
      """
      .include "comparator.qvm.asm"
      .param n_bits = 2 in 1..1000000
      .param a_prefix = "a"
      .param b_prefix = "b"
      .param carry_qubit = "carry"
      .param result_qubit = "result"
      .set a = [f"{a_prefix}_{i}" for i in range(n_bits)]
      .set b = [f"{b_prefix}_{i}" for i in range(n_bits)]
      COMPARE_LESS([{a}], [{b}], {carry_qubit}, {result_qubit})
      """),
    circuit(
      "phase_estimation.qasm", "The phase of diag(1, e^{2πi·phase}) on target_qubit, in turns.",
      """
      .include "phase_estimation.qvm.asm"
      .param n_precision = 3 in 1..1000000
      .param precision_prefix = "p"
      .param target_qubit = "target"
      .param phase = 0.125
      .macro CONTROLLED_PHASE_POWER(control, target, power)
      CPHASE({control}, {target[0]}, {2 * pi * phase * power})
      .endmacro
      .set precision = [f"{precision_prefix}_{i}" for i in range(n_precision)]
      PHASE_ESTIMATION(CONTROLLED_PHASE_POWER, [{precision}], [{target_qubit}])
      """),
    circuit(
      "modular_exp.qasm", "x becomes base^exponent·x modulo modulus.",
      """
      .include "modular_exp.qvm.asm"
      .param n_exponent = 2 in 1..1000000
      .param n_bits = 2 in 1..1000000
      .param exponent_prefix = "e"
      .param x_prefix = "x"
      .param work_prefix = "w"
      .param flag_qubit = "flag"
      .param base = 2
      .param modulus = 3
      .set exponent = [f"{exponent_prefix}_{i}" for i in range(n_exponent)]
      .set x = [f"{x_prefix}_{i}" for i in range(n_bits)]
      .set work = [f"{work_prefix}_{i}" for i in range(n_bits + 1)]
      MODULAR_EXP([{exponent}], {base}, [{x}], [{work}], {flag_qubit}, {modulus})
      """),
    circuit(
      "grover_oracle.qasm", "Negates the amplitude of the basis state `target`.",
      """
      .include "search.qvm.asm"
      .param n_qubits = 2 in 1..1000000
      .param qubit_prefix = "q"
      .param target = 3
      .set register = [f"{qubit_prefix}_{i}" for i in range(n_qubits)]
      GROVER_ORACLE([{register}], {target})
      """),
    circuit(
      "amplitude_amplification.qasm", "Amplifies `target` of the equal superposition.",
      """
      .include "search.qvm.asm"
      .param n_qubits = 3 in 1..1000000
      .param qubit_prefix = "q"
      .param target = 5
      .param rounds = 2 in 0..1000000
      .set register = [f"{qubit_prefix}_{i}" for i in range(n_qubits)]
      AMPLITUDE_AMPLIFICATION(SUPERPOSITION, SUPERPOSITION, [{register}], {target}, {rounds})
      """),
    circuit(
      "syndrome_extraction.qasm", "The parities of a repetition code, n_rounds times.",
      """
      .include "syndrome_extraction.qvm.asm"
      .param n_data = 3 in 1..1000000
      .param data_prefix = "d"
      .param ancilla_qubit = "ancilla"
      .param n_rounds = 1 in 0..1000000
      .set register = [f"{data_prefix}_{i}" for i in range(n_data)]
      .for r in 0..n_rounds-1
      SYNDROME_REPETITION([{register}], {ancilla_qubit}, s_{r})
      .endfor
      """),
  ]

  private static func circuit(_ name: String, _ summary: String, _ text: String) -> File {
    File(name: name, text: "; \(summary)\n" + text)
  }
}
