// SPDX-License-Identifier: GPL-2.0
/*
 * library.c - devices become libraries
 *
 * A changer becomes a library, or comes back as the one it was: it is known
 * by its serial number.  A drive belongs to the changer that names its serial
 * number in the descriptor of a drive element (SMC-3 6.11, DVCID), and to no
 * other: positions are never guessed.  A drive that no changer names is a
 * stand-alone library, which is decided when all changers have been read and
 * no device has come or gone for a while, and taken back when a changer names
 * it later.
 *
 * The device side calls in at any time and is never kept waiting: units are
 * listed under a spinlock, and the manager, one work item, does the rest.
 * Nothing is written before the store has handed over its objects.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "robot.h"

struct ntms_robotics ntms_robotics = {
	.lock = __SPIN_LOCK_UNLOCKED(ntms_robotics.lock),
	.units = LIST_HEAD_INIT(ntms_robotics.units),
	.robots = LIST_HEAD_INIT(ntms_robotics.robots),
	.works = LIST_HEAD_INIT(ntms_robotics.works),
	.mounts = LIST_HEAD_INIT(ntms_robotics.mounts),
};

static void device_release(struct kref *ref)
{
	struct ntms_device *dev = container_of(ref, struct ntms_device, ref);

	dev->release(dev);
}

/**
 * ntms_device_put() - one less who uses a device
 * @dev: device or NULL; released with the last reference
 */
void ntms_device_put(struct ntms_device *dev)
{
	if (dev)
		kref_put(&dev->ref, device_release);
}

/**
 * ntms_robot_put_device() - forget a device
 * @dev: pointer to the device, becomes NULL
 */
void ntms_robot_put_device(struct ntms_device **dev)
{
	ntms_device_put(*dev);
	*dev = NULL;
}

/**
 * ntms_robotics_manage() - let the manager look
 * @ms: when
 */
void ntms_robotics_manage(u32 ms)
{
	struct ntms_robotics *all = &ntms_robotics;

	spin_lock(&all->lock);
	if (all->started && !all->stopping)
		mod_delayed_work(all->wq, &all->manage, msecs_to_jiffies(ms));
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
 * ntms_robot_read_again() - the elements have to be read
 * @r: robot
 */
void ntms_robot_read_again(struct ntms_robot *r)
{
	set_bit(NTMS_ROBOT_READ, &r->flags);
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

/* --- what the device side calls ---------------------------------------- */

static void device_event(void)
{
	WRITE_ONCE(ntms_robotics.event, get_jiffies_64());
	ntms_robotics_manage(0);
}

/**
 * ntms_device_found() - there is a device
 * @dev: device, all members set
 *
 * Return: 0, -ENOMEM, or -ENODEV when the core is not there.
 */
int ntms_device_found(struct ntms_device *dev)
{
	struct ntms_robotics *all = &ntms_robotics;
	struct ntms_unit *unit = kzalloc(sizeof(*unit), GFP_KERNEL);

	if (!unit)
		return -ENOMEM;
	unit->dev = ntms_device_get(dev);
	spin_lock(&all->lock);
	if (!all->wq || all->stopping) {
		spin_unlock(&all->lock);
		ntms_device_put(dev);
		kfree(unit);
		return -ENODEV;
	}
	list_add_tail(&unit->link, &all->units);
	spin_unlock(&all->lock);
	device_event();
	return 0;
}

static struct ntms_unit *find_unit_locked(const struct ntms_device *dev)
{
	struct ntms_unit *unit;

	lockdep_assert_held(&ntms_robotics.lock);
	list_for_each_entry(unit, &ntms_robotics.units, link)
		if (unit->dev == dev)
			return unit;
	return NULL;
}

/**
 * ntms_device_gone() - a device that was found is not there any more
 * @dev: device
 */
void ntms_device_gone(struct ntms_device *dev)
{
	struct ntms_unit *unit;

	spin_lock(&ntms_robotics.lock);
	unit = find_unit_locked(dev);
	if (unit)
		unit->gone = true;
	spin_unlock(&ntms_robotics.lock);
	if (unit)
		device_event();
}

/**
 * ntms_device_changed() - something changed behind our back
 * @dev: device that said so
 */
void ntms_device_changed(struct ntms_device *dev)
{
	struct ntms_robot *r = NULL;
	struct ntms_unit *unit;

	spin_lock(&ntms_robotics.lock);
	unit = find_unit_locked(dev);
	if (unit && !unit->gone)
		r = unit->robot;
	spin_unlock(&ntms_robotics.lock);
	if (r)
		ntms_robot_read_again(r);
}

/* --- the manager: devices that are gone -------------------------------- */

/* a unit that is gone, off the list; units are only taken off here */
static struct ntms_unit *take_gone(void)
{
	struct ntms_unit *unit;

	spin_lock(&ntms_robotics.lock);
	list_for_each_entry(unit, &ntms_robotics.units, link)
		if (unit->gone) {
			list_del(&unit->link);
			goto out;
		}
	unit = NULL;
out:
	spin_unlock(&ntms_robotics.lock);
	return unit;
}

/*
 * Whoever is executing an op of the device keeps a reference and gets -ENODEV.
 */
static void forget_unit(struct ntms_unit *unit)
{
	struct ntms_model *m = ntms_robotics.m;
	struct ntms_robot *r = unit->robot;
	struct ntms_seat *seat;

	/* what the objects say is set right by the robot */
	if (r) {
		down_write(&m->lock);
		if (r->changer == unit->dev) {
			ntms_robot_put_device(&r->changer);
			r->was_read = false;
		}
		list_for_each_entry(seat, &r->seats, link)
			if (seat->dev == unit->dev)
				ntms_robot_put_device(&seat->dev);
		up_write(&m->lock);
		ntms_robot_read_again(r);
	}
	ntms_device_put(unit->dev);
	kfree(unit);
}

/* --- the manager: changers ---------------------------------------------- */

static void timer_run(struct work_struct *work)
{
	ntms_robot_kick(container_of(to_delayed_work(work), struct ntms_robot,
				     timer));
}

static struct ntms_robot *robot_create(const guid_t *library)
{
	struct ntms_robot *r = kzalloc(sizeof(*r), GFP_KERNEL);
	struct ntms_library *l;

	if (!r)
		return NULL;
	r->library = *library;
	INIT_LIST_HEAD(&r->seats);
	INIT_WORK(&r->work, ntms_robot_run);
	INIT_DELAYED_WORK(&r->timer, timer_run);
	down_write(&ntms_robotics.m->lock);
	list_add_tail(&r->link, &ntms_robotics.robots);
	l = ntms_robot_library(r);
	if (l)
		l->robot = r;
	up_write(&ntms_robotics.m->lock);
	return r;
}

static struct ntms_robot *robot_get(const guid_t *library)
{
	struct ntms_robot *r;

	down_read(&ntms_robotics.m->lock);
	r = ntms_robot_of(library);
	up_read(&ntms_robotics.m->lock);
	return r ?: robot_create(library);
}

static void unit_take(struct ntms_unit *unit, struct ntms_robot *r)
{
	spin_lock(&ntms_robotics.lock);
	unit->robot = r;
	spin_unlock(&ntms_robotics.lock);
}

/* units that are not gone and that nobody has, one kind after the other */
static struct ntms_unit *next_unit(struct ntms_unit *after, bool changers)
{
	struct ntms_unit *unit, *found = NULL;

	spin_lock(&ntms_robotics.lock);
	unit = after ? after : list_entry(&ntms_robotics.units,
					  struct ntms_unit, link);
	list_for_each_entry_continue(unit, &ntms_robotics.units, link)
		if (!unit->robot && !unit->gone &&
		    changers == (unit->dev->kind == NTMS_DEVICE_CHANGER)) {
			found = unit;
			break;
		}
	spin_unlock(&ntms_robotics.lock);
	return found;
}

static bool has_device(struct ntms_robot *r)
{
	bool has;

	down_read(&ntms_robotics.m->lock);
	has = ntms_robot_present(r);
	up_read(&ntms_robotics.m->lock);
	return has;
}

static u32 adopt_unit(struct ntms_unit *unit)
{
	struct ntms_device *dev = unit->dev;
	struct ntms_robot *r;
	guid_t library;
	u32 error;

	if (unit->told)
		return 0;
	error = ntms_describe_library(dev, &library);
	if (error)
		return error;
	r = robot_get(&library);
	if (!r)
		return ERROR_NOT_ENOUGH_MEMORY;
	if (has_device(r)) {
		pr_warn("%s %s: there is a device with serial number %s already, not used\n",
			dev->vendor, dev->product, dev->serial);
		unit->told = true;
		ntms_robot_read_again(r);
		return 0;
	}
	if (dev->kind != NTMS_DEVICE_CHANGER) {
		error = ntms_alone_add(r, dev);
		if (error)
			return error;
	} else {
		down_write(&ntms_robotics.m->lock);
		r->was_read = false;
		r->changer = ntms_device_get(dev);
		up_write(&ntms_robotics.m->lock);
	}
	unit_take(unit, r);
	ntms_robot_read_again(r);
	return 0;
}

static u32 adopt_changers(void)
{
	struct ntms_unit *unit = NULL;
	u32 error = 0;

	while (!error && (unit = next_unit(unit, true)))
		error = adopt_unit(unit);
	return error;
}

/* --- the manager: drives ------------------------------------------------ */

/*
 * The seat that a drive belongs to.  A serial number can be a part of another
 * one, so a seat that has its device already is out.
 */
static struct ntms_seat *find_seat(const struct ntms_device *dev,
				   struct ntms_robot **robot)
{
	struct ntms_seat *seat;
	struct ntms_robot *r;

	list_for_each_entry(r, &ntms_robotics.robots, link) {
		if (!r->changer)
			continue;
		list_for_each_entry(seat, &r->seats, link)
			if (!seat->dev && ntms_seat_names(seat, dev)) {
				*robot = r;
				return seat;
			}
	}
	return NULL;
}

/* Return: 0, or an error with which to try again later */
static u32 seat_drive(struct ntms_unit *unit, bool *seated)
{
	struct ntms_seat *seat;
	struct ntms_robot *r;
	struct ntms_drive *d;
	struct ntms_txn t;
	u32 error;

	*seated = false;
	ntms_txn_begin(&t, ntms_robotics.m);
	seat = find_seat(unit->dev, &r);
	d = seat ? ntms_drive(ntms_find(t.model, &seat->drive)) : NULL;
	if (!d) {
		ntms_txn_abort(&t);
		return 0;
	}
	seat->dev = ntms_device_get(unit->dev);
	error = ntms_seat_attach(&t, seat, d);
	if (error) {
		ntms_robot_put_device(&seat->dev);
		ntms_txn_abort(&t);
		return error;
	}
	unit_take(unit, r);
	*seated = true;
	error = ntms_txn_commit_wait(&t);
	/* the seat is right, the object may not be */
	if (error)
		set_bit(NTMS_ROBOT_READ, &r->flags);
	ntms_robot_kick(r);
	return 0;
}

/* a changer that has not been read may want any drive */
static bool all_read(void)
{
	struct ntms_robot *r;
	bool all = true;

	down_read(&ntms_robotics.m->lock);
	list_for_each_entry(r, &ntms_robotics.robots, link)
		if (r->changer && !r->was_read)
			all = false;
	up_read(&ntms_robotics.m->lock);
	return all;
}

/* how long until a drive is taken to be alone; 0 now */
static u32 settling(void)
{
	u64 end = READ_ONCE(ntms_robotics.event) +
		  msecs_to_jiffies(ntms_robot_limits.settle);
	u64 now = get_jiffies_64();

	return time_after64(end, now) ? jiffies_to_msecs(end - now) + 1 : 0;
}

static u32 adopt_drives(void)
{
	struct ntms_unit *unit = NULL;
	u32 error, wait;
	bool seated;

	while ((unit = next_unit(unit, false))) {
		error = seat_drive(unit, &seated);
		if (error)
			return error;
		if (seated)
			continue;
		if (!all_read())
			return 0;	/* the robot calls us when it is read */
		wait = settling();
		if (wait) {
			ntms_robotics_manage(wait);
			return 0;
		}
		error = adopt_unit(unit);
		if (error)
			return error;
	}
	return 0;
}

/* the unit of a drive that was taken to be alone is free again */
static void release_units(struct ntms_robot *alone)
{
	struct ntms_unit *unit;

	spin_lock(&ntms_robotics.lock);
	list_for_each_entry(unit, &ntms_robotics.units, link)
		if (unit->robot == alone)
			unit->robot = NULL;
	spin_unlock(&ntms_robotics.lock);
}

static u32 withdraw_claimed(void)
{
	struct ntms_robot *r;
	bool claimed;
	u32 error;

	/* robots are only added, and by us */
	list_for_each_entry(r, &ntms_robotics.robots, link) {
		down_read(&ntms_robotics.m->lock);
		claimed = ntms_alone_claimed(r);
		up_read(&ntms_robotics.m->lock);
		if (!claimed)
			continue;
		error = ntms_alone_remove(r);
		if (error)
			return error;
		release_units(r);
	}
	return 0;
}

static void manage_run(struct work_struct *work)
{
	struct ntms_unit *unit;
	u32 error;

	ntms_works_manage();
	while ((unit = take_gone()))
		forget_unit(unit);
	error = ntms_journal_ready(ntms_robotics.m, NULL);
	if (!error)
		error = adopt_changers();
	if (!error)
		error = withdraw_claimed();
	if (!error)
		error = adopt_drives();
	if (error)
		ntms_robotics_manage(ntms_robot_limits.retry);
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
	INIT_DELAYED_WORK(&all->manage, manage_run);
	INIT_DELAYED_WORK(&all->purge, ntms_purge_run);
	spin_lock(&all->lock);
	all->started = false;
	all->stopping = false;
	all->m = m;
	spin_unlock(&all->lock);
	return 0;
}

/**
 * ntms_robotics_start() - the model is ready, look at the hardware
 *
 * To be called whenever the model becomes ready to be changed.
 * Context: process, without locks.
 */
void ntms_robotics_start(void)
{
	struct ntms_robotics *all = &ntms_robotics;
	struct ntms_robot *r;
	bool first;

	spin_lock(&all->lock);
	first = !all->started;
	all->started = true;
	if (!all->stopping)
		queue_delayed_work(all->wq, &all->purge, 0);
	spin_unlock(&all->lock);
	if (first) {
		ntms_purge_forgotten(NULL, "interrupted by a restart");
		ntms_elements_absent();
	}
	down_read(&all->m->lock);
	list_for_each_entry(r, &all->robots, link)
		ntms_robot_kick(r);
	up_read(&all->m->lock);
	ntms_robotics_manage(0);
}

static void free_robots(void)
{
	struct ntms_robot *r, *next_r;
	struct ntms_seat *seat, *next;
	struct ntms_library *l;

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
	list_for_each_entry_safe(unit, next, &units, link) {
		ntms_device_put(unit->dev);
		kfree(unit);
	}
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
	spin_lock(&all->lock);
	all->stopping = true;
	spin_unlock(&all->lock);
	cancel_delayed_work_sync(&all->manage);
	cancel_delayed_work_sync(&all->purge);
	list_for_each_entry(r, &all->robots, link) {
		cancel_delayed_work_sync(&r->timer);
		cancel_work_sync(&r->work);
	}
	ntms_works_stop();
	free_robots();
	free_units();
	destroy_workqueue(all->wq);
	all->wq = NULL;
}
