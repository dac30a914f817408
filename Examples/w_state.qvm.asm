; The state (|001⟩ + |010⟩ + |100⟩)/√3, measured: exactly one bit is 1.
.caps CAP_ALLOC
alloc: ALLOC_LQ n=3 -> q0, q1, q2
; The first qubit carries the weight 2/3 of the two others.
split: APPLY_RY q0, theta={2 * acos(sqrt(1 / 3))}
; A Hadamard of the second where the first is 1.
ch_in: APPLY_RY q1, theta=-pi/4
ch_z: APPLY_CZ q0, q1
ch_out: APPLY_RY q1, theta=pi/4
spread: APPLY_CNOT q1, q2
undo: APPLY_CNOT q0, q1
flip: APPLY_X q0
m0: MEASURE_Z q0 -> m0
m1: MEASURE_Z q1 -> m1
m2: MEASURE_Z q2 -> m2
