; Measures and corrects at once: both qubits end in 0.
.caps CAP_ALLOC
alloc: ALLOC_LQ n=2 -> q0, q1
h0: APPLY_H q0
read0: MEASURE_Z q0 -> ev0
fix0: APPLY_X q0 [ev0 == 1]
h1: APPLY_H q1
read1: MEASURE_Z q1 -> ev1
fix1: COND_PAULI q1, ev1, mask=X
free: FREE_LQ q0, q1
