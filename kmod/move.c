// SPDX-License-Identifier: GPL-2.0
/*
 * move.c - the transport moves a medium
 *
 * What is going to happen is on disk before (the request is INPROCESS), what
 * has happened is written after.  A move that fails may have happened all the
 * same: then the elements concerned are asked, and what they say is written.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/string.h>

#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "survey.h"
#include "work.h"

#define HOME_TRIES	3

/**
 * struct route - a move
 * @dev: changer, a reference is held
 * @transport: element addresses
 * @source: where the medium is
 * @destination: where it goes
 * @invert: turn it over
 */
struct route {
	struct ntms_device *dev;
	u32 transport;
	u32 source;
	u32 destination;
	bool invert;
};

/* the first one carries everything, but what another one holds */
static u32 transport_of(const struct ntms_robot *r, u32 source)
{
	const struct ntms_element_range *range =
		&r->info.range[NTMS_ELEMENT_TRANSPORT];

	if (ntms_changer_has(&r->info, NTMS_TYPE_CHANGER, source))
		return source;

	/* 0: the default one (SMC-3 6.7) */
	return range->count ? range->first : 0;
}

static int move(struct route *route)
{
	int err;

	err = route->dev->changer->move(route->dev, route->transport,
					route->source, route->destination,
					route->invert);
	ntms_device_put(route->dev);
	return err;
}

/* what is really where?  Return: it is known */
static bool resolve(struct ntms_robot *r, const struct route *route)
{
	const u32 addresses[] = {
		route->source, route->destination, route->transport,
	};
	bool known;

	known = !ntms_robot_resolve(r, addresses, ARRAY_SIZE(addresses));
	/* there may be more behind it */
	ntms_robot_read_later(r, ntms_robot_limits.retry);
	return known;
}

/**
 * ntms_move_cartridge() - move what is in one element to another
 * @r: robot
 * @source: element address
 * @destination: element address
 * @invert: turn it over
 * @known: out: whether or not it failed, the model says what is where; when it
 *	did not fail that is to be written by the caller
 *
 * Context: the robot's work item, without locks; waits for the library.
 * Return: 0 or a negative errno of ntms_changer_ops.move.
 */
int ntms_move_cartridge(struct ntms_robot *r, u32 source, u32 destination,
			bool invert, bool *known)
{
	struct route route = {
		.transport = transport_of(r, source), .source = source,
		.destination = destination, .invert = invert,
	};
	int err;

	*known = false;
	route.dev = ntms_robot_changer(r);
	if (!route.dev)
		return -ENODEV;
	err = move(&route);
	if (err)
		*known = resolve(r, &route);
	return err;
}

static void move_failure(struct ntms_work *w, int err, const char *name)
{
	switch (err) {
	case -ENODEV:
		ntms_work_fail(w, ERROR_DEVICE_NOT_AVAILABLE,
			       "the library went away while medium %s was moved",
			       name);
		break;
	case -ENOMEDIUM:
		ntms_work_fail(w, ERROR_MEDIUM_NOT_ACCESSIBLE,
			       "medium %s is not where it should be", name);
		break;
	case -EOPNOTSUPP:
		ntms_work_fail(w, ERROR_UNABLE_TO_LOAD_MEDIUM,
			       "the library cannot turn medium %s over, mount its first side",
			       name);
		break;
	case -EEXIST:
		ntms_work_fail(w, ERROR_UNABLE_TO_LOAD_MEDIUM,
			       "the place for medium %s is full", name);
		break;
	default:
		ntms_work_fail(w, w->operation == NTMS_LM_MOUNT ?
			       ERROR_UNABLE_TO_LOAD_MEDIUM :
			       ERROR_MEDIUM_NOT_ACCESSIBLE,
			       "medium %s could not be moved, error %d", name,
			       err);
	}
}

/* --- into a drive ---------------------------------------------------------- */

static int route_to_drive(struct ntms_part *p, struct route *route)
{
	struct ntms_robot *r = p->work->robot;
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_partition *side = ntms_part_side(p);
	struct ntms_drive *d = ntms_part_drive(p);

	if (!r->changer)
		return -ENODEV;
	if (!pm || !side || !d || !pm->location)
		return -ENOMEDIUM;
	route->source = ntms_place(pm->location)->element;
	route->transport = transport_of(r, route->source);
	route->destination = d->element;
	route->invert = side->side;
	if (route->invert && !r->info.rotate)
		return -EOPNOTSUPP;
	route->dev = ntms_device_get(r->changer);
	return 0;
}

static bool is_in_drive(struct ntms_part *p)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_drive *d = ntms_part_drive(p);

	return pm && d && d->media == pm;
}

/* the medium is in the drive; whether it is written is seen at the end */
static u32 write_in_drive(struct ntms_txn *t, struct ntms_part *p)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_drive *d = ntms_part_drive(p);

	if (!pm || !d)
		return ERROR_INVALID_STATE;
	return ntms_place_put(t, pm, &d->o, ntms_part_side(p));
}

static void start_loading(struct ntms_part *p)
{
	struct ntms_txn t;
	u32 error = 0;

	ntms_txn_begin(&t, ntms_robotics.m);
	if (!is_in_drive(p))
		error = write_in_drive(&t, p);
	if (!error) {
		p->phase = NTMS_PHASE_LOAD;
		ntms_drive_start(p);
		error = ntms_txn_commit(&t, NULL);
	} else {
		ntms_txn_abort(&t);
	}
	if (!error)
		return;
	/* the model does not say where it is: find it again */
	down_write(&ntms_robotics.m->lock);
	ntms_work_fail(p->work, error, "the store could not keep the move");
	if (p->phase == NTMS_PHASE_MOVE)
		p->phase = NTMS_PHASE_DONE;
	up_write(&ntms_robotics.m->lock);
	ntms_robot_read_again(p->work->robot);
}

static void not_moved(struct ntms_part *p, int err)
{
	struct ntms_physical_media *pm;
	const char *name = "";
	struct ntms_txn t;
	char buf[16];

	ntms_txn_begin(&t, ntms_robotics.m);
	pm = ntms_part_media(p);
	if (pm)
		name = ntms_display_name(&pm->o, buf);
	move_failure(p->work, err, name);
	p->phase = NTMS_PHASE_DONE;
	if (pm && pm->state == NTMS_MEDIASTATE_INUSE &&
	    !ntms_txn_edit(&t, &pm->o))
		pm->state = NTMS_MEDIASTATE_IDLE;
	ntms_txn_commit_wait(&t);
}

/*
 * Is the cartridge where it should be?  People and other programs move them,
 * and a wrong one in a drive is worse than none.  What cannot be read now is
 * left to the move.
 *
 * Return: 0; -ENOMEDIUM nothing is there; -ESTALE another one is, @other is its
 * bar code; -ENODEV
 */
static int check_source(struct ntms_part *p, const struct route *route,
			char *other)
{
	const u32 source = route->source;
	const struct ntms_element *e;
	struct ntms_physical_media *pm;
	struct ntms_survey s;
	int err;

	err = ntms_survey_some(&s, route->dev, &p->work->robot->info, &source,
			       1);
	if (err)
		return err == -ENODEV ? err : 0;
	e = ntms_survey_at(&s, source);
	down_read(&ntms_robotics.m->lock);
	pm = ntms_part_media(p);
	if (e && !e->full) {
		err = -ENOMEDIUM;
	} else if (e && pm && pm->bar_code && e->volume_tag[0] &&
		   strcmp(pm->bar_code, e->volume_tag)) {
		err = -ESTALE;
		strscpy(other, e->volume_tag, NTMS_VOLUME_TAG_LEN + 1);
	}
	up_read(&ntms_robotics.m->lock);
	ntms_survey_free(&s);
	return err;
}

/* nothing has moved, and what is where has to be found out */
static void is_elsewhere(struct ntms_part *p, int err, const char *other)
{
	struct ntms_physical_media *pm;
	const char *name = "";
	char buf[16];

	down_write(&ntms_robotics.m->lock);
	pm = ntms_part_media(p);
	if (pm)
		name = ntms_display_name(&pm->o, buf);
	if (err == -ESTALE)
		ntms_work_fail(p->work, ERROR_INVALID_STATE,
			       "medium %s is not where it should be, %s is there",
			       name, other);
	else
		move_failure(p->work, err, name);
	up_write(&ntms_robotics.m->lock);
	not_moved(p, err);
	ntms_robot_read_again(p->work->robot);
}

/**
 * ntms_move_into_drive() - bring a medium to its drive
 * @t: open transaction without changes; ended
 * @p: part of a mount in phase MOVE
 *
 * Context: the robot's work item; waits for the library.
 */
void ntms_move_into_drive(struct ntms_txn *t, struct ntms_part *p)
{
	char other[NTMS_VOLUME_TAG_LEN + 1] = "";
	struct ntms_robot *r = p->work->robot;
	struct route route;
	bool here = false;
	int err;

	err = route_to_drive(p, &route);
	ntms_txn_abort(t);
	if (err) {
		not_moved(p, err);
		return;
	}
	err = check_source(p, &route, other);
	if (err) {
		ntms_device_put(route.dev);
		is_elsewhere(p, err, other);
		return;
	}
	err = move(&route);
	if (err && resolve(r, &route)) {
		down_read(&ntms_robotics.m->lock);
		here = is_in_drive(p);
		up_read(&ntms_robotics.m->lock);
	}
	if (!err || here)
		start_loading(p);
	else
		not_moved(p, err);
}

/* --- home ------------------------------------------------------------------ */

static bool takes(const struct ntms_storageslot *slot,
		  const struct ntms_physical_media *pm)
{
	return slot && slot->state == NTMS_SLOTSTATE_EMPTY && !slot->media &&
	       slot->o.operational_state == NTMS_READY &&
	       (slot != slot->library->cleaner_slot ||
		(pm && ntms_cleaner_is(pm)));
}

/**
 * ntms_slot_free() - a slot for a cartridge
 * @l: library; model locked
 * @pm: the cartridge, or NULL: any that is not a cleaner
 *
 * Return: its home if that is empty, else the first empty slot that is not
 * kept for the cleaner; NULL when there is none.
 */
struct ntms_storageslot *ntms_slot_free(struct ntms_library *l,
					const struct ntms_physical_media *pm)
{
	struct ntms_object *o;
	struct rb_node *n;

	if (pm && pm->home_slot && pm->home_slot->library == l &&
	    takes(pm->home_slot, pm))
		return pm->home_slot;
	for (n = rb_first(&l->elements); n; n = rb_next(n)) {
		o = rb_entry(n, struct ntms_object, node);
		if (o->type == NTMS_TYPE_STORAGESLOT &&
		    takes(ntms_storageslot(o), NULL))
			return ntms_storageslot(o);
	}
	return NULL;
}

/**
 * ntms_move_turns_back() - has what leaves a drive to be turned over?
 * @r: robot; model locked
 * @d: drive
 *
 * Side 0 is up in slots and in ports.
 */
bool ntms_move_turns_back(const struct ntms_robot *r,
			  const struct ntms_drive *d)
{
	return d->saved_partition && d->saved_partition->side &&
	       r->info.rotate;
}

static int route_home(struct ntms_part *p, struct route *route, guid_t *home)
{
	struct ntms_robot *r = p->work->robot;
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_drive *d = ntms_part_drive(p);
	struct ntms_storageslot *slot;

	if (!r->changer)
		return -ENODEV;
	if (!pm || !d || d->media != pm)
		return -ENOMEDIUM;
	slot = ntms_slot_free(d->library, pm);
	if (!slot)
		return -ENOSPC;
	guid_copy(home, &slot->o.guid);
	route->transport = transport_of(r, d->element);
	route->source = d->element;
	route->destination = slot->element;
	route->invert = ntms_move_turns_back(r, d);
	route->dev = ntms_device_get(r->changer);
	return 0;
}

static void write_home(struct ntms_part *p, const guid_t *home)
{
	struct ntms_physical_media *pm;
	struct ntms_object *slot;
	struct ntms_txn t;
	u32 error = 0;

	ntms_txn_begin(&t, ntms_robotics.m);
	pm = ntms_part_media(p);
	slot = ntms_find_type(t.model, home, NTMS_TYPE_STORAGESLOT);
	if (!pm || !slot)
		error = ERROR_INVALID_STATE;
	else if (pm->location != slot)
		error = ntms_place_put(&t, pm, slot, NULL);
	if (error) {
		ntms_txn_abort(&t);
		ntms_robot_read_again(p->work->robot);
		ntms_txn_begin(&t, ntms_robotics.m);
		ntms_work_fail(p->work, error, "the move could not be kept");
	}
	p->phase = NTMS_PHASE_DONE;
	ntms_work_finish(&t, p->work);
}

/* it stays in the drive, unloaded, and is not tried again by itself */
static void not_home(struct ntms_part *p, int err)
{
	struct ntms_physical_media *pm;
	struct ntms_drive *d;
	const char *name = "";
	struct ntms_txn t;
	char buf[16];

	ntms_txn_begin(&t, ntms_robotics.m);
	pm = ntms_part_media(p);
	d = ntms_part_drive(p);
	if (pm)
		name = ntms_display_name(&pm->o, buf);
	if (err == -ENOSPC)
		ntms_work_fail(p->work, ERROR_LIBRARY_FULL,
			       "no slot is free for medium %s", name);
	else
		move_failure(p->work, err, name);
	if (pm && d && d->media == pm)
		ntms_place_park(&t, pm, d, NTMS_MEDIASTATE_UNLOADED,
				NTMS_DRIVESTATE_UNLOADED);
	p->phase = NTMS_PHASE_DONE;
	ntms_work_finish(&t, p->work);
}

static bool has_left_drive(struct ntms_part *p)
{
	struct ntms_physical_media *pm;
	bool left;

	down_read(&ntms_robotics.m->lock);
	pm = ntms_part_media(p);
	left = pm && pm->location &&
	       pm->location->type == NTMS_TYPE_STORAGESLOT;
	up_read(&ntms_robotics.m->lock);
	return left;
}

/* it is home, but the elements were asked: they are written already */
static void is_home(struct ntms_part *p)
{
	struct ntms_txn t;

	ntms_txn_begin(&t, ntms_robotics.m);
	p->phase = NTMS_PHASE_DONE;
	ntms_work_finish(&t, p->work);
}

/**
 * ntms_move_home() - bring a medium from its drive to its slot, or to another
 * @t: open transaction without changes; ended
 * @p: part of a dismount in phase MOVE
 *
 * Context: the robot's work item; waits for the library and for the store.
 */
void ntms_move_home(struct ntms_txn *t, struct ntms_part *p)
{
	struct ntms_robot *r = p->work->robot;
	struct route route;
	guid_t home;
	int err;

	err = route_home(p, &route, &home);
	ntms_txn_abort(t);
	if (err) {
		not_home(p, err);
		return;
	}
	err = move(&route);
	if (!err) {
		write_home(p, &home);
		return;
	}
	if (resolve(r, &route)) {
		if (has_left_drive(p)) {
			is_home(p);
			return;
		}
		/* somebody filled the slot: it is known now, take another */
		if (err == -EEXIST && ++p->tries < HOME_TRIES)
			return;
	}
	not_home(p, err);
}
