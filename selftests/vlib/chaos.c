// SPDX-License-Identifier: GPL-2.0
/*
 * What a device does that has gone mad: one thing at a time, at random
 *
 * No cartridge is moved by it that nobody asked to move, so that the state of
 * the library stays what its commands made of it.
 */
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <scsi/scsi.h>

#include "cmd.h"

/* what a host acts on */
static const u32 senses[] = {
	VLIB_SENSE(NOT_READY, 0x04, 0x01),
	VLIB_SENSE(NOT_READY, 0x04, 0x02),
	VLIB_SENSE(NOT_READY, 0x04, 0x03),
	VLIB_SENSE(NOT_READY, 0x3a, 0x00),
	VLIB_SENSE(MEDIUM_ERROR, 0x11, 0x00),
	VLIB_SENSE(MEDIUM_ERROR, 0x30, 0x00),
	VLIB_SENSE(HARDWARE_ERROR, 0x15, 0x01),
	VLIB_SENSE(HARDWARE_ERROR, 0x44, 0x00),
	VLIB_SENSE(ILLEGAL_REQUEST, 0x20, 0x00),
	VLIB_SENSE(ILLEGAL_REQUEST, 0x21, 0x01),
	VLIB_SENSE(ILLEGAL_REQUEST, 0x24, 0x00),
	VLIB_SENSE(ILLEGAL_REQUEST, 0x25, 0x00),
	VLIB_SENSE(ILLEGAL_REQUEST, 0x3b, 0x0d),
	VLIB_SENSE(ILLEGAL_REQUEST, 0x3b, 0x0e),
	VLIB_SENSE(ILLEGAL_REQUEST, 0x53, 0x02),
	VLIB_SENSE(UNIT_ATTENTION, 0x28, 0x00),
	VLIB_SENSE(UNIT_ATTENTION, 0x28, 0x01),
	VLIB_SENSE(UNIT_ATTENTION, 0x29, 0x00),
	VLIB_SENSE(UNIT_ATTENTION, 0x3f, 0x0e),
	VLIB_SENSE(DATA_PROTECT, 0x27, 0x00),
	VLIB_SENSE(ABORTED_COMMAND, 0x08, 0x00),
};

static u32 below(struct rnd_state *rnd, u32 limit)
{
	return prandom_u32_state(rnd) % limit;
}

static u32 any_sense(struct rnd_state *rnd)
{
	if (below(rnd, 4))
		return senses[below(rnd, ARRAY_SIZE(senses))];
	return VLIB_SENSE(below(rnd, 16), below(rnd, 256), below(rnd, 256));
}

/* lengths and counts are at the beginning: these lie */
static void lie(struct rnd_state *rnd, struct vlib_fault *f)
{
	static const u8 extremes[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
	u32 i;

	f->at = below(rnd, 20);
	f->patch_len = 1 + below(rnd, 4);
	for (i = 0; i < f->patch_len; i++)
		f->patch[i] = below(rnd, 2) ? below(rnd, 256) :
			      extremes[below(rnd, ARRAY_SIZE(extremes))];
}

/**
 * vlib_chaos() - what befalls a command
 * @rnd: where chance comes from; goes on
 * @f: in: a fault of a command, with nothing in it; out: one thing
 */
void vlib_chaos(struct rnd_state *rnd, struct vlib_fault *f)
{
	static const u8 statuses[] = {
		SAM_STAT_CHECK_CONDITION, SAM_STAT_BUSY,
		SAM_STAT_RESERVATION_CONFLICT, SAM_STAT_TASK_SET_FULL,
	};

	switch (below(rnd, 10)) {
	case 0:
	case 1:
		f->random = 1 + below(rnd, 8);
		break;
	case 2:
	case 3:
		lie(rnd, f);
		break;
	case 4:
		f->shorten = 1 + below(rnd, below(rnd, 2) ? 16 : 2048);
		break;
	case 5:
		f->lengthen = 1 + below(rnd, 8192);
		break;
	case 6:
		f->resid = below(rnd, 4096);
		f->lie = true;
		break;
	case 7:
		f->sense = any_sense(rnd);
		f->execute = below(rnd, 2);
		f->garble = !below(rnd, 8);
		break;
	case 8:
		f->status = statuses[below(rnd, ARRAY_SIZE(statuses))];
		f->execute = below(rnd, 2);
		break;
	default:
		f->hold = below(rnd, 50);
		f->delay = below(rnd, 50);
	}
	/* what is random in the answer is to differ from one to the next */
	prandom_seed_state(&f->rnd, prandom_u32_state(rnd));
}
