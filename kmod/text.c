// SPDX-License-Identifier: GPL-2.0
/*
 * text.c - text that clients send: UTF-8, measured in UTF-16 units
 *
 * Text is UTF-8 inside (RFC 3629); the records of the API hold UTF-16, so
 * that the limits of MS-RSMP 2.2.4 are counted in UTF-16 units.
 */
#include <linux/errno.h>
#include <linux/string.h>

#include "call.h"
#include "ntms.h"

#define LAST_BMP	0xffff
#define LAST_UNICODE	0x10ffff

/* smallest code point that needs a sequence of so many bytes */
static const u32 smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };

/* length of the sequence that starts with @lead, 0 if none does */
static unsigned int sequence_length(u8 lead)
{
	if (lead < 0x80)
		return 1;
	if ((lead & 0xe0) == 0xc0)
		return 2;
	if ((lead & 0xf0) == 0xe0)
		return 3;
	if ((lead & 0xf8) == 0xf0)
		return 4;
	return 0;
}

/* decode one code point; returns its bytes, 0 if they are malformed */
static unsigned int decode(const u8 *p, size_t len, u32 *code)
{
	unsigned int n = sequence_length(*p), i;
	u32 v;

	if (!n || n > len)
		return 0;
	v = n == 1 ? *p : *p & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (p[i] & 0x3f);
	}
	if (v < smallest[n] || v > LAST_UNICODE || (v >= 0xd800 && v <= 0xdfff))
		return 0;
	*code = v;
	return n;
}

static bool control(u32 code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

static int units(const char *text, size_t len, bool controls)
{
	const u8 *p = (const u8 *)text;
	unsigned int n;
	int sum = 0;
	u32 code;

	for (; len; p += n, len -= n) {
		n = decode(p, len, &code);
		if (!n || !code || (!controls && control(code)))
			return -EILSEQ;
		sum += code > LAST_BMP ? 2 : 1;
	}
	return sum;
}

/**
 * ntms_text_units - how long is a text in the records of the API?
 * @text: bytes, need not end with a NUL
 * @len: number of bytes
 *
 * Context: any.
 * Return: UTF-16 units, or -EILSEQ when @text is not UTF-8 (malformed,
 * overlong, a surrogate, beyond U+10FFFF) or contains a NUL.
 */
int ntms_text_units(const char *text, size_t len)
{
	return units(text, len, true);
}

/**
 * ntms_text_cut - how much of a text fits into a member of a record
 * @text: UTF-8, ends with a NUL
 * @most: UTF-16 units there is room for
 *
 * Context: any.
 * Return: bytes of @text; whole characters, up to the first malformed one.
 */
size_t ntms_text_cut(const char *text, u32 most)
{
	size_t len = strlen(text), at = 0;
	unsigned int n;
	u32 code, sum = 0;

	for (; at < len; at += n) {
		n = decode((const u8 *)text + at, len - at, &code);
		if (!n)
			break;
		sum += code > LAST_BMP ? 2 : 1;
		if (sum > most)
			break;
	}
	return at;
}

/**
 * ntms_name_units - how long is a name?
 * @name: bytes, need not end with a NUL
 * @len: number of bytes
 *
 * Context: any.
 * Return: UTF-16 units, or -EILSEQ when @name is not UTF-8 or contains control
 * characters (decision A-54).
 */
int ntms_name_units(const char *name, size_t len)
{
	return units(name, len, false);
}

/**
 * ntms_name_check - may this be the name of an object?
 * @c: the request, takes the reason of a refusal
 * @name: bytes, need not end with a NUL
 * @len: number of bytes
 *
 * A name is 1 to 63 UTF-16 units of UTF-8 without control characters
 * (semantics 4.3, decision A-54).
 *
 * Context: any.
 * Return: 0, or ERROR_INVALID_NAME when it may not.
 */
u32 ntms_name_check(struct ntms_call *c, const char *name, size_t len)
{
	int n = ntms_name_units(name, len);

	if (n < 0)
		return ntms_refuse(c, ERROR_INVALID_NAME,
				   "the name is not UTF-8 or contains control characters");
	if (!n)
		return ntms_refuse(c, ERROR_INVALID_NAME, "the name is empty");
	if (n > NTMS_NAME_UNITS)
		return ntms_refuse(c, ERROR_INVALID_NAME,
				   "the name has %d characters, %d are the most",
				   n, NTMS_NAME_UNITS);
	return 0;
}
