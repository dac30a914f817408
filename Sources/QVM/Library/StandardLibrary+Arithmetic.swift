// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

extension StandardLibrary {
  static let adders = File(
    name: "adders.qvm.asm",
    text: #"""
      ; Adders of registers and of constants, by carries (Cuccaro) and by phases (Draper).
      .include "qft.qvm.asm"

      ; One step of the carry and its inverse (Cuccaro and others, quant-ph/0410184).
      .macro MAJORITY(c, b, a)
      maj_b: APPLY_CNOT {a}, {b}
      maj_c: APPLY_CNOT {a}, {c}
      maj_a: APPLY_TOFFOLI {c}, {b}, {a}
      .endmacro

      .macro UNDO_MAJORITY(c, b, a)
      unmaj_a: APPLY_TOFFOLI {c}, {b}, {a}
      unmaj_c: APPLY_CNOT {a}, {c}
      unmaj_b: APPLY_CNOT {a}, {b}
      .endmacro

      .macro UNDO_MAJORITY_AND_ADD(c, b, a)
      uma_a: APPLY_TOFFOLI {c}, {b}, {a}
      uma_c: APPLY_CNOT {a}, {c}
      uma_b: APPLY_CNOT {c}, {b}
      .endmacro

      ; b becomes a + b + carry_in; carry_out is flipped where that is 2^n or more.
      .macro CUCCARO_ADD(a, b, carry_in, carry_out)
      .set n = len(a)
      .if n == 0 or n != len(b)
      .error "CUCCARO_ADD adds registers of one length, 1 or more; these have {n} and {len(b)}."
      .endif
      MAJORITY({carry_in}, {b[0]}, {a[0]})
      .for i in 1..n-1
      MAJORITY({a[i - 1]}, {b[i]}, {a[i]})
      .endfor
      carry: APPLY_CNOT {a[n - 1]}, {carry_out}
      .for i in reversed(range(1, n))
      UNDO_MAJORITY_AND_ADD({a[i - 1]}, {b[i]}, {a[i]})
      .endfor
      UNDO_MAJORITY_AND_ADD({carry_in}, {b[0]}, {a[0]})
      .endmacro

      ; b becomes b − a − carry_in; borrow is flipped where that is below 0.
      .macro CUCCARO_SUBTRACT(a, b, carry_in, borrow)
      .if len(a) == 0 or len(a) != len(b)
      .error "CUCCARO_SUBTRACT takes registers of one length; these have {len(a)} and {len(b)}."
      .endif
      .for q in b
      not: APPLY_X {q}
      .endfor
      CUCCARO_ADD([{a}], [{b}], {carry_in}, {borrow})
      .for q in b
      not: APPLY_X {q}
      .endfor
      .endmacro

      ; Adds a to the Fourier transform of b (Draper, quant-ph/0008033).
      .macro FOURIER_ADD(a, b)
      .set n = len(b)
      .for j in range(len(a))
      .for k in range(n)
      .if j + k < n
      CPHASE({a[j]}, {b[k]}, {2 * pi * 2 ** (j + k) / 2 ** n})
      .endif
      .endfor
      .endfor
      .endmacro

      ; b becomes a + b modulo 2^n.
      .macro DRAPER_ADD(a, b)
      QFT([{b}])
      FOURIER_ADD([{a}], [{b}])
      INVERSE_QFT([{b}])
      .endmacro

      ; Adds a constant to the Fourier transform of b, always or where all controls are 1.
      .macro FOURIER_ADD_CONSTANT(controls, value, b)
      .if value != int(value)
      .error "FOURIER_ADD_CONSTANT adds whole numbers, not {value}."
      .endif
      .set n = len(b)
      .for k in range(n)
      .set angle = 2 * pi * ((value * 2 ** k) % 2 ** n) / 2 ** n
      .if angle != 0
      MCPHASE([{controls}], {b[k]}, {angle})
      .endif
      .endfor
      .endmacro

      ; b becomes b + value modulo 2^n.
      .macro ADD_CONSTANT(value, b)
      .if value != int(value)
      .error "ADD_CONSTANT adds whole numbers, not {value}."
      .endif
      QFT([{b}])
      FOURIER_ADD_CONSTANT([], {value}, [{b}])
      INVERSE_QFT([{b}])
      .endmacro
      """#)

  static let comparator = File(
    name: "comparator.qvm.asm",
    text: #"""
      ; Comparison of two registers.
      .include "adders.qvm.asm"

      ; Flips result where a < b; the carry is a qubit in 0, and stays so.
      .macro COMPARE_LESS(a, b, carry, result)
      .set n = len(a)
      .if n == 0 or n != len(b)
      .error "COMPARE_LESS compares registers of one length, 1 or more; these have {n} and {len(b)}."
      .endif
      .for q in a
      not: APPLY_X {q}
      .endfor
      MAJORITY({carry}, {a[0]}, {b[0]})
      .for i in 1..n-1
      MAJORITY({b[i - 1]}, {a[i]}, {b[i]})
      .endfor
      less: APPLY_CNOT {b[n - 1]}, {result}
      .for i in reversed(range(1, n))
      UNDO_MAJORITY({b[i - 1]}, {a[i]}, {b[i]})
      .endfor
      UNDO_MAJORITY({carry}, {a[0]}, {b[0]})
      .for q in a
      not: APPLY_X {q}
      .endfor
      .endmacro
      """#)

  static let phaseEstimation = File(
    name: "phase_estimation.qvm.asm",
    text: #"""
      ; Phase estimation of a unitary that a macro applies under a control.
      .include "qft.qvm.asm"

      ; The macro UNITARY(control, target, power) applies the power of U to the target where the
      ; control is 1. An eigenstate of U with the phase e^{2πi·y/2^n} leaves y in the register
      ; `precision`.
      .macro PHASE_ESTIMATION(unitary, precision, target)
      .if len(precision) == 0
      .error "PHASE_ESTIMATION needs a qubit in the register `precision`."
      .endif
      .for q in precision
      pe_h: APPLY_H {q}
      .endfor
      .for j in range(len(precision))
      {unitary}({precision[j]}, [{target}], {2 ** j})
      .endfor
      INVERSE_QFT([{precision}])
      .endmacro
      """#)

  static let modularArithmetic = File(
    name: "modular_exp.qvm.asm",
    text: #"""
      ; Arithmetic modulo a constant (Beauregard, quant-ph/0205095).
      .include "adders.qvm.asm"

      ; Refuses a register for sums below 2·N, or an N, that cannot be.
      .macro CHECK_MODULUS(modulus, sums)
      .if modulus != int(modulus) or modulus < 1
      .error "The modulus is a whole number of 1 or more, not {modulus}."
      .elif 2 ** len(sums) < 2 * modulus
      .error "Sums modulo {modulus} need a bit more than the modulus; the register has {len(sums)}."
      .endif
      .endmacro

      ; Where all controls are 1, adds a constant to the transform of b modulo N. The register b < N
      ; has a bit more than N; the flag is a qubit in 0, and stays so; 0 ≤ value < N.
      .macro MODULAR_ADD(controls, value, b, flag, modulus)
      CHECK_MODULUS({modulus}, [{b}])
      .if value != int(value) or value < 0 or value >= modulus
      .error "MODULAR_ADD adds whole numbers from 0 to {modulus - 1}, not {value}."
      .endif
      .set top = b[len(b) - 1]
      FOURIER_ADD_CONSTANT([{controls}], {value}, [{b}])
      FOURIER_ADD_CONSTANT([], {-modulus}, [{b}])
      INVERSE_QFT([{b}])
      ma_below: APPLY_CNOT {top}, {flag}
      QFT([{b}])
      FOURIER_ADD_CONSTANT([{flag}], {modulus}, [{b}])
      FOURIER_ADD_CONSTANT([{controls}], {-value}, [{b}])
      INVERSE_QFT([{b}])
      ma_not: APPLY_X {top}
      ma_clear: APPLY_CNOT {top}, {flag}
      ma_not: APPLY_X {top}
      QFT([{b}])
      FOURIER_ADD_CONSTANT([{controls}], {value}, [{b}])
      .endmacro

      ; Where the control is 1, adds factor·x to b modulo N.
      .macro MODULAR_MULTIPLY_ADD(control, factor, x, b, flag, modulus)
      CHECK_MODULUS({modulus}, [{b}])
      QFT([{b}])
      .for i in range(len(x))
      MODULAR_ADD([{control}, {x[i]}], {(factor * 2 ** i) % modulus}, [{b}], {flag}, {modulus})
      .endfor
      INVERSE_QFT([{b}])
      .endmacro

      ; Refuses what has no product: x holds numbers below N, and the factor has no divisor in common
      ; with N.
      .macro CHECK_PRODUCT(factor, x, work, modulus)
      CHECK_MODULUS({modulus}, [{work}])
      .if 2 ** len(x) < modulus
      .error "The register x has {len(x)} qubits and cannot hold the numbers below {modulus}."
      .elif len(work) <= len(x)
      .error "The work register has a qubit more than x, {len(x) + 1} or more; it has {len(work)}."
      .elif factor != int(factor)
      .error "The factor is a whole number, not {factor}."
      .elif [i for i in range(modulus) if (factor * i) % modulus == 1 % modulus] == []
      .error "The factor {factor} has no inverse modulo {modulus}: they have a common divisor."
      .endif
      .endmacro

      ; Where the control is 1, x becomes factor·x modulo N. The work register has a bit more than x
      ; and is in 0, as is the flag; both stay so. The factor has no divisor in common with N.
      .macro MODULAR_MULTIPLY(control, factor, x, work, flag, modulus)
      CHECK_PRODUCT({factor}, [{x}], [{work}], {modulus})
      .set inverse = [i for i in range(modulus) if (factor * i) % modulus == 1 % modulus][0]
      MODULAR_MULTIPLY_ADD({control}, {factor}, [{x}], [{work}], {flag}, {modulus})
      .for i in range(len(x))
      CSWAP({control}, {x[i]}, {work[i]})
      .endfor
      MODULAR_MULTIPLY_ADD({control}, {modulus - inverse}, [{x}], [{work}], {flag}, {modulus})
      .endmacro

      ; x becomes base^exponent·x modulo N.
      .macro MODULAR_EXP(exponent, base, x, work, flag, modulus)
      .if len(exponent) == 0
      .error "MODULAR_EXP needs a qubit in the register `exponent`."
      .endif
      CHECK_PRODUCT({base}, [{x}], [{work}], {modulus})
      .set factor = base % modulus
      .for j in range(len(exponent))
      MODULAR_MULTIPLY({exponent[j]}, {factor}, [{x}], [{work}], {flag}, {modulus})
      .set factor = (factor * factor) % modulus
      .endfor
      .endmacro
      """#)
}
