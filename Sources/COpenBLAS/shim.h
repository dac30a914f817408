/* SPDX-License-Identifier: Apache-2.0 */
/* Swift does not import C's complex numbers: each routine takes its matrices as untyped memory. */
#include <cblas.h>
#include <lapacke.h>

/* One thread: callers parallelize, and the same input gives the same bits on any machine's core count. */
static inline void qk_useOneThread(void) { openblas_set_num_threads(1); }

/* C = A B, row-major, A of m x k, B of k x n. */
static inline void qk_multiply(int m, int n, int k, const void *a, const void *b, void *c) {
  const double one[2] = {1, 0}, zero[2] = {0, 0};
  cblas_zgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, one, a, k, b, n, zero, c, n);
}

/* Eigenvalues, ascending, and eigenvectors, as columns in place of A, of a Hermitian matrix. */
static inline int qk_hermitianEigen(int n, void *a, double *values) {
  return LAPACKE_zheevd(LAPACK_ROW_MAJOR, 'V', 'U', n, (lapack_complex_double *)a, n, values);
}

/* Eigenvalues and right eigenvectors, as columns of V, of any square matrix A, which is overwritten. */
static inline int qk_generalEigen(int n, void *a, void *values, void *v) {
  return LAPACKE_zgeev(LAPACK_ROW_MAJOR, 'N', 'V', n, (lapack_complex_double *)a, n,
                       (lapack_complex_double *)values, 0, 1, (lapack_complex_double *)v, n);
}

/* X with A X = B for right-hand sides as columns; A and B are overwritten, B by X. */
static inline int qk_solve(int n, int count, void *a, int *pivots, void *b) {
  return LAPACKE_zgesv(LAPACK_ROW_MAJOR, n, count, (lapack_complex_double *)a, n, pivots,
                       (lapack_complex_double *)b, count);
}

/* LU of a band matrix in LAPACK's band storage, column-major with 2 below + above + 1 rows. */
static inline int qk_factorBand(int n, int below, int above, void *band, int *pivots) {
  return LAPACKE_zgbtrf(LAPACK_COL_MAJOR, n, n, below, above, (lapack_complex_double *)band,
                        2 * below + above + 1, pivots);
}

/* Solves with the factors for right-hand sides one behind the other; B is overwritten. */
static inline int qk_solveBand(int n, int below, int above, int count, const void *band,
                               const int *pivots, void *b) {
  return LAPACKE_zgbtrs(LAPACK_COL_MAJOR, 'N', n, below, above, count,
                        (const lapack_complex_double *)band, 2 * below + above + 1, pivots,
                        (lapack_complex_double *)b, n);
}
