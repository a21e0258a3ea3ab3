// SPDX-License-Identifier: GPL-2.0
/*
 * label_tar.c - tar archives
 *
 * POSIX.1 pax(1), "ustar Interchange Format", and GNU tar's volume header (type
 * V), whose name is the label given with tar -V.  An archive has no identity of
 * its own: its first header, with name, owner and time, has to do.
 */
#include <stdio.h>
#include <string.h>

#include "label.h"

#define HEADER_SIZE	512
#define NAME_SIZE	100
#define CHECKSUM	148
#define CHECKSUM_SIZE	8
#define TYPE_FLAG	156
#define MAGIC		257
#define GNU_VOLUME	'V'

/* octal digits, blanks around them */
static bool octal(const uint8_t *p, size_t size, uint32_t *v)
{
	size_t i = 0, digits = 0;

	*v = 0;
	while (i < size && p[i] == ' ')
		i++;
	for (; i < size && p[i] >= '0' && p[i] <= '7'; i++, digits++)
		*v = *v << 3 | (uint32_t)(p[i] - '0');
	return digits && digits <= 7 && (i == size || !p[i] || p[i] == ' ');
}

/* sum of all bytes, those of the sum itself taken as blanks */
static bool checksum_is_right(struct block b)
{
	uint32_t sum = 0, told;
	size_t i;

	for (i = 0; i < HEADER_SIZE; i++)
		sum += i - CHECKSUM < CHECKSUM_SIZE ? ' ' : b.data[i];
	return octal(b.data + CHECKSUM, CHECKSUM_SIZE, &told) && told == sum;
}

bool label_claim_tar(struct block b, struct label *label)
{
	char name[NAME_SIZE + 1];
	bool volume;

	if (!block_has(b, 0, HEADER_SIZE) || !b.data[0] || !checksum_is_right(b))
		return false;
	/* GNU tar's volume header has no magic */
	volume = b.data[TYPE_FLAG] == GNU_VOLUME;
	if (!volume && !block_is(b, MAGIC, "ustar", 5))
		return false;
	strcpy(label->type, "tar");
	label_set_text(name, sizeof(name), NAME_SIZE, b.data, NAME_SIZE);
	snprintf(label->info, sizeof(label->info),
		 volume ? "%s" : "begins with %s", name);
	label_set_digest(label, b.data, HEADER_SIZE);
	return true;
}
