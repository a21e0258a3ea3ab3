// SPDX-License-Identifier: GPL-2.0
/*
 * Access control lists that are read and written: MS-RSMP 3.2.5.2.4.1 and .2,
 * semantics 13.4 and 13.5, decisions.
 */
#include <linux/string.h>

#include "world.h"

#define U	NTMS_USE_ACCESS
#define M	NTMS_MODIFY_ACCESS
#define C	NTMS_CONTROL_ACCESS
#define R	NTMS_READ_CONTROL
#define W	NTMS_WRITE_DAC

#define OWNER	NTMS_SECURITY_OWNER
#define GROUP	NTMS_SECURITY_GROUP
#define DACL	NTMS_SECURITY_DACL
#define SACL	NTMS_SECURITY_SACL

struct list {
	struct ntms_acl acl;
	struct ntms_acl_entry e[2];
};

/* Bob uses it, nobody else */
static const struct list bobs = {
	.acl = { .owner = BOB, .group = 77 },
	.e = {
		{ NTMS_ACL_ALLOW, NTMS_ACL_UID, BOB, U },
		{ NTMS_ACL_DENY, NTMS_ACL_EVERYONE, 0, NTMS_ALL_ACCESS },
	},
};

static u32 set(struct world *w, const struct ntms_object *o, u32 parts,
	       const void *acl, u32 len)
{
	return world_end(w, ntms_security_set(&w->call, world_begin(w),
					      &o->guid, o->type, parts, acl,
					      len));
}

static u32 set_bobs(struct world *w, const struct ntms_object *o, u32 parts)
{
	return set(w, o, parts, &bobs, sizeof(bobs));
}

static u32 get(struct world *w, const guid_t *guid, u32 type)
{
	const struct ntms_blob *list;
	u32 error;

	w->call.text[0] = 0;
	down_read(&w->m.lock);
	error = ntms_security_get(&w->call, guid, type, &list);
	up_read(&w->m.lock);
	KUNIT_EXPECT_EQ(w->test, !error, !w->call.text[0]);
	return error;
}

static u32 get_of(struct world *w, const struct ntms_object *o)
{
	return get(w, &o->guid, o->type);
}

static const struct ntms_acl *list_of(struct ntms_object *o, u32 *len)
{
	struct ntms_blob *list = *ntms_acl_of(o);

	*len = list->len;
	return (const struct ntms_acl *)list->data;
}

static void four_kinds_of_objects_have_a_list(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object *objects[] = {
		&w->m.computer->o, &w->library->o, &w->m.offline->o,
		&w->pool->o, &w->free->o, &w->m.free->o, &w->m.root->o,
	};
	const struct ntms_acl *acl;
	u32 i, len;

	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		WORLD_EXPECT(w, get_of(w, objects[i]), 0);
		WORLD_EXPECT(w, set_bobs(w, objects[i], OWNER | GROUP | DACL), 0);
		acl = list_of(objects[i], &len);
		KUNIT_EXPECT_EQ(test, len, sizeof(bobs));
		KUNIT_EXPECT_EQ(test, memcmp(acl, &bobs, sizeof(bobs)), 0);
		KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
						   objects[i]->type,
						   &objects[i]->guid), 1);
		KUNIT_EXPECT_EQ(test, w->number_of_events, 1);
	}
}

static void other_objects_have_none(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;
	u32 i;

	side = world_allocated(w, &media);
	{
		const struct ntms_object *objects[] = {
			&w->drive->o, &w->slots[0]->o, &w->tape->o, &side->o,
			&side->physical_media->o, &side->logical_media->o,
		};

		for (i = 0; i < ARRAY_SIZE(objects); i++) {
			WORLD_EXPECT(w, get_of(w, objects[i]),
				     ERROR_NO_SECURITY_ON_OBJECT);
			WORLD_EXPECT(w, set_bobs(w, objects[i], DACL),
				     ERROR_NO_SECURITY_ON_OBJECT);
		}
		/* also to those who have no right on what governs it */
		world_become(w, ALICE);
		WORLD_EXPECT(w, get_of(w, objects[3]),
			     ERROR_NO_SECURITY_ON_OBJECT);
	}
}

static void only_the_parts_that_are_named_are_written(struct kunit *test)
{
	struct world *w = test->priv;
	const struct ntms_acl *acl;
	u32 len, before;

	acl = list_of(&w->library->o, &before);
	KUNIT_EXPECT_EQ(test, acl->owner, 0);
	WORLD_EXPECT(w, set_bobs(w, &w->library->o, OWNER), 0);
	acl = list_of(&w->library->o, &len);
	KUNIT_EXPECT_EQ(test, acl->owner, BOB);
	KUNIT_EXPECT_EQ(test, acl->group, 0);
	KUNIT_EXPECT_EQ(test, len, before);
	WORLD_EXPECT(w, set_bobs(w, &w->library->o, GROUP), 0);
	acl = list_of(&w->library->o, &len);
	KUNIT_EXPECT_EQ(test, acl->group, 77);
	KUNIT_EXPECT_EQ(test, len, before);
	WORLD_EXPECT(w, set_bobs(w, &w->pool->o, DACL), 0);
	acl = list_of(&w->pool->o, &len);
	KUNIT_EXPECT_EQ(test, acl->owner, 0);
	KUNIT_EXPECT_EQ(test, acl->group, 0);
	KUNIT_EXPECT_EQ(test, len, sizeof(bobs));
}

static void an_empty_list_can_be_written(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, set(w, &w->pool->o, DACL, &bobs, sizeof(bobs.acl)), 0);
	world_become(w, ALICE);
	WORLD_EXPECT(w, get_of(w, &w->pool->o), ERROR_ACCESS_DENIED);
}

static void parts_that_do_not_exist(struct kunit *test)
{
	static const u32 wrong[] = { 0, 16, 0x80000004, U32_MAX & ~SACL };
	struct world *w = test->priv;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		WORLD_EXPECT(w, set_bobs(w, &w->pool->o, wrong[i]),
			     ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, set_bobs(w, &w->pool->o, SACL), ERROR_NOT_SUPPORTED);
	WORLD_EXPECT(w, set_bobs(w, &w->pool->o, SACL | DACL),
		     ERROR_NOT_SUPPORTED);
}

static void what_is_no_list(struct kunit *test)
{
	struct world *w = test->priv;
	struct list bad = bobs;
	u32 len;

	WORLD_EXPECT(w, set(w, &w->pool->o, DACL, NULL, 0),
		     ERROR_INVALID_PARAMETER);
	for (len = 0; len < sizeof(bobs); len++)
		if (len != 8 && len != 20)
			WORLD_EXPECT(w, set(w, &w->pool->o, OWNER, &bobs, len),
				     ERROR_INVALID_PARAMETER);
	bad.e[1].rights = 8;
	WORLD_EXPECT(w, set(w, &w->pool->o, DACL, &bad, sizeof(bad)),
		     ERROR_INVALID_PARAMETER);
}

static void an_object_that_does_not_exist(struct kunit *test)
{
	struct world *w = test->priv;
	const guid_t *pool = &w->pool->o.guid;
	guid_t guid;
	u32 error;

	guid_gen(&guid);
	WORLD_EXPECT(w, get(w, &guid, 0), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, get(w, pool, 0), 0);
	WORLD_EXPECT(w, get(w, pool, NTMS_TYPE_LIBRARY), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, get(w, pool, 1), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, get(w, pool, NTMS_TYPE_ATTRIBUTE),
		     ERROR_INVALID_PARAMETER);
	error = ntms_security_set(&w->call, world_begin(w), &guid, 0, DACL,
				  &bobs, sizeof(bobs));
	WORLD_EXPECT(w, world_end(w, error), ERROR_OBJECT_NOT_FOUND);
	error = ntms_security_set(&w->call, world_begin(w), pool,
				  NTMS_TYPE_LIBRARY, DACL, &bobs,
				  sizeof(bobs));
	WORLD_EXPECT(w, world_end(w, error), ERROR_OBJECT_NOT_FOUND);
}

/* rights */

struct right_case {
	const char *name;
	u32 rights;		/* of Alice */
	bool owns;		/* Alice does */
	u32 get, dacl, owner;	/* what comes of it */
};

#define NO	ERROR_ACCESS_DENIED

static const struct right_case right_cases[] = {
	{ "nothing", 0, false, NO, NO, NO },
	{ "use, modify and control", U | M | C, false, NO, NO, NO },
	{ "read-control", R, false, 0, NO, NO },
	{ "write-dac", W, false, NO, 0, NO },
	{ "everything", NTMS_ALL_ACCESS, false, 0, 0, NO },
	{ "ownership", 0, true, 0, 0, 0 },
};

static void right_case_name(const struct right_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(right, right_cases, right_case_name);

static void rights_that_are_needed(struct kunit *test)
{
	const struct right_case *c = test->param_value;
	struct list list = {
		.acl.owner = c->owns ? ALICE : 4711,
		.e = {
			{ NTMS_ACL_ALLOW, NTMS_ACL_UID, ALICE, c->rights },
			{ NTMS_ACL_DENY, NTMS_ACL_EVERYONE, 0,
			  NTMS_ALL_ACCESS },
		},
	};
	struct world *w = test->priv;

	WORLD_EXPECT(w, set(w, &w->pool->o, OWNER | DACL, &list, sizeof(list)),
		     0);
	world_become(w, ALICE);
	WORLD_EXPECT(w, get_of(w, &w->pool->o), c->get);
	WORLD_EXPECT(w, set(w, &w->pool->o, DACL, &list, sizeof(list)),
		     c->dacl);
	WORLD_EXPECT(w, set(w, &w->pool->o, GROUP, &list, sizeof(list)),
		     c->owner);
	WORLD_EXPECT(w, set_bobs(w, &w->pool->o, OWNER | DACL),
		     c->owner ?: c->dacl);
}

static void who_has_given_it_away_owns_it_no_more(struct kunit *test)
{
	struct world *w = test->priv;
	struct list list = bobs;

	list.acl.owner = ALICE;
	WORLD_EXPECT(w, set(w, &w->pool->o, OWNER | DACL, &list, sizeof(list)),
		     0);
	world_become(w, ALICE);
	WORLD_EXPECT(w, set_bobs(w, &w->pool->o, OWNER), 0);
	WORLD_EXPECT(w, get_of(w, &w->pool->o), ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, set(w, &w->pool->o, OWNER, &list, sizeof(list)),
		     ERROR_ACCESS_DENIED);
	world_become(w, BOB);
	WORLD_EXPECT(w, get_of(w, &w->pool->o), 0);
}

static void what_is_written_counts_at_once(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, set_bobs(w, &w->pool->o, DACL), 0);
	down_read(&w->m.lock);
	world_become(w, BOB);
	KUNIT_EXPECT_TRUE(test, ntms_permitted(&w->session.caller, &w->pool->o,
					       U));
	world_become(w, ALICE);
	KUNIT_EXPECT_FALSE(test, ntms_permitted(&w->session.caller,
						&w->pool->o, U));
	up_read(&w->m.lock);
}

/* 13.4: pools that exist keep their lists, new ones inherit the new list */
static void children_are_not_changed(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *top = world_pool(w, "Top", NULL), *old, *new;
	const struct ntms_acl *acl;
	u32 len, before;

	old = world_pool(w, "Top\\Old", w->tape);
	list_of(&old->o, &before);
	WORLD_EXPECT(w, set_bobs(w, &top->o, DACL), 0);
	list_of(&old->o, &len);
	KUNIT_EXPECT_EQ(test, len, before);
	new = world_pool(w, "Top\\New", w->tape);
	acl = list_of(&new->o, &len);
	/* the creator, who is root, and then both entries of the parent */
	KUNIT_ASSERT_EQ(test, len, sizeof(*acl) + 3 * sizeof(acl->entries[0]));
	KUNIT_EXPECT_EQ(test, memcmp(&acl->entries[1], bobs.e, sizeof(bobs.e)),
			0);
}

static u32 set_library(struct world *w, void *ctx)
{
	return ntms_security_set(&w->call, &w->t, &w->library->o.guid, 0,
				 OWNER | DACL, &bobs, sizeof(bobs));
}

static void every_allocation_can_fail(struct kunit *test)
{
	world_starve(test->priv, set_library, NULL);
}

static struct kunit_case security_cases[] = {
	KUNIT_CASE(four_kinds_of_objects_have_a_list),
	KUNIT_CASE(other_objects_have_none),
	KUNIT_CASE(only_the_parts_that_are_named_are_written),
	KUNIT_CASE(an_empty_list_can_be_written),
	KUNIT_CASE(parts_that_do_not_exist),
	KUNIT_CASE(what_is_no_list),
	KUNIT_CASE(an_object_that_does_not_exist),
	KUNIT_CASE_PARAM(rights_that_are_needed, right_gen_params),
	KUNIT_CASE(who_has_given_it_away_owns_it_no_more),
	KUNIT_CASE(what_is_written_counts_at_once),
	KUNIT_CASE(children_are_not_changed),
	KUNIT_CASE(every_allocation_can_fail),
	{}
};

static struct kunit_suite security_suite = {
	.name = "ntms_security",
	.init = world_init,
	.exit = world_exit,
	.test_cases = security_cases,
};
kunit_test_suites(&security_suite);
