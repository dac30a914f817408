/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

/* What the compiler was allowed to use is in its predefined macros; what the processor has is in CPUID. Each row of
   the table below compares the two for one instruction set. Sources: Intel SDM vol. 2A, CPUID; AMD APM vol. 3,
   appendix E. */

#include "processor_check.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <string.h>
#include <unistd.h>

/* The check itself must run on every x86-64 processor, whatever -march says. */
#define QK_BASELINE \
  __attribute__((target("no-sse3,no-avx,no-bmi,no-bmi2,no-lzcnt,no-popcnt,no-movbe,no-adx")))

typedef struct {
  const char *name;
  unsigned leaf, subleaf;
  int word; /* 0 EAX, 1 EBX, 2 ECX, 3 EDX */
  int bit;
  unsigned states; /* what the operating system must save: bits of XCR0 */
} QKInstructionSet;

enum { avxStates = 0x6, avx512States = 0xE6, amxStates = 0x60000 };

static const QKInstructionSet needed[] = {
#ifdef __SSE3__
    {"SSE3", 1, 0, 2, 0, 0},
#endif
#ifdef __PCLMUL__
    {"PCLMULQDQ", 1, 0, 2, 1, 0},
#endif
#ifdef __SSSE3__
    {"SSSE3", 1, 0, 2, 9, 0},
#endif
#ifdef __FMA__
    {"FMA", 1, 0, 2, 12, avxStates},
#endif
#ifdef __GCC_HAVE_SYNC_COMPARE_AND_SWAP_16
    {"CMPXCHG16B", 1, 0, 2, 13, 0},
#endif
#ifdef __SSE4_1__
    {"SSE4.1", 1, 0, 2, 19, 0},
#endif
#ifdef __SSE4_2__
    {"SSE4.2", 1, 0, 2, 20, 0},
#endif
#ifdef __MOVBE__
    {"MOVBE", 1, 0, 2, 22, 0},
#endif
#ifdef __POPCNT__
    {"POPCNT", 1, 0, 2, 23, 0},
#endif
#ifdef __AES__
    {"AES", 1, 0, 2, 25, 0},
#endif
#ifdef __AVX__
    {"AVX", 1, 0, 2, 28, avxStates},
#endif
#ifdef __F16C__
    {"F16C", 1, 0, 2, 29, avxStates},
#endif
#ifdef __RDRND__
    {"RDRAND", 1, 0, 2, 30, 0},
#endif
#ifdef __BMI__
    {"BMI1", 7, 0, 1, 3, 0},
#endif
#ifdef __AVX2__
    {"AVX2", 7, 0, 1, 5, avxStates},
#endif
#ifdef __BMI2__
    {"BMI2", 7, 0, 1, 8, 0},
#endif
#ifdef __AVX512F__
    {"AVX-512F", 7, 0, 1, 16, avx512States},
#endif
#ifdef __AVX512DQ__
    {"AVX-512DQ", 7, 0, 1, 17, avx512States},
#endif
#ifdef __RDSEED__
    {"RDSEED", 7, 0, 1, 18, 0},
#endif
#ifdef __ADX__
    {"ADX", 7, 0, 1, 19, 0},
#endif
#ifdef __AVX512IFMA__
    {"AVX-512IFMA", 7, 0, 1, 21, avx512States},
#endif
#ifdef __AVX512CD__
    {"AVX-512CD", 7, 0, 1, 28, avx512States},
#endif
#ifdef __SHA__
    {"SHA", 7, 0, 1, 29, 0},
#endif
#ifdef __AVX512BW__
    {"AVX-512BW", 7, 0, 1, 30, avx512States},
#endif
#ifdef __AVX512VL__
    {"AVX-512VL", 7, 0, 1, 31, avx512States},
#endif
#ifdef __AVX512VBMI__
    {"AVX-512VBMI", 7, 0, 2, 1, avx512States},
#endif
#ifdef __AVX512VBMI2__
    {"AVX-512VBMI2", 7, 0, 2, 6, avx512States},
#endif
#ifdef __GFNI__
    {"GFNI", 7, 0, 2, 8, 0},
#endif
#ifdef __VAES__
    {"VAES", 7, 0, 2, 9, avxStates},
#endif
#ifdef __VPCLMULQDQ__
    {"VPCLMULQDQ", 7, 0, 2, 10, avxStates},
#endif
#ifdef __AVX512VNNI__
    {"AVX-512VNNI", 7, 0, 2, 11, avx512States},
#endif
#ifdef __AVX512BITALG__
    {"AVX-512BITALG", 7, 0, 2, 12, avx512States},
#endif
#ifdef __AVX512VPOPCNTDQ__
    {"AVX-512VPOPCNTDQ", 7, 0, 2, 14, avx512States},
#endif
#ifdef __AVX512VP2INTERSECT__
    {"AVX-512VP2INTERSECT", 7, 0, 3, 8, avx512States},
#endif
#ifdef __AVX512FP16__
    {"AVX-512FP16", 7, 0, 3, 23, avx512States},
#endif
#ifdef __AMX_TILE__
    {"AMX", 7, 0, 3, 24, amxStates},
#endif
#ifdef __AVXVNNI__
    {"AVX-VNNI", 7, 1, 0, 4, avxStates},
#endif
#ifdef __AVX512BF16__
    {"AVX-512BF16", 7, 1, 0, 5, avx512States},
#endif
#ifdef __LZCNT__
    {"LZCNT", 0x80000001u, 0, 2, 5, 0},
#endif
#ifdef __SSE4A__
    {"SSE4A", 0x80000001u, 0, 2, 6, 0},
#endif
    {0, 0, 0, 0, 0, 0},
};

/* The register states that the operating system saves; 0 if it cannot be asked. */
QK_BASELINE static unsigned savedStates(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c >> 27 & 1)) return 0;
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

QK_BASELINE static int isPresent(const QKInstructionSet *set, unsigned states) {
  unsigned words[4];
  if (!__get_cpuid_count(set->leaf, set->subleaf, &words[0], &words[1], &words[2], &words[3])) return 0;
  return (words[set->word] >> set->bit & 1) && (states & set->states) == set->states;
}

QK_BASELINE static void say(const char *text) {
  /* Nothing can be done if standard error is closed. */
  if (write(STDERR_FILENO, text, strlen(text)) < 0) return;
}

__attribute__((constructor(101))) QK_BASELINE void qk_requireProcessor(void) {
  unsigned states = savedStates();
  int missing = 0;
  for (const QKInstructionSet *set = needed; set->name; set++) {
    if (isPresent(set, states)) continue;
    say(missing ? ", " : "quanta: this build needs instructions that the processor lacks: ");
    say(set->name);
    missing = 1;
  }
  if (!missing) return;
  say(".\nquanta: build the portable flavour instead, without `-march`: swift build -c release\n");
  _exit(2);
}

#else

void qk_requireProcessor(void) {}

#endif
