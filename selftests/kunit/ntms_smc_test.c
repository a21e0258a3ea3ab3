// SPDX-License-Identifier: GPL-2.0
/*
 * What a medium changer may answer, and what we make of it: smc.c, and of
 * spc.c what it needs.  The pure files are part of this module, so that their
 * statics need no export and ntms.ko need not be loaded.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include "../../kmod/spc.c"
#include "../../kmod/smc.c"

#define DESC	(DESCRIPTOR_MIN + TAG_FIELD)	/* with a bar code */
#define DRIVE	(DESC + 4 + 34)			/* and an identifier */

/**
 * struct answer - an answer under construction and what was read from it
 * @buf: the answer
 * @len: its length
 * @page: where its last page begins
 * @st: the question
 * @seen: for @st
 * @got: elements that were passed on
 * @n: number of them
 * @stop_at: error on the element of this number, if not 0
 */
struct answer {
	u8 buf[1024];
	size_t len;
	size_t page;
	struct ntms_smc_status st;
	u8 seen[NTMS_SMC_SEEN_LEN];
	struct ntms_element got[16];
	unsigned int n;
	unsigned int stop_at;
};

static void put_be24(u8 *p, u32 v)
{
	p[0] = v >> 16;
	p[1] = v >> 8;
	p[2] = v;
}

static struct answer *answer_to(struct kunit *test, enum ntms_element_type type,
				u16 first, u16 last)
{
	struct answer *a = kunit_kzalloc(test, sizeof(*a), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, a);
	a->st.type = type;
	a->st.first = first;
	a->st.last = last;
	a->st.seen = a->seen;
	a->len = STATUS_HEADER;
	return a;
}

static void grow(struct answer *a, size_t by)
{
	a->len += by;
	put_be24(a->buf + 5, a->len - STATUS_HEADER);
}

static void add_page(struct answer *a, u8 type, u8 flags, u16 size)
{
	a->page = a->len;
	a->buf[a->page] = type;
	a->buf[a->page + 1] = flags;
	put_be16(a->buf + a->page + 2, size);
	grow(a, PAGE_HEADER);
}

static u8 *add_element(struct answer *a, u16 address, const char *tag)
{
	u8 *d = a->buf + a->len;
	u16 size = be16(a->buf + a->page + 2);

	put_be16(d, address);
	d[2] = tag ? 0x09 : 0x08;
	if (size >= DESC) {
		memset(d + 12, ' ', NTMS_VOLUME_TAG_LEN);
		if (tag)
			memcpy(d + 12, tag, strlen(tag));
	}
	grow(a, size);
	put_be24(a->buf + a->page + 5, a->len - a->page - PAGE_HEADER);
	return d;
}

static void add_identifier(u8 *d, u8 code_set, u8 type, const void *id, u8 len)
{
	d[DESC] = code_set;
	d[DESC + 1] = type;
	d[DESC + 3] = len;
	memcpy(d + DESC + 4, id, len);
}

static struct answer *two_slots(struct kunit *test)
{
	struct answer *a = answer_to(test, NTMS_ELEMENT_STORAGE, 1000, 1009);

	add_page(a, NTMS_ELEMENT_STORAGE, PAGE_PVOLTAG, DESC);
	add_element(a, 1000, "TAP001L4");
	add_element(a, 1001, NULL);
	return a;
}

static int keep(void *ctx, const struct ntms_element *e)
{
	struct answer *a = ctx;

	if (a->n < ARRAY_SIZE(a->got))
		a->got[a->n] = *e;
	return ++a->n == a->stop_at ? -ECANCELED : 0;
}

static int read_answer(struct answer *a, size_t len, size_t alloc)
{
	a->n = 0;
	memset(a->seen, 0, sizeof(a->seen));
	return ntms_smc_elements(a->buf, len, alloc, &a->st, keep, a);
}

static void slots_are_read_with_bar_codes(struct kunit *test)
{
	struct answer *a = two_slots(test);
	u8 *d = a->buf + STATUS_HEADER + PAGE_HEADER;

	d[9] = 0xc1;	/* source valid, inverted, data */
	put_be16(d + 10, 1007);

	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_ASSERT_EQ(test, a->n, 2);
	KUNIT_EXPECT_EQ(test, a->got[0].address, 1000);
	KUNIT_EXPECT_EQ(test, a->got[0].type, NTMS_ELEMENT_STORAGE);
	KUNIT_EXPECT_TRUE(test, a->got[0].full);
	KUNIT_EXPECT_TRUE(test, a->got[0].access);
	KUNIT_EXPECT_TRUE(test, a->got[0].invert);
	KUNIT_EXPECT_TRUE(test, a->got[0].source_valid);
	KUNIT_EXPECT_EQ(test, a->got[0].source, 1007);
	KUNIT_EXPECT_EQ(test, a->got[0].medium_type, 1);
	KUNIT_EXPECT_STREQ(test, a->got[0].volume_tag, "TAP001L4");
	KUNIT_EXPECT_FALSE(test, a->got[1].full);
	KUNIT_EXPECT_FALSE(test, a->got[1].source_valid);
	KUNIT_EXPECT_STREQ(test, a->got[1].volume_tag, "");
	KUNIT_EXPECT_TRUE(test, a->st.voltag);
	KUNIT_EXPECT_FALSE(test, a->st.cut);
	KUNIT_EXPECT_EQ(test, a->st.left, 0);
}

static void abnormal_element_has_its_reason(struct kunit *test)
{
	struct answer *a = two_slots(test);
	u8 *d = a->buf + STATUS_HEADER + PAGE_HEADER;

	d[2] |= 0x04;
	d[4] = 0x83;
	d[5] = 0x02;
	d[DESC + 4] = 0x83;	/* not abnormal: means nothing */

	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_TRUE(test, a->got[0].except);
	KUNIT_EXPECT_EQ(test, a->got[0].asc, 0x83);
	KUNIT_EXPECT_EQ(test, a->got[0].ascq, 0x02);
	KUNIT_EXPECT_FALSE(test, a->got[1].except);
	KUNIT_EXPECT_EQ(test, a->got[1].asc, 0);
}

static void only_a_port_is_filled_by_an_operator(struct kunit *test)
{
	struct answer *a = answer_to(test, NTMS_ELEMENT_PORT, 10, 10);

	add_page(a, NTMS_ELEMENT_PORT, PAGE_PVOLTAG, DESC);
	add_element(a, 10, "A")[2] |= 0x02;

	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_TRUE(test, a->got[0].import);

	a->buf[a->page] = NTMS_ELEMENT_STORAGE;
	a->st.type = NTMS_ELEMENT_STORAGE;
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_FALSE(test, a->got[0].import);
}

static struct answer *one_drive(struct kunit *test, u8 **d)
{
	struct answer *a = answer_to(test, NTMS_ELEMENT_DRIVE, 256, 256);

	add_page(a, NTMS_ELEMENT_DRIVE, PAGE_PVOLTAG, DRIVE);
	*d = add_element(a, 256, NULL);
	return a;
}

static void drive_is_known_by_its_serial_number(struct kunit *test)
{
	u8 *d;
	struct answer *a = one_drive(test, &d);

	add_identifier(d, 2, 1, "VENDOR  PRODUCT         DRV00001  ", 34);
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_STREQ(test, a->got[0].dvcid, "DRV00001");

	/* vendor specific: the serial number alone */
	add_identifier(d, 2, 0, "HU1234ABCD", 10);
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_STREQ(test, a->got[0].dvcid, "HU1234ABCD");
}

static void binary_drive_identifier_becomes_hex(struct kunit *test)
{
	u8 *d;
	struct answer *a = one_drive(test, &d);

	add_identifier(d, 1, 3, "\x50\x01\x04\xf0\x00\xab\xcd\xef", 8);
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_STREQ(test, a->got[0].dvcid, "500104f000abcdef");
}

static void overlong_drive_identifier_is_none(struct kunit *test)
{
	u8 *d;
	struct answer *a = one_drive(test, &d);

	add_identifier(d, 2, 0, "SERIAL", 6);
	d[DESC + 3] = 200;	/* runs over the end of the descriptor */
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_ASSERT_EQ(test, a->n, 1);
	KUNIT_EXPECT_STREQ(test, a->got[0].dvcid, "");
}

static void half_a_serial_number_is_none(struct kunit *test)
{
	u8 *d;
	struct answer *a = one_drive(test, &d);

	add_identifier(d, 2, 1, "VENDOR  PRODUCT         DRV00001  ", 34);
	/* the last 8 bytes were not sent */
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len - 8, 1024), 0);
	KUNIT_ASSERT_EQ(test, a->n, 1);
	KUNIT_EXPECT_STREQ(test, a->got[0].dvcid, "");
}

static void last_descriptor_may_be_short(struct kunit *test)
{
	struct answer *a = answer_to(test, NTMS_ELEMENT_STORAGE, 1, 2);

	add_page(a, NTMS_ELEMENT_STORAGE, 0, 16);
	add_element(a, 1, "x");
	add_element(a, 2, "x")[9] = 0x80;

	/* the source address of the last one is missing */
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len - 8, 1024), 0);
	KUNIT_ASSERT_EQ(test, a->n, 2);
	KUNIT_EXPECT_TRUE(test, a->got[1].full);
	KUNIT_EXPECT_FALSE(test, a->got[1].source_valid);
	KUNIT_EXPECT_FALSE(test, a->st.cut);
}

static void elements_nobody_asked_for_are_ignored(struct kunit *test)
{
	struct answer *a = two_slots(test);

	add_element(a, 1010, "TAP002L4");
	add_element(a, 999, "TAP003L4");
	add_page(a, NTMS_ELEMENT_DRIVE, 0, 16);
	add_element(a, 1002, "x");

	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_EQ(test, a->n, 2);
	KUNIT_EXPECT_EQ(test, a->st.passed, 2);
	KUNIT_EXPECT_EQ(test, a->st.next, 1002);
}

static void two_pages_of_a_type_are_read(struct kunit *test)
{
	struct answer *a = two_slots(test);

	add_page(a, NTMS_ELEMENT_STORAGE, PAGE_PVOLTAG | PAGE_AVOLTAG,
		 DESC + TAG_FIELD);
	add_element(a, 1002, "TAP002L4");

	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_ASSERT_EQ(test, a->n, 3);
	KUNIT_EXPECT_STREQ(test, a->got[2].volume_tag, "TAP002L4");
}

static void order_does_not_matter_in_a_whole_answer(struct kunit *test)
{
	struct answer *a = answer_to(test, NTMS_ELEMENT_STORAGE, 1, 9);

	add_page(a, NTMS_ELEMENT_STORAGE, 0, 16);
	add_element(a, 7, "x");
	add_element(a, 3, "x");

	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_EQ(test, a->n, 2);
	KUNIT_EXPECT_EQ(test, a->st.next, 8);
}

static void element_reported_twice_is_refused(struct kunit *test)
{
	struct answer *a = two_slots(test);

	add_element(a, 1000, "TAP009L4");
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), -EPROTO);
}

static void answer_larger_than_buffer_goes_on_behind_it(struct kunit *test)
{
	struct answer *a = two_slots(test);
	size_t buffer;

	add_element(a, 1002, "TAP003L4");
	buffer = a->len - 10;	/* half of the third one fits */

	KUNIT_EXPECT_EQ(test, read_answer(a, buffer, buffer), 0);
	KUNIT_EXPECT_EQ(test, a->n, 2);
	KUNIT_EXPECT_TRUE(test, a->st.cut);
	KUNIT_EXPECT_EQ(test, a->st.next, 1002);
	KUNIT_EXPECT_EQ(test, a->st.left, STATUS_HEADER + PAGE_HEADER + DESC);
}

static void disorder_in_a_cut_answer_is_refused(struct kunit *test)
{
	struct answer *a = answer_to(test, NTMS_ELEMENT_STORAGE, 1, 9);

	add_page(a, NTMS_ELEMENT_STORAGE, 0, 16);
	add_element(a, 7, "x");
	add_element(a, 3, "x");
	add_element(a, 8, "x");

	KUNIT_EXPECT_EQ(test, read_answer(a, a->len - 8, a->len - 8), -EPROTO);
}

static void element_at_the_highest_address_is_read(struct kunit *test)
{
	struct answer *a = answer_to(test, NTMS_ELEMENT_STORAGE, 65535, 65535);

	add_page(a, NTMS_ELEMENT_STORAGE, 0, 16);
	add_element(a, 65535, "x");

	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_EQ(test, a->n, 1);
	KUNIT_EXPECT_EQ(test, a->st.next, 65536);
}

static void descriptor_length_of_nothing_is_refused(struct kunit *test)
{
	static const u16 bad[] = { 0, 1, DESCRIPTOR_MIN - 1 };
	struct answer *a = two_slots(test);
	int i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		put_be16(a->buf + a->page + 2, bad[i]);
		KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), -EPROTO);
	}
}

static void page_longer_than_its_report_is_refused(struct kunit *test)
{
	struct answer *a = two_slots(test);

	put_be24(a->buf + a->page + 5, 2 * DESC + 1);
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), -EPROTO);
	put_be24(a->buf + a->page + 5, 0xffffff);
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), -EPROTO);
}

static void scraps_behind_the_last_page_are_refused(struct kunit *test)
{
	struct answer *a = two_slots(test);

	grow(a, 3);
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), -EPROTO);
}

static void answer_without_header_is_refused(struct kunit *test)
{
	struct answer *a = two_slots(test);

	KUNIT_EXPECT_EQ(test, read_answer(a, 0, 1024), -EPROTO);
	KUNIT_EXPECT_EQ(test, read_answer(a, STATUS_HEADER - 1, 1024), -EPROTO);
}

static void empty_answer_has_no_elements(struct kunit *test)
{
	struct answer *a = answer_to(test, NTMS_ELEMENT_PORT, 0, 65535);

	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_EQ(test, a->n, 0);
	add_page(a, NTMS_ELEMENT_PORT, 0, 0);
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_EQ(test, a->n, 0);
}

static void answer_may_end_anywhere(struct kunit *test)
{
	struct answer *a = two_slots(test);
	u8 *end = a->buf + a->len;
	size_t n;
	int err;

	add_page(a, NTMS_ELEMENT_DRIVE, 0, 16);
	add_element(a, 1002, "x");
	for (n = 0; n <= a->len; n++) {
		err = read_answer(a, n, 1024);
		KUNIT_EXPECT_TRUE(test, err == 0 || err == -EPROTO);
		err = read_answer(a, n, n);
		KUNIT_EXPECT_TRUE(test, err == 0 || err == -EPROTO);
	}
	KUNIT_EXPECT_EQ(test, end[0], NTMS_ELEMENT_DRIVE);
}

static void error_of_the_caller_ends_the_reading(struct kunit *test)
{
	struct answer *a = two_slots(test);

	a->stop_at = 1;
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), -ECANCELED);
	KUNIT_EXPECT_EQ(test, a->n, 1);
}

struct tag_case {
	const char *name;
	const char *in;
	u8 len;
	const char *out;
};

static const struct tag_case tag_cases[] = {
	{ "plain", "TAP001L4", 8, "TAP001L4" },
	{ "in the middle of blanks", "  TAP001L4  ", 12, "TAP001L4" },
	{ "with a blank inside", "TAP 1", 5, "TAP 1" },
	{ "padded with NULs", "TAP001L4\0\0\0", 11, "TAP001L4" },
	{ "of 32 characters", "01234567890123456789012345678901", 32,
	  "01234567890123456789012345678901" },
	{ "blank", "    ", 4, "" },
	{ "of NULs", "\0\0\0\0", 4, "" },
	{ "with a control character", "TAP\n01L4", 8, "" },
	{ "with a byte beyond ASCII", "TAP\xe4" "01L4", 8, "" },
	{ "of all ones", "\xff\xff\xff\xff", 4, "" },
};

static void tag_describe(const struct tag_case *t, char *desc)
{
	strscpy(desc, t->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(tag, tag_cases, tag_describe);

static void bar_code(struct kunit *test)
{
	const struct tag_case *t = test->param_value;
	struct answer *a = two_slots(test);

	memset(a->buf + STATUS_HEADER + PAGE_HEADER + 12, ' ', 32);
	memcpy(a->buf + STATUS_HEADER + PAGE_HEADER + 12, t->in, t->len);
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_STREQ(test, a->got[0].volume_tag, t->out);
}

static void bar_code_left_on_an_empty_slot_is_none(struct kunit *test)
{
	struct answer *a = two_slots(test);

	a->buf[STATUS_HEADER + PAGE_HEADER + 2] &= ~1;
	KUNIT_EXPECT_EQ(test, read_answer(a, a->len, 1024), 0);
	KUNIT_EXPECT_STREQ(test, a->got[0].volume_tag, "");
}

/* MODE SENSE(6): header, block descriptor, another page, page 1Dh */
static const u8 addresses[] = {
	3 + 8 + 4 + 20, 0, 0, 8,
	0, 0, 0, 0, 0, 0, 0, 0,
	0x1c, 2, 0, 0,
	0x9d, 18, 0, 1, 0, 1, 4, 0, 0x27, 0x10, 2, 0, 0, 2, 1, 0, 0, 4, 0, 0,
};

static void addresses_are_read_from_the_mode_page(struct kunit *test)
{
	struct ntms_changer_info info = { };

	KUNIT_ASSERT_EQ(test, ntms_smc_addresses(addresses, sizeof(addresses),
						 &info), 0);
	KUNIT_EXPECT_EQ(test, info.range[NTMS_ELEMENT_TRANSPORT].first, 1);
	KUNIT_EXPECT_EQ(test, info.range[NTMS_ELEMENT_STORAGE].first, 1024);
	KUNIT_EXPECT_EQ(test, info.range[NTMS_ELEMENT_STORAGE].count, 10000);
	KUNIT_EXPECT_EQ(test, info.range[NTMS_ELEMENT_PORT].first, 512);
	KUNIT_EXPECT_EQ(test, info.range[NTMS_ELEMENT_DRIVE].first, 256);
	KUNIT_EXPECT_EQ(test, info.range[NTMS_ELEMENT_DRIVE].count, 4);
}

static void impossible_addresses_are_refused(struct kunit *test)
{
	struct ntms_changer_info info = { };
	u8 buf[sizeof(addresses)];
	size_t n;

	for (n = 0; n < sizeof(buf) - 2; n++)
		KUNIT_EXPECT_EQ(test, ntms_smc_addresses(addresses, n, &info),
				-EPROTO);
	/* slots beyond address 65535 */
	memcpy(buf, addresses, sizeof(buf));
	buf[24] = 0xff;
	KUNIT_EXPECT_EQ(test, ntms_smc_addresses(buf, sizeof(buf), &info),
			-EPROTO);
	/* drives among the slots */
	memcpy(buf, addresses, sizeof(buf));
	put_be16(buf + 30, 1025);
	KUNIT_EXPECT_EQ(test, ntms_smc_addresses(buf, sizeof(buf), &info),
			-EPROTO);
}

static void robot_that_turns_media_over_is_recognised(struct kunit *test)
{
	u8 buf[] = { 9, 0, 0, 0, 0x1e, 4, 0, 0, 1, 0 };
	struct ntms_changer_info info = { };

	KUNIT_EXPECT_EQ(test, ntms_smc_geometry(buf, sizeof(buf), &info), 0);
	KUNIT_EXPECT_TRUE(test, info.rotate);
	buf[8] = 0;
	KUNIT_EXPECT_EQ(test, ntms_smc_geometry(buf, sizeof(buf), &info), 0);
	KUNIT_EXPECT_FALSE(test, info.rotate);
	KUNIT_EXPECT_EQ(test, ntms_smc_geometry(buf, 9, &info), -EPROTO);
}

static void commands_are_spelled_right(struct kunit *test)
{
	static const u8 move[12] = {
		0xa5, 0, 0, 1, 4, 0, 1, 2, 0, 0, 1, 0,
	};
	static const u8 status[12] = {
		0xb8, 0x14, 1, 2, 0x27, 0x10, 3, 8, 0, 0, 0, 0,
	};
	u8 cdb[NTMS_CDB_LEN];

	ntms_smc_move(cdb, 1, 0x400, 0x102, true);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, move, sizeof(move)), 0);
	ntms_smc_read_status(cdb, NTMS_ELEMENT_DRIVE, 0x102, 10000,
			     NTMS_SMC_VOLTAG | NTMS_SMC_CURDATA |
			     NTMS_SMC_DVCID, 0x80000);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, status, sizeof(status)), 0);
	ntms_smc_initialize(cdb);
	KUNIT_EXPECT_EQ(test, cdb[0], 0x07);
}

struct sense_case {
	const char *name;
	struct ntms_sense sense;
	int err;
	bool changed;
};

static const struct sense_case sense_cases[] = {
	{ "no sense", { 0, 0, 0 }, 0 },
	{ "recovered", { 1, 0x17, 1 }, 0 },
	{ "becoming ready", { 2, 0x04, 0x01 }, -EAGAIN },
	{ "door open", { 2, 0x04, 0x03 }, -EIO },
	{ "destination full", { 5, 0x3b, 0x0d }, -EEXIST },
	{ "source empty", { 5, 0x3b, 0x0e }, -ENOMEDIUM },
	{ "magazine removed", { 5, 0x3b, 0x12 }, -EINVAL },
	{ "no such element", { 5, 0x21, 0x01 }, -EINVAL },
	{ "invalid field", { 5, 0x24, 0x00 }, -EINVAL },
	{ "unknown command", { 5, 0x20, 0x00 }, -EOPNOTSUPP },
	{ "no such unit", { 5, 0x25, 0x00 }, -ENODEV },
	{ "removal prevented", { 5, 0x53, 0x02 }, -EBUSY },
	{ "positioning error", { 4, 0x15, 0x01 }, -EIO },
	{ "media changed", { 6, 0x28, 0x00 }, -EAGAIN, true },
	{ "port opened", { 6, 0x28, 0x01 }, -EAGAIN, true },
	{ "power on", { 6, 0x29, 0x00 }, -EAGAIN, true },
	{ "units changed", { 6, 0x3f, 0x0e }, -EAGAIN, true },
	{ "mode changed", { 6, 0x2a, 0x01 }, -EAGAIN },
};

static void sense_describe(const struct sense_case *s, char *desc)
{
	strscpy(desc, s->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(sense, sense_cases, sense_describe);

static void complaint_of_the_changer(struct kunit *test)
{
	const struct sense_case *s = test->param_value;
	enum ntms_changed what;

	KUNIT_EXPECT_EQ(test, ntms_smc_sense_errno(&s->sense), s->err);
	KUNIT_EXPECT_EQ(test, ntms_smc_changed(&s->sense, &what), s->changed);
}

static void what_changed_is_told_apart(struct kunit *test)
{
	static const struct {
		struct ntms_sense sense;
		enum ntms_changed what;
	} rows[] = {
		{ { 6, 0x28, 0x00 }, NTMS_CHANGED_MEDIA },
		{ { 6, 0x28, 0x01 }, NTMS_CHANGED_PORT },
		{ { 6, 0x29, 0x00 }, NTMS_CHANGED_RESET },
		{ { 6, 0x29, 0x04 }, NTMS_CHANGED_RESET },
		{ { 6, 0x3f, 0x0e }, NTMS_CHANGED_UNITS },
	};
	enum ntms_changed what;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		KUNIT_EXPECT_TRUE(test, ntms_smc_changed(&rows[i].sense, &what));
		KUNIT_EXPECT_EQ(test, what, rows[i].what);
	}
}

static void what_others_do_is_understood(struct kunit *test)
{
	static const struct {
		u8 cdb[NTMS_CDB_LEN];
		u32 count;
		u16 elements[NTMS_SMC_TOUCHED];
		enum ntms_changed what;
	} rows[] = {
		{ { 0xa5, 0, 0, 1, 0x04, 0x07, 0x01, 0x00, 0x02, 0x01 }, 2,
		  { 0x407, 0x100 } },
		{ { 0xa6, 0, 0, 1, 0x04, 0x07, 0x01, 0x00, 0x02, 0x01 }, 3,
		  { 0x407, 0x100, 0x201 } },
		{ { 0x07 }, .what = NTMS_CHANGED_MEDIA },
		{ { 0x37, 1, 0x04, 0x07 }, .what = NTMS_CHANGED_MEDIA },
		{ { 0x1b, 0, 0x02, 0x01 }, .what = NTMS_CHANGED_PORT },
		{ { 0x00 } }, { { 0x12 } }, { { 0x1a } }, { { 0x1e } },
		{ { 0x2b } }, { { 0xb8, 0x12, 0x04, 0x00, 0xff, 0xff } },
	};
	u16 elements[NTMS_SMC_TOUCHED];
	enum ntms_changed what;
	u32 i, n, count;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		count = ntms_smc_touches(rows[i].cdb, elements, &what);
		KUNIT_EXPECT_EQ_MSG(test, count, rows[i].count, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(test, what, rows[i].what, "row %u", i);
		for (n = 0; n < count; n++)
			KUNIT_EXPECT_EQ_MSG(test, elements[n],
					    rows[i].elements[n], "row %u", i);
	}
}

static void ports_are_opened_and_closed(struct kunit *test)
{
	static const u8 open[] = { 0x1b, 0, 0x02, 0x01, 0 };
	static const u8 close[] = { 0x1b, 0, 0x02, 0x01, 1 };
	u8 cdb[NTMS_CDB_LEN];

	ntms_smc_port(cdb, 0x201, true);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, open, sizeof(open)), 0);
	ntms_smc_port(cdb, 0x201, false);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, close, sizeof(close)), 0);
}

static struct kunit_case smc_cases[] = {
	KUNIT_CASE(slots_are_read_with_bar_codes),
	KUNIT_CASE(abnormal_element_has_its_reason),
	KUNIT_CASE(only_a_port_is_filled_by_an_operator),
	KUNIT_CASE(drive_is_known_by_its_serial_number),
	KUNIT_CASE(binary_drive_identifier_becomes_hex),
	KUNIT_CASE(overlong_drive_identifier_is_none),
	KUNIT_CASE(half_a_serial_number_is_none),
	KUNIT_CASE(last_descriptor_may_be_short),
	KUNIT_CASE(elements_nobody_asked_for_are_ignored),
	KUNIT_CASE(two_pages_of_a_type_are_read),
	KUNIT_CASE(order_does_not_matter_in_a_whole_answer),
	KUNIT_CASE(element_reported_twice_is_refused),
	KUNIT_CASE(answer_larger_than_buffer_goes_on_behind_it),
	KUNIT_CASE(disorder_in_a_cut_answer_is_refused),
	KUNIT_CASE(element_at_the_highest_address_is_read),
	KUNIT_CASE(descriptor_length_of_nothing_is_refused),
	KUNIT_CASE(page_longer_than_its_report_is_refused),
	KUNIT_CASE(scraps_behind_the_last_page_are_refused),
	KUNIT_CASE(answer_without_header_is_refused),
	KUNIT_CASE(empty_answer_has_no_elements),
	KUNIT_CASE(answer_may_end_anywhere),
	KUNIT_CASE(error_of_the_caller_ends_the_reading),
	KUNIT_CASE_PARAM(bar_code, tag_gen_params),
	KUNIT_CASE(bar_code_left_on_an_empty_slot_is_none),
	KUNIT_CASE(addresses_are_read_from_the_mode_page),
	KUNIT_CASE(impossible_addresses_are_refused),
	KUNIT_CASE(robot_that_turns_media_over_is_recognised),
	KUNIT_CASE(commands_are_spelled_right),
	KUNIT_CASE_PARAM(complaint_of_the_changer, sense_gen_params),
	KUNIT_CASE(what_changed_is_told_apart),
	KUNIT_CASE(what_others_do_is_understood),
	KUNIT_CASE(ports_are_opened_and_closed),
	{ }
};

static struct kunit_suite smc_suite = {
	.name = "ntms_smc",
	.test_cases = smc_cases,
};
kunit_test_suite(smc_suite);

MODULE_DESCRIPTION("KUnit tests of ntms: medium changer answers");
MODULE_LICENSE("GPL");
