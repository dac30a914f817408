/* SPDX-License-Identifier: Apache-2.0 */
#include "processor_check.h"
void qk_requireProcessor(void) {}
