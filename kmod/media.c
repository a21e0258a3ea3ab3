// SPDX-License-Identifier: GPL-2.0
/*
 * media.c - what becomes of media and their sides
 *
 * MS-RSMP 3.2.5.2.2.4 to .7; semantics 2.1 and 6.1 to 6.4; decisions A-10,
 * Allocation is in media_allocate.c, the making and
 * deleting of media in create.c.
 *
 * Left out: free labels.  There is no label agent, so that what enters a free
 * pool is available at once (decision A-10).
 */
#include "call.h"
#include "library.h"
#include "media.h"
#include "ntms.h"

/**
 * ntms_media_in_use - does anybody work with a medium?
 * @pm: medium
 *
 * What waits in a drive after a deferred dismount rests, and so does what is in
 * a stand-alone drive, which has no other place for it.
 *
 * Context: model.lock is held.
 * Return: true unless it rests and nobody has a claim on it.
 */
bool ntms_media_in_use(const struct ntms_physical_media *pm)
{
	if (pm->mount)
		return true;
	if (pm->state == NTMS_MEDIASTATE_IDLE)
		return false;
	return !pm->location || pm->location->type != NTMS_TYPE_DRIVE ||
	       ntms_drive(pm->location)->state != NTMS_DRIVESTATE_DISMOUNTABLE;
}

/**
 * ntms_media_logical - the logical medium that a request names
 * @c: the request, takes the reason of a refusal
 * @guid: GUID from the request
 * @lm: out: the logical medium, its side is lm->sides
 *
 * Context: model.lock is held.
 * Return: 0, or ERROR_INVALID_PARAMETER (@guid is null), ERROR_INVALID_MEDIA
 * (no logical medium has it), ERROR_INVALID_PARTITION (it has no side, or its
 * side is in a state that no allocation can have).
 */
u32 ntms_media_logical(struct ntms_call *c, const guid_t *guid,
		       struct ntms_logical_media **lm)
{
	struct ntms_partition *side;
	char name[16];

	*lm = ntms_logical_media(ntms_find_type(c->m, guid,
						NTMS_TYPE_LOGICAL_MEDIA));
	if (!*lm && guid_is_null(guid))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the logical medium is missing");
	if (!*lm)
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "there is no logical medium %pUl, it may have been deallocated",
				   guid);
	side = (*lm)->sides;
	if (!side)
		return ntms_refuse(c, ERROR_INVALID_PARTITION,
				   "logical medium %pUl has no side", guid);
	if (!ntms_state_allocated(side->state))
		return ntms_refuse(c, ERROR_INVALID_PARTITION,
				   "side %u of medium %s is not allocated",
				   side->side,
				   ntms_display_name(&side->physical_media->o,
						     name));
	return 0;
}

/**
 * ntms_media_to_pool - put a medium into another pool
 * @t: transaction
 * @pm: medium
 * @pool: pool of the same media type, not the one it is in
 *
 * All sides go with it (I1) and so do its logical media (I5).  Whether it may
 * go there is the caller's business.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_to_pool(struct ntms_txn *t, struct ntms_physical_media *pm,
		       struct ntms_media_pool *pool)
{
	struct ntms_logical_media *lm;
	u32 err, i;

	lockdep_assert_held_write(&t->model->lock);
	err = ntms_txn_touch(t, &pm->pool->o);
	if (!err)
		err = ntms_txn_touch(t, &pool->o);
	if (!err)
		err = ntms_txn_edit(t, &pm->o);
	if (err)
		return err;
	pm->pool = pool;
	for (i = 0; i < pm->number_of_partitions; i++) {
		lm = pm->sides[i] ? pm->sides[i]->logical_media : NULL;
		if (!lm)
			continue;
		err = ntms_txn_edit(t, &lm->o);
		if (err)
			return err;
		lm->pool = pool;
	}
	return 0;
}

/* where a medium will be when @side is deallocated */
struct destination {
	struct ntms_media_pool *free;	/* the free pool, NULL: stays */
	bool release;			/* reserved sides become available */
	u8 state;			/* new state of the side */
};

/* semantics 6.1 steps 4 to 7, before anything is changed */
static void plan(struct ntms_model *m, struct ntms_media_pool *pool,
		 const struct ntms_partition *side, struct destination *d)
{
	const struct ntms_physical_media *pm = side->physical_media;
	bool available, import = false;
	u32 limit = pool->max_allocates, i;

	d->state = limit && limit != NTMS_UNLIMITED &&
		   side->allocate_count >= limit ?
		   NTMS_PARTSTATE_DECOMMISSIONED : NTMS_PARTSTATE_AVAILABLE;
	d->release = true;
	d->free = NULL;
	available = d->state == NTMS_PARTSTATE_AVAILABLE;
	for (i = 0; i < pm->number_of_partitions; i++) {
		if (pm->sides[i] == side)
			continue;
		if (ntms_state_allocated(pm->sides[i]->state))
			d->release = false;
		available |= pm->sides[i]->state == NTMS_PARTSTATE_AVAILABLE ||
			     pm->sides[i]->state == NTMS_PARTSTATE_RESERVED;
		/* that data is not ours to discard */
		import |= pm->sides[i]->state == NTMS_PARTSTATE_IMPORT;
	}
	if (pool->deallocation_policy & NTMS_DEALLOCATE_TOSCRATCH &&
	    d->release && available && !import && pool->media_type)
		d->free = ntms_system_pool(m->free, pool->media_type);
}

static u32 release_reserved(struct ntms_txn *t, struct ntms_physical_media *pm)
{
	struct ntms_partition *side;
	u32 err, i;

	for (i = 0; i < pm->number_of_partitions; i++) {
		side = pm->sides[i];
		if (side->state != NTMS_PARTSTATE_RESERVED)
			continue;
		err = ntms_txn_edit(t, &side->o);
		if (err)
			return err;
		side->state = NTMS_PARTSTATE_AVAILABLE;
	}
	return 0;
}

/* a free medium that is off line and that nobody waits for */
static bool purged(struct ntms_model *m, const struct ntms_physical_media *pm)
{
	return pm->library == m->offline && !ntms_media_in_use(pm) &&
	       m->computer->media_pool_policy &
	       NTMS_POOLPOLICY_PURGEOFFLINESCRATCH;
}

static u32 deallocate(struct ntms_txn *t, struct ntms_logical_media *lm,
		      const struct destination *d)
{
	struct ntms_partition *side = lm->sides;
	struct ntms_physical_media *pm = side->physical_media;
	u32 err;

	err = ntms_txn_touch(t, &lm->pool->o);
	if (!err)
		err = ntms_txn_edit(t, &side->o);
	if (err)
		return err;
	side->logical_media = NULL;
	side->state = d->state;
	err = ntms_txn_delete(t, &lm->o);
	if (!err && d->release && pm->number_of_partitions > 1)
		err = release_reserved(t, pm);
	if (err || !d->free)
		return err;
	if (purged(t->model, pm))
		return ntms_media_forget(t, pm);
	err = ntms_media_to_pool(t, pm, d->free);
	return err ?: ntms_pool_enter_free(t, pm);
}

/**
 * ntms_media_deallocate - DeallocateNtmsMedia
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @media: logical medium; gone afterwards
 *
 * MS-RSMP 3.2.5.2.2.4, semantics 6.1.  The side becomes available, or
 * decommissioned when it has been allocated as often as its pool allows.
 * With the last allocated side the reserved ones become available, and the
 * medium goes to the free pool if its pool says so, a free pool exists, a
 * side is left to be allocated and no side is import; a medium off line is
 * then deleted if the computer says so.
 *
 * Takes the control right on the pool, and the use right on the free pool if
 * the medium goes there.  Media that are mounted, off line or disabled are
 * deallocated like others (decision A-11).
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (@media is null),
 * ERROR_INVALID_MEDIA (not a logical medium, or not any more),
 * ERROR_INVALID_PARTITION (its side is missing or not allocated),
 * ERROR_ACCESS_DENIED, ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_deallocate(struct ntms_call *c, struct ntms_txn *t,
			  const guid_t *media)
{
	struct ntms_logical_media *lm;
	struct destination d;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	err = ntms_media_logical(c, media, &lm);
	if (!err)
		err = ntms_access(c, &lm->pool->o, NTMS_CONTROL_ACCESS);
	if (err)
		return err;
	plan(c->m, lm->pool, lm->sides, &d);
	if (d.free)
		err = ntms_access(c, &d.free->o, NTMS_USE_ACCESS);
	return err ?: deallocate(t, lm, &d);
}

/**
 * ntms_media_decommission - DecommissionNtmsMedia
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @partition: side; never allocated again
 *
 * MS-RSMP 3.2.5.2.2.6, semantics 6.2.  Takes the control right on the pool.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (@partition is null),
 * ERROR_INVALID_MEDIA (not a side), ERROR_ACCESS_DENIED, ERROR_INVALID_STATE
 * (not available), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_decommission(struct ntms_call *c, struct ntms_txn *t,
			    const guid_t *partition)
{
	struct ntms_partition *side;
	char name[16];
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	if (guid_is_null(partition))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the side is missing");
	side = ntms_partition(ntms_find_type(c->m, partition,
					     NTMS_TYPE_PARTITION));
	if (!side)
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "there is no side %pUl", partition);
	err = ntms_access(c, &side->o, NTMS_CONTROL_ACCESS);
	if (err)
		return err;
	if (side->state != NTMS_PARTSTATE_AVAILABLE)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "side %u of medium %s is not available%s",
				   side->side,
				   ntms_display_name(&side->physical_media->o,
						     name),
				   ntms_state_allocated(side->state) ?
				   ", deallocate it first" : "");
	err = ntms_txn_edit(t, &side->o);
	if (!err)
		side->state = NTMS_PARTSTATE_DECOMMISSIONED;
	return err;
}

/**
 * ntms_media_complete - SetNtmsMediaComplete
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @media: logical medium; not mounted for writing any more
 *
 * MS-RSMP 3.2.5.2.2.7, semantics 6.3.  Takes the control right on the pool.
 *
 * Context: model.lock is held for write.
 * Return: 0, what ntms_media_logical() returns, or ERROR_ACCESS_DENIED,
 * ERROR_INVALID_STATE (complete already, or the medium is in use),
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_complete(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *media)
{
	struct ntms_logical_media *lm;
	struct ntms_partition *side;
	char name[16];
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	err = ntms_media_logical(c, media, &lm);
	if (!err)
		err = ntms_access(c, &lm->pool->o, NTMS_CONTROL_ACCESS);
	if (err)
		return err;
	side = lm->sides;
	if (side->state != NTMS_PARTSTATE_ALLOCATED)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "side %u of medium %s is complete already",
				   side->side,
				   ntms_display_name(&side->physical_media->o,
						     name));
	if (ntms_media_in_use(side->physical_media))
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "medium %s is in use, dismount it first",
				   ntms_display_name(&side->physical_media->o,
						     name));
	err = ntms_txn_edit(t, &side->o);
	if (!err)
		side->state = NTMS_PARTSTATE_COMPLETE;
	return err;
}

static u32 check_swap(struct ntms_call *c, const struct ntms_logical_media *lm)
{
	const struct ntms_physical_media *pm = lm->sides->physical_media;
	char name[16];

	if (lm->sides->state != NTMS_PARTSTATE_ALLOCATED)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "side %u of medium %s is complete",
				   lm->sides->side,
				   ntms_display_name(&pm->o, name));
	if (ntms_media_in_use(pm))
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "medium %s is in use, dismount it first",
				   ntms_display_name(&pm->o, name));
	return 0;
}

static u32 swap_sides(struct ntms_txn *t, struct ntms_logical_media *lm,
		      struct ntms_logical_media *lm2)
{
	struct ntms_partition *side = lm->sides, *side2 = lm2->sides;
	u32 err;

	err = ntms_txn_touch(t, &lm->o);
	if (!err)
		err = ntms_txn_touch(t, &lm2->o);
	if (!err)
		err = ntms_txn_edit(t, &side->o);
	if (!err)
		err = ntms_txn_edit(t, &side2->o);
	if (err)
		return err;
	side->logical_media = lm2;
	side2->logical_media = lm;
	return 0;
}

/**
 * ntms_media_swap - SwapNtmsMedia
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @media: logical medium
 * @media2: another one of the same pool
 *
 * MS-RSMP 3.2.5.2.2.5, semantics 6.4, decision A-46: the two exchange their
 * sides; nothing is moved.  Takes the modify right on the pools.
 *
 * Context: model.lock is held for write.
 * Return: 0, what ntms_media_logical() returns, or ERROR_INVALID_PARAMETER
 * (they are the same), ERROR_ACCESS_DENIED, ERROR_INVALID_MEDIA_POOL (their
 * pools differ), ERROR_INVALID_STATE (one is complete), ERROR_INVALID_MEDIA
 * (one is in use), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_swap(struct ntms_call *c, struct ntms_txn *t,
		    const guid_t *media, const guid_t *media2)
{
	struct ntms_logical_media *lm, *lm2;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	if (guid_equal(media, media2))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "a logical medium cannot be swapped with itself");
	err = ntms_media_logical(c, media, &lm);
	if (!err)
		err = ntms_media_logical(c, media2, &lm2);
	if (!err)
		err = ntms_access(c, &lm->pool->o, NTMS_MODIFY_ACCESS);
	if (!err)
		err = ntms_access(c, &lm2->pool->o, NTMS_MODIFY_ACCESS);
	if (err)
		return err;
	if (lm->pool != lm2->pool)
		return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
				   "the media are in two pools, %s and %s",
				   lm->pool->o.name, lm2->pool->o.name);
	err = check_swap(c, lm);
	if (!err)
		err = check_swap(c, lm2);
	return err ?: swap_sides(t, lm, lm2);
}
