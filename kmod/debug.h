/* SPDX-License-Identifier: GPL-2.0 */
#ifndef NTMS_DEBUG_H
#define NTMS_DEBUG_H

struct ntms_model;

void ntms_debug_init(struct ntms_model *m);
void ntms_debug_exit(void);

#endif /* NTMS_DEBUG_H */
