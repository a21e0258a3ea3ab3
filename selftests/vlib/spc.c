// SPDX-License-Identifier: GPL-2.0
/* Commands of all device types (SPC-4), and what comes before any command */
#include <linux/string.h>
#include <scsi/scsi.h>

#include "cmd.h"

#define INQUIRY_LEN	96
#define VERSION_SPC4	6

/** vlib_bad_field() - "invalid field in CDB", in this byte */
u32 vlib_bad_field(struct vlib_cmd *c, u8 byte)
{
	c->field = byte;
	c->field_valid = true;
	c->len = 0;
	return VLIB_SENSE(ILLEGAL_REQUEST, 0x24, 0x00);
}

/** vlib_pad() - put text into a field of @len bytes, padded with blanks */
void vlib_pad(u8 *to, const char *text, size_t len)
{
	size_t n = strnlen(text, len);

	memcpy(to, text, n);
	memset(to + n, ' ', len - n);
}

/* reserved bits that are set */
static u32 check_usage(struct vlib_cmd *c, const struct vlib_op *op)
{
	int i;

	for (i = 1; i < scsi_command_size(c->cdb); i++)
		if (c->cdb[i] & ~op->usage[i])
			return vlib_bad_field(c, i);
	return 0;
}

static u32 ready(struct vlib_cmd *c)
{
	if (c->dev->kind == VLIB_CHANGER)
		return vlib_changer_ready(c->dev->lib);
	return vlib_drive_ready(vlib_drive_of(c));
}

static u32 next_attention(struct vlib_dev *dev)
{
	struct vlib_ua_queue *q = &dev->ua;
	u16 code = q->code[0];

	memmove(q->code, q->code + 1, sizeof(q->code) - sizeof(code));
	q->n--;
	return VLIB_SENSE(UNIT_ATTENTION, code >> 8, code & 0xff);
}

/**
 * vlib_run() - carry a command out
 * @c: command
 *
 * Context: under the library's lock.
 *
 * Return: 0, VLIB_SENSE() or VLIB_RESERVED.
 */
u32 vlib_run(struct vlib_cmd *c)
{
	struct vlib_dev *dev = c->dev;
	const struct vlib_op *op;
	bool known;
	u32 sense;

	lockdep_assert_held(&dev->lib->lock);
	if (dev->kind != VLIB_CHANGER)
		vlib_drive_settle(vlib_drive_of(c));
	op = vlib_op_find(dev, c->cdb, &known);
	if (!op && known)
		return vlib_bad_field(c, 1);
	if (!op)
		return VLIB_SENSE(ILLEGAL_REQUEST, 0x20, 0x00);
	if (dev->ua.n && !(op->flags & VLIB_OP_EARLY))
		return next_attention(dev);
	if (dev->reserved == 2 && !(op->flags & VLIB_OP_SHARED))
		return VLIB_RESERVED;
	sense = dev->lib->settings.strict ? check_usage(c, op) : 0;
	if (!sense && (op->flags & VLIB_OP_READY))
		sense = ready(c);
	return sense ?: op->run(c);
}

static u32 test_unit_ready(struct vlib_cmd *c)
{
	struct vlib_drive *d = vlib_drive_of(c);

	/* cleaning is asked for again and again, as a recovered error */
	if (c->dev->kind == VLIB_TAPE && d->complain) {
		d->complain--;
		return VLIB_SENSE(RECOVERED_ERROR, 0x00, 0x17);
	}
	return 0;
}

static u32 request_sense(struct vlib_cmd *c)
{
	u32 sense = 0;
	u8 *p;

	if (c->cdb[1] & 1)	/* descriptor format */
		return vlib_bad_field(c, 1);
	c->limit = c->cdb[4];
	if (c->dev->ua.n)
		sense = next_attention(c->dev);
	else
		sense = ready(c);
	p = vlib_reply(c, 18);
	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	p[0] = 0x70;
	p[2] = sense >> 16 & 0x0f;
	p[7] = 10;
	vlib_put16(p + 12, sense & 0xffff);
	return 0;
}

static u8 device_type(const struct vlib_dev *dev)
{
	switch (dev->kind) {
	case VLIB_CHANGER:
		return TYPE_MEDIUM_CHANGER;
	case VLIB_CDROM:
		return TYPE_ROM;
	case VLIB_OPTICAL:
		return TYPE_MOD;
	case VLIB_TAPE:
		break;
	}
	return TYPE_TAPE;
}

/**
 * vlib_naa() - the NAA designator of a device, locally assigned
 * @dev: device
 * @to: gets it
 *
 * Return: its length, 8.
 */
u32 vlib_naa(const struct vlib_dev *dev, u8 *to)
{
	u64 hash = 0xcbf29ce484222325ull;	/* FNV-1a */
	const char *p;

	for (p = dev->serial; *p; p++)
		hash = (hash ^ *p) * 0x100000001b3ull;
	vlib_put64(to, 3ull << 60 | hash >> 4);
	return 8;
}

static u32 t10_id(const struct vlib_dev *dev, u8 *to)
{
	u32 len = strlen(dev->serial);

	vlib_pad(to, dev->vendor, 8);
	vlib_pad(to + 8, dev->product, 16);
	memcpy(to + 24, dev->serial, len);
	return 24 + len;
}

/**
 * vlib_designator() - identify a device, in the format of VPD page 83h
 * @dev: device
 * @which: how
 * @to: gets it, up to 4 + 24 + VLIB_NAME bytes
 *
 * Return: its length.
 */
u32 vlib_designator(const struct vlib_dev *dev, enum vlib_dvcid which, u8 *to)
{
	u32 len = 0;

	switch (which) {
	case VLIB_DVCID_T10:
		to[0] = 2;		/* ASCII */
		to[1] = 1;
		len = t10_id(dev, to + 4);
		break;
	case VLIB_DVCID_NAA:
		to[0] = 1;		/* binary */
		to[1] = 3;
		len = vlib_naa(dev, to + 4);
		break;
	case VLIB_DVCID_SERIAL:
		to[0] = 2;
		to[1] = 0;
		len = strlen(dev->serial);
		memcpy(to + 4, dev->serial, len);
		break;
	case VLIB_DVCID_NONE:
	case VLIB_DVCID_EMPTY:
		break;
	}
	to[3] = len;
	return 4 + len;
}

static u32 vpd(struct vlib_cmd *c, u8 *p)
{
	const struct vlib_dev *dev = c->dev;
	u32 len = 0;

	switch (c->cdb[2]) {
	case 0x00:
		p[4] = 0x00;
		p[5] = 0x80;
		p[6] = 0x83;
		len = 3;
		if (dev->kind == VLIB_TAPE) {
			p[7] = 0xb0;
			p[8] = 0xb1;
			len = 5;
		}
		break;
	case 0x80:
		len = strlen(dev->serial);
		memcpy(p + 4, dev->serial, len);
		break;
	case 0x83:
		len = vlib_designator(dev, VLIB_DVCID_T10, p + 4);
		len += vlib_designator(dev, VLIB_DVCID_NAA, p + 4 + len);
		break;
	case 0xb0:		/* sequential access device capabilities */
		if (dev->kind != VLIB_TAPE)
			return vlib_bad_field(c, 2);
		p[4] = 1;	/* WORM */
		len = 2;
		break;
	case 0xb1:		/* manufacturer-assigned serial number */
		if (dev->kind != VLIB_TAPE)
			return vlib_bad_field(c, 2);
		len = strlen(dev->serial);
		memcpy(p + 4, dev->serial, len);
		break;
	default:
		return vlib_bad_field(c, 2);
	}
	p[1] = c->cdb[2];
	vlib_put16(p + 2, len);
	c->len = 4 + len;
	return 0;
}

static u32 inquiry(struct vlib_cmd *c)
{
	const struct vlib_dev *dev = c->dev;
	u8 *p = vlib_reply(c, 256);

	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	c->limit = vlib_get16(c->cdb + 3);
	p[0] = device_type(dev);
	if (c->cdb[1] & 1)
		return vpd(c, p);
	if (c->cdb[2])
		return vlib_bad_field(c, 2);
	p[1] = 0x80;			/* removable */
	p[2] = VERSION_SPC4;
	p[3] = 2;			/* format of this */
	p[4] = INQUIRY_LEN - 5;
	vlib_pad(p + 8, dev->vendor, 8);
	vlib_pad(p + 16, dev->product, 16);
	vlib_pad(p + 32, dev->rev, 4);
	vlib_put16(p + 58, 0x0460);	/* SPC-4 */
	c->len = INQUIRY_LEN;
	return 0;
}

static u32 report_luns(struct vlib_cmd *c)
{
	u8 *p = vlib_reply(c, 16);

	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	c->limit = vlib_get32(c->cdb + 6);
	vlib_put32(p, 8);
	return 0;
}

static u32 reserve(struct vlib_cmd *c)
{
	if (!c->dev->reserved)
		c->dev->reserved = 1;
	return 0;
}

static u32 release(struct vlib_cmd *c)
{
	if (c->dev->reserved == 1)
		c->dev->reserved = 0;
	return 0;
}

static u32 send_diagnostic(struct vlib_cmd *c)
{
	/* the default self-test, which succeeds; no pages */
	if (vlib_get16(c->cdb + 3))
		return vlib_bad_field(c, 3);
	return 0;
}

/* in the order of their codes; the end has no @run */
const struct vlib_op vlib_common_ops[] = {
	{ 0x00, -1, VLIB_OP_READY, 30, { 0x00 }, test_unit_ready },
	{ 0x03, -1, VLIB_OP_EARLY | VLIB_OP_SHARED, 30,
	  { 0x03, 0x01, 0, 0, 0xff }, request_sense },
	{ 0x12, -1, VLIB_OP_EARLY | VLIB_OP_SHARED, 30,
	  { 0x12, 0x01, 0xff, 0xff, 0xff }, inquiry },
	{ 0x15, -1, 0, 60, { 0x15, 0x11, 0, 0, 0xff }, vlib_mode_select },
	{ 0x16, -1, 0, 30, { 0x16, 0x1f, 0xff, 0xff, 0xff }, reserve },
	{ 0x17, -1, VLIB_OP_SHARED, 30, { 0x17, 0x1f, 0xff }, release },
	{ 0x1a, -1, 0, 60, { 0x1a, 0x08, 0xff, 0xff, 0xff }, vlib_mode_sense },
	{ 0x1d, -1, 0, 300, { 0x1d, 0xf7, 0, 0xff, 0xff }, send_diagnostic },
	{ 0x1e, -1, 0, 60, { 0x1e, 0, 0, 0, 0x03 }, vlib_prevent },
	{ 0x4c, -1, 0, 60, { 0x4c, 0x03, 0xff, 0xff, 0, 0, 0, 0xff, 0xff },
	  vlib_log_select },
	{ 0x4d, -1, VLIB_OP_SHARED, 60,
	  { 0x4d, 0x01, 0xff, 0xff, 0, 0xff, 0xff, 0xff, 0xff },
	  vlib_log_sense },
	{ 0x55, -1, 0, 60, { 0x55, 0x11, 0, 0, 0, 0, 0, 0xff, 0xff },
	  vlib_mode_select },
	{ 0x56, -1, 0, 30,
	  { 0x56, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, reserve },
	{ 0x57, -1, VLIB_OP_SHARED, 30,
	  { 0x57, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, release },
	{ 0x5a, -1, 0, 60, { 0x5a, 0x18, 0xff, 0xff, 0, 0, 0, 0xff, 0xff },
	  vlib_mode_sense },
	{ 0xa0, -1, VLIB_OP_EARLY | VLIB_OP_SHARED, 30,
	  { 0xa0, 0, 0xff, 0, 0, 0, 0xff, 0xff, 0xff, 0xff }, report_luns },
	{ 0xa3, 0x0c, VLIB_OP_SHARED, 30,
	  { 0xa3, 0x1f, 0x87, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
	  vlib_report_opcodes },
	{ }
};
