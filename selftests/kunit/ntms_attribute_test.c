// SPDX-License-Identifier: GPL-2.0
/*
 * Named attributes: MS-RSMP 3.2.5.2.4.3 to .6, decisions.
 */
#include <linux/mm.h>
#include <linux/string.h>

#include "world.h"

#define PIECE	NTMS_ATTRIBUTE_PIECE

static u32 set(struct world *w, const guid_t *guid, const char *name,
	       const void *data, u32 len)
{
	return world_end(w, ntms_attribute_set(&w->call, world_begin(w), guid,
					       name, data, len));
}

static u32 set_text(struct world *w, const struct ntms_object *o,
		    const char *name, const char *text)
{
	return set(w, &o->guid, name, text, strlen(text));
}

static u32 get(struct world *w, const guid_t *guid, u32 type, const char *name)
{
	struct ntms_owned *first;
	u32 error;

	down_read(&w->m.lock);
	w->call.text[0] = 0;
	error = ntms_attribute_get(&w->call, guid, type, name, &first);
	up_read(&w->m.lock);
	KUNIT_EXPECT_EQ(w->test, !error, !w->call.text[0]);
	return error;
}

/* is the value of the attribute @len bytes of @data? */
static bool holds(struct world *w, const struct ntms_object *o,
		  const char *name, const void *data, u32 len)
{
	struct ntms_owned *p = NULL;
	u32 at = 0;
	bool same = true;

	down_read(&w->m.lock);
	if (ntms_attribute_get(&w->call, &o->guid, o->type, name, &p))
		p = NULL;
	for (; p && same; p = ntms_attribute_next(p)) {
		same = at + p->data->len <= len &&
		       !memcmp(data + at, p->data->data, p->data->len);
		at += p->data->len;
	}
	up_read(&w->m.lock);
	return same && at == len;
}

static bool holds_text(struct world *w, const struct ntms_object *o,
		       const char *name, const char *text)
{
	return holds(w, o, name, text, strlen(text));
}

/* bytes of which no two pieces are the same */
static u8 *make_bytes(struct kunit *test, u32 seed)
{
	u8 *bytes = kvmalloc(NTMS_ATTRIBUTE_MAX + 1, GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, bytes);
	for (i = 0; i <= NTMS_ATTRIBUTE_MAX; i++) {
		seed = seed * 1664525 + 1013904223;
		bytes[i] = seed >> 24;
	}
	return bytes;
}

static u32 pieces(struct world *w)
{
	struct ntms_object *o;
	u32 id, n = 0;

	down_read(&w->m.lock);
	ntms_for_each(&w->m, NTMS_TYPE_ATTRIBUTE, id, o)
		n++;
	up_read(&w->m.lock);
	return n;
}

/* values */

static const u32 sizes[] = {
	1, 2, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7,
	NTMS_ATTRIBUTE_MAX - 1, NTMS_ATTRIBUTE_MAX,
};

static void a_value_of_every_size_comes_back(struct kunit *test)
{
	struct world *w = test->priv;
	u8 *bytes = make_bytes(test, 1);
	u32 i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		WORLD_EXPECT(w, set(w, &w->pool->o.guid, "a", bytes, sizes[i]),
			     0);
		KUNIT_EXPECT_TRUE_MSG(test, holds(w, &w->pool->o, "a", bytes,
						  sizes[i]), "%u", sizes[i]);
		KUNIT_EXPECT_EQ(test, pieces(w), DIV_ROUND_UP(sizes[i], PIECE));
	}
	kvfree(bytes);
}

static void a_value_is_replaced_by_one_of_another_size(struct kunit *test)
{
	struct world *w = test->priv;
	u8 *bytes[] = { make_bytes(test, 1), make_bytes(test, 2) };
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		for (j = 0; j < ARRAY_SIZE(sizes); j++) {
			set(w, &w->pool->o.guid, "a", bytes[0], sizes[i]);
			set(w, &w->pool->o.guid, "a", bytes[1], sizes[j]);
			KUNIT_EXPECT_TRUE_MSG(test,
				holds(w, &w->pool->o, "a", bytes[1], sizes[j]),
				"%u by %u", sizes[i], sizes[j]);
		}
	kvfree(bytes[0]);
	kvfree(bytes[1]);
}

static void a_value_of_64_kib_is_too_large(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, set(w, &w->pool->o.guid, "a", NULL,
			    NTMS_ATTRIBUTE_MAX + 1), ERROR_NO_DATA);
	WORLD_EXPECT(w, set(w, &w->pool->o.guid, "a", NULL, U32_MAX),
		     ERROR_NO_DATA);
}

static void a_value_of_no_bytes_deletes(struct kunit *test)
{
	struct world *w = test->priv;
	u8 *bytes = make_bytes(test, 1);

	set(w, &w->pool->o.guid, "a", bytes, NTMS_ATTRIBUTE_MAX);
	set_text(w, &w->pool->o, "b", "stays");
	WORLD_EXPECT(w, set(w, &w->pool->o.guid, "a", NULL, 0), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL,
					   &w->pool->o.guid), 1);
	WORLD_EXPECT(w, get(w, &w->pool->o.guid, 0, "a"),
		     ERROR_OBJECT_NOT_FOUND);
	KUNIT_EXPECT_TRUE(test, holds_text(w, &w->pool->o, "b", "stays"));
	KUNIT_EXPECT_EQ(test, pieces(w), 1);
	kvfree(bytes);
}

static void deleting_what_is_not_there_changes_nothing(struct kunit *test)
{
	struct world *w = test->priv;
	s64 modified = w->pool->o.modified;

	WORLD_EXPECT(w, set(w, &w->pool->o.guid, "a", NULL, 0), 0);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 0);
	KUNIT_EXPECT_EQ(test, w->pool->o.modified, modified);
}

/* names */

struct name_case {
	const char *what;
	const char *name;
	u32 error;
};

static const struct name_case name_cases[] = {
	{ "one character", "x", 0 },
	{ "31 characters", "1234567890123456789012345678901", 0 },
	{ "32 characters", "12345678901234567890123456789012",
	  ERROR_INVALID_NAME },
	{ "31 characters of two bytes",
	  "éééééééééééééééééééééééééééééé" "é", 0 },
	{ "15 characters of two units and one",
	  "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀x", 0 },
	{ "16 characters of two units",
	  "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
	  ERROR_INVALID_NAME },
	{ "blanks and backslashes", " \\ ", 0 },
	{ "no character", "", ERROR_INVALID_NAME },
	{ "a control character", "a\tb", ERROR_INVALID_NAME },
	{ "not UTF-8", "a\xff", ERROR_INVALID_NAME },
	{ "no name at all", NULL, ERROR_INVALID_PARAMETER },
};

static void name_case_name(const struct name_case *c, char *name)
{
	strscpy(name, c->what, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(name, name_cases, name_case_name);

static void a_name_is_checked(struct kunit *test)
{
	const struct name_case *c = test->param_value;
	struct world *w = test->priv;

	WORLD_EXPECT(w, set(w, &w->pool->o.guid, c->name, "v", 1), c->error);
	if (!c->error)
		KUNIT_EXPECT_TRUE(test, holds_text(w, &w->pool->o, c->name,
						   "v"));
	else
		WORLD_EXPECT(w, get(w, &w->pool->o.guid, 0, c->name), c->name ?
			     ERROR_OBJECT_NOT_FOUND : ERROR_INVALID_PARAMETER);
}

static void names_are_compared_byte_by_byte(struct kunit *test)
{
	static const char * const names[] = {
		"key", "Key", "key ", "ke", "keys", "kéy",
	};
	struct world *w = test->priv;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		WORLD_EXPECT(w, set_text(w, &w->pool->o, names[i], names[i]), 0);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_TRUE(test, holds_text(w, &w->pool->o, names[i],
						   names[i]));
	WORLD_EXPECT(w, get(w, &w->pool->o.guid, 0, "KEY"),
		     ERROR_OBJECT_NOT_FOUND);
}

static void each_object_has_names_of_its_own(struct kunit *test)
{
	struct world *w = test->priv;

	set_text(w, &w->pool->o, "a", "of the pool");
	set_text(w, &w->drive->o, "a", "of the drive");
	KUNIT_EXPECT_TRUE(test, holds_text(w, &w->pool->o, "a",
					   "of the pool"));
	KUNIT_EXPECT_TRUE(test, holds_text(w, &w->drive->o, "a",
					   "of the drive"));
	WORLD_EXPECT(w, get(w, &w->other->o.guid, 0, "a"),
		     ERROR_OBJECT_NOT_FOUND);
}

/* objects */

static void an_object_that_does_not_exist(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t guid;

	guid_gen(&guid);
	WORLD_EXPECT(w, set(w, &guid, "a", "v", 1), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, set(w, &guid, "a", NULL, 0), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, get(w, &guid, 0, "a"), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, get(w, &guid_null, 0, "a"), ERROR_OBJECT_NOT_FOUND);
}

static void the_type_has_to_exist_not_to_be_right(struct kunit *test)
{
	struct world *w = test->priv;
	const guid_t *guid = &w->pool->o.guid;

	set_text(w, &w->pool->o, "a", "v");
	WORLD_EXPECT(w, get(w, guid, NTMS_TYPE_DRIVE, "a"), 0);
	WORLD_EXPECT(w, get(w, guid, 0, "a"), 0);
	WORLD_EXPECT(w, get(w, guid, 18, "a"), 0);
	WORLD_EXPECT(w, get(w, guid, 19, "a"), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, get(w, guid, U32_MAX, "a"), ERROR_INVALID_PARAMETER);
}

static void every_type_of_object_has_attributes(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object *o, *first;
	guid_t media;
	u32 type, id;

	world_allocated(w, &media);
	for (type = 0; type < NTMS_TYPE_COUNT; type++) {
		first = NULL;
		down_read(&w->m.lock);
		if (!ntms_type_hidden(type))
			ntms_for_each(&w->m, type, id, o)
				first = o;
		up_read(&w->m.lock);
		if (!first)
			continue;
		WORLD_EXPECT(w, set_text(w, first, "a", "v"), 0);
		KUNIT_EXPECT_TRUE(test, holds_text(w, first, "a", "v"));
	}
}

static void a_change_updates_the_object(struct kunit *test)
{
	struct world *w = test->priv;
	s64 modified = w->drive->o.modified;

	WORLD_EXPECT(w, set_text(w, &w->drive->o, "a", "v"), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE, NTMS_TYPE_DRIVE,
					   &w->drive->o.guid), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 1);
	KUNIT_EXPECT_GT(test, w->drive->o.modified, modified);
}

/* rights */

static void rights_are_those_of_the_bearer(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	set_text(w, &side->o, "a", "v");
	world_become(w, ALICE);
	world_grant(w, &w->pool->o, ALICE, NTMS_USE_ACCESS);
	WORLD_EXPECT(w, get(w, &side->o.guid, 0, "a"), 0);
	WORLD_EXPECT(w, set_text(w, &side->o, "a", "w"), ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, set(w, &side->o.guid, "a", NULL, 0),
		     ERROR_ACCESS_DENIED);
	world_grant(w, &w->pool->o, ALICE, NTMS_MODIFY_ACCESS);
	WORLD_EXPECT(w, get(w, &side->o.guid, 0, "a"), ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, set_text(w, &side->o, "a", "w"), 0);
	WORLD_EXPECT(w, set(w, &media, "a", "w", 1), 0);
	world_grant(w, &w->library->o, ALICE, NTMS_MODIFY_ACCESS);
	/* not control, as for its members */
	WORLD_EXPECT(w, set_text(w, &w->library->o, "a", "v"), 0);
	WORLD_EXPECT(w, set_text(w, &w->slots[0]->o, "a", "v"), 0);
	WORLD_EXPECT(w, set_text(w, &w->tape->o, "a", "v"),
		     ERROR_ACCESS_DENIED);
	world_grant(w, &w->m.computer->o, ALICE, NTMS_MODIFY_ACCESS);
	WORLD_EXPECT(w, set_text(w, &w->tape->o, "a", "v"), 0);
}

/* how many */

static void an_object_has_1024_attributes_at_most(struct kunit *test)
{
	struct world *w = test->priv;
	char name[8];
	u32 i, error = 0;

	world_begin(w);
	for (i = 0; i < NTMS_ATTRIBUTES_MAX && !error; i++) {
		snprintf(name, sizeof(name), "%u", i);
		error = ntms_attribute_set(&w->call, &w->t, &w->pool->o.guid,
					   name, "v", 1);
	}
	WORLD_EXPECT(w, world_end(w, error), 0);
	WORLD_EXPECT(w, set_text(w, &w->pool->o, "one more", "v"),
		     ERROR_DATABASE_FULL);
	KUNIT_EXPECT_NOT_NULL(test, strstr(w->call.text, "1024"));
	WORLD_EXPECT(w, set_text(w, &w->pool->o, "17", "another value"), 0);
	WORLD_EXPECT(w, set_text(w, &w->other->o, "one more", "v"), 0);
	WORLD_EXPECT(w, set(w, &w->pool->o.guid, "17", NULL, 0), 0);
	WORLD_EXPECT(w, set_text(w, &w->pool->o, "one more", "v"), 0);
}

/* they go with the object */

static void attributes_go_with_the_object(struct kunit *test)
{
	struct world *w = test->priv;
	u8 *bytes = make_bytes(test, 1);
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	WORLD_EXPECT(w, set(w, &media, "long", bytes, NTMS_ATTRIBUTE_MAX), 0);
	WORLD_EXPECT(w, set(w, &media, "short", "v", 1), 0);
	set_text(w, &side->o, "a", "of the side");
	set_text(w, &w->pool->o, "a", "of the pool");
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	KUNIT_EXPECT_EQ(test, pieces(w), 2);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_DELETE,
					   NTMS_TYPE_LOGICAL_MEDIA, &media), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_DELETE,
					   NTMS_TYPE_ATTRIBUTE, NULL), 0);
	KUNIT_EXPECT_TRUE(test, holds_text(w, &side->o, "a", "of the side"));
	kvfree(bytes);
}

static void attributes_of_an_object_that_stays_stay(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *pool = world_pool(w, "Gone", NULL);
	u64 before;

	set_text(w, &pool->o, "a", "1");
	set_text(w, &pool->o, "b", "2");
	before = world_sum(w);
	world_must(w, ntms_pool_delete(&w->call, world_arrange(w),
				       &pool->o.guid));
	ntms_txn_abort(&w->t);
	KUNIT_EXPECT_EQ(test, world_sum(w), before);
	world_verify(w);
	KUNIT_EXPECT_TRUE(test, holds_text(w, &pool->o, "a", "1"));
	KUNIT_EXPECT_TRUE(test, holds_text(w, &pool->o, "b", "2"));
}

/* nobody sees what they are kept in */

static void clients_do_not_see_the_pieces(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_enum e = { .type = NTMS_TYPE_ATTRIBUTE };
	struct ntms_owned *p;

	set_text(w, &w->pool->o, "a", "v");
	down_read(&w->m.lock);
	p = ntms_owned_first(&w->m, &w->pool->o, 0);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, ntms_enum_check(&w->call, &e),
			ERROR_INVALID_PARAMETER);
	e.type = NTMS_TYPE_UI_DESTINATION;
	KUNIT_EXPECT_EQ(test, ntms_enum_check(&w->call, &e),
			ERROR_INVALID_PARAMETER);
	e.type = NTMS_TYPE_PARTITION;
	guid_copy(&e.container, &p->o.guid);
	KUNIT_EXPECT_EQ(test, ntms_enum_check(&w->call, &e),
			ERROR_OBJECT_NOT_FOUND);
	up_read(&w->m.lock);
	WORLD_EXPECT(w, get(w, &p->o.guid, 0, "a"), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, set_text(w, &p->o, "a", "v"), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, world_set_text(w, &p->o, NTMS_A_OBJECT_DESCRIPTION,
				       "x"), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, world_end(w, ntms_object_set(&w->call, world_begin(w),
						     &p->o.guid, 0,
						     world_nothing())),
		     ERROR_OBJECT_NOT_FOUND);
}

/* when memory runs out */

struct value {
	u8 *bytes;
	u32 len;
};

static u32 set_value(struct world *w, void *ctx)
{
	struct value *v = ctx;

	return ntms_attribute_set(&w->call, &w->t, &w->pool->o.guid, "a",
				  v->bytes, v->len);
}

static void every_allocation_of_a_change_can_fail(struct kunit *test)
{
	struct value v = { make_bytes(test, 3), NTMS_ATTRIBUTE_MAX };
	struct world *w = test->priv;

	set_text(w, &w->pool->o, "a", "v");
	world_starve(w, set_value, &v);
	KUNIT_EXPECT_TRUE(test, holds(w, &w->pool->o, "a", v.bytes, v.len));
	v.len = 5;
	world_starve(w, set_value, &v);
	KUNIT_EXPECT_TRUE(test, holds(w, &w->pool->o, "a", v.bytes, v.len));
	kvfree(v.bytes);
}

static u32 delete_pool(struct world *w, void *ctx)
{
	return ntms_pool_delete(&w->call, &w->t, ctx);
}

static void every_allocation_of_a_deletion_can_fail(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *pool = world_pool(w, "Gone", NULL);
	guid_t guid = pool->o.guid;

	set_text(w, &pool->o, "a", "1");
	set_text(w, &pool->o, "b", "2");
	world_starve(w, delete_pool, &guid);
	KUNIT_EXPECT_EQ(test, pieces(w), 0);
}

static struct kunit_case attribute_cases[] = {
	KUNIT_CASE(a_value_of_every_size_comes_back),
	KUNIT_CASE(a_value_is_replaced_by_one_of_another_size),
	KUNIT_CASE(a_value_of_64_kib_is_too_large),
	KUNIT_CASE(a_value_of_no_bytes_deletes),
	KUNIT_CASE(deleting_what_is_not_there_changes_nothing),
	KUNIT_CASE_PARAM(a_name_is_checked, name_gen_params),
	KUNIT_CASE(names_are_compared_byte_by_byte),
	KUNIT_CASE(each_object_has_names_of_its_own),
	KUNIT_CASE(an_object_that_does_not_exist),
	KUNIT_CASE(the_type_has_to_exist_not_to_be_right),
	KUNIT_CASE(every_type_of_object_has_attributes),
	KUNIT_CASE(a_change_updates_the_object),
	KUNIT_CASE(rights_are_those_of_the_bearer),
	KUNIT_CASE(an_object_has_1024_attributes_at_most),
	KUNIT_CASE(attributes_go_with_the_object),
	KUNIT_CASE(attributes_of_an_object_that_stays_stay),
	KUNIT_CASE(clients_do_not_see_the_pieces),
	KUNIT_CASE(every_allocation_of_a_change_can_fail),
	KUNIT_CASE(every_allocation_of_a_deletion_can_fail),
	{}
};

static struct kunit_suite attribute_suite = {
	.name = "ntms_attribute",
	.init = world_init,
	.exit = world_exit,
	.test_cases = attribute_cases,
};
kunit_test_suites(&attribute_suite);
