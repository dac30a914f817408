; One evaluation of a variational ansatz on two qubits; the parity of the bits estimates ⟨ZZ⟩.
.caps CAP_ALLOC
.param theta0 = 0.4
.param theta1 = 1.1
.param theta2 = -0.3
.param theta3 = 0.7
alloc: ALLOC_LQ n=2 -> q0, q1
ry0: APPLY_RY q0, theta={theta0}
ry1: APPLY_RY q1, theta={theta1}
entangle: APPLY_CNOT q0, q1
ry2: APPLY_RY q0, theta={theta2}
ry3: APPLY_RY q1, theta={theta3}
m0: MEASURE_Z q0 -> m0
m1: MEASURE_Z q1 -> m1
free: FREE_LQ q0, q1
