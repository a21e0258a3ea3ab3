// SPDX-License-Identifier: GPL-2.0
/*
 * Which commands a device knows, and REPORT SUPPORTED OPERATION CODES (SPC-4
 * 6.35), which says the same from the same tables
 */
#include <linux/string.h>
#include <scsi/scsi.h>

#include "cmd.h"

#define TIMEOUTS_LEN	12
#define COMMAND_LEN	8	/* of a descriptor in the list of all */

/* the tables of a kind of device; each ends with an entry without @run */
static const struct vlib_op *const tables[][2] = {
	[VLIB_CHANGER] = { vlib_changer_ops, vlib_common_ops },
	[VLIB_TAPE] = { vlib_tape_ops, vlib_common_ops },
	[VLIB_CDROM] = { vlib_disc_ops, vlib_common_ops },
	[VLIB_OPTICAL] = { vlib_disc_ops, vlib_common_ops },
};

#define for_each_op(op, i, dev)						\
	for (i = 0; i < 2 && tables[(dev)->kind][i]; i++)		\
		for (op = tables[(dev)->kind][i]; op->run; op++)

/**
 * vlib_op_find() - how a device carries out a command
 * @dev: device
 * @cdb: command
 * @known: if there is none: the device knows the operation code, with another
 *	service action
 *
 * Return: the op or NULL.
 */
const struct vlib_op *vlib_op_find(const struct vlib_dev *dev, const u8 *cdb,
				   bool *known)
{
	const struct vlib_op *op;
	int i;

	*known = false;
	for_each_op(op, i, dev) {
		if (op->opcode != cdb[0])
			continue;
		if (op->action < 0 || op->action == (cdb[1] & 0x1f))
			return op;
		*known = true;
	}
	return NULL;
}

static void put_timeouts(u8 *p, const struct vlib_op *op)
{
	vlib_put16(p, TIMEOUTS_LEN - 2);
	vlib_put32(p + 4, op->timeout / 10);	/* nominal */
	vlib_put32(p + 8, op->timeout);		/* recommended */
}

static u32 report_all(struct vlib_cmd *c, bool timeouts)
{
	u32 size = COMMAND_LEN + (timeouts ? TIMEOUTS_LEN : 0);
	const struct vlib_op *op;
	u32 n = 0;
	u8 *p;
	int i;

	for_each_op(op, i, c->dev)
		n++;
	p = vlib_reply(c, 4 + n * size);
	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	vlib_put32(p, n * size);
	p += 4;
	for_each_op(op, i, c->dev) {
		p[0] = op->opcode;
		if (op->action >= 0) {
			vlib_put16(p + 2, op->action);
			p[5] |= 0x01;		/* SERVACTV */
		}
		vlib_put16(p + 6, scsi_command_size(&op->opcode));
		if (timeouts) {
			p[5] |= 0x02;		/* CTDP */
			put_timeouts(p + COMMAND_LEN, op);
		}
		p += size;
	}
	return 0;
}

static u32 report_one(struct vlib_cmd *c, bool timeouts, u8 options)
{
	u8 cdb[2] = { c->cdb[3], vlib_get16(c->cdb + 4) & 0x1f };
	const struct vlib_op *op;
	bool known;
	u32 size;
	u8 *p;

	op = vlib_op_find(c->dev, cdb, &known);
	/* a code with service actions wants one, one without wants none */
	if (op ? (options == 2) != (op->action >= 0) : known && options == 1)
		return vlib_bad_field(c, 2);
	size = op ? scsi_command_size(&op->opcode) : 0;
	p = vlib_reply(c, 4 + size + (op && timeouts ? TIMEOUTS_LEN : 0));
	if (!p)
		return VLIB_SENSE(ABORTED_COMMAND, 0x44, 0x00);
	p[1] = op ? 3 : 1;		/* supported by a standard, or not */
	if (!op)
		return 0;
	vlib_put16(p + 2, size);
	memcpy(p + 4, op->usage, size);
	p[4] = op->opcode;
	if (op->action >= 0)		/* these bits hold the action itself */
		p[5] = (op->usage[1] & ~0x1f) | op->action;
	if (timeouts) {
		p[1] |= 0x80;		/* CTDP */
		put_timeouts(p + 4 + size, op);
	}
	return 0;
}

u32 vlib_report_opcodes(struct vlib_cmd *c)
{
	bool timeouts = c->cdb[2] & 0x80;
	u8 options = c->cdb[2] & 0x07;

	c->limit = vlib_get32(c->cdb + 6);
	switch (options) {
	case 0:
		return report_all(c, timeouts);
	case 1:
	case 2:
		return report_one(c, timeouts, options);
	}
	return vlib_bad_field(c, 2);
}
