// SPDX-License-Identifier: GPL-2.0
/* row.c - see row.h */
#include <stdio.h>

#include "row.h"

unsigned int row_count, row_failed;

void row(const char *what, DWORD got, DWORD want)
{
	const char *text = ntms_last_error_text();

	row_count++;
	row_failed += got != want;
	printf("%sok %u - %s\n", got == want ? "" : "not ", row_count, what);
	if (got != want)
		printf("# got %u, not %u: %s\n", got, want, text);
}
