// SPDX-License-Identifier: GPL-2.0
/*
 * label_free.c - the label of media that belong to nobody
 *
 * A block of 512 bytes: lines of text, then zeros.
 *
 *	NTMS FREE LABEL 1
 *	01234567-89ab-cdef-0123-456789abcdef
 *
 * The identifier is that of the side.  It is text so that a person who finds
 * the tape can tell with dd(1) what it is.
 */
#include <stdio.h>
#include <string.h>

#include "label.h"

static const char magic[] = "NTMS FREE LABEL 1\n";

#define MAGIC_LENGTH	(sizeof(magic) - 1)
#define GUID_LENGTH	36

static int hex(uint8_t c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	       c >= 'a' && c <= 'f' ? c - 'a' + 10 :
	       c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* 8-4-4-4-12 digits with hyphens between them */
static bool is_guid(const uint8_t *text)
{
	int i;

	for (i = 0; i < GUID_LENGTH; i++) {
		bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;

		if (hyphen ? text[i] != '-' : hex(text[i]) < 0)
			return false;
	}
	return true;
}

bool label_claim_free(struct block block, struct label *label)
{
	if (!block_is(block, 0, magic, MAGIC_LENGTH) ||
	    !block_has(block, MAGIC_LENGTH, GUID_LENGTH) ||
	    !is_guid(block.data + MAGIC_LENGTH))
		return false;
	strcpy(label->type, "NTMS Free");
	return label_set_id(label, block.data + MAGIC_LENGTH, GUID_LENGTH);
}

/**
 * label_free_make() - make a free label
 * @guid: of the side, the first three groups in little endian order
 * @to: receives the block
 */
void label_free_make(const uint8_t guid[16], uint8_t to[LABEL_FREE_SIZE])
{
	memset(to, 0, LABEL_FREE_SIZE);
	snprintf((char *)to, LABEL_FREE_SIZE,
		 "%s%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x\n",
		 magic, guid[3], guid[2], guid[1], guid[0], guid[5], guid[4],
		 guid[7], guid[6], guid[8], guid[9], guid[10], guid[11],
		 guid[12], guid[13], guid[14], guid[15]);
}
