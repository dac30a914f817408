; Prepares the +1 state of a basis, turns the basis to Z and measures: always 0.
.caps CAP_ALLOC
.param basis = "Z"
alloc: ALLOC_LQ n=1 -> q
.if basis == "X"
prepare: APPLY_H q
turn: APPLY_H q
.elif basis == "Y"
prepare: APPLY_H q
phase: APPLY_S q
unphase: APPLY_SDG q
turn: APPLY_H q
.elif basis != "Z"
.error "basis is X, Y or Z, not {basis}"
.endif
m: MEASURE_Z q -> m
free: FREE_LQ q
