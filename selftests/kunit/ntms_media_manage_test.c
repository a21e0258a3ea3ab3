// SPDX-License-Identifier: GPL-2.0
/*
 * DeleteNtmsMedia, UpdateNtmsOmidInfo, ChangeNtmsMediaType, AddNtmsMediaType
 * and DeleteNtmsMediaType: semantics 3.9, 4.9, 6.5 and 6.6.
 */
#include <linux/string.h>

#include "world.h"

/* delete */

static u32 delete(struct world *w, const guid_t *pmid)
{
	return world_end(w, ntms_media_delete(&w->call, world_begin(w), pmid));
}

static struct ntms_physical_media *offline(struct world *w,
					   struct ntms_media_pool *pool,
					   u32 state)
{
	struct ntms_physical_media *pm = world_medium(w, pool, state);

	world_offline(w, pm);
	return pm;
}

static bool exists(struct world *w, const guid_t *guid)
{
	bool found;

	down_read(&w->m.lock);
	found = ntms_find(&w->m, guid);
	up_read(&w->m.lock);
	return found;
}

static const struct delete_row {
	const char *what;
	u32 state;
	u32 error;
} delete_rows[] = {
	{ "unknown", NTMS_PARTSTATE_UNKNOWN, 0 },
	{ "unprepared", NTMS_PARTSTATE_UNPREPARED, 0 },
	{ "incompatible", NTMS_PARTSTATE_INCOMPATIBLE, 0 },
	{ "decommissioned", NTMS_PARTSTATE_DECOMMISSIONED, 0 },
	{ "available", NTMS_PARTSTATE_AVAILABLE, 0 },
	{ "foreign", NTMS_PARTSTATE_FOREIGN, 0 },
	{ "import", NTMS_PARTSTATE_IMPORT, 0 },
	{ "reserved", NTMS_PARTSTATE_RESERVED, ERROR_INVALID_STATE },
};
KUNIT_ARRAY_PARAM(delete, delete_rows, NULL);

static void delete_in_each_state(struct kunit *test)
{
	const struct delete_row *row = test->param_value;
	struct world *w = test->priv;
	struct ntms_physical_media *pm = offline(w, w->disks,
						 NTMS_PARTSTATE_AVAILABLE);
	guid_t pmid = pm->o.guid, side = pm->sides[1]->o.guid;

	/* the other side is no reason */
	world_side(w, pm->sides[1], row->state, 0);
	KUNIT_EXPECT_EQ_MSG(test, delete(w, &pmid), row->error, "%s: %s",
			    row->what, w->call.text);
	KUNIT_EXPECT_EQ(test, exists(w, &pmid), !!row->error);
	KUNIT_EXPECT_EQ(test, exists(w, &side), !!row->error);
}

static void delete_allocated_media(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media;

	side = world_allocated(w, &media);
	world_offline(w, side->physical_media);
	WORLD_EXPECT(w, delete(w, &side->physical_media->o.guid),
		     ERROR_INVALID_STATE);
	WORLD_EXPECT(w, world_end(w, ntms_media_complete(&w->call,
							 world_begin(w),
							 &media)), 0);
	WORLD_EXPECT(w, delete(w, &side->physical_media->o.guid),
		     ERROR_INVALID_STATE);
	/* this is how an operator removes a medium that was lost */
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	WORLD_EXPECT(w, delete(w, &side->physical_media->o.guid), 0);
}

static void delete_media_in_a_library(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, delete(w, &pm->o.guid), ERROR_INVALID_STATE);
	/* a library that is not present is still one */
	world_operational(w, &w->library->o, NTMS_NOT_PRESENT);
	WORLD_EXPECT(w, delete(w, &pm->o.guid), ERROR_INVALID_STATE);
}

static void delete_media_that_a_mount_waits_for(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm = offline(w, w->pool,
						 NTMS_PARTSTATE_AVAILABLE);

	pm->mount = (struct ntms_mount *)w;
	WORLD_EXPECT(w, delete(w, &pm->o.guid), ERROR_INVALID_STATE);
	pm->mount = NULL;
	WORLD_EXPECT(w, delete(w, &pm->o.guid), 0);
}

static void delete_no_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm = offline(w, w->pool,
						 NTMS_PARTSTATE_AVAILABLE);
	guid_t guid;

	guid_gen(&guid);
	WORLD_EXPECT(w, delete(w, &guid), ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, delete(w, &guid_null), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, delete(w, &pm->sides[0]->o.guid), ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, delete(w, &w->pool->o.guid), ERROR_INVALID_MEDIA);
}

static void delete_rights(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm = offline(w, w->pool,
						 NTMS_PARTSTATE_AVAILABLE);

	world_grant(w, &w->pool->o, ALICE, NTMS_MODIFY_ACCESS);
	world_grant(w, &w->m.computer->o, ALICE, NTMS_CONTROL_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, delete(w, &pm->o.guid), ERROR_ACCESS_DENIED);
	world_grant(w, &w->m.computer->o, ALICE, NTMS_MODIFY_ACCESS);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	WORLD_EXPECT(w, delete(w, &pm->o.guid), ERROR_ACCESS_DENIED);
	world_grant(w, &w->pool->o, ALICE, NTMS_MODIFY_ACCESS);
	WORLD_EXPECT(w, delete(w, &pm->o.guid), 0);
}

static void events_of_a_deletion(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm = offline(w, w->disks,
						 NTMS_PARTSTATE_AVAILABLE);
	guid_t pmid = pm->o.guid;

	WORLD_EXPECT(w, delete(w, &pmid), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_DELETE,
					   NTMS_TYPE_PHYSICAL_MEDIA, &pmid), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_DELETE,
					   NTMS_TYPE_PARTITION, NULL), 2);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_MEDIA_POOL,
					   &w->disks->o.guid), 1);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_LIBRARY,
					   &w->m.offline->o.guid), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 5);
}

static u32 act_delete(struct world *w, void *ctx)
{
	return ntms_media_delete(&w->call, &w->t, ctx);
}

static void out_of_memory_deletes_nothing(struct kunit *test)
{
	struct world *w = test->priv;

	world_starve(w, act_delete, &offline(w, w->disks,
					     NTMS_PARTSTATE_AVAILABLE)->o.guid);
}

/* on-media identifiers */

static u32 label(struct world *w, const guid_t *media, const char *omid,
		 u32 len)
{
	return world_end(w, ntms_media_omid(&w->call, world_begin(w), media,
					    omid, len));
}

static void a_label_is_written_down(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_partition *side;
	guid_t media;
	char buf[16];

	side = world_allocated(w, &media);
	pm = side->physical_media;
	WORLD_EXPECT(w, label(w, &media, "MTF\0Sunday\0id 1", 15), 0);
	KUNIT_ASSERT_NOT_NULL(test, side->omid);
	KUNIT_EXPECT_FALSE(test, memcmp(side->omid->data, "MTF\0Sunday\0id 1",
					15));
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_PARTITION,
					   &side->o.guid), 1);
	/* its display name may follow */
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_PHYSICAL_MEDIA,
					   &pm->o.guid), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 2);
	world_must(w, ntms_txn_edit(world_arrange(w), &pm->o));
	world_must(w, ntms_txn_set_text(&w->t, &pm->o, &pm->bar_code, NULL));
	world_arranged(w);
	down_read(&w->m.lock);
	KUNIT_EXPECT_STREQ(test, ntms_display_name(&pm->o, buf), "Sunday");
	KUNIT_EXPECT_PTR_EQ(test, ntms_find_omid(&w->m, "MTF\0\0id 1", 9,
						 NULL), side);
	up_read(&w->m.lock);
	/* another one takes its place, also one that another side has */
	WORLD_EXPECT(w, label(w, &media, "ext4\0\0id 2", 10), 0);
	down_read(&w->m.lock);
	KUNIT_EXPECT_NULL(test, ntms_find_omid(&w->m, "MTF\0\0id 1", 9, NULL));
	up_read(&w->m.lock);
	side = world_allocated(w, &media);
	WORLD_EXPECT(w, label(w, &media, "ext4\0\0id 2", 10), 0);
	KUNIT_EXPECT_EQ(test, w->m.omids.count, 2);
}

static void the_label_of_the_second_side(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_logical_media *lm;

	pm = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	lm = world_get_side(w, w->disks, pm->sides[1]);
	WORLD_EXPECT(w, label(w, &lm->o.guid, "UDF\0B\0id", 8), 0);
	KUNIT_EXPECT_NULL(test, pm->sides[0]->omid);
	KUNIT_EXPECT_NOT_NULL(test, pm->sides[1]->omid);
}

static void a_label_of_no_logical_medium(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	guid_t media, guid;

	side = world_allocated(w, &media);
	guid_gen(&guid);
	WORLD_EXPECT(w, label(w, &guid, "MTF\0\0id", 7), ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, label(w, &guid_null, "MTF\0\0id", 7),
		     ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, label(w, &side->o.guid, "MTF\0\0id", 7),
		     ERROR_INVALID_MEDIA);
	WORLD_EXPECT(w, label(w, &media, NULL, 0), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, label(w, &media, "MTF\0\0", 5),
		     ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, world_deallocate(w, &media), 0);
	WORLD_EXPECT(w, label(w, &media, "MTF\0\0id", 7), ERROR_INVALID_MEDIA);
}

static void a_label_takes_the_control_right_on_the_library(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media;

	world_allocated(w, &media);
	world_grant(w, &w->pool->o, ALICE, NTMS_ALL_ACCESS);
	world_grant(w, &w->library->o, ALICE,
		    NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, label(w, &media, "MTF\0\0id", 7), ERROR_ACCESS_DENIED);
	world_grant(w, &w->library->o, ALICE, NTMS_CONTROL_ACCESS);
	WORLD_EXPECT(w, label(w, &media, "MTF\0\0id", 7), 0);
}

static u32 act_label(struct world *w, void *ctx)
{
	return ntms_media_omid(&w->call, &w->t, ctx, "MTF\0\0id 3", 9);
}

static void out_of_memory_leaves_the_label(struct kunit *test)
{
	struct world *w = test->priv;
	guid_t media;

	world_allocated(w, &media);
	WORLD_EXPECT(w, label(w, &media, "MTF\0\0id 1", 9), 0);
	world_starve(w, act_label, &media);
}

/* change of the type */

static u32 change(struct world *w, const struct ntms_physical_media *pm,
		  const struct ntms_media_pool *pool)
{
	return world_end(w, ntms_pool_change_type(&w->call, world_begin(w),
						  &pm->o.guid, &pool->o.guid));
}

/* another type of tapes, with its pools */
static struct ntms_media_type *dlt(struct world *w)
{
	struct ntms_media_type *type;

	down_read(&w->m.lock);
	type = ntms_media_type_by_code(&w->m, 0x27);
	up_read(&w->m.lock);
	return type;
}

static struct ntms_media_pool *system_pool(struct world *w,
					   struct ntms_media_pool *container,
					   const struct ntms_media_type *type)
{
	struct ntms_media_pool *pool;

	down_read(&w->m.lock);
	pool = ntms_system_pool(container, type);
	up_read(&w->m.lock);
	return pool;
}

static void a_medium_becomes_one_of_another_type(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *pool = world_pool(w, "DLT", dlt(w));
	struct ntms_physical_media *pm;
	guid_t media;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, change(w, pm, pool), 0);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, pool);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool->media_type, dlt(w));
	/* its allocations go with it */
	pm = world_allocated(w, &media)->physical_media;
	WORLD_EXPECT(w, change(w, pm, pool), 0);
	KUNIT_EXPECT_PTR_EQ(test, pm->sides[0]->logical_media->pool, pool);
	/* to a pool of the same type it is a move */
	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, change(w, pm, w->other), 0);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, w->other);
	WORLD_EXPECT(w, change(w, pm, w->other), 0);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 0);
}

static void unrecognized_media_only_become_free(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *pool = world_pool(w, "DLT", dlt(w));
	struct ntms_media_pool *free;
	struct ntms_physical_media *pm;

	world_must(w, ntms_system_pools(world_arrange(w), dlt(w)));
	world_arranged(w);
	free = system_pool(w, w->m.free, dlt(w));
	pm = world_medium(w, w->unrecognized, NTMS_PARTSTATE_FOREIGN);
	WORLD_EXPECT(w, change(w, pm, pool), ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, change(w, pm, system_pool(w, w->m.unrecognized,
						  dlt(w))),
		     ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, change(w, pm, free), 0);
	KUNIT_EXPECT_EQ(test, pm->sides[0]->state, NTMS_PARTSTATE_AVAILABLE);
	KUNIT_EXPECT_PTR_EQ(test, pm->pool, free);
	WORLD_EXPECT(w, change(w, pm, free), ERROR_INVALID_MEDIA_POOL);
}

static void the_other_rules_of_moves(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *box = world_pool(w, "Box", NULL);
	struct ntms_physical_media *pm;
	guid_t media;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, change(w, pm, box), ERROR_INVALID_MEDIA_POOL);
	WORLD_EXPECT(w, change(w, pm, w->import), ERROR_INVALID_MEDIA_POOL);
	/* a tape does not get a second side */
	WORLD_EXPECT(w, change(w, pm, w->disks), ERROR_INVALID_MEDIA_POOL);
	world_load(w, pm, NTMS_DRIVESTATE_LOADED);
	WORLD_EXPECT(w, change(w, pm, w->other), ERROR_BUSY);
	pm = world_allocated(w, &media)->physical_media;
	WORLD_EXPECT(w, change(w, pm, w->free), ERROR_INVALID_MEDIA_POOL);
	pm = world_medium(w, w->import, NTMS_PARTSTATE_IMPORT);
	WORLD_EXPECT(w, change(w, pm, w->other), 0);
	KUNIT_EXPECT_EQ(test, pm->sides[0]->state, NTMS_PARTSTATE_IMPORT);
	WORLD_EXPECT(w, change(w, pm, w->import), 0);
}

static void the_library_has_to_be_there(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_enable(w, &w->library->o, false);
	WORLD_EXPECT(w, change(w, pm, w->other), ERROR_RESOURCE_DISABLED);
	world_enable(w, &w->library->o, true);
	world_operational(w, &w->library->o, NTMS_NOT_PRESENT);
	WORLD_EXPECT(w, change(w, pm, w->other), ERROR_LIBRARY_OFFLINE);
	world_operational(w, &w->library->o, NTMS_READY);
	world_offline(w, pm);
	WORLD_EXPECT(w, change(w, pm, w->other), ERROR_LIBRARY_OFFLINE);
}

static void change_of_nothing(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;
	guid_t guid;
	u32 error;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	guid_gen(&guid);
	error = ntms_pool_change_type(&w->call, world_begin(w), &guid,
				      &w->pool->o.guid);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_MEDIA);
	error = ntms_pool_change_type(&w->call, world_begin(w), &pm->o.guid,
				      &guid);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_MEDIA_POOL);
	error = ntms_pool_change_type(&w->call, world_begin(w), &guid_null,
				      &w->pool->o.guid);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_PARAMETER);
	error = ntms_pool_change_type(&w->call, world_begin(w), &pm->o.guid,
				      &guid_null);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_PARAMETER);
}

static void rights_of_a_change(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_grant(w, &w->pool->o, ALICE, NTMS_MODIFY_ACCESS);
	world_become(w, ALICE);
	world_grant(w, &w->m.computer->o, ALICE, NTMS_CONTROL_ACCESS);
	WORLD_EXPECT(w, change(w, pm, w->other), ERROR_ACCESS_DENIED);
	world_grant(w, &w->m.computer->o, ALICE, NTMS_MODIFY_ACCESS);
	world_grant(w, &w->pool->o, ALICE, NTMS_CONTROL_ACCESS);
	WORLD_EXPECT(w, change(w, pm, w->other), ERROR_ACCESS_DENIED);
	world_grant(w, &w->pool->o, ALICE, NTMS_MODIFY_ACCESS);
	WORLD_EXPECT(w, change(w, pm, w->other), 0);
}

/* media types of libraries */

static u32 add(struct world *w, const struct ntms_media_type *type,
	       const struct ntms_library *l)
{
	return world_end(w, ntms_media_type_add(&w->call, world_begin(w),
						&type->o.guid, &l->o.guid));
}

static u32 drop(struct world *w, const struct ntms_media_type *type,
		const struct ntms_library *l)
{
	return world_end(w, ntms_media_type_delete(&w->call, world_begin(w),
						   &type->o.guid, &l->o.guid));
}

static bool has_pools(struct world *w, const struct ntms_media_type *type)
{
	bool free = system_pool(w, w->m.free, type);

	KUNIT_EXPECT_EQ(w->test, free, !!system_pool(w, w->m.import, type));
	KUNIT_EXPECT_EQ(w->test, free, !!system_pool(w, w->m.unrecognized,
						     type));
	return free;
}

static void pools_come_and_go_with_types(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_library *second = world_library(w, "Second");
	struct ntms_media_type *type = dlt(w);

	KUNIT_EXPECT_FALSE(test, has_pools(w, type));
	WORLD_EXPECT(w, add(w, type, w->library), 0);
	KUNIT_EXPECT_TRUE(test, ntms_library_takes(w->library, type));
	KUNIT_EXPECT_TRUE(test, has_pools(w, type));
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_INSERT,
					   NTMS_TYPE_MEDIA_POOL, NULL), 3);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE,
					   NTMS_TYPE_LIBRARY,
					   &w->library->o.guid), 1);
	WORLD_EXPECT(w, add(w, type, second), 0);
	WORLD_EXPECT(w, drop(w, type, w->library), 0);
	KUNIT_EXPECT_FALSE(test, ntms_library_takes(w->library, type));
	KUNIT_EXPECT_TRUE(test, has_pools(w, type));
	WORLD_EXPECT(w, drop(w, type, second), 0);
	KUNIT_EXPECT_FALSE(test, has_pools(w, type));
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_DELETE,
					   NTMS_TYPE_MEDIA_POOL, NULL), 3);
}

static void a_type_that_is_there_already(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_type *type = dlt(w);
	struct ntms_media_pool *pool;

	WORLD_EXPECT(w, add(w, type, w->library), 0);
	WORLD_EXPECT(w, add(w, type, w->library), 0);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 0);
	KUNIT_EXPECT_EQ(test, w->library->media_types->len, sizeof(guid_t));
	/* a pool that is missing is made all the same */
	pool = system_pool(w, w->m.free, type);
	world_must(w, ntms_txn_delete(world_arrange(w), &pool->o));
	world_arranged(w);
	WORLD_EXPECT(w, add(w, type, w->library), 0);
	KUNIT_EXPECT_TRUE(test, has_pools(w, type));
}

static void a_type_that_is_not_there(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, drop(w, dlt(w), w->library), 0);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 0);
}

static void a_library_may_take_many_types(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object *o;
	u32 id, n = 0;

	for (id = 0;; id++) {
		down_read(&w->m.lock);
		o = ntms_next(&w->m, NTMS_TYPE_MEDIA_TYPE, &id);
		up_read(&w->m.lock);
		if (!o)
			break;
		WORLD_EXPECT(w, add(w, ntms_media_type(o), w->library), 0);
		n++;
	}
	KUNIT_EXPECT_GT(test, n, 60);
	KUNIT_EXPECT_EQ(test, w->library->media_types->len, n * sizeof(guid_t));
	WORLD_EXPECT(w, drop(w, w->tape, w->library), 0);
	KUNIT_EXPECT_FALSE(test, ntms_library_takes(w->library, w->tape));
	KUNIT_EXPECT_TRUE(test, ntms_library_takes(w->library, w->disk));
}

static void media_keep_their_type(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_library *second = world_library(w, "Second");
	struct ntms_physical_media *pm;

	WORLD_EXPECT(w, add(w, w->tape, w->library), 0);
	WORLD_EXPECT(w, add(w, w->tape, second), 0);
	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	WORLD_EXPECT(w, drop(w, w->tape, w->library), ERROR_NOT_EMPTY);
	/* those of other libraries are no reason, nor are other types */
	WORLD_EXPECT(w, add(w, w->disk, w->library), 0);
	WORLD_EXPECT(w, drop(w, w->disk, w->library), 0);
	WORLD_EXPECT(w, drop(w, w->tape, second), 0);
	/* off line they keep the pools */
	world_offline(w, pm);
	WORLD_EXPECT(w, drop(w, w->tape, w->library), 0);
	KUNIT_EXPECT_TRUE(test, has_pools(w, w->tape));
}

static void types_of_a_library_that_is_not_there(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, add(w, w->tape, w->m.offline), ERROR_LIBRARY_OFFLINE);
	world_operational(w, &w->library->o, NTMS_NOT_PRESENT);
	WORLD_EXPECT(w, add(w, w->tape, w->library), ERROR_LIBRARY_OFFLINE);
	world_operational(w, &w->library->o, NTMS_READY);
	WORLD_EXPECT(w, add(w, w->tape, w->library), 0);
	world_enable(w, &w->library->o, false);
	WORLD_EXPECT(w, add(w, w->disk, w->library), ERROR_RESOURCE_DISABLED);
	/* what nobody needs can go */
	WORLD_EXPECT(w, drop(w, w->tape, w->library), 0);
}

static void types_and_libraries_that_do_not_exist(struct kunit *test)
{
	struct world *w = test->priv;
	const struct { const guid_t *type, *library; u32 error; } rows[] = {
		{ &guid_null, &w->library->o.guid, ERROR_INVALID_PARAMETER },
		{ &w->tape->o.guid, &guid_null, ERROR_INVALID_PARAMETER },
		{ &w->drive->o.guid, &w->library->o.guid, ERROR_INVALID_MEDIA },
		{ &w->tape->o.guid, &w->drive->o.guid, ERROR_INVALID_LIBRARY },
	};
	u32 error, i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		error = ntms_media_type_add(&w->call, world_begin(w),
					    rows[i].type, rows[i].library);
		WORLD_EXPECT(w, world_end(w, error), rows[i].error);
		error = ntms_media_type_delete(&w->call, world_begin(w),
					       rows[i].type, rows[i].library);
		WORLD_EXPECT(w, world_end(w, error), rows[i].error);
	}
}

static void types_take_the_modify_right_on_the_library(struct kunit *test)
{
	struct world *w = test->priv;

	world_grant(w, &w->library->o, ALICE,
		    NTMS_USE_ACCESS | NTMS_CONTROL_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, add(w, w->tape, w->library), ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, drop(w, w->tape, w->library), ERROR_ACCESS_DENIED);
	world_grant(w, &w->library->o, ALICE, NTMS_MODIFY_ACCESS);
	WORLD_EXPECT(w, add(w, w->tape, w->library), 0);
	WORLD_EXPECT(w, drop(w, w->tape, w->library), 0);
}

static u32 act_add(struct world *w, void *ctx)
{
	return ntms_media_type_add(&w->call, &w->t, ctx, &w->library->o.guid);
}

static u32 act_drop(struct world *w, void *ctx)
{
	return ntms_media_type_delete(&w->call, &w->t, ctx,
				      &w->library->o.guid);
}

static void out_of_memory_adds_nothing(struct kunit *test)
{
	struct world *w = test->priv;

	world_starve(w, act_add, &dlt(w)->o.guid);
}

static void out_of_memory_drops_nothing(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, add(w, dlt(w), w->library), 0);
	world_starve(w, act_drop, &dlt(w)->o.guid);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(delete_in_each_state, delete_gen_params),
	KUNIT_CASE(delete_allocated_media),
	KUNIT_CASE(delete_media_in_a_library),
	KUNIT_CASE(delete_media_that_a_mount_waits_for),
	KUNIT_CASE(delete_no_medium),
	KUNIT_CASE(delete_rights),
	KUNIT_CASE(events_of_a_deletion),
	KUNIT_CASE(out_of_memory_deletes_nothing),
	KUNIT_CASE(a_label_is_written_down),
	KUNIT_CASE(the_label_of_the_second_side),
	KUNIT_CASE(a_label_of_no_logical_medium),
	KUNIT_CASE(a_label_takes_the_control_right_on_the_library),
	KUNIT_CASE(out_of_memory_leaves_the_label),
	KUNIT_CASE(a_medium_becomes_one_of_another_type),
	KUNIT_CASE(unrecognized_media_only_become_free),
	KUNIT_CASE(the_other_rules_of_moves),
	KUNIT_CASE(the_library_has_to_be_there),
	KUNIT_CASE(change_of_nothing),
	KUNIT_CASE(rights_of_a_change),
	KUNIT_CASE(pools_come_and_go_with_types),
	KUNIT_CASE(a_type_that_is_there_already),
	KUNIT_CASE(a_type_that_is_not_there),
	KUNIT_CASE(a_library_may_take_many_types),
	KUNIT_CASE(media_keep_their_type),
	KUNIT_CASE(types_of_a_library_that_is_not_there),
	KUNIT_CASE(types_and_libraries_that_do_not_exist),
	KUNIT_CASE(types_take_the_modify_right_on_the_library),
	KUNIT_CASE(out_of_memory_adds_nothing),
	KUNIT_CASE(out_of_memory_drops_nothing),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_media_manage",
	.init = world_init,
	.exit = world_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
