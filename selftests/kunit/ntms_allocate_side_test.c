// SPDX-License-Identifier: GPL-2.0
/*
 * AllocateNtmsMedia of a certain side: NEW, NEXT, a side that is named and the
 * reasons why it cannot be had; events, and what happens without memory.
 */
#include "world.h"

static u32 allocate_next(struct world *w, struct ntms_media_pool *pool,
			 const struct ntms_logical_media *lm,
			 const guid_t *partition,
			 struct ntms_logical_media **next)
{
	struct ntms_allocation a = world_request(pool, NTMS_ALLOCATE_NEXT);
	u32 error;

	guid_copy(&a.media, &lm->o.guid);
	if (partition)
		guid_copy(&a.partition, partition);
	error = world_allocate(w, &a);
	/* on failure the caller keeps what he had */
	KUNIT_EXPECT_EQ(w->test, !!error, guid_equal(&a.media, &lm->o.guid));
	if (!error && next) {
		down_read(&w->m.lock);
		*next = ntms_logical_media(ntms_find(&w->m, &a.media));
		up_read(&w->m.lock);
	}
	return error;
}

static void new_reserves_the_other_side(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;

	world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	side = world_get(w, w->disks, NTMS_ALLOCATE_NEW)->sides;
	KUNIT_EXPECT_EQ(test, side->physical_media->sides[!side->side]->state,
			NTMS_PARTSTATE_RESERVED);
	WORLD_EXPECT(w, world_allocate_any(w, w->disks, 0), ERROR_TIMEOUT);
}

static void new_takes_whole_media_only(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	world_get(w, w->disks, 0);
	WORLD_EXPECT(w, world_allocate_any(w, w->disks, NTMS_ALLOCATE_NEW),
		     ERROR_TIMEOUT);
	WORLD_EXPECT(w, world_allocate_any(w, w->disks, 0), 0);
}

static void new_on_a_tape_is_a_plain_allocation(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, NTMS_ALLOCATE_NEW), 0);
}

static void next_takes_the_reserved_side(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_logical_media *first, *second = NULL;

	world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	first = world_get(w, w->disks, NTMS_ALLOCATE_NEW);
	WORLD_EXPECT(w, allocate_next(w, w->disks, first, NULL, &second), 0);
	KUNIT_ASSERT_NOT_NULL(test, second);
	KUNIT_EXPECT_PTR_NE(test, first, second);
	KUNIT_EXPECT_PTR_EQ(test, first->sides->physical_media,
			    second->sides->physical_media);
	KUNIT_EXPECT_EQ(test, second->sides->allocate_count, 1);
	WORLD_EXPECT(w, allocate_next(w, w->disks, first, NULL, NULL),
		     ERROR_MEDIA_UNAVAILABLE);
}

static void next_works_while_the_medium_is_mounted(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_logical_media *first;

	world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	first = world_get(w, w->disks, NTMS_ALLOCATE_NEW);
	world_load(w, first->sides->physical_media, NTMS_DRIVESTATE_LOADED);
	WORLD_EXPECT(w, allocate_next(w, w->disks, first, NULL, NULL), 0);
}

static void next_with_a_side_of_the_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_logical_media *first;
	struct ntms_partition *side;

	world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	first = world_get(w, w->disks, NTMS_ALLOCATE_NEW);
	side = first->sides->physical_media->sides[!first->sides->side];
	WORLD_EXPECT(w, allocate_next(w, w->disks, first, &side->o.guid, NULL),
		     0);
}

static void next_with_a_side_of_another_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_logical_media *first;

	world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	first = world_get(w, w->disks, NTMS_ALLOCATE_NEW);
	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, allocate_next(w, w->disks, first, &pm->sides[0]->o.guid,
				      NULL), ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, allocate_next(w, w->disks, first, &pm->o.guid, NULL),
		     ERROR_INVALID_MEDIA);
}

static void next_of_a_medium_of_another_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_logical_media *first;

	world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	first = world_get(w, w->disks, NTMS_ALLOCATE_NEW);
	WORLD_EXPECT(w, allocate_next(w, world_pool(w, "More", w->disk), first,
				      NULL, NULL), ERROR_INVALID_MEDIA);
}

static void next_of_no_logical_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = world_request(w->disks, NTMS_ALLOCATE_NEXT);
	struct ntms_physical_media *pm;

	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_INVALID_MEDIA);
	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	guid_copy(&a.media, &pm->sides[0]->o.guid);
	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_INVALID_MEDIA);
}

static void next_never_looks_elsewhere(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_logical_media *first;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	world_policy(w, w->pool, NTMS_ALLOCATE_FROMSCRATCH, 0, NTMS_UNLIMITED);
	first = world_get(w, w->pool, NTMS_ALLOCATE_NEW);
	WORLD_EXPECT(w, allocate_next(w, w->pool, first, NULL, NULL),
		     ERROR_MEDIA_UNAVAILABLE);
}

/* a side that is named */

static void named_side_of_the_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_get_side(w, w->pool, pm->sides[0]);
	KUNIT_EXPECT_EQ(test, pm->sides[0]->state, NTMS_PARTSTATE_ALLOCATED);
}

static void named_side_does_not_exist(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = world_request(w->pool, 0);

	guid_gen(&a.partition);
	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_INVALID_MEDIA);
	guid_copy(&a.partition, &w->pool->o.guid);
	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_INVALID_MEDIA);
}

static void named_import_side_comes_into_the_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->import_disks, NTMS_PARTSTATE_IMPORT);
	world_get_side(w, w->disks, pm->sides[1]);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, w->disks);
	KUNIT_EXPECT_EQ(test, pm->sides[1]->state, NTMS_PARTSTATE_ALLOCATED);
	KUNIT_EXPECT_EQ(test, pm->sides[0]->state, NTMS_PARTSTATE_IMPORT);
	/* the other side is nobody's until it is named, too */
	WORLD_EXPECT(w, world_allocate_any(w, w->disks, 0), ERROR_TIMEOUT);
	world_get_side(w, w->disks, pm->sides[0]);
}

static void named_import_side_with_new_leaves_its_sibling(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->import_disks, NTMS_PARTSTATE_IMPORT);
	WORLD_EXPECT(w, world_allocate_side(w, w->disks, pm->sides[0],
					    NTMS_ALLOCATE_NEW), 0);
	KUNIT_EXPECT_EQ(test, pm->sides[1]->state, NTMS_PARTSTATE_IMPORT);
}

static void named_free_side_needs_no_policy(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	world_get_side(w, w->pool, pm->sides[0]);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, w->pool);
}

static void named_side_of_another_application(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->other, NTMS_PARTSTATE_AVAILABLE);
	world_get_side(w, w->pool, pm->sides[0]);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, w->pool);
}

static void logical_media_follow_their_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *more = world_pool(w, "More", w->disk);
	struct ntms_physical_media *pm;
	struct ntms_logical_media *lm;

	pm = world_medium(w, more, NTMS_PARTSTATE_AVAILABLE);
	lm = world_get_side(w, more, pm->sides[0]);
	world_get_side(w, w->disks, pm->sides[1]);
	KUNIT_EXPECT_PTR_EQ(test, lm->pool, w->disks);
}

static void named_side_is_off_line(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_offline(w, pm);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0),
		     ERROR_MEDIA_OFFLINE);
}

static void named_side_in_a_library_not_present(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_operational(w, &w->library->o, NTMS_NOT_PRESENT);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0),
		     ERROR_MEDIA_OFFLINE);
}

static void named_side_in_a_library_not_ready(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_operational(w, &w->library->o, NTMS_NEEDS_SERVICE);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0),
		     ERROR_DEVICE_NOT_AVAILABLE);
}

static void named_side_is_disabled(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_enable(w, &pm->o, false);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0),
		     ERROR_RESOURCE_DISABLED);
	world_enable(w, &pm->o, true);
	world_enable(w, &w->library->o, false);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0),
		     ERROR_RESOURCE_DISABLED);
}

static void named_side_is_in_use(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_load(w, pm, NTMS_DRIVESTATE_LOADED);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0), ERROR_BUSY);
}

static void named_side_is_of_another_type(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0),
		     ERROR_MEDIA_INCOMPATIBLE);
}

static void named_side_is_at_the_limit(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_side(w, pm->sides[0], NTMS_PARTSTATE_AVAILABLE, 1);
	world_policy(w, w->pool, 0, 0, 1);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0),
		     ERROR_INVALID_STATE);
}

static void named_side_is_not_the_whole_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	world_get_side(w, w->disks, pm->sides[0]);
	WORLD_EXPECT(w, world_allocate_side(w, w->disks, pm->sides[1],
					    NTMS_ALLOCATE_NEW), ERROR_INVALID_STATE);
}

struct state_case {
	u32 state;
	u32 error;
	const char *name;
};

static const struct state_case state_cases[] = {
	{ NTMS_PARTSTATE_UNKNOWN, ERROR_INVALID_STATE, "unknown" },
	{ NTMS_PARTSTATE_UNPREPARED, ERROR_INVALID_STATE, "unprepared" },
	{ NTMS_PARTSTATE_INCOMPATIBLE, ERROR_INVALID_STATE, "incompatible" },
	{ NTMS_PARTSTATE_DECOMMISSIONED, ERROR_INVALID_STATE,
	  "decommissioned" },
	{ NTMS_PARTSTATE_AVAILABLE, 0, "available" },
	{ NTMS_PARTSTATE_ALLOCATED, ERROR_INVALID_STATE, "allocated" },
	{ NTMS_PARTSTATE_COMPLETE, ERROR_INVALID_STATE, "complete" },
	{ NTMS_PARTSTATE_FOREIGN, ERROR_INVALID_STATE, "unrecognized" },
	{ NTMS_PARTSTATE_IMPORT, 0, "import" },
	{ NTMS_PARTSTATE_RESERVED, ERROR_INVALID_STATE, "reserved" },
};

static void state_case_name(const struct state_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "a side that is %s", c->name);
}
KUNIT_ARRAY_PARAM(state, state_cases, state_case_name);

static void named_side_in_each_state(struct kunit *test)
{
	const struct state_case *c = test->param_value;
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	guid_t media;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	if (c->state == NTMS_PARTSTATE_ALLOCATED ||
	    c->state == NTMS_PARTSTATE_COMPLETE)
		guid_copy(&media, &world_get(w, w->pool, 0)->o.guid);
	else
		world_side(w, pm->sides[0], c->state, 0);
	if (c->state == NTMS_PARTSTATE_COMPLETE)
		WORLD_EXPECT(w, world_end(w, ntms_media_complete(&w->call,
								 world_begin(w),
								 &media)), 0);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0), c->error);
}

static void other_sources_need_the_control_right(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm, *import;

	pm = world_medium(w, w->other, NTMS_PARTSTATE_AVAILABLE);
	import = world_medium(w, w->import, NTMS_PARTSTATE_IMPORT);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	world_grant(w, &w->other->o, ALICE, NTMS_USE_ACCESS);
	world_grant(w, &w->import->o, ALICE, NTMS_USE_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0),
		     ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, import->sides[0], 0),
		     ERROR_ACCESS_DENIED);
	world_grant(w, &w->other->o, ALICE, NTMS_CONTROL_ACCESS);
	world_grant(w, &w->import->o, ALICE, NTMS_CONTROL_ACCESS);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0), 0);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, import->sides[0], 0), 0);
}

/* events and memory */

static void events_of_an_allocation(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = world_request(w->pool, 0);

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_allocate(w, &a), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_INSERT,
					   NTMS_TYPE_LOGICAL_MEDIA, &a.media),
			1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_PARTITION, NULL), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL,
					   &w->pool->o.guid), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 3);
}

static void events_of_an_allocation_from_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	world_policy(w, w->pool, NTMS_ALLOCATE_FROMSCRATCH, 0, NTMS_UNLIMITED);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_PHYSICAL_MEDIA, NULL), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL, NULL), 2);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 5);
}

static u32 starving(struct world *w, void *ctx)
{
	struct ntms_allocation a = world_request(w->disks, NTMS_ALLOCATE_NEW);

	return ntms_media_allocate(&w->call, &w->t, &a);
}

static void out_of_memory_changes_nothing(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->free_disks, NTMS_PARTSTATE_AVAILABLE);
	world_policy(w, w->disks, NTMS_ALLOCATE_FROMSCRATCH, 0, NTMS_UNLIMITED);
	world_starve(w, starving, NULL);
}

static struct kunit_case allocate_side_cases[] = {
	KUNIT_CASE(new_reserves_the_other_side),
	KUNIT_CASE(new_takes_whole_media_only),
	KUNIT_CASE(new_on_a_tape_is_a_plain_allocation),
	KUNIT_CASE(next_takes_the_reserved_side),
	KUNIT_CASE(next_works_while_the_medium_is_mounted),
	KUNIT_CASE(next_with_a_side_of_the_medium),
	KUNIT_CASE(next_with_a_side_of_another_medium),
	KUNIT_CASE(next_of_a_medium_of_another_pool),
	KUNIT_CASE(next_of_no_logical_medium),
	KUNIT_CASE(next_never_looks_elsewhere),
	KUNIT_CASE(named_side_of_the_pool),
	KUNIT_CASE(named_side_does_not_exist),
	KUNIT_CASE(named_import_side_comes_into_the_pool),
	KUNIT_CASE(named_import_side_with_new_leaves_its_sibling),
	KUNIT_CASE(named_free_side_needs_no_policy),
	KUNIT_CASE(named_side_of_another_application),
	KUNIT_CASE(logical_media_follow_their_medium),
	KUNIT_CASE(named_side_is_off_line),
	KUNIT_CASE(named_side_in_a_library_not_present),
	KUNIT_CASE(named_side_in_a_library_not_ready),
	KUNIT_CASE(named_side_is_disabled),
	KUNIT_CASE(named_side_is_in_use),
	KUNIT_CASE(named_side_is_of_another_type),
	KUNIT_CASE(named_side_is_at_the_limit),
	KUNIT_CASE(named_side_is_not_the_whole_medium),
	KUNIT_CASE_PARAM(named_side_in_each_state, state_gen_params),
	KUNIT_CASE(other_sources_need_the_control_right),
	KUNIT_CASE(events_of_an_allocation),
	KUNIT_CASE(events_of_an_allocation_from_the_free_pool),
	KUNIT_CASE(out_of_memory_changes_nothing),
	{}
};

static struct kunit_suite allocate_side_suite = {
	.name = "ntms_allocate_side",
	.init = world_init,
	.exit = world_exit,
	.test_cases = allocate_side_cases,
};
kunit_test_suites(&allocate_side_suite);
