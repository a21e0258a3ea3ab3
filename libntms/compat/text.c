// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * text.c - text of three widths
 *
 * What is malformed becomes U+FFFD: these calls have no way to refuse it.
 */
#include "compat.h"

#define REPLACEMENT	0xfffd

static uint32_t unit(int width, const void *from, size_t i)
{
	return width == 1 ? ((const uint8_t *)from)[i] :
	       width == 2 ? ((const uint16_t *)from)[i] :
			    ((const uint32_t *)from)[i];
}

/**
 * compat_length() - length of a text
 * @width: of its units
 * @text: with a terminator
 * Return: units in front of the terminator.
 */
size_t compat_length(int width, const void *text)
{
	size_t n = 0;

	while (unit(width, text, n))
		n++;
	return n;
}

/* one character in UTF-16 or UTF-32; *i moves behind it */
static uint32_t wide_character(int width, const void *from, size_t units, size_t *i)
{
	uint32_t c = unit(width, from, (*i)++), d;

	if (width == 2 && c >= 0xd800 && c < 0xdc00 && *i < units) {
		d = unit(width, from, *i);
		if (d >= 0xdc00 && d < 0xe000) {
			(*i)++;
			return 0x10000 + ((c - 0xd800) << 10) + (d - 0xdc00);
		}
	}
	return (c >= 0xd800 && c < 0xe000) || c > 0x10ffff ? REPLACEMENT : c;
}

static size_t put_utf8(char *to, uint32_t c)
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

/**
 * compat_to_utf8() - take a caller's text
 * @width: of its units
 * @from: text
 * @units: how many, (size_t)-1 up to the terminator
 * Return: a copy in UTF-8 with a terminator, to be freed; NULL without memory.
 */
char *compat_to_utf8(int width, const void *from, size_t units)
{
	size_t i = 0, used = 0;
	char *to;

	if (units == (size_t)-1)
		units = compat_length(width, from);
	to = (char *)malloc(4 * units + 1);
	if (!to)
		return NULL;
	if (width == 1) {
		memcpy(to, from, units);
		used = units;
	} else {
		while (i < units)
			used += put_utf8(to + used, wide_character(width, from, units, &i));
	}
	to[used] = '\0';
	return to;
}

/* one character of UTF-8; *from moves behind it */
static uint32_t utf8_character(const uint8_t **from)
{
	const uint8_t *p = *from;
	uint32_t c = *p++;
	int n = c < 0x80 ? 0 : c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc2 ? 1 : -1;

	if (n < 0 || c >= 0xf5) {
		*from = p;
		return REPLACEMENT;
	}
	if (n)
		c &= 0x3f >> n;
	for (; n; n--, p++) {
		if ((*p & 0xc0) != 0x80) {
			*from = p;
			return REPLACEMENT;
		}
		c = c << 6 | (*p & 0x3f);
	}
	*from = p;
	return c;
}

static void store(int width, void *to, size_t i, uint32_t c)
{
	if (width == 1)
		((char *)to)[i] = (char)c;
	else if (width == 2)
		((uint16_t *)to)[i] = (uint16_t)c;
	else
		((uint32_t *)to)[i] = c;
}

/**
 * compat_from_utf8() - give a caller text
 * @width: of the caller's units
 * @from: UTF-8 with a terminator
 * @to: receives it with a terminator, cut where a character ends; may be NULL
 *	with @units 0
 * @units: room at @to
 * Return: units that the whole text takes, the terminator not counted.
 */
size_t compat_from_utf8(int width, const char *from, void *to, size_t units)
{
	const uint8_t *p = (const uint8_t *)from;
	size_t need = 0, used = 0, n, i;
	char text[4];
	uint32_t c;

	while (*p) {
		c = utf8_character(&p);
		n = width == 1 ? put_utf8(text, c) : width == 2 && c > 0xffff ? 2 : 1;
		if (used == need && used + n < units) {
			for (i = 0; width == 1 && i < n; i++)
				store(width, to, used + i, (uint8_t)text[i]);
			if (width != 1 && n == 2) {
				store(width, to, used, 0xd800 + ((c - 0x10000) >> 10));
				store(width, to, used + 1, 0xdc00 + ((c - 0x10000) & 0x3ff));
			} else if (width != 1) {
				store(width, to, used, c);
			}
			used += n;
		}
		need += n;
	}
	if (units)
		store(width, to, used, 0);
	return need;
}

/* the calls that do nothing else */

static int give(const void *from, size_t n, int width, void *to, int room)
{
	if (room && (size_t)room < n) {
		SetLastError(ERROR_INSUFFICIENT_BUFFER);
		return 0;
	}
	if (room)
		memcpy(to, from, n * (size_t)width);
	return (int)n;
}

/* with a length given, neither text has a terminator */
static int to_wide(int width, LPCSTR from, int size, void *to, int room)
{
	char *text = compat_to_utf8(1, from, size < 0 ? (size_t)-1 : (size_t)size);
	size_t n = text ? compat_from_utf8(width, text, NULL, 0) : 0;
	void *wide = text ? malloc((n + 1) * (size_t)width) : NULL;
	int given = 0;

	if (wide) {
		compat_from_utf8(width, text, wide, n + 1);
		given = give(wide, n + (size < 0), width, to, room);
	} else {
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	}
	free(wide);
	free(text);
	return given;
}

static int from_wide(int width, const void *from, int size, LPSTR to, int room)
{
	char *text = compat_to_utf8(width, from, size < 0 ? (size_t)-1 : (size_t)size);
	int given = 0;

	if (text)
		given = give(text, strlen(text) + (size < 0), 1, to, room);
	else
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	free(text);
	return given;
}

int MultiByteToWideChar(UINT page, DWORD flags, LPCSTR from, int size, LPWSTR to, int room)
{
	(void)page, (void)flags;
	return to_wide(sizeof(WCHAR), from, size, to, room);
}

int MultiByteToWideChar_u16(UINT page, DWORD flags, LPCSTR from, int size, uint16_t *to,
			    int room)
{
	(void)page, (void)flags;
	return to_wide(2, from, size, to, room);
}

int WideCharToMultiByte(UINT page, DWORD flags, LPCWSTR from, int size, LPSTR to, int room,
			LPCSTR missing, LPBOOL used)
{
	(void)page, (void)flags, (void)missing;
	if (used)
		*used = FALSE;
	return from_wide(sizeof(WCHAR), from, size, to, room);
}

int WideCharToMultiByte_u16(UINT page, DWORD flags, const uint16_t *from, int size,
			    LPSTR to, int room, LPCSTR missing, LPBOOL used)
{
	(void)page, (void)flags, (void)missing;
	if (used)
		*used = FALSE;
	return from_wide(2, from, size, to, room);
}
