// SPDX-License-Identifier: GPL-2.0
/* Reading and writing tape (SSC-4 7) */
#include <linux/mm.h>
#include <linux/string.h>
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>

#include "cmd.h"

#define BLOCK_MAX	(8u << 20)
#define EARLY		(1u << 20)	/* bytes left at the early warning */

static u32 note(struct vlib_cmd *c, u32 sense, u8 flags, u32 info)
{
	c->flags = flags;
	c->info = info;
	c->info_valid = true;
	return sense;
}

static u32 medium_error(struct vlib_cmd *c, u8 asc)
{
	vlib_drive_of(c)->errors[asc == 0x0c ? 0 : 1]++;
	return VLIB_SENSE(MEDIUM_ERROR, asc, 0x00);
}

/* what block or mark is at the heads: 0 a block in *@block */
static u32 next_block(struct vlib_cmd *c, struct vlib_drive *d, u32 left,
		      struct vlib_block **block)
{
	void *object = vlib_image_at(vlib_drive_image(d), d->position);

	if (!object)
		return note(c, VLIB_SENSE(BLANK_CHECK, 0x00, 0x05), 0, left);
	d->position++;
	if (xa_is_value(object))
		return note(c, VLIB_SENSE(NO_SENSE, 0x00, 0x01), VLIB_FILEMARK,
			    left);
	*block = object;
	return 0;
}

static u32 read_variable(struct vlib_cmd *c, u32 want, bool silent)
{
	struct vlib_drive *d = vlib_drive_of(c);
	struct vlib_block *block;
	u32 sense;
	u8 *p;

	sense = next_block(c, d, want, &block);
	if (sense)
		return sense;
	p = vlib_reply(c, min(block->len, want));
	if (!p)
		return medium_error(c, 0x11);
	memcpy(p, block->data, c->len);
	d->read += block->len;
	d->element->cart->read += block->len;
	/* SILI hides what is short; what is long, in variable block mode alone */
	if (block->len == want ||
	    (silent && (block->len < want || !d->block)))
		return 0;
	return note(c, VLIB_SENSE(NO_SENSE, 0x00, 0x00), VLIB_ILI,
		    want - block->len);
}

static u32 read_fixed(struct vlib_cmd *c, u32 count)
{
	struct vlib_drive *d = vlib_drive_of(c);
	u32 size = d->block, done = 0, sense = 0;
	struct vlib_block *block;
	u8 *p;

	if ((u64)count * size > scsi_bufflen(c->scmd))
		count = scsi_bufflen(c->scmd) / size;
	p = vlib_reply(c, count * size);
	if (!p)
		return medium_error(c, 0x11);
	while (done < count) {
		sense = next_block(c, d, count - done, &block);
		if (sense)
			break;
		if (block->len != size) {
			sense = note(c, VLIB_SENSE(NO_SENSE, 0x00, 0x00),
				     VLIB_ILI, count - done);
			break;
		}
		memcpy(p + done * size, block->data, size);
		done++;
	}
	d->read += done * size;
	d->element->cart->read += done * size;
	c->len = done * size;
	return sense;
}

static u32 read(struct vlib_cmd *c)
{
	bool fixed = c->cdb[1] & 1, silent = c->cdb[1] & 2;
	u32 count = vlib_get24(c->cdb + 2);

	if (fixed && (silent || !vlib_drive_of(c)->block))
		return vlib_bad_field(c, 1);
	if (!count)
		return 0;
	return fixed ? read_fixed(c, count) : read_variable(c, count, silent);
}

/* May the tape be written from here on? */
static u32 check_write(struct vlib_drive *d)
{
	struct vlib_cart *cart = d->element->cart;

	if (cart->protect)
		return VLIB_SENSE(DATA_PROTECT, 0x27, 0x00);
	if (cart->type == VLIB_WORM &&
	    d->position < vlib_drive_image(d)->count)
		return VLIB_SENSE(DATA_PROTECT, 0x30, 0x0c);
	return 0;
}

static u32 write_block(struct vlib_cmd *c, struct vlib_drive *d, u8 *data,
		       u32 len)
{
	struct vlib_image *image = vlib_drive_image(d);
	struct vlib_cart *cart = d->element->cart;
	struct vlib_block *block;

	if (image->bytes + len > cart->capacity)
		return VLIB_SENSE(VOLUME_OVERFLOW, 0x00, 0x02);
	block = vlib_block_alloc(len);
	if (!block)
		return medium_error(c, 0x0c);
	memcpy(block->data, data, len);
	if (vlib_image_add(image, block)) {
		vlib_block_free(block);
		return medium_error(c, 0x0c);
	}
	d->position++;
	d->written += len;
	cart->written += len;
	return 0;
}

/* the drive tells when the end is near, after writing all the same */
static u32 early_warning(struct vlib_cmd *c, struct vlib_drive *d)
{
	struct vlib_cart *cart = d->element->cart;

	if (vlib_drive_image(d)->bytes + EARLY <= cart->capacity)
		return 0;
	return note(c, VLIB_SENSE(NO_SENSE, 0x00, 0x02), VLIB_EOM, 0);
}

static u32 write_blocks(struct vlib_cmd *c, u8 *data, u32 size, u32 count)
{
	struct vlib_drive *d = vlib_drive_of(c);
	u32 i, sense;

	vlib_image_cut(vlib_drive_image(d), d->position);
	for (i = 0; i < count; i++) {
		sense = write_block(c, d, data + i * size, size);
		if (!sense)
			continue;
		return note(c, sense, sense == VLIB_SENSE(VOLUME_OVERFLOW, 0, 2) ?
			    VLIB_EOM : 0, count > 1 ? count - i : size);
	}
	return early_warning(c, d);
}

static u32 write(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	bool fixed = c->cdb[1] & 1;
	u32 count = vlib_get24(c->cdb + 2), size = count, sense;
	u8 *data;

	if (fixed && !d->block)
		return vlib_bad_field(c, 1);
	sense = check_write(d);
	if (sense || !count)
		return sense;
	if (fixed)
		size = d->block;
	else
		count = 1;
	if ((u64)count * size > scsi_bufflen(c->scmd) || size > BLOCK_MAX)
		return vlib_bad_field(c, 2);
	data = kvmalloc(count * size, GFP_KERNEL);
	if (!data)
		return medium_error(c, 0x0c);
	sense = VLIB_SENSE(ABORTED_COMMAND, 0x4b, 0x00);
	if (vlib_sent(c, data, count * size) == count * size)
		sense = write_blocks(c, data, size, count);
	kvfree(data);
	return sense;
}

static u32 write_filemarks(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	u32 count = vlib_get24(c->cdb + 2), sense;

	if (!count)		/* flushes the buffer, and there is none */
		return 0;
	sense = check_write(d);
	if (sense)
		return sense;
	vlib_image_cut(vlib_drive_image(d), d->position);
	for (; count; count--) {
		if (vlib_image_mark(vlib_drive_image(d)))
			return medium_error(c, 0x0c);
		d->position++;
	}
	return early_warning(c, d);
}

static u32 erase(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	u32 sense = check_write(d);

	if (!sense)
		vlib_image_cut(vlib_drive_image(d), d->position);
	return sense;
}

static u32 read_block_limits(struct vlib_cmd *c)
{
	u8 *p = vlib_reply(c, 6);

	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	vlib_put24(p + 1, BLOCK_MAX);
	vlib_put16(p + 4, 1);
	return 0;
}

/* REPORT DENSITY SUPPORT, SSC-4 7.8: one density, that of LTO-4 or the medium's */
static u32 report_density(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	struct vlib_cart *cart = d->loaded ? d->element->cart : NULL;
	bool media = c->cdb[1] & 1;
	u8 *p;

	if (c->cdb[1] & 2)		/* medium types: not these */
		return vlib_bad_field(c, 1);
	if (media && !cart)
		return VLIB_SENSE(NOT_READY, 0x3a, 0x00);
	p = vlib_reply(c, 4 + 52);
	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	c->limit = vlib_get16(c->cdb + 7);
	vlib_put16(p, 2 + 52);
	p[4] = media ? cart->density : 0x46;
	p[5] = p[4];
	p[6] = 0xa0;			/* can be written; the default */
	vlib_put16(p + 13, 127);	/* width in tenths of mm */
	vlib_put16(p + 15, 896);	/* tracks */
	vlib_put32(p + 17, cart ? cart->capacity / 1000000 : 800000);
	vlib_pad(p + 21, "LTO-CVE", 8);
	vlib_pad(p + 29, "U-416", 8);
	vlib_pad(p + 37, "Ultrium 4/16T", 20);
	return 0;
}

const struct vlib_op vlib_tape_ops[] = {
	{ 0x01, -1, VLIB_OP_READY, 600, { 0x01, 0x01 }, vlib_rewind },
	{ 0x05, -1, 0, 60, { 0x05 }, read_block_limits },
	{ 0x08, -1, VLIB_OP_READY, 1200, { 0x08, 0x03, 0xff, 0xff, 0xff }, read },
	{ 0x0a, -1, VLIB_OP_READY, 1200, { 0x0a, 0x01, 0xff, 0xff, 0xff },
	  write },
	{ 0x10, -1, VLIB_OP_READY, 1200, { 0x10, 0x01, 0xff, 0xff, 0xff },
	  write_filemarks },
	{ 0x11, -1, VLIB_OP_READY, 2000, { 0x11, 0x0f, 0xff, 0xff, 0xff },
	  vlib_space },
	{ 0x19, -1, VLIB_OP_READY, 14400, { 0x19, 0x03 }, erase },
	{ 0x1b, -1, 0, 900, { 0x1b, 0x01, 0, 0, 0x0f }, vlib_load_unload },
	{ 0x2b, -1, VLIB_OP_READY, 2000,
	  { 0x2b, 0x07, 0, 0xff, 0xff, 0xff, 0xff, 0, 0xff }, vlib_locate },
	{ 0x34, 0, VLIB_OP_READY, 60, { 0x34, 0x1f, 0, 0, 0, 0, 0, 0xff, 0xff },
	  vlib_read_position },
	{ 0x34, 1, VLIB_OP_READY, 60, { 0x34, 0x1f, 0, 0, 0, 0, 0, 0xff, 0xff },
	  vlib_read_position },
	{ 0x34, 6, VLIB_OP_READY, 60, { 0x34, 0x1f, 0, 0, 0, 0, 0, 0xff, 0xff },
	  vlib_read_position },
	{ 0x44, -1, 0, 60, { 0x44, 0x03, 0, 0, 0, 0, 0, 0xff, 0xff },
	  report_density },
	{ 0x8c, 0, VLIB_OP_READY, 60,
	  { 0x8c, 0x1f, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0x01 }, vlib_read_attribute },
	{ 0x8c, 1, VLIB_OP_READY, 60,
	  { 0x8c, 0x1f, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0x01 }, vlib_read_attribute },
	{ 0x8c, 2, VLIB_OP_READY, 60,
	  { 0x8c, 0x1f, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0x01 }, vlib_read_attribute },
	{ 0x8c, 3, VLIB_OP_READY, 60,
	  { 0x8c, 0x1f, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0x01 }, vlib_read_attribute },
	{ 0x8d, -1, VLIB_OP_READY, 60,
	  { 0x8d, 0x01, 0, 0, 0, 0, 0, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff },
	  vlib_write_attribute },
	{ 0x91, -1, VLIB_OP_READY, 2000,
	  { 0x91, 0x0f, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
	  vlib_space },
	{ 0x92, -1, VLIB_OP_READY, 2000,
	  { 0x92, 0x3f, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
	  vlib_locate },
	{ }
};
