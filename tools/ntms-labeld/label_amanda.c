// SPDX-License-Identifier: GPL-2.0
/*
 * label_amanda.c - Amanda
 *
 * amanda(8) and the project's wiki, "Dumpfile header": a block of text whose
 * first line is
 *
 *	AMANDA: TAPESTART DATE 20240501120000 TAPE DailySet1-001
 *
 * The date changes with every run that overwrites the tape, the name does not.
 */
#include <string.h>

#include "label.h"

static const char magic[] = "AMANDA: TAPESTART DATE ";

static size_t word(struct block b, size_t at)
{
	size_t n = 0;

	while (block_has(b, at + n, 1) && b.data[at + n] > ' ' &&
	       b.data[at + n] != 0x7f)
		n++;
	return n;
}

bool label_claim_amanda(struct block b, struct label *label)
{
	size_t at = sizeof(magic) - 1, n;

	if (!block_is(b, 0, magic, at))
		return false;
	at += word(b, at);
	if (!block_is(b, at, " TAPE ", 6))
		return false;
	at += 6;
	n = word(b, at);
	strcpy(label->type, "Amanda");
	LABEL_SET_INFO(label, b.data + at, n);
	return label_set_id(label, b.data + at, n);
}
