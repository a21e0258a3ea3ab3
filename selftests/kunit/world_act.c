// SPDX-License-Identifier: GPL-2.0
/* world_act.c - arrange and act in the world of the tests */
#include <linux/string.h>

#include "world.h"

struct ntms_txn *world_arrange(struct world *w)
{
	ntms_txn_begin(&w->t, &w->m);
	return &w->t;
}

void world_arranged(struct world *w)
{
	u32 error = ntms_txn_commit(&w->t, NULL);

	KUNIT_ASSERT_EQ(w->test, error, 0);
	world_verify(w);
}

/* the test ends here with an open transaction if @error */
void world_must(struct world *w, u32 error)
{
	if (error)
		ntms_txn_abort(&w->t);
	KUNIT_ASSERT_EQ_MSG(w->test, error, 0, "reason: %s", w->call.text);
}

struct ntms_physical_media *world_medium(struct world *w,
					 struct ntms_media_pool *pool,
					 u32 state)
{
	struct ntms_physical_media *pm;
	char bar_code[16];

	snprintf(bar_code, sizeof(bar_code), "T%05uL4",
		 w->m.computer->next_sequence);
	world_must(w, ntms_media_create(world_arrange(w), w->library, pool, bar_code,
					state, &pm));
	world_arranged(w);
	return pm;
}

struct ntms_media_pool *world_pool(struct world *w, const char *path,
				   struct ntms_media_type *type)
{
	struct ntms_object *o;
	guid_t guid;

	world_must(w, ntms_pool_create(&w->call, world_arrange(w), path,
				       type ? &type->o.guid : NULL, NTMS_CREATE_NEW,
				 NULL, 0, &guid));
	world_arranged(w);
	down_read(&w->m.lock);
	o = ntms_find_type(&w->m, &guid, NTMS_TYPE_MEDIA_POOL);
	up_read(&w->m.lock);
	KUNIT_ASSERT_NOT_NULL(w->test, o);
	return ntms_media_pool(o);
}

/* a library on line with nothing in it */
struct ntms_library *world_library(struct world *w, const char *name)
{
	struct ntms_object *o;

	world_must(w, ntms_txn_insert(world_arrange(w), NTMS_TYPE_LIBRARY, NULL,
				      &o));
	ntms_library(o)->library_type = NTMS_LIBRARYTYPE_ONLINE;
	world_must(w, ntms_txn_set_text(&w->t, o, &o->name, name));
	world_must(w, ntms_acl_default(&w->t, o, NULL, NULL));
	world_arranged(w);
	return ntms_library(o);
}

void world_policy(struct world *w, struct ntms_media_pool *pool,
		  u32 allocation, u32 deallocation, u32 limit)
{
	world_must(w, ntms_txn_edit(world_arrange(w), &pool->o));
	pool->allocation_policy = allocation;
	pool->deallocation_policy = deallocation;
	pool->max_allocates = limit;
	world_arranged(w);
}

/* not for states that an allocation has */
void world_side(struct world *w, struct ntms_partition *side, u32 state,
		u32 allocate_count)
{
	world_must(w, ntms_txn_edit(world_arrange(w), &side->o));
	side->state = state;
	side->allocate_count = allocate_count;
	world_arranged(w);
}

void world_offline(struct world *w, struct ntms_physical_media *pm)
{
	world_must(w, ntms_txn_edit(world_arrange(w), &pm->o));
	pm->library = w->m.offline;
	pm->location = NULL;
	pm->home_slot = NULL;
	world_arranged(w);
}

/* put a medium into the drive, its first side up */
void world_load(struct world *w, struct ntms_physical_media *pm,
		u32 drive_state)
{
	struct ntms_txn *t = world_arrange(w);
	u32 error;

	error = ntms_txn_edit(t, &pm->o);
	if (!error)
		error = ntms_txn_edit(t, &w->drive->o);
	world_must(w, error);
	pm->location = &w->drive->o;
	pm->state = NTMS_MEDIASTATE_LOADED;
	pm->mounted_partition = pm->sides[0];
	w->drive->saved_partition = pm->sides[0];
	w->drive->state = drive_state;
	world_arranged(w);
}

void world_enable(struct world *w, struct ntms_object *o, bool enabled)
{
	world_must(w, ntms_txn_edit(world_arrange(w), o));
	o->enabled = enabled;
	world_arranged(w);
}

void world_operational(struct world *w, struct ntms_object *o, u32 state)
{
	world_must(w, ntms_txn_edit(world_arrange(w), o));
	o->operational_state = state;
	world_arranged(w);
}

/* from now on somebody calls who is not an administrator */
void world_become(struct world *w, u32 uid)
{
	w->session.caller = (struct ntms_caller){ .uid = uid, .gid = uid };
}

void world_acl(struct world *w, struct ntms_object *bearer,
	       const struct ntms_acl_entry *entries, u32 n)
{
	struct {
		struct ntms_acl acl;
		struct ntms_acl_entry entries[8];
	} list = {};
	struct ntms_blob **member;

	KUNIT_ASSERT_LE(w->test, n, 8);
	memcpy(list.entries, entries, n * sizeof(*entries));
	switch (bearer->type) {
	case NTMS_TYPE_COMPUTER:
		member = &ntms_computer(bearer)->acl;
		break;
	case NTMS_TYPE_LIBRARY:
		member = &ntms_library(bearer)->acl;
		break;
	default:
		member = &ntms_media_pool(bearer)->acl;
	}
	world_must(w, ntms_txn_edit(world_arrange(w), bearer));
	world_must(w, ntms_txn_set_blob(&w->t, bearer, member, &list,
					sizeof(list.acl) + n * sizeof(*entries)));
	world_arranged(w);
}

/* the only entry of the list */
void world_grant(struct world *w, struct ntms_object *bearer, u32 uid,
		 u32 rights)
{
	struct ntms_acl_entry e = {
		.kind = NTMS_ACL_ALLOW, .who = NTMS_ACL_UID, .id = uid,
		.rights = rights,
	};

	world_acl(w, bearer, &e, 1);
}

struct ntms_allocation world_request(struct ntms_media_pool *pool, u32 options)
{
	struct ntms_allocation a = { .options = options };

	guid_copy(&a.pool, &pool->o.guid);
	return a;
}

u32 world_allocate(struct world *w, struct ntms_allocation *a)
{
	return world_end(w, ntms_media_allocate(&w->call, world_begin(w), a));
}

u32 world_allocate_side(struct world *w, struct ntms_media_pool *pool,
			const struct ntms_partition *side, u32 options)
{
	struct ntms_allocation a = world_request(pool, options);
	u32 error;

	guid_copy(&a.partition, &side->o.guid);
	guid_copy(&a.media, &side->o.guid);	/* to be replaced */
	error = world_allocate(w, &a);
	if (error && !(options & NTMS_ALLOCATE_NEXT))
		KUNIT_EXPECT_TRUE(w->test, guid_is_null(&a.media));
	return error;
}

u32 world_allocate_any(struct world *w, struct ntms_media_pool *pool,
		       u32 options)
{
	struct ntms_allocation a = world_request(pool, options);
	u32 error = world_allocate(w, &a);

	if (error)
		KUNIT_EXPECT_TRUE(w->test, guid_is_null(&a.media));
	return error;
}

u32 world_deallocate(struct world *w, const guid_t *media)
{
	return world_end(w, ntms_media_deallocate(&w->call, world_begin(w),
						  media));
}

static struct ntms_logical_media *get(struct world *w,
				      struct ntms_allocation *a)
{
	struct ntms_object *o;
	u32 error;

	error = world_allocate(w, a);
	KUNIT_ASSERT_EQ_MSG(w->test, error, 0, "reason: %s", w->call.text);
	down_read(&w->m.lock);
	o = ntms_find_type(&w->m, &a->media, NTMS_TYPE_LOGICAL_MEDIA);
	up_read(&w->m.lock);
	KUNIT_ASSERT_NOT_NULL(w->test, o);
	return ntms_logical_media(o);
}

/* an allocation that must work */
struct ntms_logical_media *world_get(struct world *w,
				     struct ntms_media_pool *pool, u32 options)
{
	struct ntms_allocation a = world_request(pool, options);

	return get(w, &a);
}

struct ntms_logical_media *world_get_side(struct world *w,
					  struct ntms_media_pool *pool,
					  struct ntms_partition *side)
{
	struct ntms_allocation a = world_request(pool, 0);

	guid_copy(&a.partition, &side->o.guid);
	return get(w, &a);
}

/* a side of the pool "App" that is allocated */
struct ntms_partition *world_allocated(struct world *w, guid_t *media)
{
	struct ntms_logical_media *lm;
	struct ntms_partition *side;

	world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	lm = world_get(w, w->pool, 0);
	side = lm->sides;
	guid_copy(media, &lm->o.guid);
	return side;
}

void world_expect_deallocated(struct world *w, const guid_t *media,
			      const struct ntms_partition *side, u32 state,
			      const struct ntms_media_pool *pool)
{
	struct kunit *test = w->test;

	WORLD_EXPECT(w, world_deallocate(w, media), 0);
	KUNIT_EXPECT_EQ(test, side->state, state);
	KUNIT_EXPECT_NULL(test, side->logical_media);
	KUNIT_EXPECT_PTR_EQ(test, side->physical_media->pool, pool);
	down_read(&w->m.lock);
	KUNIT_EXPECT_NULL(test, ntms_find(&w->m, media));
	up_read(&w->m.lock);
}

/* operator requests */

struct ntms_object *world_find(struct world *w, const guid_t *guid)
{
	struct ntms_object *o;

	down_read(&w->m.lock);
	o = ntms_find(&w->m, guid);
	up_read(&w->m.lock);
	return o;
}

u32 world_submit(struct world *w, u32 command, const struct ntms_object *arg1,
		 const struct ntms_object *arg2, const char *message,
		 struct ntms_oprequest **q)
{
	struct ntms_opask ask = { .command = command, .message = message };
	guid_t request;
	u32 error;

	if (arg1)
		ask.arg1 = arg1->guid;
	if (arg2)
		ask.arg2 = arg2->guid;
	error = world_end(w, ntms_oprequest_submit(&w->call, world_begin(w),
						   &ask, &request));
	if (q)
		*q = error ? NULL : ntms_oprequest(world_find(w, &request));
	return error;
}

struct ntms_oprequest *world_oprequest(struct world *w)
{
	struct ntms_oprequest *q;

	WORLD_EXPECT(w, world_submit(w, NTMS_OPREQ_MESSAGE, NULL, NULL, "Hello",
				     &q), 0);
	KUNIT_ASSERT_NOT_NULL(w->test, q);
	return q;
}

u32 world_satisfy(struct world *w, const guid_t *request)
{
	return world_end(w, ntms_oprequest_satisfy(&w->call, world_begin(w),
						   request));
}

u32 world_cancel(struct world *w, const guid_t *request)
{
	return world_end(w, ntms_oprequest_cancel(&w->call, world_begin(w),
						  request));
}

u32 world_ack(struct world *w, const guid_t *request, u32 action)
{
	return world_end(w, ntms_oprequest_ack(&w->call, world_begin(w),
					       request, action));
}
