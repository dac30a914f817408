/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

/* Included once for each precision, with REAL, NAMED and LANE_BITS defined: the steps of a block. Every loop runs over
   vectors; `rest` holds the positions that the loop may not touch, and (i | rest) + width skips them. */

typedef REAL NAMED(Vector) __attribute__((vector_size(32), may_alias));
#define VECTOR NAMED(Vector)
#define WIDTH (1ull << LANE_BITS)
#define AT(plane, index) (*(VECTOR *)((plane) + (index)))

/* (x, y) times the number a + bi. */
#define TIMES(x, y, a, b)        \
  do {                           \
    const VECTOR was = (x);      \
    (x) = was * (a) - (y) * (b); \
    (y) = (y) * (a) + was * (b); \
  } while (0)

#define ROTATE(x, y, t)          \
  do {                           \
    const VECTOR was = (x);      \
    (x) = was - (y) * (t);       \
    (y) = (y) + was * (t);       \
  } while (0)

QK_INLINE void NAMED(pairLoop)(REAL *real, REAL *imaginary, int bits, const QKStep *step, const double *numbers,
                               const int hasPre, const int hasPost) {
  const uint64_t a = 1ull << step->positions[0], b = 1ull << step->positions[1];
  const uint64_t place[4] = {0, a, b, a | b};
  const uint64_t in0 = place[step->flips], in1 = place[1 ^ step->flips], in2 = place[2 ^ step->flips],
                 in3 = place[3 ^ step->flips];
  const uint64_t out0 = place[step->order[0]], out1 = place[step->order[1]], out2 = place[step->order[2]],
                 out3 = place[step->order[3]];
  const VECTOR zero = {0};
  const VECTOR ta = zero + (REAL)numbers[0], tb = zero + (REAL)numbers[1];
  VECTOR n[12];
  for (int k = 0; k < 12; k++) n[k] = zero + (REAL)numbers[2 + k];
  const uint64_t end = 1ull << bits;
  for (uint64_t i = 0; i < end; i = ((i | a | b) + WIDTH) & ~(a | b)) {
    REAL *const x = real + i, *const y = imaginary + i;
    VECTOR x0 = AT(x, in0), x1 = AT(x, in1), x2 = AT(x, in2), x3 = AT(x, in3);
    VECTOR y0 = AT(y, in0), y1 = AT(y, in1), y2 = AT(y, in2), y3 = AT(y, in3);
    if (hasPre) {
      TIMES(x1, y1, n[0], n[1]);
      TIMES(x2, y2, n[2], n[3]);
      TIMES(x3, y3, n[4], n[5]);
    }
    ROTATE(x0, x1, ta);
    ROTATE(y0, y1, ta);
    ROTATE(x2, x3, ta);
    ROTATE(y2, y3, ta);
    ROTATE(x0, x2, tb);
    ROTATE(y0, y2, tb);
    ROTATE(x1, x3, tb);
    ROTATE(y1, y3, tb);
    if (hasPost) {
      TIMES(x1, y1, n[6], n[7]);
      TIMES(x2, y2, n[8], n[9]);
      TIMES(x3, y3, n[10], n[11]);
    }
    AT(x, out0) = x0;
    AT(y, out0) = y0;
    AT(x, out1) = x1;
    AT(y, out1) = y1;
    AT(x, out2) = x2;
    AT(y, out2) = y2;
    AT(x, out3) = x3;
    AT(y, out3) = y3;
  }
}

QK_INLINE void NAMED(pairStep)(REAL *real, REAL *imaginary, int bits, const QKStep *step, const double *numbers) {
  if (step->hasPost) {
    NAMED(pairLoop)(real, imaginary, bits, step, numbers, 1, 1);
  } else if (step->hasPre) {
    NAMED(pairLoop)(real, imaginary, bits, step, numbers, 1, 0);
  } else {
    NAMED(pairLoop)(real, imaginary, bits, step, numbers, 0, 0);
  }
}

QK_INLINE void NAMED(singleStep)(REAL *real, REAL *imaginary, int bits, const QKStep *step, const double *numbers) {
  const uint64_t a = 1ull << step->positions[0], end = 1ull << bits;
  const uint64_t in0 = step->flips ? a : 0, in1 = a ^ in0;
  const VECTOR zero = {0};
  const VECTOR t = zero + (REAL)numbers[0];
  const VECTOR p = zero + (REAL)numbers[1], q = zero + (REAL)numbers[2];
  const VECTOR r = zero + (REAL)numbers[3], s = zero + (REAL)numbers[4];
  const int hasPost = step->hasPost;
  for (uint64_t i = 0; i < end; i = ((i | a) + WIDTH) & ~a) {
    REAL *const x = real + i, *const y = imaginary + i;
    VECTOR x0 = AT(x, in0), y0 = AT(y, in0), x1 = AT(x, in1), y1 = AT(y, in1);
    TIMES(x1, y1, p, q);
    ROTATE(x0, x1, t);
    ROTATE(y0, y1, t);
    if (hasPost) TIMES(x1, y1, r, s);
    AT(x, 0) = x0;
    AT(y, 0) = y0;
    AT(x, a) = x1;
    AT(y, a) = y1;
  }
}

QK_INLINE void NAMED(matrixStep)(REAL *real, REAL *imaginary, int bits, const QKStep *step, const double *numbers) {
  const int side = 1 << step->count;
  uint64_t place[64], rest = step->controls;
  for (int t = 0; t < step->count; t++) rest |= 1ull << step->positions[t];
  for (int value = 0; value < side; value++) {
    place[value] = step->controls;
    for (int t = 0; t < step->count; t++) place[value] |= (uint64_t)(value >> t & 1) << step->positions[t];
  }
  VECTOR inX[64], inY[64];
  const uint64_t end = 1ull << bits;
  for (uint64_t i = 0; i < end; i = ((i | rest) + WIDTH) & ~rest) {
    for (int v = 0; v < side; v++) {
      inX[v] = AT(real, i | place[v]);
      inY[v] = AT(imaginary, i | place[v]);
    }
    for (int row = 0; row < side; row++) {
      const double *entry = numbers + 2 * side * row;
      VECTOR x = {0}, y = {0};
      for (int v = 0; v < side; v++) {
        const REAL a = (REAL)entry[2 * v], b = (REAL)entry[2 * v + 1];
        x = x + inX[v] * a;
        x = x - inY[v] * b;
        y = y + inY[v] * a;
        y = y + inX[v] * b;
      }
      AT(real, i | place[row]) = x;
      AT(imaginary, i | place[row]) = y;
    }
  }
}

QK_INLINE void NAMED(diagonalStep)(REAL *real, REAL *imaginary, int bits, const QKStep *step, const double *numbers) {
  const uint64_t rest = step->controls, end = 1ull << bits;
  for (uint64_t i = 0; i < end; i = ((i | rest) + WIDTH) & ~rest) {
    const uint64_t index = i | rest;
    int value = 0;
    for (int t = 0; t < step->count; t++) value |= (int)(index >> step->positions[t] & 1) << t;
    const REAL a = (REAL)numbers[2 * value], b = (REAL)numbers[2 * value + 1];
    if (a == 1 && b == 0) continue;
    VECTOR x = AT(real, index), y = AT(imaginary, index);
    TIMES(x, y, a, b);
    AT(real, index) = x;
    AT(imaginary, index) = y;
  }
}

/* Tables of products: the lanes and `middle` more positions, and the positions above. */
enum { NAMED(middleBits) = 5 };

QK_INLINE void NAMED(productStep)(REAL *real, REAL *imaginary, int bits, const QKStep *step, uint64_t start,
                                  const QKCondition *conditions) {
  double factorReal[64], factorImaginary[64], allReal = 1, allImaginary = 0;
  for (int p = 0; p < bits; p++) factorReal[p] = 1, factorImaginary[p] = 0;
  for (uint32_t c = 0; c < step->conditionCount; c++) {
    const QKCondition *condition = conditions + c;
    if ((start & condition->outside) != condition->outside) continue;
    const int p = condition->position;
    double *x = p < 0 ? &allReal : &factorReal[p], *y = p < 0 ? &allImaginary : &factorImaginary[p];
    const double was = *x;
    *x = was * condition->real - *y * condition->imaginary;
    *y = *y * condition->real + was * condition->imaginary;
  }
  const int low = bits < LANE_BITS + NAMED(middleBits) ? bits : LANE_BITS + NAMED(middleBits);
  double lowReal[1 << (LANE_BITS + NAMED(middleBits))], lowImaginary[1 << (LANE_BITS + NAMED(middleBits))];
  REAL tableReal[1 << (LANE_BITS + NAMED(middleBits))] __attribute__((aligned(64)));
  REAL tableImaginary[1 << (LANE_BITS + NAMED(middleBits))] __attribute__((aligned(64)));
  lowReal[0] = 1, lowImaginary[0] = 0;
  for (int p = 0; p < low; p++) {
    for (int i = 0; i < 1 << p; i++) {
      lowReal[i | 1 << p] = lowReal[i] * factorReal[p] - lowImaginary[i] * factorImaginary[p];
      lowImaginary[i | 1 << p] = lowImaginary[i] * factorReal[p] + lowReal[i] * factorImaginary[p];
    }
  }
  for (int i = 0; i < 1 << low; i++) tableReal[i] = (REAL)lowReal[i], tableImaginary[i] = (REAL)lowImaginary[i];
  const uint64_t pivot = step->positions[0] < 0 ? 0 : 1ull << step->positions[0];
  const uint64_t end = 1ull << bits, chunk = 1ull << low;
  for (uint64_t high = 0; high < end; high += chunk) {
    if (pivot >= chunk && !(high & pivot)) continue;
    double a = allReal, b = allImaginary;
    for (int p = low; p < bits; p++) {
      if (!(high >> p & 1)) continue;
      const double was = a;
      a = was * factorReal[p] - b * factorImaginary[p];
      b = b * factorReal[p] + was * factorImaginary[p];
    }
    const uint64_t inside = pivot < chunk ? pivot : 0;
    const VECTOR zero = {0}, hx = zero + (REAL)a, hy = zero + (REAL)b;
    for (uint64_t i = inside; i < chunk; i = (i + WIDTH) | inside) {
      VECTOR fx = AT(tableReal, i), fy = AT(tableImaginary, i);
      TIMES(fx, fy, hx, hy);
      VECTOR x = AT(real, high + i), y = AT(imaginary, high + i);
      TIMES(x, y, fx, fy);
      AT(real, high + i) = x;
      AT(imaginary, high + i) = y;
    }
  }
}

/* Exchanges lane bit k with the bit that tells `low` from `high`. */
QK_INLINE void NAMED(exchangeBit)(VECTOR *low, VECTOR *high, int k) {
  const VECTOR a = *low, b = *high;
#if LANE_BITS == 2
  if (k == 0) {
    *low = __builtin_shufflevector(a, b, 0, 4, 2, 6);
    *high = __builtin_shufflevector(a, b, 1, 5, 3, 7);
  } else {
    *low = __builtin_shufflevector(a, b, 0, 1, 4, 5);
    *high = __builtin_shufflevector(a, b, 2, 3, 6, 7);
  }
#else
  if (k == 0) {
    *low = __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
    *high = __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
  } else if (k == 1) {
    *low = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
    *high = __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
  } else {
    *low = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
    *high = __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
  }
#endif
}

QK_INLINE void NAMED(exchangeStep)(REAL *plane, int bits, const QKStep *step) {
  uint64_t place[WIDTH], rest = 0;
  for (int k = 0; k < LANE_BITS; k++) rest |= 1ull << step->positions[k];
  for (uint64_t v = 0; v < WIDTH; v++) {
    place[v] = 0;
    for (int k = 0; k < LANE_BITS; k++) place[v] |= (v >> k & 1) << step->positions[k];
  }
  const uint64_t end = 1ull << bits;
  for (uint64_t i = 0; i < end; i = ((i | rest) + WIDTH) & ~rest) {
    VECTOR rows[WIDTH];
#pragma clang loop unroll(full)
    for (uint64_t v = 0; v < WIDTH; v++) rows[v] = AT(plane, i | place[v]);
#pragma clang loop unroll(full)
    for (int k = 0; k < LANE_BITS; k++) {
#pragma clang loop unroll(full)
      for (uint64_t v = 0; v < WIDTH; v++) {
        if (!(v >> k & 1)) NAMED(exchangeBit)(&rows[v], &rows[v | 1ull << k], k);
      }
    }
#pragma clang loop unroll(full)
    for (uint64_t v = 0; v < WIDTH; v++) AT(plane, i | place[v]) = rows[v];
  }
}

QK_INLINE void NAMED(gather)(const REAL *plane, uint64_t start, const QKBlockProgram *program, REAL *block) {
  const uint64_t row = 1ull << program->rowBits, mask = program->rowMask;
  uint64_t offset = 0;
  do {
    const REAL *source = plane + (start | offset);
    for (uint64_t i = 0; i < row; i += WIDTH) AT(block, i) = *(const VECTOR *)(source + i);
    block += row;
    offset = (offset - mask) & mask;
  } while (offset);
}

QK_INLINE void NAMED(store)(REAL *real, REAL *imaginary, uint64_t start, const QKBlockProgram *program,
                            const REAL *x, const REAL *y) {
  const uint64_t row = 1ull << program->rowBits, mask = program->rowMask;
  const VECTOR zero = {0};
  const VECTOR a = zero + (REAL)program->scaleReal, b = zero + (REAL)program->scaleImaginary;
  const uint32_t *source = program->storeRows;
  uint64_t offset = 0;
  do {
    REAL *const toReal = real + (start | offset), *const toImaginary = imaginary + (start | offset);
    for (uint64_t i = 0; i < row; i += WIDTH) {
      const uint64_t from = (uint64_t)*source++ * WIDTH;
      VECTOR u = *(const VECTOR *)(x + from), v = *(const VECTOR *)(y + from);
      TIMES(u, v, a, b);
      AT(toReal, i) = u;
      AT(toImaginary, i) = v;
    }
    offset = (offset - mask) & mask;
  } while (offset);
}

QK_CLONES void NAMED(qk_runBlock)(REAL *real, REAL *imaginary, uint64_t start, const QKBlockProgram *program,
                                  REAL *scratch) {
  const int bits = program->bits;
  REAL *x = real, *y = imaginary;
  if (!program->inPlace) {
    x = scratch;
    y = scratch + (1ull << bits);
    NAMED(gather)(real, start, program, x);
    NAMED(gather)(imaginary, start, program, y);
  }
  for (uint32_t s = 0; s < program->stepCount; s++) {
    const QKStep *step = program->steps + s;
    const double *numbers = program->numbers + step->numbers;
    if ((start & step->outside) != step->outside) continue;
    switch (step->kind) {
      case qk_pairStep: NAMED(pairStep)(x, y, bits, step, numbers); break;
      case qk_singleStep: NAMED(singleStep)(x, y, bits, step, numbers); break;
      case qk_matrixStep: NAMED(matrixStep)(x, y, bits, step, numbers); break;
      case qk_diagonalStep: NAMED(diagonalStep)(x, y, bits, step, numbers); break;
      case qk_productStep:
        NAMED(productStep)(x, y, bits, step, start, program->conditions + step->conditions);
        break;
      default:
        NAMED(exchangeStep)(x, bits, step);
        NAMED(exchangeStep)(y, bits, step);
    }
  }
  if (!program->inPlace) NAMED(store)(real, imaginary, start, program, x, y);
}

#undef VECTOR
#undef WIDTH
#undef AT
#undef TIMES
#undef ROTATE
