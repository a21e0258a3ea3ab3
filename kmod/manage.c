// SPDX-License-Identifier: GPL-2.0
/*
 * manage.c - devices become libraries
 *
 * A changer becomes a library, or comes back as the one it was: it is known
 * by its serial number.  A drive belongs to the changer that names its serial
 * number in the descriptor of a drive element (SMC-3 6.11, DVCID), and to no
 * other: positions are never guessed.  A drive that no changer names is a
 * stand-alone library, which is decided when all changers have been read and
 * no device has come or gone for a while, and taken back when a changer names
 * it later.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>

#include "library.h"
#include "robot.h"
#include "robotics.h"
#include "survey.h"
#include "work.h"

#define PATIENCE	5	/* readings of a changer that fail */

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
			r->locked = false;
			r->door_open = false;
		}
		list_for_each_entry(seat, &r->seats, link)
			if (seat->dev == unit->dev)
				ntms_robot_put_device(&seat->dev);
		up_write(&m->lock);
		ntms_robot_read_again(r);
	}
	ntms_unit_free(unit);
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
	r = ntms_robot_get(&library);
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
	ntms_unit_take(unit, r);
	ntms_robot_read_again(r);
	return 0;
}

static u32 adopt_changers(void)
{
	struct ntms_unit *unit = NULL;
	u32 error = 0;

	while (!error && (unit = ntms_unit_next(unit, true)))
		error = adopt_unit(unit);
	return error;
}

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
			/* the object of one that is going is gone */
			if (!seat->dev && ntms_seat_names(seat, dev) &&
			    ntms_find(ntms_robotics.m, &seat->drive)) {
				*robot = r;
				return seat;
			}
	}
	return NULL;
}

/*
 * The seat that is left over: the changer names all its drives but one, and
 * on the target of the changer (its logical units are one device) there is
 * one drive that nobody has.  Some changers cut the identifier of the last
 * drive off.
 */
static struct ntms_seat *find_last_seat(const struct ntms_device *dev,
					struct ntms_robot **robot)
{
	struct ntms_seat *seat, *last;
	struct ntms_robot *r;
	u32 empty;

	if (!ntms_unit_is_last(dev))
		return NULL;
	list_for_each_entry(r, &ntms_robotics.robots, link) {
		if (!r->changer || r->changer->host != dev->host ||
		    r->changer->channel != dev->channel ||
		    r->changer->target != dev->target)
			continue;
		empty = 0;
		last = NULL;
		list_for_each_entry(seat, &r->seats, link)
			if (!seat->dev && !empty++)
				last = seat;
		if (empty != 1 || last->dvcid[0])
			continue;
		pr_info("drive %s is not named by its changer, but it is the only one left on its target\n",
			dev->node);
		*robot = r;
		return last;
	}
	return NULL;
}

/* Return: 0, or an error with which to try again later */
static u32 seat_drive(struct ntms_unit *unit, bool *seated,
		      struct ntms_seat *(*find)(const struct ntms_device *dev,
						struct ntms_robot **robot))
{
	struct ntms_seat *seat;
	struct ntms_robot *r;
	struct ntms_drive *d;
	struct ntms_txn t;
	u32 error;

	*seated = false;
	ntms_txn_begin(&t, ntms_robotics.m);
	seat = find(unit->dev, &r);
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
	ntms_unit_take(unit, r);
	*seated = true;
	error = ntms_txn_commit_wait(&t);
	/* the seat is right, the object may not be; or a drive was waited for */
	if (error || !r->was_read)
		set_bit(NTMS_ROBOT_READ, &r->flags);
	ntms_robot_kick(r);
	return 0;
}

/* a changer that has not been read may want any drive, if it ever is */
static bool all_read(void)
{
	struct ntms_robot *r;
	bool all = true;

	down_read(&ntms_robotics.m->lock);
	list_for_each_entry(r, &ntms_robotics.robots, link)
		if (r->changer && !r->was_read && r->failures < PATIENCE)
			all = false;
	up_read(&ntms_robotics.m->lock);
	return all;
}

/**
 * ntms_manage_settling() - how long may devices still be on their way?
 *
 * Return: ms, 0 when all are there.
 */
u32 ntms_manage_settling(void)
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

	while ((unit = ntms_unit_next(unit, false))) {
		error = seat_drive(unit, &seated, find_seat);
		if (error)
			return error;
		if (seated)
			continue;
		if (!all_read())
			return 0;	/* the robot calls us when it is read */
		wait = ntms_manage_settling();
		if (wait) {
			ntms_robotics_manage(wait);
			return 0;
		}
		error = seat_drive(unit, &seated, find_last_seat);
		if (!error && !seated)
			error = adopt_unit(unit);
		if (error)
			return error;
	}
	return 0;
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
		ntms_unit_release(r);
	}
	return 0;
}

/*
 * Once: nothing is there and nothing runs until it is found to be so. A store
 * that could not keep it is not asked again each time that somebody wants
 * something of us: what others change meanwhile would fail with it.
 */
static u32 clean_up(void)
{
	struct ntms_robotics *all = &ntms_robotics;
	u32 error = 0;

	if (all->cleaned)
		return 0;
	if (time_before64(get_jiffies_64(), all->clean_at))
		return ERROR_NOT_READY;
	error = ntms_purge_forgotten(NULL, "interrupted by a restart");
	if (!error)
		error = ntms_elements_absent();
	if (error)
		WRITE_ONCE(all->clean_at, get_jiffies_64() +
			   msecs_to_jiffies(ntms_robot_limits.retry));
	else
		WRITE_ONCE(all->cleaned, true);
	return error;
}

/**
 * ntms_robotics_cleaned() - is what a life before left behind put right?
 *
 * Until then the objects say what was so when the database was written last:
 * libraries are ready and drives are there that may not be.
 *
 * Return: true also when the store has refused to take it; it is tried again.
 */
bool ntms_robotics_cleaned(void)
{
	return READ_ONCE(ntms_robotics.cleaned) ||
	       READ_ONCE(ntms_robotics.clean_at);
}

/**
 * ntms_manage_run() - look at the devices that came or went
 * @work: of ntms_robotics.manage
 */
void ntms_manage_run(struct work_struct *work)
{
	struct ntms_unit *unit;
	u32 error;

	ntms_works_manage();
	while ((unit = ntms_unit_gone()))
		forget_unit(unit);
	error = ntms_journal_ready(ntms_robotics.m, NULL);
	if (!error)
		error = clean_up();
	ntms_robots_retire();
	if (!error)
		error = adopt_changers();
	if (!error)
		error = withdraw_claimed();
	if (!error)
		error = adopt_drives();
	if (error)
		ntms_robotics_manage(ntms_robot_limits.retry);
}
