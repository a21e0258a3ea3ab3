// SPDX-License-Identifier: GPL-2.0
/*
 * reconcile.c - the model agrees with what a library reports
 */
#include <linux/jiffies.h>
#include <linux/xarray.h>

#include "agent.h"
#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "survey.h"

#define ASC_MECHANICAL		0x3b	/* MECHANICAL POSITIONING ERROR */
#define ASCQ_MAGAZINE_FIRST	0x11	/* medium magazine not accessible */
#define ASCQ_MAGAZINE_LAST	0x12	/* medium magazine removed */

static u32 let_leave(struct ntms_robot *r, const struct ntms_survey *s)
{
	struct ntms_physical_media *pm;
	struct ntms_batch b;
	u32 i, error;

	if (!s->number_of_leave)
		return 0;
	error = ntms_batch_begin(&b, r);
	if (error)
		return error;
	for (i = 0; !error && i < s->number_of_leave; i++) {
		pm = ntms_plan_medium(b.t.model, s->leave[i].id + 1);
		if (!pm || pm->library != b.library)
			continue;
		error = ntms_place_leave(&b.t, pm, s->leave[i].offline);
		if (!error)
			error = ntms_batch_next(&b);
	}
	return ntms_batch_end(&b, error);
}

static bool magazine_is_out(const struct ntms_element *e)
{
	return e->except && e->asc == ASC_MECHANICAL &&
	       e->ascq >= ASCQ_MAGAZINE_FIRST && e->ascq <= ASCQ_MAGAZINE_LAST;
}

static u32 apply_slot(struct ntms_batch *b, struct ntms_storageslot *slot,
		      const struct ntms_element *e)
{
	u32 state = e->full ? NTMS_SLOTSTATE_FULL : NTMS_SLOTSTATE_EMPTY;
	u32 error;

	if (magazine_is_out(e))
		state = NTMS_SLOTSTATE_NOTPRESENT;
	/* identifying what is in it puts an end to that */
	if (e->full && slot->state == NTMS_SLOTSTATE_NEEDSINVENTORY &&
	    ntms_agent_present())
		return 0;
	if (slot->state == state)
		return 0;
	error = ntms_txn_edit(&b->t, &slot->o);
	if (!error)
		slot->state = state;
	return error;
}

static u32 apply_port(struct ntms_batch *b, struct ntms_ieport *port,
		      const struct ntms_element *e)
{
	u32 content = e->full ? NTMS_PORTCONTENT_FULL : NTMS_PORTCONTENT_EMPTY;
	u32 position = NTMS_PORTPOSITION_RETRACTED;
	u32 error;

	/* many never say that they can be reached */
	if (e->access)
		b->robot->says_access = true;
	else
		position = b->robot->says_access ? NTMS_PORTPOSITION_EXTENDED :
						   NTMS_PORTPOSITION_UNKNOWN;
	if (port->content == content && port->position == position)
		return 0;
	error = ntms_txn_edit(&b->t, &port->o);
	if (error)
		return error;
	port->content = content;
	port->position = position;
	return 0;
}

/* @known: which cartridge it is has been told */
static u32 apply_drive(struct ntms_batch *b, struct ntms_drive *d,
		       const struct ntms_element *e, bool known)
{
	u32 state = e->full ? NTMS_DRIVESTATE_MOUNTED :
			      NTMS_DRIVESTATE_DISMOUNTED;
	u32 error;

	if (known || d->state == state ||
	    (e->full && d->state != NTMS_DRIVESTATE_DISMOUNTED))
		return 0;
	error = ntms_txn_edit(&b->t, &d->o);
	if (error)
		return error;
	d->state = state;
	if (!e->full)
		d->saved_partition = NULL;
	return 0;
}

static struct ntms_storageslot *home_of(struct ntms_library *l,
					const struct ntms_element *e)
{
	if (!e->source_valid)
		return NULL;
	return ntms_storageslot(ntms_element(l, NTMS_TYPE_STORAGESLOT,
					     e->source));
}

/* what else is to be put right about a cartridge in a drive */
static u32 settle_in_drive(struct ntms_batch *b, struct ntms_physical_media *pm,
			   struct ntms_drive *d, const struct ntms_element *e)
{
	struct ntms_storageslot *home = home_of(b->library, e);
	struct ntms_seat *seat = ntms_seat_of(d);
	bool ready = pm->state == NTMS_MEDIASTATE_LOADED;
	u32 error;

	if (home && home != pm->home_slot) {
		error = ntms_txn_edit(&b->t, &pm->o);
		if (error)
			return error;
		pm->home_slot = home;
	}
	/* somebody is working with it, or has it */
	if ((seat && seat->work) || (pm->mount && pm->mount->session))
		return 0;
	if (b->robot->was_read &&
	    (d->state == NTMS_DRIVESTATE_DISMOUNTABLE ||
	     (ready && d->state == NTMS_DRIVESTATE_LOADED)))
		return 0;
	return ntms_place_park(&b->t, pm, d, ready ? NTMS_MEDIASTATE_LOADED :
						     NTMS_MEDIASTATE_MOUNTED,
			       NTMS_DRIVESTATE_DISMOUNTABLE);
}

static u32 arrive(struct ntms_batch *b, struct ntms_physical_media *pm,
		  struct ntms_object *place, const struct ntms_element *e)
{
	struct ntms_partition *side = NULL;
	u32 error;

	if (place->type == NTMS_TYPE_DRIVE)
		side = pm->number_of_partitions > 1 ? pm->sides[e->invert] :
						      pm->sides[0];
	error = ntms_place_put(&b->t, pm, place, side);
	if (!error && !pm->bar_code && e->volume_tag[0])
		error = ntms_txn_set_text(&b->t, &pm->o, &pm->bar_code,
					  e->volume_tag);
	return error;
}

/* a cartridge that is where it was */
static u32 confirm(struct ntms_batch *b, struct ntms_physical_media *pm,
		   const struct ntms_element *e, bool named)
{
	bool idle = pm->state == NTMS_MEDIASTATE_IDLE ||
		    pm->state == NTMS_MEDIASTATE_OPREQ ||
		    (pm->mount && pm->mount->work);
	u32 error;

	if (pm->location->type == NTMS_TYPE_DRIVE)
		idle = true;
	if (idle && !named)
		return 0;
	error = ntms_txn_edit(&b->t, &pm->o);
	if (!error && named)
		error = ntms_txn_set_text(&b->t, &pm->o, &pm->bar_code,
					  e->volume_tag);
	if (!error && !idle)
		pm->state = NTMS_MEDIASTATE_IDLE;
	return error;
}

static u32 create(struct ntms_batch *b, const struct ntms_element *e,
		  struct ntms_physical_media **pm)
{
	bool cleaner = ntms_cleaner_reported(b->library, e);
	struct ntms_media_pool *pool = cleaner ?
		ntms_cleaner_pool(b->t.model) :
		ntms_describe_pool(b->t.model, b->library);

	if (!pool)
		return ERROR_INVALID_MEDIA_POOL;
	return ntms_media_create(&b->t, b->library, pool, e->volume_tag,
				 cleaner ? NTMS_PARTSTATE_INCOMPATIBLE :
					   NTMS_PARTSTATE_FOREIGN, pm);
}

/* a cartridge nobody knows: which side of it is up is not known either */
static u32 welcome(struct ntms_batch *b, struct ntms_object *place,
		   const struct ntms_element *e)
{
	struct ntms_physical_media *pm;
	u32 error;

	error = create(b, e, &pm);
	if (!error)
		error = ntms_place_put(&b->t, pm, place, NULL);
	if (!error && place->type == NTMS_TYPE_DRIVE)
		error = settle_in_drive(b, pm, ntms_drive(place), e);
	b->count += 2;	/* it has sides, and the slot changed */
	return error;
}

static u32 apply_media(struct ntms_batch *b, struct ntms_object *place,
		       const struct ntms_element *e, u32 what)
{
	struct ntms_physical_media *pm = ntms_plan_medium(b->t.model, what);
	u32 kind, error;

	/* deleted meanwhile: seen by the next reading */
	if (!what || (!pm && what != NTMS_SURVEY_NEW))
		return 0;
	kind = ntms_plan_kind(b->library, pm, place, e);
	if (kind == NTMS_DIFF_NEW)
		return welcome(b, place, e);
	if (kind == NTMS_DIFF_MOVED || kind == NTMS_DIFF_ARRIVED)
		error = arrive(b, pm, place, e);
	else
		error = confirm(b, pm, e, kind == NTMS_DIFF_NAMED);
	if (!error && place->type == NTMS_TYPE_DRIVE)
		error = settle_in_drive(b, pm, ntms_drive(place), e);
	return error;
}

static u32 apply(struct ntms_batch *b, const struct ntms_survey *s, u32 i)
{
	const struct ntms_element *e = &s->e[i];
	struct ntms_object *place;
	u32 error = 0;

	place = ntms_element(b->library, ntms_survey_object_type(e->type),
			     e->address);
	if (!place || place->type == NTMS_TYPE_CHANGER)
		return 0;
	error = apply_media(b, place, e, s->media[i]);
	if (error)
		return error;
	if (place->type == NTMS_TYPE_STORAGESLOT)
		error = apply_slot(b, ntms_storageslot(place), e);
	else if (place->type == NTMS_TYPE_IEPORT)
		error = apply_port(b, ntms_ieport(place), e);
	else
		error = apply_drive(b, ntms_drive(place), e, s->media[i]);
	return error;
}

/* cleaners that nobody knew need a pool */
static u32 make_pools(struct ntms_robot *r, const struct ntms_survey *s)
{
	struct ntms_library *l;
	bool cleaners = false;
	u32 i;

	down_read(&ntms_robotics.m->lock);
	l = ntms_robot_library(r);
	for (i = 0; l && i < s->count; i++)
		if (s->media[i] == NTMS_SURVEY_NEW &&
		    ntms_cleaner_reported(l, &s->e[i]))
			cleaners = true;
	up_read(&ntms_robotics.m->lock);
	return cleaners ? ntms_cleaner_pools() : 0;
}

/**
 * ntms_reconcile() - write down what was reported
 * @r: robot
 * @s: survey after ntms_plan()
 *
 * In transactions of about NTMS_BATCH changes: media that left, then element
 * by element.  Whatever interrupts it, what is written is true.
 *
 * Context: the robot's work item; waits for the store.
 * Return: 0 or a Win32 code.
 */
u32 ntms_reconcile(struct ntms_robot *r, struct ntms_survey *s)
{
	struct ntms_batch b;
	u32 i, error;

	error = make_pools(r, s);
	if (!error)
		error = let_leave(r, s);
	if (!error)
		error = ntms_batch_begin(&b, r);
	if (error)
		return error;
	for (i = 0; !error && i < s->count; i++) {
		if (test_bit(NTMS_ROBOT_STOP, &r->flags)) {
			error = ERROR_CANCELLED;
			break;
		}
		error = apply(&b, s, i);
		if (!error && !list_empty(&b.t.changes))
			error = ntms_batch_next(&b);
	}
	return ntms_batch_end(&b, error);
}
