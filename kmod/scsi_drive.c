// SPDX-License-Identifier: GPL-2.0
/*
 * Struct ntms_drive_ops of SCSI tape drives, and what optical drives share
 *
 * Where st is bound to a tape drive, everything that could take a unit
 * attention away from it (any command but INQUIRY, REPORT LUNS and REQUEST
 * SENSE) is sent only while st's node is held open by us: the open has just
 * made st take notice of all there were, and nobody is in the middle of
 * anything.  TEST UNIT READY and REWIND are left to st altogether, see
 * stnode.c.  Without st (not loaded, or another driver) they are sent directly.
 *
 * While a node is held other openers get -EBUSY, for the time of a few
 * commands that the drive answers from memory.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/slab.h>
#include <scsi/scsi.h>
#include <scsi/scsi_device.h>

#include "compat_reset.h"
#include "scsi.h"
#include "ssc.h"
#include "stnode.h"

/* one op of a tape drive at a time: they hold its node */
static struct ntms_scsi *enter(struct ntms_device *dev)
{
	struct ntms_scsi *s = ntms_scsi_enter(dev);

	if (s)
		mutex_lock(&s->node);
	return s;
}

static void leave(struct ntms_scsi *s)
{
	mutex_unlock(&s->node);
	ntms_scsi_leave();
}

/**
 * ntms_drive_errno() - what a drive's refusal of a command means
 * @s: drive; what nobody can do anything about is logged and kept for op "sense"
 * @what: the command, for the log
 * @sense: what it said
 *
 * Return: a negative errno of ntms_ssc_sense_errno(), or 0.
 */
int ntms_drive_errno(struct ntms_scsi *s, const char *what,
		     const struct ntms_sense *sense)
{
	int err = ntms_ssc_sense_errno(sense);

	if (err == -EIO) {
		ntms_scsi_report(s, what, sense);
		WRITE_ONCE(s->sense, sense->key << 16 | sense->asc << 8 |
				     sense->ascq);
	}
	return err;
}

/**
 * ntms_drive_command() - a command of a drive that st does not know of or that
 *	is held open
 * @s: drive
 * @cdb: command
 * @buf: for the answer, as for ntms_scsi_command()
 * @len: size of @buf
 * @valid: set to the number of bytes at @buf that came from the drive, or NULL
 * @what: the command, for the log and the drive's history; NULL: somebody only
 *	looks, and what goes wrong says nothing of the drive
 *
 * Return: 0 or a negative errno of ntms_scsi_command() or
 * ntms_ssc_sense_errno().
 */
int ntms_drive_command(struct ntms_scsi *s, const u8 *cdb, void *buf, u32 len,
		       u32 *valid, const char *what)
{
	struct ntms_sense sense;
	int i, err;

	for (i = 0; i < NTMS_ATTENTIONS; i++) {
		err = ntms_scsi_command(s, cdb, buf, len, valid, &sense);
		if (err != 1 || sense.key != UNIT_ATTENTION)
			break;
	}
	if (err != 1)
		return err;
	return what ? ntms_drive_errno(s, what, &sense) :
		      ntms_ssc_sense_errno(&sense);
}

/**
 * ntms_node_errno() - what the failure to open a drive's node means
 * @s: drive
 * @err: what the open returned
 *
 * Return: @err; -ENODEV or -EIO when the device is going or in trouble.
 */
int ntms_node_errno(struct ntms_scsi *s, long err)
{
	enum scsi_device_state state = READ_ONCE(s->sdev->sdev_state);

	/* -ENXIO: offline or being removed; -EIO: perhaps too */
	if (err != -ENXIO && err != -EIO)
		return err;
	return state == SDEV_CANCEL || state == SDEV_DEL ? -ENODEV : -EIO;
}

/**
 * ntms_tape_hold() - open the node of a tape drive
 * @s: drive, its @node is locked
 * @rewind: the node that rewinds when it is closed
 * @file: out: to be given to ntms_tape_release(), NULL if st is not bound
 *
 * Return: 0; -EBUSY if someone else has it; -ENODEV; or what st's open returns.
 */
int ntms_tape_hold(struct ntms_scsi *s, bool rewind, struct file **file)
{
	dev_t devt = ntms_stnode_find(s->sdev, rewind);

	*file = NULL;
	if (!devt)
		return READ_ONCE(s->gone) ? -ENODEV : 0;
	*file = ntms_stnode_open(devt, S_IFCHR, O_RDONLY | O_NONBLOCK);
	if (IS_ERR(*file)) {
		int err = PTR_ERR(*file);

		*file = NULL;
		return ntms_node_errno(s, err);
	}
	return 0;
}

/** ntms_tape_release() - close what ntms_tape_hold() opened, or NULL */
void ntms_tape_release(struct file *file)
{
	if (file)
		ntms_stnode_close(file);
}

static int send_load(struct ntms_scsi *s)
{
	u8 cdb[NTMS_CDB_LEN];
	int err;

	ntms_ssc_load(cdb);
	err = ntms_drive_command(s, cdb, NULL, 0, NULL, "load");
	return err ?: -EAGAIN;
}

/*
 * REQUEST SENSE, which does not disturb st.
 *
 * Return: 0; -EAGAIN, the drive has nothing to say; 1, it refused, @sense says
 * why; or what ntms_scsi_command() returns.
 */
static int request_sense(struct ntms_scsi *s, struct ntms_sense *sense)
{
	struct scsi_sense_hdr sshdr;
	u8 cdb[NTMS_CDB_LEN];
	u32 valid;
	int err;
	u8 *buf;

	buf = kmalloc(SCSI_SENSE_BUFFERSIZE, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	ntms_spc_request_sense(cdb, SCSI_SENSE_BUFFERSIZE);
	err = ntms_scsi_command(s, cdb, buf, SCSI_SENSE_BUFFERSIZE, &valid,
				sense);
	if (!err && !scsi_normalize_sense(buf, valid, &sshdr))
		err = -EAGAIN;
	kfree(buf);
	if (err)
		return err;
	sense->key = sshdr.sense_key;
	sense->asc = sshdr.asc;
	sense->ascq = sshdr.ascq;
	return 0;
}

/*
 * st says "not ready" and not why.  A drive with nothing to say is taken to be
 * busy loading.
 */
static int why_not_ready(struct ntms_scsi *s)
{
	struct ntms_sense sense;
	int err = request_sense(s, &sense);

	if (err)
		return err == 1 ? -EIO : err;
	if (ntms_ssc_needs_load(&sense))
		return send_load(s);
	return ntms_drive_errno(s, "test unit ready", &sense) ?: -EAGAIN;
}

/* the tape is ready: rewind it, st or no st */
static int ready_without_st(struct ntms_scsi *s)
{
	struct ntms_sense sense;
	u8 cdb[NTMS_CDB_LEN];
	int i, err;

	ntms_spc_test_unit_ready(cdb);
	for (i = 0; i < NTMS_ATTENTIONS; i++) {
		err = ntms_scsi_command(s, cdb, NULL, 0, NULL, &sense);
		if (err != 1 || sense.key != UNIT_ATTENTION)
			break;
	}
	if (err == 1 && ntms_ssc_needs_load(&sense))
		return send_load(s);
	if (err == 1)
		err = ntms_drive_errno(s, "test unit ready", &sense);
	if (err)
		return err;
	ntms_ssc_rewind(cdb);
	return ntms_drive_command(s, cdb, NULL, 0, NULL, "rewind");
}

static int tape_ready(struct ntms_scsi *s)
{
	struct ntms_sense sense;
	struct file *file;
	int state, err;

	err = ntms_tape_hold(s, true, &file);
	if (err)
		return err;
	if (!file)
		return ready_without_st(s);
	state = ntms_stnode_state(file);
	err = state == -EIO ? why_not_ready(s) : ntms_node_errno(s, state);
	/*
	 * The close rewinds if st found the drive ready; otherwise it sends
	 * nothing and says so again.
	 */
	state = ntms_stnode_close(file);
	if (state == 0 && err) {
		/* ready, but not for st: only the operator's rewind helps */
		sdev_printk(KERN_WARNING, s->sdev,
			    "ntms: st lost its position in a reset, use mt -f %s rewind\n",
			    s->dev.node);
		return -EIO;
	}
	if (err)
		return err;
	if (!state) {
		/*
		 * The mid layer never takes this back, and st would lose its
		 * position again at the next filemark.  st does the same after
		 * a rewind by ioctl.
		 */
		if (s->sdev->was_reset)
			s->sdev->was_reset = 0;
		return 0;
	}
	err = ntms_node_errno(s, state);
	/*
	 * st has one error for a tape that does not rewind and for a drive that
	 * is out of reach, which says nothing of the tape.
	 */
	if (err == -EIO && request_sense(s, &sense) == -ENODEV)
		err = -ENODEV;
	if (err == -EIO)
		sdev_printk(KERN_WARNING, s->sdev, "ntms: rewind failed\n");
	return err;
}

static int op_tape_ready(struct ntms_device *dev)
{
	struct ntms_scsi *s;
	int err;

	s = enter(dev);
	if (!s)
		return -ENODEV;
	err = tape_ready(s);
	/* resets from before do not count: it has been rewound since */
	if (!err)
		ntms_reset_settle(s->sdev);
	leave(s);
	return err;
}

static int tape_unload(struct ntms_scsi *s, bool force)
{
	u8 cdb[NTMS_CDB_LEN];
	struct file *file;
	int err;

	err = ntms_tape_hold(s, false, &file);
	if (err && !(force && err == -EBUSY))
		return err;
	if (file && ntms_stnode_state(file) == -ENOMEDIUM) {
		ntms_tape_release(file);
		return -ENOMEDIUM;
	}
	if (err != -EBUSY)
		ntms_scsi_learn_limits(s);
	if (force) {
		ntms_spc_prevent_removal(cdb, false);
		ntms_drive_command(s, cdb, NULL, 0, NULL, "allow medium removal");
	}
	ntms_ssc_unload(cdb);
	err = ntms_drive_command(s, cdb, NULL, 0, NULL, "unload");
	ntms_tape_release(file);
	/*
	 * Let st see the drive empty: it forgets position and partition of
	 * the tape that goes, also if the next one raises no unit attention.
	 */
	if (file && !ntms_tape_hold(s, false, &file))
		ntms_tape_release(file);
	return err;
}

static int op_tape_unload(struct ntms_device *dev, bool force)
{
	struct ntms_scsi *s;
	int err;

	s = enter(dev);
	if (!s)
		return -ENODEV;
	err = tape_unload(s, force);
	leave(s);
	return err;
}

static int tape_info(struct ntms_scsi *s, struct ntms_drive_info *info)
{
	u8 cdb[NTMS_CDB_LEN];
	struct file *file;
	u32 valid;
	int err;
	u8 *buf;

	buf = kmalloc(NTMS_SSC_MODE_LEN, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	err = ntms_tape_hold(s, false, &file);
	if (err)
		goto out;
	ntms_spc_mode_sense(cdb, 0, false, NTMS_SSC_MODE_LEN);
	err = ntms_drive_command(s, cdb, buf, NTMS_SSC_MODE_LEN, &valid,
				 "mode sense");
	if (!err)
		err = ntms_ssc_drive_info(buf, valid, info);
	ntms_tape_release(file);
out:
	kfree(buf);
	return err;
}

static int op_tape_info(struct ntms_device *dev, struct ntms_drive_info *info)
{
	struct ntms_scsi *s;
	int err;

	s = enter(dev);
	if (!s)
		return -ENODEV;
	err = tape_info(s, info);
	leave(s);
	return err;
}

/**
 * ntms_tape_alerts() - read the TapeAlert flags, which resets them
 * @s: drive that is held
 * @flags: result
 *
 * Return: as struct ntms_drive_ops.alerts.
 */
int ntms_tape_alerts(struct ntms_scsi *s, u64 *flags)
{
	u8 cdb[NTMS_CDB_LEN];
	u32 valid;
	int err;
	u8 *buf;

	buf = kmalloc(NTMS_ALERTS_LEN, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	ntms_spc_log_sense(cdb, NTMS_SPC_ALERTS, NTMS_ALERTS_LEN);
	err = ntms_drive_command(s, cdb, buf, NTMS_ALERTS_LEN, &valid,
				 "log sense");
	if (!err)
		err = ntms_spc_alerts(buf, valid, flags);
	kfree(buf);
	/* one without the page is not asked again */
	if (err == -EOPNOTSUPP || err == -EINVAL)
		WRITE_ONCE(s->no_alerts, true);
	return err;
}

/* st looks for itself when its node is opened, and keeps where it stands */
static int op_tape_present(struct ntms_device *dev)
{
	struct ntms_sense sense;
	u8 cdb[NTMS_CDB_LEN];
	struct ntms_scsi *s;
	struct file *file;
	int err;

	s = enter(dev);
	if (!s)
		return -ENODEV;
	err = ntms_tape_hold(s, false, &file);
	if (!err && file) {
		err = ntms_stnode_state(file);
		ntms_tape_release(file);
	} else if (!err) {
		ntms_spc_test_unit_ready(cdb);
		err = ntms_scsi_command(s, cdb, NULL, 0, NULL, &sense);
		if (err == 1)
			err = ntms_ssc_sense_errno(&sense);
	}
	leave(s);
	if (err == -EIO)
		return -EAGAIN;
	return err ? err == -ENOMEDIUM ? 0 : err : 1;
}

static int op_tape_alerts(struct ntms_device *dev, u64 *flags)
{
	struct ntms_scsi *s;
	struct file *file;
	int err;

	*flags = 0;
	s = enter(dev);
	if (!s)
		return -ENODEV;
	err = READ_ONCE(s->no_alerts) ? -EOPNOTSUPP :
	      ntms_tape_hold(s, false, &file);
	if (!err) {
		err = ntms_tape_alerts(s, flags);
		ntms_tape_release(file);
	}
	leave(s);
	return err;
}

static int cleaning_sense(struct ntms_scsi *s)
{
	struct ntms_sense sense;
	int err = request_sense(s, &sense);

	if (err == 1)
		return ntms_ssc_cleaning_errno(&sense);
	if (err)
		return err;
	err = ntms_ssc_cleaning_errno(&sense);
	if (err == -EIO)
		ntms_scsi_report(s, "cleaning", &sense);
	return err;
}

static int cleaned_without_st(struct ntms_scsi *s)
{
	struct ntms_sense sense;
	u8 cdb[NTMS_CDB_LEN];
	int err;

	ntms_spc_test_unit_ready(cdb);
	err = ntms_scsi_command(s, cdb, NULL, 0, NULL, &sense);
	if (err == 1)
		return ntms_ssc_cleaning_errno(&sense);
	return err ?: -EMEDIUMTYPE;
}

static int op_tape_cleaned(struct ntms_device *dev)
{
	struct ntms_scsi *s;
	struct file *file;
	int err;

	s = enter(dev);
	if (!s)
		return -ENODEV;
	err = ntms_tape_hold(s, false, &file);
	if (!err && !file) {
		err = cleaned_without_st(s);
	} else if (!err) {
		switch (ntms_stnode_state(file)) {
		case 0:
			err = -EMEDIUMTYPE;
			break;
		case -ENOMEDIUM:
			break;
		default:
			err = cleaning_sense(s);
		}
		ntms_tape_release(file);
	}
	leave(s);
	/* st may say so of a drive that is being cleaned */
	return err == -EBUSY ? -EAGAIN : err;
}

/** ntms_drive_sense() - op "sense", which forgets it */
u32 ntms_drive_sense(struct ntms_device *dev)
{
	return xchg(&container_of(dev, struct ntms_scsi, dev)->sense, 0);
}

const struct ntms_drive_ops ntms_scsi_tape_ops = {
	.ready = op_tape_ready,
	.unload = op_tape_unload,
	.info = op_tape_info,
	.present = op_tape_present,
	.alerts = op_tape_alerts,
	.status = ntms_scsi_tape_status,
	.sense = ntms_drive_sense,
	.cleaned = op_tape_cleaned,
};
