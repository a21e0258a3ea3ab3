// SPDX-License-Identifier: GPL-2.0
/*
 * worker.c - who does what when
 *
 * Each library has one work item, which goes through the list of works from
 * the top, does the first thing that can be done, and begins again.  A work
 * that waits for something is passed by.
 */
#include <linux/jiffies.h>

#include "control.h"
#include "mount.h"
#include "robot.h"
#include "survey.h"
#include "work.h"

struct ntms_robot_limits ntms_robot_limits = {
	.settle = 3000,
	.empty = 60 * 1000,
	.busy = 5000,
	.retry = 1000,
	.port = 1000,
	.watch = 3000,
	.clean = 20 * 60 * 1000,
	.finished = 4096,
	.works = 16384,
};

/* a work that is to be dropped, because its request could not be stored */
static struct ntms_work *take_undone(struct ntms_robot *r)
{
	struct ntms_work *w;

	down_write(&ntms_robotics.m->lock);
	list_for_each_entry(w, &ntms_robotics.works, link)
		if (w->robot == r && READ_ONCE(w->undone)) {
			ntms_work_get(w);
			ntms_work_drop(w);
			goto out;
		}
	w = NULL;
out:
	up_write(&ntms_robotics.m->lock);
	return w;
}

static void drop_undone(struct ntms_robot *r)
{
	struct ntms_work *w;

	while ((w = take_undone(r))) {
		ntms_work_answer(w, w->undone,
				 "the store could not keep the request");
		ntms_work_put(w);
	}
}

/* a work that no robot has and that is cancelled or refused */
static bool finish_adrift(void)
{
	struct ntms_work *w;
	struct ntms_txn t;

	ntms_txn_begin(&t, ntms_robotics.m);
	list_for_each_entry(w, &ntms_robotics.works, link)
		if (!w->robot && w->durable && (w->cancelled || w->error)) {
			ntms_mount_finish(&t, w);
			return true;
		}
	ntms_txn_abort(&t);
	return false;
}

/**
 * ntms_works_manage() - look after the works that no robot has
 *
 * Context: the manager.
 */
void ntms_works_manage(void)
{
	drop_undone(NULL);
	while (finish_adrift())
		;
	while (ntms_offline_manage())
		;
}

/**
 * ntms_works_wake_locked() - ntms_works_wake() when the model is locked
 */
void ntms_works_wake_locked(void)
{
	struct ntms_robot *r;

	lockdep_assert_held(&ntms_robotics.m->lock);
	list_for_each_entry(r, &ntms_robotics.robots, link)
		ntms_robot_kick(r);
}

/**
 * ntms_works_wake() - media or libraries came: let all that waits look
 */
void ntms_works_wake(void)
{
	down_read(&ntms_robotics.m->lock);
	ntms_works_wake_locked();
	up_read(&ntms_robotics.m->lock);
}

/* Return: something was done and @t is ended */
static bool step(struct ntms_txn *t, struct ntms_robot *r, struct ntms_work *w)
{
	if (!w->robot)
		return w->durable && ntms_mount_adopt(t, r, w);
	if (w->robot != r || !w->durable)
		return false;
	if (!ntms_work_object(w)) {
		/* could not be stored, whoever asked was told */
		ntms_work_drop(w);
		ntms_txn_abort(t);
		return true;
	}
	if (w->cancelled && !w->begun) {
		ntms_work_finish(t, w);
		return true;
	}
	if (!w->begun && ntms_work_held(w))
		return false;
	switch (w->operation) {
	case NTMS_LM_INVENTORY:
		return ntms_inventory_step(t, w);
	case NTMS_LM_DISMOUNT:
		return ntms_dismount_step(t, w);
	case NTMS_LM_DOORACCESS:
		return ntms_door_step(t, w);
	case NTMS_LM_EJECT:
		return ntms_eject_step(t, w);
	case NTMS_LM_EJECTCLEANER:
		return w->by_door ? ntms_door_step(t, w) :
				    ntms_eject_step(t, w);
	case NTMS_LM_INJECT:
		return ntms_inject_step(t, w);
	case NTMS_LM_INJECTCLEANER:
		return w->by_door ? ntms_door_step(t, w) :
				    ntms_inject_step(t, w);
	case NTMS_LM_CLEANDRIVE:
		return ntms_clean_step(t, w);
	default:
		return ntms_mount_step(t, w);
	}
}

/* Return: something was done, there may be more to do */
static bool works_step(struct ntms_robot *r)
{
	struct ntms_seat *seat;
	struct ntms_work *w;
	struct ntms_txn t;

	ntms_txn_begin(&t, ntms_robotics.m);
	list_for_each_entry(seat, &r->seats, link)
		seat->wanted = NULL;
	list_for_each_entry(w, &ntms_robotics.works, link) {
		/* nothing moves while somebody has his hands in it */
		if (r->door_open && w != r->hands)
			continue;
		if (step(&t, r, w))
			return true;
	}
	if (!r->door_open && ntms_drives_empty(&t, r))
		return true;
	if (!r->door_open && ntms_prepare_step(&t, r))
		return true;
	ntms_txn_abort(&t);
	return false;
}

/* without a store nothing begins, but what is over can be answered */
static bool finish_over(struct ntms_robot *r)
{
	struct ntms_work *w;
	struct ntms_txn t;

	ntms_txn_begin(&t, ntms_robotics.m);
	list_for_each_entry(w, &ntms_robotics.works, link)
		if (w->robot == r && w->begun && w->count &&
		    (ntms_work_is_mount(w) ||
		     w->operation == NTMS_LM_DISMOUNT) && ntms_mount_over(w)) {
			ntms_mount_finish(&t, w);
			return true;
		}
	ntms_txn_abort(&t);
	return false;
}

static bool may_run(void)
{
	return READ_ONCE(ntms_robotics.started) &&
	       !READ_ONCE(ntms_robotics.stopping);
}

/* Return: it was done, and what was said meanwhile has to be looked at */
static bool compare(struct ntms_robot *r)
{
	if (list_empty_careful(&r->comparisons))
		return false;
	ntms_compare_run(r);
	return true;
}

/**
 * ntms_robot_run() - do what a library has to do
 * @work: of its robot
 */
void ntms_robot_run(struct work_struct *work)
{
	struct ntms_robot *r = container_of(work, struct ntms_robot, work);
	u64 due, now;

	if (may_run())
		ntms_owner_follow(r);
	while (may_run()) {
		drop_undone(r);
		if (READ_ONCE(r->standalone))
			ntms_detect_run(r);
		if (ntms_journal_ready(ntms_robotics.m, NULL)) {
			while (finish_over(r))
				;
			if (!READ_ONCE(r->door_open))
				compare(r);
			ntms_robot_later(r, ntms_robot_limits.retry);
			return;
		}
		if (test_bit(NTMS_ROBOT_DRIVE_RESET, &r->flags)) {
			ntms_suspect_run(r);
			continue;
		}
		/* nothing can be read while somebody has his hands in it */
		if (!READ_ONCE(r->door_open) &&
		    (ntms_robot_read_changed(r) || compare(r) ||
		     ntms_stuck_step(r)))
			continue;
		if (!ntms_port_lock(r) && !works_step(r) && !ntms_port_lock(r))
			break;
	}
	due = READ_ONCE(r->read_due);
	now = get_jiffies_64();
	if (due && !READ_ONCE(r->door_open))
		ntms_robot_later(r, time_after64(due, now) ?
				 jiffies_to_msecs(due - now) + 1 : 1);
}

static void stop_work(struct ntms_work *w)
{
	u32 i;

	for (i = 0; i < w->count; i++)
		if (cancel_delayed_work_sync(&w->part[i].run))
			ntms_work_put(w);
	down_write(&ntms_robotics.m->lock);
	ntms_work_drop(w);
	up_write(&ntms_robotics.m->lock);
	ntms_work_answer(w, ERROR_CANCELLED, "the module is being unloaded");
}

/**
 * ntms_works_stop() - end all works; their calls get ERROR_CANCELLED
 *
 * Context: no robot runs any more and none will.
 */
void ntms_works_stop(void)
{
	struct ntms_mount *mount, *next;
	struct ntms_work *w;

	for (;;) {
		down_write(&ntms_robotics.m->lock);
		w = list_first_entry_or_null(&ntms_robotics.works,
					     struct ntms_work, link);
		if (w)
			ntms_work_get(w);
		up_write(&ntms_robotics.m->lock);
		if (!w)
			break;
		stop_work(w);
		ntms_work_put(w);
	}
	down_write(&ntms_robotics.m->lock);
	list_for_each_entry_safe(mount, next, &ntms_robotics.mounts, link)
		ntms_mount_forget(mount);
	ntms_eject_forget_session(0);
	up_write(&ntms_robotics.m->lock);
}
