// SPDX-License-Identifier: GPL-2.0
/*
 * attribute.c - named attributes and UI options from end to end
 *
 * GetNtmsObjectAttribute, SetNtmsObjectAttribute, GetNtmsUIOptions and
 * SetNtmsUIOptions: MS-RSMP 3.2.5.2.4.3 to .6 and 3.2.5.2.7.2 to .5.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kselftest_harness.h"
#include "rows.h"

#define APP	{ W_POOL, "App", W_TAPE }
#define RIGHTS(rights_)							\
	{ W_POOL, "App", W_TAPE, .rights = { { 0, 0, 0, (rights_) } } }
#define USER	1000
#define MAX	65535

ROWS

/* attributes: what is refused */

ROW(set_no_object, POOLS(APP), .call = "set-attribute name=a data=v",
    .code = 87);
ROW(set_no_name, POOLS(APP), .call = "set-attribute guid=p0 data=v",
    .code = 87);
ROW(set_empty_name, POOLS(APP), .call = "set-attribute guid=p0 name= data=v",
    .code = 123);
ROW(set_name_of_32, POOLS(APP),
    .call = "set-attribute guid=p0 name=12345678901234567890123456789012 data=v",
    .code = 123);
ROW(set_unknown, POOLS(APP), .call = "set-attribute guid=? name=a data=v",
    .code = 4312, .text = "0000ffff");
ROW(delete_unknown, POOLS(APP), .call = "set-attribute guid=? name=a",
    .code = 4312);
ROW(set_without_modify, POOLS(RIGHTS(NTMS_USE_ACCESS)), .uid = USER,
    .call = "set-attribute guid=p0 name=a data=v", .code = 5, .text = "App");
ROW(get_no_object, POOLS(APP), .call = "get-attribute name=a", .code = 87);
ROW(get_no_name, POOLS(APP), .call = "get-attribute guid=p0", .code = 87);
ROW(get_unknown, POOLS(APP), .call = "get-attribute guid=? name=a",
    .code = 4312);
ROW(get_missing, POOLS(APP), .call = "get-attribute guid=p0 name=a",
    .code = 4312, .text = "attribute a");
ROW(get_type_19, POOLS(APP), .call = "get-attribute guid=p0 name=a otype=19",
    .code = 87);
ROW(get_without_use, POOLS(RIGHTS(NTMS_MODIFY_ACCESS)), .uid = USER,
    .call = "get-attribute guid=p0 name=a", .code = 5, .text = "App");

/* attributes: what is done */

ROW(set_with_modify, POOLS(RIGHTS(NTMS_MODIFY_ACCESS)), .uid = USER,
    .call = "set-attribute guid=p0 name=a data=v", .after = "",
    .events = "~p0");
ROW(set_of_a_medium, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "set-attribute guid=m0 name=a data=v", .after = "0:L@p0",
    .events = "~m0");
ROW(set_of_an_allocation, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "set-attribute guid=l0 name=a data=v", .after = "0:L@p0",
    .events = "~l0");
ROW(delete_missing, POOLS(APP), .call = "set-attribute guid=p0 name=a");

/* UI options */

ROW(ui_no_type, POOLS(APP), .call = "get-ui guid=COMP", .code = 87);
ROW(ui_type_4, POOLS(APP), .call = "get-ui guid=COMP otype=4", .code = 87);
ROW(ui_unknown, POOLS(APP), .call = "get-ui guid=? otype=1", .code = 4312);
ROW(ui_of_a_pool, POOLS(APP), .call = "get-ui guid=p0 otype=1", .code = 87,
    .text = "media_pool");
ROW(ui_empty, POOLS(APP), .call = "get-ui guid=COMP otype=1");
ROW(ui_of_the_session_empty, POOLS(APP), .call = "get-ui otype=3");
ROW(ui_set_type_0, POOLS(APP),
    .call = "set-ui guid=LIB action=1 destination=pc", .code = 87);
ROW(ui_set_action_4, POOLS(APP),
    .call = "set-ui guid=LIB otype=1 action=4 destination=pc", .code = 87);
ROW(ui_set_no_name, POOLS(APP), .call = "set-ui guid=LIB otype=1 action=1",
    .code = 87);
ROW(ui_set_unknown, POOLS(APP),
    .call = "set-ui guid=? otype=1 action=1 destination=pc", .code = 4312);
ROW(ui_set_of_a_medium, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "set-ui guid=m0 otype=1 action=1 destination=pc", .code = 87);
ROW(ui_add, POOLS(APP),
    .call = "set-ui guid=LIB otype=1 action=1 destination=pc", .after = "",
    .events = "~LIB");
ROW(ui_delete_missing, POOLS(APP),
    .call = "set-ui guid=LIB otype=1 action=2 destination=pc");
ROW(ui_delete_all, POOLS(APP), .call = "set-ui guid=LIB otype=1 action=3");

/* values, and what becomes of them */

static const struct world_pool pools[] = { APP, { 0 } };
static const struct world_medium media[] = { { W_POOL, "L" }, { 0 } };

static struct nl_msg m;
static struct nl_answer a;
static uint8_t value[MAX + 1];

FIXTURE(value) {
	struct world w;
};

FIXTURE_SETUP(value)
{
	uint32_t i, seed = 1;

	for (i = 0; i < sizeof(value); i++) {
		seed = seed * 1664525 + 1013904223;
		value[i] = seed >> 24;
	}
	memset(&self->w, 0, sizeof(self->w));
	ASSERT_EQ(0, world_new(&self->w, pools, media));
	ASSERT_EQ(0, world_settled(&self->w));
}

FIXTURE_TEARDOWN(value)
{
	char why[256];

	EXPECT_EQ(0, world_verify(why, sizeof(why)));
	if (*why != 'o')
		TH_LOG("verify: %s", why);
	world_end(&self->w);
}

/* in pieces of @piece bytes */
static uint32_t set(struct nl *s, guid g, const char *name, const void *data,
		    size_t len, size_t piece)
{
	size_t n;

	nl_begin(&m, NTMS_CMD_SET_ATTRIBUTE, NLM_F_ACK);
	nl_put_guid(&m, NTMS_A_CALL_GUID, g);
	nl_put_text(&m, NTMS_A_CALL_NAME, name);
	for (; len; len -= n, data = (const char *)data + n) {
		n = len < piece ? len : piece;
		nl_put(&m, NTMS_A_CALL_DATA, data, n);
	}
	if (nl_call(s, &m, &a) && !a.code)
		return ~0U;
	return a.code;
}

/* the code, or the value has to be @len bytes of @data */
static uint32_t get(struct nl *s, guid g, const char *name, const void *data,
		    size_t len)
{
	const struct nlattr *at;
	size_t left, n, done = 0;

	nl_begin(&m, NTMS_CMD_GET_ATTRIBUTE, 0);
	nl_put_guid(&m, NTMS_A_CALL_GUID, g);
	nl_put_text(&m, NTMS_A_CALL_NAME, name);
	if (nl_call(s, &m, &a))
		return a.code ? a.code : ~0U;
	for (at = (const void *)a.attrs, left = a.len; left >= NLA_HDRLEN;) {
		n = at->nla_len - NLA_HDRLEN;
		if (at->nla_type != NTMS_A_CALL_DATA || n > 32768 ||
		    done + n > len ||
		    memcmp((const char *)data + done, at + 1, n))
			return ~0U;
		done += n;
		n = NLA_ALIGN(at->nla_len);
		left = left > n ? left - n : 0;
		at = (const void *)((const char *)at + n);
	}
	return done == len ? 0 : ~0U;
}

TEST_F(value, comes_back_whatever_its_size_and_its_pieces)
{
	static const size_t sizes[] = {
		1, 3, 4, 16379, 16380, 16381, 32768, 40000, 65534, MAX
	};
	static const size_t pieces[] = { 32768, 1000, 61 };
	struct nl *s = &self->w.client;
	guid g = world_medium(0);
	unsigned int i, j;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (j = 0; j < sizeof(pieces) / sizeof(pieces[0]); j++) {
			EXPECT_EQ(0, set(s, g, "a", value + j, sizes[i] - j % sizes[i],
					 pieces[j]));
			EXPECT_EQ(0, get(s, g, "a", value + j,
					 sizes[i] - j % sizes[i]));
		}
}

TEST_F(value, of_64_kib_is_refused)
{
	struct nl *s = &self->w.client;

	EXPECT_EQ(ERROR_NO_DATA, set(s, world_guid(W_POOL), "a", value,
				     MAX + 1, 32768));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, get(s, world_guid(W_POOL), "a", "",
					      0));
}

TEST_F(value, is_there_after_the_next_start)
{
	struct nl *s = &self->w.client;

	ASSERT_EQ(0, set(s, world_guid(W_POOL), "long", value, MAX, 32768));
	ASSERT_EQ(0, set(s, world_guid(W_POOL), "short", "x", 1, 32768));
	ASSERT_EQ(0, set(s, world_logical(0, 0), "own", "y", 1, 32768));
	ASSERT_EQ(0, set(s, world_guid(W_POOL), "gone", value, MAX, 32768));
	ASSERT_EQ(0, set(s, world_guid(W_POOL), "gone", NULL, 0, 32768));
	row_message(&m, "set-ui guid=LIB otype=2 action=1 destination=pc");
	ASSERT_EQ(0, nl_call(s, &m, &a));
	row_message(&m, "set-ui otype=2 action=1 destination=pc");
	ASSERT_EQ(0, nl_call(s, &m, &a));
	ASSERT_EQ(0, world_settled(&self->w));
	ASSERT_EQ(0, world_replay(&self->w));
	EXPECT_EQ(0, get(s, world_guid(W_POOL), "long", value, MAX));
	EXPECT_EQ(0, get(s, world_guid(W_POOL), "short", "x", 1));
	EXPECT_EQ(0, get(s, world_logical(0, 0), "own", "y", 1));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, get(s, world_guid(W_POOL), "gone",
					      "", 0));
	row_message(&m, "get-ui guid=LIB otype=2");
	ASSERT_EQ(0, nl_call(s, &m, &a));
	EXPECT_NE(NULL, nl_find(a.attrs, a.len, NTMS_A_CALL_DESTINATION));
	/* that of the session ended with it */
	row_message(&m, "get-ui otype=2");
	ASSERT_EQ(0, nl_call(s, &m, &a));
	EXPECT_EQ(NULL, nl_find(a.attrs, a.len, NTMS_A_CALL_DESTINATION));
}

TEST_F(value, goes_with_the_object)
{
	struct nl *s = &self->w.client;

	ASSERT_EQ(0, set(s, world_logical(0, 0), "a", value, MAX, 32768));
	row_message(&m, "deallocate media=l0");
	EXPECT_EQ(0, nl_call(s, &m, &a));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND,
		  get(s, world_logical(0, 0), "a", "", 0));
	ASSERT_EQ(0, world_settled(&self->w));
	/* what the store has kept is a world in order */
	ASSERT_EQ(0, world_replay(&self->w));
}

TEST_F(value, is_as_before_when_the_store_cannot_take_it)
{
	struct nl *s = &self->w.client;
	guid g = world_logical(0, 0);

	ASSERT_EQ(0, set(s, g, "a", value, 20000, 32768));
	ASSERT_EQ(0, world_settled(&self->w));
	world_how(&self->w, KEEP_FAIL);
	EXPECT_EQ(ERROR_DATABASE_FAILURE, set(s, g, "a", value + 9, MAX, 32768));
	EXPECT_EQ(ERROR_DATABASE_FAILURE, set(s, g, "b", "v", 1, 32768));
	EXPECT_EQ(ERROR_DATABASE_FAILURE, set(s, g, "a", NULL, 0, 32768));
	row_message(&m, "deallocate media=l0");
	nl_call(s, &m, &a);
	EXPECT_EQ(ERROR_DATABASE_FAILURE, a.code);
	world_how(&self->w, KEEP_ACK);
	EXPECT_EQ(0, get(s, g, "a", value, 20000));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, get(s, g, "b", "", 0));
}

static guid seen;

static void find_piece(struct world *w)
{
	size_t i;

	pthread_mutex_lock(&w->lock);
	for (i = 0; i < w->number_of_rows; i++)
		if (w->rows[i].type == NTMS_TYPE_ATTRIBUTE)
			seen = w->rows[i].guid;
	pthread_mutex_unlock(&w->lock);
}

/* the store knows the GUIDs of the pieces; clients have no use for them */
TEST_F(value, is_in_objects_that_clients_do_not_see)
{
	struct nl *s = &self->w.client;

	ASSERT_EQ(0, set(s, world_guid(W_POOL), "a", "v", 1, 32768));
	ASSERT_EQ(0, world_settled(&self->w));
	find_piece(&self->w);
	ASSERT_FALSE(guid_null(seen));
	world_get(s, seen, &a);
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, a.code);
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, set(s, seen, "a", "v", 1, 32768));
	EXPECT_EQ(ERROR_OBJECT_NOT_FOUND, get(s, seen, "a", "", 0));
	nl_begin(&m, NTMS_CMD_GET_OBJECT, 0);
	nl_put_u32(&m, NTMS_A_CALL_TYPE, NTMS_TYPE_ATTRIBUTE);
	EXPECT_EQ(-EINVAL, nl_dump(s, &m, NULL, NULL, NULL, &a));
}

TEST_F(value, of_the_ui_is_a_list)
{
	static const char * const names[] = { "one", "two", "three" };
	struct nl *s = &self->w.client;
	const struct nlattr *at;
	unsigned int i, n = 0;
	size_t left, size;
	char call[96];

	for (i = 0; i < 3; i++) {
		snprintf(call, sizeof(call),
			 "set-ui guid=COMP otype=3 action=1 destination=%s",
			 names[i]);
		row_message(&m, call);
		ASSERT_EQ(0, nl_call(s, &m, &a));
	}
	row_message(&m, "get-ui guid=COMP otype=3");
	ASSERT_EQ(0, nl_call(s, &m, &a));
	for (at = (const void *)a.attrs, left = a.len; left >= NLA_HDRLEN; n++) {
		EXPECT_EQ(NTMS_A_CALL_DESTINATION, at->nla_type);
		size = NLA_ALIGN(at->nla_len);
		left = left > size ? left - size : 0;
		at = (const void *)((const char *)at + size);
	}
	EXPECT_EQ(3, n);
}

TEST_HARNESS_MAIN
