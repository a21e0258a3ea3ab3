// SPDX-License-Identifier: GPL-2.0
/*
 * text.c - text between the library's form and ours
 *
 * rsm uses the wide calls: the records of the others have room for fewer
 * characters outside ASCII than a name may have.  Arguments and output are
 * UTF-8, whatever the locale is.
 */
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "rsm.h"

#define REPLACEMENT	0xfffd

static size_t encode(uint32_t c, char *to)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xe0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3f));
		to[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3f));
	to[2] = (char)(0x80 | (c >> 6 & 0x3f));
	to[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static bool is_character(uint32_t c)
{
	return c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

/* Returns the bytes of the character at the start of from, 0 if it is malformed. */
static size_t decode(const char *from, uint32_t *c)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)*from;
	size_t len, i;

	if (first < 0x80) {
		*c = first;
		return 1;
	}
	len = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc0 || first > 0xf7)
		return 0;
	*c = first & (0x7fU >> len);
	for (i = 1; i < len; i++) {
		if ((from[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (from[i] & 0x3f);
	}
	return *c >= smallest[len] && is_character(*c) ? len : 0;
}

/**
 * text_utf8() - convert text of a record
 * @from:	the text
 * @count:	the size of its array
 *
 * Return: the text in UTF-8, for free().
 */
char *text_utf8(const WCHAR *from, size_t count)
{
	char *to = xcalloc(count + 1, 4);
	size_t i, len = 0;

	for (i = 0; i < count && from[i]; i++)
		len += encode(is_character((uint32_t)from[i]) ? (uint32_t)from[i] : REPLACEMENT,
			      to + len);
	return to;
}

/**
 * text_wide() - convert an argument for a record
 * @from:	the argument
 * @to:		receives it with its terminator
 * @count:	the size of the array
 *
 * The service counts a character beyond the basic plane twice.
 *
 * Return: 0; -1 if @from is no UTF-8 or longer than @count - 1.
 */
int text_wide(const char *from, WCHAR *to, size_t count)
{
	size_t len, used = 0, n = 0;
	uint32_t c;

	for (; *from; from += len) {
		len = decode(from, &c);
		used += c < 0x10000 ? 1 : 2;
		if (!len || used > count - 1)
			return -1;
		to[n++] = (WCHAR)c;
	}
	to[n] = 0;
	return 0;
}

static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

/**
 * text_clean() - take out of a text what could upset a terminal
 * @from:	the text, perhaps from a device
 *
 * Return: a copy for free(), with U+FFFD for each control character, each
 * change of direction and each malformed byte.
 */
char *text_clean(const char *from)
{
	char *to = xcalloc(strlen(from) + 1, 4);
	size_t len, n = 0;
	uint32_t c;

	for (; *from; from += len) {
		len = decode(from, &c);
		if (!len || is_control(c))
			c = REPLACEMENT;
		n += encode(c, to + n);
		len += !len;
	}
	return to;
}

/**
 * text_width() - tell how wide a text is
 * @text:	UTF-8
 *
 * Return: its columns on a terminal.
 */
size_t text_width(const char *text)
{
	size_t len, width = 0;
	uint32_t c;
	int w;

	for (; *text; text += len) {
		len = decode(text, &c);
		w = len ? wcwidth((wchar_t)c) : 1;
		width += w < 0 ? 1 : (size_t)w;
		len += !len;
	}
	return width;
}
