// SPDX-License-Identifier: GPL-2.0
/*
 * dismount.c - DismountNtmsMedia, DismountNtmsDrive
 *
 * MS-RSMP 3.2.5.2.2.2 and 3.2.5.2.1.5, semantics 7.3 and 7.4.  The calls are
 * answered when the request is stored.  The drive unloads (drive.c), the
 * transport brings the medium home (move.c).  From the moment of the call the
 * medium counts as free for mounts, which wait for the dismount.  In a
 * stand-alone drive a dismount moves nothing.
 */
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "notify.h"
#include "robot.h"
#include "robotics.h"
#include "survey.h"
#include "work.h"

#define DISMOUNT_OPTIONS	(NTMS_DISMOUNT_DEFERRED | NTMS_DISMOUNT_IMMEDIATE)
#define MEDIA_MAX		256

/* --- the steps of a dismount ---------------------------------------------- */

static void begin(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_part *p = w->part;
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_drive *d = ntms_part_drive(p);
	u32 error;

	if (!pm || !d || d->media != pm) {
		/* it is not there any more: done */
		p->phase = NTMS_PHASE_DONE;
		ntms_work_finish(t, w);
		return;
	}
	error = ntms_work_begin(t, w, NULL);
	ntms_txn_begin(t, ntms_robotics.m);
	if (error) {
		ntms_work_fail(w, error, "the store could not keep the request");
		ntms_work_finish(t, w);
		return;
	}
	w->begun = true;
	ntms_mount_unclaim(&p->media, 0);
	p->phase = NTMS_PHASE_UNLOAD;
	ntms_drive_start(p);
	ntms_txn_abort(t);
}

/**
 * ntms_dismount_step() - do the next thing for a dismount
 * @t: open transaction; ended when true is returned
 * @w: dismount of this robot
 *
 * Return: something was done.
 */
bool ntms_dismount_step(struct ntms_txn *t, struct ntms_work *w)
{
	switch (w->part->phase) {
	case NTMS_PHASE_WAITING:
		begin(t, w);
		return true;
	case NTMS_PHASE_MOVE:
		ntms_move_home(t, w->part);
		return true;
	}
	return false;
}

/* --- requests --------------------------------------------------------------- */

static u32 make_request(struct ntms_txn *t, struct ntms_work *w,
			struct ntms_physical_media *pm,
			const struct ntms_session *s)
{
	struct ntms_drive *d = ntms_drive(pm->location);
	struct ntms_partition *side = pm->mounted_partition ?: pm->sides[0];
	struct ntms_librequest *q;
	u32 error;

	guid_copy(&w->part->media, &pm->o.guid);
	guid_copy(&w->part->side, &side->o.guid);
	guid_copy(&w->part->drive, &d->o.guid);
	error = ntms_work_request(t, w, pm->library, s, &q);
	if (error)
		return error;
	guid_copy(&q->physical_media, &pm->o.guid);
	guid_copy(&q->partition, &side->o.guid);
	guid_copy(&q->drive, &d->o.guid);
	if (pm->home_slot)
		guid_copy(&q->slot, &pm->home_slot->o.guid);
	return 0;
}

/* Return: 0 and *@work is in the list and has the medium and the drive */
static u32 create(struct ntms_call *c, struct ntms_txn *t, struct ntms_robot *r,
		  struct ntms_physical_media *pm, s32 priority,
		  struct ntms_work **work)
{
	struct ntms_seat *seat = ntms_robot_seat(r, &pm->location->guid);
	struct ntms_mount *mount;
	struct ntms_work *w;
	u32 error;

	error = ntms_work_new(c, NTMS_LM_DISMOUNT, 1, &w);
	if (error)
		return error;
	w->robot = r;
	w->priority = priority;
	w->durable = true;	/* its first commit tells */
	error = make_request(t, w, pm, c ? c->s : NULL);
	mount = error ? NULL : ntms_mount_get(pm);
	if (!mount) {
		ntms_work_put(w);
		return error ?: ERROR_NOT_ENOUGH_MEMORY;
	}
	mount->work = w;
	if (seat)
		seat->work = w;
	ntms_work_enqueue(w);
	if (work)
		*work = w;
	return 0;
}

/**
 * ntms_dismount_create() - put a medium away to make room
 * @t: transaction
 * @r: robot
 * @pm: medium in a drive that nobody has
 * @priority: of whoever needs the room
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_dismount_create(struct ntms_txn *t, struct ntms_robot *r,
			 struct ntms_physical_media *pm, s32 priority)
{
	struct ntms_seat *seat = ntms_robot_seat(r, &pm->location->guid);

	if ((pm->mount && pm->mount->work) || (seat && seat->work))
		return 0;
	return create(NULL, t, r, pm, priority, NULL);
}

/* --- DismountNtmsMedia ------------------------------------------------------- */

static u32 check_rights(struct ntms_call *c, struct ntms_physical_media *pm)
{
	u32 error = ntms_access(c, &pm->pool->o, NTMS_USE_ACCESS);

	return error ?: ntms_access(c, &pm->library->o, NTMS_USE_ACCESS);
}

static u32 check_enabled(struct ntms_call *c, struct ntms_physical_media *pm,
			 const char *name)
{
	if (!pm->o.enabled)
		return ntms_refuse(c, ERROR_MEDIA_NOT_AVAILABLE,
				   "medium %s is disabled, enable it first",
				   name);
	if (!pm->library->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "the library of medium %s is disabled, enable it first",
				   name);
	if (pm->library == c->m->offline ||
	    pm->library->o.operational_state == NTMS_NOT_PRESENT)
		return ntms_refuse(c, ERROR_MEDIA_OFFLINE,
				   "medium %s is off line", name);
	return 0;
}

static u32 check_medium(struct ntms_call *c, struct ntms_physical_media *pm)
{
	struct ntms_mount *mount = pm->mount;
	const char *name;
	char buf[16];
	u32 error;

	name = ntms_display_name(&pm->o, buf);
	error = check_rights(c, pm);
	if (!error)
		error = check_enabled(c, pm, name);
	if (error)
		return error;
	if (!pm->location || pm->location->type != NTMS_TYPE_DRIVE)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "medium %s is not mounted", name);
	if (mount && mount->session && mount->session != c->s->id)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "medium %s is mounted by another session; DismountNtmsDrive takes it from there",
				   name);
	if (mount && mount->work)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "medium %s is being %s", name,
				   mount->work->operation == NTMS_LM_DISMOUNT ?
				   "dismounted already" : "mounted");
	return 0;
}

static u32 check(struct ntms_call *c, const guid_t *media, u32 count,
		 struct ntms_physical_media **pms)
{
	struct ntms_partition *side;
	u32 i, n, error = 0;

	for (i = 0; i < count; i++) {
		side = ntms_mount_side(c, &media[i], &error);
		if (!side)
			return error;
		pms[i] = side->physical_media;
		for (n = 0; n < i; n++)
			if (pms[n] == pms[i])
				return ntms_refuse(c, ERROR_INVALID_MEDIA,
						   "%pUl is on a medium that was named before",
						   &media[i]);
	}
	for (i = 0; !error && i < count; i++)
		error = check_medium(c, pms[i]);
	return error;
}

/* nothing moves: the request is over at once */
static u32 defer(struct ntms_call *c, struct ntms_txn *t,
		 struct ntms_physical_media *pm)
{
	struct ntms_librequest *q;
	struct ntms_work *w;
	u32 error;

	error = ntms_place_park(t, pm, ntms_drive(pm->location), pm->state,
				NTMS_DRIVESTATE_DISMOUNTABLE);
	if (!error)
		error = ntms_work_new(c, NTMS_LM_DISMOUNT, 1, &w);
	if (error)
		return error;
	error = make_request(t, w, pm, c->s);
	q = ntms_work_object(w);
	if (q) {
		q->work = NULL;
		q->option = 1;	/* MS-RSMP 2.2.4.16: deferred */
		q->state = NTMS_LM_PASSED;
		q->time_completed = t->now;
	}
	ntms_work_put(w);
	return error;
}

static bool stays(const struct ntms_physical_media *pm, u32 options)
{
	return (options & NTMS_DISMOUNT_DEFERRED) ||
	       pm->library->library_type == NTMS_LIBRARYTYPE_STANDALONE;
}

static bool has_more_claims(const struct ntms_physical_media *pm)
{
	return pm->mount && pm->mount->session && pm->mount->count > 1;
}

static u32 dismount(struct ntms_call *c, struct ntms_txn *t,
		    struct ntms_physical_media *pm, u32 options,
		    struct ntms_work **work)
{
	struct ntms_robot *r = ntms_robot_of(&pm->library->o.guid);

	if (has_more_claims(pm))
		return 0;
	if (stays(pm, options))
		return defer(c, t, pm);
	if (!r)
		return ntms_refuse(c, ERROR_DEVICE_NOT_AVAILABLE,
				   "the library has not been read yet");
	return create(c, t, r, pm, 0, work);
}

/**
 * struct dismounting - a call being executed
 * @pms: media
 * @works: what is done for each, NULL where nothing moves
 */
struct dismounting {
	struct ntms_physical_media *pms[MEDIA_MAX];
	struct ntms_work *works[MEDIA_MAX];
};

/* the end is told by what the caller has named */
static void tell_end(struct ntms_txn *t, struct ntms_work *w,
		     const struct ntms_object *named)
{
	if (!w) {
		ntms_complete(t, named->type, &named->guid);
		return;
	}
	w->told_type = named->type;
	w->told = named->guid;
}

static u32 dismount_all(struct ntms_call *c, struct ntms_txn *t,
			struct dismounting *d, const guid_t *media, u32 count,
			u32 options)
{
	u32 i, error = 0;

	for (i = 0; !error && i < count; i++) {
		error = dismount(c, t, d->pms[i], options, &d->works[i]);
		if (!error)
			tell_end(t, d->works[i], ntms_find(c->m, &media[i]));
	}
	if (!error)
		/* claims of media that move end when that begins */
		for (i = 0; i < count; i++)
			if (!d->works[i])
				ntms_mount_unclaim(&d->pms[i]->o.guid,
						   c->s->id);
	return error;
}

/* the transaction has failed: nothing is done */
static void drop_all(struct dismounting *d, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		if (d->works[i])
			ntms_work_drop(d->works[i]);
}

/* ends the transaction; what cannot be stored is in nobody's way */
static u32 commit_all(struct ntms_txn *t, struct dismounting *d, u32 count,
		      struct ntms_waiter *w)
{
	struct ntms_model *m = t->model;
	u32 i, error;

	for (i = 0; i < count; i++)
		if (d->works[i])
			ntms_work_get(d->works[i]);
	error = ntms_txn_commit(t, w);
	if (error) {
		down_write(&m->lock);
		drop_all(d, count);
		up_write(&m->lock);
	}
	for (i = 0; i < count; i++)
		if (d->works[i])
			ntms_work_put(d->works[i]);
	if (!error)
		ntms_works_wake();
	return error;
}

/**
 * ntms_dismount_media() - DismountNtmsMedia
 * @c: the request, takes the reason of a refusal
 * @media: GUIDs of logical media or sides
 * @count: of @media
 * @options: NTMS_DISMOUNT_DEFERRED, NTMS_DISMOUNT_IMMEDIATE or 0
 * @w: told when the requests are durable
 *
 * Context: process, without locks; does not wait.
 * Return: 0, or a Win32 code and @w is not told.
 */
u32 ntms_dismount_media(struct ntms_call *c, const guid_t *media, u32 count,
			u32 options, struct ntms_waiter *w)
{
	struct dismounting *d;
	struct ntms_txn t;
	u32 error;

	if (!count || !media || count > MEDIA_MAX)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "%u media were named, 1 to %u can be dismounted at once",
				   count, MEDIA_MAX);
	if (options & ~DISMOUNT_OPTIONS || options == DISMOUNT_OPTIONS)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "dismount options %#x do not exist", options);
	d = kzalloc(sizeof(*d), GFP_KERNEL);
	if (!d)
		return ntms_work_refused(c, ERROR_NOT_ENOUGH_MEMORY);
	ntms_txn_begin(&t, c->m);
	error = check(c, media, count, d->pms);
	if (!error)
		error = dismount_all(c, &t, d, media, count, options);
	if (error) {
		drop_all(d, count);
		ntms_txn_abort(&t);
	} else {
		error = commit_all(&t, d, count, w);
	}
	kfree(d);
	return ntms_work_refused(c, error);
}

/* --- DismountNtmsDrive -------------------------------------------------------- */

static u32 check_drive(struct ntms_call *c, const guid_t *drive,
		       struct ntms_drive **d)
{
	struct ntms_seat *seat;
	u32 error;

	if (guid_is_null(drive))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "no drive was named");
	*d = ntms_drive(ntms_find_type(c->m, drive, NTMS_TYPE_DRIVE));
	if (!*d)
		return ntms_refuse(c, ERROR_INVALID_DRIVE,
				   "there is no drive %pUl", drive);
	error = ntms_access(c, &(*d)->o, NTMS_MODIFY_ACCESS);
	if (error)
		return error;
	if (!(*d)->library->o.enabled || !(*d)->o.enabled)
		return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
				   "drive %u or its library is disabled, enable it first",
				   (*d)->number);
	seat = ntms_seat_of(*d);
	if ((*d)->library->o.operational_state == NTMS_NOT_PRESENT || !seat)
		return ntms_refuse(c, ERROR_LIBRARY_OFFLINE,
				   "the library of drive %u is not connected",
				   (*d)->number);
	if (!(*d)->media)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "nothing is in drive %u", (*d)->number);
	if (seat->work || ((*d)->media->mount && (*d)->media->mount->work))
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "a mount or a dismount in drive %u is not finished",
				   (*d)->number);
	return 0;
}

/**
 * ntms_dismount_drive() - DismountNtmsDrive
 * @c: the request, takes the reason of a refusal
 * @drive: GUID
 * @w: told when the request is durable
 *
 * Whoever has the medium loses it.
 *
 * Context: process, without locks; does not wait.
 * Return: 0, or a Win32 code and @w is not told.
 */
u32 ntms_dismount_drive(struct ntms_call *c, const guid_t *drive,
			struct ntms_waiter *w)
{
	struct ntms_work *work = NULL;
	struct ntms_physical_media *pm;
	struct ntms_drive *d;
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, c->m);
	error = check_drive(c, drive, &d);
	if (error) {
		ntms_txn_abort(&t);
		return error;
	}
	pm = d->media;
	if (stays(pm, 0)) {
		error = defer(c, &t, pm);
		if (!error)
			ntms_mount_unclaim(&pm->o.guid, 0);
	} else {
		error = create(c, &t, ntms_robot_of(&d->library->o.guid), pm, 0,
			       &work);
	}
	if (error) {
		ntms_txn_abort(&t);
		return ntms_work_refused(c, error);
	}
	tell_end(&t, work, &d->p.o);
	return ntms_work_refused(c, ntms_work_commit(&t, work, w));
}
