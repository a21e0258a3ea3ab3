// SPDX-License-Identifier: GPL-2.0
/*
 * Struct ntms_drive_ops of SCSI optical drives
 */
#include <linux/err.h>
#include <scsi/scsi.h>
#include <scsi/scsi_device.h>

#include "scsi.h"
#include "ssc.h"
#include "stnode.h"

/* sr and sd keep "the medium has changed" in a flag that others may set too */
static int op_optical_ready(struct ntms_device *dev)
{
	struct ntms_sense sense;
	u8 cdb[NTMS_CDB_LEN];
	struct ntms_scsi *s;
	int i, err;

	s = ntms_scsi_enter(dev);
	if (!s)
		return -ENODEV;
	ntms_spc_test_unit_ready(cdb);
	for (i = 0; i < NTMS_ATTENTIONS; i++) {
		err = ntms_scsi_command(s, cdb, NULL, 0, NULL, &sense);
		if (err != 1 || sense.key != UNIT_ATTENTION)
			break;
		s->sdev->changed = 1;
	}
	if (err == 1)
		err = ntms_drive_errno(s, "test unit ready", &sense);
	ntms_scsi_leave();
	return err;
}

static int match_disk(struct device *child, void *data)
{
	if (!child->class || strcmp(child->class->name, "block"))
		return 0;
	*(dev_t *)data = child->devt;
	return 1;
}

/* mounted, or opened with O_EXCL; plain readers cannot be seen */
static int optical_claimed(struct ntms_scsi *s)
{
	struct file *file;
	dev_t devt = 0;

	device_for_each_child(&s->sdev->sdev_gendev, &devt, match_disk);
	if (!devt)
		return 0;
	file = ntms_stnode_open(devt, S_IFBLK, O_RDONLY | O_NONBLOCK | O_EXCL);
	if (!IS_ERR(file)) {
		ntms_stnode_close(file);
		return 0;
	}
	if (PTR_ERR(file) == -EBUSY)
		return 1;
	return PTR_ERR(file) == -ENOMEDIUM ? 0 : ntms_node_errno(s, PTR_ERR(file));
}

static int op_optical_unload(struct ntms_device *dev, bool force)
{
	u8 cdb[NTMS_CDB_LEN];
	struct ntms_scsi *s;
	int err;

	s = ntms_scsi_enter(dev);
	if (!s)
		return -ENODEV;
	err = force ? 0 : optical_claimed(s);
	if (err > 0)
		err = -EBUSY;
	if (err)
		goto out;
	if (force) {
		ntms_spc_prevent_removal(cdb, false);
		ntms_drive_command(s, cdb, NULL, 0, NULL, "allow medium removal");
	}
	ntms_ssc_eject(cdb);
	err = ntms_drive_command(s, cdb, NULL, 0, NULL, "eject");
out:
	ntms_scsi_leave();
	return err;
}

/* profiles of MMC are not told apart yet */
static int op_optical_info(struct ntms_device *dev,
			   struct ntms_drive_info *info)
{
	return -EOPNOTSUPP;
}

static int op_optical_present(struct ntms_device *dev)
{
	int err = op_optical_ready(dev);

	return err ? err == -ENOMEDIUM ? 0 : err : 1;
}

static int op_optical_alerts(struct ntms_device *dev, u64 *flags)
{
	return -EOPNOTSUPP;
}

static int op_optical_status(struct ntms_device *dev,
			     struct ntms_drive_status *st)
{
	return -EOPNOTSUPP;
}

/* nobody cleans optical drives by robot */
static int op_optical_cleaned(struct ntms_device *dev)
{
	return -EMEDIUMTYPE;
}

const struct ntms_drive_ops ntms_scsi_optical_ops = {
	.ready = op_optical_ready,
	.unload = op_optical_unload,
	.info = op_optical_info,
	.present = op_optical_present,
	.alerts = op_optical_alerts,
	.status = op_optical_status,
	.sense = ntms_drive_sense,
	.cleaned = op_optical_cleaned,
};
