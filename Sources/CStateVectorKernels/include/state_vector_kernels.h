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

#endif
