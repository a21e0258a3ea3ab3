// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * text.c - text and time between the caller's form and our own
 *
 * What comes in is checked strictly: overlong and truncated sequences,
 * surrogates on their own and numbers above U+10FFFF are refused.  What goes
 * out may stem from a device; a malformed byte is shown as U+FFFD.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "text.h"

#define REPLACEMENT	0xfffd
#define NS_PER_S	1000000000ULL
#define NS_PER_MS	1000000ULL

static bool is_surrogate(uint32_t c)
{
	return c >= 0xd800 && c <= 0xdfff;
}

/* A caller's array need not be aligned to its units. */
static uint32_t load(enum ntms_width width, const void *from, size_t i)
{
	const unsigned char *p = (const unsigned char *)from + i * width;
	uint16_t u16;
	uint32_t u32;

	switch (width) {
	case NTMS_UTF16:
		memcpy(&u16, p, sizeof(u16));
		return u16;
	case NTMS_UTF32:
		memcpy(&u32, p, sizeof(u32));
		return u32;
	default:
		return *p;
	}
}

static void store(enum ntms_width width, void *to, size_t i, uint32_t unit)
{
	unsigned char *p = (unsigned char *)to + i * width;
	uint16_t u16 = (uint16_t)unit;

	switch (width) {
	case NTMS_UTF16:
		memcpy(p, &u16, sizeof(u16));
		break;
	case NTMS_UTF32:
		memcpy(p, &unit, sizeof(unit));
		break;
	default:
		*p = (unsigned char)unit;
	}
}

static size_t text_length(enum ntms_width width, const void *from, size_t max)
{
	size_t n = 0;

	while (n < max && load(width, from, n))
		n++;
	return n;
}

/* Each decode_*() returns the units of the first character, 0 if malformed. */

static size_t decode_8(const unsigned char *s, size_t n, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len, i;

	if (s[0] < 0x80) {
		*c = s[0];
		return 1;
	}
	if (s[0] >= 0xc2 && s[0] <= 0xdf)
		len = 2;
	else if (s[0] >= 0xe0 && s[0] <= 0xef)
		len = 3;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		len = 4;
	else
		return 0;
	if (len > n)
		return 0;

	*c = s[0] & (0x7f >> len);
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	if (*c < least[len] || *c > 0x10ffff || is_surrogate(*c))
		return 0;
	return len;
}

static size_t decode_16(const void *from, size_t i, size_t n, uint32_t *c)
{
	uint32_t low;

	*c = load(NTMS_UTF16, from, i);
	if (!is_surrogate(*c))
		return 1;
	if (*c >= 0xdc00 || i + 1 >= n)
		return 0;
	low = load(NTMS_UTF16, from, i + 1);
	if (low < 0xdc00 || low > 0xdfff)
		return 0;
	*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	return 2;
}

static size_t decode_32(const void *from, size_t i, uint32_t *c)
{
	*c = load(NTMS_UTF32, from, i);
	return *c <= 0x10ffff && !is_surrogate(*c);
}

static size_t decode(enum ntms_width width, const void *from, size_t i,
		     size_t n, uint32_t *c)
{
	switch (width) {
	case NTMS_UTF16:
		return decode_16(from, i, n, c);
	case NTMS_UTF32:
		return decode_32(from, i, c);
	default:
		return decode_8((const unsigned char *)from + i, n - i, c);
	}
}

static size_t encoded_length(enum ntms_width width, uint32_t c)
{
	switch (width) {
	case NTMS_UTF16:
		return c > 0xffff ? 2 : 1;
	case NTMS_UTF32:
		return 1;
	default:
		return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	}
}

static void encode(enum ntms_width width, void *to, size_t i, uint32_t c)
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t len = encoded_length(width, c);
	size_t k;

	if (len == 1) {
		store(width, to, i, c);
	} else if (width == NTMS_UTF16) {
		store(width, to, i, 0xd800 + ((c - 0x10000) >> 10));
		store(width, to, i + 1, 0xdc00 + ((c - 0x10000) & 0x3ff));
	} else {
		for (k = len - 1; k > 0; k--, c >>= 6)
			store(width, to, i + k, 0x80 | (c & 0x3f));
		store(width, to, i, lead[len] | c);
	}
}

/**
 * ntms_text_get() - take a caller's text
 * @width:	form of the caller's text
 * @from:	the text, terminated within @max units
 * @max:	units that may be read; SIZE_MAX for a text without array bound
 * @limit:	UTF-16 units that the text may have, terminator not counted
 * @to:		receives the text as UTF-8 with a terminator
 * @size:	bytes at @to; NTMS_UTF8_SIZE(@limit + 1) always suffices
 *
 * @to is unchanged where the text is refused for having no terminator, and
 * holds the good part of it in the other cases of failure.
 *
 * Return: 0, -EILSEQ if the text is malformed, -ENAMETOOLONG if it is longer
 * than @limit or @size allows or has no terminator.
 */
int ntms_text_get(enum ntms_width width, const void *from, size_t max,
		  size_t limit, char *to, size_t size)
{
	size_t n = text_length(width, from, max);
	size_t units = 0, out = 0, i = 0, used;
	int ret = 0;
	uint32_t c;

	if (n == max)
		return -ENAMETOOLONG;

	for (; i < n; i += used) {
		used = decode(width, from, i, n, &c);
		if (!used) {
			ret = -EILSEQ;
			break;
		}
		units += encoded_length(NTMS_UTF16, c);
		if (units > limit || out + encoded_length(NTMS_UTF8, c) >= size) {
			ret = -ENAMETOOLONG;
			break;
		}
		encode(NTMS_UTF8, to, out, c);
		out += encoded_length(NTMS_UTF8, c);
	}
	to[out] = '\0';
	return ret;
}

/**
 * ntms_text_put() - give a text to the caller
 * @width:	form of the caller's text
 * @from:	the text, UTF-8 with a terminator
 * @to:		receives the text; may be NULL if @count is 0
 * @count:	units at @to
 *
 * A text that does not fit is cut between two characters.  @to always gets a
 * terminator unless @count is 0.
 *
 * Return: the units that the whole text takes, terminator included.
 */
size_t ntms_text_put(enum ntms_width width, const char *from,
		     void *to, size_t count)
{
	size_t n = strlen(from), need = 0, end = 0, i = 0, used, len;
	bool fits = true;
	uint32_t c;

	for (; i < n; i += used) {
		used = decode(NTMS_UTF8, from, i, n, &c);
		if (!used) {
			c = REPLACEMENT;
			used = 1;
		}
		len = encoded_length(width, c);
		fits = fits && need + len < count;
		if (fits) {
			encode(width, to, need, c);
			end = need + len;
		}
		need += len;
	}
	if (count)
		store(width, to, end, 0);
	return need + 1;
}

/**
 * ntms_time_put() - give a time to the caller
 * @ns:	nanoseconds since 1970, UTC; 0 for never
 * @to:	receives the time in UTC, all zero for never
 */
void ntms_time_put(uint64_t ns, SYSTEMTIME *to)
{
	time_t seconds = (time_t)(ns / NS_PER_S);
	struct tm tm;

	memset(to, 0, sizeof(*to));
	if (!ns || !gmtime_r(&seconds, &tm))
		return;

	to->wYear = (WORD)(tm.tm_year + 1900);
	to->wMonth = (WORD)(tm.tm_mon + 1);
	to->wDayOfWeek = (WORD)tm.tm_wday;
	to->wDay = (WORD)tm.tm_mday;
	to->wHour = (WORD)tm.tm_hour;
	to->wMinute = (WORD)tm.tm_min;
	to->wSecond = (WORD)tm.tm_sec;
	to->wMilliseconds = (WORD)(ns % NS_PER_S / NS_PER_MS);
}
