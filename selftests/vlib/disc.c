// SPDX-License-Identifier: GPL-2.0
/*
 * Optical drives: CD/DVD (device type 5, MMC-6, bound by sr) and optical memory
 * (device type 7, SBC-3, bound by sd), which can also be written
 *
 * The image of a side has a block of 2048 bytes for each logical block.  What
 * is not there reads as zeros.  A CD ends with the last block that is there.
 */
#include <linux/mm.h>
#include <linux/string.h>
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>

#include "cmd.h"

#define BLOCK		2048
#define BLOCKS_MAX	4096		/* of one command */
#define MEDIA_CLASS	4		/* of GET EVENT STATUS NOTIFICATION */

static u32 blocks_of(struct vlib_drive *d)
{
	struct vlib_image *image = vlib_drive_image(d);
	u32 count = image->count;

	if (d->dev.kind == VLIB_OPTICAL)
		return d->element->cart->capacity / BLOCK;
	/* the filemark that a tape's image ends with is none of ours */
	if (count && xa_is_value(vlib_image_at(image, count - 1)))
		count--;
	return count ?: 1;
}

static u32 no_memory(void)
{
	return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
}

static u32 read_capacity(struct vlib_cmd *c)
{
	u8 *p = vlib_reply(c, 8);

	if (!p)
		return no_memory();
	vlib_put32(p, blocks_of(vlib_drive_of(c)) - 1);
	vlib_put32(p + 4, BLOCK);
	return 0;
}

/* which blocks a READ or WRITE of 10 or 12 bytes is about */
static u32 span(struct vlib_cmd *c, u32 *first, u32 *count)
{
	bool ten = c->cdb[0] == 0x28 || c->cdb[0] == 0x2a;
	u32 blocks = blocks_of(vlib_drive_of(c));

	*first = vlib_get32(c->cdb + 2);
	*count = ten ? vlib_get16(c->cdb + 7) : vlib_get32(c->cdb + 6);
	if (*first > blocks || *count > blocks - *first)
		return VLIB_SENSE(ILLEGAL_REQUEST, 0x21, 0x00);
	return *count > BLOCKS_MAX ? vlib_bad_field(c, ten ? 7 : 6) : 0;
}

static u32 read(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	struct vlib_block *b;
	u32 first, count, i, sense;
	u8 *p;

	sense = span(c, &first, &count);
	if (sense)
		return sense;
	p = vlib_reply(c, count * BLOCK);
	if (!p)
		return no_memory();
	for (i = 0; i < count; i++) {
		b = vlib_image_at(vlib_drive_image(d), first + i);
		if (b && !xa_is_value(b))
			memcpy(p + i * BLOCK, b->data, min_t(u32, b->len, BLOCK));
	}
	d->read += count * BLOCK;
	d->element->cart->read += count * BLOCK;
	return 0;
}

static u32 write_blocks(struct vlib_drive *d, const u8 *p, u32 first, u32 count)
{
	struct vlib_block *b;
	u32 i;

	for (i = 0; i < count; i++) {
		b = vlib_block_alloc(BLOCK);
		if (!b)
			return VLIB_SENSE(MEDIUM_ERROR, 0x0c, 0x00);
		memcpy(b->data, p + i * BLOCK, BLOCK);
		if (vlib_image_set(vlib_drive_image(d), first + i, b)) {
			vlib_block_free(b);
			return VLIB_SENSE(MEDIUM_ERROR, 0x0c, 0x00);
		}
	}
	d->written += count * BLOCK;
	d->element->cart->written += count * BLOCK;
	return 0;
}

static u32 write(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	u32 first, count, sense;
	u8 *data;

	if (d->dev.kind != VLIB_OPTICAL || d->element->cart->protect)
		return VLIB_SENSE(DATA_PROTECT, 0x27, 0x00);
	sense = span(c, &first, &count);
	if (sense || !count)
		return sense;
	data = kvmalloc(count * BLOCK, GFP_KERNEL);
	if (!data)
		return no_memory();
	sense = VLIB_SENSE(ABORTED_COMMAND, 0x4b, 0x00);
	if (vlib_sent(c, data, count * BLOCK) == count * BLOCK)
		sense = write_blocks(d, data, first, count);
	kvfree(data);
	return sense;
}

/* START STOP UNIT: LOEJ opens the tray, LOEJ and START close it */
static u32 start_stop(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	bool start = c->cdb[4] & 1, loej = c->cdb[4] & 2;

	if (!loej)
		return start ? vlib_drive_ready(d) : 0;
	if (start) {
		vlib_drive_load(d);
		return d->element->cart ? 0 : VLIB_SENSE(NOT_READY, 0x3a, 0x00);
	}
	if (c->dev->prevent)
		return VLIB_SENSE(ILLEGAL_REQUEST, 0x53, 0x02);
	if (d->loaded)
		d->event = VLIB_EVENT_GONE;
	vlib_drive_unload(d);
	return 0;
}

static u32 get_event(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	bool media = c->cdb[4] & 1 << MEDIA_CLASS;
	u8 *p;

	if (!(c->cdb[1] & 1))		/* it does not wait for events */
		return vlib_bad_field(c, 1);
	p = vlib_reply(c, 8);
	if (!p)
		return no_memory();
	c->limit = vlib_get16(c->cdb + 7);
	p[3] = 1 << MEDIA_CLASS;
	if (!media) {
		vlib_put16(p, 2);
		p[2] = 0x80;		/* no such class */
		c->len = 4;
		return 0;
	}
	vlib_put16(p, 6);
	p[2] = MEDIA_CLASS;
	p[4] = d->event;
	p[5] = d->loaded ? 0x02 : d->element->cart ? 0x01 : 0x00;
	if (c->limit >= 8)
		d->event = VLIB_EVENT_NONE;
	return 0;
}

/* one track, all of the disc */
static u32 read_toc(struct vlib_cmd *c)
{
	u8 format = c->cdb[2] & 0x0f;
	u8 *p;

	if (format > 1)
		return vlib_bad_field(c, 2);
	p = vlib_reply(c, 20);
	if (!p)
		return no_memory();
	c->limit = vlib_get16(c->cdb + 7);
	p[2] = 1;			/* first and last track, or session */
	p[3] = 1;
	p[5] = 0x14;			/* data */
	p[6] = 1;
	c->len = 12;
	if (format == 0) {
		p[13] = 0x14;
		p[14] = 0xaa;		/* lead-out */
		vlib_put32(p + 16, blocks_of(vlib_drive_of(c)));
		c->len = 20;
	}
	vlib_put16(p, c->len - 2);
	return 0;
}

static u32 get_configuration(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	u8 *p = vlib_reply(c, 16);

	if (!p)
		return no_memory();
	c->limit = vlib_get16(c->cdb + 7);
	vlib_put32(p, 12);
	vlib_put16(p + 6, d->loaded ? 0x0008 : 0);	/* profile: CD-ROM */
	p[10] = 3;			/* profile list: persistent, current */
	p[11] = 4;
	vlib_put16(p + 12, 0x0008);
	p[14] = d->loaded;
	return 0;
}

static u32 nothing(struct vlib_cmd *c)
{
	return 0;
}

const struct vlib_op vlib_disc_ops[] = {
	{ 0x1b, -1, 0, 300, { 0x1b, 0x01, 0, 0, 0xf3 }, start_stop },
	{ 0x25, -1, VLIB_OP_READY, 30, { 0x25, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 1 },
	  read_capacity },
	{ 0x28, -1, VLIB_OP_READY, 60,
	  { 0x28, 0xf8, 0xff, 0xff, 0xff, 0xff, 0x1f, 0xff, 0xff }, read },
	{ 0x2a, -1, VLIB_OP_READY, 60,
	  { 0x2a, 0xf8, 0xff, 0xff, 0xff, 0xff, 0x1f, 0xff, 0xff }, write },
	{ 0x35, -1, VLIB_OP_READY, 60,
	  { 0x35, 0x06, 0xff, 0xff, 0xff, 0xff, 0x1f, 0xff, 0xff }, nothing },
	{ 0x43, -1, VLIB_OP_READY, 30,
	  { 0x43, 0x02, 0x0f, 0, 0, 0, 0xff, 0xff, 0xff, 0xc0 }, read_toc },
	{ 0x46, -1, 0, 30, { 0x46, 0x03, 0xff, 0xff, 0, 0, 0, 0xff, 0xff },
	  get_configuration },
	{ 0x4a, -1, VLIB_OP_EARLY, 30, { 0x4a, 0x01, 0, 0, 0xff, 0, 0, 0xff, 0xff },
	  get_event },
	{ 0xa8, -1, VLIB_OP_READY, 60,
	  { 0xa8, 0xf8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x80 },
	  read },
	{ }
};
