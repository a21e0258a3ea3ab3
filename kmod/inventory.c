// SPDX-License-Identifier: GPL-2.0
/*
 * inventory.c - reading libraries
 *
 * MS-RSMP 3.2.5.2.1.6, semantics 3.10.  READ ELEMENT STATUS says in a few
 * commands what is where, by bar code: that is the FAST method, and it is used
 * at start, when the library says that something changed, and when it is asked
 * for.  OMID then marks every full slot, and what is in it is identified by its
 * label (prepare.c); without a label agent it does what FAST does and says so.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "agent.h"
#include "call.h"
#include "control.h"
#include "library.h"
#include "mount.h"
#include "notify.h"
#include "robot.h"
#include "robotics.h"
#include "survey.h"
#include "work.h"

#define RETRY_DOUBLINGS	6

/**
 * ntms_robot_changer() - the changer of a library
 * @r: its robot
 *
 * Return: the device, to be put; NULL when it is not there.
 */
struct ntms_device *ntms_robot_changer(struct ntms_robot *r)
{
	struct ntms_device *dev;

	down_read(&ntms_robotics.m->lock);
	dev = r->changer ? ntms_device_get(r->changer) : NULL;
	up_read(&ntms_robotics.m->lock);
	return dev;
}

/**
 * ntms_robot_state() - change the operational state of a library
 * @r: its robot
 * @operational_state: NTMS_READY, ...
 *
 * Return: 0 or a Win32 code.
 */
u32 ntms_robot_state(struct ntms_robot *r, u32 operational_state)
{
	struct ntms_library *l;
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, ntms_robotics.m);
	l = ntms_robot_library(r);
	if (!l || l->o.operational_state == operational_state) {
		ntms_txn_abort(&t);
		return 0;
	}
	error = ntms_txn_edit(&t, &l->o);
	if (!error && operational_state == NTMS_NEEDS_SERVICE)
		error = ntms_service_need(&t, l, &l->o,
					  "the library does not say what is in it");
	if (!error && operational_state == NTMS_READY)
		error = ntms_service_over(&t, &l->o);
	if (error) {
		ntms_txn_abort(&t);
		return error;
	}
	l->o.operational_state = operational_state;
	return ntms_txn_commit_wait(&t);
}

/**
 * ntms_read_error() - why a library could not be read
 * @err: errno of the device side
 *
 * Return: Win32 code.
 */
u32 ntms_read_error(int err)
{
	switch (err) {
	case 0:
		return 0;
	case -ENODEV:
		return ERROR_DEVICE_NOT_AVAILABLE;
	case -ENOMEM:
		return ERROR_NOT_ENOUGH_MEMORY;
	default:
		return ERROR_UNABLE_TO_INVENTORY_SLOT;
	}
}

/* before that it is not known what its media are */
static bool takes_media(struct ntms_robot *r)
{
	struct ntms_library *l;
	bool takes;

	down_read(&ntms_robotics.m->lock);
	l = ntms_robot_library(r);
	takes = !l || l->media_types;
	up_read(&ntms_robotics.m->lock);
	return takes;
}

/* what was said until now is in the answers that are read now */
static void forget_what_was_said(struct ntms_robot *r)
{
	u32 addresses[NTMS_MOVED_MOST];

	clear_bit(NTMS_ROBOT_READ, &r->flags);
	clear_bit(NTMS_ROBOT_READ_MEDIA, &r->flags);
	clear_bit(NTMS_ROBOT_READ_DRIVES, &r->flags);
	clear_bit(NTMS_ROBOT_READ_PORTS, &r->flags);
	ntms_robot_moved(r, addresses);
}

/* @all: what it has may have changed too, not only what is in it */
static u32 read_changer(struct ntms_robot *r, struct ntms_device *dev, bool all)
{
	struct ntms_changer_info info = r->info;
	struct ntms_survey s;
	u32 error;
	int err = 0;

	if (all || !r->was_read)
		err = dev->changer->describe(dev, &info);
	forget_what_was_said(r);
	if (!err)
		err = ntms_survey_all(&s, dev, &info);
	if (err)
		return ntms_read_error(err);
	down_write(&ntms_robotics.m->lock);
	r->info = info;
	up_write(&ntms_robotics.m->lock);
	error = ntms_elements_update(r, &s);
	if (!error && !takes_media(r))
		error = ERROR_NOT_READY;
	if (!error)
		error = ntms_plan(r, &s);
	if (!error)
		error = ntms_reconcile(r, &s);
	ntms_survey_free(&s);
	return error;
}

static void was_read(struct ntms_robot *r)
{
	struct ntms_library *l;
	bool first;

	down_write(&ntms_robotics.m->lock);
	first = !r->was_read;
	r->was_read = true;
	r->read_at = ktime_get_ns();
	r->failures = 0;
	if (first)
		set_bit(NTMS_ROBOT_LABELS, &r->flags);
	l = ntms_robot_library(r);
	if (first && l)
		pr_info("%s: %u drives, %u slots, %u ports, %u media\n",
			l->o.name ?: "library", l->count[NTMS_TYPE_DRIVE],
			l->count[NTMS_TYPE_STORAGESLOT],
			l->count[NTMS_TYPE_IEPORT], l->media);
	up_write(&ntms_robotics.m->lock);
	/* it may have named a drive that nobody has */
	ntms_robotics_manage(0);
	ntms_works_wake();
}

static void was_not_read(struct ntms_robot *r, u32 error)
{
	u32 retry = ntms_robot_limits.retry <<
		    min_t(u32, r->failures, RETRY_DOUBLINGS);
	struct ntms_library *l;

	down_read(&ntms_robotics.m->lock);
	l = ntms_robot_library(r);
	pr_warn_ratelimited("%s: library %pUl could not be read, error %u; again in %u s\n",
			    l && l->o.name ? l->o.name : "library",
			    &r->library, error, DIV_ROUND_UP(retry, 1000));
	up_read(&ntms_robotics.m->lock);
	r->failures++;
	if (r->failures == 3)
		ntms_robot_state(r, NTMS_NEEDS_SERVICE);
	ntms_robot_read_later(r, retry);
}

static u32 read_library(struct ntms_robot *r, bool all, bool inventory)
{
	struct ntms_device *dev;
	u32 error;

	if (r->standalone) {
		error = ntms_alone_read(r, inventory);
	} else {
		dev = ntms_robot_changer(r);
		if (!dev)
			return ERROR_DEVICE_NOT_AVAILABLE;
		error = read_changer(r, dev, all);
		ntms_device_put(dev);
		if (!error)
			error = ntms_robot_state(r, NTMS_READY);
	}
	if (!error)
		was_read(r);
	return error;
}

/* tries again later when something fails */
static void read_robot(struct ntms_robot *r, bool all)
{
	u32 error, settling;
	bool present;

	WRITE_ONCE(r->read_due, 0);
	ntms_purge_forgotten(r, "the store failed while it was executed");
	down_read(&ntms_robotics.m->lock);
	present = ntms_robot_present(r);
	up_read(&ntms_robotics.m->lock);
	error = present ? read_library(r, all, false) : ntms_elements_absent();
	settling = error && !takes_media(r) ? ntms_manage_settling() : 0;
	if (settling)
		/* at once when a drive comes */
		ntms_robot_read_later(r, settling);
	else if (error)
		was_not_read(r, error);
	else
		ntms_offline_read(r);
}

/* Return: 0 and the model says what was reported */
static u32 take_survey(struct ntms_robot *r, struct ntms_survey *s)
{
	u32 error = ntms_plan(r, s);

	if (!error)
		error = ntms_reconcile(r, s);
	ntms_survey_free(s);
	return error;
}

/**
 * ntms_robot_resolve() - find out what is in some elements, and write it down
 * @r: robot
 * @addresses: of the elements
 * @count: of @addresses
 *
 * For a move of which it is not known whether it happened.  If this fails as
 * well the whole library is read later.
 *
 * Context: the robot's work item; waits for the library and for the store.
 * Return: 0, or a Win32 code and nothing is known.
 */
u32 ntms_robot_resolve(struct ntms_robot *r, const u32 *addresses, u32 count)
{
	struct ntms_device *dev = ntms_robot_changer(r);
	struct ntms_survey s;
	u32 error;
	int err;

	if (!dev) {
		ntms_robot_read_again(r);
		return ERROR_DEVICE_NOT_AVAILABLE;
	}
	err = ntms_survey_some(&s, dev, &r->info, addresses, count);
	ntms_device_put(dev);
	error = err ? ntms_read_error(err) : take_survey(r, &s);
	if (error)
		ntms_robot_read_later(r, ntms_robot_limits.retry);
	return error;
}

/**
 * ntms_robot_read_ports() - find out what is in the ports, and write it down
 * @r: robot
 *
 * Context: the robot's work item; waits for the library and for the store.
 * Return: 0, or a Win32 code and nothing is known.
 */
u32 ntms_robot_read_ports(struct ntms_robot *r)
{
	struct ntms_device *dev = ntms_robot_changer(r);
	struct ntms_survey s;
	int err;

	if (!dev)
		return ERROR_DEVICE_NOT_AVAILABLE;
	/* what was said until now is in the answer that is read now */
	clear_bit(NTMS_ROBOT_READ_PORTS, &r->flags);
	err = ntms_survey_type(&s, dev, &r->info, NTMS_ELEMENT_PORT);
	ntms_device_put(dev);
	return err ? ntms_read_error(err) : take_survey(r, &s);
}

/* other logical units than before: are the drives the same ones? */
static u32 read_drives(struct ntms_robot *r)
{
	struct ntms_device *dev = ntms_robot_changer(r);
	struct ntms_survey s;
	u32 error;
	int err;

	clear_bit(NTMS_ROBOT_READ_DRIVES, &r->flags);
	if (!dev)
		return ERROR_DEVICE_NOT_AVAILABLE;
	err = ntms_survey_type(&s, dev, &r->info, NTMS_ELEMENT_DRIVE);
	ntms_device_put(dev);
	if (err)
		return ntms_read_error(err);
	error = ntms_elements_update(r, &s);
	if (error)
		ntms_survey_free(&s);
	else
		error = take_survey(r, &s);
	/* it may have named a drive that nobody has */
	ntms_robotics_manage(0);
	return error;
}

/* others moved something */
static void read_moved(struct ntms_robot *r)
{
	u32 addresses[NTMS_MOVED_MOST];
	u32 count = ntms_robot_moved(r, addresses);

	if (count)
		ntms_robot_resolve(r, addresses, count);
}

static bool read_is_due(struct ntms_robot *r)
{
	u64 due = READ_ONCE(r->read_due);

	return test_bit(NTMS_ROBOT_READ, &r->flags) ||
	       (due && time_after_eq64(get_jiffies_64(), due));
}

/**
 * ntms_robot_read_changed() - read what changed behind our back
 * @r: robot
 *
 * No more than may have changed, one thing at a time.  What fails is followed
 * by reading everything, later.
 *
 * Context: the robot's work item; waits for the library and for the store.
 * Return: something was read, and there may be more.
 */
bool ntms_robot_read_changed(struct ntms_robot *r)
{
	u32 error = 0;

	if (read_is_due(r)) {
		clear_bit(NTMS_ROBOT_READ, &r->flags);
		read_robot(r, true);
	} else if (test_and_clear_bit(NTMS_ROBOT_READ_MEDIA, &r->flags)) {
		read_robot(r, false);
	} else if (test_bit(NTMS_ROBOT_READ_DRIVES, &r->flags)) {
		error = read_drives(r);
	} else if (test_bit(NTMS_ROBOT_READ_PORTS, &r->flags)) {
		clear_bit(NTMS_ROBOT_READ_PORTS, &r->flags);
		error = ntms_robot_read_ports(r);
	} else if (test_bit(NTMS_ROBOT_READ_MOVED, &r->flags)) {
		read_moved(r);
	} else {
		return false;
	}
	if (error)
		ntms_robot_read_later(r, ntms_robot_limits.retry);
	return true;
}

/**
 * ntms_robot_is_read() - is what is in a library known?
 * @r: robot
 *
 * Return: false while something may have changed that has not been read.
 */
bool ntms_robot_is_read(struct ntms_robot *r)
{
	return !(READ_ONCE(r->flags) & (BIT(NTMS_ROBOT_READ) |
					BIT(NTMS_ROBOT_READ_MEDIA))) &&
	       !READ_ONCE(r->read_due);
}

/* OMID: every full slot is to be looked into */
static u32 mark_slots(struct ntms_robot *r)
{
	struct ntms_object *o;
	struct ntms_batch b;
	u32 id = 0, error;

	error = ntms_batch_begin(&b, r);
	while (!error && (o = ntms_next(b.t.model, NTMS_TYPE_STORAGESLOT, &id))) {
		id++;
		if (ntms_storageslot(o)->library != b.library ||
		    ntms_storageslot(o)->state != NTMS_SLOTSTATE_FULL)
			continue;
		error = ntms_txn_edit(&b.t, o);
		if (!error) {
			ntms_storageslot(o)->state =
				NTMS_SLOTSTATE_NEEDSINVENTORY;
			error = ntms_batch_next(&b);
		}
	}
	return ntms_batch_end(&b, error);
}

/**
 * ntms_inventory_step() - execute a request for an inventory
 * @t: open transaction; ended when true is returned
 * @w: the request
 *
 * Return: true.
 */
bool ntms_inventory_step(struct ntms_txn *t, struct ntms_work *w)
{
	bool omid = w->options == NTMS_INVENTORY_OMID;
	bool labels = omid && ntms_agent_present();
	struct ntms_robot *r = w->robot;
	u32 error;

	clear_bit(NTMS_ROBOT_STOP, &r->flags);
	w->begun = true;
	ntms_work_get(w);
	error = ntms_work_begin(t, w, omid && !labels ?
				"labels are not read: no label agent; bar codes are" :
				NULL);
	if (!error && omid && !labels)
		error = mark_slots(r);
	if (!error)
		error = read_library(r, true, true);
	/* whoever asks for it may have freed the transport */
	if (!error)
		ntms_stuck_clear(r);
	if (!error && labels)
		error = mark_slots(r);
	if (!error && labels)
		set_bit(NTMS_ROBOT_LABELS, &r->flags);
	ntms_txn_begin(t, ntms_robotics.m);
	if (error == ERROR_CANCELLED && test_bit(NTMS_ROBOT_STOP, &r->flags))
		w->stopped = true;
	if (error)
		ntms_work_fail(w, error, "the library could not be read, error %u",
			       error);
	clear_bit(NTMS_ROBOT_STOP, &r->flags);
	ntms_work_finish(t, w);
	ntms_work_put(w);
	if (error)
		ntms_robot_read_later(r, ntms_robot_limits.retry);
	return true;
}

/* stops what is running and forgets what is waiting */
static void stop_inventories(struct ntms_robot *r)
{
	struct ntms_work *w;

	list_for_each_entry(w, &ntms_robotics.works, link) {
		if (w->robot != r || w->operation != NTMS_LM_INVENTORY)
			continue;
		w->stopped = true;
		w->cancelled = true;
		if (w->begun)
			set_bit(NTMS_ROBOT_STOP, &r->flags);
	}
	ntms_robot_kick(r);
}

static u32 queue_inventory(struct ntms_call *c, struct ntms_txn *t,
			   struct ntms_library *l, u32 method,
			   struct ntms_work **work)
{
	struct ntms_librequest *request;
	struct ntms_work *w;
	u32 error;

	*work = NULL;
	if (method == NTMS_INVENTORY_NONE) {
		ntms_complete(t, NTMS_TYPE_LIBRARY, &l->o.guid);
		return 0;
	}
	error = ntms_work_new(c, NTMS_LM_INVENTORY, 0, &w);
	if (error)
		return error;
	w->options = method;
	guid_copy(&w->told, &l->o.guid);
	w->told_type = NTMS_TYPE_LIBRARY;
	error = ntms_control_request(t, w, l, c ? c->s : NULL, &request);
	if (!error)
		*work = w;
	return error;
}

/**
 * ntms_inventory_recover() - identify all media of a library
 * @t: transaction
 * @r: its robot
 *
 * Does nothing when that is going to happen anyway.
 *
 * Return: 0, ERROR_BUSY or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_inventory_recover(struct ntms_txn *t, struct ntms_robot *r)
{
	struct ntms_library *l = ntms_robot_library(r);
	struct ntms_work *w;

	list_for_each_entry(w, &ntms_robotics.works, link)
		if (w->robot == r && w->operation == NTMS_LM_INVENTORY &&
		    w->options == NTMS_INVENTORY_OMID)
			return 0;
	return l ? queue_inventory(NULL, t, l, NTMS_INVENTORY_OMID, &w) : 0;
}

/**
 * ntms_inventory_follow() - the inventory that a door asked for
 * @t: transaction
 * @w: access to the door that is over, its options say how
 *
 * If it cannot be made @w fails.
 */
void ntms_inventory_follow(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_library *l = ntms_robot_library(w->robot);
	struct ntms_work *work;
	u32 error = 0;

	if (l)
		error = queue_inventory(NULL, t, l,
					w->options == NTMS_INVENTORY_DEFAULT ?
					l->inventory_method : w->options,
					&work);
	if (error)
		ntms_work_fail(w, error, "no memory for the inventory");
}

/**
 * ntms_library_inventory() - InventoryNtmsLibrary
 * @c: the request, takes the reason of a refusal
 * @library: GUID
 * @action: NTMS_INVENTORY_FAST, _OMID, _DEFAULT or _STOP
 * @w: told when the request is durable
 *
 * Context: process, without locks; does not wait.
 * Return: 0, or a Win32 code and @w is not told: ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_LIBRARY, ERROR_ACCESS_DENIED, ERROR_RESOURCE_DISABLED,
 * ERROR_LIBRARY_OFFLINE, ERROR_BUSY, ERROR_NOT_ENOUGH_MEMORY,
 * ERROR_DATABASE_FAILURE.
 */
u32 ntms_library_inventory(struct ntms_call *c, const guid_t *library,
			   u32 action, struct ntms_waiter *w)
{
	struct ntms_work *work = NULL;
	struct ntms_library *l;
	struct ntms_txn t;
	u32 error;

	if (action != NTMS_INVENTORY_FAST && action != NTMS_INVENTORY_OMID &&
	    action != NTMS_INVENTORY_DEFAULT && action != NTMS_INVENTORY_STOP)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "inventory action %u does not exist", action);
	ntms_txn_begin(&t, c->m);
	error = ntms_control_library(c, library, ERROR_RESOURCE_DISABLED,
				     ERROR_LIBRARY_OFFLINE, &l);
	if (!error && action == NTMS_INVENTORY_STOP) {
		stop_inventories(ntms_robot_of(library));
		error = ntms_prepare_stop(&t, ntms_robot_of(library));
	} else if (!error) {
		error = queue_inventory(c, &t, l,
					action == NTMS_INVENTORY_DEFAULT ?
					l->inventory_method : action, &work);
	}
	if (error) {
		ntms_txn_abort(&t);
		return ntms_work_refused(c, error);
	}
	return ntms_work_refused(c, ntms_work_commit(&t, work, w));
}
