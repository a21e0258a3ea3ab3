// SPDX-License-Identifier: GPL-2.0
/*
 * guid.c - identifiers
 *
 * An identifier is printed as 32 hexadecimal digits, the usual text form
 * without its dashes.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "rsm.h"

/**
 * guid_text() - write an identifier as text
 * @id:		the identifier
 * @to:		receives it, GUID_TEXT bytes
 *
 * Return: @to.
 */
const char *guid_text(const NTMS_GUID *id, char *to)
{
	size_t i;
	int len;

	len = snprintf(to, GUID_TEXT, "%08x%04x%04x", (unsigned int)id->Data1, id->Data2,
		       id->Data3);
	for (i = 0; i < sizeof(id->Data4); i++)
		len += snprintf(to + len, (size_t)(GUID_TEXT - len), "%02x", id->Data4[i]);
	return to;
}

static unsigned int digit(char c)
{
	return c <= '9' ? (unsigned int)(c - '0') : (unsigned int)((c | 0x20) - 'a' + 10);
}

static uint32_t number(const char *hex, size_t digits)
{
	uint32_t value = 0;

	while (digits--)
		value = value << 4 | digit(*hex++);
	return value;
}

/* Where the usual form has its dashes, counted in digits. */
static bool dash_allowed(size_t digits)
{
	return digits == 8 || digits == 12 || digits == 16 || digits == 20;
}

/**
 * guid_parse() - read an identifier
 * @text:	32 hexadecimal digits, with dashes and braces or without
 * @id:		receives it
 *
 * Return: whether @text is an identifier.
 */
bool guid_parse(const char *text, NTMS_GUID *id)
{
	bool brace = *text == '{';
	char hex[GUID_TEXT];
	size_t n = 0, i;

	for (text += brace; *text && *text != '}'; text++) {
		if (*text == '-' && dash_allowed(n) && text[-1] != '-')
			continue;
		if (!isxdigit((unsigned char)*text) || n == GUID_TEXT - 1)
			return false;
		hex[n++] = *text;
	}
	if (n != GUID_TEXT - 1 || strcmp(text, brace ? "}" : ""))
		return false;
	id->Data1 = number(hex, 8);
	id->Data2 = (uint16_t)number(hex + 8, 4);
	id->Data3 = (uint16_t)number(hex + 12, 4);
	for (i = 0; i < sizeof(id->Data4); i++)
		id->Data4[i] = (uint8_t)number(hex + 16 + 2 * i, 2);
	return true;
}

/**
 * guid_null() - ask whether an identifier names nothing
 * @id:		the identifier
 *
 * Return: true if it is the null identifier.
 */
bool guid_null(const NTMS_GUID *id)
{
	return NTMS_IS_NULLGUID(*id);
}

/**
 * guid_equal() - compare two identifiers
 * @a:		one
 * @b:		the other
 *
 * Return: true if they are the same.
 */
bool guid_equal(const NTMS_GUID *a, const NTMS_GUID *b)
{
	return !memcmp(a, b, sizeof(*a));
}
