/* SPDX-License-Identifier: GPL-2.0 */
/*
 * child.h - asking in processes of their own
 */
#ifndef NTMS_CHILD_H
#define NTMS_CHILD_H

#include "label.h"

/**
 * enum claim - what became of a question
 * @CLAIM_YES: somebody knows the label
 * @CLAIM_NO: nobody does
 * @CLAIM_FAILED: nobody does, and somebody could not be asked
 */
enum claim { CLAIM_YES, CLAIM_NO, CLAIM_FAILED };

enum claim child_claim(struct block block, const char *directory,
		       struct label *label);

#endif /* NTMS_CHILD_H */
