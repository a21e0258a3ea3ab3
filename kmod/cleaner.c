// SPDX-License-Identifier: GPL-2.0
/*
 * cleaner.c - cleaning cartridges, and the slot that is kept for one
 *
 * MS-RSMP 3.2.5.2.1.8 and .9, semantics 8.6.  A cleaning cartridge is a medium
 * of the type CLEANER_CARTRIDGE in the pool of unrecognized media of that type;
 * its side is incompatible with every drive, so nothing can be recorded on it.
 * One that lies in the reserved slot, or is in a drive and came from there, is
 * the library's cleaner (NTMS_LIBRARYFLAG_CLEANERPRESENT).  A cleaner is never
 * kept track of off line.
 */
#include <linux/string.h>

#include "call.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "notify.h"
#include "oprequest.h"
#include "robot.h"
#include "robotics.h"
#include "work.h"

#define CLEANER_CARTRIDGE	0x32	/* winioctl.h */
#define MEDIUM_TYPE_CLEANER	2	/* SMC-3 table 36 */

static bool holds_cleaners(const struct ntms_media_pool *pool)
{
	return pool->media_type &&
	       pool->media_type->media_type_code == CLEANER_CARTRIDGE;
}

/**
 * ntms_cleaner_is() - is a medium a cleaning cartridge?
 * @pm: medium; model locked
 */
bool ntms_cleaner_is(const struct ntms_physical_media *pm)
{
	return holds_cleaners(pm->pool);
}

/**
 * ntms_cleaner_reported() - does a changer say that a cartridge is a cleaner?
 * @l: library; model locked
 * @e: element with the cartridge
 *
 * By its medium type, or by a bar code that begins with CLN if the library is
 * set to know cleaners by that.
 */
bool ntms_cleaner_reported(const struct ntms_library *l,
			   const struct ntms_element *e)
{
	if (e->medium_type == MEDIUM_TYPE_CLEANER)
		return true;
	return (l->flags & NTMS_LIBRARYFLAG_RECOGNIZECLEANERBARCODE) &&
	       !strncmp(e->volume_tag, "CLN", 3);
}

/**
 * ntms_cleaner_pool() - where cleaning cartridges belong
 * @m: model, locked
 *
 * Return: the pool, or NULL before there ever was one: ntms_cleaner_pools().
 */
struct ntms_media_pool *ntms_cleaner_pool(struct ntms_model *m)
{
	struct ntms_media_type *type;

	type = ntms_media_type_by_code(m, CLEANER_CARTRIDGE);
	return type ? ntms_system_pool(m->unrecognized, type) : NULL;
}

/**
 * ntms_cleaner_pools() - see to it that there is a pool for cleaners
 *
 * Context: process, without locks; waits for the store.
 * Return: 0 or a Win32 code.
 */
u32 ntms_cleaner_pools(void)
{
	struct ntms_media_type *type;
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, ntms_robotics.m);
	type = ntms_media_type_by_code(t.model, CLEANER_CARTRIDGE);
	if (!type || ntms_cleaner_pool(t.model)) {
		ntms_txn_abort(&t);
		return type ? 0 : ERROR_OBJECT_NOT_FOUND;
	}
	error = ntms_system_pools(&t, type);
	return ntms_txn_end(&t, error);
}

/**
 * ntms_cleaner_of() - the cleaner of a library
 * @l: library; model locked, and no transaction has touched its media
 *
 * Return: the cleaning cartridge in the reserved slot, or the one that came
 * from there and is in a drive; NULL when there is none.
 */
struct ntms_physical_media *ntms_cleaner_of(struct ntms_library *l)
{
	struct ntms_storageslot *slot = l->cleaner_slot;
	struct ntms_physical_media *pm;
	struct ntms_shelf *shelf;
	struct rb_node *n;

	if (!slot)
		return NULL;
	if (slot->media)
		return ntms_cleaner_is(slot->media) ? slot->media : NULL;
	list_for_each_entry(shelf, &l->shelves, in_library) {
		if (!holds_cleaners(shelf->pool))
			continue;
		for (n = rb_first(&shelf->media); n; n = rb_next(n)) {
			pm = rb_entry(n, struct ntms_physical_media, o.node);
			if (pm->home_slot == slot && pm->location &&
			    pm->location->type == NTMS_TYPE_DRIVE)
				return pm;
		}
	}
	return NULL;
}

/* writes whether a library has its cleaner */
static u32 write_present(struct ntms_txn *t, struct ntms_library *l,
			 bool present)
{
	u32 error;

	if (present == !!(l->flags & NTMS_LIBRARYFLAG_CLEANERPRESENT))
		return 0;
	error = ntms_txn_edit(t, &l->o);
	if (!error)
		l->flags ^= NTMS_LIBRARYFLAG_CLEANERPRESENT;
	return error;
}

/**
 * ntms_cleaner_moved() - a cartridge has come to another place
 * @t: transaction
 * @pm: cartridge with its new location and home
 * @from: where it was, or NULL
 * @home: its home before
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_cleaner_moved(struct ntms_txn *t, struct ntms_physical_media *pm,
		       struct ntms_object *from, struct ntms_storageslot *home)
{
	struct ntms_storageslot *slot = pm->library->cleaner_slot;
	bool here, was;

	if (!slot || !ntms_cleaner_is(pm))
		return 0;
	here = pm->location == &slot->o ||
	       (pm->home_slot == slot && pm->location &&
		pm->location->type == NTMS_TYPE_DRIVE);
	was = from == &slot->o || home == slot;
	/* another one may have taken its place */
	if (!here && (!was || (slot->media && slot->media != pm)))
		return 0;
	return write_present(t, pm->library, here);
}

/**
 * ntms_cleaner_uses() - write how many cleanings are left
 * @t: transaction
 * @l: library
 * @uses: left; NTMS_UNLIMITED: they are not counted (I8)
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_cleaner_uses(struct ntms_txn *t, struct ntms_library *l, u32 uses)
{
	u32 error = ntms_txn_edit(t, &l->o);

	if (error)
		return error;
	l->cleaner_uses_remaining = uses;
	if (uses == NTMS_UNLIMITED)
		l->flags |= NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING;
	else
		l->flags &= ~NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING;
	return 0;
}

/**
 * ntms_cleaner_unknown() - could a medium turn out to be a cleaner?
 * @pm: medium; model locked
 *
 * Return: true when nobody has ever known anything of it.
 */
bool ntms_cleaner_unknown(const struct ntms_physical_media *pm)
{
	return pm->number_of_partitions == 1 &&
	       pm->pool->pool_type == NTMS_POOLTYPE_FOREIGN &&
	       (pm->sides[0]->state == NTMS_PARTSTATE_FOREIGN ||
		pm->sides[0]->state == NTMS_PARTSTATE_UNKNOWN);
}

/**
 * ntms_cleaner_make() - somebody says that a medium is a cleaner
 * @t: transaction
 * @pm: medium of which ntms_cleaner_unknown() is true
 *
 * Return: 0, ERROR_INVALID_MEDIA_POOL (no ntms_cleaner_pools()) or
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_cleaner_make(struct ntms_txn *t, struct ntms_physical_media *pm)
{
	struct ntms_media_pool *pool = ntms_cleaner_pool(t->model);
	u32 error;

	if (!pool)
		return ERROR_INVALID_MEDIA_POOL;
	error = ntms_txn_edit(t, &pm->sides[0]->o);
	if (error)
		return error;
	pm->sides[0]->state = NTMS_PARTSTATE_INCOMPATIBLE;
	return ntms_media_to_pool(t, pm, pool);
}

/**
 * ntms_cleaner_arrived() - a library has a new cleaner in its slot
 * @t: transaction
 * @l: library
 * @uses: cleanings left
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_cleaner_arrived(struct ntms_txn *t, struct ntms_library *l, u32 uses)
{
	u32 error = write_present(t, l, true);

	if (!error)
		error = ntms_cleaner_uses(t, l, uses);
	/* who waits for a cleaner has one now */
	return error ?: ntms_oprequest_over(t, NTMS_OPREQ_CLEANER, &l->o.guid);
}

/* --- ReserveNtmsCleanerSlot, ReleaseNtmsCleanerSlot ------------------------ */

/* nothing moves: the request is over at once */
static u32 record(struct ntms_call *c, struct ntms_txn *t,
		  struct ntms_library *l, struct ntms_storageslot *slot,
		  u32 operation)
{
	struct ntms_librequest *q;
	struct ntms_work *w;
	u32 error;

	error = ntms_work_new(c, operation, 0, &w);
	if (error)
		return error;
	error = ntms_work_request(t, w, l, c->s, &q);
	q = ntms_work_object(w);
	if (q) {
		q->work = NULL;
		guid_copy(&q->slot, &slot->o.guid);
		q->state = NTMS_LM_PASSED;
		q->time_completed = t->now;
	}
	ntms_work_put(w);
	return error;
}

static u32 check_slot(struct ntms_call *c, struct ntms_storageslot *slot,
		      u32 missing)
{
	if (slot->o.operational_state != NTMS_READY ||
	    slot->state == NTMS_SLOTSTATE_NOTPRESENT)
		return ntms_refuse(c, missing,
				   "slot %u is not there, put its magazine in",
				   slot->number);
	if (slot->media || slot->state != NTMS_SLOTSTATE_EMPTY)
		return ntms_refuse(c, ERROR_RESOURCE_NOT_AVAILABLE,
				   "slot %u is not empty", slot->number);
	return 0;
}

/**
 * ntms_cleaner_reserve() - ReserveNtmsCleanerSlot
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @library: GUID
 * @guid: GUID of a slot that is present and empty
 *
 * Takes the control right on the library.
 *
 * Context: model.lock is held for write.
 * Return: 0, what ntms_control_library() says (not connected:
 * ERROR_DEVICE_NOT_AVAILABLE), ERROR_OBJECT_NOT_FOUND (no such slot in the
 * library), ERROR_CLEANER_SLOT_SET, ERROR_RESOURCE_NOT_AVAILABLE (not empty,
 * or its magazine is missing), ERROR_BUSY, ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_cleaner_reserve(struct ntms_call *c, struct ntms_txn *t,
			 const guid_t *library, const guid_t *guid)
{
	struct ntms_storageslot *slot;
	struct ntms_library *l;
	u32 error;

	lockdep_assert_held_write(&c->m->lock);
	if (guid_is_null(library) || guid_is_null(guid))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the library or the slot is missing");
	error = ntms_control_library(c, library, ERROR_RESOURCE_DISABLED,
				     ERROR_DEVICE_NOT_AVAILABLE, &l);
	if (error)
		return error;
	slot = ntms_storageslot(ntms_find_type(c->m, guid,
					       NTMS_TYPE_STORAGESLOT));
	if (!slot || slot->library != l)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "there is no slot %pUl in the library", guid);
	if (l->cleaner_slot)
		return ntms_refuse(c, ERROR_CLEANER_SLOT_SET,
				   "slot %u is reserved for the cleaner, release it first",
				   l->cleaner_slot->number);
	error = check_slot(c, slot, ERROR_RESOURCE_NOT_AVAILABLE);
	if (!error)
		error = record(c, t, l, slot, NTMS_LM_RESERVECLEANER);
	if (!error)
		error = ntms_txn_edit(t, &l->o);
	if (error)
		return ntms_work_refused(c, error);
	l->cleaner_slot = slot;
	ntms_complete(t, NTMS_TYPE_LIBRARY, library);
	return 0;
}

/**
 * ntms_cleaner_release() - ReleaseNtmsCleanerSlot
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @library: GUID
 *
 * Takes the control right on the library.
 *
 * Context: model.lock is held for write.
 * Return: 0, what ntms_control_library() says (not connected:
 * ERROR_DEVICE_NOT_AVAILABLE), ERROR_CLEANER_SLOT_NOT_SET,
 * ERROR_RESOURCE_NOT_PRESENT (its magazine is missing),
 * ERROR_RESOURCE_NOT_AVAILABLE (the cleaner is there, or in a drive),
 * ERROR_BUSY, ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_cleaner_release(struct ntms_call *c, struct ntms_txn *t,
			 const guid_t *library)
{
	struct ntms_library *l;
	u32 error;

	lockdep_assert_held_write(&c->m->lock);
	error = ntms_control_library(c, library, ERROR_RESOURCE_DISABLED,
				     ERROR_DEVICE_NOT_AVAILABLE, &l);
	if (error)
		return error;
	if (!l->cleaner_slot)
		return ntms_refuse(c, ERROR_CLEANER_SLOT_NOT_SET,
				   "no slot is reserved for the cleaner");
	error = check_slot(c, l->cleaner_slot, ERROR_RESOURCE_NOT_PRESENT);
	if (!error && ntms_cleaner_of(l))
		error = ntms_refuse(c, ERROR_RESOURCE_NOT_AVAILABLE,
				    "the cleaner is in a drive and will come back to slot %u",
				    l->cleaner_slot->number);
	if (!error)
		error = record(c, t, l, l->cleaner_slot,
			       NTMS_LM_RELEASECLEANER);
	if (!error)
		error = ntms_txn_edit(t, &l->o);
	if (error)
		return ntms_work_refused(c, error);
	l->cleaner_slot = NULL;
	ntms_complete(t, NTMS_TYPE_LIBRARY, library);
	return 0;
}
