// SPDX-License-Identifier: GPL-2.0
/*
 * label.c - what the kinds of labels have in common
 */
#include <string.h>

#include <md5.h>

#include "label.h"

const struct label_format label_formats[] = {
	{ "free label", label_claim_free },
	{ "Microsoft Tape Format", label_claim_mtf },
	{ "Bacula, Bareos", label_claim_bacula },
	{ "Proxmox Backup", label_claim_pbs },
	{ "Amanda", label_claim_amanda },
	{ "ANSI, IBM, LTFS", label_claim_vol1 },
	{ "tar", label_claim_tar },
};
const size_t label_format_count = sizeof(label_formats) / sizeof(label_formats[0]);

/* Bytes of the UTF-8 character at p, 0 if there is none that is well formed. */
static size_t utf8_length(const uint8_t *p, size_t left)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t c;
	size_t n, i;

	if (p[0] < 0x80)
		return 1;
	n = p[0] >= 0xf0 && p[0] < 0xf5 ? 4 : p[0] >= 0xe0 && p[0] < 0xf0 ? 3 :
	    p[0] >= 0xc2 && p[0] < 0xe0 ? 2 : 0;
	if (!n || n > left)
		return 0;
	c = p[0] & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	return n;
}

/**
 * label_set_text() - take text from a label
 * @to: receives UTF-8 with a terminator
 * @size: bytes at @to
 * @units: UTF-16 units at most
 * @from: text; ends at a NUL or after @length bytes
 * @length: bytes at @from
 *
 * What is no UTF-8 becomes a question mark, what cannot be printed a blank;
 * blanks at the end go.
 */
void label_set_text(char *to, size_t size, size_t units, const void *from,
		    size_t length)
{
	const uint8_t *p = from;
	size_t used = 0, n, need;

	while (length && *p) {
		n = utf8_length(p, length);
		need = n == 4 ? 2 : 1;
		if (need > units || used + (n ? n : 1) >= size)
			break;
		if (!n)
			to[used++] = '?';
		else if (n == 1 && (*p < 0x20 || *p == 0x7f))
			to[used++] = ' ';
		else
			for (size_t i = 0; i < n; i++)
				to[used++] = p[i];
		units -= need;
		n += !n;
		p += n;
		length -= n;
	}
	while (used && to[used - 1] == ' ')
		used--;
	to[used] = '\0';
}

/**
 * label_set_utf16() - take text in UTF-16, low byte first, from a label
 * @to: receives UTF-8 with a terminator
 * @size: bytes at @to
 * @units: UTF-16 units at most
 * @from: text; ends at a NUL or after @length bytes
 * @length: bytes at @from
 */
void label_set_utf16(char *to, size_t size, size_t units, const uint8_t *from,
		     size_t length)
{
	char text[LABEL_UTF8(LABEL_INFO_UNITS)];
	size_t used = 0, i;
	uint32_t c, d;

	for (i = 0; i + 1 < length && used + 4 < sizeof(text); i += 2) {
		c = from[i] | from[i + 1] << 8;
		if (!c)
			break;
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < length) {
			d = from[i + 2] | from[i + 3] << 8;
			if (d >= 0xdc00 && d < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (d - 0xdc00);
				i += 2;
			}
		}
		if (c < 0x80) {
			text[used++] = c;
		} else if (c < 0x800) {
			text[used++] = 0xc0 | c >> 6;
			text[used++] = 0x80 | (c & 0x3f);
		} else if (c < 0x10000) {
			/* a lone surrogate becomes a question mark later */
			text[used++] = 0xe0 | c >> 12;
			text[used++] = 0x80 | (c >> 6 & 0x3f);
			text[used++] = 0x80 | (c & 0x3f);
		} else {
			text[used++] = 0xf0 | c >> 18;
			text[used++] = 0x80 | (c >> 12 & 0x3f);
			text[used++] = 0x80 | (c >> 6 & 0x3f);
			text[used++] = 0x80 | (c & 0x3f);
		}
	}
	label_set_text(to, size, units, text, used);
}

/**
 * label_set_id() - say what tells this label from others
 * @label: label
 * @id: bytes; cut after LABEL_ID_BYTES (decision A-48)
 * @size: bytes at @id
 *
 * Return: false when there is nothing.
 */
bool label_set_id(struct label *label, const void *id, size_t size)
{
	if (size > LABEL_ID_BYTES)
		size = LABEL_ID_BYTES;
	memcpy(label->id, id, size);
	label->id_size = size;
	return size != 0;
}

/**
 * label_set_digest() - make an identifier for a label that brings none
 * @label: label
 * @data: what makes it different from others
 * @size: bytes at @data
 */
void label_set_digest(struct label *label, const void *data, size_t size)
{
	MD5_CTX md5;

	MD5Init(&md5);
	MD5Update(&md5, data, size);
	MD5Final(label->id, &md5);
	label->id_size = MD5_DIGEST_LENGTH;
}

/**
 * label_complete() - does a label say who it is?
 * @label: label
 *
 * Return: true when it has a type and an identifier.
 */
bool label_complete(const struct label *label)
{
	return label->type[0] && label->id_size;
}

/**
 * label_omid() - a label as the module keeps it
 * @label: complete label
 * @to: receives type, NUL, information, NUL, identifier
 * @size: bytes at @to, LABEL_OMID_MAX is enough
 *
 * Return: bytes, 0 if they do not fit.
 */
size_t label_omid(const struct label *label, uint8_t *to, size_t size)
{
	size_t type = strlen(label->type) + 1, info = strlen(label->info) + 1;

	if (type + info + label->id_size > size)
		return 0;
	memcpy(to, label->type, type);
	memcpy(to + type, label->info, info);
	memcpy(to + type + info, label->id, label->id_size);
	return type + info + label->id_size;
}

/**
 * label_claim() - ask the built-in kinds
 * @block: first block of a medium
 * @label: receives what was found
 *
 * Return: true when one of them knows the block.
 */
bool label_claim(struct block block, struct label *label)
{
	size_t i;

	for (i = 0; i < label_format_count; i++) {
		memset(label, 0, sizeof(*label));
		if (label_formats[i].claim(block, label) && label_complete(label))
			return true;
	}
	memset(label, 0, sizeof(*label));
	return false;
}
