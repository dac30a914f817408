; A GHZ state of n qubits, measured: all bits agree.
.caps CAP_ALLOC
.param n = 3 in 1..100000
.set qubits = [f"q{i}" for i in range(n)]
alloc: ALLOC_LQ n={n} -> {qubits}
h: APPLY_H q0
.for i in 1..n-1
cnot{i}: APPLY_CNOT q{i - 1}, q{i}
.endfor
.for i in 0..n-1
measure{i}: MEASURE_Z q{i} -> m{i}
.endfor
