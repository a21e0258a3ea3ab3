// SPDX-License-Identifier: GPL-2.0
/* Text from clients: which bytes are UTF-8, and how long is it? */
#include <linux/string.h>

#include "world.h"

struct text_case {
	const char *text;
	int units;	/* -1: not text */
	const char *name;
};

static const struct text_case texts[] = {
	{ "", 0, "empty" },
	{ "tape", 4, "ASCII" },
	{ "\xc3\xa4", 1, "U+00E4" },
	{ "\xc2\x80", 1, "U+0080, the first of two bytes" },
	{ "\xdf\xbf", 1, "U+07FF, the last of two bytes" },
	{ "\xe0\xa0\x80", 1, "U+0800, the first of three bytes" },
	{ "\xed\x9f\xbf", 1, "U+D7FF, before the surrogates" },
	{ "\xee\x80\x80", 1, "U+E000, after the surrogates" },
	{ "\xef\xbf\xbf", 1, "U+FFFF, the last of three bytes" },
	{ "\xf0\x90\x80\x80", 2, "U+10000, the first of two units" },
	{ "\xf4\x8f\xbf\xbf", 2, "U+10FFFF, the last there is" },
	{ "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x93\xbc", 5, "one of each length" },
	{ "\xf4\x90\x80\x80", -1, "U+110000" },
	{ "\xf8\x88\x80\x80\x80", -1, "five bytes" },
	{ "\xff", -1, "FF" },
	{ "\xfe", -1, "FE" },
	{ "\x80", -1, "a continuation alone" },
	{ "\xc3", -1, "two bytes cut short" },
	{ "\xe2\x82", -1, "three bytes cut short" },
	{ "\xf0\x9f\x93", -1, "four bytes cut short" },
	{ "\xc3(", -1, "a second byte that is none" },
	{ "\xe2\x82(", -1, "a third byte that is none" },
	{ "\xc0\x80", -1, "an overlong NUL" },
	{ "\xc1\xbf", -1, "two bytes for one" },
	{ "\xe0\x9f\xbf", -1, "three bytes for two" },
	{ "\xf0\x8f\xbf\xbf", -1, "four bytes for three" },
	{ "\xed\xa0\x80", -1, "U+D800, a surrogate" },
	{ "\xed\xbf\xbf", -1, "U+DFFF, a surrogate" },
	{ "\xed\xa0\x81\xed\xb0\x80", -1, "a pair of surrogates" },
};

static void text_case_name(const struct text_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(text, texts, text_case_name);

static void length_of_text(struct kunit *test)
{
	const struct text_case *c = test->param_value;
	int units = ntms_text_units(c->text, strlen(c->text));

	KUNIT_EXPECT_EQ(test, units < 0 ? -1 : units, c->units);
}

static void a_nul_is_no_text(struct kunit *test)
{
	KUNIT_EXPECT_LT(test, ntms_text_units("a\0b", 3), 0);
}

static void the_length_is_believed_and_not_the_terminator(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ntms_text_units("tapes", 4), 4);
	KUNIT_EXPECT_LT(test, ntms_text_units("\xc3\xa4", 1), 0);
}

/* each first byte with each second byte: what two bytes can mean */
static void every_pair_of_bytes(struct kunit *test)
{
	u32 a, b, valid = 0;
	char pair[2];

	for (a = 1; a < 256; a++)
		for (b = 1; b < 256; b++) {
			pair[0] = a;
			pair[1] = b;
			valid += ntms_text_units(pair, 2) > 0;
		}
	/* two of ASCII, or U+0080 to U+07FF */
	KUNIT_EXPECT_EQ(test, valid, 127 * 127 + 0x800 - 0x80);
}

static void names_are_checked(struct kunit *test)
{
	struct world *w = test->priv;
	char name[128];

	memset(name, 'n', sizeof(name));
	WORLD_EXPECT(w, ntms_name_check(&w->call, name, 63), 0);
	WORLD_EXPECT(w, ntms_name_check(&w->call, name, 64),
		     ERROR_INVALID_NAME);
	WORLD_EXPECT(w, ntms_name_check(&w->call, name, 0), ERROR_INVALID_NAME);
	WORLD_EXPECT(w, ntms_name_check(&w->call, "a\tb", 3),
		     ERROR_INVALID_NAME);
	WORLD_EXPECT(w, ntms_name_check(&w->call, "a\xc2\x9f", 3),
		     ERROR_INVALID_NAME);
	WORLD_EXPECT(w, ntms_name_check(&w->call, "a\xc2\xa0", 3), 0);
}

static void names_are_measured_in_utf_16(struct kunit *test)
{
	struct world *w = test->priv;
	char name[32 * 4];
	u32 i;

	for (i = 0; i < 32; i++)
		memcpy(name + i * 4, "\xf0\x9f\x93\xbc", 4);
	WORLD_EXPECT(w, ntms_name_check(&w->call, name, 31 * 4), 0);
	WORLD_EXPECT(w, ntms_name_check(&w->call, name, 32 * 4),
		     ERROR_INVALID_NAME);
}

static struct kunit_case text_cases[] = {
	KUNIT_CASE_PARAM(length_of_text, text_gen_params),
	KUNIT_CASE(a_nul_is_no_text),
	KUNIT_CASE(the_length_is_believed_and_not_the_terminator),
	KUNIT_CASE(every_pair_of_bytes),
	KUNIT_CASE(names_are_checked),
	KUNIT_CASE(names_are_measured_in_utf_16),
	{}
};

static struct kunit_suite text_suite = {
	.name = "ntms_text",
	.init = world_init,
	.exit = world_exit,
	.test_cases = text_cases,
};
kunit_test_suites(&text_suite);
