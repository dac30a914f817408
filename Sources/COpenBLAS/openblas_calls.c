/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */
#include "openblas_calls.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* The values of cblas.h and lapacke.h, fixed by their interfaces. */
enum { rowMajor = 101, columnMajor = 102, noTranspose = 111 };

static struct {
  void (*set_num_threads)(int);
  void (*zgemm)(int, int, int, int, int, int, const void *, const void *, int, const void *, int,
                const void *, void *, int);
  int (*zheevd)(int, char, char, int, void *, int, double *);
  int (*zgeev)(int, char, char, int, void *, int, void *, void *, int, void *, int);
  int (*zgesv)(int, int, int, void *, int, int *, void *, int);
  int (*zgbtrf)(int, int, int, int, int, void *, int, int *);
  int (*zgbtrs)(int, char, int, int, int, int, const void *, int, const int *, void *, int);
} calls;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void *open_library(const char *name) {
  void *library = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
  if (!library) {
    fprintf(stderr, "This needs OpenBLAS and LAPACKE: %s. Install libopenblas0 and liblapacke.\n",
            dlerror());
    exit(2);
  }
  return library;
}

static void *find(void *library, const char *name) {
  void *symbol = dlsym(library, name);
  if (!symbol) {
    fprintf(stderr, "The installed OpenBLAS or LAPACKE has no %s: install a newer one.\n", name);
    exit(2);
  }
  return symbol;
}

static void load(void) {
  void *blas = open_library("libopenblas.so.0");
  void *lapack = open_library("liblapacke.so.3");
  *(void **)&calls.set_num_threads = find(blas, "openblas_set_num_threads");
  *(void **)&calls.zgemm = find(blas, "cblas_zgemm");
  *(void **)&calls.zheevd = find(lapack, "LAPACKE_zheevd");
  *(void **)&calls.zgeev = find(lapack, "LAPACKE_zgeev");
  *(void **)&calls.zgesv = find(lapack, "LAPACKE_zgesv");
  *(void **)&calls.zgbtrf = find(lapack, "LAPACKE_zgbtrf");
  *(void **)&calls.zgbtrs = find(lapack, "LAPACKE_zgbtrs");
}

void qk_useOneThread(void) {
  pthread_once(&once, load);
  calls.set_num_threads(1);
}

void qk_multiply(int m, int n, int k, const void *a, const void *b, void *c) {
  const double one[2] = {1, 0}, zero[2] = {0, 0};
  pthread_once(&once, load);
  calls.zgemm(rowMajor, noTranspose, noTranspose, m, n, k, one, a, k, b, n, zero, c, n);
}

int qk_hermitianEigen(int n, void *a, double *values) {
  pthread_once(&once, load);
  return calls.zheevd(rowMajor, 'V', 'U', n, a, n, values);
}

int qk_generalEigen(int n, void *a, void *values, void *v) {
  pthread_once(&once, load);
  return calls.zgeev(rowMajor, 'N', 'V', n, a, n, values, NULL, 1, v, n);
}

int qk_solve(int n, int count, void *a, int *pivots, void *b) {
  pthread_once(&once, load);
  return calls.zgesv(rowMajor, n, count, a, n, pivots, b, count);
}

int qk_factorBand(int n, int below, int above, void *band, int *pivots) {
  pthread_once(&once, load);
  return calls.zgbtrf(columnMajor, n, n, below, above, band, 2 * below + above + 1, pivots);
}

int qk_solveBand(int n, int below, int above, int count, const void *band, const int *pivots,
                 void *b) {
  pthread_once(&once, load);
  return calls.zgbtrs(columnMajor, 'N', n, below, above, count, band, 2 * below + above + 1,
                      pivots, b, n);
}
