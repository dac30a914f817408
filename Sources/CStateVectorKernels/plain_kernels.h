/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

/* Included once for each precision, with REAL and NAMED defined. These are the kernels for any number of targets and
   controls, at any position; the common gates run in block_kernels.h. */

void NAMED(qk_applyMatrix)(REAL *real, REAL *imaginary, int bits, const int *targets, int targetCount,
                           uint64_t controls, const double *matrix) {
  const int side = 1 << targetCount;
  uint64_t offsets[64], fixed = controls;
  for (int t = 0; t < targetCount; t++) fixed |= 1ull << targets[t];
  for (int value = 0; value < side; value++) {
    offsets[value] = controls;
    for (int t = 0; t < targetCount; t++) offsets[value] |= (uint64_t)(value >> t & 1) << targets[t];
  }
  REAL inputReal[64], inputImaginary[64];
  const uint64_t free = ((1ull << bits) - 1) & ~fixed;
  uint64_t index = 0;
  do {
    for (int value = 0; value < side; value++) {
      inputReal[value] = real[index | offsets[value]];
      inputImaginary[value] = imaginary[index | offsets[value]];
    }
    for (int row = 0; row < side; row++) {
      const double *entry = matrix + 2 * side * row;
      REAL sumReal = 0, sumImaginary = 0;
      for (int column = 0; column < side; column++) {
        const REAL a = (REAL)entry[2 * column], b = (REAL)entry[2 * column + 1];
        sumReal += a * inputReal[column] - b * inputImaginary[column];
        sumImaginary += a * inputImaginary[column] + b * inputReal[column];
      }
      real[index | offsets[row]] = sumReal;
      imaginary[index | offsets[row]] = sumImaginary;
    }
    index = (index - free) & free; /* the next subset of the free bits */
  } while (index);
}

void NAMED(qk_applyDiagonal)(REAL *real, REAL *imaginary, int bits, const int *targets, int targetCount,
                             uint64_t controls, const double *factors) {
  const uint64_t free = ((1ull << bits) - 1) & ~controls;
  uint64_t index = 0;
  do {
    const uint64_t place = index | controls;
    int value = 0;
    for (int t = 0; t < targetCount; t++) value |= (int)(place >> targets[t] & 1) << t;
    const REAL a = (REAL)factors[2 * value], b = (REAL)factors[2 * value + 1];
    const REAL x = real[place], y = imaginary[place];
    real[place] = a * x - b * y;
    imaginary[place] = a * y + b * x;
    index = (index - free) & free;
  } while (index);
}

double NAMED(qk_weight)(const REAL *real, const REAL *imaginary, uint64_t start, uint64_t count, uint64_t mask,
                        uint64_t values) {
  const uint64_t low = mask & 7; /* within a row of eight the mask selects lanes */
  double lanes[8] = {0}, sum = 0;
  if (count < 8) {
    for (uint64_t index = start; index < start + count; index++) {
      if ((index & mask) == values)
        sum += (double)real[index] * (double)real[index] + (double)imaginary[index] * (double)imaginary[index];
    }
    return sum;
  }
  const uint64_t high = mask & ~7ull;
  for (uint64_t row = start; row < start + count; row += 8) {
    if ((row & high) != (values & high)) continue;
    for (int lane = 0; lane < 8; lane++) {
      const double x = (double)real[row + lane], y = (double)imaginary[row + lane];
      lanes[lane] += x * x + y * y;
    }
  }
  for (uint64_t lane = 0; lane < 8; lane++) {
    if ((lane & low) == (values & low)) sum += lanes[lane];
  }
  return sum;
}

void NAMED(qk_project)(REAL *real, REAL *imaginary, uint64_t start, uint64_t count, int position, int value,
                       double scale) {
  const REAL factor = (REAL)scale;
  const uint64_t run = 1ull << position;
  if (run < 8 || count < 2 * run) {
    for (uint64_t index = start; index < start + count; index++) {
      const REAL kept = (int)(index >> position & 1) == value ? factor : 0;
      real[index] = kept != 0 ? real[index] * kept : 0;
      imaginary[index] = kept != 0 ? imaginary[index] * kept : 0;
    }
    return;
  }
  for (uint64_t row = start; row < start + count; row += run) {
    if ((int)(row >> position & 1) == value) {
      for (uint64_t index = row; index < row + run; index++) real[index] *= factor;
      for (uint64_t index = row; index < row + run; index++) imaginary[index] *= factor;
    } else {
      memset(real + row, 0, run * sizeof(REAL));
      memset(imaginary + row, 0, run * sizeof(REAL));
    }
  }
}

void NAMED(qk_scale)(REAL *real, REAL *imaginary, uint64_t start, uint64_t count, double a, double b) {
  REAL *restrict const x = real + start, *restrict const y = imaginary + start;
  const REAL c = (REAL)a, s = (REAL)b;
  for (uint64_t i = 0; i < count; i++) {
    const REAL was = x[i];
    x[i] = was * c - y[i] * s;
    y[i] = y[i] * c + was * s;
  }
}

void NAMED(qk_extract)(REAL *toReal, REAL *toImaginary, const REAL *real, const REAL *imaginary, uint64_t start,
                       uint64_t count, int position, int value, double scale) {
  const REAL factor = (REAL)scale;
  const uint64_t run = 1ull << position, low = run - 1, kept = (uint64_t)value << position;
  if (run < 8) {
    for (uint64_t place = start; place < start + count; place++) {
      const uint64_t source = (place & ~low) << 1 | kept | (place & low);
      toReal[place] = real[source] * factor;
      toImaginary[place] = imaginary[source] * factor;
    }
    return;
  }
  /* Sources never lie before their targets, and runs of eight are read before they are written. */
  for (uint64_t place = start; place < start + count; place += 8) {
    const uint64_t source = (place & ~low) << 1 | kept | (place & low);
    REAL x[8], y[8];
    for (int lane = 0; lane < 8; lane++) x[lane] = real[source + lane] * factor;
    for (int lane = 0; lane < 8; lane++) y[lane] = imaginary[source + lane] * factor;
    for (int lane = 0; lane < 8; lane++) toReal[place + lane] = x[lane];
    for (int lane = 0; lane < 8; lane++) toImaginary[place + lane] = y[lane];
  }
}

void NAMED(qk_scaled)(REAL *toReal, REAL *toImaginary, const REAL *real, const REAL *imaginary, uint64_t start,
                      uint64_t count, double a, double b) {
  const REAL c = (REAL)a, s = (REAL)b;
  for (uint64_t i = 0; i < count; i++) {
    const REAL x = real[i], y = imaginary[i];
    toReal[start + i] = x * c - y * s;
    toImaginary[start + i] = y * c + x * s;
  }
}

void NAMED(qk_density)(const REAL *real, const REAL *imaginary, uint64_t start, uint64_t count, int position,
                       double *sums) {
  const uint64_t run = 1ull << position, low = run - 1;
  double zero[4] = {0}, one[4] = {0}, both[4] = {0}, turned[4] = {0};
  const uint64_t width = run < 4 || count < 4 ? 1 : 4;
  for (uint64_t pair = start; pair < start + count; pair += width) {
    const uint64_t place = (pair & ~low) << 1 | (pair & low);
    for (uint64_t lane = 0; lane < width; lane++) {
      const double x = (double)real[place + lane], y = (double)imaginary[place + lane];
      const double u = (double)real[place + run + lane], v = (double)imaginary[place + run + lane];
      zero[lane] += x * x + y * y;
      one[lane] += u * u + v * v;
      both[lane] += x * u + y * v;
      turned[lane] += y * u - x * v;
    }
  }
  sums[0] = (zero[0] + zero[1]) + (zero[2] + zero[3]);
  sums[1] = (one[0] + one[1]) + (one[2] + one[3]);
  sums[2] = (both[0] + both[1]) + (both[2] + both[3]);
  sums[3] = (turned[0] + turned[1]) + (turned[2] + turned[3]);
}

void NAMED(qk_overlap)(const REAL *real, const REAL *imaginary, const REAL *otherReal, const REAL *otherImaginary,
                       uint64_t start, uint64_t count, double *sums) {
  double same[4] = {0}, turned[4] = {0};
  for (uint64_t i = start; i < start + count; i++) {
    const double x = (double)real[i], y = (double)imaginary[i], u = (double)otherReal[i],
                 v = (double)otherImaginary[i];
    same[i & 3] += x * u + y * v;
    turned[i & 3] += x * v - y * u;
  }
  sums[0] = (same[0] + same[1]) + (same[2] + same[3]);
  sums[1] = (turned[0] + turned[1]) + (turned[2] + turned[3]);
}

double NAMED(qk_difference)(const REAL *real, const REAL *imaginary, const REAL *otherReal,
                            const REAL *otherImaginary, uint64_t start, uint64_t count, double c, double s) {
  double sum[4] = {0};
  for (uint64_t i = start; i < start + count; i++) {
    const double x = (double)real[i], y = (double)imaginary[i];
    const double u = (double)otherReal[i] - (c * x - s * y), v = (double)otherImaginary[i] - (c * y + s * x);
    sum[i & 3] += u * u + v * v;
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

void NAMED(qk_tabulate)(const REAL *real, const REAL *imaginary, uint64_t start, uint64_t count,
                        const int *positions, int positionCount, double *table) {
  uint32_t low[1 << 12];
  const uint64_t size = count < (1 << 12) ? count : 1 << 12;
  for (uint64_t place = 0; place < size; place++) {
    low[place] = 0;
    for (int b = 0; b < positionCount; b++) {
      if (positions[b] < 12) low[place] |= (uint32_t)(place >> positions[b] & 1) << b;
    }
  }
  for (uint64_t row = start; row < start + count; row += size) {
    uint32_t high = 0;
    for (int b = 0; b < positionCount; b++) {
      if (positions[b] >= 12) high |= (uint32_t)(row >> positions[b] & 1) << b;
    }
    for (uint64_t place = 0; place < size; place++) {
      const double x = (double)real[row + place], y = (double)imaginary[row + place];
      table[high | low[place]] += x * x + y * y;
    }
  }
}

void NAMED(qk_weights)(const REAL *real, const REAL *imaginary, uint64_t base, const uint64_t *offsets,
                       uint64_t count, uint64_t free, double *table) {
  for (uint64_t entry = 0; entry < count; entry++) {
    const uint64_t fixed = base | offsets[entry];
    double sum = 0;
    uint64_t index = 0;
    do {
      const double x = (double)real[fixed | index], y = (double)imaginary[fixed | index];
      sum += x * x + y * y;
      index = (index - free) & free;
    } while (index);
    table[entry] = sum;
  }
}
