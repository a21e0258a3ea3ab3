// SPDX-License-Identifier: GPL-2.0
/*
 * inject.c - InjectNtmsMedia, InjectNtmsCleaner: the course of an injection
 *
 * MS-RSMP 3.2.5.2.1.2 and .10, semantics 8.4.  The ports are extended and
 * unlocked, somebody puts cartridges in, the ports are locked, and each
 * cartridge is brought to a slot.  A port of one cartridge is pulled in as soon
 * as it is full; with more of them the hands have to be away: the ports were
 * opened and are closed again, or nothing has changed between two looks.  Ports
 * that are closed again without a cartridge end it as well.
 *
 * What a cartridge is says its bar code (plan.c), or its label if that is not
 * known (prepare.c).
 */
#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "oprequest.h"
#include "robot.h"
#include "survey.h"
#include "work.h"

enum {
	STAGE_EXTEND,	/* the ports are to be extended */
	STAGE_WAIT,	/* somebody puts cartridges in */
	STAGE_STORE,	/* they are brought to slots */
	STAGE_END,
};

#define QUIET	2	/* looks at the same picture */

static bool is_cleaner(const struct ntms_work *w)
{
	return w->operation == NTMS_LM_INJECTCLEANER;
}

/* --- waiting --------------------------------------------------------------- */

/* somebody may be faster than the first look */
static void note_open(struct ntms_work *w)
{
	struct ntms_library *l;

	if (ntms_robot_read_ports(w->robot))
		return;
	down_write(&ntms_robotics.m->lock);
	l = ntms_robot_library(w->robot);
	w->opened = l && ntms_port_extended(l);
	up_write(&ntms_robotics.m->lock);
}

/* Return: @t is ended */
static bool extend(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_robot *r = w->robot;
	u32 error;

	w->open = true;
	if (r->info.lock && r->locked)
		return false;	/* the robot unlocks it and comes back */
	w->stage = STAGE_WAIT;
	w->quiet = 0;
	w->seen = 0;
	w->opened = false;
	w->look = false;
	ntms_control_deadline(w, ntms_port_seconds(ntms_robot_library(r)));
	clear_bit(NTMS_ROBOT_TOUCHED, &r->flags);
	ntms_txn_abort(t);
	error = is_cleaner(w) ? ntms_cleaner_pools() : 0;
	if (!error) {
		ntms_port_extend(r, true);
		note_open(w);
		return true;
	}
	down_write(&ntms_robotics.m->lock);
	ntms_work_fail(w, error, "there is no pool for cleaners");
	w->stage = STAGE_END;
	up_write(&ntms_robotics.m->lock);
	return true;
}

/* how many cartridges are in the ports? */
static u32 in_ports(struct ntms_library *l)
{
	struct ntms_ieport *port = NULL;
	u32 n = 0;

	while ((port = ntms_port_full(l, port)))
		n++;
	return n;
}

/* has somebody done what he wanted to do? */
static bool is_done(struct ntms_work *w, u32 full)
{
	struct ntms_robot *r = w->robot;
	struct ntms_library *l = ntms_robot_library(r);

	if (ntms_port_extended(l)) {
		w->opened = true;
		w->quiet = 0;
		w->seen = full;
		return false;
	}
	if (w->opened)
		return true;
	if (full && (ntms_port_count(l) == 1 ||
		     test_bit(NTMS_ROBOT_TOUCHED, &r->flags)))
		return true;
	w->quiet = full && full == w->seen ? w->quiet + 1 : 0;
	w->seen = full;
	return w->quiet >= QUIET;
}

static void nobody_came(struct ntms_work *w)
{
	ntms_work_fail(w, ERROR_TIMEOUT,
		       "nobody put a cartridge into the port in time");
}

/* after a look; model locked for write */
static void judge(struct ntms_work *w)
{
	struct ntms_library *l = ntms_robot_library(w->robot);
	u32 full = l ? in_ports(l) : 0;
	bool late = ntms_control_late(w);

	if (!w->look && !late && !is_done(w, full))
		return;
	w->open = false;
	w->stage = full ? STAGE_STORE : STAGE_END;
	if (!full && late && !w->look && !w->found)
		nobody_came(w);
	w->round = 0;
}

/* has a port that holds one cartridge become full, and is it still open? */
static bool is_to_be_pulled_in(const struct ntms_work *w)
{
	struct ntms_library *l;
	bool pull;

	down_read(&ntms_robotics.m->lock);
	l = ntms_robot_library(w->robot);
	pull = l && ntms_port_count(l) == 1 && in_ports(l) > w->seen &&
	       ntms_port_extended(l);
	up_read(&ntms_robotics.m->lock);
	return pull;
}

static u32 look(const struct ntms_work *w)
{
	u32 error;

	if (w->look)
		ntms_port_extend(w->robot, false);
	error = ntms_robot_read_ports(w->robot);
	if (error || !is_to_be_pulled_in(w))
		return error;
	/* one that is pushed by hand stays open: he is waited for */
	ntms_port_extend(w->robot, false);
	return ntms_robot_read_ports(w->robot);
}

/* Return: @t is ended */
static bool wait(struct ntms_txn *t, struct ntms_work *w)
{
	u32 error;

	if (ntms_control_waits(t, w, true, is_cleaner(w) ?
			       "put a cleaning cartridge into the port" :
			       "put cartridges into the port"))
		return true;
	if (!w->look && !ntms_control_due(w))
		return false;
	ntms_txn_abort(t);
	error = look(w);
	down_write(&ntms_robotics.m->lock);
	if (!error) {
		judge(w);
	} else if (error == ERROR_DEVICE_NOT_AVAILABLE) {
		ntms_work_fail(w, error, "the library went away");
		w->stage = STAGE_END;
	}
	up_write(&ntms_robotics.m->lock);
	if (w->stage != STAGE_WAIT && !w->look)
		ntms_port_extend(w->robot, false);
	return true;
}

/* --- storing --------------------------------------------------------------- */

/**
 * struct load - a cartridge on its way
 * @media: its GUID, null when nobody knows what it is
 * @port: GUID
 * @slot: GUID
 * @source: element address
 * @destination: element address
 */
struct load {
	guid_t media;
	guid_t port;
	guid_t slot;
	u32 source;
	u32 destination;
};

/* no slot for it: it stays, and somebody has to take it */
static void overflow(struct ntms_txn *t, struct ntms_work *w,
		     struct ntms_library *l)
{
	u32 rest = in_ports(l);
	char text[96];

	snprintf(text, sizeof(text),
		 "take %u cartridges out of the port, no slot is free for them",
		 rest);
	ntms_oprequest_need(t, NTMS_OPREQ_DEVICESERVICE, &l->o, NULL, text);
	if (!w->round)
		ntms_work_fail(w, ERROR_LIBRARY_FULL,
			       "no slot is free, take the cartridges out of the port");
	else
		snprintf(w->why, sizeof(w->why), "%s", text);
	w->stage = STAGE_END;
}

/* may this cartridge become the cleaner? */
static u32 check_cleaner(struct ntms_work *w, struct ntms_library *l,
			 struct ntms_physical_media *pm)
{
	char name[16];

	if (!l->cleaner_slot || l->cleaner_slot->media ||
	    l->cleaner_slot->state != NTMS_SLOTSTATE_EMPTY) {
		ntms_work_fail(w, ERROR_RESOURCE_NOT_AVAILABLE,
			       "the slot of the cleaner is not free any more");
		return w->error;
	}
	if (pm && !ntms_cleaner_is(pm) && !ntms_cleaner_unknown(pm)) {
		ntms_work_fail(w, ERROR_INVALID_CLEANER,
			       "medium %s holds data, it is no cleaner",
			       ntms_display_name(&pm->o, name));
		return w->error;
	}
	return 0;
}

/* what goes where next?  Return: there is something */
static bool plan(struct ntms_txn *t, struct ntms_work *w, struct load *load)
{
	struct ntms_library *l = ntms_robot_library(w->robot);
	struct ntms_storageslot *slot;
	struct ntms_physical_media *pm;
	struct ntms_ieport *port = l ? ntms_port_full(l, NULL) : NULL;

	if (!port) {
		w->stage = STAGE_END;
		return false;
	}
	pm = port->media;
	slot = ntms_slot_free(l, is_cleaner(w) ? NULL : pm);
	if (is_cleaner(w)) {
		w->stage = STAGE_END;	/* there is one */
		if (check_cleaner(w, l, pm))
			return false;
		slot = l->cleaner_slot;
	}
	if (!slot) {
		overflow(t, w, l);
		return false;
	}
	guid_copy(&load->media, pm ? &pm->o.guid : &guid_null);
	guid_copy(&load->port, &port->o.guid);
	guid_copy(&load->slot, &slot->o.guid);
	load->source = port->element;
	load->destination = slot->element;
	return true;
}

static u32 place(struct ntms_txn *t, struct ntms_work *w,
		 const struct load *load)
{
	struct ntms_physical_media *pm;
	struct ntms_object *slot;
	u32 error = 0;

	pm = ntms_physical_media(ntms_find_type(t->model, &load->media,
						NTMS_TYPE_PHYSICAL_MEDIA));
	slot = ntms_find_type(t->model, &load->slot, NTMS_TYPE_STORAGESLOT);
	if (!pm || !slot)
		return ERROR_INVALID_STATE;
	if (is_cleaner(w) && !ntms_cleaner_is(pm))
		error = ntms_cleaner_make(t, pm);
	if (!error && pm->location != slot)
		error = ntms_place_put(t, pm, slot, NULL);
	if (!error && is_cleaner(w))
		error = ntms_cleaner_arrived(t, pm->library, w->uses);
	else if (!error)
		error = ntms_prepare_slot(t, ntms_storageslot(slot), pm);
	return error;
}

static void write_stored(struct ntms_work *w, const struct load *load)
{
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, ntms_robotics.m);
	w->found++;
	w->round++;
	error = place(&t, w, load);
	error = ntms_txn_end(&t, error);
	if (!error)
		return;
	/* it is in the slot all the same, and is found there */
	ntms_robot_read_again(w->robot);
	if (!is_cleaner(w))
		return;
	down_write(&ntms_robotics.m->lock);
	ntms_work_fail(w, error, "that the cleaner is there could not be kept");
	up_write(&ntms_robotics.m->lock);
}

static bool is_stored(struct ntms_work *w, const struct load *load)
{
	struct ntms_storageslot *slot;
	bool stored;

	down_read(&ntms_robotics.m->lock);
	slot = ntms_storageslot(ntms_find_type(ntms_robotics.m, &load->slot,
					       NTMS_TYPE_STORAGESLOT));
	stored = slot && slot->media &&
		 (guid_is_null(&load->media) ||
		  guid_equal(&slot->media->o.guid, &load->media));
	up_read(&ntms_robotics.m->lock);
	return stored;
}

static void not_stored(struct ntms_work *w, int err)
{
	down_write(&ntms_robotics.m->lock);
	if (err == -ENODEV)
		ntms_work_fail(w, ERROR_DEVICE_NOT_AVAILABLE,
			       "the library went away");
	else
		ntms_work_fail(w, ERROR_CONTROLLING_IEPORT,
			       "a cartridge could not be brought from the port to a slot, error %d",
			       err);
	w->stage = STAGE_END;
	up_write(&ntms_robotics.m->lock);
}

#define TRIES	5

/* Return: @t is ended */
static bool store(struct ntms_txn *t, struct ntms_work *w)
{
	struct ntms_robot *r = w->robot;
	struct load load;
	bool known;
	int err;

	if (!plan(t, w, &load)) {
		if (list_empty(&t->changes))
			return false;
		ntms_txn_commit_wait(t);
		return true;
	}
	ntms_txn_abort(t);
	err = ntms_move_cartridge(r, load.source, load.destination, false,
				  &known);
	if (!err && guid_is_null(&load.media)) {
		const u32 addresses[] = { load.source, load.destination };

		ntms_robot_resolve(r, addresses, ARRAY_SIZE(addresses));
		known = true;
	}
	if (!err || (known && is_stored(w, &load)))
		write_stored(w, &load);
	else if (!known || is_cleaner(w) ||
		 (err != -EEXIST && err != -ENOMEDIUM) || ++w->tries > TRIES)
		not_stored(w, err);
	return true;
}

/* --- the end --------------------------------------------------------------- */

/* Return: @t is ended */
static bool end(struct ntms_txn *t, struct ntms_work *w)
{
	/* again, if it was worth it */
	if (w->options == NTMS_INJECT_STARTMANY && w->round && !w->error &&
	    !in_ports(ntms_robot_library(w->robot))) {
		w->round = 0;
		w->stage = STAGE_EXTEND;
		return extend(t, w);
	}
	if (!w->error && !w->cancelled && !w->why[0])
		snprintf(w->why, sizeof(w->why), "%u cartridges came",
			 w->found);
	if (!w->error && !w->cancelled &&
	    ntms_work_state(t, w, NTMS_LM_INPROCESS, w->why)) {
		ntms_txn_abort(t);
		ntms_txn_begin(t, ntms_robotics.m);
	}
	ntms_work_finish(t, w);
	return true;
}

/* Return: @t is ended */
static bool go_on(struct ntms_txn *t, struct ntms_work *w)
{
	if (!ntms_robot_library(w->robot))
		w->cancelled = true;
	if (w->cancelled && w->stage == STAGE_WAIT) {
		w->stage = STAGE_END;
		w->open = false;
		ntms_txn_abort(t);
		ntms_port_extend(w->robot, false);
		return true;
	}
	if (w->cancelled)
		return end(t, w);
	switch (w->stage) {
	case STAGE_EXTEND:
		return extend(t, w);
	case STAGE_WAIT:
		return wait(t, w);
	case STAGE_STORE:
		return store(t, w);
	}
	return end(t, w);
}

/**
 * ntms_inject_step() - do the next thing for an injection
 * @t: open transaction; ended when true is returned
 * @w: injection of this robot
 *
 * Return: something was done.
 */
bool ntms_inject_step(struct ntms_txn *t, struct ntms_work *w)
{
	if (w->begun)
		return go_on(t, w);
	if (!ntms_port_take(w))
		return ntms_control_waits(t, w, false,
					  "another request has the ports");
	ntms_control_begin(t, w);
	return true;
}
