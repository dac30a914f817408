/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

#ifndef QK_PROCESSOR_CHECK_H
#define QK_PROCESSOR_CHECK_H

/* Ends the process with exit code 2, and says why on standard error, if the build uses instructions that the
   processor at hand lacks. It also runs by itself before main. */
void qk_requireProcessor(void);

#endif
