// SPDX-License-Identifier: GPL-2.0
/*
 * label_mtf.c - Microsoft Tape Format
 *
 * MTF specification 1.00a, 5.2.1 (TAPE descriptor block); SDK page "Using MTF
 * Media Labels" says what of it makes the identifier: software name, media
 * name, and the UUID in the media label or else an MD5 of the block.
 */
#include <ctype.h>
#include <string.h>

#include "label.h"

/* offsets in the common block header */
#define HDR_STRING_TYPE		48
#define HDR_CHECKSUM		50
#define HDR_SIZE		52
/* and behind it */
#define TAPE_ATTRIBUTES		56
#define TAPE_NAME		68
#define TAPE_LABEL		72
#define TAPE_SOFTWARE		80
#define TAPE_SIZE		94

#define ATTRIBUTE_MEDIA_LABEL	0x2
#define STRING_UNICODE		2

#define UUID_LENGTH		36
#define TEXT_MAX		1024

/* all words of the header but the last, combined by exclusive or */
static bool checksum_is_right(struct block b)
{
	uint16_t sum = 0;
	size_t i;

	for (i = 0; i < HDR_CHECKSUM; i += 2)
		sum ^= block_le16(b, i);
	return sum == block_le16(b, HDR_CHECKSUM);
}

/* a tape address: size and offset of something in the block */
static struct block at_address(struct block b, size_t address)
{
	size_t size = block_le16(b, address), offset = block_le16(b, address + 2);

	if (offset < HDR_SIZE || !block_has(b, offset, size))
		return (struct block){ .size = 0 };
	return (struct block){ b.data + offset, size };
}

static void text_at(struct block b, size_t address, char *to, size_t size,
		    size_t units)
{
	struct block text = at_address(b, address);

	to[0] = '\0';
	if (b.data[HDR_STRING_TYPE] == STRING_UNICODE)
		label_set_utf16(to, size, units, text.data, text.size);
	else if (text.size)
		label_set_text(to, size, units, text.data, text.size);
}

static bool is_uuid(const char *p)
{
	int i;

	for (i = 0; i < UUID_LENGTH; i++) {
		bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;

		if (hyphen ? p[i] != '-' : !isxdigit((unsigned char)p[i]))
			return false;
	}
	return true;
}

/* the first UUID in the media label, told in lower case */
static bool set_uuid(struct block b, struct label *label)
{
	char text[TEXT_MAX];
	size_t i, n;

	if (!(block_le32(b, TAPE_ATTRIBUTES) & ATTRIBUTE_MEDIA_LABEL))
		return false;
	text_at(b, TAPE_LABEL, text, sizeof(text), TEXT_MAX);
	n = strlen(text);
	for (i = 0; i + UUID_LENGTH <= n; i++) {
		if (!is_uuid(text + i))
			continue;
		label_set_id(label, text + i, UUID_LENGTH);
		for (n = 0; n < UUID_LENGTH; n++)
			label->id[n] = tolower(label->id[n]);
		return true;
	}
	return false;
}

bool label_claim_mtf(struct block b, struct label *label)
{
	if (!block_is(b, 0, "TAPE", 4) || !block_has(b, 0, TAPE_SIZE) ||
	    !checksum_is_right(b))
		return false;
	text_at(b, TAPE_SOFTWARE, label->type, sizeof(label->type),
		LABEL_TYPE_UNITS);
	text_at(b, TAPE_NAME, label->info, sizeof(label->info),
		LABEL_INFO_UNITS);
	if (!label->type[0])
		strcpy(label->type, "MTF");
	if (!set_uuid(b, label))
		label_set_digest(label, b.data, b.size);
	return true;
}
