/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

#ifndef QUANTACORE_MESSAGE_H
#define QUANTACORE_MESSAGE_H

#include <stddef.h>

/* Keeps the text that qk_errorMessage gives to this thread; what does not fit into its memory is cut off.
   For the library's own use. */
void qk_keepErrorMessage(const char *text, size_t length);

#endif
