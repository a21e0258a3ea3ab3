// SPDX-License-Identifier: GPL-2.0
/*
 * Error handling, and taking back commands
 *
 * A command is taken back by marking it cancelled and letting its own work
 * item answer it, at once: that item alone ends a command, so there is nothing
 * to race with.  The mid layer ignores the answer to a command that it has
 * given up.
 */
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

#include "cmd.h"

static void cancel_locked(struct vlib_cmd *c, int result)
{
	lockdep_assert_held(&c->dev->lib->cmds_lock);
	if (c->cancelled)
		return;
	c->cancelled = result;
	/* about to run, or running: it will see */
	if (c->running)
		return;
	if (c->stage == VLIB_LOST || cancel_delayed_work(&c->work))
		queue_delayed_work(vlib_wq, &c->work, 0);
}

/**
 * vlib_cancel() - answer all commands of a device
 * @lib: library
 * @dev: device, NULL for all
 * @result: result of the commands
 *
 * Context: sleeps until they are answered.
 */
void vlib_cancel(struct vlib *lib, const struct vlib_dev *dev, int result)
{
	struct vlib_cmd *c;
	unsigned long flags;

	spin_lock_irqsave(&lib->cmds_lock, flags);
	list_for_each_entry(c, &lib->cmds, link)
		if (!dev || c->dev == dev)
			cancel_locked(c, result);
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
	flush_workqueue(vlib_wq);
}

int vlib_eh_abort(struct scsi_cmnd *scmd)
{
	struct vlib *lib = shost_priv(scmd->device->host);
	struct vlib_cmd *c;
	unsigned long flags;

	if (READ_ONCE(lib->settings.eh) > VLIB_EH_ABORT)
		return FAILED;
	spin_lock_irqsave(&lib->cmds_lock, flags);
	list_for_each_entry(c, &lib->cmds, link) {
		if (c->scmd == scmd) {
			cancel_locked(c, DID_ABORT << 16);
			break;
		}
	}
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
	flush_workqueue(vlib_wq);
	return SUCCESS;
}

int vlib_eh_device_reset(struct scsi_cmnd *scmd)
{
	struct vlib *lib = shost_priv(scmd->device->host);
	struct vlib_dev *dev = scmd->device->hostdata;

	if (READ_ONCE(lib->dying) ||
	    READ_ONCE(lib->settings.eh) > VLIB_EH_DEVICE)
		return FAILED;
	vlib_cancel(lib, dev, DID_RESET << 16);
	mutex_lock(&lib->lock);
	vlib_reset_dev(dev, 0x03);	/* bus device reset function occurred */
	mutex_unlock(&lib->lock);
	return SUCCESS;
}

int vlib_eh_host_reset(struct scsi_cmnd *scmd)
{
	struct vlib *lib = shost_priv(scmd->device->host);
	unsigned int i;

	/* nothing comes after this: let go of the commands in any case */
	vlib_cancel(lib, NULL, DID_RESET << 16);
	if (READ_ONCE(lib->dying) ||
	    READ_ONCE(lib->settings.eh) > VLIB_EH_HOST)
		return FAILED;
	mutex_lock(&lib->lock);
	vlib_reset_dev(&lib->changer, 0x02);	/* SCSI bus reset occurred */
	for (i = 0; i < lib->range[VLIB_DRIVE].count; i++)
		vlib_reset_dev(&lib->drives[i].dev, 0x02);
	mutex_unlock(&lib->lock);
	return SUCCESS;
}
