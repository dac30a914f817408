/* SPDX-License-Identifier: Apache-2.0 */
void qk_requireProcessor(void);
