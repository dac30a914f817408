; Two rounds of a parity check; the second data qubit is flipped where both rounds say so.
.caps CAP_ALLOC
.param error = "X"   ; I or X, on the second data qubit
alloc: ALLOC_LQ n=3 -> d0, d1, a
error: COND_PAULI d1, mask={error}
.for r in 0..1
reset{r}: RESET a
left{r}: APPLY_CNOT d0, a
right{r}: APPLY_CNOT d1, a
check{r}: MEASURE_Z a -> s{r}
.endfor
fix: APPLY_X d1 if s0==1 && s1==1
m0: MEASURE_Z d0 -> m0
m1: MEASURE_Z d1 -> m1
