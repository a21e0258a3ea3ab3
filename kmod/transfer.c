// SPDX-License-Identifier: GPL-2.0
/*
 * transfer.c - media go from one pool to another
 *
 * MS-RSMP 3.2.5.2.2.13 and .17; semantics 6.5; decisions.
 */
#include "agent.h"
#include "call.h"
#include "library.h"
#include "media.h"
#include "notify.h"
#include "ntms.h"

static u32 move_access(struct ntms_call *c, struct ntms_media_pool *pool)
{
	return ntms_access(c, &pool->o,
			   pool->pool_type == NTMS_POOLTYPE_SCRATCH ?
			   NTMS_USE_ACCESS : NTMS_CONTROL_ACCESS);
}

static bool all_import(const struct ntms_physical_media *pm)
{
	u32 i;

	for (i = 0; i < pm->number_of_partitions; i++)
		if (pm->sides[i]->state != NTMS_PARTSTATE_IMPORT)
			return false;
	return true;
}

static u32 not_there(struct ntms_call *c, const struct ntms_physical_media *pm,
		     const struct ntms_media_pool *to, const char *why)
{
	char name[16];

	return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
			   "medium %s cannot go from pool %s to pool %s: %s",
			   ntms_display_name(&pm->o, name), pm->pool->o.name,
			   to->o.name, why);
}

/* semantics 6.5 rule 4: what lies in the free pool belongs to nobody */
static u32 check_to_free(struct ntms_call *c, struct ntms_physical_media *pm,
			 struct ntms_media_pool *to)
{
	char name[16];
	u32 i;

	if (pm->pool == to)
		return not_there(c, pm, to, "it is there");
	for (i = 0; i < pm->number_of_partitions; i++)
		switch (pm->sides[i]->state) {
		case NTMS_PARTSTATE_ALLOCATED:
		case NTMS_PARTSTATE_COMPLETE:
		case NTMS_PARTSTATE_RESERVED:
			return not_there(c, pm, to,
					 "a side is allocated, deallocate it first");
		}
	if (pm->library->o.operational_state == NTMS_NOT_PRESENT)
		return ntms_refuse(c, ERROR_MEDIA_OFFLINE,
				   "medium %s is in library %s, which is not present",
				   ntms_display_name(&pm->o, name),
				   pm->library->o.name ?: "");
	return 0;
}

/* semantics 6.5, rules 1 and 2 but for the types being equal */
static u32 check_basics(struct ntms_call *c, struct ntms_physical_media *pm,
			struct ntms_media_pool *to)
{
	char name[16];

	if (ntms_media_in_use(pm))
		return ntms_refuse(c, ERROR_BUSY,
				   "medium %s is in use, dismount it first",
				   ntms_display_name(&pm->o, name));
	if (!to->media_type)
		return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
				   "pool %s holds pools, not media",
				   to->o.name ?: "(root)");
	return 0;
}

/* semantics 6.5, rules 3 to 7 */
static u32 check_way(struct ntms_call *c, struct ntms_physical_media *pm,
		     struct ntms_media_pool *to)
{
	if (to->pool_type == NTMS_POOLTYPE_SCRATCH)
		return check_to_free(c, pm, to);
	if (to == pm->pool)
		return 0;
	if (to->pool_type == NTMS_POOLTYPE_FOREIGN)
		return not_there(c, pm, to,
				 "only identification puts media there");
	if (to->pool_type == NTMS_POOLTYPE_IMPORT && !all_import(pm))
		return not_there(c, pm, to, "not all its sides are import");
	if (pm->pool->pool_type == NTMS_POOLTYPE_FOREIGN)
		return not_there(c, pm, to, "it has to go to the free pool first");
	if (pm->pool->pool_type == NTMS_POOLTYPE_IMPORT && !all_import(pm))
		return not_there(c, pm, to, "not all its sides are import");
	return 0;
}

/* is there somebody who writes free labels on media of this type? */
static bool gets_label(const struct ntms_physical_media *pm)
{
	return pm->pool->media_type->device_type == FILE_DEVICE_TAPE &&
	       ntms_agent_present();
}

/**
 * ntms_pool_enter_free - a medium has come into a free pool
 * @t: transaction
 * @pm: medium that belongs to nobody any more
 *
 * Decision A-10: with a label agent its sides are to get the free label, and
 * are available when they have it; without one they are available at once.
 *
 * Return: 0, or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_pool_enter_free(struct ntms_txn *t, struct ntms_physical_media *pm)
{
	u32 state = gets_label(pm) ? NTMS_PARTSTATE_UNPREPARED :
				     NTMS_PARTSTATE_AVAILABLE;
	struct ntms_partition *side;
	u32 err, i;

	for (i = 0; i < pm->number_of_partitions; i++) {
		side = pm->sides[i];
		if (side->state == state)
			continue;
		switch (side->state) {
		case NTMS_PARTSTATE_FOREIGN:
		case NTMS_PARTSTATE_IMPORT:
		case NTMS_PARTSTATE_AVAILABLE:
		case NTMS_PARTSTATE_UNPREPARED:
			err = ntms_txn_edit(t, &side->o);
			if (err)
				return err;
			side->state = state;
		}
	}
	return 0;
}

static u32 move(struct ntms_txn *t, struct ntms_physical_media *pm,
		struct ntms_media_pool *to)
{
	u32 err, i;

	if (to == pm->pool)
		return 0;
	err = ntms_media_to_pool(t, pm, to);
	if (!err && to->pool_type == NTMS_POOLTYPE_SCRATCH)
		err = ntms_pool_enter_free(t, pm);
	for (i = 0; !err && i < pm->number_of_partitions; i++)
		err = ntms_txn_touch(t, &pm->sides[i]->o);
	return err;
}

static u32 find(struct ntms_call *c, const guid_t *pmid, const guid_t *pool,
		struct ntms_physical_media **pm, struct ntms_media_pool **to)
{
	if (guid_is_null(pmid) || guid_is_null(pool))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the medium or the pool is missing");
	*pm = ntms_physical_media(ntms_find_type(c->m, pmid,
						 NTMS_TYPE_PHYSICAL_MEDIA));
	if (!*pm)
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "there is no medium %pUl", pmid);
	*to = ntms_media_pool(ntms_find_type(c->m, pool, NTMS_TYPE_MEDIA_POOL));
	if (!*to)
		return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
				   "there is no pool %pUl", pool);
	return 0;
}

static u32 check_same_type(struct ntms_call *c, struct ntms_physical_media *pm,
			   struct ntms_media_pool *to)
{
	char name[16];

	if (to->media_type == pm->pool->media_type)
		return 0;
	return ntms_refuse(c, ERROR_MEDIA_INCOMPATIBLE,
			   "medium %s is of type %s, pool %s holds %s",
			   ntms_display_name(&pm->o, name),
			   pm->pool->media_type->o.name, to->o.name,
			   to->media_type->o.name);
}

/**
 * ntms_pool_move - MoveToNtmsMediaPool
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @pmid: medium
 * @pool: where it is to go
 *
 * MS-RSMP 3.2.5.2.2.13, semantics 6.5.  Takes the control right on both
 * pools, of a free pool the use right.  Import media may go to an application
 * pool, where their sides stay import until they are allocated; unrecognized
 * media may go to the free pool only.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (a GUID is null), ERROR_INVALID_MEDIA
 * (unknown medium), ERROR_INVALID_MEDIA_POOL (unknown pool, or not for this
 * medium), ERROR_ACCESS_DENIED, ERROR_BUSY (the medium is in use),
 * ERROR_MEDIA_INCOMPATIBLE (the types differ), ERROR_MEDIA_OFFLINE (to the
 * free pool out of a library that is not present, decision A-68),
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_pool_move(struct ntms_call *c, struct ntms_txn *t, const guid_t *pmid,
		   const guid_t *pool)
{
	struct ntms_physical_media *pm;
	struct ntms_media_pool *to;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	err = find(c, pmid, pool, &pm, &to);
	if (!err)
		err = move_access(c, pm->pool);
	if (!err)
		err = move_access(c, to);
	if (!err)
		err = check_basics(c, pm, to);
	if (!err)
		err = check_same_type(c, pm, to);
	if (!err)
		err = check_way(c, pm, to);
	if (!err)
		err = move(t, pm, to);
	if (!err)
		ntms_complete(t, NTMS_TYPE_MEDIA_POOL, pool);
	return err;
}

static u32 check_library(struct ntms_call *c, struct ntms_physical_media *pm)
{
	const struct ntms_library *l = pm->library;
	char name[16];

	if (!l->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "library %s of medium %s is disabled, enable it first",
				   l->o.name ?: "",
				   ntms_display_name(&pm->o, name));
	if (l == c->m->offline || l->o.operational_state == NTMS_NOT_PRESENT)
		return ntms_refuse(c, ERROR_LIBRARY_OFFLINE,
				   "medium %s is off line, its type can be changed when it is in a library",
				   ntms_display_name(&pm->o, name));
	return 0;
}

/* a cartridge cannot become one with more sides, or with less */
static u32 check_sides(struct ntms_call *c, struct ntms_physical_media *pm,
		       struct ntms_media_pool *to)
{
	char name[16];

	if (to->media_type->number_of_sides == pm->number_of_partitions)
		return 0;
	return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
			   "medium %s has %u sides, media of type %s have %u",
			   ntms_display_name(&pm->o, name),
			   pm->number_of_partitions, to->media_type->o.name,
			   to->media_type->number_of_sides);
}

/**
 * ntms_pool_change_type - ChangeNtmsMediaType
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @pmid: medium that was taken to be of another type
 * @pool: where it is to go; its type becomes that of the pool
 *
 * MS-RSMP 3.2.5.2.2.17, semantics 6.5: goes where MoveToNtmsMediaPool would
 * let it.  Takes the modify right on the pool of the medium and on the
 * computer.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (a GUID is null), ERROR_INVALID_MEDIA
 * (unknown medium), ERROR_INVALID_MEDIA_POOL (unknown pool, or not for this
 * medium), ERROR_ACCESS_DENIED, ERROR_RESOURCE_DISABLED and
 * ERROR_LIBRARY_OFFLINE (the library of the medium), ERROR_BUSY (the medium is
 * in use), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_pool_change_type(struct ntms_call *c, struct ntms_txn *t,
			  const guid_t *pmid, const guid_t *pool)
{
	struct ntms_physical_media *pm;
	struct ntms_media_pool *to;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	err = find(c, pmid, pool, &pm, &to);
	if (!err)
		err = ntms_access(c, &pm->pool->o, NTMS_MODIFY_ACCESS);
	if (!err)
		err = ntms_access(c, &c->m->computer->o, NTMS_MODIFY_ACCESS);
	if (!err)
		err = check_library(c, pm);
	if (!err)
		err = check_basics(c, pm, to);
	if (!err)
		err = check_sides(c, pm, to);
	if (!err)
		err = check_way(c, pm, to);
	if (!err)
		err = move(t, pm, to);
	if (!err)
		ntms_complete(t, NTMS_TYPE_PHYSICAL_MEDIA, pmid);
	return err;
}
