// SPDX-License-Identifier: GPL-2.0
/*
 * alone.c - stand-alone libraries: a drive without changer
 *
 * One drive, one port, no slots.  People put the cartridges in, which is seen
 * when the drive is looked at (detect.c); nothing tells which one it is, so that
 * it is taken to be the one that was there before if one was.  Only an inventory
 * makes it ready, since that rewinds it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/slab.h>

#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "survey.h"
#include "work.h"

#define LTO_ULTRIUM	0x56

/* Return: the drive and *@l, its library; NULL when that was deleted */
static struct ntms_drive *the_drive(struct ntms_robot *r,
				    struct ntms_library **l)
{
	*l = ntms_robot_library(r);
	return *l ? ntms_drive(ntms_element(*l, NTMS_TYPE_DRIVE, 0)) : NULL;
}

static u32 take_media(struct ntms_txn *t, struct ntms_library *l,
		      const struct ntms_device *dev)
{
	bool guess;
	u32 code = ntms_describe_media_type(dev, &guess);

	if (!guess)
		return ntms_describe_takes(t, l, code);
	if (l->media_types)
		return 0;
	pr_info("%s: nothing says what media it takes, LTO Ultrium is assumed\n",
		l->o.name ?: "drive");
	return ntms_describe_takes(t, l, LTO_ULTRIUM);
}

/**
 * ntms_alone_add() - a stand-alone library has its drive
 * @r: its robot
 * @dev: the drive
 *
 * Context: the manager; waits for the store.
 * Return: 0 or a Win32 code.
 */
u32 ntms_alone_add(struct ntms_robot *r, struct ntms_device *dev)
{
	struct ntms_seat *seat = NULL;
	struct ntms_library *l;
	struct ntms_drive *d;
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, ntms_robotics.m);
	d = the_drive(r, &l);
	if (d)
		seat = ntms_seat_add(r, &d->o.guid);
	if (!seat) {
		ntms_txn_abort(&t);
		return d ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_LIBRARY;
	}
	error = ntms_describe_drive(&t, d, dev);
	if (!error)
		error = ntms_service_drive(&t, d);
	if (!error)
		error = take_media(&t, l, dev);
	if (error) {
		ntms_txn_abort(&t);
		return error;
	}
	r->standalone = true;
	r->was_read = false;
	if (!seat->dev)
		seat->dev = ntms_device_get(dev);
	error = ntms_txn_commit_wait(&t);
	if (!error)
		return 0;
	down_write(&ntms_robotics.m->lock);
	ntms_robot_put_device(&seat->dev);
	up_write(&ntms_robotics.m->lock);
	return error;
}

/* something is in the drive: the medium that was there, or one nobody knows */
static u32 put_in(struct ntms_txn *t, struct ntms_library *l,
		  struct ntms_drive *d)
{
	struct ntms_media_pool *pool = ntms_describe_pool(t->model, l);
	struct ntms_physical_media *pm = d->media;
	u32 error;

	if (pm)
		return 0;
	if (!pool)
		return ERROR_INVALID_MEDIA_POOL;
	error = ntms_media_create(t, l, pool, NULL, NTMS_PARTSTATE_FOREIGN, &pm);
	if (error)
		return error;
	pm->location = &d->o;
	pm->state = NTMS_MEDIASTATE_MOUNTED;
	error = ntms_txn_edit(t, &d->o);
	if (!error)
		d->state = NTMS_DRIVESTATE_DISMOUNTABLE;
	return error;
}

/* nobody has what is in the drive, and nobody wants it to be left alone */
static bool is_idle(struct ntms_robot *r)
{
	struct ntms_library *l;
	struct ntms_drive *d = the_drive(r, &l);

	return d && l->o.enabled && d->o.enabled &&
	       !(d->media && d->media->mount && d->media->mount->session);
}

/*
 * Return: the drive's device, with a reference, unless a request has it or,
 * when it is only to be looked at (@poll), somebody else may not like it; or
 * NULL
 */
static struct ntms_device *get_device(struct ntms_robot *r, bool poll)
{
	struct ntms_device *dev = NULL;
	struct ntms_seat *seat;

	down_read(&ntms_robotics.m->lock);
	seat = ntms_robot_lone_seat(r);
	if (seat && seat->dev && !seat->work && (!poll || is_idle(r)))
		dev = ntms_device_get(seat->dev);
	up_read(&ntms_robotics.m->lock);
	return dev;
}

static u32 look(struct ntms_robot *r)
{
	struct ntms_device *dev = get_device(r, false);
	struct ntms_library *l;
	struct ntms_drive *d;
	struct ntms_txn t;
	u32 error = 0;
	int err;

	if (!dev)
		return 0;
	err = dev->drive->ready(dev);
	ntms_device_put(dev);
	ntms_txn_begin(&t, ntms_robotics.m);
	d = the_drive(r, &l);
	if (d && !err)
		error = put_in(&t, l, d);
	else if (d && err == -ENOMEDIUM && d->media)
		error = ntms_place_leave(&t, d->media, true);
	return ntms_txn_end(&t, error);
}

/* Return: 0 or a Win32 code */
static u32 take_note(struct ntms_robot *r, bool present)
{
	struct ntms_library *l;
	struct ntms_seat *seat;
	struct ntms_drive *d;
	struct ntms_txn t;
	u32 error = 0;

	ntms_txn_begin(&t, ntms_robotics.m);
	d = the_drive(r, &l);
	seat = ntms_robot_lone_seat(r);
	/* somebody has begun to use it meanwhile */
	if (!d || !seat || seat->work || !!d->media == present) {
		ntms_txn_abort(&t);
		return 0;
	}
	error = present ? put_in(&t, l, d) : ntms_place_leave(&t, d->media, true);
	return ntms_txn_end(&t, error);
}

/**
 * ntms_alone_poll() - has somebody put a medium in, or taken it out?
 * @r: robot of a stand-alone library
 *
 * Nothing moves and nobody loses his position.  A drive whose medium is
 * mounted, or that is in use or cannot say now, is asked the next time.
 *
 * Context: the robot's work item; waits for the drive and for the store.
 */
void ntms_alone_poll(struct ntms_robot *r)
{
	struct ntms_device *dev = get_device(r, true);
	int present;

	if (!dev)
		return;
	present = dev->drive->present(dev);
	ntms_device_put(dev);
	if (present >= 0)
		take_note(r, present);
}

/* an operator may have looked after the drive */
static u32 check_service(struct ntms_robot *r)
{
	struct ntms_seat *seat;
	struct ntms_library *l;
	struct ntms_drive *d;
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, ntms_robotics.m);
	d = the_drive(r, &l);
	seat = ntms_robot_lone_seat(r);
	if (!d || !seat || !seat->dev) {
		ntms_txn_abort(&t);
		return 0;
	}
	error = ntms_service_drive(&t, d);
	return ntms_txn_end(&t, error);
}

/**
 * ntms_alone_read() - a stand-alone library is ready
 * @r: its robot
 * @inventory: look what is in the drive
 *
 * Return: 0 or a Win32 code.
 */
u32 ntms_alone_read(struct ntms_robot *r, bool inventory)
{
	u32 error = inventory ? look(r) : 0;

	if (!error)
		error = check_service(r);
	if (!error)
		error = ntms_robot_state(r, NTMS_READY);
	return error;
}

/* requests that are not finished keep their library */
static bool has_works(struct ntms_robot *r)
{
	struct ntms_work *w;

	list_for_each_entry(w, &ntms_robotics.works, link)
		if (w->robot == r)
			return true;
	return false;
}

/**
 * ntms_alone_claimed() - does a changer name the drive of this library?
 * @alone: robot; model locked
 *
 * Return: true when it does, and the drive is to become a part of another
 * library.
 */
bool ntms_alone_claimed(struct ntms_robot *alone)
{
	struct ntms_seat *mine = ntms_robot_lone_seat(alone), *seat;
	struct ntms_robot *r;

	if (!alone->standalone || !mine || !mine->dev)
		return false;
	list_for_each_entry(r, &ntms_robotics.robots, link) {
		if (!r->changer)
			continue;
		list_for_each_entry(seat, &r->seats, link)
			if (!seat->dev && ntms_seat_names(seat, mine->dev))
				return true;
	}
	return false;
}

/**
 * ntms_alone_remove() - a stand-alone library goes, its drive has a changer
 * @r: its robot
 *
 * Its media go off line.
 *
 * Context: the manager; waits for the store.
 * Return: 0 and the drive is free for the changer; ERROR_BUSY while requests
 * are being finished, or another Win32 code.
 */
u32 ntms_alone_remove(struct ntms_robot *r)
{
	struct ntms_library *l;
	struct ntms_seat *seat;
	struct ntms_txn t;
	u32 error = 0;

	ntms_txn_begin(&t, ntms_robotics.m);
	l = ntms_robot_library(r);
	if (has_works(r))
		error = ERROR_BUSY;
	if (!error && l)
		error = ntms_library_dissolve(&t, l);
	if (error) {
		ntms_txn_abort(&t);
		if (error == ERROR_BUSY)
			ntms_works_cancel(r, 0, ERROR_DEVICE_NOT_AVAILABLE);
		return error;
	}
	error = ntms_txn_commit_wait(&t);
	if (error)
		return error;
	pr_info("a changer has the drive of stand-alone library %pUl, which is removed\n",
		&r->library);
	down_write(&ntms_robotics.m->lock);
	seat = ntms_robot_lone_seat(r);
	ntms_robot_put_device(&seat->dev);
	list_del(&seat->link);
	kfree(seat);
	r->standalone = false;
	up_write(&ntms_robotics.m->lock);
	return 0;
}
