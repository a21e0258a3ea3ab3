// SPDX-License-Identifier: GPL-2.0
/*
 * prepare.c - labels that nobody asked for
 *
 * With a label agent the media in slots that are marked for inventory are
 * identified (semantics 3.10), and those that came into a free pool get the
 * free label (decision A-10).  Both are library requests of the module's own.
 * There are never more of them than a library has drives: what is left is
 * found by the states of slots and sides, also after a restart.
 */
#include "agent.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "oprequest.h"
#include "robot.h"
#include "robotics.h"
#include "work.h"

static void mark_all(void)
{
	struct ntms_robot *r;

	lockdep_assert_held(&ntms_robotics.m->lock);
	list_for_each_entry(r, &ntms_robotics.robots, link)
		set_bit(NTMS_ROBOT_LABELS, &r->flags);
	ntms_works_wake_locked();
}

/**
 * ntms_prepare_labels() - a side waits for its free label
 * @m: model, locked for write
 */
void ntms_prepare_labels(struct ntms_model *m)
{
	mark_all();
}

/**
 * ntms_prepare_soon() - there is a label agent now
 *
 * Context: process, without locks.
 */
void ntms_prepare_soon(void)
{
	down_read(&ntms_robotics.m->lock);
	mark_all();
	up_read(&ntms_robotics.m->lock);
}

/**
 * ntms_prepare_slot() - a cartridge came: identify it, unless it is known
 * @t: transaction
 * @slot: slot that it is in
 * @pm: the cartridge
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_prepare_slot(struct ntms_txn *t, struct ntms_storageslot *slot,
		      struct ntms_physical_media *pm)
{
	struct ntms_robot *r = ntms_robot_of(&slot->library->o.guid);
	u32 error, state = pm->sides[0]->state;

	if ((state != NTMS_PARTSTATE_UNKNOWN &&
	     state != NTMS_PARTSTATE_FOREIGN) ||
	    ntms_cleaner_is(pm) || !r || !ntms_agent_present())
		return 0;
	error = ntms_txn_edit(t, &slot->o);
	if (error)
		return error;
	slot->state = NTMS_SLOTSTATE_NEEDSINVENTORY;
	set_bit(NTMS_ROBOT_LABELS, &r->flags);
	return 0;
}

/* requests of our own for labels; and the drives there are */
static bool enough(struct ntms_robot *r)
{
	struct ntms_seat *seat;
	struct ntms_work *w;
	u32 works = 0, drives = 0;

	list_for_each_entry(w, &ntms_robotics.works, link)
		works += w->robot == r && !w->session &&
			 (w->operation == NTMS_LM_PROCESSOMID ||
			  w->operation == NTMS_LM_WRITESCRATCH);
	list_for_each_entry(seat, &r->seats, link)
		drives += !!seat->dev;
	return works >= drives;
}

static u32 identify_slot(struct ntms_txn *t, struct ntms_robot *r,
			 struct ntms_storageslot *slot)
{
	struct ntms_physical_media *pm = slot->media;
	u32 error, i;

	error = ntms_txn_edit(t, &slot->o);
	if (error)
		return error;
	slot->state = NTMS_SLOTSTATE_FULL;
	if (!pm || !pm->o.enabled || ntms_cleaner_is(pm) ||
	    ntms_media_in_use(pm))
		return 0;
	for (i = 0; !error && i < pm->number_of_partitions; i++)
		if (!i || r->info.rotate)
			error = ntms_identify_queue(t, pm->sides[i],
						    NTMS_LM_PROCESSOMID);
	return error;
}

static struct ntms_storageslot *next_slot(struct ntms_library *l)
{
	struct ntms_storageslot *slot;
	struct ntms_object *o;
	struct rb_node *n;

	for (n = rb_first(&l->elements); n; n = rb_next(n)) {
		o = rb_entry(n, struct ntms_object, node);
		if (o->type != NTMS_TYPE_STORAGESLOT)
			continue;
		slot = ntms_storageslot(o);
		if (slot->state == NTMS_SLOTSTATE_NEEDSINVENTORY)
			return slot;
	}
	return NULL;
}

/* one that failed waits for an operator */
static bool can_be_written(struct ntms_model *m,
			   const struct ntms_physical_media *pm)
{
	return pm->o.enabled && pm->location && !ntms_media_in_use(pm) &&
	       !ntms_oprequest_open(m, NTMS_OPREQ_DEVICESERVICE, &pm->o.guid);
}

static struct ntms_partition *side_on(struct ntms_model *m,
				      struct ntms_shelf *shelf)
{
	struct ntms_physical_media *pm;
	struct rb_node *n;
	u32 i;

	for (n = rb_first(&shelf->media); n; n = rb_next(n)) {
		pm = ntms_physical_media(rb_entry(n, struct ntms_object, node));
		for (i = 0; i < pm->number_of_partitions; i++)
			if (pm->sides[i]->state == NTMS_PARTSTATE_UNPREPARED &&
			    can_be_written(m, pm))
				return pm->sides[i];
	}
	return NULL;
}

static struct ntms_partition *next_side(struct ntms_model *m,
					struct ntms_library *l)
{
	struct ntms_partition *side;
	struct ntms_shelf *shelf;

	list_for_each_entry(shelf, &l->shelves, in_library) {
		if (shelf->pool->pool_type != NTMS_POOLTYPE_SCRATCH)
			continue;
		side = side_on(m, shelf);
		if (side)
			return side;
	}
	return NULL;
}

/**
 * ntms_prepare_step() - begin with the next label
 * @t: open transaction without changes; ended when true is returned
 * @r: robot
 *
 * Context: the robot's work item; may wait for the store.
 * Return: something was done.
 */
bool ntms_prepare_step(struct ntms_txn *t, struct ntms_robot *r)
{
	struct ntms_library *l = ntms_robot_library(r);
	struct ntms_storageslot *slot;
	struct ntms_partition *side;
	u32 error;

	if (!test_bit(NTMS_ROBOT_LABELS, &r->flags))
		return false;
	/* with the next agent it begins anew */
	if (!l || !ntms_library_usable(l) || !ntms_agent_present()) {
		clear_bit(NTMS_ROBOT_LABELS, &r->flags);
		return false;
	}
	if (enough(r))
		return false;
	slot = next_slot(l);
	side = slot ? NULL : next_side(t->model, l);
	if (!slot && !side) {
		clear_bit(NTMS_ROBOT_LABELS, &r->flags);
		return false;
	}
	error = slot ? identify_slot(t, r, slot) :
		       ntms_identify_queue(t, side, NTMS_LM_WRITESCRATCH);
	if (!error) {
		ntms_txn_commit_wait(t);
		return true;
	}
	ntms_txn_abort(t);
	ntms_txn_begin(t, ntms_robotics.m);
	ntms_robot_later(r, ntms_robot_limits.retry);
	return false;
}

/**
 * ntms_prepare_failed() - a free label could not be written
 * @t: transaction
 * @w: work with its error
 *
 * The side stays UNPREPARED and an operator is asked (decision A-10), but for
 * what went away and will come again.
 */
void ntms_prepare_failed(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_partition *side = ntms_part_side(w->part);

	switch (w->error) {
	case ERROR_CANCELLED:
	case ERROR_MEDIA_OFFLINE:
	case ERROR_RESOURCE_NOT_PRESENT:
	case ERROR_DEVICE_NOT_AVAILABLE:
		return;
	}
	if (!side || side->state != NTMS_PARTSTATE_UNPREPARED)
		return;
	/* without memory it is tried once more */
	ntms_oprequest_need(t, NTMS_OPREQ_DEVICESERVICE,
			    &side->physical_media->o, NULL, w->text);
}

/**
 * ntms_prepare_stop() - an inventory is stopped: identify no more
 * @t: transaction
 * @r: robot, or NULL
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_prepare_stop(struct ntms_txn *t, struct ntms_robot *r)
{
	struct ntms_library *l = r ? ntms_robot_library(r) : NULL;
	struct ntms_storageslot *slot;
	struct ntms_work *w;
	u32 error;

	while (l && (slot = next_slot(l))) {
		error = ntms_txn_edit(t, &slot->o);
		if (error)
			return error;
		slot->state = NTMS_SLOTSTATE_FULL;
	}
	list_for_each_entry(w, &ntms_robotics.works, link)
		if (w->robot == r && !w->session && !w->begun &&
		    w->operation == NTMS_LM_PROCESSOMID)
			w->cancelled = true;
	return 0;
}
