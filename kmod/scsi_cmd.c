// SPDX-License-Identifier: GPL-2.0
/*
 * Sending a command, and how long it may take
 *
 * The time limit of a command is, in this order: what the device recommends
 * (REPORT SUPPORTED OPERATION CODES with RCTD, SPC-4 6.35.4), or a generous
 * default; both times the module parameter time_factor.  Robots and tapes are
 * slow, and a command cut short leaves a cartridge where nobody knows.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/slab.h>
#include <scsi/scsi.h>
#include <scsi/scsi_dbg.h>
#include <scsi/scsi_device.h>

#include "compat.h"
#include "scsi.h"
#include "smc.h"
#include "ssc.h"

#define LIMIT_MIN	30		/* seconds, whatever a device says */
#define LIMIT_MAX	(24 * 3600)
#define LIMIT_OTHER	60		/* what answers from memory */

static const struct {
	u8 opcode;
	u8 kind;	/* enum ntms_device_kind, the devices to ask */
	u32 seconds;
} limits[NTMS_SCSI_LIMITS] = {
	{ NTMS_SMC_STATUS, NTMS_DEVICE_CHANGER, 10 * 60 },
	{ NTMS_SMC_MOVE, NTMS_DEVICE_CHANGER, 20 * 60 },
	/* 10,000 slots to look into, a second each */
	{ NTMS_SMC_INITIALIZE, NTMS_DEVICE_CHANGER, 3 * 3600 },
	{ NTMS_SSC_REWIND, NTMS_DEVICE_TAPE, 3 * 3600 },
	/* the first load of an LTO-9 tape takes two hours */
	{ NTMS_SSC_LOAD_UNLOAD, NTMS_DEVICE_TAPE, 3 * 3600 },
	{ NTMS_SSC_LOAD_UNLOAD, NTMS_DEVICE_OPTICAL, 5 * 60 },
};

static unsigned int time_factor = 1;
module_param(time_factor, uint, 0644);
MODULE_PARM_DESC(time_factor,
		 "multiplies the time limits of all SCSI commands (default 1)");

/**
 * ntms_scsi_limit() - how long a command may take
 * @s: device
 * @opcode: operation code
 *
 * Return: seconds, from LIMIT_MIN to LIMIT_MAX.
 */
unsigned int ntms_scsi_limit(struct ntms_scsi *s, u8 opcode)
{
	u64 seconds = LIMIT_OTHER;
	u32 told;
	int i;

	for (i = 0; i < NTMS_SCSI_LIMITS; i++) {
		if (limits[i].opcode != opcode || limits[i].kind != s->dev.kind)
			continue;
		told = READ_ONCE(s->limit[i]);
		seconds = told ?: limits[i].seconds;
	}
	seconds *= READ_ONCE(time_factor) ?: 1;
	return clamp_t(u64, seconds, LIMIT_MIN, LIMIT_MAX);
}

/*
 * The mid layer's result as errno; 1 if the device has sense data to say
 * more.
 */
static int result_errno(int result, const struct scsi_sense_hdr *sshdr)
{
	if (result < 0)
		return result == -ENXIO ? -ENODEV : result;
	switch (host_byte(result)) {
	case DID_OK:
		break;
	case DID_NO_CONNECT:
	case DID_BAD_TARGET:
	case DID_TRANSPORT_FAILFAST:
		return -ENODEV;
	case DID_TIME_OUT:
		return -ETIMEDOUT;
	default:
		return -EIO;
	}
	if (scsi_status_is_check_condition(result))
		return scsi_sense_valid(sshdr) ? 1 : -EIO;
	if ((result & 0xff) == SAM_STAT_RESERVATION_CONFLICT)
		return -EBUSY;
	return scsi_status_is_good(result) ? 0 : -EIO;
}

/* does the device still exist for the mid layer? */
static bool going(struct ntms_scsi *s)
{
	enum scsi_device_state state = READ_ONCE(s->sdev->sdev_state);

	return READ_ONCE(s->gone) || state == SDEV_CANCEL || state == SDEV_DEL;
}

/**
 * ntms_scsi_command() - send one command
 * @s: device
 * @cdb: command, NTMS_CDB_LEN bytes
 * @buf: for the answer (from kmalloc or kvmalloc), or NULL
 * @len: size of @buf and allocation length in @cdb
 * @valid: set to the number of bytes at @buf that came from the device; may be
 *	NULL
 * @sense: set if the return value is 1
 *
 * @buf is zeroed first, so what a device does not send reads as zeros.  The
 * residual count is only ever used to believe less: on an iSCSI overflow it
 * is the excess, and the mid layer wipes as many bytes at the end of the
 * buffer if they are that many.
 *
 * Context: may sleep for the command's time limit.
 *
 * Return: 0; 1 the device refused, see @sense; -ENODEV gone; -ETIMEDOUT;
 * -ENOMEM; -EBUSY reserved by another host; -EIO.
 */
int ntms_scsi_command(struct ntms_scsi *s, const u8 *cdb, void *buf, u32 len,
		      u32 *valid, struct ntms_sense *sense)
{
	struct scsi_sense_hdr sshdr = { 0 };
	struct ntms_scsi_own own;
	int timeout = ntms_scsi_limit(s, cdb[0]) * HZ;
	int status, result, resid = 0;

	if (READ_ONCE(s->gone) || scsi_device_get(s->sdev))
		return -ENODEV;
	if (len)
		memset(buf, 0, len);
	ntms_scsi_own_begin(&own, s, cdb);
	status = ntms_scsi_execute(s->sdev, cdb, buf, len, &sshdr, timeout,
				   &resid);
	ntms_scsi_own_end(&own);
	scsi_device_put(s->sdev);

	if (valid)
		*valid = resid > 0 && resid <= len ? len - resid : len;
	result = result_errno(status, &sshdr);
	if (result == 1) {
		sense->key = sshdr.sense_key;
		sense->asc = sshdr.asc;
		sense->ascq = sshdr.ascq;
		return sense->key > RECOVERED_ERROR;
	}
	if (result && result != -ENOMEM && going(s))
		return -ENODEV;
	if (result == -EIO || result == -ETIMEDOUT)
		sdev_printk(KERN_WARNING, s->sdev,
			    "ntms: command %02xh failed, result %#x\n",
			    cdb[0], status);
	return result;
}

/**
 * ntms_scsi_report() - tell the operator what a device did not do
 * @s: device
 * @what: the command, in words
 * @sense: what the device says
 */
void ntms_scsi_report(struct ntms_scsi *s, const char *what,
		      const struct ntms_sense *sense)
{
	struct scsi_sense_hdr sshdr = {
		.response_code = 0x70,
		.sense_key = sense->key,
		.asc = sense->asc,
		.ascq = sense->ascq,
	};

	sdev_printk(KERN_WARNING, s->sdev, "ntms: %s failed\n", what);
	scsi_print_sense_hdr(s->sdev, "ntms", &sshdr);
}

/**
 * ntms_scsi_learn_limits() - ask the device for its time limits, once
 * @s: device
 *
 * Do not call for a tape that st is bound to unless st is held open: it may
 * cost a unit attention.  Devices that do not know the command are taken at
 * the defaults; a device that could not answer now is asked again next time.
 */
void ntms_scsi_learn_limits(struct ntms_scsi *s)
{
	enum ntms_changed what;
	struct ntms_sense sense;
	u8 cdb[NTMS_CDB_LEN];
	u32 seconds, valid;
	int i, err;
	u8 *buf;

	if (READ_ONCE(s->limit_known))
		return;
	buf = kmalloc(NTMS_OPCODE_LEN, GFP_KERNEL);
	if (!buf)
		return;
	for (i = 0; i < NTMS_SCSI_LIMITS; i++) {
		if (limits[i].kind != s->dev.kind)
			continue;
		ntms_spc_report_opcode(cdb, limits[i].opcode, NTMS_OPCODE_LEN);
		err = ntms_scsi_command(s, cdb, buf, NTMS_OPCODE_LEN, &valid,
					&sense);
		if (err == 1 && sense.key == UNIT_ATTENTION &&
		    ntms_smc_changed(&sense, &what))
			ntms_device_changed(&s->dev, what);
		if (err == 1 && sense.key == UNIT_ATTENTION)
			err = ntms_scsi_command(s, cdb, buf, NTMS_OPCODE_LEN,
						&valid, &sense);
		if (err == 1 && sense.key == ILLEGAL_REQUEST)
			break;
		if (err)
			goto out;
		if (!ntms_spc_opcode_limit(buf, valid, &seconds))
			WRITE_ONCE(s->limit[i], seconds);
	}
	WRITE_ONCE(s->limit_known, true);
out:
	kfree(buf);
}
