// SPDX-License-Identifier: GPL-2.0
/*
 * media_allocate.c - AllocateNtmsMedia
 *
 * MS-RSMP 3.2.5.2.2.3, 2.2.3.1; semantics 5; decisions.
 *
 * A side is found by the trees of the shelves: the first of each is the best
 * of it, so that a search costs as much as a pool has media in use, and not
 * as much as it has media.
 *
 * Left out: waiting, which is waiting.c, and operator requests.
 */
#include "call.h"
#include "library.h"
#include "media.h"
#include "notify.h"
#include "ntms.h"

/* what is going to be allocated */
struct choice {
	struct ntms_media_pool *pool;	/* for whom */
	struct ntms_partition *side;
	bool whole;			/* with the other sides reserved */
};

static bool below_limit(const struct ntms_media_pool *pool,
			const struct ntms_partition *side)
{
	return !pool->max_allocates ||
	       pool->max_allocates == NTMS_UNLIMITED ||
	       side->allocate_count < pool->max_allocates;
}

/* decision A-7, between the best of two trees */
static bool better(const struct ntms_partition *a,
		   const struct ntms_partition *b)
{
	if (a->allocate_count != b->allocate_count)
		return a->allocate_count < b->allocate_count;
	return a->o.modified < b->o.modified;
}

/* the best side of one tree of a shelf, if it is better than the best so far */
static void search_tree(const struct rb_root_cached *tree, struct choice *c)
{
	struct ntms_partition *side;
	struct rb_node *n;

	for (n = rb_first_cached(tree); n; n = rb_next(n)) {
		side = rb_entry(n, struct ntms_partition, o.node);
		if (!below_limit(c->pool, side) ||
		    (c->side && !better(side, c->side)))
			return;
		if (side->physical_media->o.operational_state == NTMS_READY &&
		    !ntms_media_in_use(side->physical_media)) {
			c->side = side;
			return;
		}
	}
}

/* semantics 5 step 6 */
static void search(struct ntms_media_pool *source, struct choice *c)
{
	struct ntms_shelf *s;

	if (!source->shelves.next)
		return;		/* no medium has ever been here */
	list_for_each_entry(s, &source->shelves, in_pool) {
		if (!ntms_library_usable(s->library))
			continue;
		search_tree(&s->whole, c);
		if (!c->whole)
			search_tree(&s->partial, c);
	}
}

static u32 search_free(struct ntms_call *c, struct choice *choice)
{
	struct ntms_media_pool *pool = choice->pool, *free;
	u32 err;

	free = ntms_system_pool(c->m->free, pool->media_type);
	if (!free)
		return ntms_refuse(c, ERROR_DEVICE_NOT_AVAILABLE,
				   "there is no free pool for %s: no library supports it",
				   pool->media_type->o.name);
	err = ntms_access(c, &free->o, NTMS_USE_ACCESS);
	if (!err)
		search(free, choice);
	return err;
}

static u32 choose_any(struct ntms_call *c, const struct ntms_allocation *a,
		      struct choice *choice)
{
	struct ntms_media_pool *pool = choice->pool;
	bool at_once = a->options & NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE;
	u32 err;

	search(pool, choice);
	if (!choice->side &&
	    pool->allocation_policy & NTMS_ALLOCATE_FROMSCRATCH) {
		err = search_free(c, choice);
		if (err)
			return err;
	}
	if (choice->side)
		return 0;
	return ntms_refuse(c, a->timeout || at_once ?
			   ERROR_MEDIA_UNAVAILABLE : ERROR_TIMEOUT,
			   "no side is left for pool %s; add media to it or%s deallocate some",
			   pool->o.name,
			   pool->allocation_policy & NTMS_ALLOCATE_FROMSCRATCH ?
			   " to the free pool, or" :
			   " let it draw from the free pool, or");
}

/* the reasons why a side that was named cannot be had, semantics 5 step 5 */
static u32 check_medium(struct ntms_call *c, const struct ntms_media_pool *pool,
			const struct ntms_physical_media *pm)
{
	const struct ntms_library *l = pm->library;
	char buf[16];
	const char *name = ntms_display_name(&pm->o, buf);

	if (l->library_type == NTMS_LIBRARYTYPE_OFFLINE ||
	    l->o.operational_state == NTMS_NOT_PRESENT ||
	    pm->o.operational_state == NTMS_NOT_PRESENT)
		return ntms_refuse(c, ERROR_MEDIA_OFFLINE,
				   "medium %s is off line", name);
	if (!pm->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "medium %s is disabled", name);
	if (!l->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "library %s of medium %s is disabled",
				   l->o.name ?: "", name);
	if (!ntms_library_usable(l) || pm->o.operational_state != NTMS_READY)
		return ntms_refuse(c, ERROR_DEVICE_NOT_AVAILABLE,
				   "medium %s or its library %s is not ready",
				   name, l->o.name ?: "");
	if (ntms_media_in_use(pm))
		return ntms_refuse(c, ERROR_BUSY,
				   "medium %s is in use, dismount it first",
				   name);
	if (pm->pool->media_type != pool->media_type)
		return ntms_refuse(c, ERROR_MEDIA_INCOMPATIBLE,
				   "medium %s is of type %s, pool %s holds %s",
				   name, pm->pool->media_type->o.name,
				   pool->o.name, pool->media_type->o.name);
	return 0;
}

/* can the other sides be kept for whoever gets @side? */
static bool exclusive(const struct ntms_partition *side)
{
	const struct ntms_physical_media *pm = side->physical_media;
	u32 i;

	/* import sides stay import until they are named themselves */
	for (i = 0; i < pm->number_of_partitions; i++)
		if (!pm->sides[i]->o.enabled ||
		    (pm->sides[i]->state != side->state &&
		     pm->sides[i]->state != NTMS_PARTSTATE_AVAILABLE))
			return false;
	return true;
}

static u32 check_side(struct ntms_call *c, const struct choice *choice,
		      const struct ntms_partition *side)
{
	char buf[16];
	const char *name = ntms_display_name(&side->physical_media->o, buf);

	if (!side->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "side %u of medium %s is disabled",
				   side->side, name);
	if (side->state != NTMS_PARTSTATE_AVAILABLE &&
	    side->state != NTMS_PARTSTATE_IMPORT)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "side %u of medium %s is neither available nor import",
				   side->side, name);
	if (!below_limit(choice->pool, side))
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "side %u of medium %s was allocated %u times, pool %s allows %u",
				   side->side, name, side->allocate_count,
				   choice->pool->o.name,
				   choice->pool->max_allocates);
	if (choice->whole && !exclusive(side))
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "another side of medium %s is not available",
				   name);
	return 0;
}

/* semantics 5 step 5 and 7: the caller names the side */
static u32 choose_named(struct ntms_call *c, const struct ntms_allocation *a,
			struct choice *choice)
{
	struct ntms_media_pool *source;
	struct ntms_partition *side;
	u32 err;

	side = ntms_partition(ntms_find_type(c->m, &a->partition,
					     NTMS_TYPE_PARTITION));
	if (!side)
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "there is no side %pUl", &a->partition);
	source = side->physical_media->pool;
	if (source != choice->pool) {
		err = ntms_access(c, &source->o, source->pool_type ==
				  NTMS_POOLTYPE_SCRATCH ? NTMS_USE_ACCESS :
				  NTMS_CONTROL_ACCESS);
		if (err)
			return err;
	}
	err = check_medium(c, choice->pool, side->physical_media);
	if (!err)
		err = check_side(c, choice, side);
	if (!err)
		choice->side = side;
	return err;
}

static u32 invalid_next(struct ntms_call *c, const guid_t *guid,
			const struct ntms_media_pool *pool)
{
	return ntms_refuse(c, ERROR_INVALID_MEDIA,
			   "%pUl does not name an allocated medium of pool %s",
			   guid, pool->o.name);
}

/* semantics 5 step 4: a further side of a medium the caller has */
static u32 choose_next(struct ntms_call *c, const struct ntms_allocation *a,
		       struct choice *choice)
{
	struct ntms_physical_media *pm;
	struct ntms_logical_media *lm;
	struct ntms_partition *side;
	char name[16];
	u32 i;

	lm = ntms_logical_media(ntms_find_type(c->m, &a->media,
					       NTMS_TYPE_LOGICAL_MEDIA));
	if (!lm || !lm->sides || lm->pool != choice->pool)
		return invalid_next(c, &a->media, choice->pool);
	pm = lm->sides->physical_media;
	if (!guid_is_null(&a->partition)) {
		side = ntms_partition(ntms_find_type(c->m, &a->partition,
						     NTMS_TYPE_PARTITION));
		if (!side || side->physical_media != pm)
			return invalid_next(c, &a->partition, choice->pool);
	}
	if (!pm->o.enabled || !pm->library->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "medium %s or its library is disabled",
				   ntms_display_name(&pm->o, name));
	for (i = 0; i < pm->number_of_partitions; i++) {
		side = pm->sides[i];
		if (side->state != NTMS_PARTSTATE_RESERVED ||
		    !side->o.enabled || !below_limit(choice->pool, side))
			continue;
		choice->side = side;
		return 0;
	}
	return ntms_refuse(c, ERROR_MEDIA_UNAVAILABLE,
			   "no side of medium %s is reserved any more",
			   ntms_display_name(&pm->o, name));
}

static u32 reserve_others(struct ntms_txn *t, struct ntms_partition *side)
{
	struct ntms_physical_media *pm = side->physical_media;
	struct ntms_partition *other;
	u32 err, i;

	for (i = 0; i < pm->number_of_partitions; i++) {
		other = pm->sides[i];
		if (other == side || other->state != NTMS_PARTSTATE_AVAILABLE)
			continue;
		err = ntms_txn_edit(t, &other->o);
		if (err)
			return err;
		other->state = NTMS_PARTSTATE_RESERVED;
	}
	return 0;
}

/* semantics 5 step 8 */
static u32 take(struct ntms_txn *t, const struct choice *choice,
		struct ntms_allocation *a)
{
	struct ntms_partition *side = choice->side;
	struct ntms_physical_media *pm = side->physical_media;
	struct ntms_logical_media *lm;
	struct ntms_object *o;
	u32 err;

	guid_copy(&a->from, &pm->pool->o.guid);
	if (pm->pool != choice->pool) {
		err = ntms_media_to_pool(t, pm, choice->pool);
		if (err)
			return err;
	}
	err = ntms_txn_insert(t, NTMS_TYPE_LOGICAL_MEDIA, NULL, &o);
	if (err)
		return err;
	lm = ntms_logical_media(o);
	lm->pool = choice->pool;
	err = ntms_txn_edit(t, &side->o);
	if (err)
		return err;
	side->state = NTMS_PARTSTATE_ALLOCATED;
	side->allocate_count++;
	side->logical_media = lm;
	if (choice->whole && pm->number_of_partitions > 1)
		err = reserve_others(t, side);
	if (!err)
		err = ntms_txn_touch(t, &choice->pool->o);
	if (!err)
		guid_copy(&a->media, &o->guid);
	return err;
}

static u32 find_pool(struct ntms_call *c, const struct ntms_allocation *a,
		     struct ntms_media_pool **pool)
{
	if (guid_is_null(&a->pool))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the pool is missing");
	*pool = ntms_media_pool(ntms_find_type(c->m, &a->pool,
					       NTMS_TYPE_MEDIA_POOL));
	if (!*pool)
		return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
				   "there is no pool %pUl", &a->pool);
	if ((*pool)->pool_type != NTMS_POOLTYPE_APPLICATION)
		return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
				   "pool %s belongs to the system, name one of an application",
				   (*pool)->o.name ?: "(root)");
	if (!(*pool)->media_type)
		return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
				   "pool %s holds pools, not media",
				   (*pool)->o.name);
	return ntms_access(c, &(*pool)->o, NTMS_CONTROL_ACCESS);
}

static u32 check_options(struct ntms_call *c, u32 options)
{
	const u32 exclusive = NTMS_ALLOCATE_NEW | NTMS_ALLOCATE_NEXT;

	if (options & ~(exclusive | NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "there are no options %#x", options);
	if ((options & exclusive) == exclusive)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "a new medium and the next side exclude each other");
	return 0;
}

/**
 * ntms_media_allocate - AllocateNtmsMedia, one attempt
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @a: arguments and result
 *
 * MS-RSMP 3.2.5.2.2.3, semantics 5.  Takes the control right on the pool; on
 * the pool a side comes from the control right too, if that is a free pool
 * the use right.
 *
 * Nothing waits here.  ERROR_MEDIA_UNAVAILABLE of a call with a time-out,
 * with neither NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE nor NTMS_ALLOCATE_NEXT, is
 * what the caller may wait after and try again.
 *
 * Context: model.lock is held for write.
 * Return: 0, and then @a->media and @a->from are set; or with @a->media null
 * (with NTMS_ALLOCATE_NEXT unchanged) ERROR_INVALID_PARAMETER (pool missing,
 * options), ERROR_INVALID_MEDIA_POOL (unknown, of the system, or of pools),
 * ERROR_ACCESS_DENIED, ERROR_INVALID_MEDIA (no such side; with
 * NTMS_ALLOCATE_NEXT no logical medium of the pool, or a side of another
 * medium), ERROR_MEDIA_UNAVAILABLE and ERROR_TIMEOUT (nothing found; the
 * latter with time-out 0 and without NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE,
 * decision A-1), ERROR_RESOURCE_DISABLED (with NTMS_ALLOCATE_NEXT, the medium
 * or its library), ERROR_DEVICE_NOT_AVAILABLE (the free pool is missing; the
 * library of a side that was named is not ready), ERROR_NOT_ENOUGH_MEMORY;
 * and if a side was named ERROR_MEDIA_OFFLINE, ERROR_RESOURCE_DISABLED,
 * ERROR_BUSY (in use), ERROR_MEDIA_INCOMPATIBLE (of another type),
 * ERROR_INVALID_STATE (neither available nor import, at the limit of the
 * pool, or not the whole medium).
 */
u32 ntms_media_allocate(struct ntms_call *c, struct ntms_txn *t,
			struct ntms_allocation *a)
{
	struct choice choice = { .whole = a->options & NTMS_ALLOCATE_NEW };
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	err = check_options(c, a->options);
	if (!err)
		err = find_pool(c, a, &choice.pool);
	if (err)
		goto out;
	if (a->options & NTMS_ALLOCATE_NEXT)
		err = choose_next(c, a, &choice);
	else if (!guid_is_null(&a->partition))
		err = choose_named(c, a, &choice);
	else
		err = choose_any(c, a, &choice);
	if (!err)
		err = take(t, &choice, a);
	if (!err)
		ntms_complete(t, NTMS_TYPE_LOGICAL_MEDIA, &a->media);
out:
	if (err && !(a->options & NTMS_ALLOCATE_NEXT))
		guid_copy(&a->media, &guid_null);
	return err;
}
