// SPDX-License-Identifier: GPL-2.0
/*
 * DeallocateNtmsMedia: the rows of its decision table that are the kernel's
 * business, up to 14: whom it refuses, and media with one side.
 */
#include "world.h"

static void row_2_no_medium_named(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, world_deallocate(w, &guid_null),
		     ERROR_INVALID_PARAMETER);
}

static void row_4_unknown_medium(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t guid;

	guid_gen(&guid);
	WORLD_EXPECT(w, world_deallocate(w, &guid), ERROR_INVALID_MEDIA);
}

static void row_4_second_time(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media;

	world_allocated(w, &media);
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	WORLD_EXPECT(w, world_deallocate(w, &media), ERROR_INVALID_MEDIA);
}

static void row_5_guid_of_something_else(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	WORLD_EXPECT(w, world_deallocate(w, &side->o.guid),
		     ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, world_deallocate(w, &side->physical_media->o.guid),
		     ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, world_deallocate(w, &w->pool->o.guid),
		     ERROR_INVALID_MEDIA);
}

/* no rule can bring this about: the model is bent by hand, and bent back */
static void row_6_side_is_not_allocated(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;
	u32 error;

	side = world_allocated(w, &media);
	ntms_txn_begin(&w->t, &w->m);
	side->state = NTMS_PARTSTATE_AVAILABLE;
	error = ntms_media_deallocate(&w->call, &w->t, &media);
	side->state = NTMS_PARTSTATE_ALLOCATED;
	ntms_txn_abort(&w->t);
	WORLD_EXPECT(w, error, ERROR_INVALID_PARTITION);
	world_verify(w);
}

static void row_6_side_is_missing(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_logical_media *lm;
	struct ntms_partition *side;
	guid_t media;
	u32 error;

	side = world_allocated(w, &media);
	lm = side->logical_media;
	ntms_txn_begin(&w->t, &w->m);
	lm->sides = NULL;
	error = ntms_media_deallocate(&w->call, &w->t, &media);
	lm->sides = side;
	ntms_txn_abort(&w->t);
	WORLD_EXPECT(w, error, ERROR_INVALID_PARTITION);
	world_verify(w);
}

static void row_8_without_control_right_on_pool(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media;

	world_allocated(w, &media);
	world_grant(w, &w->pool->o, ALICE, NTMS_ALL_ACCESS &
		    ~NTMS_CONTROL_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, world_deallocate(w, &media), ERROR_ACCESS_DENIED);
	KUNIT_EXPECT_NOT_NULL(test, strstr(w->call.text, "1000"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(w->call.text, "control"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(w->call.text, "App"));
}

static void row_9_without_use_right_on_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media;

	world_allocated(w, &media);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	world_grant(w, &w->free->o, BOB, NTMS_USE_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, world_deallocate(w, &media), ERROR_ACCESS_DENIED);
	KUNIT_EXPECT_NOT_NULL(test, strstr(w->call.text, "LTO_Ultrium"));
}

static void free_pool_needs_no_right_when_medium_stays(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	world_grant(w, &w->free->o, BOB, NTMS_USE_ACCESS);
	world_become(w, ALICE);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
}

static u32 deallocate(struct world *w, void *media)
{
	return ntms_media_deallocate(&w->call, &w->t, media);
}

static void row_10_out_of_memory_changes_nothing(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media;

	world_allocated(w, &media);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	world_starve(w, deallocate, &media);
}

static void row_11_allocated_side_becomes_available(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
	KUNIT_EXPECT_EQ(test, side->allocate_count, 1);
}

static void row_11_complete_side_becomes_available(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	WORLD_EXPECT(w, world_end(w, ntms_media_complete(&w->call,
							 world_begin(w),
							 &media)), 0);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
}

static void row_11_below_the_limit_of_the_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_policy(w, w->pool, 0, 0, 2);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
}

static void row_11_limit_0_is_no_limit(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_policy(w, w->pool, 0, 0, 0);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
}

static void row_12_at_the_limit_decommissions(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_policy(w, w->pool, 0, 0, 1);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_DECOMMISSIONED,
				 w->pool);
}

static void row_12_above_a_lowered_limit_decommissions(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	struct ntms_logical_media *lm;
	guid_t media;

	side = world_allocated(w, &media);
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	lm = world_get(w, w->pool, 0);
	guid_copy(&media, &lm->o.guid);
	KUNIT_EXPECT_EQ(test, side->allocate_count, 2);
	world_policy(w, w->pool, 0, 0, 1);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_DECOMMISSIONED,
				 w->pool);
}

static void row_13_to_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	world_grant(w, &w->free->o, ALICE, NTMS_USE_ACCESS);
	world_become(w, ALICE);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->free);
}

static void row_14_at_the_limit_stays_out_of_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, 1);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	world_grant(w, &w->free->o, BOB, NTMS_USE_ACCESS);
	world_become(w, ALICE);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_DECOMMISSIONED,
				 w->pool);
}

static struct kunit_case deallocate_cases[] = {
	KUNIT_CASE(row_2_no_medium_named),
	KUNIT_CASE(row_4_unknown_medium),
	KUNIT_CASE(row_4_second_time),
	KUNIT_CASE(row_5_guid_of_something_else),
	KUNIT_CASE(row_6_side_is_not_allocated),
	KUNIT_CASE(row_6_side_is_missing),
	KUNIT_CASE(row_8_without_control_right_on_pool),
	KUNIT_CASE(row_9_without_use_right_on_free_pool),
	KUNIT_CASE(free_pool_needs_no_right_when_medium_stays),
	KUNIT_CASE(row_10_out_of_memory_changes_nothing),
	KUNIT_CASE(row_11_allocated_side_becomes_available),
	KUNIT_CASE(row_11_complete_side_becomes_available),
	KUNIT_CASE(row_11_below_the_limit_of_the_pool),
	KUNIT_CASE(row_11_limit_0_is_no_limit),
	KUNIT_CASE(row_12_at_the_limit_decommissions),
	KUNIT_CASE(row_12_above_a_lowered_limit_decommissions),
	KUNIT_CASE(row_13_to_the_free_pool),
	KUNIT_CASE(row_14_at_the_limit_stays_out_of_the_free_pool),
	{}
};

static struct kunit_suite deallocate_suite = {
	.name = "ntms_deallocate",
	.init = world_init,
	.exit = world_exit,
	.test_cases = deallocate_cases,
};
kunit_test_suites(&deallocate_suite);
