// SPDX-License-Identifier: GPL-2.0
/*
 * LOG SENSE and LOG SELECT (SPC-4 6.6, 6.7; SSC-4 8.2): what a device counts,
 * and its TapeAlert flags, which are down again when they have been told
 */
#include <linux/string.h>
#include <scsi/scsi.h>

#include "cmd.h"

#define ALERTS		64
#define LONGEST		(4 + ALERTS * 5 + 64)

/**
 * struct writer - a log page that is being written
 * @p: where the next parameter goes
 * @from: lowest parameter code to be told
 */
struct writer {
	u8 *p;
	u16 from;
};

static void put(struct writer *w, u16 code, u8 len, u64 value)
{
	int i;

	if (code < w->from)
		return;
	vlib_put16(w->p, code);
	w->p[2] = 0x03;			/* a list of bytes */
	w->p[3] = len;
	for (i = 0; i < len; i++)
		w->p[4 + i] = value >> 8 * (len - 1 - i);
	w->p += 4 + len;
}

/** vlib_alert() - raise TapeAlert flag 1 to 64 */
void vlib_alert(struct vlib_dev *dev, unsigned int flag)
{
	dev->alerts |= 1ull << (flag - 1);
}

/* A flag that does not fit the allocation length has not been told. */
static void alerts(struct vlib_cmd *c, struct writer *w)
{
	u64 told = 0;
	int flag;

	for (flag = 1; flag <= ALERTS; flag++) {
		put(w, flag, 1, c->dev->alerts >> (flag - 1) & 1);
		if (flag >= w->from && w->p - c->data <= c->limit)
			told |= 1ull << (flag - 1);
	}
	c->dev->alerts &= ~told;
}

static void write_errors(struct vlib_cmd *c, struct writer *w)
{
	struct vlib_drive *d = vlib_drive_of(c);

	put(w, 0x0003, 4, d->errors[0]);	/* corrected */
	put(w, 0x0005, 8, d->written);
	put(w, 0x0006, 4, d->errors[0]);	/* uncorrected */
}

static void read_errors(struct vlib_cmd *c, struct writer *w)
{
	struct vlib_drive *d = vlib_drive_of(c);

	put(w, 0x0003, 4, d->errors[1]);
	put(w, 0x0005, 8, d->read);
	put(w, 0x0006, 4, d->errors[1]);
}

/* sequential access device page */
static void bytes(struct vlib_cmd *c, struct writer *w)
{
	struct vlib_drive *d = vlib_drive_of(c);

	put(w, 0x0000, 8, d->written);		/* from the hosts */
	put(w, 0x0001, 8, d->written);		/* to the medium */
	put(w, 0x0002, 8, d->read);		/* from the medium */
	put(w, 0x0003, 8, d->read);		/* to the hosts */
	put(w, 0x0100, 4, d->wants_cleaning != 0);
}

/* DT device status page: very high frequency data */
static void status(struct vlib_cmd *c, struct writer *w)
{
	struct vlib_drive *d = vlib_drive_of(c);
	struct vlib_cart *cart = d->element->cart;
	u32 data = 0;

	if (cart && cart->protect)
		data |= 0x10u << 24;		/* WRTP */
	if (d->wants_cleaning == 1)
		data |= 0x08u << 24;		/* CRQST */
	if (d->wants_cleaning == 2)
		data |= 0x04u << 24;		/* CRQRD */
	if (d->loaded)
		data |= 0x01u << 16;		/* MPRSNT */
	if (d->loaded && !vlib_drive_ready(d))
		data |= 0x40u << 16;		/* MTHRD */
	if (cart)
		data |= 0x10u << 16;		/* MSTD */
	if (c->dev->alerts)
		data |= 0x80;			/* TAFC */
	put(w, 0x0000, 4, data);
}

static void statistics(struct vlib_cmd *c, struct writer *w)
{
	struct vlib_drive *d = vlib_drive_of(c);

	put(w, 0x0000, 4, d->loads);
	put(w, 0x0001, 4, d->cleanings);
	put(w, 0x0004, 4, d->errors[0]);	/* hard write errors */
	put(w, 0x0005, 4, d->errors[1]);	/* hard read errors */
}

static void volume(struct vlib_cmd *c, struct writer *w)
{
	struct vlib_drive *d = vlib_drive_of(c);
	struct vlib_cart *cart = d->loaded ? d->element->cart : NULL;

	put(w, 0x0000, 1, cart != NULL);	/* page valid */
	if (!cart)
		return;
	put(w, 0x0001, 4, cart->loads);
	put(w, 0x0010, 4, cart->written >> 20);
	put(w, 0x0011, 4, cart->read >> 20);
}

/* tape capacity page of LTO: MiB left and in all */
static void capacity(struct vlib_cmd *c, struct writer *w)
{
	struct vlib_drive *d = vlib_drive_of(c);
	struct vlib_cart *cart = d->loaded ? d->element->cart : NULL;

	put(w, 0x0001, 4, cart ? (cart->capacity -
				  vlib_drive_image(d)->bytes) >> 20 : 0);
	put(w, 0x0003, 4, cart ? cart->capacity >> 20 : 0);
}

static const struct {
	u8 code;
	bool changer;		/* changers have it too */
	void (*fill)(struct vlib_cmd *c, struct writer *w);
} pages[] = {
	{ 0x02, false, write_errors },
	{ 0x03, false, read_errors },
	{ 0x0c, false, bytes },
	{ 0x11, false, status },
	{ 0x14, false, statistics },
	{ 0x17, false, volume },
	{ 0x2e, true, alerts },
	{ 0x31, false, capacity },
};

static bool has_page(const struct vlib_dev *dev, int i)
{
	return dev->kind == VLIB_TAPE ||
	       (dev->kind == VLIB_CHANGER && pages[i].changer);
}

u32 vlib_log_sense(struct vlib_cmd *c)
{
	u8 code = c->cdb[2] & 0x3f;
	struct writer w = { .from = vlib_get16(c->cdb + 5) };
	u8 *p = vlib_reply(c, LONGEST);
	int i;

	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	if (c->cdb[1] & 1)		/* nothing can be saved */
		return vlib_bad_field(c, 1);
	if (c->cdb[3])
		return vlib_bad_field(c, 3);
	c->limit = vlib_get16(c->cdb + 7);
	p[0] = code;
	w.p = p + 4;
	if (!code)
		*w.p++ = 0;
	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		if (!has_page(c->dev, i))
			continue;
		if (!code)
			*w.p++ = pages[i].code;
		else if (code == pages[i].code)
			pages[i].fill(c, &w);
	}
	c->len = w.p - p;
	vlib_put16(p + 2, c->len - 4);
	for (i = 0; code && i < ARRAY_SIZE(pages); i++)
		if (code == pages[i].code && has_page(c->dev, i))
			return 0;
	return code ? vlib_bad_field(c, 2) : 0;
}

/* resets what can be reset, if no page is sent along */
u32 vlib_log_select(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);

	if (vlib_get16(c->cdb + 7))
		return vlib_bad_field(c, 7);
	if (!(c->cdb[1] & 2) && (c->cdb[2] >> 6) != 3)
		return 0;
	c->dev->alerts = 0;
	if (c->dev->kind == VLIB_TAPE) {
		d->written = 0;
		d->read = 0;
	}
	return 0;
}
