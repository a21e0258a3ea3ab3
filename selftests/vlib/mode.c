// SPDX-License-Identifier: GPL-2.0
/*
 * MODE SENSE and MODE SELECT (SPC-4 6.11 to 6.14, SSC-4 8.3, SMC-3 7.3)
 *
 * Pages with settings have defaults and a mask of what may be changed; the
 * current values are in the device.  The pages of a changer say what it is made
 * of and cannot be changed.
 */
#include <linux/string.h>
#include <scsi/scsi.h>

#include "cmd.h"

#define ALL_PAGES	0x3f
#define LONGEST		512	/* of all pages of a device */

enum control { CURRENT, CHANGEABLE, DEFAULTS, SAVED };

/**
 * struct mode_page - a mode page
 * @code: page code
 * @len: page length, which does not count the first two bytes
 * @value: default values, from byte 2 on
 * @mask: the bits that can be changed
 * @fill: of a page that follows from what the device is: fills it in
 */
struct mode_page {
	u8 code;
	u8 len;
	u8 value[VLIB_MODE_LEN];
	u8 mask[VLIB_MODE_LEN];
	void (*fill)(const struct vlib_dev *dev, u8 *p);
};

/* element address assignment page, SMC-3 7.3.4 */
static void fill_addresses(const struct vlib_dev *dev, u8 *p)
{
	const struct vlib_range *r = dev->lib->range;
	int type;

	for (type = VLIB_PICKER; type < VLIB_TYPES; type++, p += 4) {
		vlib_put16(p, r[type].first);
		vlib_put16(p + 2, r[type].count);
	}
}

/* transport geometry page, SMC-3 7.3.5: two bytes for each picker */
static void fill_geometry(const struct vlib_dev *dev, u8 *p)
{
	const struct vlib *lib = dev->lib;
	int i;

	for (i = 0; i < lib->range[VLIB_PICKER].count; i++) {
		p[2 * i] = lib->settings.rotate ? 1 : 0;
		p[2 * i + 1] = i;
	}
}

/* device capabilities page, SMC-3 7.3.3: media may go from anywhere to anywhere */
static void fill_capabilities(const struct vlib_dev *dev, u8 *p)
{
	const struct vlib_range *r = dev->lib->range;
	u8 where = 0;
	int type, bit;

	for (type = VLIB_PICKER; type < VLIB_TYPES; type++)
		if (r[type].count)
			where |= 1 << (type - 1);
	p[0] = where;			/* may store media */
	for (bit = 0; bit < 4; bit++) {
		if (!(where & 1 << bit))
			continue;
		p[2 + bit] = where;	/* MOVE MEDIUM */
		p[10 + bit] = where;	/* EXCHANGE MEDIUM */
	}
}

static const struct mode_page changer_pages[] = {
	{ .code = 0x1d, .len = 18, .fill = fill_addresses },
	{ .code = 0x1e, .len = 0, .fill = fill_geometry },
	{ .code = 0x1f, .len = 18, .fill = fill_capabilities },
	{ }
};

static const struct mode_page tape_pages[] = {
	/* disconnect-reconnect */
	{ .code = 0x02, .len = 14, .value = { 0x80, 0x80 } },
	/* data compression: on, can be turned off */
	{ .code = 0x0f, .len = 14, .value = { 0xc0, 0x80, 0, 0, 0, 1 },
	  .mask = { 0x80, 0x80 } },
	/* device configuration: buffered, block identifiers, compression */
	{ .code = 0x10, .len = 14,
	  .value = { 0, 0, 0, 0, 0, 0x64, 0x40, 0, 0x18, 0, 0, 0, 1 },
	  .mask = { [12] = 0xff } },
	/* informational exceptions control: TapeAlert */
	{ .code = 0x1c, .len = 10, .value = { 0x08, 0x03 },
	  .mask = { 0x0c, 0x0f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } },
	{ }
};

static const struct mode_page cdrom_pages[] = {
	/* read error recovery */
	{ .code = 0x01, .len = 10, .value = { 0, 3 } },
	/* capabilities and mechanical status: a tray that can be locked */
	{ .code = 0x2a, .len = 20, .value = { 0x3f, 0, 0, 0, 0x29 } },
	{ }
};

static const struct mode_page optical_pages[] = {
	{ .code = 0x01, .len = 10 },
	{ .code = 0x08, .len = 18 },	/* caching: none */
	{ }
};

static const struct mode_page *pages_of(const struct vlib_dev *dev)
{
	switch (dev->kind) {
	case VLIB_CHANGER:
		return changer_pages;
	case VLIB_CDROM:
		return cdrom_pages;
	case VLIB_OPTICAL:
		return optical_pages;
	case VLIB_TAPE:
		break;
	}
	return tape_pages;
}

/** vlib_mode_reset() - modes as after power on */
void vlib_mode_reset(struct vlib_dev *dev)
{
	const struct mode_page *page = pages_of(dev);
	int i;

	for (i = 0; page[i].code; i++)
		memcpy(dev->mode[i], page[i].value, VLIB_MODE_LEN);
}

static u8 length_of(const struct vlib_dev *dev, const struct mode_page *page)
{
	if (page->fill == fill_geometry)
		return 2 * dev->lib->range[VLIB_PICKER].count;
	return page->len;
}

static u32 put_mode_page(const struct vlib_dev *dev, const struct mode_page *page, int i,
		    enum control control, u8 *p)
{
	u8 len = length_of(dev, page);

	p[0] = page->code;
	p[1] = len;
	if (control == CHANGEABLE)
		memcpy(p + 2, page->mask, page->fill ? 0 : len);
	else if (page->fill)
		page->fill(dev, p + 2);
	else
		memcpy(p + 2, control == DEFAULTS ? page->value : dev->mode[i],
		       len);
	return 2 + len;
}

/* general block descriptor of a tape, SSC-4 8.3 */
static void put_block_descriptor(struct vlib_drive *d, u8 *p)
{
	struct vlib_cart *cart = d->element->cart;

	if (cart && d->loaded)
		p[0] = cart->density;
	vlib_put24(p + 5, d->block);
}

/* medium type and device specific parameter of the header */
static void put_header(struct vlib_cmd *c, u8 *type, u8 *specific)
{
	struct vlib_drive *d = vlib_drive_of(c);
	struct vlib_cart *cart;

	if (c->dev->kind == VLIB_CHANGER)
		return;
	if (c->dev->kind == VLIB_TAPE)
		*specific = 0x10;		/* buffered */
	cart = d->loaded ? d->element->cart : NULL;
	if (!cart)
		return;
	if (c->dev->kind == VLIB_TAPE)
		*type = cart->code;
	if (cart->protect)
		*specific |= 0x80;
}

u32 vlib_mode_sense(struct vlib_cmd *c)
{
	bool ten = c->cdb[0] == 0x5a;
	enum control control = c->cdb[2] >> 6;
	u8 code = c->cdb[2] & 0x3f, sub = c->cdb[3];
	const struct mode_page *page = pages_of(c->dev);
	u32 header = ten ? 8 : 4, len = header;
	bool descriptor, found = code == 0 || code == ALL_PAGES;
	u8 *p;
	int i;

	c->limit = ten ? vlib_get16(c->cdb + 7) : c->cdb[4];
	if (control == SAVED)
		return VLIB_SENSE(ILLEGAL_REQUEST, 0x39, 0x00);
	if (sub && sub != 0xff)
		return vlib_bad_field(c, 3);
	p = vlib_reply(c, LONGEST + 2 * c->dev->lib->range[VLIB_PICKER].count);
	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	descriptor = c->dev->kind == VLIB_TAPE && !(c->cdb[1] & 0x08);
	if (descriptor) {
		put_block_descriptor(vlib_drive_of(c), p + len);
		len += 8;
	}
	for (i = 0; page[i].code; i++) {
		if (code != ALL_PAGES && code != page[i].code)
			continue;
		found = true;
		len += put_mode_page(c->dev, &page[i], i, control, p + len);
	}
	if (!found)
		return vlib_bad_field(c, 2);
	if (ten) {
		vlib_put16(p, len - 2);
		put_header(c, p + 2, p + 3);
		vlib_put16(p + 6, descriptor ? 8 : 0);
	} else {
		p[0] = len - 1;
		put_header(c, p + 1, p + 2);
		p[3] = descriptor ? 8 : 0;
	}
	c->len = len;
	return 0;
}

static u32 bad_list(void)
{
	return VLIB_SENSE(ILLEGAL_REQUEST, 0x26, 0x00);
}

/* One page that the host sent; @set: take it over, else just look. */
static u32 select_page(struct vlib_dev *dev, const u8 *p, u32 len, bool set)
{
	const struct mode_page *page = pages_of(dev);
	int i, k;
	u8 keep;

	for (i = 0; page[i].code && page[i].code != (p[0] & 0x3f); i++)
		;
	if (!page[i].code || page[i].fill || p[1] != page[i].len)
		return bad_list();
	for (k = 0; k < page[i].len; k++) {
		keep = ~page[i].mask[k];
		if ((p[2 + k] ^ dev->mode[i][k]) & keep)
			return bad_list();
		if (set)
			dev->mode[i][k] = p[2 + k];
	}
	return 0;
}

static u32 select_pages(struct vlib_dev *dev, const u8 *p, u32 len, bool set)
{
	u32 pos, sense;

	for (pos = 0; pos < len; pos += 2 + p[pos + 1]) {
		if (len - pos < 2 || len - pos < 2u + p[pos + 1])
			return VLIB_SENSE(ILLEGAL_REQUEST, 0x1a, 0x00);
		sense = select_page(dev, p + pos, len - pos, set);
		if (sense)
			return sense;
	}
	return 0;
}

u32 vlib_mode_select(struct vlib_cmd *c)
{
	bool ten = c->cdb[0] == 0x55;
	u32 header = ten ? 8 : 4, bd, len, sense;
	u8 buf[LONGEST];

	len = ten ? vlib_get16(c->cdb + 7) : c->cdb[4];
	if (!len)
		return 0;
	if (len > sizeof(buf) || (c->cdb[1] & 1))	/* nothing is saved */
		return vlib_bad_field(c, len > sizeof(buf) ? 4 : 1);
	if (len < header || vlib_sent(c, buf, len) < len)
		return VLIB_SENSE(ILLEGAL_REQUEST, 0x1a, 0x00);
	bd = ten ? vlib_get16(buf + 6) : buf[3];
	if (bd && (bd != 8 || c->dev->kind != VLIB_TAPE))
		return bad_list();
	if (header + bd > len)
		return VLIB_SENSE(ILLEGAL_REQUEST, 0x1a, 0x00);
	/* all or nothing */
	sense = select_pages(c->dev, buf + header + bd, len - header - bd, false);
	if (sense)
		return sense;
	select_pages(c->dev, buf + header + bd, len - header - bd, true);
	if (bd)
		vlib_drive_of(c)->block = vlib_get24(buf + header + 5);
	return 0;
}
