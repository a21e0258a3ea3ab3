// SPDX-License-Identifier: GPL-2.0
/*
 * mount.c - the course of a mount
 *
 * MS-RSMP 3.2.5.2.2.1, semantics 7.1.  A mount waits until it is granted
 * (grant.c), then the transport brings each medium (move.c) and each drive
 * makes it ready (drive.c), and when all have come to an end it is answered.
 */
#include "call.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "survey.h"
#include "work.h"

/**
 * ntms_mount_over() - has each part of a mount come to its end?
 * @w: mount; model locked
 */
bool ntms_mount_over(const struct ntms_work *w)
{
	u32 i;

	for (i = 0; i < w->count; i++)
		if (w->part[i].phase != NTMS_PHASE_DONE)
			return false;
	return true;
}

/* all or nothing: what was loaded for a mount that failed may be put away */
static void let_go(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_physical_media *pm;
	struct ntms_drive *d;
	struct ntms_part *p;

	for (p = w->part; p < w->part + w->count; p++) {
		pm = ntms_part_media(p);
		d = ntms_part_drive(p);
		if (!pm || !d || d->media != pm || p->how == NTMS_HOW_KEPT)
			continue;
		/* without memory it stays as it is, dismounting it works */
		ntms_place_park(t, pm, d, pm->state,
				NTMS_DRIVESTATE_DISMOUNTABLE);
	}
}

/**
 * ntms_mount_finish() - a mount is over
 * @t: open transaction; ended
 * @w: mount
 */
void ntms_mount_finish(struct ntms_txn *t, struct ntms_work *w)
{
	/* from here on it is too late for a time-out, or it was one */
	if (w->calls && !w->ours)
		w->ours = ntms_pending_claim(&w->call);
	if (w->calls && !w->ours) {
		w->cancelled = true;
		ntms_work_fail(w, ERROR_TIMEOUT, "nobody waits for it any more");
	}
	if (w->begun && (w->error || w->cancelled))
		let_go(t, w);
	else if (w->operation != NTMS_LM_MOUNT && w->begun)
		ntms_identify_end(t, w);
	if (w->operation == NTMS_LM_WRITESCRATCH && w->error && !w->cancelled)
		ntms_prepare_failed(t, w);
	ntms_work_finish(t, w);
}

static bool begin(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_model *m = t->model;
	u32 error = ntms_txn_commit_wait(t);

	if (!error)
		return true;
	ntms_txn_begin(t, m);
	ntms_grant_revoke(w);
	ntms_work_fail(w, error, "the store could not keep the request");
	ntms_mount_finish(t, w);
	return true;
}

/* it is in the library of somebody else now, or in none */
static void set_adrift(struct ntms_work *w)
{
	struct ntms_library *l = ntms_robot_library(w->robot);
	struct ntms_physical_media *pm;
	u32 i;

	for (i = 0; i < w->count; i++) {
		pm = ntms_part_media(&w->part[i]);
		if (!pm || pm->library == l)
			continue;
		ntms_grant_forget(w);
		WRITE_ONCE(w->robot, NULL);
		ntms_robotics_manage(0);
		ntms_works_wake_locked();
		return;
	}
}

/* Return: something was written and @t is ended */
static bool wait(struct ntms_txn *t, struct ntms_work *w, enum ntms_grant g)
{
	u32 error = ntms_work_state(t, w, NTMS_LM_WAITING, w->why);

	if (g == NTMS_GRANT_OFFLINE)
		set_adrift(w);
	if (list_empty(&t->changes))
		return false;
	if (error)
		ntms_txn_abort(t);
	else
		ntms_txn_commit_wait(t);
	return true;
}

/* a medium that is not to be moved any more */
static bool give_back(struct ntms_txn *t, struct ntms_part *p)
{
	struct ntms_physical_media *pm = ntms_part_media(p);

	p->phase = NTMS_PHASE_DONE;
	if (!pm || pm->state != NTMS_MEDIASTATE_INUSE ||
	    ntms_txn_edit(t, &pm->o))
		return false;
	pm->state = NTMS_MEDIASTATE_IDLE;
	return true;
}

static bool go_on(struct ntms_txn *t, struct ntms_work *w)
{
	bool stop = w->cancelled || w->error;
	struct ntms_part *p;

	for (p = w->part; p < w->part + w->count; p++) {
		if (p->phase == NTMS_PHASE_MOVE && !stop) {
			ntms_move_into_drive(t, p);
			return true;
		}
		if (p->phase == NTMS_PHASE_MOVE)
			give_back(t, p);
		else if (p->phase == NTMS_PHASE_LOAD && !p->running)
			ntms_drive_start(p);
		else if ((p->phase == NTMS_PHASE_LOAD ||
			  p->phase == NTMS_PHASE_GIVE) && stop)
			ntms_drive_hurry(p);
	}
	if (!ntms_mount_over(w)) {
		if (list_empty(&t->changes))
			return false;
		ntms_txn_commit_wait(t);
		return true;
	}
	ntms_mount_finish(t, w);
	return true;
}

/**
 * ntms_mount_unwilling() - does a mount not want to wait for what it lacks?
 * @w: mount
 * @g: what can be done for it now
 *
 * Semantics 7.1, decision A-17: a call that gave no time, or does not want to
 * wait for others, waits for what is on its way to it and for nothing else.
 * That is so when it is made and for as long as it waits: what was on its way
 * may have gone to somebody else.
 *
 * Return: 0, or what it fails with: ERROR_BUSY, ERROR_TIMEOUT.
 */
u32 ntms_mount_unwilling(const struct ntms_work *w, enum ntms_grant g)
{
	if (g == NTMS_GRANT_BUSY &&
	    (w->options & NTMS_MOUNT_ERROR_NOT_AVAILABLE))
		return ERROR_BUSY;
	if ((g == NTMS_GRANT_BUSY || g == NTMS_GRANT_OFFLINE) && w->at_once)
		return ERROR_TIMEOUT;
	return 0;
}

/**
 * ntms_mount_step() - do the next thing for a mount
 * @t: open transaction; ended when true is returned
 * @w: mount of this robot
 *
 * Return: something was done.
 */
bool ntms_mount_step(struct ntms_txn *t, struct ntms_work *w)
{
	enum ntms_grant g;
	u32 error;

	if (w->begun)
		return go_on(t, w);
	if (w->error) {
		/* an operator has refused to bring a medium */
		ntms_mount_finish(t, w);
		return true;
	}
	if (ntms_offline_update(t, w))
		ntms_robot_later(w->robot, ntms_robot_limits.retry);
	g = w->error ? NTMS_GRANT_FAILED : ntms_grant_try(t, w, true);
	if (g == NTMS_GRANT_YES)
		return begin(t, w);
	error = ntms_mount_unwilling(w, g);
	if (error || g == NTMS_GRANT_FAILED) {
		/* leave what was written of it */
		ntms_txn_abort(t);
		ntms_txn_begin(t, ntms_robotics.m);
		if (error)
			ntms_work_fail(w, error, "%s", w->why);
		w->cancelled |= error == ERROR_TIMEOUT;
		ntms_mount_finish(t, w);
		return true;
	}
	return wait(t, w, g);
}

/* @w may have ended meanwhile.  Return: it has, and @t is ended */
static bool not_adopted(struct ntms_txn *t, struct ntms_robot *r,
			struct ntms_work *w)
{
	bool over;

	ntms_robot_later(r, ntms_robot_limits.retry);
	ntms_txn_begin(t, ntms_robotics.m);
	WRITE_ONCE(w->robot, NULL);
	over = list_empty(&w->link);
	if (w->cancelled || w->error)
		ntms_robotics_manage(0);
	ntms_work_put(w);
	if (over)
		ntms_txn_abort(t);
	return over;
}

/**
 * ntms_mount_adopt() - a mount whose media were off line
 * @t: open transaction; ended when true is returned
 * @r: robot that may have them now
 * @w: mount that no robot has
 *
 * Return: the robot has it.
 */
bool ntms_mount_adopt(struct ntms_txn *t, struct ntms_robot *r,
		      struct ntms_work *w)
{
	struct ntms_library *l = ntms_robot_library(r);
	struct ntms_librequest *q;
	struct ntms_physical_media *pm;
	u32 i, error;

	if (!l || !ntms_library_usable(l) || w->cancelled)
		return false;
	for (i = 0; i < w->count; i++) {
		pm = ntms_part_media(&w->part[i]);
		if (pm && pm->library != l)
			return false;
	}
	/* at once: the manager ends those that no robot has */
	WRITE_ONCE(w->robot, r);
	ntms_work_get(w);
	q = ntms_librequest(ntms_find(t->model, &w->request));
	error = q ? ntms_txn_edit(t, &q->o) : ERROR_DATABASE_FAILURE;
	if (error) {
		ntms_txn_abort(t);
	} else {
		q->library = l;
		error = ntms_txn_commit_wait(t);
	}
	if (error)
		return not_adopted(t, r, w);
	down_write(&t->model->lock);
	if (!list_empty(&w->link))
		ntms_work_replace(w);
	up_write(&t->model->lock);
	ntms_work_put(w);
	return true;
}
