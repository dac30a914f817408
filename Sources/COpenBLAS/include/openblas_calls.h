/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */
#ifndef QK_OPENBLAS_CALLS_H
#define QK_OPENBLAS_CALLS_H

/* OpenBLAS and LAPACKE, loaded when first called: most commands never need them, and they weigh on the start and the
   memory of every process that is linked to them. Where they are not installed, the first call says so and ends the
   program with status 2. Matrices are untyped memory of interleaved real and imaginary parts, since Swift does not
   import C's complex numbers. Safe from any thread. */

/* One thread: callers parallelize, and the same input gives the same bits on any machine's core count. */
void qk_useOneThread(void);

/* C = A B, row-major, A of m x k, B of k x n. */
void qk_multiply(int m, int n, int k, const void *a, const void *b, void *c);

/* Eigenvalues, ascending, and eigenvectors, as columns in place of A, of a Hermitian matrix. */
int qk_hermitianEigen(int n, void *a, double *values);

/* Eigenvalues and right eigenvectors, as columns of V, of any square matrix A, which is overwritten. */
int qk_generalEigen(int n, void *a, void *values, void *v);

/* X with A X = B for right-hand sides as columns; A and B are overwritten, B by X. */
int qk_solve(int n, int count, void *a, int *pivots, void *b);

/* LU of a band matrix in LAPACK's band storage, column-major with 2 below + above + 1 rows. */
int qk_factorBand(int n, int below, int above, void *band, int *pivots);

/* Solves with the factors for right-hand sides one behind the other; B is overwritten. */
int qk_solveBand(int n, int below, int above, int count, const void *band, const int *pivots,
                 void *b);

#endif
