/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * text.h - text and time between the caller's form and our own
 *
 * Inside the library text is UTF-8 with a terminator.  Limits of text are
 * counted in UTF-16 units whatever the caller's characters are, so that every
 * name that can be set fits every form of a record.
 */
#ifndef NTMS_TEXT_H
#define NTMS_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include <ntmsapi.h>

/* Form of a caller's text; the value is the size of one unit. */
enum ntms_width {
	NTMS_UTF8	= 1,	/* A calls */
	NTMS_UTF16	= 2,	/* W calls, WCHAR has two bytes */
	NTMS_UTF32	= 4,	/* W calls, WCHAR has four bytes */
};

/* Bytes of UTF-8, terminator included, for what an array of count units holds. */
#define NTMS_UTF8_SIZE(count)	(3 * ((count) - 1) + 1)

int ntms_text_get(enum ntms_width width, const void *from, size_t max,
		  size_t limit, char *to, size_t size);
size_t ntms_text_put(enum ntms_width width, const char *from,
		     void *to, size_t count);

void ntms_time_put(uint64_t ns, SYSTEMTIME *to);

#endif /* NTMS_TEXT_H */
