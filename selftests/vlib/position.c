// SPDX-License-Identifier: GPL-2.0
/* Where a tape stands, and moving it (SSC-4 7) */
#include <linux/limits.h>
#include <scsi/scsi.h>

#include "cmd.h"

#define CODE_BLOCKS	0
#define CODE_MARKS	1
#define CODE_END	3

static u32 with_info(struct vlib_cmd *c, u32 sense, u8 flags, u64 info)
{
	c->flags = flags;
	c->info = info;
	/* a residue of SPACE(16) that does not fit is not told */
	c->info_valid = info <= U32_MAX;
	return sense;
}

static u32 end_of_data(struct vlib_cmd *c, u64 left)
{
	return with_info(c, VLIB_SENSE(BLANK_CHECK, 0x00, 0x05), 0, left);
}

static bool is_mark(struct vlib_image *image, unsigned long at)
{
	return xa_is_value(vlib_image_at(image, at));
}

static u32 forward(struct vlib_cmd *c, struct vlib_drive *d, u8 code, u64 count)
{
	struct vlib_image *image = vlib_drive_image(d);
	bool mark;

	while (count) {
		if (d->position >= image->count)
			return end_of_data(c, count);
		mark = is_mark(image, d->position++);
		if (mark && code == CODE_BLOCKS)
			return with_info(c, VLIB_SENSE(NO_SENSE, 0x00, 0x01),
					 VLIB_FILEMARK, count);
		if (mark == (code == CODE_MARKS))
			count--;
	}
	return 0;
}

static u32 backward(struct vlib_cmd *c, struct vlib_drive *d, u8 code, u64 count)
{
	struct vlib_image *image = vlib_drive_image(d);
	bool mark;

	while (count) {
		if (!d->position)
			return with_info(c, VLIB_SENSE(NO_SENSE, 0x00, 0x04),
					 VLIB_EOM, count);
		mark = is_mark(image, --d->position);
		if (mark && code == CODE_BLOCKS)
			return with_info(c, VLIB_SENSE(NO_SENSE, 0x00, 0x01),
					 VLIB_FILEMARK, count);
		if (mark == (code == CODE_MARKS))
			count--;
	}
	return 0;
}

u32 vlib_space(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	u8 code = c->cdb[1] & 0x0f;
	s64 count;

	if (c->cdb[0] == 0x91)
		count = vlib_get64(c->cdb + 4);
	else
		count = (s32)(vlib_get24(c->cdb + 2) << 8) >> 8;
	switch (code) {
	case CODE_END:
		d->position = vlib_drive_image(d)->count;
		return 0;
	case CODE_BLOCKS:
	case CODE_MARKS:
		if (count >= 0)
			return forward(c, d, code, count);
		return backward(c, d, code, -(u64)count);
	}
	return vlib_bad_field(c, 1);
}

static u32 go_to(struct vlib_cmd *c, struct vlib_drive *d, u64 object)
{
	struct vlib_image *image = vlib_drive_image(d);

	if (object > image->count) {
		d->position = image->count;
		return VLIB_SENSE(BLANK_CHECK, 0x00, 0x05);
	}
	d->position = object;
	return 0;
}

/* behind filemark number @file, counted from 1; 0 is the beginning */
static u32 go_to_file(struct vlib_cmd *c, struct vlib_drive *d, u64 file)
{
	u32 sense;

	d->position = 0;
	sense = forward(c, d, CODE_MARKS, file);
	c->info_valid = false;
	return sense;
}

u32 vlib_locate(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	bool ten = c->cdb[0] == 0x2b;
	bool change = c->cdb[1] & 2;		/* CP */

	/* there is one partition */
	if (change && c->cdb[ten ? 8 : 3])
		return vlib_bad_field(c, ten ? 8 : 3);
	if (ten)
		return go_to(c, d, vlib_get32(c->cdb + 3));
	switch (c->cdb[1] >> 3 & 3) {
	case 0:
		return go_to(c, d, vlib_get64(c->cdb + 4));
	case 1:
		return go_to_file(c, d, vlib_get64(c->cdb + 4));
	case 3:
		d->position = vlib_drive_image(d)->count;
		return 0;
	}
	return vlib_bad_field(c, 1);
}

static u64 marks_before(struct vlib_drive *d)
{
	struct vlib_image *image = vlib_drive_image(d);
	unsigned long i;
	u64 n = 0;

	for (i = 0; i < d->position; i++)
		n += is_mark(image, i);
	return n;
}

static u8 position_flags(struct vlib_drive *d)
{
	struct vlib_cart *cart = d->element->cart;
	u8 flags = d->position ? 0 : 0x80;	/* BOP */

	if (vlib_drive_image(d)->bytes >= cart->capacity)
		flags |= 0x40;			/* EOP */
	return flags;
}

u32 vlib_read_position(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);
	u8 action = c->cdb[1] & 0x1f;
	u8 *p = vlib_reply(c, action == 6 ? 32 : 20);

	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	p[0] = position_flags(d);
	if (action == 6) {			/* long form */
		vlib_put64(p + 8, d->position);
		vlib_put64(p + 16, marks_before(d));
		return 0;
	}
	vlib_put32(p + 4, d->position);
	vlib_put32(p + 8, d->position);		/* nothing is in the buffer */
	return 0;
}

u32 vlib_rewind(struct vlib_cmd *c)
{
	vlib_drive_of(c)->position = 0;
	return 0;
}
