// SPDX-License-Identifier: GPL-2.0
/*
 * identify.c - IdentifyNtmsSlot
 *
 * MS-RSMP 3.2.5.2.6.1, semantics 8.7, decision A-39.  The cartridge goes the way
 * of a mount that nobody claims, the drive says of which medium and density
 * type it is and the label agent whose it is (label.c), and it goes home, or
 * stays in the drive until that is needed.
 */
#include <linux/slab.h>

#include "call.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "robotics.h"
#include "survey.h"
#include "work.h"

/**
 * ntms_identify_end() - a cartridge has been looked at
 * @t: transaction
 * @w: identification, or the writing of a free label; the medium is ready in a
 *	drive
 */
void ntms_identify_end(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_part *p = w->part;
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_drive *d = ntms_part_drive(p);
	struct ntms_mount *mount = ntms_mount_find(&p->media);
	struct ntms_seat *seat = d ? ntms_seat_of(d) : NULL;
	u32 error;

	/* it was edited: only it knows where it is */
	if (!pm || !d || pm->location != &d->o || p->how == NTMS_HOW_KEPT)
		return;
	error = ntms_place_park(t, pm, d, pm->state,
				NTMS_DRIVESTATE_DISMOUNTABLE);
	if (!error && w->action != NTMS_DISMOUNT_DEFERRED) {
		/* it is let go, for the dismount */
		if (seat && seat->work == w)
			seat->work = NULL;
		if (mount && mount->work == w)
			mount->work = NULL;
		error = ntms_dismount_create(t, w->robot, pm, w->priority);
	}
	if (error)
		ntms_work_fail(w, error, "the medium cannot be put away");
}

/* a work in the list that goes the way of a mount nobody claims */
static u32 make(struct ntms_call *c, struct ntms_txn *t,
		struct ntms_partition *side, u32 operation,
		struct ntms_work **work, struct ntms_librequest **q)
{
	struct ntms_physical_media *pm = side->physical_media;
	struct ntms_work *w;
	u32 error;

	error = ntms_work_new(c, operation, 1, &w);
	if (error)
		return error;
	guid_copy(&w->part->media, &pm->o.guid);
	guid_copy(&w->part->side, &side->o.guid);
	w->drives = kzalloc(sizeof(*w->drives), GFP_KERNEL);
	if (!w->drives || !ntms_mount_get(pm)) {
		ntms_work_put(w);
		return ERROR_NOT_ENOUGH_MEMORY;
	}
	error = ntms_control_request(t, w, pm->library, c ? c->s : NULL, q);
	if (error) {
		ntms_mount_put(pm->mount);
		return error;
	}
	guid_copy(&(*q)->physical_media, &pm->o.guid);
	guid_copy(&(*q)->partition, &side->o.guid);
	*work = w;
	return 0;
}

/**
 * ntms_identify_queue() - have a label read or written that nobody asked for
 * @t: transaction
 * @side: side of a medium in a library
 * @operation: NTMS_LM_PROCESSOMID or NTMS_LM_WRITESCRATCH
 *
 * Return: 0, ERROR_BUSY or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_identify_queue(struct ntms_txn *t, struct ntms_partition *side,
			u32 operation)
{
	struct ntms_librequest *q;
	struct ntms_work *w;
	u32 error = make(NULL, t, side, operation, &w, &q);

	/* nobody likes to have his tape put out */
	if (!error && w->robot && w->robot->standalone)
		w->action = NTMS_DISMOUNT_DEFERRED;
	return error;
}

static u32 check(struct ntms_call *c, const guid_t *guid, u32 option,
		 struct ntms_storageslot **slot)
{
	if (guid_is_null(guid))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "no slot was named");
	if (option > NTMS_DISMOUNT_IMMEDIATE)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "option %u does not exist", option);
	*slot = ntms_storageslot(ntms_find_type(c->m, guid,
						NTMS_TYPE_STORAGESLOT));
	if (!*slot)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "there is no slot %pUl", guid);
	return ntms_control_usable(c, (*slot)->library, ERROR_RESOURCE_DISABLED,
				   ERROR_LIBRARY_OFFLINE);
}

/* Return: 0 and *@work is in the list, NULL if there is nothing to look at */
static u32 create(struct ntms_call *c, struct ntms_txn *t,
		  struct ntms_storageslot *slot, u32 option,
		  struct ntms_work **work)
{
	struct ntms_physical_media *pm = slot->media;
	struct ntms_librequest *q;
	struct ntms_work *w;
	u32 error;

	*work = NULL;
	/* a cleaner is not mounted to see what it is */
	if (!pm || ntms_cleaner_is(pm))
		return 0;
	error = make(c, t, pm->sides[0], NTMS_LM_PROCESSOMID, &w, &q);
	if (error)
		return error;
	w->action = option;
	w->told_type = NTMS_TYPE_STORAGESLOT;
	guid_copy(&w->told, &slot->o.guid);
	w->durable = false;	/* its waiter tells */
	q->option = option == NTMS_DISMOUNT_DEFERRED ?
		    NTMS_LM_DEFERRED_OPTION : NTMS_LM_IMMEDIATE;
	guid_copy(&q->slot, &slot->o.guid);
	*work = w;
	return 0;
}

/**
 * ntms_identify_slot() - IdentifyNtmsSlot
 * @c: the request, takes the reason of a refusal
 * @slot: GUID
 * @option: 0 or NTMS_DISMOUNT_IMMEDIATE: the cartridge goes home at once,
 *	NTMS_DISMOUNT_DEFERRED: when its drive is needed
 * @done: called once when it is over, in process context without locks, if 0
 *	is returned; may be before this returns.  An empty slot is a success,
 *	ERROR_MEDIA_OFFLINE: the cartridge was taken out meanwhile.
 * @ctx: for @done
 *
 * Takes the control right on the library.
 *
 * Context: process, without locks; does not wait for the library or the
 * store.
 * Return: 0, or a Win32 code and @done is not called:
 * ERROR_INVALID_PARAMETER, ERROR_OBJECT_NOT_FOUND, ERROR_ACCESS_DENIED,
 * ERROR_RESOURCE_DISABLED, ERROR_LIBRARY_OFFLINE, ERROR_BUSY,
 * ERROR_NOT_ENOUGH_MEMORY, ERROR_DATABASE_FAILURE.
 */
u32 ntms_identify_slot(struct ntms_call *c, const guid_t *slot, u32 option,
		       void (*done)(void *ctx, u32 error, const char *text,
				    const guid_t *drives, u32 count),
		       void *ctx)
{
	struct ntms_storageslot *s;
	struct ntms_work *w = NULL;
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, c->m);
	error = check(c, slot, option, &s);
	if (!error)
		error = create(c, &t, s, option, &w);
	if (!error && w) {
		w->done = done;
		w->ctx = ctx;
		return ntms_work_refused(c, ntms_mount_submit(c, &t, w,
							      NTMS_INFINITE));
	}
	ntms_txn_abort(&t);
	if (!error)
		done(ctx, 0, NULL, NULL, 0);
	return ntms_work_refused(c, error);
}
