// SPDX-License-Identifier: GPL-2.0
/*
 * remove.c - DeleteNtmsLibrary, DeleteNtmsDrive
 *
 * MS-RSMP 3.2.5.2.1.12 and .13, semantics 8.9 and 8.10, decisions.
 *
 * A library goes with all that is in it, and its media go off line, in one
 * transaction, however large it is: half a library would be neither what the
 * caller was told nor what the next start could understand.  (12,000 media and
 * slots take less than a second, in a debug kernel.)
 *
 * Its robot serves the next library that comes, when it is certain that the
 * old one does not come back: until the store has the change it may be undone.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "robotics.h"
#include "survey.h"
#include "work.h"

/* --- objects ---------------------------------------------------------------- */

static u32 let_media_leave(struct ntms_txn *t, struct ntms_library *l)
{
	struct ntms_physical_media *pm;
	struct ntms_object *place;
	struct ntms_shelf *s;
	struct rb_node *n;
	u32 error = 0;

	if (!l->shelves.next)
		return 0;
	list_for_each_entry(s, &l->shelves, in_library)
		/* what is edited leaves the shelf */
		while (!error && (n = rb_first(&s->media))) {
			pm = ntms_physical_media(rb_entry(n, struct ntms_object,
							  node));
			place = pm->location;
			error = ntms_place_leave(t, pm, true);
			if (!error && place)
				error = ntms_txn_delete(t, place);
		}
	return error;
}

static u32 delete_request(struct ntms_txn *t, struct ntms_object *o)
{
	u32 error;

	if (!ntms_librequest(o)->work)
		return ntms_txn_delete(t, o);
	/* waits for a medium that is not there: go on with that */
	error = ntms_txn_edit(t, o);
	if (!error)
		ntms_librequest(o)->library = t->model->offline;
	return error;
}

/**
 * ntms_library_dissolve() - a library is no more
 * @t: transaction
 * @l: library, not that of offline media
 *
 * Media go off line, and with them the requests that wait for them; the rest
 * is deleted.
 *
 * Context: model locked for write.
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_library_dissolve(struct ntms_txn *t, struct ntms_library *l)
{
	struct rb_node *n;
	u32 error;

	error = let_media_leave(t, l);
	while (!error && (n = rb_first(&l->elements)))
		error = ntms_txn_delete(t, rb_entry(n, struct ntms_object,
						    node));
	if (!error && l->requests.rb_node)
		error = ntms_txn_touch(t, &t->model->offline->o);
	while (!error && (n = rb_first(&l->requests)))
		error = delete_request(t, rb_entry(n, struct ntms_object,
						   node));
	return error ?: ntms_txn_delete(t, &l->o);
}

/* --- DeleteNtmsLibrary -------------------------------------------------------- */

static bool waits(const struct ntms_work *w)
{
	return w->operation == NTMS_LM_MOUNT && !w->begun;
}

static u32 check_works(struct ntms_call *c, struct ntms_robot *r,
		       const char *name)
{
	struct ntms_work *w;

	list_for_each_entry(w, &ntms_robotics.works, link)
		if (r && w->robot == r && !waits(w))
			return ntms_refuse(c, ERROR_INVALID_STATE,
					   "a request of library %s is being finished, try again",
					   name);
	return 0;
}

/* mounts that wait for its media wait for media that are off line now */
static void set_adrift(struct ntms_robot *r)
{
	struct ntms_work *w;

	list_for_each_entry(w, &ntms_robotics.works, link)
		if (r && w->robot == r) {
			ntms_grant_forget(w);
			WRITE_ONCE(w->robot, NULL);
		}
}

static u32 dissolve(struct ntms_call *c, struct ntms_txn *t,
		    struct ntms_library *l)
{
	struct ntms_robot *r = ntms_robot_of(&l->o.guid);
	const char *name = l->o.name ?: "";
	u32 error;

	if (l->o.operational_state != NTMS_NOT_PRESENT)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "library %s is connected, only one that is not can be deleted",
				   name);
	error = check_works(c, r, name);
	if (!error)
		error = ntms_library_dissolve(t, l);
	if (!error)
		set_adrift(r);
	return error;
}

/* the end of a call that deletes something */
static u32 finish(struct ntms_call *c, struct ntms_txn *t, u32 error,
		  struct ntms_waiter *w)
{
	if (error) {
		ntms_txn_abort(t);
		return ntms_work_refused(c, error);
	}
	error = ntms_txn_commit(t, w);
	ntms_robotics_manage(0);
	ntms_works_wake();
	return ntms_work_refused(c, error);
}

/**
 * ntms_library_delete() - DeleteNtmsLibrary
 * @c: the request, takes the reason of a refusal
 * @library: GUID of a library that is not there any more
 * @w: told when it is durable
 *
 * Takes the modify right on the library.  Whether it is enabled does not
 * matter (decision A-58).
 *
 * Context: process, without locks; does not wait.
 * Return: 0, or a Win32 code and @w is not told: ERROR_INVALID_PARAMETER
 * (@library is null), ERROR_INVALID_LIBRARY (not a library, or that of offline
 * media), ERROR_ACCESS_DENIED, ERROR_INVALID_STATE (it is there, or a request
 * is being finished), ERROR_NOT_ENOUGH_MEMORY, ERROR_DATABASE_FAILURE.
 */
u32 ntms_library_delete(struct ntms_call *c, const guid_t *library,
			struct ntms_waiter *w)
{
	struct ntms_library *l;
	struct ntms_txn t;
	u32 error;

	if (guid_is_null(library))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the library is missing");
	ntms_txn_begin(&t, c->m);
	l = ntms_library(ntms_find_type(c->m, library, NTMS_TYPE_LIBRARY));
	if (!l)
		error = ntms_refuse(c, ERROR_INVALID_LIBRARY,
				    "there is no library %pUl", library);
	else if (l == c->m->offline)
		error = ntms_refuse(c, ERROR_INVALID_LIBRARY,
				    "the library of offline media cannot be deleted");
	else
		error = ntms_access(c, &l->o, NTMS_MODIFY_ACCESS);
	if (!error)
		error = dissolve(c, &t, l);
	return finish(c, &t, error, w);
}

/* --- DeleteNtmsDrive ---------------------------------------------------------- */

static u32 check_drive(struct ntms_call *c, const guid_t *guid,
		       struct ntms_drive **d)
{
	u32 error;

	*d = ntms_drive(ntms_find_type(c->m, guid, NTMS_TYPE_DRIVE));
	if (!*d)
		return ntms_refuse(c, ERROR_INVALID_DRIVE,
				   "there is no drive %pUl", guid);
	error = ntms_access(c, &(*d)->library->o, NTMS_MODIFY_ACCESS);
	if (error)
		return error;
	if (!(*d)->library->o.enabled)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "library %s of drive %u is disabled, enable it first",
				   (*d)->library->o.name ?: "", (*d)->number);
	return 0;
}

/* a drive among others; its medium, if it had one, is looked for */
static u32 remove_drive(struct ntms_call *c, struct ntms_txn *t,
			struct ntms_drive *d)
{
	struct ntms_seat *seat = ntms_seat_of(d);
	u32 error = 0;

	if (d->o.operational_state != NTMS_NOT_PRESENT)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "drive %u is connected, only one that is not can be deleted",
				   d->number);
	if (seat && seat->work)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "a request of drive %u is being finished, try again",
				   d->number);
	if (d->media)
		error = ntms_place_leave(t, d->media, false);
	if (!error)
		error = ntms_txn_touch(t, &d->library->o);
	return error ?: ntms_txn_delete(t, &d->o);
}

/**
 * ntms_drive_delete() - DeleteNtmsDrive
 * @c: the request, takes the reason of a refusal
 * @drive: GUID of a drive that is not there any more
 * @w: told when it is durable
 *
 * A stand-alone drive goes with its library.  Takes the modify right on the
 * library.  A changer that still has the element makes it known again.
 *
 * Context: process, without locks; does not wait.
 * Return: 0, or a Win32 code and @w is not told: ERROR_INVALID_PARAMETER
 * (@drive is null), ERROR_INVALID_DRIVE, ERROR_ACCESS_DENIED,
 * ERROR_INVALID_STATE (the drive, or the stand-alone library, is there; the
 * library is disabled; a request is being finished), ERROR_NOT_ENOUGH_MEMORY,
 * ERROR_DATABASE_FAILURE.
 */
u32 ntms_drive_delete(struct ntms_call *c, const guid_t *drive,
		      struct ntms_waiter *w)
{
	struct ntms_robot *r = NULL;
	struct ntms_drive *d;
	struct ntms_txn t;
	u32 error;

	if (guid_is_null(drive))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the drive is missing");
	ntms_txn_begin(&t, c->m);
	error = check_drive(c, drive, &d);
	if (!error &&
	    d->library->library_type == NTMS_LIBRARYTYPE_STANDALONE) {
		error = dissolve(c, &t, d->library);
	} else if (!error) {
		r = ntms_robot_of(&d->library->o.guid);
		error = remove_drive(c, &t, d);
	}
	error = finish(c, &t, error, w);
	if (!error && r)
		ntms_robot_read_again(r);
	return error;
}

/* --- robots ------------------------------------------------------------------- */

static void free_seat(struct ntms_seat *seat)
{
	ntms_device_put(seat->dev);
	list_del(&seat->link);
	kfree(seat);
}

/* drives that were deleted; whatever used them is over */
static void free_seats(struct ntms_robot *r)
{
	struct ntms_seat *seat, *next;

	list_for_each_entry_safe(seat, next, &r->seats, link)
		if (!seat->work && !seat->dev &&
		    !ntms_find(ntms_robotics.m, &seat->drive))
			free_seat(seat);
}

static bool has_works(const struct ntms_robot *r)
{
	struct ntms_work *w;

	list_for_each_entry(w, &ntms_robotics.works, link)
		if (w->robot == r)
			return true;
	return false;
}

static void retire(struct ntms_robot *r)
{
	struct ntms_seat *seat, *next;

	list_for_each_entry_safe(seat, next, &r->seats, link)
		free_seat(seat);
	ntms_unit_release(r);
	ntms_robot_put_device(&r->changer);
	memset(&r->info, 0, sizeof(r->info));
	guid_copy(&r->library, &guid_null);
	r->standalone = false;
	r->was_read = false;
	r->failures = 0;
	r->conflict = 0;
	r->twins = false;
	WRITE_ONCE(r->read_due, 0);
}

/**
 * ntms_robots_retire() - forget who worked for what was deleted
 *
 * Drives that a library had are free then: for another changer, or as
 * stand-alone libraries.
 *
 * Context: the manager.
 */
void ntms_robots_retire(void)
{
	struct ntms_model *m = ntms_robotics.m;
	bool settled, later = false;
	struct ntms_robot *r;

	down_write(&m->lock);
	/* nothing can be undone: what is not there does not come back */
	settled = !READ_ONCE(m->journal.count);
	list_for_each_entry(r, &ntms_robotics.robots, link) {
		if (settled)
			free_seats(r);
		if (guid_is_null(&r->library) || ntms_robot_library(r))
			continue;
		if (settled && !has_works(r))
			retire(r);
		else
			later = true;
	}
	up_write(&m->lock);
	if (later)
		ntms_robotics_manage(ntms_robot_limits.retry);
}
