// SPDX-License-Identifier: GPL-2.0
/*
 * The way of a command: queued, carried out, answered
 *
 * A command is carried out in process context, under the library's lock, so
 * that what it does happens at one moment.  Its answer may come later.  Until
 * it is answered it is on lib->cmds, from where error handling and unplugging
 * take it (vlib_cancel() in eh.c).
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

#include "cmd.h"

/**
 * vlib_reply() - get memory for an answer
 * @c: command
 * @len: bytes of the whole answer, whatever the host has room for
 *
 * Return: zeroed memory, freed with the command; NULL.
 */
void *vlib_reply(struct vlib_cmd *c, u32 len)
{
	c->data = kvzalloc(len ?: 1, GFP_KERNEL);
	c->len = c->data ? len : 0;
	return c->data;
}

/**
 * vlib_sent() - get what the host sent with a command
 * @c: command
 * @buf: gets it
 * @len: bytes at @buf
 *
 * Return: number of bytes that were there.
 */
u32 vlib_sent(struct vlib_cmd *c, void *buf, u32 len)
{
	if (c->scmd->sc_data_direction != DMA_TO_DEVICE)
		return 0;
	c->sent = scsi_sg_copy_to_buffer(c->scmd, buf, len);
	return c->sent;
}

/* the answer, as much as there is room for */
static void transfer(struct vlib_cmd *c)
{
	struct scsi_cmnd *scmd = c->scmd;
	u32 room = scsi_bufflen(scmd);
	u32 len = min(c->len, min(c->limit, room));

	if (scmd->sc_data_direction == DMA_FROM_DEVICE) {
		if (len)
			scsi_sg_copy_from_buffer(scmd, c->data, len);
		c->sent = len;
	}
	scsi_set_resid(scmd, room - min(c->sent, room));
	if (c->faulty && c->fault.lie)
		scsi_set_resid(scmd, c->fault.resid);
	kvfree(c->data);
	c->data = NULL;
}

/* fixed format sense data, SPC-4 4.5.3 */
static void put_sense(struct vlib_cmd *c)
{
	u8 *sense = c->scmd->sense_buffer;

	memset(sense, 0, SCSI_SENSE_BUFFERSIZE);
	sense[0] = c->info_valid ? 0xf0 : 0x70;
	sense[2] = (c->sense >> 16 & 0x0f) | c->flags;
	vlib_put32(sense + 3, c->info);
	sense[7] = 10;
	vlib_put16(sense + 12, c->sense & 0xffff);
	if (c->field_valid) {
		sense[15] = 0xc0;	/* SKSV, in the CDB */
		vlib_put16(sense + 16, c->field);
	}
	if (c->faulty && c->fault.garble)
		prandom_bytes_state(&c->fault.rnd, sense,
				    SCSI_SENSE_BUFFERSIZE);
}

static int result_of(struct vlib_cmd *c)
{
	if (c->faulty && c->fault.status)
		return c->fault.status;
	if (c->sense == VLIB_RESERVED)
		return SAM_STAT_RESERVATION_CONFLICT;
	if (!c->sense)
		return SAM_STAT_GOOD;
	put_sense(c);
	return SAM_STAT_CHECK_CONDITION;
}

/* The end of @c, which may be another command already when this returns. */
static void answer(struct vlib_cmd *c, int result)
{
	struct vlib *lib = c->dev->lib;
	struct scsi_cmnd *scmd = c->scmd;
	unsigned long flags;
	u8 *data = c->data;

	scmd->result = result;
	spin_lock_irqsave(&lib->cmds_lock, flags);
	list_del(&c->link);
	vlib_trace_end(c, result >> 16 ? VLIB_TRACE_ABORTED :
		       VLIB_TRACE_ANSWERED);
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
	kvfree(data);
	scsi_done(scmd);
}

static void carry_out(struct vlib_cmd *c)
{
	struct vlib_fault *f = c->faulty ? &c->fault : NULL;
	bool fails = f && (f->sense || f->status || f->vanish);
	bool skip = f && (f->ignore || (fails && !f->execute));

	if (!skip)
		c->sense = vlib_run(c);
	if (f && !f->ignore)
		vlib_fault_answer(c);
}

/* Returns true if @c was cancelled meanwhile, with the result. */
static bool begin(struct vlib_cmd *c, int *result)
{
	struct vlib *lib = c->dev->lib;
	unsigned long flags;

	spin_lock_irqsave(&lib->cmds_lock, flags);
	*result = c->cancelled;
	c->running = !*result;
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
	return *result;
}

/* @c is not answered yet, or never will be; unless it was cancelled meanwhile */
static void go_on(struct vlib_cmd *c, enum vlib_stage stage, u32 ms)
{
	struct vlib *lib = c->dev->lib;
	unsigned long flags;
	int cancelled;

	spin_lock_irqsave(&lib->cmds_lock, flags);
	cancelled = c->cancelled;
	if (!cancelled) {
		c->running = false;
		c->stage = stage;
		if (stage == VLIB_LOST)
			vlib_trace_end(c, VLIB_TRACE_LOST);
		else
			queue_delayed_work(vlib_wq, &c->work,
					   msecs_to_jiffies(ms));
	}
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
	if (cancelled)
		answer(c, cancelled);
}

/* how soon a command that hangs looks whether it still does */
#define HANG_MS	20

static void work(struct work_struct *work)
{
	struct vlib_cmd *c = container_of(to_delayed_work(work),
					  struct vlib_cmd, work);
	struct vlib *lib = c->dev->lib;
	int result;

	if (begin(c, &result)) {
		answer(c, result);
		return;
	}
	if (c->stage == VLIB_DONE) {
		answer(c, c->result);
		return;
	}
	mutex_lock(&lib->lock);
	if (lib->settings.hang) {
		mutex_unlock(&lib->lock);
		go_on(c, c->stage, HANG_MS);
		return;
	}
	if (c->stage == VLIB_NEW) {
		vlib_fault_match(c);
		if (c->faulty && c->fault.hold) {
			mutex_unlock(&lib->lock);
			go_on(c, VLIB_HELD, c->fault.hold);
			return;
		}
	}
	carry_out(c);
	transfer(c);
	c->result = result_of(c);
	mutex_unlock(&lib->lock);

	if (c->faulty && (c->fault.ignore || c->fault.drop || c->fault.vanish)) {
		if (c->fault.vanish)
			vlib_vanish(lib, c->dev);
		go_on(c, VLIB_LOST, 0);
	} else if (c->wait) {
		go_on(c, VLIB_DONE, c->wait);
	} else {
		answer(c, c->result);
	}
}

static int queuecommand(struct Scsi_Host *host, struct scsi_cmnd *scmd)
{
	struct vlib *lib = shost_priv(host);
	struct vlib_dev *dev = scmd->device->hostdata;
	struct vlib_cmd *c = scsi_cmd_priv(scmd);
	unsigned long flags;

	memset(c, 0, sizeof(*c));
	c->scmd = scmd;
	c->cdb = scmd->cmnd;
	c->dev = dev;
	c->limit = U32_MAX;
	INIT_DELAYED_WORK(&c->work, work);
	spin_lock_irqsave(&lib->cmds_lock, flags);
	if (lib->dying || !dev->plugged) {
		spin_unlock_irqrestore(&lib->cmds_lock, flags);
		scmd->result = DID_NO_CONNECT << 16;
		scsi_done(scmd);
		return 0;
	}
	list_add_tail(&c->link, &lib->cmds);
	vlib_trace_begin(c);
	queue_delayed_work(vlib_wq, &c->work, 0);
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
	return 0;
}

static int slave_alloc(struct scsi_device *sdev)
{
	struct vlib *lib = shost_priv(sdev->host);
	struct vlib_dev *dev;

	if (READ_ONCE(lib->dying) || sdev->channel || sdev->lun)
		return -ENXIO;
	dev = vlib_target(lib, sdev->id);
	if (!dev || !READ_ONCE(dev->plugged))
		return -ENXIO;
	sdev->hostdata = dev;
	return 0;
}

/* each picker of a changer can carry something at the same time */
static int slave_configure(struct scsi_device *sdev)
{
	struct vlib *lib = shost_priv(sdev->host);
	struct vlib_dev *dev = sdev->hostdata;

	if (dev->kind == VLIB_CHANGER)
		scsi_change_queue_depth(sdev, lib->range[VLIB_PICKER].count);
	return 0;
}

static struct scsi_host_template template = {
	.module = THIS_MODULE,
	.name = "vlib",
	.proc_name = "vlib",
	.queuecommand = queuecommand,
	.slave_alloc = slave_alloc,
	.slave_configure = slave_configure,
	.eh_abort_handler = vlib_eh_abort,
	.eh_device_reset_handler = vlib_eh_device_reset,
	.eh_host_reset_handler = vlib_eh_host_reset,
	.cmd_size = sizeof(struct vlib_cmd),
	.can_queue = 256,
	.cmd_per_lun = 1,
	.this_id = -1,
	.sg_tablesize = SG_MAX_SEGMENTS,
	.max_sectors = 16384,
};

/**
 * vlib_host_alloc() - make a host
 *
 * Return: the host, its private data is a zeroed struct vlib; NULL.
 */
struct Scsi_Host *vlib_host_alloc(void)
{
	return scsi_host_alloc(&template, sizeof(struct vlib));
}
