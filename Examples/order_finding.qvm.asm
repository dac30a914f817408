; The order of 7 modulo 15, which is 4, and so the factors 3 and 5: the register y3 y2 y1 y0 reads 0, 4, 8
; or 12 of 16, each with probability 1/4, and the work register the power of 7 that belongs to it.
.caps CAP_ALLOC

.macro CONTROLLED_SWAP(c, a, b)
swap_in: APPLY_CNOT {b}, {a}
swap: APPLY_TOFFOLI {c}, {a}, {b}
swap_out: APPLY_CNOT {b}, {a}
.endmacro

alloc: ALLOC_LQ n=8 -> {[f"c{i}" for i in range(4)] + [f"w{i}" for i in range(4)]}
prepare: BAR_REGION tag="prepare"
one: APPLY_X w0
.for i in 0..3
h{i}: APPLY_H c{i}
.endfor
multiply: BAR_REGION tag="multiply"
; 7·x = 15 − 8·x: bits go round by three places, then all are flipped.
CONTROLLED_SWAP(c0, w0, w1)
CONTROLLED_SWAP(c0, w1, w2)
CONTROLLED_SWAP(c0, w2, w3)
.for i in 0..3
flip{i}: APPLY_CNOT c0, w{i}
.endfor
; 7² = 4: bits go round by two places. 7⁴ = 1.
CONTROLLED_SWAP(c1, w0, w2)
CONTROLLED_SWAP(c1, w1, w3)
fence: FENCE_EPOCH
transform: BAR_REGION tag="transform"
.for i in 0..3
.set c = 3 - i
.for j in 0..i-1
turn{c}_{j}: APPLY_RZ c{c}, theta={-pi / 2 ** (i - j)} if y{j}==1
.endfor
turn{c}: APPLY_H c{c}
read{c}: MEASURE_Z c{c} -> y{i}
.endfor
read: BAR_REGION tag="read"
.for i in 0..3
work{i}: MEASURE_Z w{i} -> f{i}
.endfor
free: FREE_LQ {[f"c{i}" for i in range(4)] + [f"w{i}" for i in range(4)]}
