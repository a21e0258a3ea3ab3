// SPDX-License-Identifier: GPL-2.0
/*
 * Media pools: names, making, opening, deleting them, semantics 4.3 to 4.8.
 */
#include <linux/slab.h>

#include "world.h"

static u32 create(struct world *w, const char *path,
		  const struct ntms_media_type *type, u32 action, guid_t *pool)
{
	guid_t unused;

	return world_end(w, ntms_pool_create(&w->call, world_begin(w), path,
					     type ? &type->o.guid : NULL,
					     action, NULL, 0,
					     pool ? pool : &unused));
}

static u32 delete(struct world *w, const guid_t *pool)
{
	return world_end(w, ntms_pool_delete(&w->call, world_begin(w), pool));
}

static void expect_path(struct world *w, const struct ntms_media_pool *pool,
			const char *path)
{
	char *buf = kunit_kzalloc(w->test, 2048, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(w->test, buf);
	down_read(&w->m.lock);
	WORLD_EXPECT(w, ntms_pool_path(&w->call, &pool->o.guid, buf, 2048), 0);
	up_read(&w->m.lock);
	KUNIT_EXPECT_STREQ(w->test, buf, path);
}

/* text of @n times "a", freed with the test */
static char *letters(struct kunit *test, size_t n)
{
	char *s = kunit_kzalloc(test, n + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	return memset(s, 'a', n);
}

/* creating and opening */

static void a_new_pool_has_the_defaults(struct kunit *test)
{
	struct world *w = test->priv;

	KUNIT_EXPECT_EQ(test, w->pool->pool_type, NTMS_POOLTYPE_APPLICATION);
	KUNIT_EXPECT_EQ(test, w->pool->allocation_policy, 0);
	KUNIT_EXPECT_EQ(test, w->pool->deallocation_policy, 0);
	KUNIT_EXPECT_EQ(test, w->pool->max_allocates, NTMS_UNLIMITED);
	KUNIT_EXPECT_PTR_EQ(test, w->pool->parent, w->m.root);
}

static void each_level_is_made_by_its_own_call(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, create(w, "\\Backup\\Daily", w->tape, NTMS_CREATE_NEW,
			       NULL), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, create(w, "\\Backup", NULL, NTMS_CREATE_NEW, NULL), 0);
	WORLD_EXPECT(w, create(w, "\\Backup\\Daily", w->tape, NTMS_CREATE_NEW,
			       NULL), 0);
	expect_path(w, world_pool(w, "Backup\\Weekly", w->tape),
		    "Backup\\Weekly");
}

struct name_case {
	const char *path;
	u32 error;
	const char *name;
};

static const struct name_case name_cases[] = {
	{ "Backup", 0, "plain" },
	{ "\\Backup", 0, "with a leading backslash" },
	{ "Back up / 2026 (copy)", 0, "with blanks and signs" },
	{ "S\xc3\xa4tze", 0, "with a letter of two bytes" },
	{ "", ERROR_INVALID_NAME, "empty" },
	{ "\\", ERROR_INVALID_NAME, "only a backslash" },
	{ "\\\\Backup", ERROR_INVALID_NAME, "with two leading backslashes" },
	{ "Backup\\", ERROR_INVALID_NAME, "with a trailing backslash" },
	{ "Back\\\\up", ERROR_INVALID_NAME, "with an empty component" },
	{ "Back\nup", ERROR_INVALID_NAME, "with a line feed" },
	{ "Back\x7fup", ERROR_INVALID_NAME, "with a delete character" },
	{ "Back\xc2\x85up", ERROR_INVALID_NAME, "with a C1 control character" },
	{ "Back\xffup", ERROR_INVALID_NAME, "that is not UTF-8" },
	{ NULL, ERROR_INVALID_PARAMETER, "that is missing" },
};

static void name_case_name(const struct name_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "a name %s", c->name);
}
KUNIT_ARRAY_PARAM(name, name_cases, name_case_name);

static void names_of_new_pools(struct kunit *test)
{
	const struct name_case *c = test->param_value;
	struct world *w = test->priv;

	WORLD_EXPECT(w, create(w, c->path, w->tape, NTMS_CREATE_NEW, NULL),
		     c->error);
}

static void names_have_at_most_63_characters(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, create(w, letters(test, 63), NULL, NTMS_CREATE_NEW,
			       NULL), 0);
	WORLD_EXPECT(w, create(w, letters(test, 64), NULL, NTMS_CREATE_NEW,
			       NULL), ERROR_INVALID_NAME);
}

static void paths_have_at_most_511_characters(struct kunit *test)
{
	struct world *w = test->priv;
	char *path = letters(test, 600);
	u32 i;

	for (i = 1; i <= 8; i++) {
		path[i * 64 - 1] = 0;
		WORLD_EXPECT(w, create(w, path, NULL, NTMS_CREATE_NEW, NULL),
			     0);
		path[i * 64 - 1] = '\\';
	}
	/* and now 8 levels of 62 letters, below them 7 letters or 8 */
	memset(path, 'b', 600);
	for (i = 1; i <= 8; i++) {
		path[i * 63 - 1] = 0;
		WORLD_EXPECT(w, create(w, path, NULL, NTMS_CREATE_NEW, NULL),
			     0);
		path[i * 63 - 1] = '\\';
	}
	path[512] = 0;
	WORLD_EXPECT(w, create(w, path, NULL, NTMS_CREATE_NEW, NULL),
		     ERROR_INVALID_NAME);
	path[511] = 0;
	WORLD_EXPECT(w, create(w, path, NULL, NTMS_CREATE_NEW, NULL), 0);
}

static void actions_on_a_pool_that_exists(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t pool;

	WORLD_EXPECT(w, create(w, "App", w->tape, NTMS_CREATE_NEW, NULL),
		     ERROR_ALREADY_EXISTS);
	WORLD_EXPECT(w, create(w, "App", w->tape, NTMS_OPEN_EXISTING, &pool),
		     0);
	KUNIT_EXPECT_TRUE(test, guid_equal(&pool, &w->pool->o.guid));
	/* the type is ignored */
	WORLD_EXPECT(w, create(w, "\\App", w->disk, NTMS_OPEN_ALWAYS, &pool),
		     0);
	KUNIT_EXPECT_TRUE(test, guid_equal(&pool, &w->pool->o.guid));
	KUNIT_EXPECT_EQ(test, w->number_of_events, 0);
}

static void actions_on_a_pool_that_does_not_exist(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, create(w, "New", w->tape, NTMS_OPEN_EXISTING, NULL),
		     ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, create(w, "New", w->tape, NTMS_OPEN_ALWAYS, NULL), 0);
}

static void actions_that_do_not_exist(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, create(w, "New", w->tape, 0, NULL),
		     ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, create(w, "New", w->tape, 4, NULL),
		     ERROR_INVALID_PARAMETER);
}

static void names_differ_in_case(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, create(w, "APP", w->tape, NTMS_CREATE_NEW, NULL), 0);
}

static void system_pools_can_be_opened_but_not_extended(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t pool;

	WORLD_EXPECT(w, create(w, "Free\\LTO_Ultrium", NULL, NTMS_OPEN_EXISTING,
			       &pool), 0);
	KUNIT_EXPECT_TRUE(test, guid_equal(&pool, &w->free->o.guid));
	WORLD_EXPECT(w, create(w, "Free\\Mine", w->tape, NTMS_CREATE_NEW, NULL),
		     ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, create(w, "Import\\LTO_Ultrium\\Mine", w->tape,
			       NTMS_CREATE_NEW, NULL), ERROR_OBJECT_NOT_FOUND);
}

static void pools_with_media_cannot_hold_pools(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, create(w, "App\\Mine", w->tape, NTMS_CREATE_NEW, NULL),
		     ERROR_OBJECT_NOT_FOUND);
}

static void unknown_media_type(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t type, pool;
	u32 error;

	guid_gen(&type);
	error = ntms_pool_create(&w->call, world_begin(w), "New", &type,
				 NTMS_CREATE_NEW, NULL, 0, &pool);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_MEDIA);
	/* a null GUID is none */
	error = ntms_pool_create(&w->call, world_begin(w), "New", &guid_null,
				 NTMS_CREATE_NEW, NULL, 0, &pool);
	WORLD_EXPECT(w, world_end(w, error), 0);
}

static void creating_needs_the_control_right_on_root_and_parent(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *top = world_pool(w, "Top", NULL);

	world_grant(w, &w->m.root->o, ALICE, NTMS_CONTROL_ACCESS);
	world_grant(w, &top->o, ALICE, NTMS_ALL_ACCESS & ~NTMS_CONTROL_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, create(w, "New", NULL, NTMS_CREATE_NEW, NULL), 0);
	WORLD_EXPECT(w, create(w, "Top\\New", NULL, NTMS_CREATE_NEW, NULL),
		     ERROR_ACCESS_DENIED);
	world_grant(w, &top->o, ALICE, NTMS_CONTROL_ACCESS);
	WORLD_EXPECT(w, create(w, "Top\\New", NULL, NTMS_CREATE_NEW, NULL), 0);
	world_grant(w, &w->m.root->o, BOB, NTMS_CONTROL_ACCESS);
	WORLD_EXPECT(w, create(w, "Top\\Newer", NULL, NTMS_CREATE_NEW, NULL),
		     ERROR_ACCESS_DENIED);
}

static void opening_needs_the_use_right(struct kunit *test)
{
	struct world *w = test->priv;

	world_become(w, ALICE);
	WORLD_EXPECT(w, create(w, "App", NULL, NTMS_OPEN_EXISTING, NULL),
		     ERROR_ACCESS_DENIED);
	world_grant(w, &w->pool->o, ALICE, NTMS_USE_ACCESS);
	WORLD_EXPECT(w, create(w, "App", NULL, NTMS_OPEN_EXISTING, NULL), 0);
}

static void creating_sends_events(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t pool;

	WORLD_EXPECT(w, create(w, "New", w->tape, NTMS_CREATE_NEW, &pool), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_INSERT,
					   NTMS_TYPE_MEDIA_POOL, &pool), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL,
					   &w->m.root->o.guid), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 2);
}

static u32 starving(struct world *w, void *pool)
{
	return ntms_pool_create(&w->call, &w->t, "New", &w->tape->o.guid,
				NTMS_CREATE_NEW, NULL, 0, pool);
}

static void creating_without_memory_changes_nothing(struct kunit *test)
{
	guid_t pool;

	world_starve(test->priv, starving, &pool);
}

/* deleting */

static void an_empty_pool_is_deleted(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t pool = w->pool->o.guid;

	WORLD_EXPECT(w, delete(w, &pool), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_DELETE,
					   NTMS_TYPE_MEDIA_POOL, &pool), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL, NULL), 1);
	WORLD_EXPECT(w, delete(w, &pool), ERROR_INVALID_MEDIA_POOL);
}

static void a_pool_that_held_media_is_deleted(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	u32 error;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	error = ntms_pool_move(&w->call, world_begin(w), &pm->o.guid,
			       &w->other->o.guid);
	WORLD_EXPECT(w, world_end(w, error), 0);
	WORLD_EXPECT(w, delete(w, &w->pool->o.guid), 0);
}

static void a_pool_with_media_is_not_deleted(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, delete(w, &w->pool->o.guid), ERROR_NOT_EMPTY);
}

static void a_pool_with_pools_is_not_deleted(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *top = world_pool(w, "Top", NULL);

	world_pool(w, "Top\\Low", NULL);
	WORLD_EXPECT(w, delete(w, &top->o.guid), ERROR_NOT_EMPTY);
}

static void system_pools_are_not_deleted(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, delete(w, &w->free->o.guid), ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, delete(w, &w->m.import->o.guid),
		     ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, delete(w, &w->m.root->o.guid),
		     ERROR_INVALID_MEDIA_POOL);
}

static void no_pool_is_deleted(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t guid;

	guid_gen(&guid);
	WORLD_EXPECT(w, delete(w, &guid), ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, delete(w, &guid_null), ERROR_INVALID_PARAMETER);
}

static void deleting_needs_the_modify_right(struct kunit *test)
{
	struct world *w = test->priv;

	world_grant(w, &w->pool->o, ALICE, NTMS_ALL_ACCESS &
		    ~NTMS_MODIFY_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, delete(w, &w->pool->o.guid), ERROR_ACCESS_DENIED);
	world_grant(w, &w->pool->o, ALICE, NTMS_MODIFY_ACCESS);
	WORLD_EXPECT(w, delete(w, &w->pool->o.guid), 0);
}

/* names */

static void the_name_of_a_pool_is_its_path(struct kunit *test)
{
	struct world *w = test->priv;

	world_pool(w, "Top", NULL);
	world_pool(w, "Top\\Middle", NULL);
	expect_path(w, world_pool(w, "\\Top\\Middle\\Low", w->tape),
		    "Top\\Middle\\Low");
	expect_path(w, w->free, "Free\\LTO_Ultrium");
	expect_path(w, w->m.root, "");
}

static void the_name_of_an_unknown_pool(struct kunit *test)
{
	struct world *w = test->priv;
	char buf[16];
	guid_t guid;

	guid_gen(&guid);
	down_read(&w->m.lock);
	WORLD_EXPECT(w, ntms_pool_path(&w->call, &guid, buf, sizeof(buf)),
		     ERROR_INVALID_MEDIA_POOL);
	up_read(&w->m.lock);
}

static void the_name_needs_the_use_right_and_room(struct kunit *test)
{
	struct world *w = test->priv;
	char buf[4];

	world_become(w, ALICE);
	down_read(&w->m.lock);
	WORLD_EXPECT(w, ntms_pool_path(&w->call, &w->pool->o.guid, buf,
				       sizeof(buf)), ERROR_ACCESS_DENIED);
	up_read(&w->m.lock);
	world_grant(w, &w->pool->o, ALICE, NTMS_USE_ACCESS);
	down_read(&w->m.lock);
	WORLD_EXPECT(w, ntms_pool_path(&w->call, &w->pool->o.guid, buf,
				       sizeof(buf)), 0);
	KUNIT_EXPECT_STREQ(test, buf, "App");
	WORLD_EXPECT(w, ntms_pool_path(&w->call, &w->pool->o.guid, buf, 3),
		     ERROR_INVALID_NAME);
	up_read(&w->m.lock);
}

static struct kunit_case pool_cases[] = {
	KUNIT_CASE(a_new_pool_has_the_defaults),
	KUNIT_CASE(each_level_is_made_by_its_own_call),
	KUNIT_CASE_PARAM(names_of_new_pools, name_gen_params),
	KUNIT_CASE(names_have_at_most_63_characters),
	KUNIT_CASE(paths_have_at_most_511_characters),
	KUNIT_CASE(actions_on_a_pool_that_exists),
	KUNIT_CASE(actions_on_a_pool_that_does_not_exist),
	KUNIT_CASE(actions_that_do_not_exist),
	KUNIT_CASE(names_differ_in_case),
	KUNIT_CASE(system_pools_can_be_opened_but_not_extended),
	KUNIT_CASE(pools_with_media_cannot_hold_pools),
	KUNIT_CASE(unknown_media_type),
	KUNIT_CASE(creating_needs_the_control_right_on_root_and_parent),
	KUNIT_CASE(opening_needs_the_use_right),
	KUNIT_CASE(creating_sends_events),
	KUNIT_CASE(creating_without_memory_changes_nothing),
	KUNIT_CASE(an_empty_pool_is_deleted),
	KUNIT_CASE(a_pool_that_held_media_is_deleted),
	KUNIT_CASE(a_pool_with_media_is_not_deleted),
	KUNIT_CASE(a_pool_with_pools_is_not_deleted),
	KUNIT_CASE(system_pools_are_not_deleted),
	KUNIT_CASE(no_pool_is_deleted),
	KUNIT_CASE(deleting_needs_the_modify_right),
	KUNIT_CASE(the_name_of_a_pool_is_its_path),
	KUNIT_CASE(the_name_of_an_unknown_pool),
	KUNIT_CASE(the_name_needs_the_use_right_and_room),
	{}
};

static struct kunit_suite pool_suite = {
	.name = "ntms_pool",
	.init = world_init,
	.exit = world_exit,
	.test_cases = pool_cases,
};
kunit_test_suites(&pool_suite);
