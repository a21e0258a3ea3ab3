// SPDX-License-Identifier: GPL-2.0
/*
 * What a medium changer does (SMC-3 6), but for READ ELEMENT STATUS
 *
 * A move happens at once, and is answered when the picker would be there.
 * What the changer believes to be in an element does not matter to a move: it
 * finds out, and believes that from then on.
 */
#include <linux/jiffies.h>
#include <scsi/scsi.h>

#include "cmd.h"

static u32 no_element(void)
{
	return VLIB_SENSE(ILLEGAL_REQUEST, 0x21, 0x01);
}

static u32 refuse(u8 asc, u8 ascq)
{
	return VLIB_SENSE(ILLEGAL_REQUEST, asc, ascq);
}

/** vlib_changer_ready() - 0, or why the robot does not work */
u32 vlib_changer_ready(struct vlib *lib)
{
	if (lib->door_open)
		return VLIB_SENSE(NOT_READY, 0x04, 0x18);
	if (time_before(jiffies, lib->ready_at))
		return VLIB_SENSE(NOT_READY, 0x04, 0x01);
	return 0;
}

static struct vlib_drive *drive_at(struct vlib *lib, struct vlib_element *e)
{
	return e->type == VLIB_DRIVE ? &lib->drives[e->index] : NULL;
}

/* can the picker get there? */
static u32 check_reach(struct vlib *lib, struct vlib_element *e)
{
	struct vlib_drive *d = drive_at(lib, e);

	if (d)
		vlib_drive_settle(d);
	if (e->removed)
		return refuse(0x3b, d ? 0x1a : 0x12);
	if (e->disabled)
		return refuse(0x3b, 0x18);
	if (e->open || e->no_access)
		return refuse(0x3b, 0x11);
	return 0;
}

/* can what is in @e be taken out? */
static u32 check_source(struct vlib *lib, struct vlib_element *e)
{
	struct vlib_drive *d = drive_at(lib, e);
	u32 sense = check_reach(lib, e);

	if (sense)
		return sense;
	if (!e->cart)
		return refuse(0x3b, 0x0e);
	if (!d)
		return 0;
	if (d->dev.prevent || d->cleaning ||
	    (d->loaded && !lib->settings.autoeject))
		return refuse(0x53, 0x03);
	return 0;
}

/* the picker takes it: from now on it is in no element */
static struct vlib_cart *pick(struct vlib *lib, struct vlib_element *from)
{
	struct vlib_drive *d = drive_at(lib, from);
	struct vlib_cart *cart;

	if (d)
		vlib_drive_remove(d);
	cart = vlib_take(from);
	if (from->type == VLIB_SLOT) {
		cart->source_valid = true;
		cart->source = from->address;
		cart->inverted = false;
	}
	vlib_disbelieve(from);
	return cart;
}

static void place(struct vlib *lib, struct vlib_element *to,
		  struct vlib_cart *cart, bool invert)
{
	struct vlib_drive *d = drive_at(lib, to);

	if (invert) {
		cart->flipped = !cart->flipped;
		cart->inverted = !cart->inverted;
	}
	vlib_put(lib, to, cart);
	vlib_disbelieve(to);
	if (d)
		vlib_drive_insert(d);
}

static bool picker_ok(struct vlib *lib, u16 address)
{
	struct vlib_element *e = address ? vlib_element_at(lib, address) : NULL;

	/* address 0 is the default picker */
	return !address || (e && e->type == VLIB_PICKER);
}

/* the picker that carries; the first one if the command names none */
static struct vlib_element *picker(struct vlib *lib, u16 address)
{
	return address ? vlib_element_at(lib, address) :
	       lib->range[VLIB_PICKER].elements;
}

/* how long it is until the picker at @address has made another move */
static u32 move_time(struct vlib *lib, u16 address)
{
	unsigned long *at = &lib->picker_at[picker(lib, address)->index];
	unsigned long now = jiffies;

	if (time_before(*at, now))
		*at = now;
	*at += msecs_to_jiffies(lib->settings.move);
	return jiffies_to_msecs(*at - now);
}

static u32 move_medium(struct vlib_cmd *c)
{
	struct vlib *lib = c->dev->lib;
	struct vlib_element *from, *to;
	bool invert = c->cdb[10] & 1;
	u32 sense;

	from = vlib_element_at(lib, vlib_get16(c->cdb + 4));
	to = vlib_element_at(lib, vlib_get16(c->cdb + 6));
	if (!picker_ok(lib, vlib_get16(c->cdb + 2)) || !from || !to)
		return no_element();
	if (invert && !lib->settings.rotate)
		return vlib_bad_field(c, 10);
	sense = check_source(lib, from) ?: check_reach(lib, to);
	if (sense)
		return sense;
	/* turning it over where it is, is a move too */
	if (to->cart && !(to == from && invert))
		return refuse(0x3b, 0x0d);
	c->wait = move_time(lib, vlib_get16(c->cdb + 2));
	if (c->faulty && c->fault.stuck) {
		to = picker(lib, vlib_get16(c->cdb + 2));
		if (to->cart)
			return refuse(0x3b, 0x0d);
		place(lib, to, pick(lib, from), false);
		return c->fault.sense ?: VLIB_SENSE(HARDWARE_ERROR, 0x15, 0x01);
	}
	place(lib, to, pick(lib, from), invert);
	return 0;
}

/* SMC-3 6.2: source to first destination, what was there to the second */
static u32 exchange_medium(struct vlib_cmd *c)
{
	struct vlib *lib = c->dev->lib;
	bool invert1 = c->cdb[10] & 2, invert2 = c->cdb[10] & 1;
	struct vlib_element *from, *first, *second;
	struct vlib_cart *mine, *other;
	u32 sense;

	from = vlib_element_at(lib, vlib_get16(c->cdb + 4));
	first = vlib_element_at(lib, vlib_get16(c->cdb + 6));
	second = vlib_element_at(lib, vlib_get16(c->cdb + 8));
	if (!picker_ok(lib, vlib_get16(c->cdb + 2)) || !from || !first || !second)
		return no_element();
	if ((invert1 || invert2) && !lib->settings.rotate)
		return vlib_bad_field(c, 10);
	sense = check_source(lib, from) ?: check_source(lib, first) ?:
		check_reach(lib, second);
	if (sense)
		return sense;
	if (from == first || (second->cart && second != from))
		return refuse(0x3b, 0x0d);
	move_time(lib, vlib_get16(c->cdb + 2));
	c->wait = move_time(lib, vlib_get16(c->cdb + 2));
	mine = pick(lib, from);
	other = pick(lib, first);
	place(lib, first, mine, invert1);
	place(lib, second, other, invert2);
	return 0;
}

static u32 position_to_element(struct vlib_cmd *c)
{
	struct vlib *lib = c->dev->lib;
	struct vlib_element *to;

	to = vlib_element_at(lib, vlib_get16(c->cdb + 4));
	if (!picker_ok(lib, vlib_get16(c->cdb + 2)) || !to)
		return no_element();
	if ((c->cdb[8] & 1) && !lib->settings.rotate)
		return vlib_bad_field(c, 8);
	c->wait = move_time(lib, vlib_get16(c->cdb + 2));
	return check_reach(lib, to);
}

/* looks at the elements from @first on, @count of them */
static void look(struct vlib *lib, u32 first, u32 count)
{
	struct vlib_range *r;
	int type, i;

	for (type = VLIB_PICKER; type < VLIB_TYPES; type++) {
		r = &lib->range[type];
		for (i = 0; i < r->count; i++)
			if (r->first + i >= first &&
			    r->first + i - first < count)
				vlib_disbelieve(&r->elements[i]);
	}
}

static u32 initialize(struct vlib_cmd *c)
{
	struct vlib *lib = c->dev->lib;

	look(lib, 0, 65536);
	c->wait = lib->settings.scan;
	return 0;
}

/* 37h, and E7h of SCSI-2 days, where FAST is in another place */
static u32 initialize_range(struct vlib_cmd *c)
{
	bool standard = c->cdb[0] == 0x37;
	bool range = c->cdb[1] & 1;
	struct vlib *lib = c->dev->lib;
	u32 first = vlib_get16(c->cdb + 2);
	u32 count = vlib_get16(c->cdb + (standard ? 6 : 4));

	if (range && !vlib_element_at(lib, first))
		return no_element();
	look(lib, range ? first : 0, range && count ? count : 65536);
	c->wait = lib->settings.scan;
	return 0;
}

/* SMC-3 6.8; the opening and closing is done by the library itself */
static u32 open_close(struct vlib_cmd *c)
{
	struct vlib *lib = c->dev->lib;
	struct vlib_element *e;
	u8 action = c->cdb[4] & 0x1f;

	e = vlib_element_at(lib, vlib_get16(c->cdb + 2));
	if (!e || e->type != VLIB_PORT)
		return no_element();
	if (action > 1)
		return vlib_bad_field(c, 4);
	if (action == 0 && c->dev->prevent)
		return refuse(0x53, 0x02);
	e->open = action == 0;
	return 0;
}

const struct vlib_op vlib_changer_ops[] = {
	{ 0x07, -1, VLIB_OP_READY, 3600, { 0x07 }, initialize },
	{ 0x1b, -1, VLIB_OP_READY, 60, { 0x1b, 0, 0xff, 0xff, 0x1f },
	  open_close },
	{ 0x2b, -1, VLIB_OP_READY, 300,
	  { 0x2b, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0x01 },
	  position_to_element },
	{ 0x37, -1, VLIB_OP_READY, 3600,
	  { 0x37, 0x03, 0xff, 0xff, 0, 0, 0xff, 0xff }, initialize_range },
	{ 0xa5, -1, VLIB_OP_READY, 600,
	  { 0xa5, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0x01 },
	  move_medium },
	{ 0xa6, -1, VLIB_OP_READY, 900,
	  { 0xa6, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x03 },
	  exchange_medium },
	{ 0xb8, -1, 0, 300,
	  { 0xb8, 0x1f, 0xff, 0xff, 0xff, 0xff, 0x03, 0xff, 0xff, 0xff },
	  vlib_read_status },
	{ 0xe7, -1, VLIB_OP_READY, 3600,
	  { 0xe7, 0x01, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xc0 },
	  initialize_range },
	{ }
};
