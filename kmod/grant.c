// SPDX-License-Identifier: GPL-2.0
/*
 * grant.c - which mount gets which drive
 *
 * A mount begins when all its media and a drive for each of them are free:
 * all or none (semantics 7.1).  Mounts are asked in their order.  One that
 * waits for a drive keeps those that it could have had from the later ones,
 * so that a mount of many media is not overtaken for ever; one that waits for
 * a medium keeps nothing.
 *
 * A drive is chosen in this order: the one the medium is in, an empty one,
 * one that is being emptied, one whose medium is dismountable and has been
 * so for the drive's delay (decision A-57).
 */
#include <linux/jiffies.h>

#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "work.h"

enum { DRIVE_EMPTY, DRIVE_COMING, DRIVE_EVICT, DRIVE_NONE };

static bool usable(const struct ntms_seat *seat, const struct ntms_drive *d)
{
	return seat && seat->dev && d->o.enabled &&
	       d->o.operational_state == NTMS_READY;
}

/* ms until the medium in a dismountable drive may be put away */
static u32 delay_left(const struct ntms_seat *seat, const struct ntms_drive *d)
{
	u64 end = seat->deferred + (u64)d->defer_dismount_delay * HZ;
	u64 now = get_jiffies_64();

	if (!seat->deferred || time_after_eq64(now, end))
		return 0;
	return min_t(u64, jiffies64_to_msecs(end - now) + 1, U32_MAX);
}

/* how well does a drive suit?  One of DRIVE_... */
static int suits(struct ntms_work *w, struct ntms_seat *seat,
		 const struct ntms_drive *d)
{
	u32 left;

	if (!usable(seat, d) || (seat->wanted && seat->wanted != w) ||
	    (seat->reserved && seat->reserved != w))
		return DRIVE_NONE;
	if (seat->work)
		return seat->work->operation == NTMS_LM_DISMOUNT ?
		       DRIVE_COMING : DRIVE_NONE;
	if (d->state == NTMS_DRIVESTATE_DISMOUNTED && !d->media)
		return DRIVE_EMPTY;
	if (d->state != NTMS_DRIVESTATE_DISMOUNTABLE || !d->media ||
	    (d->media->mount &&
	     (d->media->mount->session || d->media->mount->work)))
		return DRIVE_NONE;
	left = delay_left(seat, d);
	if (!left)
		return DRIVE_EVICT;
	ntms_robot_later(w->robot, left);
	return DRIVE_NONE;
}

/* another part of the same work has it already */
static bool chosen(const struct ntms_work *w, const struct ntms_part *p,
		   const struct ntms_seat *seat)
{
	const struct ntms_part *other;

	for (other = w->part; other < p; other++)
		if (other->seat == seat)
			return true;
	return false;
}

static int choose(struct ntms_work *w, struct ntms_part *p)
{
	bool specific = w->options & NTMS_MOUNT_SPECIFIC_DRIVE;
	int best = DRIVE_NONE, how;
	struct ntms_seat *seat;
	struct ntms_drive *d;

	list_for_each_entry(seat, &w->robot->seats, link) {
		if ((specific && !guid_equal(&seat->drive, &p->asked)) ||
		    chosen(w, p, seat))
			continue;
		d = ntms_drive(ntms_find_type(ntms_robotics.m, &seat->drive,
					      NTMS_TYPE_DRIVE));
		how = d ? suits(w, seat, d) : DRIVE_NONE;
		if (how < best) {
			best = how;
			p->seat = seat;
		}
	}
	return best;
}

__printf(4, 5)
static enum ntms_grant because(enum ntms_grant g, struct ntms_work *w,
			       u32 error, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	if (g == NTMS_GRANT_FAILED) {
		w->error = error;
		vsnprintf(w->text, sizeof(w->text), fmt, args);
	} else {
		vsnprintf(w->why, sizeof(w->why), fmt, args);
	}
	va_end(args);
	return g;
}

/* has somebody else the medium, or will we have it soon? */
static enum ntms_grant media_free(struct ntms_work *w,
				  struct ntms_physical_media *pm,
				  const char *name)
{
	struct ntms_mount *mount = pm->mount;
	struct ntms_work *other = mount ? mount->work : NULL;

	if (other && other != w) {
		if (other->operation == NTMS_LM_DISMOUNT)
			return because(NTMS_GRANT_COMING, w, 0,
				       "medium %s is being dismounted", name);
		if (!ntms_work_is_mount(other))
			return because(NTMS_GRANT_BUSY, w, 0,
				       "medium %s is in use: %s", name,
				       ntms_work_name(other));
		if (w->session && other->session == w->session)
			return because(NTMS_GRANT_COMING, w, 0,
				       "medium %s is being mounted for this session",
				       name);
		return because(NTMS_GRANT_BUSY, w, 0,
			       "medium %s is being mounted for another session",
			       name);
	}
	if (mount && mount->session && mount->session != w->session)
		return because(NTMS_GRANT_BUSY, w, 0,
			       "medium %s is mounted by another session", name);
	return NTMS_GRANT_YES;
}

/* the medium has to leave the drive that it is in */
static enum ntms_grant relocate(struct ntms_work *w, struct ntms_part *p,
				const char *name)
{
	if (p->relocated)
		return because(NTMS_GRANT_FAILED, w,
			       ERROR_MEDIUM_NOT_ACCESSIBLE,
			       "medium %s could not be taken out of its drive, see the dismount request",
			       name);
	p->how = NTMS_HOW_RELOCATE;
	return because(NTMS_GRANT_COMING, w, 0,
		       "medium %s is in another drive", name);
}

/* the medium is in a drive, and free for us */
static enum ntms_grant in_drive(struct ntms_work *w, struct ntms_part *p,
				struct ntms_physical_media *pm,
				struct ntms_partition *side, const char *name)
{
	struct ntms_drive *d = ntms_drive(pm->location);
	struct ntms_seat *seat = ntms_robot_seat(w->robot, &d->o.guid);
	bool ours = pm->mount && pm->mount->session &&
		    pm->mount->session == w->session;
	bool here = !(w->options & NTMS_MOUNT_SPECIFIC_DRIVE) ||
		    guid_equal(&p->asked, &d->o.guid);

	/* a side nobody knows: of one there is no doubt, or he chose who put it in */
	if (d->saved_partition ? d->saved_partition != side :
				 pm->number_of_partitions > 1 &&
				 !w->robot->standalone)
		here = false;
	if (ours && !here)
		return because(NTMS_GRANT_BUSY, w, 0,
			       "this session has medium %s in another drive or with its other side up",
			       name);
	if (ours) {
		p->how = NTMS_HOW_KEPT;
		p->seat = seat;
		return NTMS_GRANT_YES;
	}
	if (w->robot->standalone && !usable(seat, d))
		return because(NTMS_GRANT_BUSY, w, 0,
			       "the drive of medium %s is not available", name);
	if (!here || !usable(seat, d))
		return relocate(w, p, name);
	p->how = NTMS_HOW_HERE;
	p->seat = seat;
	return NTMS_GRANT_YES;
}

/* the medium is not in a drive, and free for us */
static enum ntms_grant in_slot(struct ntms_work *w, struct ntms_part *p,
			       struct ntms_physical_media *pm, const char *name)
{
	if (w->robot->standalone || !w->robot->changer || !pm->location)
		return because(NTMS_GRANT_OFFLINE, w, 0,
			       "medium %s has to be put into the drive", name);
	p->how = NTMS_HOW_MOVE;
	switch (choose(w, p)) {
	case DRIVE_EMPTY:
		return NTMS_GRANT_YES;
	case DRIVE_COMING:
		return because(NTMS_GRANT_COMING, w, 0,
			       "the drive for medium %s is being emptied", name);
	case DRIVE_EVICT:
		p->how = NTMS_HOW_EVICT;
		return because(NTMS_GRANT_COMING, w, 0,
			       "the drive for medium %s has to be emptied", name);
	}
	w->lacks_drive = true;
	return because(NTMS_GRANT_BUSY, w, 0, "no drive is free for medium %s",
		       name);
}

static enum ntms_grant look_at(struct ntms_work *w, struct ntms_part *p)
{
	struct ntms_library *l = ntms_robot_library(w->robot);
	struct ntms_physical_media *pm;
	struct ntms_partition *side;
	enum ntms_grant g;
	const char *name;
	char buf[16];

	p->seat = NULL;
	pm = ntms_part_media(p);
	side = ntms_part_side(p);
	if (!pm || !side)
		return because(NTMS_GRANT_FAILED, w, ERROR_INVALID_MEDIA,
			       "the medium was deleted");
	name = ntms_display_name(&pm->o, buf);
	if (!pm->o.enabled)
		return because(NTMS_GRANT_FAILED, w, ERROR_RESOURCE_DISABLED,
			       "medium %s is disabled, enable it first", name);
	if (pm->library == l && !l->o.enabled)
		return because(NTMS_GRANT_OFFLINE, w, 0,
			       "the library of medium %s is disabled", name);
	if (pm->library != l || !ntms_library_usable(l))
		return because(NTMS_GRANT_OFFLINE, w, 0,
			       "medium %s is off line", name);
	g = media_free(w, pm, name);
	if (g != NTMS_GRANT_YES)
		return g;
	if (pm->location && pm->location->type == NTMS_TYPE_DRIVE)
		return in_drive(w, p, pm, side, name);
	return in_slot(w, p, pm, name);
}

/* what will be true when this is on disk */
static u32 write_grant(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_physical_media *pm;
	struct ntms_librequest *q;
	struct ntms_part *p;
	u32 error;

	error = ntms_work_state(t, w, NTMS_LM_INPROCESS, NULL);
	q = ntms_librequest(ntms_find(t->model, &w->request));
	if (!error)
		error = ntms_txn_edit(t, &q->o);
	for (p = w->part; !error && p < w->part + w->count; p++) {
		pm = ntms_physical_media(ntms_find(t->model, &p->media));
		if (p == w->part) {
			guid_copy(&q->drive, &p->seat->drive);
			if (pm->location && pm->location->type ==
			    NTMS_TYPE_STORAGESLOT)
				guid_copy(&q->slot, &pm->location->guid);
		}
		if (p->how != NTMS_HOW_MOVE)
			continue;
		error = ntms_txn_edit(t, &pm->o);
		if (!error)
			pm->state = NTMS_MEDIASTATE_INUSE;
	}
	return error;
}

static void take(struct ntms_work *w, struct ntms_part *p)
{
	struct ntms_mount *mount = ntms_mount_find(&p->media);

	guid_copy(&p->drive, &p->seat->drive);
	mount->work = w;
	p->running = false;
	if (p->how == NTMS_HOW_KEPT) {
		p->phase = NTMS_PHASE_DONE;
		return;
	}
	p->seat->work = w;
	p->seat->reserved = NULL;
	p->phase = p->how == NTMS_HOW_MOVE ? NTMS_PHASE_MOVE : NTMS_PHASE_LOAD;
}

/**
 * ntms_grant_revoke() - what was granted could not be stored
 * @w: work
 *
 * Context: model locked for write.
 */
void ntms_grant_revoke(struct ntms_work *w)
{
	struct ntms_mount *mount;
	struct ntms_part *p;

	for (p = w->part; p < w->part + w->count; p++) {
		struct ntms_seat *seat = ntms_robot_seat(w->robot, &p->drive);

		mount = ntms_mount_find(&p->media);
		if (mount && mount->work == w)
			mount->work = NULL;
		if (seat && seat->work == w)
			seat->work = NULL;
		p->phase = NTMS_PHASE_WAITING;
	}
	w->begun = false;
}

/* let drives be emptied for a mount that waits for nothing else */
static u32 make_room(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_physical_media *pm;
	struct ntms_drive *d;
	struct ntms_part *p;
	u32 error = 0;

	for (p = w->part; !error && p < w->part + w->count; p++) {
		if (p->seat && p->how != NTMS_HOW_KEPT &&
		    p->how != NTMS_HOW_HERE)
			p->seat->reserved = w;
		if (p->how == NTMS_HOW_EVICT) {
			d = ntms_drive(ntms_find(t->model, &p->seat->drive));
			pm = d->media;
		} else if (p->how == NTMS_HOW_RELOCATE) {
			pm = ntms_physical_media(ntms_find(t->model,
							   &p->media));
			p->relocated = true;
		} else {
			continue;
		}
		error = ntms_dismount_create(t, w->robot, pm, w->priority);
	}
	return error;
}

/**
 * ntms_grant_forget() - a waiting mount keeps no drive from others
 * @w: mount of a robot; model locked for write
 */
void ntms_grant_forget(struct ntms_work *w)
{
	struct ntms_seat *seat;

	list_for_each_entry(seat, &w->robot->seats, link) {
		if (seat->wanted == w)
			seat->wanted = NULL;
		if (seat->reserved == w)
			seat->reserved = NULL;
	}
}

static void keep_drives(struct ntms_work *w)
{
	struct ntms_part *p;

	for (p = w->part; p < w->part + w->count; p++)
		if (p->seat)
			p->seat->wanted = w;
}

/**
 * ntms_grant_try() - can a mount begin?
 * @t: open transaction; holds what has to be on disk before it begins
 * @w: waiting mount
 * @evict: let drives be emptied for it
 *
 * Return: see enum ntms_grant; unless it is NTMS_GRANT_YES or
 * NTMS_GRANT_FAILED, @w->why says what it waits for.
 */
enum ntms_grant ntms_grant_try(struct ntms_txn *t, struct ntms_work *w,
			       bool evict)
{
	enum ntms_grant worst = NTMS_GRANT_YES, g;
	struct ntms_part *p;
	u32 error;

	w->lacks_drive = false;
	for (p = w->part; p < w->part + w->count; p++) {
		p->how = NTMS_HOW_WAIT;
		g = look_at(w, p);
		worst = max(worst, g);
		if (worst == NTMS_GRANT_FAILED)
			return worst;
	}
	if (worst <= NTMS_GRANT_COMING || w->lacks_drive)
		keep_drives(w);
	else
		ntms_grant_forget(w);
	if (worst == NTMS_GRANT_COMING && evict)
		error = make_room(t, w);
	else if (worst == NTMS_GRANT_YES)
		error = write_grant(t, w);
	else
		return worst;
	if (error)
		return because(NTMS_GRANT_FAILED, w, error, "no memory");
	if (worst == NTMS_GRANT_YES) {
		for (p = w->part; p < w->part + w->count; p++)
			take(w, p);
		w->begun = true;
	}
	return worst;
}
