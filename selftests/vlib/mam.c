// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of a cartridge (SPC-4 7.4): what drive and maker keep in it, and
 * what hosts write
 */
#include <linux/slab.h>
#include <linux/string.h>
#include <scsi/scsi.h>

#include "cmd.h"

#define BINARY		0
#define ASCII		1
#define TEXT		2
#define READ_ONLY	0x80
#define ATTRIBUTE_MAX	512
#define MAM_SIZE	4096	/* bytes, for what hosts write */
#define LIST_MAX	(16 << 10)

/**
 * struct attribute - an attribute that a host has written
 * @link: in the cartridge, ascending
 * @id: attribute identifier
 * @format: BINARY, ASCII, TEXT
 * @len: of @value
 * @value: its value
 */
struct attribute {
	struct list_head link;
	u16 id;
	u8 format;
	u16 len;
	u8 value[];
};

/**
 * struct builtin - an attribute of drive or maker
 * @id: attribute identifier
 * @format: BINARY or ASCII
 * @len: bytes
 * @value: writes them
 */
struct builtin {
	u16 id;
	u8 format;
	u8 len;
	void (*value)(struct vlib_drive *d, struct vlib_cart *cart, u8 *p);
};

static void remaining(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	u64 bytes = vlib_drive_image(d)->bytes;

	vlib_put64(p, (cart->capacity - min(bytes, cart->capacity)) >> 20);
}

static void maximum(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_put64(p, cart->capacity >> 20);
}

static void alert_flags(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	int i;

	/* flag 1 is the first bit of the field */
	for (i = 0; i < 64; i++)
		if (d->dev.alerts >> i & 1)
			p[i / 8] |= 0x80 >> i % 8;
}

static void load_count(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_put64(p, cart->loads);
}

static u32 used_by_hosts(struct vlib_cart *cart)
{
	struct attribute *a;
	u32 used = 0;

	list_for_each_entry(a, &cart->mam, link)
		used += 5 + a->len;
	return used;
}

static void space_left(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_put64(p, MAM_SIZE - used_by_hosts(cart));
}

static void organization(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_pad(p, "LTO-CVE", 8);
}

static void density(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	p[0] = cart->density;
}

static void last_drive(struct vlib_drive *d, int i, struct vlib_cart *cart,
		       u8 *p)
{
	vlib_pad(p, cart->last[i][0] ? d->dev.vendor : "", 8);
	vlib_pad(p + 8, cart->last[i], 32);
}

static void last0(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	last_drive(d, 0, cart, p);
}

static void last1(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	last_drive(d, 1, cart, p);
}

static void last2(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	last_drive(d, 2, cart, p);
}

static void last3(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	last_drive(d, 3, cart, p);
}

static void written_ever(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_put64(p, cart->written >> 20);
}

static void read_ever(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_put64(p, cart->read >> 20);
}

static void written_now(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_put64(p, d->written >> 20);
}

static void read_now(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_put64(p, d->read >> 20);
}

static void manufacturer(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_pad(p, "VLIB", 8);
}

static void serial(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_pad(p, cart->serial, 32);
}

static void length(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_put32(p, 820);		/* m */
}

static void width(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_put32(p, 127);		/* tenths of mm */
}

static void date(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_pad(p, "20260101", 8);
}

static void mam_size(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	vlib_put64(p, MAM_SIZE);
}

static void medium_type(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	p[0] = cart->type == VLIB_CLEANING ? 0x01 :
	       cart->type == VLIB_WORM ? 0x80 : 0x00;
}

static void type_information(struct vlib_drive *d, struct vlib_cart *cart, u8 *p)
{
	/* of a cleaning cartridge: how often it can be used */
	vlib_put16(p, cart->type == VLIB_CLEANING ? cart->cleans : 0);
}

static const struct builtin builtins[] = {
	{ 0x0000, BINARY, 8, remaining },
	{ 0x0001, BINARY, 8, maximum },
	{ 0x0002, BINARY, 8, alert_flags },
	{ 0x0003, BINARY, 8, load_count },
	{ 0x0004, BINARY, 8, space_left },
	{ 0x0005, ASCII, 8, organization },
	{ 0x0006, BINARY, 1, density },
	{ 0x020a, ASCII, 40, last0 },
	{ 0x020b, ASCII, 40, last1 },
	{ 0x020c, ASCII, 40, last2 },
	{ 0x020d, ASCII, 40, last3 },
	{ 0x0220, BINARY, 8, written_ever },
	{ 0x0221, BINARY, 8, read_ever },
	{ 0x0222, BINARY, 8, written_now },
	{ 0x0223, BINARY, 8, read_now },
	{ 0x0400, ASCII, 8, manufacturer },
	{ 0x0401, ASCII, 32, serial },
	{ 0x0402, BINARY, 4, length },
	{ 0x0403, BINARY, 4, width },
	{ 0x0404, ASCII, 8, organization },
	{ 0x0405, BINARY, 1, density },
	{ 0x0406, ASCII, 8, date },
	{ 0x0407, BINARY, 8, mam_size },
	{ 0x0408, BINARY, 1, medium_type },
	{ 0x0409, BINARY, 2, type_information },
};

/* what hosts may write, and how long it is at most; SPC-4 7.4.2.4 */
static const struct {
	u16 id;
	u8 format;
	u16 len;
} hosts[] = {
	{ 0x0800, ASCII, 8 },		/* application vendor */
	{ 0x0801, ASCII, 32 },		/* application name */
	{ 0x0802, ASCII, 8 },		/* application version */
	{ 0x0803, TEXT, 160 },		/* user medium text label */
	{ 0x0804, ASCII, 12 },		/* date and time last written */
	{ 0x0805, BINARY, 1 },		/* text localization identifier */
	{ 0x0806, ASCII, 32 },		/* bar code */
	{ 0x0807, TEXT, 80 },		/* owning host */
	{ 0x0808, TEXT, 160 },		/* media pool */
	{ 0x0809, ASCII, 16 },		/* partition user text label */
	{ 0x080a, BINARY, 1 },		/* load or unload at partition */
	{ 0x080b, ASCII, 16 },		/* application format version */
	{ 0x080c, BINARY, 512 },	/* volume coherency information */
	{ 0x0820, BINARY, 36 },		/* medium globally unique identifier */
	{ 0x0821, BINARY, 36 },		/* media pool unique identifier */
};

static u8 *put_header(u8 *p, u16 id, u8 format, u16 len)
{
	vlib_put16(p, id);
	p[2] = format;
	vlib_put16(p + 3, len);
	return p + 5;
}

/* Attributes from @first on at @p; just their identifiers if @list. */
static u8 *put_all(struct vlib_drive *d, struct vlib_cart *cart, u8 *p,
		   u16 first, bool list)
{
	const struct builtin *b;
	struct attribute *a;
	int i;

	for (i = 0; i < ARRAY_SIZE(builtins); i++) {
		b = &builtins[i];
		if (list) {
			vlib_put16(p, b->id);
			p += 2;
		} else if (b->id >= first) {
			p = put_header(p, b->id, READ_ONLY | b->format, b->len);
			b->value(d, cart, p);
			p += b->len;
		}
	}
	list_for_each_entry(a, &cart->mam, link) {
		if (list) {
			vlib_put16(p, a->id);
			p += 2;
		} else if (a->id >= first) {
			p = put_header(p, a->id, a->format, a->len);
			memcpy(p, a->value, a->len);
			p += a->len;
		}
	}
	return p;
}

static bool has_attribute(struct vlib_cart *cart, u16 id)
{
	struct attribute *a;
	int i;

	for (i = 0; i < ARRAY_SIZE(builtins); i++)
		if (builtins[i].id == id)
			return true;
	list_for_each_entry(a, &cart->mam, link)
		if (a->id == id)
			return true;
	return false;
}

u32 vlib_read_attribute(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	struct vlib_cart *cart = d->element->cart;
	u8 action = c->cdb[1] & 0x1f;
	u16 first = vlib_get16(c->cdb + 8);
	u8 *p;

	if (c->cdb[7])		/* there is one partition */
		return vlib_bad_field(c, 7);
	if (action == 0 && first && !has_attribute(cart, first))
		return vlib_bad_field(c, 8);
	p = vlib_reply(c, LIST_MAX);
	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	c->limit = vlib_get32(c->cdb + 10);
	switch (action) {
	case 0:			/* values */
	case 1:			/* identifiers */
		c->len = put_all(d, cart, p + 4, first, action == 1) - p;
		vlib_put32(p, c->len - 4);
		break;
	case 2:			/* logical volumes: number 0, and one */
	case 3:			/* partitions: number 0, and one */
		vlib_put16(p, 2);
		p[3] = 1;
		c->len = 4;
		break;
	}
	return 0;
}

static u32 bad_list(void)
{
	return VLIB_SENSE(ILLEGAL_REQUEST, 0x26, 0x00);
}

/* One attribute that a host sent: is it one that hosts may write? */
static u32 check_attribute(u16 id, u8 format, u16 len)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(hosts); i++)
		if (hosts[i].id == id)
			return format != hosts[i].format || len > hosts[i].len ?
			       bad_list() : 0;
	return bad_list();
}

/* length 0 takes it away */
static u32 set_attribute(struct vlib_cart *cart, u16 id, u8 format, u16 len,
			 const u8 *value)
{
	struct attribute *a, *next, *new = NULL;
	struct list_head *before = &cart->mam;

	if (len) {
		new = kmalloc(struct_size(new, value, len), GFP_KERNEL);
		if (!new)
			return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
		new->id = id;
		new->format = format;
		new->len = len;
		memcpy(new->value, value, len);
	}
	list_for_each_entry_safe(a, next, &cart->mam, link) {
		if (a->id == id) {
			list_del(&a->link);
			kfree(a);
		} else if (a->id > id) {
			before = &a->link;
			break;
		}
	}
	if (new)
		list_add_tail(&new->link, before);
	return 0;
}

/* the list at @p of @len bytes: look at it, or take it over */
static u32 each_attribute(struct vlib_cart *cart, const u8 *p, u32 len, bool set)
{
	u32 pos, sense, size;
	u16 id;

	for (pos = 0; pos < len; pos += 5 + size) {
		if (len - pos < 5)
			return bad_list();
		id = vlib_get16(p + pos);
		size = vlib_get16(p + pos + 3);
		if (len - pos - 5 < size)
			return bad_list();
		sense = set ? set_attribute(cart, id, p[pos + 2] & 3, size,
					    p + pos + 5) :
			check_attribute(id, p[pos + 2] & 3, size);
		if (sense)
			return sense;
	}
	return 0;
}

u32 vlib_write_attribute(struct vlib_cmd *c)
{
	struct vlib_cart *cart = vlib_drive_of(c)->element->cart;
	u32 len = vlib_get32(c->cdb + 10), sense = 0;
	u8 *buf;

	if (c->cdb[7])
		return vlib_bad_field(c, 7);
	if (!len)
		return 0;
	if (len < 4 || len > MAM_SIZE)
		return VLIB_SENSE(ILLEGAL_REQUEST, 0x1a, 0x00);
	buf = kmalloc(len, GFP_KERNEL);
	if (!buf)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	if (vlib_sent(c, buf, len) < len || vlib_get32(buf) > len - 4)
		sense = VLIB_SENSE(ILLEGAL_REQUEST, 0x1a, 0x00);
	len = sense ? 0 : vlib_get32(buf);
	/* all or nothing */
	sense = sense ?: each_attribute(cart, buf + 4, len, false);
	if (!sense && used_by_hosts(cart) + len > MAM_SIZE)
		sense = VLIB_SENSE(ILLEGAL_REQUEST, 0x55, 0x06);
	sense = sense ?: each_attribute(cart, buf + 4, len, true);
	kfree(buf);
	return sense;
}

/** vlib_mam_free() - forget what hosts wrote */
void vlib_mam_free(struct vlib_cart *cart)
{
	struct attribute *a, *next;

	list_for_each_entry_safe(a, next, &cart->mam, link) {
		list_del(&a->link);
		kfree(a);
	}
}
