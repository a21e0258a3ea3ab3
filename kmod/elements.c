// SPDX-License-Identifier: GPL-2.0
/*
 * elements.c - slots, ports, drives and changers of a library, as objects
 *
 * Elements are known by their address.  One that a changer has no longer
 * stays as an object that is not present: media may refer to it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/slab.h>
#include <linux/string.h>

#include "library.h"
#include "robot.h"
#include "survey.h"

#define DEFER_DELAY	300	/* s, MS-RSMP 2.2.4.13 */
#define LTO_ULTRIUM	0x56
#define SERIAL_MIN	4	/* shorter ones are in too many others */

/**
 * ntms_batch_begin() - begin to change many objects of a library
 * @b: out: batch with an open transaction
 * @r: robot of the library
 *
 * Return: 0, or ERROR_INVALID_LIBRARY when the library was deleted; then
 * there is nothing to end.
 */
u32 ntms_batch_begin(struct ntms_batch *b, struct ntms_robot *r)
{
	b->robot = r;
	b->count = 0;
	ntms_txn_begin(&b->t, ntms_robotics.m);
	b->library = ntms_robot_library(r);
	b->open = b->library;
	if (b->open)
		return 0;
	ntms_txn_abort(&b->t);
	return ERROR_INVALID_LIBRARY;
}

/**
 * ntms_batch_next() - one more change was made
 * @b: batch
 *
 * May commit and begin another transaction: pointers to objects other than
 * @b->library have to be looked up again.
 *
 * Return: 0 or a Win32 code, then ntms_batch_end() has nothing to commit.
 */
u32 ntms_batch_next(struct ntms_batch *b)
{
	u32 error;

	if (++b->count < NTMS_BATCH)
		return 0;
	b->open = false;
	error = ntms_txn_commit_wait(&b->t);
	return error ?: ntms_batch_begin(b, b->robot);
}

/**
 * ntms_batch_end() - commit the rest, or leave it
 * @b: batch
 * @error: 0, or why the rest is left
 *
 * Return: @error, or what the commit failed with.
 */
u32 ntms_batch_end(struct ntms_batch *b, u32 error)
{
	if (!b->open)
		return error;
	b->open = false;
	if (!error)
		return ntms_txn_commit_wait(&b->t);
	ntms_txn_abort(&b->t);
	return error;
}

/**
 * ntms_seat_add() - the seat of a drive, made if there is none
 * @r: robot
 * @drive: GUID of the drive; model locked for write
 *
 * Return: the seat or NULL.
 */
struct ntms_seat *ntms_seat_add(struct ntms_robot *r, const guid_t *drive)
{
	struct ntms_seat *seat = ntms_robot_seat(r, drive);

	lockdep_assert_held_write(&ntms_robotics.m->lock);
	if (seat)
		return seat;
	seat = kzalloc(sizeof(*seat), GFP_KERNEL);
	if (!seat)
		return NULL;
	guid_copy(&seat->drive, drive);
	list_add_tail(&seat->link, &r->seats);
	return seat;
}

/**
 * ntms_seat_names() - is this the drive that the changer means?
 * @seat: seat with what the changer says
 * @dev: a drive
 *
 * Return: true when the serial number of @dev is in the identifier.
 */
bool ntms_seat_names(const struct ntms_seat *seat,
		     const struct ntms_device *dev)
{
	return strlen(dev->serial) >= SERIAL_MIN &&
	       strstr(seat->dvcid, dev->serial);
}

/* the longest serial number wins: a short one can be a part of it */
static struct ntms_device *take_device(struct ntms_robot *r,
				       struct ntms_seat *seat)
{
	struct ntms_unit *unit, *best = NULL;

	spin_lock(&ntms_robotics.lock);
	list_for_each_entry(unit, &ntms_robotics.units, link) {
		if (unit->gone || unit->robot ||
		    unit->dev->kind == NTMS_DEVICE_CHANGER ||
		    !ntms_seat_names(seat, unit->dev))
			continue;
		if (!best ||
		    strlen(unit->dev->serial) > strlen(best->dev->serial))
			best = unit;
	}
	if (best)
		best->robot = r;
	spin_unlock(&ntms_robotics.lock);
	return best ? ntms_device_get(best->dev) : NULL;
}

static void give_back_device(struct ntms_seat *seat)
{
	struct ntms_unit *unit;

	spin_lock(&ntms_robotics.lock);
	list_for_each_entry(unit, &ntms_robotics.units, link)
		if (unit->dev == seat->dev)
			unit->robot = NULL;
	spin_unlock(&ntms_robotics.lock);
	ntms_robot_put_device(&seat->dev);
	ntms_robotics_manage(0);
}

/**
 * ntms_seat_attach() - write into a drive which device it is, if any
 * @t: transaction
 * @seat: seat of the drive
 * @d: drive
 *
 * The library learns what media the drive takes.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_seat_attach(struct ntms_txn *t, struct ntms_seat *seat,
		     struct ntms_drive *d)
{
	struct ntms_library *l = d->library;
	bool guess;
	u32 error, code;

	if (seat->dev) {
		seat->told = false;
		error = ntms_describe_drive(t, d, seat->dev);
		if (!error)
			error = ntms_service_drive(t, d);
		code = ntms_describe_media_type(seat->dev, &guess);
		if (!error && !guess)
			error = ntms_describe_takes(t, l, code);
		return error;
	}
	if (!seat->told && l->library_type == NTMS_LIBRARYTYPE_ONLINE)
		pr_info("%s: no device for drive %u (%s), it cannot be used\n",
			l->o.name ?: "library", d->number,
			seat->dvcid[0] ? seat->dvcid : "not named");
	seat->told = true;
	if (d->o.operational_state == NTMS_NOT_PRESENT)
		return 0;
	error = ntms_txn_edit(t, &d->o);
	if (!error)
		d->o.operational_state = NTMS_NOT_PRESENT;
	return error;
}

static u32 update_drive(struct ntms_batch *b, struct ntms_drive *d,
			const struct ntms_element *e)
{
	struct ntms_seat *seat = ntms_seat_add(b->robot, &d->o.guid);

	if (!seat)
		return ERROR_NOT_ENOUGH_MEMORY;
	if (e)
		strscpy(seat->dvcid, e->dvcid, sizeof(seat->dvcid));
	/* one that is not named was found otherwise */
	if (seat->dev && !seat->work && seat->dvcid[0] &&
	    !ntms_seat_names(seat, seat->dev))
		give_back_device(seat);
	if (!seat->dev)
		seat->dev = take_device(b->robot, seat);
	return ntms_seat_attach(&b->t, seat, d);
}

static u32 make_place(struct ntms_batch *b, u32 type, u32 number,
		      struct ntms_object **o)
{
	static const char * const names[NTMS_TYPE_COUNT] = {
		[NTMS_TYPE_CHANGER] = "Changer", [NTMS_TYPE_DRIVE] = "Drive",
		[NTMS_TYPE_IEPORT] = "Port", [NTMS_TYPE_IEDOOR] = "Door",
	};
	char name[24];
	u32 error;

	error = ntms_txn_insert(&b->t, type, NULL, o);
	if (error)
		return error;
	ntms_place(*o)->library = b->library;
	if (type == NTMS_TYPE_DRIVE)
		ntms_drive(*o)->defer_dismount_delay = DEFER_DELAY;
	if (!names[type])
		return 0;
	snprintf(name, sizeof(name), "%s %u", names[type], number);
	return ntms_txn_set_text(&b->t, *o, &(*o)->name, name);
}

static u32 update_place(struct ntms_batch *b, u32 type, u32 number,
			u32 address, const struct ntms_element *e)
{
	struct ntms_object *o = ntms_element(b->library, type, address);
	bool ours = type == NTMS_TYPE_DRIVE || type == NTMS_TYPE_CHANGER;
	u32 error = 0;

	if (!o) {
		error = make_place(b, type, number, &o);
	} else if (ntms_place(o)->number != number ||
		   (!ours && o->operational_state != NTMS_READY)) {
		error = ntms_txn_edit(&b->t, o);
	} else if (!ours) {
		return 0;
	}
	if (error)
		return error;
	if (o->change) {
		ntms_place(o)->number = number;
		ntms_place(o)->element = address;
		if (!ours)
			o->operational_state = NTMS_READY;
	}
	if (type == NTMS_TYPE_DRIVE)
		error = update_drive(b, ntms_drive(o), e);
	else if (type == NTMS_TYPE_CHANGER && b->robot->changer)
		error = ntms_describe_changer(&b->t, ntms_changer(o),
					      b->robot->changer);
	return error ?: ntms_batch_next(b);
}

/* the elements that the changer has no longer */
static u32 retire_places(struct ntms_batch *b, u32 type)
{
	struct ntms_object *o;
	u32 id = 0, error = 0;

	while (!error && (o = ntms_next(b->t.model, type, &id))) {
		id++;
		if (ntms_place(o)->library != b->library ||
		    o->operational_state == NTMS_NOT_PRESENT ||
		    ntms_changer_has(&b->robot->info, type,
				     ntms_place(o)->element))
			continue;
		error = ntms_txn_edit(&b->t, o);
		if (error)
			break;
		o->operational_state = NTMS_NOT_PRESENT;
		if (type == NTMS_TYPE_STORAGESLOT)
			ntms_storageslot(o)->state = NTMS_SLOTSTATE_NOTPRESENT;
		error = ntms_batch_next(b);
	}
	return error;
}

/*
 * No page tells of doors.  What a changer locks besides its ports is its door;
 * one that cannot lock anything is taken to have none.
 */
static u32 update_door(struct ntms_batch *b)
{
	struct ntms_object *o = ntms_element(b->library, NTMS_TYPE_IEDOOR, 0);
	u32 state = b->robot->info.lock ? NTMS_READY : NTMS_NOT_PRESENT;
	u32 error;

	if (!o && !b->robot->info.lock)
		return 0;
	if (o && o->operational_state == state)
		return 0;
	error = o ? ntms_txn_edit(&b->t, o) :
		    make_place(b, NTMS_TYPE_IEDOOR, 0, &o);
	if (error)
		return error;
	o->operational_state = state;
	ntms_iedoor(o)->state = NTMS_DOORSTATE_CLOSED;
	return ntms_batch_next(b);
}

static u32 update_cleaning(struct ntms_batch *b)
{
	struct ntms_library *l = b->library;
	u32 error;

	if (l->supports_cleaning)
		return 0;
	error = ntms_txn_edit(&b->t, &l->o);
	if (!error)
		l->supports_cleaning = true;
	return error;
}

/* a drive that may come would tell what media it takes */
static bool drives_may_come(struct ntms_robot *r)
{
	struct ntms_seat *seat;

	list_for_each_entry(seat, &r->seats, link)
		if (!seat->dev)
			return ntms_manage_settling();
	return false;
}

static u32 update_library(struct ntms_batch *b)
{
	struct ntms_library *l = b->library;
	u32 error = update_door(b);

	if (!error)
		error = update_cleaning(b);
	if (error)
		return error;

	l = b->library;
	if (!l->media_types && !drives_may_come(b->robot)) {
		pr_info("%s: nothing says what media its drives take, LTO Ultrium is assumed\n",
			l->o.name ?: "library");
		error = ntms_describe_takes(&b->t, l, LTO_ULTRIUM);
	}
	if (error || l->bar_code_reader == b->robot->info.bar_code)
		return error;
	error = ntms_txn_edit(&b->t, &l->o);
	if (!error)
		l->bar_code_reader = b->robot->info.bar_code;
	return error;
}

/**
 * ntms_elements_update() - make the objects of a library agree with it
 * @r: robot with its @info
 * @s: what was reported of its elements
 *
 * What is in the elements is not looked at.
 *
 * Context: the robot's work item.
 * Return: 0 or a Win32 code.
 */
u32 ntms_elements_update(struct ntms_robot *r, const struct ntms_survey *s)
{
	const struct ntms_element_range *range;
	struct ntms_batch b;
	u32 i, n, type, error;

	error = ntms_batch_begin(&b, r);
	if (error)
		return error;
	for (i = 1; !error && i < ARRAY_SIZE(r->info.range); i++) {
		range = &r->info.range[i];
		type = ntms_survey_object_type(i);
		for (n = 0; !error && n < range->count; n++)
			error = update_place(&b, type, n, range->first + n,
					     ntms_survey_at(s, range->first + n));
		if (!error)
			error = retire_places(&b, type);
	}
	if (!error)
		error = update_library(&b);
	return ntms_batch_end(&b, error);
}

/* a thing that should be there only with its device */
static u32 set_absent(struct ntms_txn *t, struct ntms_object *o)
{
	u32 error;

	if (o->operational_state == NTMS_NOT_PRESENT)
		return 0;
	error = ntms_txn_edit(t, o);
	if (!error)
		o->operational_state = NTMS_NOT_PRESENT;
	return error;
}

/* has @o a device?  A library is there when its changer or lone drive is */
static bool is_there(struct ntms_object *o)
{
	struct ntms_seat *seat;
	struct ntms_robot *r;

	if (o->type == NTMS_TYPE_DRIVE) {
		seat = ntms_seat_of(ntms_drive(o));
		return seat && seat->dev;
	}
	r = ntms_robot_of(o->type == NTMS_TYPE_LIBRARY ? &o->guid :
			  &ntms_place(o)->library->o.guid);
	return r && ntms_robot_present(r);
}

/**
 * ntms_elements_absent() - what has no device is not present
 *
 * Looks at all libraries, changers and drives.
 *
 * Return: 0 or a Win32 code.
 */
u32 ntms_elements_absent(void)
{
	static const u8 types[] = {
		NTMS_TYPE_LIBRARY, NTMS_TYPE_CHANGER, NTMS_TYPE_DRIVE,
	};
	struct ntms_model *m = ntms_robotics.m;
	struct ntms_object *o;
	struct ntms_txn t;
	u32 error = 0, i, id;

	ntms_txn_begin(&t, m);
	for (i = 0; i < ARRAY_SIZE(types); i++)
		ntms_for_each(m, types[i], id, o) {
			if (o->type == NTMS_TYPE_LIBRARY &&
			    ntms_library(o) == m->offline)
				continue;
			if (!error && !is_there(o))
				error = set_absent(&t, o);
		}
	return ntms_txn_end(&t, error);
}
