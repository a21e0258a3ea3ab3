// SPDX-License-Identifier: GPL-2.0
/*
 * enable.c - EnableNtmsObject, DisableNtmsObject
 *
 * MS-RSMP 3.2.5.2.4.8 and .9, semantics 8.8, decisions.
 * Only the object itself is written; what is in it counts as disabled as long
 * as it is.  It is so from the commit on, whatever the library is doing: the
 * request that clients see is over at once.  What has begun is finished.  What
 * waits goes on when it can: a mount when its library is enabled again, other
 * requests of a library likewise.  A drive that is disabled is emptied as soon
 * as nobody has its medium.
 */
#include "call.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "robotics.h"
#include "work.h"

/**
 * struct toggle - a call being executed
 * @o: the object
 * @l: the library it is in, or is
 * @operation: NTMS_LM_...
 */
struct toggle {
	struct ntms_object *o;
	struct ntms_library *l;
	u32 operation;
};

static u32 check_arguments(struct ntms_call *c, u32 type, const guid_t *guid)
{
	if (type != NTMS_TYPE_LIBRARY && type != NTMS_TYPE_DRIVE &&
	    type != NTMS_TYPE_PHYSICAL_MEDIA)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "objects of type %u are not enabled or disabled: libraries, drives and media are",
				   type);
	if (guid_is_null(guid))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the object is missing");
	return 0;
}

static void look_up(struct toggle *g, bool enable)
{
	switch (g->o->type) {
	case NTMS_TYPE_LIBRARY:
		/* NtmsLmOperation has one number for both */
		g->l = ntms_library(g->o);
		g->operation = enable ? NTMS_LM_ENABLECHANGER :
					NTMS_LM_DISABLECHANGER;
		break;
	case NTMS_TYPE_DRIVE:
		g->l = ntms_drive(g->o)->library;
		g->operation = enable ? NTMS_LM_ENABLEDRIVE :
					NTMS_LM_DISABLEDRIVE;
		break;
	default:
		g->l = ntms_physical_media(g->o)->library;
		g->operation = enable ? NTMS_LM_ENABLEMEDIA :
					NTMS_LM_DISABLEMEDIA;
	}
}

static u32 check(struct ntms_call *c, u32 type, const guid_t *guid,
		 bool enable, struct toggle *g)
{
	const char *name;
	char buf[16];
	u32 error;

	g->o = ntms_find_type(c->m, guid, type);
	if (!g->o)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "there is no %s %pUl",
				   ntms_type_of(type)->name, guid);
	look_up(g, enable);
	error = ntms_access(c, &g->l->o, NTMS_MODIFY_ACCESS);
	if (error)
		return error;
	name = ntms_display_name(g->o, buf);
	if (g->l == c->m->offline && g->o == &g->l->o)
		return ntms_refuse(c, ERROR_LIBRARY_OFFLINE,
				   "the library of offline media cannot be enabled or disabled");
	if (type == NTMS_TYPE_LIBRARY &&
	    g->o->operational_state == NTMS_NOT_PRESENT)
		return ntms_refuse(c, ERROR_LIBRARY_OFFLINE,
				   "library %s is not connected", name);
	if (g->o->enabled == enable)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "%s %s is %s already",
				   ntms_type_of(type)->name, name,
				   enable ? "enabled" : "disabled");
	return 0;
}

/* the request: it is over with the commit */
static u32 note(struct ntms_call *c, struct ntms_txn *t, const struct toggle *g)
{
	struct ntms_librequest *q;
	struct ntms_work *w;
	u32 error;

	error = ntms_work_new(NULL, g->operation, 0, &w);
	if (error)
		return error;
	error = ntms_work_request(t, w, g->l, c->s, &q);
	ntms_work_put(w);
	if (error)
		return error;
	q->work = NULL;
	q->state = NTMS_LM_PASSED;
	q->time_completed = t->now;
	if (g->o->type == NTMS_TYPE_DRIVE)
		guid_copy(&q->drive, &g->o->guid);
	else if (g->o->type == NTMS_TYPE_PHYSICAL_MEDIA)
		guid_copy(&q->physical_media, &g->o->guid);
	return 0;
}

/* what was out of order may be in order again, and is looked at */
static void look_again(struct ntms_robot *r, u32 type)
{
	if (r && type != NTMS_TYPE_PHYSICAL_MEDIA)
		ntms_robot_read_again(r);
}

/**
 * ntms_object_enable() - EnableNtmsObject, DisableNtmsObject
 * @c: the request, takes the reason of a refusal
 * @type: NTMS_TYPE_LIBRARY, _DRIVE or _PHYSICAL_MEDIA
 * @guid: object of this type
 * @enable: true to enable, false to disable
 * @w: told when it is durable
 *
 * Takes the modify right on the library that the object is in, or is.
 *
 * Context: process, without locks; does not wait.
 * Return: 0, or a Win32 code and @w is not told: ERROR_INVALID_PARAMETER
 * (@type, or @guid is null), ERROR_OBJECT_NOT_FOUND, ERROR_ACCESS_DENIED,
 * ERROR_LIBRARY_OFFLINE (a library that is not present, or the one of offline
 * media), ERROR_INVALID_STATE (it is so already), ERROR_NOT_ENOUGH_MEMORY,
 * ERROR_DATABASE_FAILURE.
 */
u32 ntms_object_enable(struct ntms_call *c, u32 type, const guid_t *guid,
		       bool enable, struct ntms_waiter *w)
{
	struct ntms_robot *r;
	struct ntms_txn t;
	struct toggle g;
	u32 error;

	error = check_arguments(c, type, guid);
	if (error)
		return error;
	ntms_txn_begin(&t, c->m);
	error = check(c, type, guid, enable, &g);
	if (!error)
		error = note(c, &t, &g);
	if (!error)
		error = ntms_txn_edit(&t, g.o);
	/* whoever enables it says that it is in order */
	if (!error && enable && type != NTMS_TYPE_LIBRARY)
		error = ntms_service_over(&t, g.o);
	if (error) {
		ntms_txn_abort(&t);
		return ntms_work_refused(c, error);
	}
	g.o->enabled = enable;
	r = ntms_robot_of(&g.l->o.guid);
	error = ntms_txn_commit(&t, w);
	if (error)
		return ntms_work_refused(c, error);
	if (enable)
		look_again(r, type);
	ntms_works_wake();
	return 0;
}

/**
 * ntms_work_held() - does a request wait because its library is disabled?
 * @w: work that has not begun; not a mount, which says so itself
 *
 * In a library that is not there it fails instead, as it always does.
 *
 * Context: model locked.
 */
bool ntms_work_held(const struct ntms_work *w)
{
	struct ntms_library *l = ntms_robot_library(w->robot);

	return w->operation != NTMS_LM_MOUNT && l && !l->o.enabled &&
	       ntms_robot_present(w->robot);
}

/* has a drive to be emptied because it is disabled, or needs service? */
static bool to_be_emptied(struct ntms_seat *seat, const struct ntms_drive *d)
{
	if ((d->o.enabled && d->o.operational_state != NTMS_NEEDS_SERVICE) ||
	    !d->media) {
		seat->emptied = false;
		return false;
	}
	return !seat->emptied && !seat->work &&
	       !(d->media->mount && (d->media->mount->session ||
				     d->media->mount->work));
}

/**
 * ntms_drives_empty() - send home what is in drives that are not to be used
 * @t: open transaction without changes; ended when true is returned
 * @r: robot
 *
 * A medium that cannot be sent home is not tried again and again: it stays
 * until somebody dismounts it.
 *
 * Context: the robot's work item; may wait for the store.
 * Return: something was done.
 */
bool ntms_drives_empty(struct ntms_txn *t, struct ntms_robot *r)
{
	struct ntms_library *l = ntms_robot_library(r);
	struct ntms_seat *seat;
	struct ntms_drive *d;

	if (!l || !l->o.enabled || !r->changer)
		return false;
	list_for_each_entry(seat, &r->seats, link) {
		d = ntms_drive(ntms_find_type(t->model, &seat->drive,
					      NTMS_TYPE_DRIVE));
		if (!d || !to_be_emptied(seat, d))
			continue;
		if (ntms_dismount_create(t, r, d->media, 0)) {
			/* without memory: the next time */
			ntms_txn_abort(t);
			ntms_txn_begin(t, ntms_robotics.m);
			ntms_robot_later(r, ntms_robot_limits.retry);
			return false;
		}
		seat->emptied = true;
		/* if this cannot be stored the request is found to be gone */
		ntms_txn_commit_wait(t);
		return true;
	}
	return false;
}
