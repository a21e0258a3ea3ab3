// SPDX-License-Identifier: GPL-2.0
/*
 * A drive and its medium: loaded, unloaded, cleaned
 *
 * A medium is in one of these states: threaded (loaded, ready from ready_at on),
 * unloaded but still in the drive, or, if it is a cleaning cartridge, at work
 * until ready_at.
 */
#include <linux/jiffies.h>
#include <linux/string.h>
#include <scsi/scsi.h>

#include "cmd.h"

#define CLEAN_NOW	20	/* TapeAlert flags, SSC-4 annex A */
#define CLEAN_PERIODIC	21
#define CLEAN_EXPIRED	22

/**
 * vlib_drive_settle() - end a cleaning whose time is over
 * @d: drive
 *
 * Called before anything looks at the drive.
 *
 * Return: true if it has ended now.
 */
bool vlib_drive_settle(struct vlib_drive *d)
{
	if (!d->cleaning || time_before(jiffies, d->ready_at))
		return false;
	d->cleaning = false;
	d->loaded = false;
	d->cleanings++;
	d->wants_cleaning = 0;
	d->complain = 0;
	d->dev.alerts &= ~(1ull << (CLEAN_NOW - 1) |
			   1ull << (CLEAN_PERIODIC - 1));
	return true;
}

/** vlib_drive_ready() - 0, or why the drive cannot be used */
u32 vlib_drive_ready(struct vlib_drive *d)
{
	u16 code = d->dev.lib->settings.unloaded;

	vlib_drive_settle(d);
	if (d->dev.kind != VLIB_TAPE)
		code = 0x3a02;			/* tray open */
	if (!d->element->cart)
		return VLIB_SENSE(NOT_READY, 0x3a, 0x00);
	if (d->cleaning)
		return VLIB_SENSE(NOT_READY, 0x30, 0x03);
	if (!d->loaded)
		return VLIB_SENSE(NOT_READY, code >> 8, code & 0xff);
	if (time_before(jiffies, d->ready_at))
		return VLIB_SENSE(NOT_READY, 0x04, 0x01);
	return 0;
}

/** vlib_drive_image() - the side that the heads are on */
struct vlib_image *vlib_drive_image(struct vlib_drive *d)
{
	struct vlib_cart *cart = d->element->cart;

	return &cart->image[cart->flipped && cart->sides > 1];
}

static void begin_cleaning(struct vlib_drive *d, struct vlib_cart *cart)
{
	if (!cart->cleans) {
		vlib_alert(&d->dev, CLEAN_EXPIRED);
		return;
	}
	cart->cleans--;
	d->cleaning = true;
	d->ready_at = jiffies + msecs_to_jiffies(d->dev.lib->settings.clean);
	vlib_drive_settle(d);
}

static void thread(struct vlib_drive *d)
{
	struct vlib_cart *cart = d->element->cart;

	d->position = 0;
	d->written = 0;
	d->read = 0;
	if (cart->type == VLIB_CLEANING) {
		begin_cleaning(d, cart);
		return;
	}
	d->loaded = true;
	d->ready_at = jiffies + msecs_to_jiffies(d->dev.lib->settings.load);
	d->event = VLIB_EVENT_NEW;
	d->loads++;
	cart->loads++;
	memmove(cart->last[1], cart->last[0],
		sizeof(cart->last) - sizeof(cart->last[0]));
	strscpy(cart->last[0], d->dev.serial, sizeof(cart->last[0]));
}

/** vlib_drive_load() - what is in the drive goes to the heads, if it is not there */
void vlib_drive_load(struct vlib_drive *d)
{
	if (d->element->cart && !d->loaded && !d->cleaning)
		thread(d);
}

/** vlib_drive_insert() - a cartridge has been put into the drive */
void vlib_drive_insert(struct vlib_drive *d)
{
	thread(d);
	if (d->loaded)
		vlib_ua(&d->dev, 0x28, 0x00);
}

/** vlib_drive_unload() - the medium leaves the heads and stays in the drive */
void vlib_drive_unload(struct vlib_drive *d)
{
	d->loaded = false;
	d->position = 0;
}

/** vlib_drive_remove() - the cartridge is about to be taken out */
void vlib_drive_remove(struct vlib_drive *d)
{
	if (d->loaded)
		d->event = VLIB_EVENT_GONE;
	vlib_drive_unload(d);
	d->cleaning = false;
}

/* SSC-4 7.3 */
u32 vlib_load_unload(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	const struct vlib_settings *set = &c->dev->lib->settings;
	bool immediate = c->cdb[1] & 1, load = c->cdb[4] & 1;
	struct vlib_cart *cart = d->element->cart;

	if (load && (c->cdb[4] & 0x04))		/* EOT */
		return vlib_bad_field(c, 4);
	if (!cart)
		return VLIB_SENSE(NOT_READY, 0x3a, 0x00);
	if (d->cleaning)
		return VLIB_SENSE(NOT_READY, 0x30, 0x03);
	if (load) {
		vlib_drive_load(d);
		d->position = 0;
		c->wait = immediate || !d->loaded ? 0 : set->load;
		return 0;
	}
	if (c->dev->prevent)
		return VLIB_SENSE(ILLEGAL_REQUEST, 0x53, 0x02);
	if (d->loaded)
		c->wait = immediate ? 0 : set->unload;
	vlib_drive_unload(d);
	return 0;
}

/* SPC-4: PREVENT ALLOW MEDIUM REMOVAL */
u32 vlib_prevent(struct vlib_cmd *c)
{
	if (c->cdb[4] & 2)
		return vlib_bad_field(c, 4);
	c->dev->prevent = c->cdb[4] & 1;
	return 0;
}
