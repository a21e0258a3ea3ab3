// SPDX-License-Identifier: GPL-2.0
/*
 * label_vol1.c - volume header labels: ANSI X3.27, IBM standard labels, LTFS
 *
 * A block of 80 characters, in ASCII or (IBM) EBCDIC:
 *
 *	 1-4	VOL1
 *	 5-10	volume identifier
 *	11	accessibility
 *	25-37	(ANSI) implementation identifier, "LTFS" on LTFS volumes (ISO/IEC
 *		20919, 7.1.1)
 *	38-51	(ANSI) owner
 *	42-51	(IBM) owner
 *	80	(ANSI) version of the standard, 1 to 4
 *
 * Real tapes also have longer blocks; what follows does not count.
 */
#include <string.h>

#include "label.h"

#define VOL1_SIZE	80

static const uint8_t ebcdic_vol1[4] = { 0xe5, 0xd6, 0xd3, 0xf1 };

/* EBCDIC (code page 037) letters, digits and the marks that labels have */
static char from_ebcdic(uint8_t c)
{
	static const struct { uint8_t first, last; char to; } ranges[] = {
		{ 0xc1, 0xc9, 'A' }, { 0xd1, 0xd9, 'J' }, { 0xe2, 0xe9, 'S' },
		{ 0x81, 0x89, 'a' }, { 0x91, 0x99, 'j' }, { 0xa2, 0xa9, 's' },
		{ 0xf0, 0xf9, '0' }, { 0x40, 0x40, ' ' }, { 0x60, 0x60, '-' },
		{ 0x4b, 0x4b, '.' }, { 0x61, 0x61, '/' }, { 0x6d, 0x6d, '_' },
		{ 0x5b, 0x5b, '$' }, { 0x7b, 0x7b, '#' }, { 0x7c, 0x7c, '@' },
	};
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return ranges[i].to + (c - ranges[i].first);
	return '?';
}

bool label_claim_vol1(struct block b, struct label *label)
{
	char text[VOL1_SIZE], name[LABEL_UTF8(6)];
	bool ibm = block_is(b, 0, ebcdic_vol1, sizeof(ebcdic_vol1));
	size_t i;

	if ((!ibm && !block_is(b, 0, "VOL1", 4)) || !block_has(b, 0, VOL1_SIZE))
		return false;
	for (i = 0; i < VOL1_SIZE; i++)
		text[i] = ibm ? from_ebcdic(b.data[i]) : (char)b.data[i];

	label_set_text(name, sizeof(name), 6, text + 4, 6);
	if (ibm) {
		strcpy(label->type, "IBM");
		LABEL_SET_INFO(label, text + 41, 10);
	} else if (!strncmp(text + 24, "LTFS", 4)) {
		strcpy(label->type, "LTFS");
		LABEL_SET_INFO(label, text + 37, 14);
	} else {
		strcpy(label->type, "ANSI");
		LABEL_SET_INFO(label, text + 37, 14);
	}
	/* a volume without a name is told from others by the whole label */
	if (!name[0])
		label_set_digest(label, text, sizeof(text));
	else
		label_set_id(label, name, strlen(name));
	return true;
}
