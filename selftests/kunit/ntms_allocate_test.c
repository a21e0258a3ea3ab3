// SPDX-License-Identifier: GPL-2.0
/*
 * AllocateNtmsMedia when the caller leaves the choice: arguments, which sides
 * are found, in which order, and who may.
 */
#include "world.h"

/* arguments */

static void options_that_do_not_exist(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 8), ERROR_INVALID_PARAMETER);
}

static void new_and_next_exclude_each_other(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = world_request(w->pool, NTMS_ALLOCATE_NEW |
						 NTMS_ALLOCATE_NEXT);

	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_INVALID_PARAMETER);
}

static void no_pool_named(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = {};

	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_INVALID_PARAMETER);
}

static void unknown_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = {};

	guid_gen(&a.pool);
	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_INVALID_MEDIA_POOL);
}

static void guid_of_a_medium_as_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_allocation a = {};

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	guid_copy(&a.pool, &pm->o.guid);
	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_INVALID_MEDIA_POOL);
}

static void system_pools_are_no_destination(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_allocate_any(w, w->free, 0), ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, world_allocate_any(w, w->import, 0),
		     ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, world_allocate_any(w, w->unrecognized, 0),
		     ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, world_allocate_any(w, w->m.root, 0),
		     ERROR_INVALID_MEDIA_POOL);
}

static void a_pool_of_pools_is_no_destination(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_allocate_any(w, world_pool(w, "Top", NULL), 0),
		     ERROR_INVALID_MEDIA_POOL);
}

/* the search */

static void takes_an_available_side_of_the_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = world_request(w->pool, 0);
	struct ntms_physical_media *pm;
	struct ntms_partition *side;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	side = pm->sides[0];
	WORLD_EXPECT(w, world_allocate(w, &a), 0);
	KUNIT_EXPECT_EQ(test, side->state, NTMS_PARTSTATE_ALLOCATED);
	KUNIT_EXPECT_EQ(test, side->allocate_count, 1);
	KUNIT_ASSERT_NOT_NULL(test, side->logical_media);
	KUNIT_EXPECT_TRUE(test, guid_equal(&side->logical_media->o.guid,
					   &a.media));
	KUNIT_EXPECT_PTR_EQ(test, side->logical_media->pool, w->pool);
	KUNIT_EXPECT_TRUE(test, guid_equal(&a.from, &w->pool->o.guid));
}

static void only_available_sides_are_found(struct kunit *test)
{
	struct world *w = test->priv;
	u32 state;

	for (state = 0; state <= NTMS_PARTSTATE_RESERVED; state++)
		if (state != NTMS_PARTSTATE_AVAILABLE &&
		    state != NTMS_PARTSTATE_ALLOCATED &&
		    state != NTMS_PARTSTATE_COMPLETE)
			world_medium(w, w->pool, state);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool,
					   NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE),
		     ERROR_MEDIA_UNAVAILABLE);
}

static void nothing_found_with_the_flag(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_allocate_any(w, w->pool,
					   NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE),
		     ERROR_MEDIA_UNAVAILABLE);
}

static void nothing_found_with_time_out_0(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
}

static void nothing_found_and_time_to_wait(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = world_request(w->pool, 0);

	a.timeout = NTMS_INFINITE;
	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_MEDIA_UNAVAILABLE);
}

static void draws_from_the_free_pool_by_policy(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = world_request(w->pool, 0);
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_TIMEOUT);
	world_policy(w, w->pool, NTMS_ALLOCATE_FROMSCRATCH, 0, NTMS_UNLIMITED);
	WORLD_EXPECT(w, world_allocate(w, &a), 0);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, w->pool);
	KUNIT_EXPECT_TRUE(test, guid_equal(&a.from, &w->free->o.guid));
}

static void own_media_come_before_free_ones(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *own;

	world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	own = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_side(w, own->sides[0], NTMS_PARTSTATE_AVAILABLE, 100);
	world_policy(w, w->pool, NTMS_ALLOCATE_FROMSCRATCH, 0, NTMS_UNLIMITED);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->pool, 0)->sides,
			    own->sides[0]);
}

static void other_pools_are_not_searched(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->other, NTMS_PARTSTATE_AVAILABLE);
	world_medium(w, w->import, NTMS_PARTSTATE_AVAILABLE);
	world_medium(w, w->free_disks, NTMS_PARTSTATE_AVAILABLE);
	world_policy(w, w->pool, NTMS_ALLOCATE_FROMSCRATCH, 0, NTMS_UNLIMITED);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
}

static void the_free_pool_is_missing(struct kunit *test)
{
	struct world *w = test->priv;

	world_policy(w, w->pool, NTMS_ALLOCATE_FROMSCRATCH, 0, NTMS_UNLIMITED);
	KUNIT_ASSERT_EQ(test, ntms_txn_delete(world_arrange(w), &w->free->o), 0);
	world_arranged(w);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0),
		     ERROR_DEVICE_NOT_AVAILABLE);
}

static void the_least_used_side_is_preferred(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm[3];
	u32 i;

	for (i = 0; i < 3; i++)
		pm[i] = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_side(w, pm[0]->sides[0], NTMS_PARTSTATE_AVAILABLE, 3);
	world_side(w, pm[1]->sides[0], NTMS_PARTSTATE_AVAILABLE, 1);
	world_side(w, pm[2]->sides[0], NTMS_PARTSTATE_AVAILABLE, 2);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->pool, 0)->sides,
			    pm[1]->sides[0]);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->pool, 0)->sides,
			    pm[2]->sides[0]);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->pool, 0)->sides,
			    pm[0]->sides[0]);
}

static void a_used_medium_is_worse_than_half_a_fresh_one(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *half, *whole;

	whole = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	world_side(w, whole->sides[0], NTMS_PARTSTATE_AVAILABLE, 3);
	world_side(w, whole->sides[1], NTMS_PARTSTATE_AVAILABLE, 3);
	half = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	world_side(w, half->sides[0], NTMS_PARTSTATE_DECOMMISSIONED, 1);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->disks, 0)->sides,
			    half->sides[1]);
}

static void the_best_side_of_all_libraries_is_taken(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *here, *there;
	struct ntms_library *second;

	here = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	second = world_library(w, "Second");
	there = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_must(w, ntms_txn_edit(world_arrange(w), &there->o));
	there->library = second;
	world_arranged(w);
	world_side(w, here->sides[0], NTMS_PARTSTATE_AVAILABLE, 2);
	world_side(w, there->sides[0], NTMS_PARTSTATE_AVAILABLE, 1);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->pool, 0)->sides,
			    there->sides[0]);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->pool, 0)->sides,
			    here->sides[0]);
}

static void of_equals_the_one_unchanged_for_longest(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *first, *second;

	first = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	second = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_side(w, first->sides[0], NTMS_PARTSTATE_AVAILABLE, 0);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->pool, 0)->sides,
			    second->sides[0]);
}

static void deallocated_side_can_be_allocated_again(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	side = world_get(w, w->pool, 0)->sides;
	guid_copy(&media, &side->logical_media->o.guid);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->pool, 0)->sides, side);
	KUNIT_EXPECT_EQ(test, side->allocate_count, 2);
}

static void disabled_media_are_skipped(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_enable(w, &pm->o, false);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
	world_enable(w, &pm->o, true);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
}

static void media_of_a_disabled_library_are_skipped(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_enable(w, &w->library->o, false);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
	world_enable(w, &w->library->o, true);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
}

static void media_of_a_library_that_is_not_ready_are_skipped(struct kunit *test)
{
	static const u32 states[] = { NTMS_INITIALIZING, NTMS_NEEDS_SERVICE,
				      NTMS_NOT_PRESENT };
	struct world *w = test->priv;
	u32 i;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	for (i = 0; i < ARRAY_SIZE(states); i++) {
		world_operational(w, &w->library->o, states[i]);
		WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
	}
	world_operational(w, &w->library->o, NTMS_READY);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
}

static void offline_media_are_skipped(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_offline(w, pm);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
}

static void media_in_use_are_skipped(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *used, *idle;

	used = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	idle = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_load(w, used, NTMS_DRIVESTATE_LOADED);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->pool, 0)->sides,
			    idle->sides[0]);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
}

static void media_left_in_a_dismountable_drive_are_found(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_load(w, pm, NTMS_DRIVESTATE_DISMOUNTABLE);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
}

static void sides_at_the_limit_are_skipped(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_side(w, pm->sides[0], NTMS_PARTSTATE_AVAILABLE, 5);
	world_policy(w, w->pool, 0, 0, 5);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
	world_policy(w, w->pool, 0, 0, 6);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
}

static void free_sides_at_the_limit_of_the_pool_are_skipped(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	world_side(w, pm->sides[0], NTMS_PARTSTATE_AVAILABLE, 5);
	world_policy(w, w->pool, NTMS_ALLOCATE_FROMSCRATCH, 0, 5);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
}

static void limit_0_is_no_limit(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_policy(w, w->pool, 0, 0, 0);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
}

static void two_applications_share_a_disk(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_logical_media *a, *b;

	world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	a = world_get(w, w->disks, 0);
	b = world_get(w, w->disks, 0);
	KUNIT_EXPECT_PTR_EQ(test, a->sides->physical_media,
			    b->sides->physical_media);
	WORLD_EXPECT(w, world_allocate_any(w, w->disks, 0), ERROR_TIMEOUT);
}

static void both_sides_come_along_from_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->free_disks, NTMS_PARTSTATE_AVAILABLE);
	world_policy(w, w->disks, NTMS_ALLOCATE_FROMSCRATCH, 0, NTMS_UNLIMITED);
	world_get(w, w->disks, 0);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, w->disks);
	KUNIT_EXPECT_EQ(test, pm->sides[1]->state, NTMS_PARTSTATE_AVAILABLE);
}

/* rights */

static void without_control_right_on_the_pool(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_grant(w, &w->pool->o, ALICE, NTMS_ALL_ACCESS &
		    ~NTMS_CONTROL_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_ACCESS_DENIED);
}

static void control_right_on_the_pool_is_enough(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	world_grant(w, &w->library->o, BOB, NTMS_ALL_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
}

static void without_use_right_on_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	world_policy(w, w->pool, NTMS_ALLOCATE_FROMSCRATCH, 0, NTMS_UNLIMITED);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	world_grant(w, &w->free->o, ALICE, NTMS_ALL_ACCESS & ~NTMS_USE_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0),
		     ERROR_ACCESS_DENIED);
}

static void use_right_on_the_free_pool_is_enough(struct kunit *test)
{
	struct world *w = test->priv;

	world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	world_policy(w, w->pool, NTMS_ALLOCATE_FROMSCRATCH, 0, NTMS_UNLIMITED);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	world_grant(w, &w->free->o, ALICE, NTMS_USE_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), 0);
}

static struct kunit_case allocate_cases[] = {
	KUNIT_CASE(options_that_do_not_exist),
	KUNIT_CASE(new_and_next_exclude_each_other),
	KUNIT_CASE(no_pool_named),
	KUNIT_CASE(unknown_pool),
	KUNIT_CASE(guid_of_a_medium_as_pool),
	KUNIT_CASE(system_pools_are_no_destination),
	KUNIT_CASE(a_pool_of_pools_is_no_destination),
	KUNIT_CASE(takes_an_available_side_of_the_pool),
	KUNIT_CASE(only_available_sides_are_found),
	KUNIT_CASE(nothing_found_with_the_flag),
	KUNIT_CASE(nothing_found_with_time_out_0),
	KUNIT_CASE(nothing_found_and_time_to_wait),
	KUNIT_CASE(draws_from_the_free_pool_by_policy),
	KUNIT_CASE(own_media_come_before_free_ones),
	KUNIT_CASE(other_pools_are_not_searched),
	KUNIT_CASE(the_free_pool_is_missing),
	KUNIT_CASE(the_least_used_side_is_preferred),
	KUNIT_CASE(a_used_medium_is_worse_than_half_a_fresh_one),
	KUNIT_CASE(the_best_side_of_all_libraries_is_taken),
	KUNIT_CASE(of_equals_the_one_unchanged_for_longest),
	KUNIT_CASE(deallocated_side_can_be_allocated_again),
	KUNIT_CASE(disabled_media_are_skipped),
	KUNIT_CASE(media_of_a_disabled_library_are_skipped),
	KUNIT_CASE(media_of_a_library_that_is_not_ready_are_skipped),
	KUNIT_CASE(offline_media_are_skipped),
	KUNIT_CASE(media_in_use_are_skipped),
	KUNIT_CASE(media_left_in_a_dismountable_drive_are_found),
	KUNIT_CASE(sides_at_the_limit_are_skipped),
	KUNIT_CASE(free_sides_at_the_limit_of_the_pool_are_skipped),
	KUNIT_CASE(limit_0_is_no_limit),
	KUNIT_CASE(two_applications_share_a_disk),
	KUNIT_CASE(both_sides_come_along_from_the_free_pool),
	KUNIT_CASE(without_control_right_on_the_pool),
	KUNIT_CASE(control_right_on_the_pool_is_enough),
	KUNIT_CASE(without_use_right_on_the_free_pool),
	KUNIT_CASE(use_right_on_the_free_pool_is_enough),
	{}
};

static struct kunit_suite allocate_suite = {
	.name = "ntms_allocate",
	.init = world_init,
	.exit = world_exit,
	.test_cases = allocate_cases,
};
kunit_test_suites(&allocate_suite);
