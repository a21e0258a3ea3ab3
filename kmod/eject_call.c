// SPDX-License-Identifier: GPL-2.0
/*
 * eject_call.c - EjectNtmsMedia, EjectNtmsCleaner
 *
 * MS-RSMP 3.2.5.2.1.1 and .11, semantics 8.3, decision A-19.  A session can
 * queue media for a library with several ports and eject them together.  What
 * is queued is not claimed, and is forgotten with the session.
 */
#include <linux/slab.h>

#include "call.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "robotics.h"
#include "work.h"

#define QUEUE_MAX	256

/**
 * struct eject_queue - media that a session wants to eject together
 * @link: in ntms_robotics.ejects
 * @session: number
 * @library: GUID
 * @count: of @media
 * @media: GUIDs
 */
struct eject_queue {
	struct list_head link;
	u32 session;
	guid_t library;
	u32 count;
	guid_t media[QUEUE_MAX];
};

static struct eject_queue *find_queue(const struct ntms_session *s)
{
	struct eject_queue *q;

	list_for_each_entry(q, &ntms_robotics.ejects, link)
		if (q->session == s->id)
			return q;
	return NULL;
}

static void free_queue(struct eject_queue *q)
{
	if (!q)
		return;
	list_del(&q->link);
	kfree(q);
}

/**
 * ntms_eject_forget_session() - forget what a session has queued
 * @session: number, 0: all sessions
 *
 * Context: model.lock is held for write.
 */
void ntms_eject_forget_session(u32 session)
{
	struct eject_queue *q, *next;

	lockdep_assert_held_write(&ntms_robotics.m->lock);
	list_for_each_entry_safe(q, next, &ntms_robotics.ejects, link)
		if (!session || q->session == session)
			free_queue(q);
}

static bool is_mounted(const struct ntms_physical_media *pm)
{
	const struct ntms_drive *d;

	if (pm->mount && (pm->mount->session || pm->mount->work))
		return true;
	if (!pm->location || pm->location->type != NTMS_TYPE_DRIVE)
		return pm->state != NTMS_MEDIASTATE_IDLE;
	d = container_of(pm->location, struct ntms_drive, p.o);
	return d->state != NTMS_DRIVESTATE_DISMOUNTABLE &&
	       d->state != NTMS_DRIVESTATE_UNLOADED;
}

static u32 check_drive(struct ntms_call *c, const struct ntms_object *place)
{
	const struct ntms_drive *d;

	if (!place || place->type != NTMS_TYPE_DRIVE)
		return 0;
	d = container_of(place, struct ntms_drive, p.o);
	if (d->o.enabled)
		return 0;
	return ntms_refuse(c, ERROR_RESOURCE_DISABLED,
			   "drive %u, where it is, is disabled, enable it first",
			   d->number);
}

static u32 check_medium(struct ntms_call *c, const guid_t *guid, bool force,
			struct ntms_physical_media **found)
{
	struct ntms_physical_media *pm;
	const char *name;
	char buf[16];
	u32 error;

	pm = ntms_physical_media(ntms_find_type(c->m, guid,
						NTMS_TYPE_PHYSICAL_MEDIA));
	if (!pm)
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "there is no medium %pUl", guid);
	*found = pm;
	name = ntms_display_name(&pm->o, buf);
	error = ntms_control_usable(c, pm->library, ERROR_RESOURCE_DISABLED,
				    ERROR_LIBRARY_OFFLINE);
	if (!error)
		error = check_drive(c, pm->location);
	if (error)
		return error;
	if (!pm->o.enabled)
		return ntms_refuse(c, ERROR_MEDIA_NOT_AVAILABLE,
				   "medium %s is disabled, enable it first",
				   name);
	if (!force && is_mounted(pm))
		return ntms_refuse(c, ERROR_BUSY,
				   "medium %s is in use, dismount it first",
				   name);
	return 0;
}

/* how many media can be ejected at once? */
static u32 cells(struct ntms_library *l)
{
	return l->library_type == NTMS_LIBRARYTYPE_STANDALONE ? 1 :
	       min_t(u32, ntms_port_count(l), QUEUE_MAX);
}

static u32 check_room(struct ntms_call *c, struct ntms_library *l, u32 media)
{
	u32 room = cells(l);
	char name[16];

	if (!room)
		return ntms_refuse(c, ERROR_RESOURCE_NOT_PRESENT,
				   "library %s has no port, open its door (AccessNtmsLibraryDoor)",
				   ntms_display_name(&l->o, name));
	if (media > room)
		return ntms_refuse(c, ERROR_BUSY,
				   "%u media were queued, the ports of the library hold %u",
				   media, room);
	return 0;
}

static bool is_queued(const struct eject_queue *q, const guid_t *guid)
{
	u32 i;

	for (i = 0; q && i < q->count; i++)
		if (guid_equal(&q->media[i], guid))
			return true;
	return false;
}

/* may it go with what is queued already? */
static u32 check_queue(struct ntms_call *c, const struct eject_queue *q,
		       const struct ntms_physical_media *pm)
{
	char name[16];

	if (q && !guid_equal(&q->library, &pm->library->o.guid))
		return ntms_refuse(c, ERROR_INVALID_LIBRARY,
				   "the media that are queued are in another library");
	if (is_queued(q, &pm->o.guid))
		return ntms_refuse(c, ERROR_BUSY, "medium %s is queued already",
				   ntms_display_name(&pm->o, name));
	return check_room(c, pm->library, q ? q->count + 1 : 1);
}

static u32 queue_medium(struct ntms_call *c, const guid_t *media)
{
	struct eject_queue *q = find_queue(c->s);
	struct ntms_physical_media *pm;
	u32 error;

	error = check_medium(c, media, false, &pm);
	if (!error)
		error = check_queue(c, q, pm);
	if (error)
		return error;
	if (!q) {
		q = kzalloc(sizeof(*q), GFP_KERNEL);
		if (!q)
			return ERROR_NOT_ENOUGH_MEMORY;
		q->session = c->s->id;
		guid_copy(&q->library, &pm->library->o.guid);
		list_add_tail(&q->link, &ntms_robotics.ejects);
	}
	guid_copy(&q->media[q->count++], media);
	return 0;
}

/* the request that ejects media of one library, and its work */
static u32 create(struct ntms_call *c, struct ntms_txn *t, u32 operation,
		  const guid_t *media, u32 count, bool force,
		  struct ntms_work **work)
{
	struct ntms_physical_media *pm;
	struct ntms_librequest *q;
	struct ntms_mount *mount;
	struct ntms_work *w;
	u32 i, error;

	pm = ntms_physical_media(ntms_find(c->m, media));
	error = ntms_work_new(c, operation, count, &w);
	if (error)
		return error;
	w->force = force;
	w->told_type = NTMS_TYPE_LIBREQUEST;
	error = ntms_control_request(t, w, pm->library, c->s, &q);
	if (error)
		return error;
	guid_copy(&w->told, &w->request);
	guid_copy(&q->physical_media, media);
	q->option = force ? NTMS_LM_FORCEIMMEDIATE : NTMS_LM_IMMEDIATE;
	if (pm->home_slot)
		guid_copy(&q->slot, &pm->home_slot->o.guid);
	for (i = 0; i < count; i++) {
		pm = ntms_physical_media(ntms_find(c->m, &media[i]));
		mount = ntms_mount_get(pm);
		if (!mount)
			break;
		guid_copy(&w->part[i].media, &media[i]);
		guid_copy(&w->part[i].side, &pm->sides[0]->o.guid);
		if (!mount->work)
			mount->work = w;
	}
	if (i == count) {
		*work = w;
		return 0;
	}
	w->count = i;	/* those that are named */
	ntms_work_drop(w);
	return ERROR_NOT_ENOUGH_MEMORY;
}

/* what is queued, and one more */
static u32 start(struct ntms_call *c, struct ntms_txn *t, const guid_t *media,
		 bool force, struct ntms_work **work)
{
	struct eject_queue *q = find_queue(c->s);
	u32 i, count = 0, error = 0;
	struct ntms_physical_media *pm;
	guid_t *all;

	if (guid_is_null(media) && (force || !q))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   force ? "no medium was named" :
				   "no medium was named and none is queued");
	if (!guid_is_null(media)) {
		error = check_medium(c, media, force, &pm);
		if (!error)
			error = check_queue(c, q, pm);
	}
	for (i = 0; !error && q && i < q->count; i++)
		error = check_medium(c, &q->media[i], force, &pm);
	if (error)
		return error;
	all = kmalloc_array(QUEUE_MAX + 1, sizeof(*all), GFP_KERNEL);
	if (!all)
		return ERROR_NOT_ENOUGH_MEMORY;
	for (i = 0; q && i < q->count; i++)
		guid_copy(&all[count++], &q->media[i]);
	if (!guid_is_null(media))
		guid_copy(&all[count++], media);
	error = create(c, t, NTMS_LM_EJECT, all, count, force, work);
	if (!error)
		free_queue(q);
	kfree(all);
	return error;
}

/**
 * ntms_eject_media() - EjectNtmsMedia
 * @c: the request, takes the reason of a refusal
 * @t: open transaction; ended
 * @media: GUID of a physical medium; null with NTMS_EJECT_START: what is queued
 * @action: NTMS_EJECT_START, _STOP, _QUEUE or _FORCE
 * @operation: GUID of the request: in for STOP, out for START and FORCE
 * @w: told when the request is durable
 *
 * Takes the control right on the library.
 *
 * Context: process; model.lock is held for write by @t.
 * Return: 0, or a Win32 code and @w is not told: ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_MEDIA, ERROR_ACCESS_DENIED, ERROR_RESOURCE_DISABLED (library
 * or drive), ERROR_MEDIA_NOT_AVAILABLE (medium disabled),
 * ERROR_LIBRARY_OFFLINE, ERROR_RESOURCE_NOT_PRESENT (no port), ERROR_BUSY (in
 * use, or more than the ports hold), ERROR_INVALID_LIBRARY (not that of the
 * queued media), ERROR_INVALID_OPERATION, ERROR_NOT_ENOUGH_MEMORY,
 * ERROR_DATABASE_FAILURE.
 */
u32 ntms_eject_media(struct ntms_call *c, struct ntms_txn *t,
		     const guid_t *media, u32 action, guid_t *operation,
		     struct ntms_waiter *w)
{
	struct ntms_work *work = NULL;
	u32 error;

	if (action > NTMS_EJECT_FORCE)
		error = ntms_refuse(c, ERROR_INVALID_PARAMETER,
				    "eject action %u does not exist", action);
	else if (action == NTMS_EJECT_STOP)
		error = ntms_control_end(c, operation, NTMS_LM_EJECT);
	else if (action == NTMS_EJECT_QUEUE)
		error = guid_is_null(media) ?
			ntms_refuse(c, ERROR_INVALID_PARAMETER,
				    "no medium was named") :
			queue_medium(c, media);
	else
		error = start(c, t, media, action == NTMS_EJECT_FORCE, &work);
	return ntms_control_commit(c, t, work, error, operation, w);
}

static u32 start_cleaner(struct ntms_call *c, struct ntms_txn *t,
			 struct ntms_library *l, struct ntms_work **work)
{
	struct ntms_physical_media *pm;

	if (!l->cleaner_slot)
		return ntms_refuse(c, ERROR_CLEANER_SLOT_NOT_SET,
				   "no slot is reserved for the cleaner");
	if (l->cleaner_slot->state == NTMS_SLOTSTATE_NOTPRESENT)
		return ntms_refuse(c, ERROR_RESOURCE_NOT_PRESENT,
				   "slot %u of the cleaner is not there, put its magazine in",
				   l->cleaner_slot->number);
	pm = ntms_cleaner_of(l);
	if (!pm)
		return ntms_refuse(c, ERROR_RESOURCE_NOT_AVAILABLE,
				   "there is no cleaner in slot %u",
				   l->cleaner_slot->number);
	if (pm->mount && pm->mount->work)
		return ntms_refuse(c, ERROR_BUSY,
				   "the cleaner is in use, wait for that");
	if (!ntms_port_count(l))
		return ntms_door_cleaner(c, t, l, NTMS_LM_EJECTCLEANER, 0,
					 work);
	return create(c, t, NTMS_LM_EJECTCLEANER, &pm->o.guid, 1, false, work);
}

/**
 * ntms_eject_cleaner() - EjectNtmsCleaner
 * @c: the request, takes the reason of a refusal
 * @t: open transaction; ended
 * @library: GUID
 * @action: NTMS_EJECT_START or _STOP
 * @operation: GUID of the request: in for STOP, out for START
 * @w: told when the request is durable
 *
 * Without a port the door is opened.  Takes the control right on the library.
 *
 * Context: process; model.lock is held for write by @t.
 * Return: 0, or a Win32 code and @w is not told: ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_LIBRARY, ERROR_ACCESS_DENIED, ERROR_RESOURCE_DISABLED,
 * ERROR_LIBRARY_OFFLINE, ERROR_CLEANER_SLOT_NOT_SET,
 * ERROR_RESOURCE_NOT_AVAILABLE (no cleaner), ERROR_RESOURCE_NOT_PRESENT (its
 * slot, or neither port nor door), ERROR_INVALID_OPERATION, ERROR_BUSY,
 * ERROR_NOT_ENOUGH_MEMORY, ERROR_DATABASE_FAILURE.
 */
u32 ntms_eject_cleaner(struct ntms_call *c, struct ntms_txn *t,
		       const guid_t *library, u32 action, guid_t *operation,
		       struct ntms_waiter *w)
{
	struct ntms_work *work = NULL;
	struct ntms_library *l;
	u32 error;

	error = ntms_control_cleaner(c, library, action, ERROR_LIBRARY_OFFLINE,
				     &l);
	if (!error && action == NTMS_EJECT_STOP)
		error = ntms_control_end_cleaner(c, l, operation,
						 NTMS_LM_EJECTCLEANER);
	else if (!error)
		error = start_cleaner(c, t, l, &work);
	return ntms_control_commit(c, t, work, error, operation, w);
}
