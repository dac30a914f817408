; The order of 11 modulo 15, which is 2: the register reads 0 or 4 of 8, each with probability 1/2.
;
; The work register holds 1 or 11 = 1011; multiplying by 11 exchanges them. Powers above the first are 1.
.caps CAP_ALLOC
alloc: ALLOC_LQ n=7 -> c0, c1, c2, w0, w1, w2, w3
one: APPLY_X w0
.for i in 0..2
h{i}: APPLY_H c{i}
.endfor
multiply1: APPLY_CNOT c0, w1
multiply3: APPLY_CNOT c0, w3
fence: FENCE_EPOCH
; The inverse Fourier transform, a qubit at a time (Griffiths and Niu, 1996).
turn2: APPLY_H c2
read2: MEASURE_Z c2 -> y0
half1: APPLY_SDG c1 if y0==1
turn1: APPLY_H c1
read1: MEASURE_Z c1 -> y1
half0: APPLY_SDG c0 if y1==1
quarter0: APPLY_TDG c0 if y0==1
turn0: APPLY_H c0
read0: MEASURE_Z c0 -> y2
