// SPDX-License-Identifier: GPL-2.0
/*
 * library.c - libraries that are or were there, start and stop
 *
 * Nothing is written before the store has handed over its objects.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>
#include <linux/slab.h>

#include "agent.h"
#include "control.h"
#include "library.h"
#include "mount.h"
#include "robot.h"
#include "robotics.h"
#include "survey.h"
#include "work.h"

struct ntms_robotics ntms_robotics = {
	.lock = __SPIN_LOCK_UNLOCKED(ntms_robotics.lock),
	.units = LIST_HEAD_INIT(ntms_robotics.units),
	.robots = LIST_HEAD_INIT(ntms_robotics.robots),
	.works = LIST_HEAD_INIT(ntms_robotics.works),
	.mounts = LIST_HEAD_INIT(ntms_robotics.mounts),
	.detections = LIST_HEAD_INIT(ntms_robotics.detections),
	.ejects = LIST_HEAD_INIT(ntms_robotics.ejects),
	.looks = LIST_HEAD_INIT(ntms_robotics.looks),
};

/**
 * ntms_robot_put_device() - forget a device
 * @dev: pointer to the device, becomes NULL
 */
void ntms_robot_put_device(struct ntms_device **dev)
{
	ntms_device_put(*dev);
	*dev = NULL;
}

/* will it look before @when, or is about to? */
static bool manages_before(const struct ntms_robotics *all, unsigned long when)
{
	const struct delayed_work *manage = &all->manage;

	return delayed_work_pending(manage) &&
	       !(timer_pending(&manage->timer) &&
		 time_after(manage->timer.expires, when));
}

/**
 * ntms_robotics_manage() - let the manager look
 * @ms: when at the latest; what somebody else wants earlier is not put off
 */
void ntms_robotics_manage(u32 ms)
{
	struct ntms_robotics *all = &ntms_robotics;
	unsigned long delay = msecs_to_jiffies(ms);

	spin_lock(&all->lock);
	if (all->started && !all->stopping &&
	    !manages_before(all, jiffies + delay))
		mod_delayed_work(all->wq, &all->manage, delay);
	spin_unlock(&all->lock);
}

/**
 * ntms_robot_kick() - let a library look at what it has to do
 * @r: its robot
 */
void ntms_robot_kick(struct ntms_robot *r)
{
	struct ntms_robotics *all = &ntms_robotics;

	spin_lock(&all->lock);
	if (!all->stopping)
		queue_work(all->wq, &r->work);
	spin_unlock(&all->lock);
}

/**
 * ntms_robot_later() - let a library look some time from now at the latest
 * @r: its robot
 * @ms: when
 */
void ntms_robot_later(struct ntms_robot *r, u32 ms)
{
	struct ntms_robotics *all = &ntms_robotics;
	unsigned long delay = msecs_to_jiffies(ms);

	spin_lock(&all->lock);
	if (!all->stopping &&
	    (!delayed_work_pending(&r->timer) ||
	     time_before(jiffies + delay, r->timer.timer.expires)))
		mod_delayed_work(all->wq, &r->timer, delay);
	spin_unlock(&all->lock);
}

/**
 * ntms_robot_read_again() - what a library has, and what is in it, has to be read
 * @r: robot
 */
void ntms_robot_read_again(struct ntms_robot *r)
{
	set_bit(NTMS_ROBOT_READ, &r->flags);
	ntms_robot_kick(r);
}

/**
 * ntms_robot_read_media() - what is in the elements has to be read
 * @r: robot
 */
void ntms_robot_read_media(struct ntms_robot *r)
{
	set_bit(NTMS_ROBOT_READ_MEDIA, &r->flags);
	ntms_robot_kick(r);
}

/**
 * ntms_robot_read_later() - the elements have to be read some time from now
 * @r: robot
 * @ms: when
 */
void ntms_robot_read_later(struct ntms_robot *r, u32 ms)
{
	WRITE_ONCE(r->read_due, get_jiffies_64() + msecs_to_jiffies(ms));
	ntms_robot_later(r, ms);
}

/**
 * ntms_robot_library() - the object of a library
 * @r: its robot; model locked
 *
 * Return: the library, or NULL when it was deleted.
 */
struct ntms_library *ntms_robot_library(struct ntms_robot *r)
{
	return ntms_library(ntms_find_type(ntms_robotics.m, &r->library,
					   NTMS_TYPE_LIBRARY));
}

/**
 * ntms_robot_of() - the robot of a library
 * @library: GUID; model locked
 *
 * Return: the robot, or NULL when the library has never been there.
 */
struct ntms_robot *ntms_robot_of(const guid_t *library)
{
	struct ntms_robot *r;

	lockdep_assert_held(&ntms_robotics.m->lock);
	list_for_each_entry(r, &ntms_robotics.robots, link)
		if (guid_equal(&r->library, library))
			return r;
	return NULL;
}

/**
 * ntms_robot_seat() - the seat of a drive
 * @r: robot of its library; model locked
 * @drive: GUID
 *
 * Return: the seat, or NULL.
 */
struct ntms_seat *ntms_robot_seat(struct ntms_robot *r, const guid_t *drive)
{
	struct ntms_seat *seat;

	lockdep_assert_held(&ntms_robotics.m->lock);
	if (!r)
		return NULL;
	list_for_each_entry(seat, &r->seats, link)
		if (guid_equal(&seat->drive, drive))
			return seat;
	return NULL;
}

/**
 * ntms_seat_of() - the seat of a drive
 * @d: drive; model locked
 *
 * Return: the seat, or NULL when the library has never been there.
 */
struct ntms_seat *ntms_seat_of(const struct ntms_drive *d)
{
	return ntms_robot_seat(ntms_robot_of(&d->library->o.guid), &d->o.guid);
}

static void timer_run(struct work_struct *work)
{
	ntms_robot_kick(container_of(to_delayed_work(work), struct ntms_robot,
				     timer));
}

static struct ntms_robot *robot_create(void)
{
	struct ntms_robot *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return NULL;
	INIT_LIST_HEAD(&r->seats);
	INIT_LIST_HEAD(&r->comparisons);
	INIT_WORK(&r->work, ntms_robot_run);
	INIT_DELAYED_WORK(&r->timer, timer_run);
	down_write(&ntms_robotics.m->lock);
	list_add_tail(&r->link, &ntms_robotics.robots);
	up_write(&ntms_robotics.m->lock);
	return r;
}

static struct ntms_robot *robot_find(const guid_t *library)
{
	struct ntms_robot *r;

	down_read(&ntms_robotics.m->lock);
	r = ntms_robot_of(library);
	up_read(&ntms_robotics.m->lock);
	return r;
}

static struct ntms_robot *robot_employ(struct ntms_robot *r,
				       const guid_t *library)
{
	struct ntms_library *l;

	down_write(&ntms_robotics.m->lock);
	guid_copy(&r->library, library);
	l = ntms_robot_library(r);
	if (l)
		l->robot = r;
	up_write(&ntms_robotics.m->lock);
	return r;
}

/**
 * ntms_robot_get() - the robot of a library, made if there is none
 * @library: GUID
 *
 * Context: the manager.
 * Return: the robot, or NULL: no memory.
 */
struct ntms_robot *ntms_robot_get(const guid_t *library)
{
	struct ntms_robot *r = robot_find(library);

	if (r)
		return r;
	/* one that has lost its library, or a new one */
	r = robot_find(&guid_null) ?: robot_create();
	return r ? robot_employ(r, library) : NULL;
}

/* --- start and stop ------------------------------------------------------ */

/**
 * ntms_robotics_init() - devices may come
 * @m: model
 *
 * Return: 0 or -ENOMEM.
 */
int ntms_robotics_init(struct ntms_model *m)
{
	struct ntms_robotics *all = &ntms_robotics;

	all->wq = alloc_workqueue("ntms_robot", WQ_UNBOUND, 0);
	if (!all->wq)
		return -ENOMEM;
	INIT_DELAYED_WORK(&all->manage, ntms_manage_run);
	INIT_DELAYED_WORK(&all->purge, ntms_purge_run);
	spin_lock(&all->lock);
	all->started = false;
	all->cleaned = false;
	all->clean_at = 0;
	all->stopping = false;
	all->m = m;
	spin_unlock(&all->lock);
	m->unprepared = ntms_prepare_labels;
	ntms_agent_open();
	return 0;
}

/**
 * ntms_robotics_start() - the model is ready, look at the hardware
 *
 * To be called whenever the model becomes ready to be changed.
 * Context: process, without locks; does not wait.
 */
void ntms_robotics_start(void)
{
	struct ntms_robotics *all = &ntms_robotics;

	spin_lock(&all->lock);
	all->started = true;
	if (!all->stopping)
		queue_delayed_work(all->wq, &all->purge, 0);
	spin_unlock(&all->lock);
	ntms_works_wake();
	ntms_robotics_manage(0);
}

static void free_robots(void)
{
	struct ntms_robot *r, *next_r;
	struct ntms_seat *seat, *next;
	struct ntms_library *l;

	ntms_detect_forget_session(0);
	down_write(&ntms_robotics.m->lock);
	list_for_each_entry_safe(r, next_r, &ntms_robotics.robots, link) {
		l = ntms_robot_library(r);
		if (l)
			l->robot = NULL;
		list_for_each_entry_safe(seat, next, &r->seats, link) {
			ntms_device_put(seat->dev);
			kfree(seat);
		}
		ntms_device_put(r->changer);
		list_del(&r->link);
		kfree(r);
	}
	up_write(&ntms_robotics.m->lock);
}

static void free_units(void)
{
	struct ntms_unit *unit, *next;
	LIST_HEAD(units);

	spin_lock(&ntms_robotics.lock);
	list_splice_init(&ntms_robotics.units, &units);
	spin_unlock(&ntms_robotics.lock);
	list_for_each_entry_safe(unit, next, &units, link)
		ntms_unit_free(unit);
}

/**
 * ntms_robotics_halt() - begin nothing any more
 *
 * To be called before store and devices are taken away for ntms_robotics_stop():
 * what fails from now on fails because of that, and is said to be cancelled.
 *
 * Context: process, without locks; does not wait.
 */
void ntms_robotics_halt(void)
{
	struct ntms_robotics *all = &ntms_robotics;

	spin_lock(&all->lock);
	all->stopping = true;
	spin_unlock(&all->lock);
	ntms_agent_close();
}

/**
 * ntms_robotics_unlock() - let people get at their libraries
 *
 * To be called after ntms_robotics_halt() and while the devices are there.
 *
 * Context: process, without locks; waits for the libraries.
 */
void ntms_robotics_unlock(void)
{
	struct ntms_robot *r;

	down_read(&ntms_robotics.m->lock);
	/* more may come, but none goes */
	list_for_each_entry(r, &ntms_robotics.robots, link) {
		up_read(&ntms_robotics.m->lock);
		ntms_port_unlock(r);
		down_read(&ntms_robotics.m->lock);
	}
	up_read(&ntms_robotics.m->lock);
}

/**
 * ntms_robotics_stop() - forget all devices
 *
 * Calls that wait are answered with ERROR_CANCELLED.  When it returns no op
 * of a device is running and no reference to one is held.
 *
 * Context: process, without locks; waits for the robot and for the store.
 */
void ntms_robotics_stop(void)
{
	struct ntms_robotics *all = &ntms_robotics;
	struct ntms_robot *r;

	if (!all->wq)
		return;
	/* nothing is queued after this */
	ntms_robotics_halt();
	cancel_delayed_work_sync(&all->manage);
	cancel_delayed_work_sync(&all->purge);
	list_for_each_entry(r, &all->robots, link) {
		cancel_delayed_work_sync(&r->timer);
		cancel_work_sync(&r->work);
	}
	list_for_each_entry(r, &all->robots, link)
		ntms_compare_stop(r);
	ntms_works_stop();
	ntms_service_stop();
	/* nodes are handed over on behalf of robots */
	flush_workqueue(all->wq);
	free_robots();
	free_units();
	destroy_workqueue(all->wq);
	all->wq = NULL;
}
