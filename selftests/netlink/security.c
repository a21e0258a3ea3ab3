// SPDX-License-Identifier: GPL-2.0
/*
 * security.c - access control lists from end to end
 *
 * GetNtmsObjectSecurity and SetNtmsObjectSecurity, MS-RSMP 3.2.5.2.4.1 and .2.
 */
#include <string.h>

#include "kselftest_harness.h"
#include "rows.h"

#define APP	{ W_POOL, "App", W_TAPE }
#define RIGHTS(rights_)							\
	{ W_POOL, "App", W_TAPE, .rights = { { 0, 0, 0, (rights_) } } }
#define USER	1000
#define ACL	"acl=0.0,e.0.7"

ROWS

ROW(get, POOLS(APP), .call = "get-security guid=p0");
ROW(get_of_the_computer, POOLS(APP), .call = "get-security guid=COMP otype=4");
ROW(get_of_a_library, POOLS(APP), .call = "get-security guid=LIB otype=9");
ROW(get_of_the_root, POOLS(APP), .call = "get-security guid=ROOT");
ROW(get_no_object, POOLS(APP), .call = "get-security", .code = 87);
ROW(get_unknown, POOLS(APP), .call = "get-security guid=?", .code = 4312);
ROW(get_of_another_type, POOLS(APP), .call = "get-security guid=p0 otype=9",
    .code = 4312);
ROW(get_of_no_type, POOLS(APP), .call = "get-security guid=p0 otype=77",
    .code = 87);
ROW(get_of_a_medium, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "get-security guid=m0", .code = 1350, .text = "physical_media");
ROW(get_of_a_drive, POOLS(APP), MEDIA({ W_POOL, "L", 0, W_DRIVE }),
    .call = "get-security guid=DRIVE", .code = 1350, .text = "drive");
ROW(get_without_read, POOLS(RIGHTS(7)), .uid = USER,
    .call = "get-security guid=p0", .code = 5, .text = "App");
ROW(get_with_read, POOLS(RIGHTS(NTMS_READ_CONTROL)), .uid = USER,
    .call = "get-security guid=p0");

ROW(set, POOLS(APP), .call = "set-security guid=p0 options=4 " ACL,
    .after = "", .events = "~p0");
ROW(set_of_the_root, POOLS(APP), .call = "set-security guid=ROOT options=4 " ACL,
    .after = "", .events = "~ROOT");
ROW(set_of_a_library, POOLS(APP), .call = "set-security guid=LIB options=7 " ACL,
    .after = "", .events = "~LIB");
ROW(set_no_object, POOLS(APP), .call = "set-security options=4 " ACL,
    .code = 87);
ROW(set_unknown, POOLS(APP), .call = "set-security guid=? options=4 " ACL,
    .code = 4312);
ROW(set_nothing, POOLS(APP), .call = "set-security guid=p0 " ACL, .code = 87);
ROW(set_system_list, POOLS(APP), .call = "set-security guid=p0 options=12 " ACL,
    .code = 50);
ROW(set_no_list, POOLS(APP), .call = "set-security guid=p0 options=4",
    .code = 87);
ROW(set_unknown_right, POOLS(APP),
    .call = "set-security guid=p0 options=4 acl=0.0,e.0.8", .code = 87);
ROW(set_everyone_with_an_id, POOLS(APP),
    .call = "set-security guid=p0 options=4 acl=0.0,e.5.1", .code = 87);
ROW(set_of_a_medium, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "set-security guid=m0 options=4 " ACL, .code = 1350);
ROW(set_without_write, POOLS(RIGHTS(0x20007)), .uid = USER,
    .call = "set-security guid=p0 options=4 " ACL, .code = 5, .text = "App");
ROW(set_with_write, POOLS(RIGHTS(NTMS_WRITE_DAC)), .uid = USER,
    .call = "set-security guid=p0 options=4 " ACL, .after = "",
    .events = "~p0");
ROW(set_owner_with_all_rights, POOLS(RIGHTS(NTMS_ALL_ACCESS)), .uid = USER,
    .call = "set-security guid=p0 options=1 acl=1000.0", .code = 5,
    .text = "owns");

static const struct world_pool pools[] = { APP, { 0 } };

static struct nl_msg m;
static struct nl_answer a;

FIXTURE(list) {
	struct world w;
};

FIXTURE_SETUP(list)
{
	memset(&self->w, 0, sizeof(self->w));
	ASSERT_EQ(0, world_new(&self->w, pools, NULL));
	ASSERT_EQ(0, world_settled(&self->w));
}

FIXTURE_TEARDOWN(list)
{
	world_end(&self->w);
}

static int is(struct nl *s, const char *call, const void *acl, size_t len)
{
	const struct nlattr *at;

	row_message(&m, call);
	if (nl_call(s, &m, &a))
		return a.err;
	at = nl_find(a.attrs, a.len, NTMS_A_CALL_ACL);
	return !at || at->nla_len != NLA_HDRLEN + len ||
	       memcmp(at + 1, acl, len);
}

/* what is written is read, now and after the next start, and counts */
TEST_F(list, is_what_was_written)
{
	static const struct {
		struct ntms_acl acl;
		struct ntms_acl_entry e[2];
	} want = {
		.acl = { .owner = USER, .group = 7 },
		.e = {
			{ NTMS_ACL_ALLOW, NTMS_ACL_UID, USER, 1 },
			{ NTMS_ACL_DENY, NTMS_ACL_EVERYONE, 0, 0x60007 },
		},
	};
	struct nl *s = &self->w.client;

	row_message(&m, "set-security guid=p0 options=7 "
			"acl=1000.7,u.1000.1,E.0.60007");
	ASSERT_EQ(0, nl_call(s, &m, &a));
	EXPECT_EQ(0, is(s, "get-security guid=p0", &want, sizeof(want)));
	ASSERT_EQ(0, world_settled(&self->w));
	ASSERT_EQ(0, world_replay(&self->w));
	EXPECT_EQ(0, is(&self->w.client, "get-security guid=p0", &want,
			sizeof(want)));
	/* the owner reads it without any right */
	row_message(&m, "get-security guid=p0");
	row_as(USER, USER, NULL, 0, &m, &a);
	EXPECT_EQ(0, a.err);
	row_message(&m, "get-security guid=p0");
	row_as(USER + 1, USER, NULL, 0, &m, &a);
	EXPECT_EQ(ERROR_ACCESS_DENIED, a.code);
	/* and gives it away, once */
	row_message(&m, "set-security guid=p0 options=1 acl=1001.0");
	row_as(USER, USER, NULL, 0, &m, &a);
	EXPECT_EQ(0, a.err);
	row_message(&m, "set-security guid=p0 options=1 acl=1000.0");
	row_as(USER, USER, NULL, 0, &m, &a);
	EXPECT_EQ(ERROR_ACCESS_DENIED, a.code);
}

TEST_HARNESS_MAIN
