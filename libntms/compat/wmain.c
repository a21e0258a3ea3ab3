// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * wmain.c - main() of programs that have a wmain()
 *
 * It is taken from the archive only by programs without a main() of their own.
 */
#include <locale.h>

#include "compat.h"

int wmain(int argc, WCHAR *argv[]) __attribute__((weak));
int wmain_u16(int argc, uint16_t *argv[]) __attribute__((weak));

static void *wide(int width, const char *text)
{
	size_t units = compat_from_utf8(width, text, NULL, 0) + 1;
	void *to = malloc(units * (size_t)width);

	if (to)
		compat_from_utf8(width, text, to, units);
	return to;
}

int main(int argc, char *argv[])
{
	int width = wmain ? (int)sizeof(WCHAR) : 2, i, result;
	void **arguments = calloc((size_t)argc + 1, sizeof(*arguments));

	setlocale(LC_CTYPE, "");
	if (!wmain && !wmain_u16) {
		fputs("this program has neither main() nor wmain()\n", stderr);
		return 126;
	}
	for (i = 0; arguments && i < argc; i++)
		arguments[i] = wide(width, argv[i]);
	if (!arguments)
		return 126;
	result = wmain ? wmain(argc, (WCHAR **)arguments) :
			 wmain_u16(argc, (uint16_t **)arguments);
	while (i--)
		free(arguments[i]);
	free(arguments);
	return result;
}
