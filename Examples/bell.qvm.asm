; A Bell pair, measured: both bits agree.
.caps CAP_ALLOC
alloc: ALLOC_LQ n=2, profile="logical:surface_code(d=9)" -> q0, q1
h: APPLY_H q0
cnot: APPLY_CNOT q0, q1
m0: MEASURE_Z q0 -> m0
m1: MEASURE_Z q1 -> m1
