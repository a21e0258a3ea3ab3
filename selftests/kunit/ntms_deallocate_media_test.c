// SPDX-License-Identifier: GPL-2.0
/*
 * DeallocateNtmsMedia: the rows of its decision table from 15 on: the other
 * side, media that are mounted or off line; the events it sends.
 */
#include "world.h"

static void row_15_sibling_is_still_allocated(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_logical_media *lm, *lm2;
	struct ntms_partition *side, *side2;
	guid_t media, media2;

	world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	lm = world_get(w, w->disks, 0);
	lm2 = world_get(w, w->disks, 0);
	side = lm->sides;
	side2 = lm2->sides;
	guid_copy(&media, &lm->o.guid);
	guid_copy(&media2, &lm2->o.guid);
	KUNIT_ASSERT_PTR_EQ(test, side->physical_media, side2->physical_media);
	world_policy(w, w->disks, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	/* only the last one takes the medium home */
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->disks);
	world_expect_deallocated(w, &media2, side2, NTMS_PARTSTATE_AVAILABLE,
				 w->free_disks);
}

static void row_16_reserved_sibling_is_released(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_logical_media *lm;
	struct ntms_partition *side;
	guid_t media;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	lm = world_get(w, w->disks, NTMS_ALLOCATE_NEW);
	side = lm->sides;
	guid_copy(&media, &lm->o.guid);
	KUNIT_EXPECT_EQ(test, pm->sides[!side->side]->state,
			NTMS_PARTSTATE_RESERVED);
	world_policy(w, w->disks, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->free_disks);
	KUNIT_EXPECT_EQ(test, pm->sides[!side->side]->state,
			NTMS_PARTSTATE_AVAILABLE);
}

static void row_16_reserved_sibling_is_released_in_its_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_logical_media *lm;
	struct ntms_partition *side;
	guid_t media;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	lm = world_get(w, w->disks, NTMS_ALLOCATE_NEW);
	side = lm->sides;
	guid_copy(&media, &lm->o.guid);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->disks);
	KUNIT_EXPECT_EQ(test, pm->sides[!side->side]->state,
			NTMS_PARTSTATE_AVAILABLE);
}

static void row_17_import_sibling_keeps_medium_in_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_logical_media *lm;
	struct ntms_partition *side;
	guid_t media;

	pm = world_medium(w, w->import_disks, NTMS_PARTSTATE_IMPORT);
	lm = world_get_side(w, w->disks, pm->sides[0]);
	side = lm->sides;
	guid_copy(&media, &lm->o.guid);
	world_policy(w, w->disks, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->disks);
	KUNIT_EXPECT_EQ(test, pm->sides[1]->state, NTMS_PARTSTATE_IMPORT);
}

static void decommissioned_sibling_goes_to_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_logical_media *lm;
	struct ntms_partition *side;
	guid_t media;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	world_side(w, pm->sides[1], NTMS_PARTSTATE_DECOMMISSIONED, 7);
	lm = world_get(w, w->disks, 0);
	side = lm->sides;
	guid_copy(&media, &lm->o.guid);
	world_policy(w, w->disks, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->free_disks);
	KUNIT_EXPECT_EQ(test, pm->sides[1]->state,
			NTMS_PARTSTATE_DECOMMISSIONED);
	KUNIT_EXPECT_EQ(test, pm->sides[1]->allocate_count, 7);
}

static void at_the_limit_with_an_available_sibling_goes_to_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_logical_media *lm;
	struct ntms_partition *side;
	guid_t media;

	world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	lm = world_get(w, w->disks, 0);
	side = lm->sides;
	guid_copy(&media, &lm->o.guid);
	world_policy(w, w->disks, 0, NTMS_DEALLOCATE_TOSCRATCH, 1);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_DECOMMISSIONED,
				 w->free_disks);
}

static void row_18_mounted_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_allocation a = world_request(w->pool, 0);
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_load(w, side->physical_media, NTMS_DRIVESTATE_LOADED);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
	KUNIT_EXPECT_EQ(test, side->physical_media->state,
			NTMS_MEDIASTATE_LOADED);
	/* nobody gets it before it is dismounted */
	WORLD_EXPECT(w, world_allocate(w, &a), ERROR_TIMEOUT);
}

static void row_18_mounted_medium_to_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_load(w, side->physical_media, NTMS_DRIVESTATE_LOADED);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->free);
	KUNIT_EXPECT_PTR_EQ(test, side->physical_media->location, &w->drive->o);
}

static void row_19_offline_medium_is_kept_in_the_free_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_offline(w, side->physical_media);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->free);
	KUNIT_EXPECT_PTR_EQ(test, side->physical_media->library, w->m.offline);
}

static void purge_offline(struct world *w)
{
	struct ntms_txn *t = world_arrange(w);

	KUNIT_ASSERT_EQ(w->test, ntms_txn_edit(t, &w->m.computer->o), 0);
	w->m.computer->media_pool_policy = NTMS_POOLPOLICY_PURGEOFFLINESCRATCH;
	world_arranged(w);
}

static void row_19_offline_medium_is_deleted_by_policy(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media, pmid, partition;

	side = world_allocated(w, &media);
	guid_copy(&pmid, &side->physical_media->o.guid);
	guid_copy(&partition, &side->o.guid);
	world_offline(w, side->physical_media);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	purge_offline(w);
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	down_read(&w->m.lock);
	KUNIT_EXPECT_NULL(test, ntms_find(&w->m, &media));
	KUNIT_EXPECT_NULL(test, ntms_find(&w->m, &partition));
	KUNIT_EXPECT_NULL(test, ntms_find(&w->m, &pmid));
	up_read(&w->m.lock);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_DELETE,
					   NTMS_TYPE_PHYSICAL_MEDIA, &pmid), 1);
	KUNIT_EXPECT_EQ(test, w->m.offline->media, 0);
}

static void row_19_offline_disk_is_deleted_with_both_sides(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_logical_media *lm;
	struct ntms_physical_media *pm;
	guid_t media;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	lm = world_get(w, w->disks, NTMS_ALLOCATE_NEW);
	guid_copy(&media, &lm->o.guid);
	world_offline(w, pm);
	world_policy(w, w->disks, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	purge_offline(w);
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_DELETE,
					   NTMS_TYPE_PARTITION, NULL), 2);
}

static void row_19_media_on_line_are_not_deleted(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	purge_offline(w);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->free);
}

static void row_19_offline_medium_that_a_mount_waits_for_is_kept(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	struct ntms_txn *t;
	guid_t media;

	side = world_allocated(w, &media);
	world_offline(w, side->physical_media);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	purge_offline(w);
	t = world_arrange(w);
	world_must(w, ntms_txn_edit(t, &side->physical_media->o));
	side->physical_media->state = NTMS_MEDIASTATE_OPREQ;
	world_arranged(w);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->free);
}

static void row_19_offline_medium_stays_without_the_pools_policy(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_offline(w, side->physical_media);
	purge_offline(w);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
}

/* the calls of two sessions are in some order: the second is as in row 4 */
static void row_20_two_sessions_race(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_session other = w->session;
	struct ntms_call call = { .m = &w->m, .s = &other };
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
	ntms_txn_begin(&w->t, &w->m);
	KUNIT_EXPECT_EQ(test, ntms_media_deallocate(&call, &w->t, &media),
			ERROR_INVALID_MEDIA);
	ntms_txn_abort(&w->t);
	KUNIT_EXPECT_EQ(test, side->allocate_count, 1);
}

static void no_free_pool_keeps_medium_in_its_pool(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	KUNIT_ASSERT_EQ(test, ntms_txn_delete(world_arrange(w), &w->free->o), 0);
	world_arranged(w);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
}

static void disabled_medium_and_library_are_no_reason_to_fail(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_enable(w, &side->physical_media->o, false);
	world_enable(w, &w->library->o, false);
	world_operational(w, &w->library->o, NTMS_NOT_PRESENT);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
}

static void name_and_description_of_the_logical_medium_are_gone(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	struct ntms_object *o;
	struct ntms_txn *t;
	guid_t media;

	side = world_allocated(w, &media);
	o = &side->logical_media->o;
	t = world_arrange(w);
	KUNIT_ASSERT_EQ(test, ntms_txn_edit(t, o), 0);
	KUNIT_ASSERT_EQ(test, ntms_txn_set_text(t, o, &o->name, "Monday"), 0);
	world_arranged(w);
	world_expect_deallocated(w, &media, side, NTMS_PARTSTATE_AVAILABLE,
				 w->pool);
	KUNIT_EXPECT_NULL(test, world_get(w, w->pool, 0)->o.name);
}

static void events_when_the_medium_stays(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_PARTITION,
					   &side->o.guid), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL,
					   &w->pool->o.guid), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_DELETE,
					   NTMS_TYPE_LOGICAL_MEDIA, &media), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 3);
}

static void events_when_the_medium_becomes_free(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_policy(w, w->pool, 0, NTMS_DEALLOCATE_TOSCRATCH, NTMS_UNLIMITED);
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_PHYSICAL_MEDIA,
					   &side->physical_media->o.guid), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL,
					   &w->pool->o.guid), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL,
					   &w->free->o.guid), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 5);
}

static struct kunit_case deallocate_media_cases[] = {
	KUNIT_CASE(row_15_sibling_is_still_allocated),
	KUNIT_CASE(row_16_reserved_sibling_is_released),
	KUNIT_CASE(row_16_reserved_sibling_is_released_in_its_pool),
	KUNIT_CASE(row_17_import_sibling_keeps_medium_in_pool),
	KUNIT_CASE(decommissioned_sibling_goes_to_the_free_pool),
	KUNIT_CASE(at_the_limit_with_an_available_sibling_goes_to_the_free_pool),
	KUNIT_CASE(row_18_mounted_medium),
	KUNIT_CASE(row_18_mounted_medium_to_the_free_pool),
	KUNIT_CASE(row_19_offline_medium_is_kept_in_the_free_pool),
	KUNIT_CASE(row_19_offline_medium_is_deleted_by_policy),
	KUNIT_CASE(row_19_offline_disk_is_deleted_with_both_sides),
	KUNIT_CASE(row_19_media_on_line_are_not_deleted),
	KUNIT_CASE(row_19_offline_medium_that_a_mount_waits_for_is_kept),
	KUNIT_CASE(row_19_offline_medium_stays_without_the_pools_policy),
	KUNIT_CASE(row_20_two_sessions_race),
	KUNIT_CASE(no_free_pool_keeps_medium_in_its_pool),
	KUNIT_CASE(disabled_medium_and_library_are_no_reason_to_fail),
	KUNIT_CASE(name_and_description_of_the_logical_medium_are_gone),
	KUNIT_CASE(events_when_the_medium_stays),
	KUNIT_CASE(events_when_the_medium_becomes_free),
	{}
};

static struct kunit_suite deallocate_media_suite = {
	.name = "ntms_deallocate_media",
	.init = world_init,
	.exit = world_exit,
	.test_cases = deallocate_media_cases,
};
kunit_test_suites(&deallocate_media_suite);
