// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension StandardLibrary {
  static let gates = File(
    name: "gates.qvm.asm",
    text: #"""
      ; Controlled gates, made of the operations of the machine.

      ; diag(1, 1, 1, e^{i·angle}), up to a phase of the whole state.
      .macro CPHASE(a, b, angle)
      cp_a: APPLY_RZ {a}, theta={angle / 2}
      cp_b: APPLY_RZ {b}, theta={angle / 2}
      cp_in: APPLY_CNOT {a}, {b}
      cp_back: APPLY_RZ {b}, theta={-angle / 2}
      cp_out: APPLY_CNOT {a}, {b}
      .endmacro

      ; A phase where all three are 1 (Barenco and others, 1995, lemma 6.1).
      .macro CCPHASE(a, b, c, angle)
      CPHASE({b}, {c}, {angle / 2})
      ccp_in: APPLY_CNOT {a}, {b}
      CPHASE({b}, {c}, {-angle / 2})
      ccp_out: APPLY_CNOT {a}, {b}
      CPHASE({a}, {c}, {angle / 2})
      .endmacro

      ; A phase where the target and all controls are 1.
      .macro MCPHASE(controls, target, angle)
      .set count = len(controls)
      .if count == 0
      mcp: APPLY_RZ {target}, theta={angle}
      .elif count == 1
      CPHASE({controls[0]}, {target}, {angle})
      .else
      .set rest = [controls[i] for i in range(count - 1)]
      .set last = controls[count - 1]
      CPHASE({last}, {target}, {angle / 2})
      MCX([{rest}], {last})
      CPHASE({last}, {target}, {-angle / 2})
      MCX([{rest}], {last})
      MCPHASE([{rest}], {target}, {angle / 2})
      .endif
      .endmacro

      ; Flips the target where all controls are 1.
      .macro MCX(controls, target)
      .if len(controls) == 0
      mcx: APPLY_X {target}
      .elif len(controls) == 1
      mcx: APPLY_CNOT {controls[0]}, {target}
      .elif len(controls) == 2
      mcx: APPLY_TOFFOLI {controls[0]}, {controls[1]}, {target}
      .else
      mcx_in: APPLY_H {target}
      MCPHASE([{controls}], {target}, {pi})
      mcx_out: APPLY_H {target}
      .endif
      .endmacro

      ; Negates the amplitude where all qubits are 1.
      .macro MCZ(qubits)
      .set count = len(qubits)
      .if count == 0
      .error "MCZ needs a qubit."
      .elif count == 1
      mcz: APPLY_Z {qubits[0]}
      .elif count == 2
      mcz: APPLY_CZ {qubits[0]}, {qubits[1]}
      .else
      .set controls = [qubits[i] for i in range(count - 1)]
      mcz_in: APPLY_H {qubits[count - 1]}
      MCX([{controls}], {qubits[count - 1]})
      mcz_out: APPLY_H {qubits[count - 1]}
      .endif
      .endmacro

      ; Rotation of the target about Y where the control is 1.
      .macro CRY(control, target, angle)
      cry_half: APPLY_RY {target}, theta={angle / 2}
      cry_in: APPLY_CNOT {control}, {target}
      cry_back: APPLY_RY {target}, theta={-angle / 2}
      cry_out: APPLY_CNOT {control}, {target}
      .endmacro

      ; Hadamard of the target where the control is 1.
      .macro CH(control, target)
      ch_in: APPLY_RY {target}, theta={-pi / 4}
      ch_z: APPLY_CZ {control}, {target}
      ch_out: APPLY_RY {target}, theta={pi / 4}
      .endmacro

      ; Pauli Y of the target where the control is 1.
      .macro CY(control, target)
      cy_in: APPLY_SDG {target}
      cy_x: APPLY_CNOT {control}, {target}
      cy_out: APPLY_S {target}
      .endmacro

      ; Exchanges a and b where the control is 1.
      .macro CSWAP(control, a, b)
      csw_in: APPLY_CNOT {b}, {a}
      csw_x: APPLY_TOFFOLI {control}, {a}, {b}
      csw_out: APPLY_CNOT {b}, {a}
      .endmacro
      """#)

  static let states = File(
    name: "states.qvm.asm",
    text: #"""
      ; Registers and entangled states: all qubits begin in 0.
      .include "gates.qvm.asm"

      ; Allocates {prefix}_0 … {prefix}_{n-1}.
      .macro ALLOC_QUBITS(n, prefix)
      .if n < 1
      .error "ALLOC_QUBITS allocates 1 or more qubits, not {n}."
      .endif
      allocate: ALLOC_LQ n={n} -> {[f"{prefix}_{i}" for i in range(n)]}
      .endmacro

      ; Measures each qubit into {prefix}_0, {prefix}_1, …
      .macro MEASURE_ALL(qubits, prefix)
      .for i in range(len(qubits))
      measure: MEASURE_Z {qubits[i]} -> {prefix}_{i}
      .endfor
      .endmacro

      .macro SUPERPOSITION(qubits)
      .for q in qubits
      h: APPLY_H {q}
      .endfor
      .endmacro

      .macro SWAP(a, b)
      swap: APPLY_SWAP {a}, {b}
      .endmacro

      ; (|00⟩ + |11⟩)/√2.
      .macro BELL_PAIR(a, b)
      h: APPLY_H {a}
      cnot: APPLY_CNOT {a}, {b}
      .endmacro

      ; (|0…0⟩ + |1…1⟩)/√2.
      .macro GHZ_STATE(qubits)
      .if len(qubits) == 0
      .error "GHZ_STATE needs a qubit."
      .endif
      h: APPLY_H {qubits[0]}
      .for i in 1..len(qubits)-1
      cnot: APPLY_CNOT {qubits[i - 1]}, {qubits[i]}
      .endfor
      .endmacro

      ; The equal sum of the states with a single 1.
      .macro W_STATE(qubits)
      .set n = len(qubits)
      .if n == 0
      .error "W_STATE needs a qubit."
      .endif
      x: APPLY_X {qubits[0]}
      .for i in 0..n-2
      CRY({qubits[i]}, {qubits[i + 1]}, {2 * acos(sqrt(1 / (n - i)))})
      cnot: APPLY_CNOT {qubits[i + 1]}, {qubits[i]}
      .endfor
      .endmacro
      """#)

  static let fourier = File(
    name: "qft.qvm.asm",
    text: #"""
      ; The Fourier transform |x⟩ → Σ e^{2πi·xy/N}|y⟩/√N and its inverse, up to a global phase.
      .include "gates.qvm.asm"

      .macro QFT(qubits)
      .set n = len(qubits)
      .for j in reversed(range(n))
      h: APPLY_H {qubits[j]}
      .for k in reversed(range(j))
      CPHASE({qubits[k]}, {qubits[j]}, {pi / 2 ** (j - k)})
      .endfor
      .endfor
      .for i in 0..n//2-1
      swap: APPLY_SWAP {qubits[i]}, {qubits[n - 1 - i]}
      .endfor
      .endmacro

      .macro INVERSE_QFT(qubits)
      .set n = len(qubits)
      .for i in 0..n//2-1
      swap: APPLY_SWAP {qubits[i]}, {qubits[n - 1 - i]}
      .endfor
      .for j in range(n)
      .for k in range(j)
      CPHASE({qubits[k]}, {qubits[j]}, {-pi / 2 ** (j - k)})
      .endfor
      h: APPLY_H {qubits[j]}
      .endfor
      .endmacro
      """#)

  static let syndromes = File(
    name: "syndrome_extraction.qvm.asm",
    text: #"""
      ; Measurement of Pauli products and of the stabilizers of small codes.
      .include "gates.qvm.asm"

      ; Measures a product of Paulis such as "XZZXI", one letter a qubit, through an ancilla.
      .macro MEASURE_PAULI(letters, qubits, ancilla, outcome)
      .if len(letters) != len(qubits)
      .error "MEASURE_PAULI takes a letter for each of its {len(qubits)} qubits, not {len(letters)}."
      .elif [i for i in range(len(letters)) if letters[i] not in ["I", "X", "Y", "Z"]] != []
      .error "MEASURE_PAULI measures products of I, X, Y and Z, not {letters}."
      .endif
      reset: RESET {ancilla}
      open: APPLY_H {ancilla}
      .for i in range(len(letters))
      .if letters[i] == "X"
      check_x: APPLY_CNOT {ancilla}, {qubits[i]}
      .elif letters[i] == "Y"
      CY({ancilla}, {qubits[i]})
      .elif letters[i] == "Z"
      check_z: APPLY_CZ {ancilla}, {qubits[i]}
      .endif
      .endfor
      close: APPLY_H {ancilla}
      check: MEASURE_Z {ancilla} -> {outcome}
      .endmacro

      ; The parities of neighbours into {prefix}_0, {prefix}_1, …
      .macro SYNDROME_REPETITION(data, ancilla, prefix)
      .for i in 0..len(data)-2
      reset: RESET {ancilla}
      left: APPLY_CNOT {data[i]}, {ancilla}
      right: APPLY_CNOT {data[i + 1]}, {ancilla}
      check: MEASURE_Z {ancilla} -> {prefix}_{i}
      .endfor
      .endmacro

      ; The four stabilizers of the five-qubit code.
      .macro SYNDROME_FIVE(data, ancilla, prefix)
      MEASURE_PAULI("XZZXI", [{data}], {ancilla}, {prefix}_0)
      MEASURE_PAULI("IXZZX", [{data}], {ancilla}, {prefix}_1)
      MEASURE_PAULI("XIXZZ", [{data}], {ancilla}, {prefix}_2)
      MEASURE_PAULI("ZXIXZ", [{data}], {ancilla}, {prefix}_3)
      .endmacro

      ; The six stabilizers of Steane's code: X of the Hamming checks, then Z.
      .macro SYNDROME_STEANE(data, ancilla, prefix)
      .for i in 0..2
      MEASURE_PAULI({["IIIXXXX", "IXXIIXX", "XIXIXIX"][i]}, [{data}], {ancilla}, {prefix}_{i})
      MEASURE_PAULI({["IIIZZZZ", "IZZIIZZ", "ZIZIZIZ"][i]}, [{data}], {ancilla}, {prefix}_{i + 3})
      .endfor
      .endmacro
      """#)
}
