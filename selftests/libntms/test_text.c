// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_text.c - text and time between a caller's form and the library's own
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "text.h"

#define LIMIT	63
#define SIZE	NTMS_UTF8_SIZE(LIMIT + 1)

/* Each text in UTF-8, UTF-16 and UTF-32, from one to four bytes a character. */
static const struct {
	const char *utf8;
	uint16_t utf16[8];
	uint32_t utf32[8];
} texts[] = {
	{ "", { 0 }, { 0 } },
	{ "LTO-9", { 'L', 'T', 'O', '-', '9' }, { 'L', 'T', 'O', '-', '9' } },
	{ "\xc2\x80\xdf\xbf", { 0x80, 0x7ff }, { 0x80, 0x7ff } },
	{ "B\xc3\xa4nder", { 'B', 0xe4, 'n', 'd', 'e', 'r' },
	  { 'B', 0xe4, 'n', 'd', 'e', 'r' } },
	{ "\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf",
	  { 0x800, 0xd7ff, 0xe000, 0xffff }, { 0x800, 0xd7ff, 0xe000, 0xffff } },
	{ "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
	  { 0xd800, 0xdc00, 0xdbff, 0xdfff }, { 0x10000, 0x10ffff } },
};

#define TEXTS	(sizeof(texts) / sizeof(texts[0]))

static int get8(const char *from, char *to)
{
	return ntms_text_get(NTMS_UTF8, from, SIZE_MAX, LIMIT, to, SIZE);
}

static bool reads_all_forms(void)
{
	char to[SIZE];
	size_t i;

	for (i = 0; i < TEXTS; i++) {
		CHECK(!get8(texts[i].utf8, to));
		CHECK(!strcmp(to, texts[i].utf8));
		CHECK(!ntms_text_get(NTMS_UTF16, texts[i].utf16, 8, LIMIT, to, SIZE));
		CHECK(!strcmp(to, texts[i].utf8));
		CHECK(!ntms_text_get(NTMS_UTF32, texts[i].utf32, 8, LIMIT, to, SIZE));
		CHECK(!strcmp(to, texts[i].utf8));
	}
	return true;
}

static bool writes_all_forms(void)
{
	uint16_t utf16[8];
	uint32_t utf32[8];
	char utf8[32];
	size_t i, n;

	for (i = 0; i < TEXTS; i++) {
		n = ntms_text_put(NTMS_UTF8, texts[i].utf8, utf8, sizeof(utf8));
		CHECK(n == strlen(texts[i].utf8) + 1);
		CHECK(!memcmp(utf8, texts[i].utf8, n));
		n = ntms_text_put(NTMS_UTF16, texts[i].utf8, utf16, 8);
		CHECK(n <= 8 && !memcmp(utf16, texts[i].utf16, 2 * n));
		n = ntms_text_put(NTMS_UTF32, texts[i].utf8, utf32, 8);
		CHECK(n <= 8 && !memcmp(utf32, texts[i].utf32, 4 * n));
	}
	return true;
}

static bool all_characters(void)
{
	uint32_t from[2] = { 0 }, to[2], c;
	uint16_t utf16[3];
	char utf8[5], back[5];

	for (c = 1; c <= 0x110000; c++) {
		int want = c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ? -EILSEQ : 0;

		from[0] = c;
		CHECK(ntms_text_get(NTMS_UTF32, from, 2, 2, utf8, sizeof(utf8)) == want);
		if (want)
			continue;
		CHECK(!ntms_text_get(NTMS_UTF8, utf8, SIZE_MAX, 2, back, sizeof(back)));
		CHECK(!strcmp(utf8, back));
		CHECK(ntms_text_put(NTMS_UTF32, utf8, to, 2) == 2 && to[0] == c);
		ntms_text_put(NTMS_UTF16, utf8, utf16, 3);
		CHECK(!ntms_text_get(NTMS_UTF16, utf16, 3, 2, back, sizeof(back)));
		CHECK(!strcmp(utf8, back));
	}
	return true;
}

static bool malformed_utf8(void)
{
	static const char *const bad[] = {
		"\x80", "\xbf", "a\xc3", "\xc3(", "\xe2\x82", "\xe2(\xa1", "\xe2\x82(",
		"\xf0\x9f\x92", "\xf0(\x8c\xbc", "\xf0\x90\x8c(",
		"\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf",
		"\xed\xa0\x80", "\xed\xbf\xbf", "\xed\xa0\xbd\xed\xb2\xa9",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", "\xff",
	};
	char to[SIZE];
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(get8(bad[i], to) == -EILSEQ);
	return true;
}

static bool malformed_utf16(void)
{
	static const uint16_t bad[][4] = {
		{ 0xd800 }, { 0xdc00 }, { 0xd800, 'a' }, { 'a', 0xdbff },
		{ 0xdc00, 0xd800 }, { 0xd800, 0xd800, 0xdc00 }, { 0xd800, 0xe000 },
	};
	char to[SIZE];
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(ntms_text_get(NTMS_UTF16, bad[i], 4, LIMIT, to, SIZE) == -EILSEQ);
	return true;
}

static bool limit_in_utf16_units(void)
{
	uint32_t utf32[64] = { 0 };
	char to[SIZE];
	size_t i;

	for (i = 0; i < 31; i++)
		utf32[i] = 0x1f4bc;
	CHECK(!ntms_text_get(NTMS_UTF32, utf32, 64, LIMIT, to, SIZE));
	utf32[31] = 'x';
	CHECK(!ntms_text_get(NTMS_UTF32, utf32, 64, LIMIT, to, SIZE));
	utf32[31] = 0x1f4bc;
	CHECK(ntms_text_get(NTMS_UTF32, utf32, 64, LIMIT, to, SIZE) == -ENAMETOOLONG);
	for (i = 0; i < 63; i++)
		utf32[i] = 0xffff;
	CHECK(!ntms_text_get(NTMS_UTF32, utf32, 64, LIMIT, to, SIZE));
	CHECK(strlen(to) == SIZE - 1);
	return true;
}

static bool small_room(void)
{
	char to[4];

	CHECK(!ntms_text_get(NTMS_UTF8, "abc", SIZE_MAX, LIMIT, to, 4));
	CHECK(ntms_text_get(NTMS_UTF8, "abcd", SIZE_MAX, LIMIT, to, 4) == -ENAMETOOLONG);
	CHECK(!strcmp(to, "abc"));
	return true;
}

/* The arrays are on the heap, so that a sanitizer sees a read past them. */
static bool no_terminator(void)
{
	static const enum ntms_width widths[] = { NTMS_UTF8, NTMS_UTF16, NTMS_UTF32 };
	char to[SIZE];
	void *from;
	size_t i;
	int ret;

	for (i = 0; i < 3; i++) {
		from = malloc(8 * widths[i]);
		CHECK(from);
		memset(from, 'a', 8 * widths[i]);
		ret = ntms_text_get(widths[i], from, 8, LIMIT, to, SIZE);
		free(from);
		CHECK(ret == -ENAMETOOLONG);
	}
	return true;
}

static bool cut_at_characters(void)
{
	static const char from[] = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x92\xbcz";
	static const size_t kept8[] = { 0, 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11 };
	static const size_t kept16[] = { 0, 0, 1, 2, 3, 3, 5, 6, 6 };
	uint16_t utf16[9];
	char utf8[14];
	size_t i;

	for (i = 1; i < 14; i++) {
		memset(utf8, 'x', sizeof(utf8));
		CHECK(ntms_text_put(NTMS_UTF8, from, utf8, i) == 12);
		CHECK(strlen(utf8) == kept8[i]);
		CHECK(!memcmp(utf8, from, kept8[i]));
	}
	for (i = 1; i < 9; i++) {
		memset(utf16, 'x', sizeof(utf16));
		CHECK(ntms_text_put(NTMS_UTF16, from, utf16, i) == 7);
		CHECK(utf16[kept16[i]] == 0);
		CHECK(kept16[i] == 0 || utf16[kept16[i] - 1] != 0xd83d);
	}
	CHECK(ntms_text_put(NTMS_UTF32, from, NULL, 0) == 6);
	return true;
}

static bool malformed_bytes_shown(void)
{
	uint16_t utf16[8];
	char utf8[16];

	ntms_text_put(NTMS_UTF8, "A\xff" "B\xc3", utf8, sizeof(utf8));
	CHECK(!strcmp(utf8, "A\xef\xbf\xbd" "B\xef\xbf\xbd"));
	CHECK(ntms_text_put(NTMS_UTF16, "A\xff", utf16, 8) == 3);
	CHECK(utf16[1] == 0xfffd && utf16[2] == 0);
	return true;
}

static bool time_is(uint64_t ns, int year, int month, int wday, int day,
		    int hour, int minute, int second, int ms)
{
	SYSTEMTIME t;

	ntms_time_put(ns, &t);
	return t.wYear == year && t.wMonth == month && t.wDayOfWeek == wday &&
	       t.wDay == day && t.wHour == hour && t.wMinute == minute &&
	       t.wSecond == second && t.wMilliseconds == ms;
}

static bool times_are_utc(void)
{
	setenv("TZ", "America/New_York", 1);
	CHECK(time_is(1, 1970, 1, 4, 1, 0, 0, 0, 0));
	CHECK(time_is(951782399999999999ULL, 2000, 2, 1, 28, 23, 59, 59, 999));
	CHECK(time_is(951782400000000000ULL, 2000, 2, 2, 29, 0, 0, 0, 0));
	CHECK(time_is(1700000000123456789ULL, 2023, 11, 2, 14, 22, 13, 20, 123));
	CHECK(time_is(UINT64_MAX, 2554, 7, 0, 21, 23, 34, 33, 709));
	return true;
}

static bool never_is_zero(void)
{
	CHECK(time_is(0, 0, 0, 0, 0, 0, 0, 0, 0));
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "UTF-8, UTF-16 and UTF-32 text is read", reads_all_forms },
		{ "text is written as UTF-8, UTF-16 and UTF-32", writes_all_forms },
		{ "every character survives all forms", all_characters },
		{ "malformed, overlong and surrogate UTF-8 is refused", malformed_utf8 },
		{ "unpaired surrogates are refused", malformed_utf16 },
		{ "the length limit counts UTF-16 units", limit_in_utf16_units },
		{ "text that does not fit is refused", small_room },
		{ "text without terminator is refused and not read past its array",
		  no_terminator },
		{ "text is cut between characters and terminated", cut_at_characters },
		{ "malformed bytes of a device show as U+FFFD", malformed_bytes_shown },
		{ "times are UTC to the millisecond", times_are_utc },
		{ "never is all zero", never_is_zero },
	};

	return TAP_RUN(tests);
}
