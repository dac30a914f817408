; Grover's search among four: one round finds the target always.
.caps CAP_ALLOC
.param target = 3 in 0..3   ; its lowest bit on q0

.macro CONTROLLED_Z(a, b)
in: APPLY_H {b}
cnot: APPLY_CNOT {a}, {b}
out: APPLY_H {b}
.endmacro

alloc: ALLOC_LQ n=2 -> q0, q1
.for i in 0..1
h: APPLY_H q{i}
.endfor
; The oracle negates the target.
.for i in 0..1
.if (target >> i) & 1 == 0
mark: APPLY_X q{i}
.endif
.endfor
CONTROLLED_Z(q0, q1)
.for i in 0..1
.if (target >> i) & 1 == 0
unmark: APPLY_X q{i}
.endif
.endfor
; Reflection about the mean.
.for gate in ["H", "X"]
.for i in 0..1
diffuse: APPLY_{gate} q{i}
.endfor
.endfor
CONTROLLED_Z(q0, q1)
.for gate in ["X", "H"]
.for i in 0..1
gather: APPLY_{gate} q{i}
.endfor
.endfor
m0: MEASURE_Z q0 -> m0
m1: MEASURE_Z q1 -> m1
