/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

#ifndef QK_STATE_VECTOR_KERNELS_H
#define QK_STATE_VECTOR_KERNELS_H

#include <stdint.h>

/* Amplitudes are two planes, the real and the imaginary parts, of 2^bits numbers each. Bit p of an index is the value
   of the qubit at position p. Every function exists for both precisions: the suffix names the type of the planes. */

/* Multiplies the amplitudes of `targetCount` positions (first = lowest bit of the matrix index; at most 6), where all
   positions in the mask `controls` are 1, by a matrix: 4^targetCount complex numbers, row after row, as pairs. */
void qk_applyMatrix_double(double *real, double *imaginary, int bits, const int *targets, int targetCount,
                           uint64_t controls, const double *matrix);
void qk_applyMatrix_float(float *real, float *imaginary, int bits, const int *targets, int targetCount,
                          uint64_t controls, const double *matrix);

/* Multiplies each amplitude whose index contains `controls` by the factor that the bits at `targets` choose. */
void qk_applyDiagonal_double(double *real, double *imaginary, int bits, const int *targets, int targetCount,
                             uint64_t controls, const double *factors);
void qk_applyDiagonal_float(float *real, float *imaginary, int bits, const int *targets, int targetCount,
                            uint64_t controls, const double *factors);

/* The sum of squared magnitudes over `count` amplitudes from `start` whose index has the bits `values` under `mask`;
   the order of summation depends on the arguments alone. */
double qk_weight_double(const double *real, const double *imaginary, uint64_t start, uint64_t count, uint64_t mask,
                        uint64_t values);
double qk_weight_float(const float *real, const float *imaginary, uint64_t start, uint64_t count, uint64_t mask,
                       uint64_t values);

/* Scales the amplitudes whose bit at `position` is `value` and clears the others, over `count` amplitudes from
   `start`. */
void qk_project_double(double *real, double *imaginary, uint64_t start, uint64_t count, int position, int value,
                       double scale);
void qk_project_float(float *real, float *imaginary, uint64_t start, uint64_t count, int position, int value,
                      double scale);

/* Multiplies `count` amplitudes from `start` by a complex number. */
void qk_scale_double(double *real, double *imaginary, uint64_t start, uint64_t count, double a, double b);
void qk_scale_float(float *real, float *imaginary, uint64_t start, uint64_t count, double a, double b);

/* Gathers the amplitudes whose bit at `position` is `value`, times `scale`, as the amplitudes `start`… of the register without
   that position. The target may be the source, if all is done in one call with start 0. */
void qk_extract_double(double *toReal, double *toImaginary, const double *real, const double *imaginary, uint64_t start, uint64_t count,
                  int position, int value, double scale);
void qk_extract_float(float *toReal, float *toImaginary, const float *real, const float *imaginary, uint64_t start, uint64_t count,
                  int position, int value, double scale);

/* Amplitudes `start`… of the target become the first `count` of the source, times a complex number; the target may be
   the source. */
void qk_scaled_double(double *toReal, double *toImaginary, const double *real, const double *imaginary, uint64_t start, uint64_t count,
                 double a, double b);
void qk_scaled_float(float *toReal, float *toImaginary, const float *real, const float *imaginary, uint64_t start, uint64_t count,
                 double a, double b);

/* Over pairs of amplitudes that differ at `position`, from the start-th pair: the weight of 0, that of 1, and the real and the
   imaginary part of the sum of a0 times conjugate a1. */
void qk_density_double(const double *real, const double *imaginary, uint64_t start, uint64_t count, int position, double *sums);
void qk_density_float(const float *real, const float *imaginary, uint64_t start, uint64_t count, int position, double *sums);

/* The sum of conjugate a times b over `count` amplitudes from `start`: its real and its imaginary part. */
void qk_overlap_double(const double *real, const double *imaginary, const double *otherReal, const double *otherImaginary, uint64_t start,
                  uint64_t count, double *sums);
void qk_overlap_float(const float *real, const float *imaginary, const float *otherReal, const float *otherImaginary, uint64_t start,
                  uint64_t count, double *sums);

/* The sum of |b - f a|^2 likewise, f = c + i s. */
double qk_difference_double(const double *real, const double *imaginary, const double *otherReal, const double *otherImaginary,
                       uint64_t start, uint64_t count, double c, double s);
double qk_difference_float(const float *real, const float *imaginary, const float *otherReal, const float *otherImaginary,
                       uint64_t start, uint64_t count, double c, double s);

/* Adds the squared magnitude of each of `count` amplitudes from `start` to an entry of a table: bit b of the entry's number is
   the amplitude's bit at positions[b]. Starts and counts are multiples of 2^12, or count is all there is. */
void qk_tabulate_double(const double *real, const double *imaginary, uint64_t start, uint64_t count, const int *positions,
                   int positionCount, double *table);
void qk_tabulate_float(const float *real, const float *imaginary, uint64_t start, uint64_t count, const int *positions,
                   int positionCount, double *table);

/* For each of `count` offsets the weight of the amplitudes at base | offset | any subset of the mask `free`. */
void qk_weights_double(const double *real, const double *imaginary, uint64_t base, const uint64_t *offsets, uint64_t count,
                  uint64_t free, double *table);
void qk_weights_float(const float *real, const float *imaginary, uint64_t base, const uint64_t *offsets, uint64_t count,
                  uint64_t free, double *table);

/* Blocks. A pass gathers the 2^bits amplitudes of a block from memory into a scratch buffer that fits a cache, does many
   steps to them there, and stores them. The lowest positions of a block are the lanes of a vector (2 in double, 3 in
   single precision); the steps act on the positions above, so that exchanges bring qubits there. */

enum {
  qk_laneBits_double = 2,
  qk_laneBits_float = 3,
  qk_vectorBytes = 32
};

typedef enum {
  /* Two qubits a, b = positions[0], positions[1]; slot v of four has a in bit 0 and b in bit 1. Reads slot v from
     index v ^ flips, multiplies it by pre[v] (pre[0] = 1), rotates both qubits by (x - t y, y + t x), multiplies by
     post[v] (post[0] = 1) if there are any, and stores slot v at index order[v]. Numbers: t of a, t of b, pre[1...3],
     post[1...3]. */
  qk_pairStep,
  /* The same for one qubit. Numbers: t, pre[1], post[1]. */
  qk_singleStep,
  /* A matrix on `count` positions where all `controls` are 1. Numbers: 4^count complex. */
  qk_matrixStep,
  /* A factor for each value of `count` positions where all `controls` are 1. Numbers: 2^count complex. */
  qk_diagonalStep,
  /* Multiplies by a product of one factor for each position that is 1; if positions[0] is not negative, only where
     that position (no lane) is 1. The factors come from the conditions. */
  qk_productStep,
  /* Exchanges lane i with positions[i] for all lanes. */
  qk_exchangeStep
} QKStepKind;

typedef struct {
  int32_t kind;
  int32_t count;
  int32_t positions[6];
  int32_t flips;
  int32_t order[4];
  int32_t hasPre, hasPost;
  uint64_t controls; /* a mask of positions of the block */
  uint64_t outside;  /* a mask of positions of the memory that must be 1 in the block's start */
  uint32_t numbers;  /* where the numbers begin */
  uint32_t conditions, conditionCount;
} QKStep;

/* If the block's start contains `outside`, the factor of `position` (or of all amplitudes, if -1) is multiplied by a
   complex number. */
typedef struct {
  uint64_t outside;
  int32_t position;
  double real, imaginary;
} QKCondition;

typedef struct {
  int32_t bits;
  int32_t rowBits;    /* so many of the lowest positions of memory are positions of the block */
  uint64_t rowMask;   /* the other positions of memory that are in the block, ascending */
  int32_t inPlace;    /* the block is the whole memory and no scratch is used */
  uint32_t stepCount;
  const QKStep *steps;
  const double *numbers;
  const QKCondition *conditions;
  const uint32_t *storeRows; /* for each vector of the block in the order of memory: its number in the scratch */
  double scaleReal, scaleImaginary; /* multiplied on storing; not used in place */
} QKBlockProgram;

/* Runs a program on the block that starts at `start`. Scratch: 2 * 2^bits numbers, aligned to 64 bytes. */
void qk_runBlock_double(double *real, double *imaginary, uint64_t start, const QKBlockProgram *program,
                        double *scratch);
void qk_runBlock_float(float *real, float *imaginary, uint64_t start, const QKBlockProgram *program, float *scratch);

#endif
