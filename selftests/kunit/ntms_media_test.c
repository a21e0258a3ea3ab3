// SPDX-License-Identifier: GPL-2.0
/*
 * DecommissionNtmsMedia, SetNtmsMediaComplete, SwapNtmsMedia and cartridges
 * that were not known: semantics 6.2 to 6.4 and 3.6.
 */
#include "world.h"

static u32 decommission(struct world *w, const guid_t *side)
{
	return world_end(w, ntms_media_decommission(&w->call, world_begin(w),
						    side));
}

static u32 finish(struct world *w, const guid_t *media)
{
	return world_end(w, ntms_media_complete(&w->call, world_begin(w),
						media));
}

static u32 exchange(struct world *w, const guid_t *media, const guid_t *media2)
{
	return world_end(w, ntms_media_swap(&w->call, world_begin(w), media,
					    media2));
}

/* decommission */

struct state_case {
	u32 state;
	u32 error;
	const char *name;
};

static const struct state_case decommission_states[] = {
	{ NTMS_PARTSTATE_UNKNOWN, ERROR_INVALID_STATE, "unknown" },
	{ NTMS_PARTSTATE_UNPREPARED, ERROR_INVALID_STATE, "unprepared" },
	{ NTMS_PARTSTATE_INCOMPATIBLE, ERROR_INVALID_STATE, "incompatible" },
	{ NTMS_PARTSTATE_DECOMMISSIONED, ERROR_INVALID_STATE,
	  "decommissioned" },
	{ NTMS_PARTSTATE_AVAILABLE, 0, "available" },
	{ NTMS_PARTSTATE_FOREIGN, ERROR_INVALID_STATE, "unrecognized" },
	{ NTMS_PARTSTATE_IMPORT, ERROR_INVALID_STATE, "import" },
	{ NTMS_PARTSTATE_RESERVED, ERROR_INVALID_STATE, "reserved" },
};

static void state_case_name(const struct state_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "a side that is %s", c->name);
}
KUNIT_ARRAY_PARAM(decommission_state, decommission_states, state_case_name);

static void decommission_in_each_state(struct kunit *test)
{
	const struct state_case *c = test->param_value;
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, c->state);
	WORLD_EXPECT(w, decommission(w, &pm->sides[0]->o.guid), c->error);
	if (!c->error)
		KUNIT_EXPECT_EQ(test, pm->sides[0]->state,
				NTMS_PARTSTATE_DECOMMISSIONED);
}

static void decommission_an_allocated_side(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	WORLD_EXPECT(w, decommission(w, &side->o.guid), ERROR_INVALID_STATE);
	WORLD_EXPECT(w, finish(w, &media), 0);
	WORLD_EXPECT(w, decommission(w, &side->o.guid), ERROR_INVALID_STATE);
}

static void decommission_leaves_the_other_side(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, decommission(w, &pm->sides[0]->o.guid), 0);
	KUNIT_EXPECT_EQ(test, pm->sides[1]->state, NTMS_PARTSTATE_AVAILABLE);
	KUNIT_EXPECT_PTR_EQ(test, world_get(w, w->disks, 0)->sides,
			    pm->sides[1]);
	WORLD_EXPECT(w, world_allocate_any(w, w->disks, 0), ERROR_TIMEOUT);
}

static void decommission_in_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	world_grant(w, &w->free->o, ALICE, NTMS_USE_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, decommission(w, &pm->sides[0]->o.guid),
		     ERROR_ACCESS_DENIED);
	world_grant(w, &w->free->o, ALICE, NTMS_CONTROL_ACCESS);
	WORLD_EXPECT(w, decommission(w, &pm->sides[0]->o.guid), 0);
}

static void decommission_of_no_side(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	guid_t guid;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, decommission(w, &pm->o.guid), ERROR_INVALID_MEDIA);
	guid_gen(&guid);
	WORLD_EXPECT(w, decommission(w, &guid), ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, decommission(w, &guid_null), ERROR_INVALID_PARAMETER);
}

static void decommission_sends_one_event(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, decommission(w, &pm->sides[0]->o.guid), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_PARTITION,
					   &pm->sides[0]->o.guid), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 1);
}

/* complete */

static void complete_an_allocated_side(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	WORLD_EXPECT(w, finish(w, &media), 0);
	KUNIT_EXPECT_EQ(test, side->state, NTMS_PARTSTATE_COMPLETE);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 1);
	KUNIT_EXPECT_NOT_NULL(test, side->logical_media);
}

static void complete_twice(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media;

	world_allocated(w, &media);
	WORLD_EXPECT(w, finish(w, &media), 0);
	WORLD_EXPECT(w, finish(w, &media), ERROR_INVALID_STATE);
}

static void complete_a_mounted_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_load(w, side->physical_media, NTMS_DRIVESTATE_LOADED);
	WORLD_EXPECT(w, finish(w, &media), ERROR_INVALID_STATE);
}

static void complete_of_no_logical_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	guid_t guid;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, finish(w, &pm->sides[0]->o.guid),
		     ERROR_INVALID_MEDIA);
	guid_gen(&guid);
	WORLD_EXPECT(w, finish(w, &guid), ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, finish(w, &guid_null), ERROR_INVALID_PARAMETER);
}

static void complete_needs_the_control_right(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media;

	world_allocated(w, &media);
	world_grant(w, &w->pool->o, ALICE, NTMS_USE_ACCESS |
		    NTMS_MODIFY_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, finish(w, &media), ERROR_ACCESS_DENIED);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	WORLD_EXPECT(w, finish(w, &media), 0);
}

/* swap */

static void swap_exchanges_the_sides(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side, *side2;
	guid_t media, media2;

	side = world_allocated(w, &media);
	side2 = world_allocated(w, &media2);
	WORLD_EXPECT(w, exchange(w, &media, &media2), 0);
	KUNIT_EXPECT_TRUE(test, guid_equal(&side->logical_media->o.guid,
					   &media2));
	KUNIT_EXPECT_TRUE(test, guid_equal(&side2->logical_media->o.guid,
					   &media));
	KUNIT_EXPECT_EQ(test, side->allocate_count, 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_LOGICAL_MEDIA, NULL), 2);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_PARTITION, NULL), 2);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 4);
	/* who deallocates now lets go of the other tape */
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	KUNIT_EXPECT_EQ(test, side2->state, NTMS_PARTSTATE_AVAILABLE);
	KUNIT_EXPECT_EQ(test, side->state, NTMS_PARTSTATE_ALLOCATED);
}

static void swap_the_sides_of_one_disk(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	guid_t media, media2;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	guid_copy(&media, &world_get_side(w, w->disks, pm->sides[0])->o.guid);
	guid_copy(&media2, &world_get_side(w, w->disks, pm->sides[1])->o.guid);
	WORLD_EXPECT(w, exchange(w, &media, &media2), 0);
	KUNIT_EXPECT_TRUE(test, guid_equal(&pm->sides[1]->logical_media->o.guid,
					   &media));
}

static void swap_with_itself(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media;

	world_allocated(w, &media);
	WORLD_EXPECT(w, exchange(w, &media, &media), ERROR_INVALID_PARAMETER);
}

static void swap_of_no_logical_medium(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media, guid;

	world_allocated(w, &media);
	guid_gen(&guid);
	WORLD_EXPECT(w, exchange(w, &media, &guid), ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, exchange(w, &guid, &media), ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, exchange(w, &media, &guid_null), ERROR_INVALID_PARAMETER);
}

static void swap_across_pools(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media, media2;

	world_allocated(w, &media);
	world_medium(w, w->other, NTMS_PARTSTATE_AVAILABLE);
	guid_copy(&media2, &world_get(w, w->other, 0)->o.guid);
	WORLD_EXPECT(w, exchange(w, &media, &media2), ERROR_INVALID_MEDIA_POOL);
}

static void swap_of_a_complete_side(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media, media2;

	world_allocated(w, &media);
	world_allocated(w, &media2);
	WORLD_EXPECT(w, finish(w, &media2), 0);
	WORLD_EXPECT(w, exchange(w, &media, &media2), ERROR_INVALID_STATE);
}

static void swap_of_a_mounted_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media, media2;

	world_allocated(w, &media);
	side = world_allocated(w, &media2);
	world_load(w, side->physical_media, NTMS_DRIVESTATE_LOADED);
	WORLD_EXPECT(w, exchange(w, &media, &media2), ERROR_INVALID_MEDIA);
}

static void swap_needs_the_modify_right(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media, media2;

	world_allocated(w, &media);
	world_allocated(w, &media2);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, exchange(w, &media, &media2), ERROR_ACCESS_DENIED);
	world_grant(w, &w->pool->o, ALICE, NTMS_MODIFY_ACCESS);
	WORLD_EXPECT(w, exchange(w, &media, &media2), 0);
}

struct pair {
	guid_t media, media2;
};

static u32 starving_swap(struct world *w, void *ctx)
{
	struct pair *p = ctx;

	return ntms_media_swap(&w->call, &w->t, &p->media, &p->media2);
}

static void swap_without_memory_changes_nothing(struct kunit *test)
{
	struct world *w = test->priv;
	struct pair p;

	world_allocated(w, &p.media);
	world_allocated(w, &p.media2);
	world_starve(w, starving_swap, &p);
}

/* new cartridges */

static void a_new_cartridge_gets_sides_and_a_number(struct kunit *test)
{
	struct world *w = test->priv;
	u32 next = w->m.computer->next_sequence;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->import_disks, NTMS_PARTSTATE_IMPORT);
	KUNIT_EXPECT_EQ(test, pm->number_of_partitions, 2);
	KUNIT_EXPECT_EQ(test, pm->sides[0]->state, NTMS_PARTSTATE_IMPORT);
	KUNIT_EXPECT_EQ(test, pm->sides[1]->side, 1);
	KUNIT_EXPECT_EQ(test, pm->sequence_number, next);
	KUNIT_EXPECT_EQ(test, pm->state, NTMS_MEDIASTATE_IDLE);
	KUNIT_EXPECT_TRUE(test, pm->o.enabled);
	KUNIT_EXPECT_EQ(test, pm->o.operational_state, NTMS_READY);
	pm = world_medium(w, w->import, NTMS_PARTSTATE_IMPORT);
	KUNIT_EXPECT_EQ(test, pm->number_of_partitions, 1);
	KUNIT_EXPECT_EQ(test, pm->sequence_number, next + 1);
}

static void a_new_cartridge_cannot_be_allocated(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	u32 error;

	error = ntms_media_create(world_arrange(w), w->library, w->pool, NULL,
				  NTMS_PARTSTATE_ALLOCATED, &pm);
	ntms_txn_abort(&w->t);
	KUNIT_EXPECT_EQ(test, error, ERROR_INVALID_PARAMETER);
	error = ntms_media_create(world_arrange(w), w->library, w->m.import,
				  NULL, NTMS_PARTSTATE_IMPORT, &pm);
	ntms_txn_abort(&w->t);
	KUNIT_EXPECT_EQ(test, error, ERROR_INVALID_MEDIA_POOL);
}

static u32 starving_create(struct world *w, void *ctx)
{
	struct ntms_physical_media *pm;

	return ntms_media_create(&w->t, w->library, w->import_disks, "D00001",
				 NTMS_PARTSTATE_IMPORT, &pm);
}

static void a_new_cartridge_without_memory_changes_nothing(struct kunit *test)
{
	world_starve(test->priv, starving_create, NULL);
}

static struct kunit_case media_cases[] = {
	KUNIT_CASE_PARAM(decommission_in_each_state, decommission_state_gen_params),
	KUNIT_CASE(decommission_an_allocated_side),
	KUNIT_CASE(decommission_leaves_the_other_side),
	KUNIT_CASE(decommission_in_the_free_pool),
	KUNIT_CASE(decommission_of_no_side),
	KUNIT_CASE(decommission_sends_one_event),
	KUNIT_CASE(complete_an_allocated_side),
	KUNIT_CASE(complete_twice),
	KUNIT_CASE(complete_a_mounted_medium),
	KUNIT_CASE(complete_of_no_logical_medium),
	KUNIT_CASE(complete_needs_the_control_right),
	KUNIT_CASE(swap_exchanges_the_sides),
	KUNIT_CASE(swap_the_sides_of_one_disk),
	KUNIT_CASE(swap_with_itself),
	KUNIT_CASE(swap_of_no_logical_medium),
	KUNIT_CASE(swap_across_pools),
	KUNIT_CASE(swap_of_a_complete_side),
	KUNIT_CASE(swap_of_a_mounted_medium),
	KUNIT_CASE(swap_needs_the_modify_right),
	KUNIT_CASE(swap_without_memory_changes_nothing),
	KUNIT_CASE(a_new_cartridge_gets_sides_and_a_number),
	KUNIT_CASE(a_new_cartridge_cannot_be_allocated),
	KUNIT_CASE(a_new_cartridge_without_memory_changes_nothing),
	{}
};

static struct kunit_suite media_suite = {
	.name = "ntms_media",
	.init = world_init,
	.exit = world_exit,
	.test_cases = media_cases,
};
kunit_test_suites(&media_suite);
