// SPDX-License-Identifier: GPL-2.0
/*
 * Struct ntms_changer_ops of a SCSI medium changer
 *
 * Unit attentions are ours to take here (ch and sg keep no state that hangs on
 * them): they are reported to the core and the command is sent again, which
 * is safe because a command that ends so was not begun.  A changer that is
 * becoming ready (taking inventory, door just closed) is waited for within the
 * time limit of the command.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/blkdev.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <scsi/scsi.h>
#include <scsi/scsi_device.h>

#include "scsi.h"
#include "smc.h"

#define ATTENTIONS	16		/* in a row: the device is mad */
#define WAIT_FIRST	100		/* ms, doubled until */
#define WAIT_MAX	2000
#define STATUS_MAX	(512 * 1024)	/* bytes of one answer */

static int changer_errno(struct ntms_scsi *s, const char *what,
			 const struct ntms_sense *sense)
{
	int err = ntms_smc_sense_errno(sense);

	/* the others are in the answer, and the core says more of them */
	if (err == -EIO)
		ntms_scsi_report(s, what, sense);
	return err;
}

/*
 * @patient: wait until a changer that is becoming ready is ready
 * Return: 0, 1 with @sense, or a negative errno
 */
static int send_command(struct ntms_scsi *s, const u8 *cdb, void *buf,
			u32 len, u32 *valid, struct ntms_sense *sense,
			bool patient)
{
	unsigned long end = jiffies + ntms_scsi_limit(s, cdb[0]) * HZ;
	unsigned int attentions = 0, wait = WAIT_FIRST;
	enum ntms_changed what;
	int err;

	for (;;) {
		err = ntms_scsi_command(s, cdb, buf, len, valid, sense);
		if (err != 1)
			return err;
		if (sense->key == UNIT_ATTENTION) {
			if (ntms_smc_changed(sense, &what))
				ntms_device_changed(&s->dev, what);
			if (++attentions > ATTENTIONS)
				return 1;
		} else if (patient && ntms_smc_sense_errno(sense) == -EAGAIN) {
			if (time_after(jiffies, end))
				return -ETIMEDOUT;
			msleep(wait);
			wait = min(wait * 2, WAIT_MAX);
		} else {
			return 1;
		}
	}
}

static int changer_command(struct ntms_scsi *s, const u8 *cdb, void *buf,
			   u32 len, u32 *valid, struct ntms_sense *sense)
{
	return send_command(s, cdb, buf, len, valid, sense, true);
}

static int mode_page(struct ntms_scsi *s, u8 page, u8 *buf, u32 *valid)
{
	struct ntms_sense sense;
	u8 cdb[NTMS_CDB_LEN];
	int err, tries;

	/* some changers do not know DBD */
	for (tries = 0; tries < 2; tries++) {
		ntms_spc_mode_sense(cdb, page, tries == 0, NTMS_MODE_SENSE_LEN);
		err = changer_command(s, cdb, buf, NTMS_MODE_SENSE_LEN, valid,
				      &sense);
		if (err == 1)
			err = ntms_smc_sense_errno(&sense);
		if (err != -EINVAL)
			break;
	}
	return err;
}

/*
 * READ ELEMENT STATUS with as many options as the changer takes.  One that
 * it refuses is left out from then on: CURDATA came with SMC-2 (5/24), and
 * libraries without bar code readers may refuse VOLTAG.
 */
static int read_status(struct ntms_scsi *s, const struct ntms_smc_status *st,
		       void *buf, u32 len, u32 *valid)
{
	static const u8 order[] = {
		NTMS_SMC_CURDATA, NTMS_SMC_DVCID, NTMS_SMC_VOLTAG,
	};
	struct ntms_sense sense;
	u8 options, refused = 0;
	u8 cdb[NTMS_CDB_LEN];
	int err, i = 0;

	for (;;) {
		options = NTMS_SMC_CURDATA | NTMS_SMC_VOLTAG;
		if (st->type == NTMS_ELEMENT_DRIVE)
			options |= NTMS_SMC_DVCID;
		options &= ~(READ_ONCE(s->refused) | refused);
		ntms_smc_read_status(cdb, st->type, st->first,
				     st->last - st->first + 1, options, len);
		err = changer_command(s, cdb, buf, len, valid, &sense);
		if (err == 0 && refused)
			WRITE_ONCE(s->refused, s->refused | refused);
		if (err != 1)
			return err;
		while (i < ARRAY_SIZE(order) && !(options & order[i]))
			i++;
		if (sense.key != ILLEGAL_REQUEST || sense.asc != 0x24 ||
		    i == ARRAY_SIZE(order))
			return changer_errno(s, "read element status", &sense);
		refused |= order[i++];
	}
}

/* the most that one command can bring */
static u32 status_max(struct scsi_device *sdev)
{
	struct request_queue *q = sdev->request_queue;
	u64 max = STATUS_MAX;

	max = min_t(u64, max, (u64)queue_max_hw_sectors(q) << SECTOR_SHIFT);
	/* the buffer may be scattered, a page a segment */
	max = min_t(u64, max, (u64)queue_max_segments(q) << PAGE_SHIFT);
	return max_t(u64, max, PAGE_SIZE);
}

/* what @count elements will most likely take; drives have identifiers */
static u32 status_guess(enum ntms_element_type type, u32 count)
{
	return NTMS_SMC_STATUS_MIN +
	       count * (type == NTMS_ELEMENT_DRIVE ? 128 : 52);
}

/*
 * How much to ask for when @left bytes are left.  All of it, if that fits.
 * Otherwise less than half: when a device sends more than was asked for, the
 * mid layer may take the excess for a shortfall and wipe that much of the
 * buffer's end (see ntms_scsi_command()), which it cannot if the excess is
 * larger than the buffer.
 */
static u32 status_length(u32 left, u32 max)
{
	if (left <= max)
		return left;
	return left / 2 > max ? max : left / 2 - NTMS_SMC_STATUS_MIN;
}

static int read_elements(struct ntms_scsi *s, enum ntms_element_type type,
			 u16 first, u16 count, u8 *seen,
			 int (*each)(void *ctx, const struct ntms_element *e),
			 void *ctx)
{
	struct ntms_smc_status st = {
		.type = type, .first = first, .last = first + count - 1,
		.seen = seen,
	};
	u32 max = status_max(s->sdev);
	u32 len = status_length(status_guess(type, count), max);
	u32 size = len, valid;
	int err, idle = 0;
	u8 *buf;

	buf = kvmalloc(size, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	for (;;) {
		err = read_status(s, &st, buf, len, &valid);
		if (!err)
			err = ntms_smc_elements(buf, valid, len, &st, each, ctx);
		if (err || !st.cut || st.next > st.last)
			break;
		/* no step ahead: twice more with other lengths, then stop */
		idle = st.passed ? 0 : idle + 1;
		if (idle > 2) {
			err = -EPROTO;
			break;
		}
		len = status_length(st.left, max);
		st.first = st.next;
		if (len > size) {
			kvfree(buf);
			size = len;
			buf = kvmalloc(size, GFP_KERNEL);
			if (!buf)
				return -ENOMEM;
		}
	}
	kvfree(buf);
	return err;
}

static int changer_elements(struct ntms_device *dev,
			    enum ntms_element_type type, u16 first, u16 count,
			    int (*each)(void *ctx, const struct ntms_element *e),
			    void *ctx)
{
	struct ntms_scsi *s;
	int err;
	u8 *seen;

	if (!count)
		return 0;
	if (first + (u32)count > 65536)
		return -EINVAL;
	s = ntms_scsi_enter(dev);
	if (!s)
		return -ENODEV;
	seen = kzalloc(NTMS_SMC_SEEN_LEN, GFP_KERNEL);
	err = seen ? read_elements(s, type, first, count, seen, each, ctx) :
		     -ENOMEM;
	kfree(seen);
	if (err == -EPROTO)
		sdev_printk(KERN_WARNING, s->sdev,
			    "ntms: element status of type %u makes no sense\n",
			    type);
	ntms_scsi_leave();
	return err;
}

static int ignore_element(void *ctx, const struct ntms_element *e)
{
	return 0;
}

/* does the page header say "with volume tags"? */
static bool has_bar_codes(struct ntms_scsi *s, u8 *buf, u8 *seen,
			  const struct ntms_element_range *range)
{
	struct ntms_smc_status st = {
		.type = NTMS_ELEMENT_STORAGE,
		.first = range->first, .last = range->first,
		.seen = seen,
	};
	u32 valid;

	if (!range->count)
		return false;
	/* the headers are enough */
	if (read_status(s, &st, buf, 64, &valid))
		return false;
	if (ntms_smc_elements(buf, 64, 64, &st, ignore_element, NULL))
		return false;
	return st.voltag;
}

/*
 * Does the changer know PREVENT ALLOW MEDIUM REMOVAL?  One that does not say
 * which commands it knows is not believed to: trying it out would unlock what
 * somebody else has locked.
 */
static bool has_lock(struct ntms_scsi *s, u8 *buf)
{
	struct ntms_sense sense;
	u8 cdb[NTMS_CDB_LEN];
	u32 valid;

	ntms_spc_report_opcode(cdb, NTMS_SPC_PREVENT, NTMS_OPCODE_LEN);
	if (changer_command(s, cdb, buf, NTMS_OPCODE_LEN, &valid, &sense))
		return false;
	return ntms_spc_opcode_known(buf, valid);
}

static int describe(struct ntms_scsi *s, struct ntms_changer_info *info,
		    u8 *buf, u8 *seen)
{
	u32 valid;
	int err;

	err = mode_page(s, NTMS_SMC_ADDRESSES, buf, &valid);
	if (!err)
		err = ntms_smc_addresses(buf, valid, info);
	if (err == -EPROTO)
		sdev_printk(KERN_WARNING, s->sdev,
			    "ntms: element addresses make no sense\n");
	if (err)
		return err;
	/* optional: a changer without the page cannot turn anything over */
	err = mode_page(s, NTMS_SMC_GEOMETRY, buf, &valid);
	if (err == -ENODEV)
		return err;
	if (!err)
		ntms_smc_geometry(buf, valid, info);
	ntms_scsi_learn_limits(s);
	info->bar_code = has_bar_codes(s, buf, seen,
				       &info->range[NTMS_ELEMENT_STORAGE]);
	info->lock = has_lock(s, buf);
	return 0;
}

static int changer_describe(struct ntms_device *dev,
			    struct ntms_changer_info *info)
{
	struct ntms_scsi *s;
	int err;
	u8 *buf;

	memset(info, 0, sizeof(*info));
	s = ntms_scsi_enter(dev);
	if (!s)
		return -ENODEV;
	buf = kzalloc(NTMS_MODE_SENSE_LEN + 1 + NTMS_SMC_SEEN_LEN, GFP_KERNEL);
	err = buf ? describe(s, info, buf, buf + NTMS_MODE_SENSE_LEN + 1) :
		    -ENOMEM;
	kfree(buf);
	ntms_scsi_leave();
	return err;
}

static int plain_command(struct ntms_device *dev, const u8 *cdb,
			 const char *what)
{
	struct ntms_sense sense;
	struct ntms_scsi *s;
	int err;

	s = ntms_scsi_enter(dev);
	if (!s)
		return -ENODEV;
	err = changer_command(s, cdb, NULL, 0, NULL, &sense);
	if (err == 1)
		err = changer_errno(s, what, &sense);
	ntms_scsi_leave();
	return err;
}

static int changer_move(struct ntms_device *dev, u16 transport, u16 source,
			u16 destination, bool invert)
{
	u8 cdb[NTMS_CDB_LEN];

	ntms_smc_move(cdb, transport, source, destination, invert);
	return plain_command(dev, cdb, "move medium");
}

static int changer_initialize(struct ntms_device *dev)
{
	u8 cdb[NTMS_CDB_LEN];

	ntms_smc_initialize(cdb);
	return plain_command(dev, cdb, "initialize element status");
}

static int changer_prevent(struct ntms_device *dev, bool prevent)
{
	u8 cdb[NTMS_CDB_LEN];

	ntms_spc_prevent_removal(cdb, prevent);
	return plain_command(dev, cdb, "prevent medium removal");
}

static int changer_port(struct ntms_device *dev, u16 address, bool open)
{
	u8 cdb[NTMS_CDB_LEN];

	ntms_smc_port(cdb, address, open);
	return plain_command(dev, cdb, "open or close import/export element");
}

/* a door that is open is no failure, and is not waited for */
static int changer_ready(struct ntms_device *dev)
{
	struct ntms_sense sense;
	u8 cdb[NTMS_CDB_LEN];
	struct ntms_scsi *s;
	int err;

	s = ntms_scsi_enter(dev);
	if (!s)
		return -ENODEV;
	ntms_spc_test_unit_ready(cdb);
	err = send_command(s, cdb, NULL, 0, NULL, &sense, false);
	if (err == 1)
		err = sense.key == NOT_READY ? -EAGAIN :
		      changer_errno(s, "test unit ready", &sense);
	ntms_scsi_leave();
	return err;
}

const struct ntms_changer_ops ntms_scsi_changer_ops = {
	.describe = changer_describe,
	.elements = changer_elements,
	.move = changer_move,
	.initialize = changer_initialize,
	.prevent = changer_prevent,
	.port = changer_port,
	.ready = changer_ready,
};
