// SPDX-License-Identifier: GPL-2.0
/*
 * What a tape drive says of itself
 *
 * Nothing moves, and st's node is held meanwhile, so that st
 * misses nothing (scsi_drive.c).  A drive whose node somebody has open is not
 * asked: the answer to one of our commands may be an error that belongs to a
 * write of his, which st would never hear of.
 */
#include <linux/err.h>
#include <linux/slab.h>

#include "scsi.h"
#include "ssc.h"
#include "stnode.h"

/* commands that a drive may not know: what it says is no failure */
static int read_position(struct ntms_scsi *s, u8 *buf,
			 struct ntms_drive_status *st)
{
	u8 cdb[NTMS_CDB_LEN];
	bool long_form;
	int err, tries;
	u32 valid;

	for (tries = 0; tries < 2; tries++) {
		long_form = !tries;
		ntms_ssc_read_position(cdb, long_form);
		err = ntms_drive_command(s, cdb, buf, NTMS_SSC_POSITION_LEN,
					 &valid, NULL);
		if (!err)
			err = ntms_ssc_position(buf, valid, long_form, st);
		if (!err || (err != -EINVAL && err != -EOPNOTSUPP &&
			     err != -EPROTO))
			return err;
	}
	return err;
}

static int read_log(struct ntms_scsi *s, u8 page, u8 *buf,
		    struct ntms_drive_status *st)
{
	u8 cdb[NTMS_CDB_LEN];
	u32 valid;
	int err;

	ntms_spc_log_sense(cdb, page, NTMS_LOG_LEN);
	err = ntms_drive_command(s, cdb, buf, NTMS_LOG_LEN, &valid, NULL);
	return err ?: ntms_ssc_log(buf, valid, page, st);
}

/* Return: 0, or why not even one thing could be asked */
static int read_all(struct ntms_scsi *s, bool medium, u8 *buf,
		    struct ntms_drive_status *st)
{
	static const u8 pages[] = {
		NTMS_SSC_DEVICE_STATUS, NTMS_SSC_STATISTICS, NTMS_SSC_VOLUME,
	};
	int err = 0;
	u32 i;

	if (medium)
		err = read_position(s, buf, st);
	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		if (err == -ENODEV || err == -ETIMEDOUT || err == -ENOMEM)
			return err;
		if (pages[i] != NTMS_SSC_VOLUME || medium)
			err = read_log(s, pages[i], buf, st);
	}
	if (err == -ENODEV || err == -ETIMEDOUT || err == -ENOMEM)
		return err;
	if (!READ_ONCE(s->no_alerts) && !ntms_tape_alerts(s, &st->alerts))
		st->has |= NTMS_HAS_ALERTS;
	return st->has ? 0 : -EOPNOTSUPP;
}

static int hold_and_read(struct ntms_scsi *s, u8 *buf,
			 struct ntms_drive_status *st)
{
	struct file *file;
	int err;

	err = ntms_tape_hold(s, false, &file);
	if (err)
		return err;
	err = read_all(s, !file || !ntms_stnode_state(file), buf, st);
	ntms_tape_release(file);
	return err;
}

/**
 * ntms_scsi_tape_status() - struct ntms_drive_ops.status of tape drives
 * @dev: drive
 * @st: result
 *
 * Return: see there.
 */
int ntms_scsi_tape_status(struct ntms_device *dev,
			  struct ntms_drive_status *st)
{
	struct ntms_scsi *s;
	u8 *buf;
	int err;

	memset(st, 0, sizeof(*st));
	s = ntms_scsi_enter(dev);
	if (!s)
		return -ENODEV;
	err = -EAGAIN;
	/* others keep the node for as long as a tape takes */
	if (!mutex_trylock(&s->node))
		goto leave;
	buf = kmalloc(NTMS_LOG_LEN, GFP_KERNEL);
	err = buf ? hold_and_read(s, buf, st) : -ENOMEM;
	kfree(buf);
	mutex_unlock(&s->node);
leave:
	ntms_scsi_leave();
	return err;
}
