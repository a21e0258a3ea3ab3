/* SPDX-License-Identifier: GPL-2.0 */
/* verify.h - the invariants I1 to I12 of the whole model */
#ifndef NTMS_VERIFY_H
#define NTMS_VERIFY_H

#include "ntms.h"

/**
 * struct ntms_verifier - one run over the model
 * @m: the model, locked
 * @why: out: what is wrong
 * @size: bytes of @why
 * @users: for each type and id how many REF members point there
 */
struct ntms_verifier {
	struct ntms_model *m;
	char *why;
	size_t size;
	u32 *users[NTMS_TYPE_COUNT];
};

int ntms_verify(struct ntms_model *m, char *why, size_t size);

/* private to the files that check */
__printf(3, 4)
int ntms_verify_fail(struct ntms_verifier *v, const struct ntms_object *o,
		     const char *fmt, ...);
int ntms_verify_indexes(struct ntms_verifier *v);

#endif /* NTMS_VERIFY_H */
