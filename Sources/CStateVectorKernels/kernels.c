/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

#include <string.h>

#include "state_vector_kernels.h"

/* A portable build chooses among versions of the block kernels at run time; one for the processor at hand has what it
   needs. */
#if defined(__x86_64__) && defined(__linux__) && !defined(__AVX2__)
#define QK_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define QK_CLONES
#endif
#define QK_INLINE static inline __attribute__((always_inline))

#define REAL double
#define NAMED(name) name##_double
#define LANE_BITS 2
#include "plain_kernels.h"
#include "block_kernels.h"
#undef REAL
#undef NAMED
#undef LANE_BITS

#define REAL float
#define NAMED(name) name##_float
#define LANE_BITS 3
#include "plain_kernels.h"
#include "block_kernels.h"
