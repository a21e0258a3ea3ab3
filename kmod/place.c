// SPDX-License-Identifier: GPL-2.0
/*
 * place.c - media come to places and leave them
 *
 * All that has to change together when a cartridge is somewhere else: where it
 * is, what is in the place it left and in the one it came to, and which side
 * is mounted (I9, I10).  Only for what has really happened.
 */
#include "control.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"
#include "survey.h"

static u32 set_slot(struct ntms_txn *t, struct ntms_storageslot *slot,
		    u32 state)
{
	u32 error;

	if (slot->state == state)
		return 0;
	error = ntms_txn_edit(t, &slot->o);
	if (!error)
		slot->state = state;
	return error;
}

static u32 set_port(struct ntms_txn *t, struct ntms_ieport *port, u32 content)
{
	u32 error;

	if (port->content == content)
		return 0;
	error = ntms_txn_edit(t, &port->o);
	if (!error)
		port->content = content;
	return error;
}

static u32 set_drive(struct ntms_txn *t, struct ntms_drive *d, u32 state,
		     struct ntms_partition *side)
{
	u32 error;

	if (d->state == state && d->saved_partition == side)
		return 0;
	error = ntms_txn_edit(t, &d->o);
	if (error)
		return error;
	d->state = state;
	d->saved_partition = side;
	return 0;
}

/* the place has nothing now */
static u32 vacate(struct ntms_txn *t, struct ntms_physical_media *pm)
{
	struct ntms_object *place = pm->location;
	u32 error;

	switch (place ? place->type : 0) {
	case NTMS_TYPE_STORAGESLOT:
		if (ntms_storageslot(place)->state == NTMS_SLOTSTATE_NOTPRESENT)
			return 0;
		return set_slot(t, ntms_storageslot(place),
				NTMS_SLOTSTATE_EMPTY);
	case NTMS_TYPE_IEPORT:
		return set_port(t, ntms_ieport(place), NTMS_PORTCONTENT_EMPTY);
	case NTMS_TYPE_DRIVE:
		/* nobody has mounted what is not in a drive */
		ntms_mount_unclaim(&pm->o.guid, 0);
		error = ntms_health_unloaded(t, ntms_drive(place), pm);
		return error ?: set_drive(t, ntms_drive(place),
				 NTMS_DRIVESTATE_DISMOUNTED, NULL);
	}
	return 0;
}

/*
 * It is not in the library any more.  A cleaner is forgotten, what was ejected
 * has its fate, everything else is off line.
 */
static u32 go_offline(struct ntms_txn *t, struct ntms_physical_media *pm)
{
	u32 error = ntms_txn_touch(t, &pm->library->o);

	if (error)
		return error;
	if (ntms_eject_forgets(t->model, pm)) {
		/* whoever names it finds its mount by the GUID */
		pm->mount = NULL;
		return ntms_media_forget(t, pm);
	}
	error = ntms_txn_touch(t, &t->model->offline->o);
	if (error)
		return error;
	pm->library = t->model->offline;
	pm->home_slot = NULL;
	return 0;
}

/**
 * ntms_place_leave() - a cartridge is not where it was
 * @t: transaction
 * @pm: cartridge; it may be deleted
 * @offline: and not in the library
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_place_leave(struct ntms_txn *t, struct ntms_physical_media *pm,
		     bool offline)
{
	struct ntms_object *from = pm->location;
	u32 error;

	error = ntms_txn_edit(t, &pm->o);
	if (!error)
		error = vacate(t, pm);
	if (error)
		return error;
	pm->location = NULL;
	pm->mounted_partition = NULL;
	pm->state = NTMS_MEDIASTATE_IDLE;
	error = ntms_cleaner_moved(t, pm, from, pm->home_slot);
	return !error && offline ? go_offline(t, pm) : error;
}

static u32 change_library(struct ntms_txn *t, struct ntms_physical_media *pm,
			  struct ntms_library *l)
{
	u32 error;

	if (pm->library == l)
		return 0;
	error = ntms_txn_touch(t, &pm->library->o);
	if (!error)
		error = ntms_txn_touch(t, &l->o);
	if (error)
		return error;
	pm->library = l;
	pm->home_slot = NULL;
	return 0;
}

/**
 * ntms_place_put() - a cartridge is here now
 * @t: transaction
 * @pm: cartridge
 * @place: slot, port or drive in which nothing was
 * @side: (drive) the side that can be read, NULL when it is not known
 *
 * In a drive it is MOUNTED, elsewhere IDLE.  A slot becomes its home; in a
 * drive its home is the slot it came from.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_place_put(struct ntms_txn *t, struct ntms_physical_media *pm,
		   struct ntms_object *place, struct ntms_partition *side)
{
	struct ntms_storageslot *home = pm->home_slot;
	struct ntms_object *from = pm->location;
	u32 error;

	error = ntms_txn_edit(t, &pm->o);
	if (!error && from != place)
		error = vacate(t, pm);
	if (!error)
		error = change_library(t, pm, ntms_place(place)->library);
	if (error)
		return error;
	pm->location = place;
	pm->mounted_partition = side;
	pm->state = NTMS_MEDIASTATE_IDLE;
	if (place->type == NTMS_TYPE_STORAGESLOT) {
		pm->home_slot = ntms_storageslot(place);
		error = set_slot(t, ntms_storageslot(place),
				 NTMS_SLOTSTATE_FULL);
	} else if (place->type == NTMS_TYPE_IEPORT) {
		error = set_port(t, ntms_ieport(place), NTMS_PORTCONTENT_FULL);
	} else {
		pm->state = NTMS_MEDIASTATE_MOUNTED;
		if (from && from->type == NTMS_TYPE_STORAGESLOT)
			pm->home_slot = ntms_storageslot(from);
		error = set_drive(t, ntms_drive(place),
				  NTMS_DRIVESTATE_MOUNTED, side);
	}
	return error ?: ntms_cleaner_moved(t, pm, from, home);
}

/**
 * ntms_place_park() - change the states of a cartridge and of its drive
 * @t: transaction
 * @pm: cartridge
 * @d: drive it is in
 * @media_state: NTMS_MEDIASTATE_...
 * @drive_state: NTMS_DRIVESTATE_...
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_place_park(struct ntms_txn *t, struct ntms_physical_media *pm,
		    struct ntms_drive *d, u32 media_state, u32 drive_state)
{
	struct ntms_seat *seat = ntms_seat_of(d);
	u32 error;

	if (pm->state != media_state) {
		error = ntms_txn_edit(t, &pm->o);
		if (error)
			return error;
		pm->state = media_state;
	}
	if (media_state == NTMS_MEDIASTATE_UNLOADED) {
		error = ntms_health_unloaded(t, d, pm);
		if (error)
			return error;
	}
	if (seat && drive_state == NTMS_DRIVESTATE_DISMOUNTABLE &&
	    d->state != NTMS_DRIVESTATE_DISMOUNTABLE)
		seat->deferred = get_jiffies_64();
	return set_drive(t, d, drive_state, d->saved_partition);
}
