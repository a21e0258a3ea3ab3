// SPDX-License-Identifier: GPL-2.0
/*
 * label_bacula.c - Bacula and Bareos
 *
 * The projects' developer manuals, "Storage Media Output Format": a block
 * header, a record header, the volume label.  Numbers have the high byte first,
 * text ends with a NUL.
 *
 *	block	checksum, size, number, "BB01" or "BB02" (with session id and time)
 *	record	(BB01: session id and time,) file index, stream, size
 *	label	text Id, u32 version, two u64 times (before version 11: four
 *		doubles), two doubles, texts: volume, previous volume, pool,
 *		pool type, media type, host, ...
 */
#include <stdio.h>
#include <string.h>

#include "label.h"

#define BLOCK_HEADER	12	/* before the magic */
#define RECORD_HEADER	12
#define FI_PRE_LABEL	(-1)
#define FI_VOL_LABEL	(-2)
#define VERSION_BTIME	11
#define NAME_UNITS	120	/* names have 127 characters at most */

/* where reading stands */
struct reader {
	struct block block;
	size_t at;
	bool failed;
};

static const char *text(struct reader *r, size_t *length)
{
	const uint8_t *from = r->block.data + r->at;
	const uint8_t *end;

	end = r->failed ? NULL : memchr(from, 0, r->block.size - r->at);
	if (!end) {
		r->failed = true;
		*length = 0;
		return "";
	}
	*length = end - from;
	r->at += *length + 1;
	return (const char *)from;
}

static void skip(struct reader *r, size_t size)
{
	if (block_has(r->block, r->at, size))
		r->at += size;
	else
		r->failed = true;
}

static uint32_t number(struct reader *r)
{
	uint32_t v = block_be32(r->block, r->at);

	skip(r, 4);
	return v;
}

/* the start of the label record's data, or a reader that failed */
static struct reader find_label(struct block b)
{
	bool bb02 = block_is(b, BLOCK_HEADER, "BB02", 4);
	struct reader r = { .block = b, .at = BLOCK_HEADER + 4 };
	int32_t index;
	uint32_t size;

	r.failed = !bb02 && !block_is(b, BLOCK_HEADER, "BB01", 4);
	skip(&r, 8);		/* session id and time, in either header */
	index = (int32_t)number(&r);
	number(&r);		/* stream */
	size = number(&r);
	if (!r.failed && index != FI_PRE_LABEL && index != FI_VOL_LABEL)
		r.failed = true;
	/* the label ends with its record */
	if (!r.failed && size < r.block.size - r.at)
		r.block.size = r.at + size;
	return r;
}

bool label_claim_bacula(struct block b, struct label *label)
{
	struct reader r = find_label(b);
	size_t id_length, length, pool_length;
	const char *id, *name, *pool;
	uint32_t high, low;
	char key[LABEL_ID_BYTES + 1], clean[LABEL_UTF8(NAME_UNITS)];
	char pool_clean[LABEL_UTF8(NAME_UNITS)];
	int n;

	id = text(&r, &id_length);
	if (r.failed || (strncmp(id, "Bacula ", 7) && strncmp(id, "Bareos ", 7)))
		return false;
	strcpy(label->type, id[2] == 'c' ? "Bacula" : "Bareos");
	if (number(&r) >= VERSION_BTIME) {
		high = number(&r);
		low = number(&r);
		skip(&r, 8);	/* time of the last write */
	} else {
		high = number(&r);
		low = number(&r);
		skip(&r, 8);
	}
	skip(&r, 16);
	name = text(&r, &length);
	text(&r, &pool_length);	/* previous volume */
	pool = text(&r, &pool_length);
	if (r.failed || !length)
		return false;
	/* two directors can have a volume of one name, hardly labelled at once */
	n = snprintf(key, sizeof(key), "%.*s@%08x%08x", (int)(length > 200 ? 200 : length),
		     name, high, low);
	label_set_text(clean, sizeof(clean), NAME_UNITS, name, length);
	label_set_text(pool_clean, sizeof(pool_clean), NAME_UNITS, pool, pool_length);
	snprintf(label->info, sizeof(label->info), pool_clean[0] ? "%s, pool %s" : "%s",
		 clean, pool_clean);
	return label_set_id(label, key, n);
}
