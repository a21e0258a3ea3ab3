// SPDX-License-Identifier: GPL-2.0
/*
 * READ ELEMENT STATUS (SMC-3 6.10)
 *
 * Elements come in ascending order of their addresses, a page for each type.
 * The number of elements in the CDB is the most that are reported, whatever
 * their addresses.  Counts in headers are of what there is to report; if the
 * allocation length is too small for that, as many whole descriptors come as
 * fit.
 */
#include <linux/jiffies.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <scsi/scsi.h>

#include "cmd.h"

#define HEADER		8
#define TAG_LEN		36
#define ID_HEADER	4
#define ID_MAX		(24 + VLIB_NAME)

/**
 * struct request - what was asked for
 * @tags: volume tags
 * @ids: identifiers of drives
 * @id_len: bytes of the longest one, its header not counted
 */
struct request {
	bool tags;
	bool ids;
	u32 id_len;
};

/** vlib_disbelieve() - the changer has looked: it knows what is in an element */
void vlib_disbelieve(struct vlib_element *e)
{
	kfree(e->belief);
	e->belief = NULL;
}

/**
 * vlib_believe() - from now on the changer does not notice what becomes of an
 *	element, until it looks
 * @e: element
 *
 * Return: 0 or -ENOMEM.
 */
int vlib_believe(struct vlib_element *e)
{
	if (e->belief)
		return 0;
	e->belief = kzalloc(sizeof(*e->belief), GFP_KERNEL);
	if (!e->belief)
		return -ENOMEM;
	if (e->cart) {
		e->belief->full = true;
		e->belief->type = e->cart->type;
		strscpy(e->belief->tag, e->cart->tag, sizeof(e->belief->tag));
	}
	return 0;
}

static bool accessible(struct vlib *lib, const struct vlib_element *e)
{
	const struct vlib_drive *d;

	if (e->removed || e->disabled || e->open || e->no_access ||
	    lib->door_open)
		return false;
	if (e->type != VLIB_DRIVE || !e->cart)
		return true;
	d = &lib->drives[e->index];
	return !d->dev.prevent && !d->cleaning &&
	       (!d->loaded || lib->settings.autoeject);
}

static u8 flags_of(struct vlib *lib, const struct vlib_element *e, bool full)
{
	u8 flags = full ? 0x01 : 0;

	if (e->type != VLIB_PICKER && accessible(lib, e))
		flags |= 0x08;
	if (e->except || e->removed)
		flags |= 0x04;
	if (e->type == VLIB_PORT)
		flags |= 0x30 | (full && e->by_hand ? 0x02 : 0);
	return flags;
}

static void put_tag(u8 *p, const char *tag)
{
	/* no volume tag: all zeros */
	if (tag[0])
		vlib_pad(p, tag, VLIB_NAME);
}

static void put_descriptor(struct vlib *lib, const struct vlib_element *e,
			   const struct request *r, u8 *p)
{
	const struct vlib_belief *b = e->belief;
	const struct vlib_cart *cart = e->removed ? NULL : e->cart;
	bool full = b ? b->full : !!cart;

	vlib_put16(p, e->address);
	p[2] = flags_of(lib, e, full);
	if (e->removed && !e->except) {
		p[4] = 0x3b;	/* magazine, or drive, removed */
		p[5] = e->type == VLIB_DRIVE ? 0x1a : 0x12;
	} else if (e->except) {
		p[4] = e->asc;
		p[5] = e->ascq;
	}
	if (e->disabled)
		p[9] |= 0x08;
	if (full)
		p[9] |= b ? b->type : cart->type;
	if (full && cart && cart->source_valid) {
		p[9] |= 0x80 | (cart->inverted ? 0x40 : 0);
		vlib_put16(p + 10, cart->source);
	}
	p += 12;
	if (r->tags) {
		if (full)
			put_tag(p, b ? b->tag : cart->tag);
		p += TAG_LEN;
	}
	if (r->ids && e->type == VLIB_DRIVE && !e->removed)
		vlib_designator(&lib->drives[e->index].dev,
				lib->settings.dvcid, p);
}

static u32 descriptor_len(enum vlib_type type, const struct request *r)
{
	return 12 + (r->tags ? TAG_LEN : 0) + ID_HEADER +
	       (type == VLIB_DRIVE ? r->id_len : 0);
}

static u32 longest_id(struct vlib *lib)
{
	u8 buf[ID_HEADER + ID_MAX];
	u32 len = 0, n;
	int i;

	for (i = 0; i < lib->range[VLIB_DRIVE].count; i++) {
		n = vlib_designator(&lib->drives[i].dev, lib->settings.dvcid,
				    buf);
		len = max(len, n - ID_HEADER);
	}
	return len;
}

/* the part of a range that was asked for */
struct part {
	enum vlib_type type;
	u32 first;		/* index of the first element */
	u32 count;
};

static int by_address(const void *a, const void *b, const void *lib)
{
	const struct vlib_range *r = ((const struct vlib *)lib)->range;

	return (int)r[((const struct part *)a)->type].first -
	       (int)r[((const struct part *)b)->type].first;
}

/* Returns the number of parts. */
static int find_parts(struct vlib *lib, u8 type, u32 start, u32 most,
		      struct part *parts)
{
	int n = 0, t, i;

	for (t = VLIB_PICKER; t < VLIB_TYPES; t++) {
		const struct vlib_range *r = &lib->range[t];

		if (!r->count || (type && type != t) ||
		    start >= r->first + r->count)
			continue;
		parts[n].type = t;
		parts[n].first = start > r->first ? start - r->first : 0;
		parts[n++].count = r->count;
	}
	sort_r(parts, n, sizeof(*parts), by_address, NULL, lib);
	for (i = 0; i < n; i++) {
		parts[i].count = min(parts[i].count - parts[i].first, most);
		most -= parts[i].count;
		if (!parts[i].count)
			break;
	}
	return i;
}

static void put_status_page(struct vlib *lib, const struct part *part,
		     const struct request *r, u8 **p, const u8 *end)
{
	const struct vlib_element *e;
	u32 len = descriptor_len(part->type, r);
	u32 i;

	if (end - *p < HEADER)
		return;
	(*p)[0] = part->type;
	(*p)[1] = r->tags ? 0x80 : 0;
	vlib_put16(*p + 2, len);
	vlib_put24(*p + 5, part->count * len);
	*p += HEADER;
	e = lib->range[part->type].elements + part->first;
	for (i = 0; i < part->count && end - *p >= len; i++, *p += len)
		put_descriptor(lib, e + i, r, *p);
}

u32 vlib_read_status(struct vlib_cmd *c)
{
	struct vlib *lib = c->dev->lib;
	u8 type = c->cdb[1] & 0x0f;
	struct request r = { .tags = c->cdb[1] & 0x10, .ids = c->cdb[6] & 1 };
	u32 start = vlib_get16(c->cdb + 2), alloc = vlib_get24(c->cdb + 7);
	struct part parts[VLIB_TYPES];
	u32 total = 0, elements = 0;
	u8 *p, *begin;
	int i, n;

	if (time_before(jiffies, lib->ready_at))
		return VLIB_SENSE(NOT_READY, 0x04, 0x01);
	if (type >= VLIB_TYPES)
		return vlib_bad_field(c, 1);
	if (r.tags && lib->settings.tags == VLIB_TAGS_REFUSE)
		return vlib_bad_field(c, 1);
	if (r.ids && lib->settings.dvcid == VLIB_DVCID_NONE)
		return vlib_bad_field(c, 6);
	if (lib->settings.tags != VLIB_TAGS_READ)
		r.tags = false;
	if (r.ids)
		r.id_len = longest_id(lib);
	n = find_parts(lib, type, start, vlib_get16(c->cdb + 4), parts);
	for (i = 0; i < n; i++) {
		total += HEADER + parts[i].count *
			 descriptor_len(parts[i].type, &r);
		elements += parts[i].count;
	}
	c->limit = alloc;
	begin = vlib_reply(c, HEADER + min(total, alloc));
	if (!begin)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	if (n)
		vlib_put16(begin, lib->range[parts[0].type].first +
				  parts[0].first);
	vlib_put16(begin + 2, elements);
	vlib_put24(begin + 5, total);
	p = begin + HEADER;
	for (i = 0; i < n; i++)
		put_status_page(lib, &parts[i], &r, &p,
			 begin + max_t(u32, HEADER, min(HEADER + total, alloc)));
	c->len = p - begin;
	return 0;
}
