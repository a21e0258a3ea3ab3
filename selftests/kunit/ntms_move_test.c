// SPDX-License-Identifier: GPL-2.0
/*
 * MoveToNtmsMediaPool: which media may go where, and who may send them,
 * semantics 6.5 with import media going to application pools.
 */
#include "world.h"

static u32 move(struct world *w, const struct ntms_physical_media *pm,
		const struct ntms_media_pool *pool)
{
	return world_end(w, ntms_pool_move(&w->call, world_begin(w),
					   &pm->o.guid, &pool->o.guid));
}

static void expect_move(struct world *w, struct ntms_physical_media *pm,
			struct ntms_media_pool *pool, u32 side_state)
{
	u32 i;

	WORLD_EXPECT(w, move(w, pm, pool), 0);
	KUNIT_EXPECT_PTR_EQ(w->test, pm->pool, pool);
	for (i = 0; i < pm->number_of_partitions; i++)
		KUNIT_EXPECT_EQ(w->test, pm->sides[i]->state, side_state);
}

static void unknown_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	guid_t guid;
	u32 error;

	guid_gen(&guid);
	error = ntms_pool_move(&w->call, world_begin(w), &guid,
			       &w->pool->o.guid);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_MEDIA);
	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	error = ntms_pool_move(&w->call, world_begin(w), &pm->sides[0]->o.guid,
			       &w->pool->o.guid);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_MEDIA);
}

static void unknown_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	guid_t guid;
	u32 error;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	guid_gen(&guid);
	error = ntms_pool_move(&w->call, world_begin(w), &pm->o.guid, &guid);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_MEDIA_POOL);
}

static void missing_medium_or_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	u32 error;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	error = ntms_pool_move(&w->call, world_begin(w), &guid_null,
			       &w->pool->o.guid);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_PARAMETER);
	error = ntms_pool_move(&w->call, world_begin(w), &pm->o.guid,
			       &guid_null);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_PARAMETER);
}

static void between_applications(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	expect_move(w, pm, w->other, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
	WORLD_EXPECT(w, world_allocate_any(w, w->other, 0), 0);
}

static void allocations_go_along(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	expect_move(w, side->physical_media, w->other,
		    NTMS_PARTSTATE_ALLOCATED);
	KUNIT_EXPECT_PTR_EQ(test, side->logical_media->pool, w->other);
	KUNIT_EXPECT_EQ(test, w->pool->number_of_logical, 0);
	KUNIT_EXPECT_EQ(test, w->other->number_of_logical, 1);
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
}

static void into_the_same_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	u64 sum;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	sum = world_sum(w);
	WORLD_EXPECT(w, move(w, pm, w->pool), 0);
	KUNIT_EXPECT_EQ(test, world_sum(w), sum);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 0);
}

static void a_medium_in_use(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_load(w, pm, NTMS_DRIVESTATE_LOADED);
	WORLD_EXPECT(w, move(w, pm, w->other), ERROR_BUSY);
}

/* as everything is in a stand-alone drive */
static void a_medium_that_rests_in_a_drive(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_load(w, pm, NTMS_DRIVESTATE_DISMOUNTABLE);
	WORLD_EXPECT(w, move(w, pm, w->other), 0);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, w->other);
}

static void into_a_pool_of_pools(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, move(w, pm, world_pool(w, "Top", NULL)),
		     ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, move(w, pm, w->m.root), ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, move(w, pm, w->m.free), ERROR_INVALID_MEDIA_POOL);
}

static void into_a_pool_of_another_type(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, move(w, pm, w->disks), ERROR_MEDIA_INCOMPATIBLE);
	WORLD_EXPECT(w, move(w, pm, w->free_disks), ERROR_MEDIA_INCOMPATIBLE);
}

static void into_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	expect_move(w, pm, w->free, NTMS_PARTSTATE_AVAILABLE);
}

static void out_of_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	expect_move(w, pm, w->pool, NTMS_PARTSTATE_AVAILABLE);
}

static void from_the_free_pool_to_itself(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->free, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, move(w, pm, w->free), ERROR_INVALID_MEDIA_POOL);
}

static void allocated_media_do_not_become_free(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;
	u32 error;

	side = world_allocated(w, &media);
	WORLD_EXPECT(w, move(w, side->physical_media, w->free),
		     ERROR_INVALID_MEDIA_POOL);
	error = ntms_media_complete(&w->call, world_begin(w), &media);
	WORLD_EXPECT(w, world_end(w, error), 0);
	WORLD_EXPECT(w, move(w, side->physical_media, w->free),
		     ERROR_INVALID_MEDIA_POOL);
}

static void reserved_media_do_not_become_free(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	world_side(w, pm->sides[1], NTMS_PARTSTATE_RESERVED, 0);
	WORLD_EXPECT(w, move(w, pm, w->free_disks), ERROR_INVALID_MEDIA_POOL);
}

static void decommissioned_sides_stay_so_in_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_DECOMMISSIONED);
	expect_move(w, pm, w->free, NTMS_PARTSTATE_DECOMMISSIONED);
}

static void import_media_become_free(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->import_disks, NTMS_PARTSTATE_IMPORT);
	expect_move(w, pm, w->free_disks, NTMS_PARTSTATE_AVAILABLE);
}

static void unrecognized_media_become_free(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->unrecognized, NTMS_PARTSTATE_FOREIGN);
	expect_move(w, pm, w->free, NTMS_PARTSTATE_AVAILABLE);
}

static void incompatible_media_stay_so_in_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->unrecognized, NTMS_PARTSTATE_INCOMPATIBLE);
	expect_move(w, pm, w->free, NTMS_PARTSTATE_INCOMPATIBLE);
}

static void unrecognized_media_go_nowhere_else(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->unrecognized, NTMS_PARTSTATE_FOREIGN);
	WORLD_EXPECT(w, move(w, pm, w->pool), ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, move(w, pm, w->import), ERROR_INVALID_MEDIA_POOL);
}

static void nothing_becomes_unrecognized(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, move(w, pm, w->unrecognized),
		     ERROR_INVALID_MEDIA_POOL);
	pm = world_medium(w, w->import, NTMS_PARTSTATE_IMPORT);
	WORLD_EXPECT(w, move(w, pm, w->unrecognized),
		     ERROR_INVALID_MEDIA_POOL);
}

static void import_media_go_to_an_application(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->import, NTMS_PARTSTATE_IMPORT);
	expect_move(w, pm, w->pool, NTMS_PARTSTATE_IMPORT);
	/* they are allocated by name, not found */
	WORLD_EXPECT(w, world_allocate_any(w, w->pool, 0), ERROR_TIMEOUT);
	WORLD_EXPECT(w, world_allocate_side(w, w->pool, pm->sides[0], 0), 0);
}

static void import_media_with_another_side_stay(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->import_disks, NTMS_PARTSTATE_IMPORT);
	world_side(w, pm->sides[1], NTMS_PARTSTATE_AVAILABLE, 0);
	WORLD_EXPECT(w, move(w, pm, w->disks), ERROR_INVALID_MEDIA_POOL);
}

static void only_import_media_go_to_the_import_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_IMPORT);
	world_side(w, pm->sides[0], NTMS_PARTSTATE_AVAILABLE, 0);
	WORLD_EXPECT(w, move(w, pm, w->import_disks), ERROR_INVALID_MEDIA_POOL);
	world_side(w, pm->sides[0], NTMS_PARTSTATE_IMPORT, 0);
	expect_move(w, pm, w->import_disks, NTMS_PARTSTATE_IMPORT);
}

static void media_of_a_library_not_present(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_operational(w, &w->library->o, NTMS_NOT_PRESENT);
	WORLD_EXPECT(w, move(w, pm, w->free), ERROR_MEDIA_OFFLINE);
	expect_move(w, pm, w->other, NTMS_PARTSTATE_AVAILABLE);
}

static void offline_media(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_offline(w, pm);
	expect_move(w, pm, w->other, NTMS_PARTSTATE_AVAILABLE);
}

struct right_case {
	const char *name;
	u32 source, destination;	/* rights of the caller */
	bool free_source, free_destination;
	u32 error;
};

#define NO_CONTROL (NTMS_ALL_ACCESS & ~NTMS_CONTROL_ACCESS)
#define NO_USE (NTMS_ALL_ACCESS & ~NTMS_USE_ACCESS)

static const struct right_case right_cases[] = {
	{ "control on both application pools", NTMS_CONTROL_ACCESS,
	  NTMS_CONTROL_ACCESS, false, false, 0 },
	{ "no control on the source", NO_CONTROL, NTMS_CONTROL_ACCESS, false,
	  false, ERROR_ACCESS_DENIED },
	{ "no control on the destination", NTMS_CONTROL_ACCESS, NO_CONTROL,
	  false, false, ERROR_ACCESS_DENIED },
	{ "use on the free pool as source", NTMS_USE_ACCESS,
	  NTMS_CONTROL_ACCESS, true, false, 0 },
	{ "no use on the free pool as source", NO_USE, NTMS_CONTROL_ACCESS,
	  true, false, ERROR_ACCESS_DENIED },
	{ "use on the free pool as destination", NTMS_CONTROL_ACCESS,
	  NTMS_USE_ACCESS, false, true, 0 },
	{ "no use on the free pool as destination", NTMS_CONTROL_ACCESS,
	  NO_USE, false, true, ERROR_ACCESS_DENIED },
	{ "only use on the source of a free medium", NTMS_USE_ACCESS,
	  NTMS_USE_ACCESS, false, true, ERROR_ACCESS_DENIED },
};

static void right_case_name(const struct right_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(right, right_cases, right_case_name);

static void rights_on_both_pools(struct kunit *test)
{
	const struct right_case *c = test->param_value;
	struct world *w = test->priv;
	struct ntms_media_pool *from = c->free_source ? w->free : w->pool;
	struct ntms_media_pool *to = c->free_destination ? w->free : w->other;
	struct ntms_physical_media *pm;

	pm = world_medium(w, from, NTMS_PARTSTATE_AVAILABLE);
	world_grant(w, &from->o, ALICE, c->source);
	world_grant(w, &to->o, ALICE, c->destination);
	world_become(w, ALICE);
	WORLD_EXPECT(w, move(w, pm, to), c->error);
}

static void events_of_a_move(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	WORLD_EXPECT(w, move(w, side->physical_media, w->other), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_PHYSICAL_MEDIA, NULL), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_PARTITION, NULL), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_LOGICAL_MEDIA, &media), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL, NULL), 2);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 5);
}

static u32 starving(struct world *w, void *pm)
{
	return ntms_pool_move(&w->call, &w->t,
			      &((struct ntms_physical_media *)pm)->o.guid,
			      &w->free_disks->o.guid);
}

static void out_of_memory_changes_nothing(struct kunit *test)
{
	struct world *w = test->priv;

	world_starve(w, starving, world_medium(w, w->import_disks,
					       NTMS_PARTSTATE_IMPORT));
}

static struct kunit_case move_cases[] = {
	KUNIT_CASE(unknown_medium),
	KUNIT_CASE(unknown_pool),
	KUNIT_CASE(missing_medium_or_pool),
	KUNIT_CASE(between_applications),
	KUNIT_CASE(allocations_go_along),
	KUNIT_CASE(into_the_same_pool),
	KUNIT_CASE(a_medium_in_use),
	KUNIT_CASE(a_medium_that_rests_in_a_drive),
	KUNIT_CASE(into_a_pool_of_pools),
	KUNIT_CASE(into_a_pool_of_another_type),
	KUNIT_CASE(into_the_free_pool),
	KUNIT_CASE(out_of_the_free_pool),
	KUNIT_CASE(from_the_free_pool_to_itself),
	KUNIT_CASE(allocated_media_do_not_become_free),
	KUNIT_CASE(reserved_media_do_not_become_free),
	KUNIT_CASE(decommissioned_sides_stay_so_in_the_free_pool),
	KUNIT_CASE(import_media_become_free),
	KUNIT_CASE(unrecognized_media_become_free),
	KUNIT_CASE(incompatible_media_stay_so_in_the_free_pool),
	KUNIT_CASE(unrecognized_media_go_nowhere_else),
	KUNIT_CASE(nothing_becomes_unrecognized),
	KUNIT_CASE(import_media_go_to_an_application),
	KUNIT_CASE(import_media_with_another_side_stay),
	KUNIT_CASE(only_import_media_go_to_the_import_pool),
	KUNIT_CASE(media_of_a_library_not_present),
	KUNIT_CASE(offline_media),
	KUNIT_CASE_PARAM(rights_on_both_pools, right_gen_params),
	KUNIT_CASE(events_of_a_move),
	KUNIT_CASE(out_of_memory_changes_nothing),
	{}
};

static struct kunit_suite move_suite = {
	.name = "ntms_move",
	.init = world_init,
	.exit = world_exit,
	.test_cases = move_cases,
};
kunit_test_suites(&move_suite);
