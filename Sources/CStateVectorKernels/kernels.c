/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

#include <string.h>

#include "state_vector_kernels.h"

#define REAL double
#define NAMED(name) name##_double
#include "plain_kernels.inc"
#undef REAL
#undef NAMED

#define REAL float
#define NAMED(name) name##_float
#include "plain_kernels.inc"
