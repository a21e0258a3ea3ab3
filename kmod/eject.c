// SPDX-License-Identifier: GPL-2.0
/*
 * eject.c - the course of an eject
 *
 * MS-RSMP 3.2.5.2.1.1 and .11, semantics 8.3.  Each medium is unloaded if it is
 * in a drive (drive.c), is brought to a port, and is there until somebody takes
 * it, time is up, or the eject is stopped; then it stays in the port, from
 * where it can be mounted or injected again.  A medium in a stand-alone drive
 * is out when the drive has unloaded it.
 */
#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "oprequest.h"
#include "robot.h"
#include "survey.h"
#include "work.h"

#define TRIES	5

enum {
	STAGE_MOVE,	/* media are brought to the ports */
	STAGE_TAKE,	/* they are all there, the ports are extended */
	STAGE_LEFT,	/* somebody left them there, the ports are retracted */
};

static const char *name_of(const struct ntms_physical_media *pm, char buf[16])
{
	return pm ? ntms_display_name(&pm->o, buf) : "";
}

/* a part that ends here, well or not; @t goes on */
static void part_over(struct ntms_part *p)
{
	struct ntms_seat *seat = ntms_robot_seat(p->work->robot, &p->drive);
	struct ntms_mount *mount = ntms_mount_find(&p->media);

	if (seat && seat->work == p->work)
		seat->work = NULL;
	if (mount && mount->work == p->work)
		mount->work = NULL;
	p->phase = NTMS_PHASE_DONE;
}

/* Return: @t is ended */
static bool from_drive(struct ntms_txn *t, struct ntms_part *p,
		       struct ntms_drive *d)
{
	struct ntms_work *w = p->work;
	struct ntms_seat *seat = ntms_robot_seat(w->robot, &d->o.guid);

	if (!seat || (seat->work && seat->work != w))
		return false;
	seat->work = w;
	guid_copy(&p->drive, &d->o.guid);
	p->phase = NTMS_PHASE_UNLOAD;
	ntms_drive_start(p);
	ntms_txn_abort(t);
	return true;
}

/* Return: @t is ended */
static bool start(struct ntms_txn *t, struct ntms_part *p)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_mount *mount = ntms_mount_find(&p->media);
	struct ntms_work *w = p->work;
	char buf[16];

	if (w->cancelled || !pm || !mount || !pm->location) {
		if (pm && !w->cancelled)
			ntms_work_fail(w, ERROR_MEDIUM_NOT_ACCESSIBLE,
				       "medium %s is in no place of the library",
				       name_of(pm, buf));
		part_over(p);
		return false;
	}
	/* forced: what others have begun with it comes to its end before */
	if (mount->work && mount->work != w)
		return false;
	mount->work = w;
	ntms_mount_unclaim(&p->media, 0);
	if (pm->location->type == NTMS_TYPE_DRIVE)
		return from_drive(t, p, ntms_drive(pm->location));
	p->phase = NTMS_PHASE_MOVE;
	return false;
}

/* Return: 0 and the medium is in the port and that is written */
static u32 write_in_port(struct ntms_part *p, const guid_t *guid)
{
	struct ntms_physical_media *pm;
	struct ntms_object *port;
	struct ntms_txn t;
	u32 error = 0;

	ntms_txn_begin(&t, ntms_robotics.m);
	pm = ntms_part_media(p);
	port = ntms_find_type(t.model, guid, NTMS_TYPE_IEPORT);
	if (!pm || !port)
		error = ERROR_INVALID_STATE;
	else if (pm->location != port)
		error = ntms_place_put(&t, pm, port, NULL);
	if (!error) {
		guid_copy(&p->port, guid);
		p->phase = NTMS_PHASE_PORT;
		ntms_control_deadline(p->work,
				      ntms_ieport(port)->max_extend_secs);
		return ntms_txn_commit_wait(&t);
	}
	ntms_txn_abort(&t);
	return error;
}

static bool is_in_port(struct ntms_part *p, const guid_t *port)
{
	struct ntms_physical_media *pm;
	bool in;

	down_read(&ntms_robotics.m->lock);
	pm = ntms_part_media(p);
	in = pm && pm->location && guid_equal(&pm->location->guid, port);
	up_read(&ntms_robotics.m->lock);
	return in;
}

static void not_moved(struct ntms_part *p, int err)
{
	struct ntms_physical_media *pm;
	struct ntms_drive *d;
	struct ntms_txn t;
	char buf[16];

	ntms_txn_begin(&t, ntms_robotics.m);
	pm = ntms_part_media(p);
	d = ntms_part_drive(p);
	ntms_work_fail(p->work, err == -ENODEV ? ERROR_DEVICE_NOT_AVAILABLE :
		       err == -ENOMEDIUM ? ERROR_MEDIUM_NOT_ACCESSIBLE :
		       ERROR_CONTROLLING_IEPORT,
		       err == -ENOMEDIUM ? "medium %s is not where it should be" :
		       "medium %s could not be brought to a port",
		       name_of(pm, buf));
	/* unloaded, in the drive: it may be put away */
	if (pm && d && d->media == pm)
		ntms_place_park(&t, pm, d, NTMS_MEDIASTATE_MOUNTED,
				NTMS_DRIVESTATE_DISMOUNTABLE);
	part_over(p);
	ntms_txn_commit_wait(&t);
}

static void to_port(struct ntms_part *p, u32 source, u32 destination,
		    bool invert, const guid_t *port)
{
	struct ntms_robot *r = p->work->robot;
	u32 error;
	bool known;
	int err;

	err = ntms_move_cartridge(r, source, destination, invert, &known);
	if (err && !(known && is_in_port(p, port))) {
		/* the port was filled, or is open: it is known now */
		if ((err == -EEXIST || err == -EBUSY) && ++p->tries < TRIES)
			ntms_robot_later(r, ntms_robot_limits.port);
		else
			not_moved(p, err);
		return;
	}
	error = write_in_port(p, port);
	if (!error)
		return;
	down_write(&ntms_robotics.m->lock);
	ntms_work_fail(p->work, error, "the move could not be kept");
	part_over(p);
	up_write(&ntms_robotics.m->lock);
	ntms_robot_read_again(r);
}

/* a stand-alone drive has let it go */
static void is_out(struct ntms_txn *t, struct ntms_part *p)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	u32 error = pm ? ntms_place_leave(t, pm, true) : 0;

	part_over(p);
	if (!error)
		error = ntms_txn_commit_wait(t);
	else
		ntms_txn_abort(t);
	if (!error)
		return;
	down_write(&ntms_robotics.m->lock);
	ntms_work_fail(p->work, error, "the result could not be kept");
	up_write(&ntms_robotics.m->lock);
}

/* Return: @t is ended */
static bool move(struct ntms_txn *t, struct ntms_part *p)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	struct ntms_library *l = ntms_robot_library(p->work->robot);
	struct ntms_ieport *port;
	u32 source, destination;
	bool invert;
	guid_t guid;

	if (p->work->robot->standalone) {
		is_out(t, p);
		return true;
	}
	if (p->work->cancelled || !pm || !pm->location) {
		part_over(p);
		return false;
	}
	port = ntms_port_empty(l);
	if (!port || port->position == NTMS_PORTPOSITION_EXTENDED)
		return false;
	source = ntms_place(pm->location)->element;
	destination = port->element;
	invert = pm->location->type == NTMS_TYPE_DRIVE &&
		 ntms_move_turns_back(p->work->robot,
				      ntms_drive(pm->location));
	guid_copy(&guid, &port->o.guid);
	ntms_txn_abort(t);
	to_port(p, source, destination, invert, &guid);
	return true;
}

/* Return: @t is ended */
static bool part_step(struct ntms_txn *t, struct ntms_part *p)
{
	if (p->phase == NTMS_PHASE_WAITING && start(t, p))
		return true;
	return p->phase == NTMS_PHASE_MOVE && move(t, p);
}

/* has it been taken out of the port? */
static bool is_taken(struct ntms_part *p)
{
	struct ntms_physical_media *pm = ntms_part_media(p);

	return !pm || !pm->location ||
	       !guid_equal(&pm->location->guid, &p->port);
}

/* time is up: somebody has to be sent */
static void late(struct ntms_txn *t, struct ntms_part *p)
{
	struct ntms_physical_media *pm = ntms_part_media(p);
	char text[96], buf[16];

	snprintf(text, sizeof(text), "take medium %s out of the port",
		 name_of(pm, buf));
	ntms_work_fail(p->work, ERROR_TIMEOUT,
		       "medium %s was not taken out of the port in time",
		       name_of(pm, buf));
	/* without memory nobody is told but by the request */
	ntms_oprequest_need(t, NTMS_OPREQ_DEVICESERVICE, &pm->o, NULL, text);
}

/* the media in ports: which of them has come to its end? */
static void check_ports(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_part *p;

	for (p = w->part; p < w->part + w->count; p++) {
		if (p->phase != NTMS_PHASE_PORT)
			continue;
		if (!is_taken(p) && !w->cancelled) {
			if (!ntms_control_late(w))
				continue;
			late(t, p);
		}
		part_over(p);
	}
}

/* what it waits for; Return: somebody has to do something at the ports */
static bool waits_for(struct ntms_work *w)
{
	struct ntms_physical_media *pm = NULL;
	struct ntms_part *p;
	char buf[16];

	for (p = w->part; p < w->part + w->count; p++) {
		if (p->phase == NTMS_PHASE_PORT) {
			pm = ntms_part_media(p);
			snprintf(w->why, sizeof(w->why),
				 "take medium %s out of the port",
				 name_of(pm, buf));
			return true;
		}
		if (p->phase == NTMS_PHASE_MOVE) {
			snprintf(w->why, sizeof(w->why),
				 "empty and close the ports");
			return true;
		}
	}
	w->why[0] = 0;
	return false;
}

static bool all_moved(const struct ntms_work *w)
{
	u32 i;

	for (i = 0; i < w->count; i++)
		if (w->part[i].phase < NTMS_PHASE_PORT)
			return false;
	return true;
}

static void give_up(struct ntms_work *w, u32 error)
{
	struct ntms_part *p;

	down_write(&ntms_robotics.m->lock);
	ntms_work_fail(w, error, "the library went away");
	for (p = w->part; p < w->part + w->count; p++)
		if (p->phase != NTMS_PHASE_UNLOAD)
			part_over(p);
	up_write(&ntms_robotics.m->lock);
}

/* Return: @t is ended */
static bool watch(struct ntms_txn *t, struct ntms_work *w)
{
	u32 error;

	w->open = waits_for(w);
	if (ntms_control_waits(t, w, true, w->why[0] ? w->why : NULL))
		return true;
	if (w->stage == STAGE_MOVE && all_moved(w) && !w->robot->locked) {
		w->stage = STAGE_TAKE;
		ntms_txn_abort(t);
		ntms_port_extend(w->robot, true);
		return true;
	}
	if (!w->open || !ntms_control_due(w))
		return false;
	ntms_txn_abort(t);
	error = ntms_robot_read_ports(w->robot);
	if (error == ERROR_DEVICE_NOT_AVAILABLE)
		give_up(w, error);
	return true;
}

static bool go_on(struct ntms_txn *t, struct ntms_work *w)
{
	u32 i;

	for (i = 0; i < w->count; i++)
		if (part_step(t, &w->part[i]))
			return true;
	check_ports(t, w);
	if (!ntms_mount_over(w))
		return watch(t, w);
	if (w->stage == STAGE_TAKE && (w->error || w->cancelled)) {
		w->stage = STAGE_LEFT;
		w->open = false;
		ntms_txn_commit_wait(t);
		ntms_port_extend(w->robot, false);
		return true;
	}
	ntms_work_finish(t, w);
	return true;
}

/**
 * ntms_eject_step() - do the next thing for an eject
 * @t: open transaction; ended when true is returned
 * @w: eject of this robot
 *
 * Return: something was done.
 */
bool ntms_eject_step(struct ntms_txn *t, struct ntms_work *w)
{
	if (w->begun)
		return go_on(t, w);
	if (!ntms_port_take(w))
		return ntms_control_waits(t, w, false,
					  "another request has the ports");
	ntms_control_begin(t, w);
	return true;
}
