; Deutsch and Jozsa: is a function of two bits constant, or balanced? 00 is constant.
.caps CAP_ALLOC
.param oracle = "balanced_xor"
alloc: ALLOC_LQ n=3 -> x0, x1, y
one: APPLY_X y
h0: APPLY_H x0
h1: APPLY_H x1
hy: APPLY_H y
region: BAR_REGION tag="oracle {oracle}"
.if oracle == "constant_1"
oracle: APPLY_X y
.elif oracle == "balanced_x0"
oracle: APPLY_CNOT x0, y
.elif oracle == "balanced_x1"
oracle: APPLY_CNOT x1, y
.elif oracle == "balanced_xor"
oracle0: APPLY_CNOT x0, y
oracle1: APPLY_CNOT x1, y
.elif oracle != "constant_0"
.error "oracle is constant_0, constant_1, balanced_x0, balanced_x1 or balanced_xor, not {oracle}"
.endif
back0: APPLY_H x0
back1: APPLY_H x1
m0: MEASURE_Z x0 -> m0
m1: MEASURE_Z x1 -> m1
