// SPDX-License-Identifier: GPL-2.0
/*
 * SetNtmsObjectInformation: names, which are display names except those of
 * pools, and the rights that each type takes.
 */
#include <linux/string.h>

#include "world.h"

static void media_are_renamed_and_get_their_default_back(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	char name[16];

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_set_name(w, &pm->o, "Monday"), 0);
	KUNIT_EXPECT_STREQ(test, ntms_display_name(&pm->o, name), "Monday");
	WORLD_EXPECT(w, world_set_name(w, &pm->o, ""), 0);
	KUNIT_EXPECT_STREQ(test, ntms_display_name(&pm->o, name),
			   pm->bar_code);
}

static void the_default_name_that_get_returned_stays_the_default(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_set_name(w, &pm->o, pm->bar_code), 0);
	KUNIT_EXPECT_NULL(test, pm->o.name);
}

static void two_media_may_have_one_name(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *a, *b;

	a = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	b = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_set_name(w, &a->o, "Monday"), 0);
	WORLD_EXPECT(w, world_set_name(w, &b->o, "Monday"), 0);
}

static void sides_logical_media_and_libraries_are_renamed(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	WORLD_EXPECT(w, world_set_name(w, &side->o, "Front"), 0);
	WORLD_EXPECT(w, world_set_name(w, &side->logical_media->o, "Set 1"), 0);
	WORLD_EXPECT(w, world_set_name(w, &w->library->o, "Cellar"), 0);
	KUNIT_EXPECT_STREQ(test, side->o.name, "Front");
	KUNIT_EXPECT_STREQ(test, side->logical_media->o.name, "Set 1");
	KUNIT_EXPECT_STREQ(test, w->library->o.name, "Cellar");
}

static void names_of_media_are_checked(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_set_name(w, &pm->o, "a\nb"), ERROR_INVALID_NAME);
	WORLD_EXPECT(w, world_set_name(w, &pm->o, "\xc0\x80"),
		     ERROR_INVALID_NAME);
	WORLD_EXPECT(w, world_set_name(w, &pm->o, "a\\b"), 0);
}

static void a_pool_is_renamed(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *found;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_set_name(w, &w->pool->o, "Backup"), 0);
	down_read(&w->m.lock);
	found = ntms_pool_child(w->m.root, "Backup", 6);
	KUNIT_EXPECT_PTR_EQ(test, found, w->pool);
	found = ntms_pool_child(w->m.root, "App", 3);
	KUNIT_EXPECT_NULL(test, found);
	up_read(&w->m.lock);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
}

static void a_pool_keeps_its_name(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_set_name(w, &w->pool->o, "App"), 0);
}

static void the_name_of_another_pool(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_set_name(w, &w->pool->o, "Other"),
		     ERROR_ALREADY_EXISTS);
	WORLD_EXPECT(w, world_set_name(w, &w->pool->o, "Free"),
		     ERROR_ALREADY_EXISTS);
	/* the same name below another pool is another path */
	world_pool(w, "Top", NULL);
	WORLD_EXPECT(w, world_set_name(w, &world_pool(w, "Top\\Low", NULL)->o,
				       "App"), 0);
}

static void names_that_pools_cannot_have(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_set_name(w, &w->pool->o, ""), ERROR_INVALID_NAME);
	WORLD_EXPECT(w, world_set_name(w, &w->pool->o, "a\\b"),
		     ERROR_INVALID_NAME);
	WORLD_EXPECT(w, world_set_name(w, &w->pool->o, "a\x01"),
		     ERROR_INVALID_NAME);
}

/* "a\b\c...", as long as a path may be; its last component is @last long */
static void deep_pools(struct world *w, u32 last)
{
	char *path = kunit_kzalloc(w->test, 600, GFP_KERNEL);
	u32 len = 1;

	KUNIT_ASSERT_NOT_NULL(w->test, path);
	path[0] = 'a';
	world_pool(w, path, NULL);
	while (len + 1 + last < NTMS_PATH_UNITS) {
		path[len++] = '\\';
		memset(path + len, 'b', 59);
		len += 59;
		if (len > NTMS_PATH_UNITS)
			len = NTMS_PATH_UNITS;
		path[len] = 0;
		world_pool(w, path, NULL);
	}
	KUNIT_ASSERT_EQ(w->test, len, NTMS_PATH_UNITS);
}

static void a_name_that_makes_paths_below_too_long(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *top, *middle;
	char name[64] = {};

	deep_pools(w, 1);
	down_read(&w->m.lock);
	top = ntms_pool_child(w->m.root, "a", 1);
	up_read(&w->m.lock);
	KUNIT_ASSERT_NOT_NULL(test, top);
	WORLD_EXPECT(w, world_set_name(w, &top->o, "c"), 0);
	WORLD_EXPECT(w, world_set_name(w, &top->o, "cc"), ERROR_INVALID_NAME);
	down_read(&w->m.lock);
	middle = ntms_media_pool(rb_entry_safe(rb_first(&top->children),
					       struct ntms_object, node));
	up_read(&w->m.lock);
	KUNIT_ASSERT_NOT_NULL(test, middle);
	memset(name, 'd', 60);
	WORLD_EXPECT(w, world_set_name(w, &middle->o, name),
		     ERROR_INVALID_NAME);
	name[59] = 0;
	WORLD_EXPECT(w, world_set_name(w, &middle->o, name), 0);
}

/* rights */

struct right_case {
	const char *name;
	u32 type;
	u32 right;
};

static const struct right_case right_cases[] = {
	{ "the computer", NTMS_TYPE_COMPUTER, NTMS_MODIFY_ACCESS },
	{ "a media type", NTMS_TYPE_MEDIA_TYPE, NTMS_MODIFY_ACCESS },
	{ "a library", NTMS_TYPE_LIBRARY, NTMS_CONTROL_ACCESS },
	{ "a drive", NTMS_TYPE_DRIVE, NTMS_MODIFY_ACCESS },
	{ "a slot", NTMS_TYPE_STORAGESLOT, NTMS_MODIFY_ACCESS },
	{ "a pool", NTMS_TYPE_MEDIA_POOL, NTMS_MODIFY_ACCESS },
	{ "a medium", NTMS_TYPE_PHYSICAL_MEDIA, NTMS_MODIFY_ACCESS },
	{ "a side", NTMS_TYPE_PARTITION, NTMS_MODIFY_ACCESS },
	{ "a logical medium", NTMS_TYPE_LOGICAL_MEDIA, NTMS_MODIFY_ACCESS },
};

static void right_case_name(const struct right_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "to change %s", c->name);
}
KUNIT_ARRAY_PARAM(right, right_cases, right_case_name);

static void rights_that_are_needed(struct kunit *test)
{
	const struct right_case *c = test->param_value;
	struct world *w = test->priv;
	struct ntms_object *o = NULL, *last = NULL, *bearer = NULL;
	guid_t media;
	u32 id;

	world_allocated(w, &media);
	down_read(&w->m.lock);
	ntms_for_each(&w->m, c->type, id, o)
		last = o;
	if (last)
		bearer = ntms_bearer(&w->m, last);
	up_read(&w->m.lock);
	KUNIT_ASSERT_NOT_NULL(test, bearer);
	world_become(w, ALICE);
	world_grant(w, bearer, ALICE, NTMS_ALL_ACCESS & ~c->right);
	WORLD_EXPECT(w, world_set_text(w, last, NTMS_A_OBJECT_DESCRIPTION, "x"),
		     ERROR_ACCESS_DENIED);
	world_grant(w, bearer, ALICE, c->right);
	WORLD_EXPECT(w, world_set_text(w, last, NTMS_A_OBJECT_DESCRIPTION, "x"),
		     0);
}

static struct kunit_case info_name_cases[] = {
	KUNIT_CASE(media_are_renamed_and_get_their_default_back),
	KUNIT_CASE(the_default_name_that_get_returned_stays_the_default),
	KUNIT_CASE(two_media_may_have_one_name),
	KUNIT_CASE(sides_logical_media_and_libraries_are_renamed),
	KUNIT_CASE(names_of_media_are_checked),
	KUNIT_CASE(a_pool_is_renamed),
	KUNIT_CASE(a_pool_keeps_its_name),
	KUNIT_CASE(the_name_of_another_pool),
	KUNIT_CASE(names_that_pools_cannot_have),
	KUNIT_CASE(a_name_that_makes_paths_below_too_long),
	KUNIT_CASE_PARAM(rights_that_are_needed, right_gen_params),
	{}
};

static struct kunit_suite info_name_suite = {
	.name = "ntms_info_name",
	.init = world_init,
	.exit = world_exit,
	.test_cases = info_name_cases,
};
kunit_test_suites(&info_name_suite);
