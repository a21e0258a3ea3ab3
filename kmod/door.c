// SPDX-License-Identifier: GPL-2.0
/*
 * door.c - AccessNtmsLibraryDoor, and cleaners that come and go by the door
 *
 * MS-RSMP 3.2.5.2.1.3, semantics 8.5, decisions.  The library is
 * unlocked.  That somebody opens the door is seen by a changer that is not
 * ready, that he has closed it by one that is ready again or says that its media
 * may have changed.  Then it is locked and the inventory begins that was asked
 * for.  While the door is open nothing else is done with the library.
 */
#include "call.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "oprequest.h"
#include "robot.h"
#include "robotics.h"
#include "survey.h"
#include "work.h"

enum {
	STAGE_UNLOCK,
	STAGE_WAIT,	/* somebody opens the door and closes it */
	STAGE_READ,	/* the elements are read */
	STAGE_END,
};

static struct ntms_iedoor *door_of(struct ntms_library *l)
{
	struct ntms_object *o = ntms_element(l, NTMS_TYPE_IEDOOR, 0);

	return o && o->operational_state == NTMS_READY ? ntms_iedoor(o) : NULL;
}

/* Return: something was written and @t is ended */
static bool set_door(struct ntms_txn *t, struct ntms_work *w, u32 state)
{
	struct ntms_library *l = ntms_robot_library(w->robot);
	struct ntms_iedoor *door = l ? door_of(l) : NULL;

	if (!door || door->state == state)
		return false;
	if (ntms_txn_edit(t, &door->o)) {
		ntms_txn_abort(t);
		ntms_txn_begin(t, ntms_robotics.m);
		return false;
	}
	door->state = state;
	if (state == NTMS_DOORSTATE_CLOSED)
		ntms_oprequest_over(t, NTMS_OPREQ_DEVICESERVICE,
				    &door->o.guid);
	ntms_txn_commit_wait(t);
	return true;
}

/* Return: @t is ended */
static bool unlock(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_robot *r = w->robot;
	struct ntms_library *l = ntms_robot_library(r);
	struct ntms_iedoor *door = l ? door_of(l) : NULL;

	w->open = true;
	if (r->locked)
		return false;	/* the robot unlocks it and comes back */
	ntms_control_deadline(w, door ? door->max_open_secs : 0);
	clear_bit(NTMS_ROBOT_TOUCHED, &r->flags);
	w->stage = STAGE_WAIT;
	return ntms_control_waits(t, w, true, "open the door, and close it");
}

/* he takes too long: the door is open, or he has not come at all */
static void late(struct ntms_work *w)
{
	struct ntms_library *l;
	struct ntms_iedoor *door;
	struct ntms_txn t;

	ntms_txn_begin(&t, ntms_robotics.m);
	l = ntms_robot_library(w->robot);
	door = l ? door_of(l) : NULL;
	w->deadline = 0;
	if (w->robot->door_open && door &&
	    !ntms_oprequest_need(&t, NTMS_OPREQ_DEVICESERVICE, &door->o, NULL,
				 "close the door of the library")) {
		ntms_txn_commit_wait(&t);
		return;
	}
	if (!w->robot->door_open) {
		ntms_work_fail(w, ERROR_TIMEOUT,
			       "nobody opened the door in time");
		w->stage = STAGE_END;
	}
	ntms_txn_abort(&t);
}

/* what the changer says; without locks */
static void judge(struct ntms_work *w, int err)
{
	struct ntms_robot *r = w->robot;
	bool late_now;

	down_write(&ntms_robotics.m->lock);
	if (err == -EAGAIN) {
		r->door_open = true;
	} else if (err == -ENODEV) {
		r->door_open = false;
		ntms_work_fail(w, ERROR_DEVICE_NOT_AVAILABLE,
			       "the library went away");
		w->stage = STAGE_END;
	} else if (!err && (r->door_open ||
			    test_bit(NTMS_ROBOT_TOUCHED, &r->flags))) {
		r->door_open = false;
		w->open = false;
		w->stage = STAGE_READ;
		set_bit(NTMS_ROBOT_READ, &r->flags);
	}
	late_now = w->stage == STAGE_WAIT && ntms_control_late(w);
	up_write(&ntms_robotics.m->lock);
	if (late_now)
		late(w);
}

/* Return: @t is ended */
static bool wait(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_device *dev;
	int err = -ENODEV;

	if (set_door(t, w, w->robot->door_open ? NTMS_DOORSTATE_OPEN :
						 NTMS_DOORSTATE_CLOSED))
		return true;
	if (!ntms_control_due(w))
		return false;
	ntms_txn_abort(t);
	dev = ntms_robot_changer(w->robot);
	if (dev)
		err = dev->changer->ready(dev);
	ntms_device_put(dev);
	judge(w, err);
	return true;
}

/* what is in the slot of the cleaner now? */
static void check_cleaner(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_library *l = ntms_robot_library(w->robot);
	struct ntms_storageslot *slot = l ? l->cleaner_slot : NULL;
	struct ntms_physical_media *pm = slot ? slot->media : NULL;
	u32 error = 0;

	if (w->operation == NTMS_LM_EJECTCLEANER) {
		if (pm)
			ntms_work_fail(w, ERROR_CLEANER_CARTRIDGE_INSTALLED,
				       "the cleaner is still in its slot");
		return;
	}
	if (!pm) {
		ntms_work_fail(w, ERROR_EMPTY,
			       "nothing was put into the slot of the cleaner");
		return;
	}
	if (!ntms_cleaner_is(pm) && !ntms_cleaner_unknown(pm)) {
		ntms_work_fail(w, ERROR_INVALID_CLEANER,
			       "the cartridge in the slot of the cleaner holds data");
		return;
	}
	if (!ntms_cleaner_is(pm))
		error = ntms_cleaner_make(t, pm);
	if (!error)
		error = ntms_cleaner_arrived(t, l, w->uses);
	if (error)
		ntms_work_fail(w, error, "that the cleaner is there could not be kept");
}

/* Return: @t is ended */
static bool read(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_robot *r = w->robot;

	/* the robot reads before it comes here, again if it fails */
	if (!ntms_robot_is_read(r))
		return false;
	w->stage = STAGE_END;
	if (w->operation == NTMS_LM_DOORACCESS)
		ntms_inventory_follow(t, w);
	else
		check_cleaner(t, w);
	if (w->error) {
		ntms_txn_abort(t);
		ntms_txn_begin(t, ntms_robotics.m);
	}
	ntms_work_finish(t, w);
	return true;
}

/* Return: @t is ended */
static bool go_on(struct ntms_txn *t, struct ntms_work *w)
{
	if (w->cancelled || !ntms_robot_library(w->robot))
		w->stage = STAGE_END;
	switch (w->stage) {
	case STAGE_UNLOCK:
		return unlock(t, w);
	case STAGE_WAIT:
		return wait(t, w);
	case STAGE_READ:
		if (set_door(t, w, NTMS_DOORSTATE_CLOSED))
			return true;
		return read(t, w);
	}
	w->robot->door_open = false;
	if (set_door(t, w, NTMS_DOORSTATE_CLOSED))
		return true;
	ntms_work_finish(t, w);
	return true;
}

/**
 * ntms_door_step() - do the next thing for a request that needs the door
 * @t: open transaction; ended when true is returned
 * @w: request of this robot
 *
 * Return: something was done.
 */
bool ntms_door_step(struct ntms_txn *t, struct ntms_work *w)
{
	if (w->begun)
		return go_on(t, w);
	if (!ntms_port_take(w))
		return ntms_control_waits(t, w, false,
					  "another request has the ports");
	if (ntms_control_begin(t, w) && w->operation != NTMS_LM_DOORACCESS)
		ntms_cleaner_pools();
	return true;
}

/* --- calls ------------------------------------------------------------------ */

static u32 create(struct ntms_call *c, struct ntms_txn *t,
		  struct ntms_library *l, u32 operation,
		  struct ntms_work **work)
{
	struct ntms_librequest *q;
	char name[16];
	u32 error;

	if (!door_of(l))
		return ntms_refuse(c, ERROR_RESOURCE_NOT_PRESENT,
				   "library %s has no door that can be locked",
				   ntms_display_name(&l->o, name));
	error = ntms_work_new(c, operation, 0, work);
	return error ?: ntms_control_request(t, *work, l, c->s, &q);
}

/**
 * ntms_door_cleaner() - a cleaner comes or goes by the door
 * @c: the request, takes the reason of a refusal
 * @t: transaction
 * @l: library without ports, with a slot that is kept for the cleaner
 * @operation: NTMS_LM_INJECTCLEANER or NTMS_LM_EJECTCLEANER
 * @uses: cleanings that are left of it
 * @work: out: the work, in the list
 *
 * Return: 0, ERROR_RESOURCE_NOT_PRESENT (no door), ERROR_BUSY or
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_door_cleaner(struct ntms_call *c, struct ntms_txn *t,
		      struct ntms_library *l, u32 operation, u32 uses,
		      struct ntms_work **work)
{
	u32 error = create(c, t, l, operation, work);
	struct ntms_librequest *q;

	if (error)
		return error;
	q = ntms_work_object(*work);
	guid_copy(&q->slot, &l->cleaner_slot->o.guid);
	(*work)->by_door = true;
	(*work)->uses = uses;
	(*work)->told_type = NTMS_TYPE_LIBREQUEST;
	guid_copy(&(*work)->told, &(*work)->request);
	return 0;
}

/**
 * ntms_door_access() - AccessNtmsLibraryDoor
 * @c: the request, takes the reason of a refusal
 * @t: open transaction; ended
 * @library: GUID
 * @action: inventory after the door is closed: NTMS_INVENTORY_NONE, _FAST,
 *	_OMID or _DEFAULT
 * @w: told when the request is durable
 *
 * Takes the control right on the library.
 *
 * Context: process; model.lock is held for write by @t.
 * Return: 0, or a Win32 code and @w is not told: ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_LIBRARY, ERROR_ACCESS_DENIED, ERROR_RESOURCE_DISABLED,
 * ERROR_LIBRARY_OFFLINE, ERROR_RESOURCE_NOT_PRESENT (no door), ERROR_BUSY,
 * ERROR_NOT_ENOUGH_MEMORY, ERROR_DATABASE_FAILURE.
 */
u32 ntms_door_access(struct ntms_call *c, struct ntms_txn *t,
		     const guid_t *library, u32 action, struct ntms_waiter *w)
{
	struct ntms_work *work = NULL;
	struct ntms_library *l;
	u32 error;

	if (action > NTMS_INVENTORY_DEFAULT)
		error = ntms_refuse(c, ERROR_INVALID_PARAMETER,
				    "inventory action %u does not exist for a door",
				    action);
	else
		error = ntms_control_library(c, library,
					     ERROR_RESOURCE_DISABLED,
					     ERROR_LIBRARY_OFFLINE, &l);
	if (!error)
		error = create(c, t, l, NTMS_LM_DOORACCESS, &work);
	if (!error) {
		work->options = action;
		work->told_type = NTMS_TYPE_LIBRARY;
		guid_copy(&work->told, library);
	}
	return ntms_control_commit(c, t, error ? NULL : work, error, NULL, w);
}
