// SPDX-License-Identifier: GPL-2.0
/*
 * plugin.c - media label libraries for the tests, one for each KIND
 */
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

#include <ntmsmli.h>

#ifndef WANTS
#define WANTS 4096
#endif

DWORD WINAPI MaxMediaLabel(DWORD *const size)
{
	*size = WANTS;
	return ERROR_SUCCESS;
}

static void answer(MediaLabelInfo *info)
{
	/* characters one by one: this is compiled with either width of wchar_t */
	const char *type = "House", *text = "our own kind";
	size_t i;

	for (i = 0; i <= strlen(type); i++)
		info->LabelType[i] = type[i];
	for (i = 0; i <= strlen(text); i++)
		info->LabelAppDescr[i] = text[i];
	memcpy(info->LabelID, "h1", 2);
	info->LabelIDSize = 2;
}

DWORD WINAPI ClaimMediaLabel(const BYTE *const buffer, const DWORD size,
			     MediaLabelInfo *const info)
{
	/* it takes for granted that it got what it wanted, and zeros behind */
	DWORD i, sum = 0;

	for (i = 0; i < WANTS; i++)
		sum += buffer[i];
	if (size < WANTS || memcmp(buffer, "HOUSE", 5))
		return ERROR_BAD_FORMAT;
	answer(info);
#if defined(CRASH)
	abort();
#elif defined(OPENS)
	open("/etc/passwd", O_RDONLY);
#elif defined(SPINS)
	for (;;)
		__asm__ volatile("");
#elif defined(LIES)
	info->LabelIDSize = 100000;
#elif defined(NAMELESS)
	info->LabelType[0] = 0;
#elif defined(UNENDED)
	for (i = 0; i < NTMSMLI_MAXTYPE; i++)
		info->LabelType[i] = 'T';
	for (i = 0; i < NTMSMLI_MAXAPPDESCR; i++)
		info->LabelAppDescr[i] = 'd';
#endif
	return sum ? ERROR_SUCCESS : ERROR_BAD_FORMAT;
}
