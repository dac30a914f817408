/* SPDX-License-Identifier: Apache-2.0 */
/* Part of QuantaCore. */

/* Swift has no thread-local variables, so the last message of each thread is kept here. */

#include "quantacore.h"
#include "quantacore_message.h"

#include <string.h>

static _Thread_local char message[4096];

const char *qk_errorMessage(void) { return message; }

const char *qk_version(void) { return "0.1.0"; }

void qk_keepErrorMessage(const char *text, size_t length) {
  if (length >= sizeof message) {
    length = sizeof message - 1;
    /* Not in the middle of a UTF-8 sequence. */
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) length--;
  }
  memcpy(message, text, length);
  message[length] = 0;
}
