// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_sddl.c - security descriptors as text
 */
#include <stdlib.h>
#include <string.h>

#include <ntms.h>

#include "tap.h"

/* Text to descriptor to text. */
static bool becomes(const char *sddl, const char *want)
{
	PSECURITY_DESCRIPTOR sd;
	DWORD length;
	char *text;
	bool same;

	if (ntms_sd_from_sddl(sddl, &sd, &length))
		return false;
	if (ntms_sd_to_sddl(sd, length, &text)) {
		free(sd);
		return false;
	}
	same = !strcmp(text, want);
	if (!same)
		printf("# %s\n", text);
	free(text);
	free(sd);
	return same;
}

static bool stays(const char *sddl)
{
	return becomes(sddl, sddl);
}

static bool there_and_back(void)
{
	CHECK(stays(""));
	CHECK(stays("O:S-1-22-1-0"));
	CHECK(stays("O:SYG:BA"));
	CHECK(stays("D:"));
	CHECK(stays("D:PAI"));
	CHECK(stays("D:NO_ACCESS_CONTROL"));
	CHECK(stays("D:(A;;CCDCLC;;;WD)"));
	CHECK(stays("O:S-1-22-1-1000G:S-1-22-2-26D:(D;;LC;;;S-1-22-1-1001)(A;OICI;GA;;;AU)"));
	CHECK(stays("D:(A;;;;;CO)(D;IO;GR;;;CG)"));
	CHECK(stays("D:(A;;0x2000000;;;S-1-5-21-1-2-3-4-5-6-7-8-9-10-11-12-13-14)"));
	return true;
}

static bool same_meaning(void)
{
	CHECK(becomes("D:(A;;0x7;;;S-1-1-0)", "D:(A;;CCDCLC;;;WD)"));
	CHECK(becomes("D:(A;;7;;;S-1-1-0)", "D:(A;;CCDCLC;;;WD)"));
	CHECK(becomes("D:(A;;LCCCDC;;;WD)O:S-1-5-18", "O:SYD:(A;;CCDCLC;;;WD)"));
	CHECK(becomes("D:(A;;RCWDWOSD;;;BA)", "D:(A;;SDRCWDWO;;;BA)"));
	return true;
}

static DWORD refused(const char *sddl)
{
	PSECURITY_DESCRIPTOR sd = &sd;
	DWORD code = ntms_sd_from_sddl(sddl, &sd, NULL);

	if (sd)
		free(sd);
	return code;
}

static bool malformed_text(void)
{
	static const char * const wrong[] = {
		"x", "O", "O:", "O:S", "O:S-1", "O:S-1-", "O:S-1-1", "O:S-1-1-", "O:S-2-1-0",
		"O:S-1-256-0", "O:S-1-1-4294967296", "O:S-1-1-99999999999999999999", "O:S-1--1-0",
		"O:WDO:WD", "D:D:", "D:(", "D:()", "D:(A)", "D:(A;;;;;)", "D:(X;;CC;;;WD)",
		"D:(A;;CC;;;WD", "D:(A;;CX;;;WD)", "D:(A;XX;CC;;;WD)", "D:(A;;CC;guid;;WD)",
		"D:(A;;0x100000000;;;WD)", "D:(A;;CC;;;XY)", "S:(AU;;GA;;;WD)", "O:WD ", " O:WD",
		"D:(AU;;CC;;;WD)",
		"O:S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
	};
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (refused(wrong[i]) != ERROR_INVALID_SECURITY_DESCR) {
			printf("# %s\n", wrong[i]);
			return false;
		}
	}
	return true;
}

/* A list has 16 bits of length. */
static bool longest_list(void)
{
	static char sddl[4000 * 20];
	PSECURITY_DESCRIPTOR sd;
	size_t i, n = 2;
	DWORD length;

	strcpy(sddl, "D:");
	for (i = 0; i < 3276; i++, n += 12)
		strcpy(sddl + n, "(A;;CC;;;WD)");
	CHECK(!ntms_sd_from_sddl(sddl, &sd, &length));
	CHECK(length == 20 + 8 + 3276 * 20);
	free(sd);
	strcpy(sddl + n, "(A;;CC;;;WD)");
	CHECK(refused(sddl) == ERROR_INVALID_SECURITY_DESCR);
	return true;
}

static bool arguments(void)
{
	PSECURITY_DESCRIPTOR sd;
	char *text;

	CHECK(ntms_sd_from_sddl(NULL, &sd, NULL) == ERROR_INVALID_PARAMETER);
	CHECK(ntms_sd_from_sddl("D:", NULL, NULL) == ERROR_INVALID_PARAMETER);
	CHECK(ntms_sd_to_sddl(NULL, 0, &text) == ERROR_INVALID_PARAMETER);
	CHECK(ntms_sd_to_sddl("", 0, NULL) == ERROR_INVALID_PARAMETER);
	return true;
}

/* Every prefix, and every byte of it changed: the sanitizers watch. */
static bool hostile_descriptors(void)
{
	PSECURITY_DESCRIPTOR sd;
	unsigned char *copy;
	DWORD length, n, at;
	char *text;

	CHECK(!ntms_sd_from_sddl("O:S-1-22-1-1000G:SYD:(D;;LC;;;S-1-22-1-1001)(A;;CC;;;WD)",
				 &sd, &length));
	for (n = 0; n < length; n++) {
		copy = malloc(n ? n : 1);
		memcpy(copy, sd, n);
		if (ntms_sd_to_sddl(copy, n, &text) != ERROR_INVALID_SECURITY_DESCR)
			return false;
		free(copy);
	}
	copy = malloc(length);
	for (at = 0; at < length; at++) {
		for (n = 0; n < 256; n++) {
			memcpy(copy, sd, length);
			copy[at] = (unsigned char)n;
			if (!ntms_sd_to_sddl(copy, length, &text))
				free(text);
		}
	}
	free(copy);
	free(sd);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "text becomes a descriptor and the same text again", there_and_back },
		{ "numbers and names mean the same", same_meaning },
		{ "malformed text is refused", malformed_text },
		{ "a list can be as long as a descriptor allows", longest_list },
		{ "null pointers are refused", arguments },
		{ "descriptors cut or changed anywhere do no harm", hostile_descriptors },
	};

	return TAP_RUN(tests);
}
