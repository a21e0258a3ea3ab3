// SPDX-License-Identifier: GPL-2.0
/*
 * What others do with our changers, and resets of tapes that others write
 *
 * mtx, ch's ioctls and other programs on this computer send their commands to
 * the same SCSI device, and a unit attention is told to whoever sends the next
 * command, not to us.  The mid layer's trace event at the end of each command
 * shows both: moves, whose elements are read again, and sense data that say
 * that something changed.
 *
 * The event comes in interrupt context for each command of each SCSI device:
 * the type of the device is looked at first, and all the rest is done by a work
 * item.  Commands of ours are known by their CDB while they run; what they are
 * told is reported by whoever sent them.
 *
 * A kernel without trace events goes without: then a move is noticed by the
 * next command that meets it, and st by itself may miss a reset.
 *
 * Of resets only st is told here, in time for the command that met one.  The
 * core is told of them by compat_reset.c, which needs no trace events.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <linux/workqueue.h>
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>

#include "scsi.h"
#include "smc.h"

static LIST_HEAD(watched);		/* ntms_scsi.watch.link */
static LIST_HEAD(running);		/* struct ntms_scsi_own */
static DEFINE_SPINLOCK(watch_lock);	/* protects both, and all of @watch */

/**
 * ntms_scsi_own_begin() - a command of ours begins
 * @own: on the caller's stack
 * @s: changer
 * @cdb: NTMS_CDB_LEN bytes, good until ntms_scsi_own_end()
 */
void ntms_scsi_own_begin(struct ntms_scsi_own *own, struct ntms_scsi *s,
			 const u8 *cdb)
{
	unsigned long flags;

	own->sdev = s->sdev;
	own->cdb = cdb;
	spin_lock_irqsave(&watch_lock, flags);
	list_add(&own->link, &running);
	spin_unlock_irqrestore(&watch_lock, flags);
}

/**
 * ntms_scsi_own_end() - a command of ours has ended
 * @own: what ntms_scsi_own_begin() got
 */
void ntms_scsi_own_end(struct ntms_scsi_own *own)
{
	unsigned long flags;

	spin_lock_irqsave(&watch_lock, flags);
	list_del(&own->link);
	spin_unlock_irqrestore(&watch_lock, flags);
}

static bool is_ours(const struct scsi_cmnd *cmd)
{
	const struct ntms_scsi_own *own;

	lockdep_assert_held(&watch_lock);
	list_for_each_entry(own, &running, link)
		if (own->sdev == cmd->device &&
		    !memcmp(own->cdb, cmd->cmnd,
			    min_t(u32, cmd->cmd_len, NTMS_CDB_LEN)))
			return true;
	return false;
}

static struct ntms_scsi *watched_as(const struct scsi_device *sdev)
{
	struct ntms_scsi *s;

	lockdep_assert_held(&watch_lock);
	list_for_each_entry(s, &watched, watch.link)
		if (s->sdev == sdev)
			return s;
	return NULL;
}

static void tell(struct work_struct *work)
{
	struct ntms_scsi *s = container_of(work, struct ntms_scsi, watch.work);
	u16 moved[NTMS_WATCH_ELEMENTS];
	unsigned long changed, flags;
	u32 count, what;

	spin_lock_irqsave(&watch_lock, flags);
	changed = s->watch.changed;
	s->watch.changed = 0;
	count = s->watch.count;
	s->watch.count = 0;
	memcpy(moved, s->watch.moved, count * sizeof(*moved));
	spin_unlock_irqrestore(&watch_lock, flags);
	for (what = 0; changed >> what; what++)
		if (changed & BIT(what))
			ntms_device_changed(&s->dev, what);
	if (count)
		ntms_device_moved(&s->dev, moved, count);
	ntms_device_put(&s->dev);
}

/* too much to remember is as if everything may have changed */
static void note_moved(struct ntms_scsi *s, const u16 *elements, u32 count)
{
	if (count > NTMS_WATCH_ELEMENTS - s->watch.count) {
		s->watch.changed |= BIT(NTMS_CHANGED_MEDIA);
		return;
	}
	memcpy(s->watch.moved + s->watch.count, elements,
	       count * sizeof(*elements));
	s->watch.count += count;
}

/* Return: there is something to tell */
static bool note(struct ntms_scsi *s, const struct scsi_cmnd *cmd)
{
	struct scsi_sense_hdr sshdr;
	struct ntms_sense sense = {};
	enum ntms_changed what;
	u8 cdb[NTMS_CDB_LEN] = {};
	u16 elements[NTMS_SMC_TOUCHED];
	u32 count;

	if (scsi_status_is_check_condition(cmd->result) &&
	    scsi_normalize_sense(cmd->sense_buffer, SCSI_SENSE_BUFFERSIZE,
				 &sshdr)) {
		sense.key = sshdr.sense_key;
		sense.asc = sshdr.asc;
		sense.ascq = sshdr.ascq;
	}
	/* a command that is told so has not begun */
	if (sense.key == UNIT_ATTENTION) {
		if (!ntms_smc_changed(&sense, &what))
			return false;
		s->watch.changed |= BIT(what);
		return true;
	}
	memcpy(cdb, cmd->cmnd, min_t(u32, cmd->cmd_len, sizeof(cdb)));
	count = ntms_smc_touches(cdb, elements, &what);
	/* a move that broke off may have ended anywhere, in the transport too */
	if (count && cmd->result && sense.key != ILLEGAL_REQUEST)
		s->watch.changed |= BIT(NTMS_CHANGED_MEDIA);
	else if (count)
		note_moved(s, elements, count);
	else if (what != NTMS_CHANGED_NOTHING)
		s->watch.changed |= BIT(what);
	return count || what != NTMS_CHANGED_NOTHING;
}

/*
 * A tape drive was reset by somebody else while a program has it open.  st
 * must not write the filemark of a rewind or a close then, for the tape may be
 * at its beginning again.  It does not, and refuses whatever depends on the
 * position until the tape is positioned anew, if @was_reset is set when it
 * looks at a command that has failed.  In 6.1 the mid layer sets that for its
 * own resets only; later versions of st look for this unit attention
 * themselves.  We come before st, which hears of the command after this event.
 *
 * TEST UNIT READY is what st opens a drive with.  It takes the unit attention
 * for a new tape then, whatever we say, and would stumble over @was_reset at
 * the first filemark that is read.
 */
static void note_reset(const struct scsi_cmnd *cmd)
{
	struct scsi_sense_hdr sshdr;

	if (cmd->cmnd[0] != TEST_UNIT_READY &&
	    scsi_status_is_check_condition(cmd->result) &&
	    scsi_normalize_sense(cmd->sense_buffer, SCSI_SENSE_BUFFERSIZE,
				 &sshdr) &&
	    sshdr.sense_key == UNIT_ATTENTION && sshdr.asc == 0x29)
		cmd->device->was_reset = 1;
}

static void command_done(void *ignored, struct scsi_cmnd *cmd)
{
	struct ntms_scsi *s;
	unsigned long flags;

	if (cmd->device->type == TYPE_TAPE)
		note_reset(cmd);
	if (cmd->device->type != TYPE_MEDIUM_CHANGER)
		return;
	spin_lock_irqsave(&watch_lock, flags);
	s = is_ours(cmd) ? NULL : watched_as(cmd->device);
	if (s && note(s, cmd)) {
		ntms_device_get(&s->dev);
		if (!queue_work(s->watch.wq, &s->watch.work))
			ntms_device_put(&s->dev);
	}
	spin_unlock_irqrestore(&watch_lock, flags);
}

/**
 * ntms_scsi_watch() - begin to look at what others do with a changer
 * @s: changer
 * @wq: of the work item that tells; flushed after the last ntms_scsi_unwatch()
 */
void ntms_scsi_watch(struct ntms_scsi *s, struct workqueue_struct *wq)
{
	unsigned long flags;

	INIT_WORK(&s->watch.work, tell);
	s->watch.wq = wq;
	spin_lock_irqsave(&watch_lock, flags);
	list_add_tail(&s->watch.link, &watched);
	spin_unlock_irqrestore(&watch_lock, flags);
}

/**
 * ntms_scsi_unwatch() - look no more
 * @s: changer
 *
 * What was seen is still told: the work item holds a reference.
 */
void ntms_scsi_unwatch(struct ntms_scsi *s)
{
	unsigned long flags;

	spin_lock_irqsave(&watch_lock, flags);
	list_del(&s->watch.link);
	spin_unlock_irqrestore(&watch_lock, flags);
}

/* --- the trace event -------------------------------------------------------- */

static struct tracepoint *event;

#ifdef CONFIG_TRACEPOINTS
static void look_at(struct tracepoint *tp, void *ignored)
{
	if (!strcmp(tp->name, "scsi_dispatch_cmd_done"))
		event = tp;
}

/* the mid layer may be a module, which stays as long as we are here */
static int look_into_module(struct notifier_block *nb, unsigned long action,
			    void *data)
{
	struct tp_module *module = data;
	int i;

	if (action == MODULE_STATE_COMING)
		for (i = 0; i < module->mod->num_tracepoints; i++)
			look_at(tracepoint_ptr_deref(module->mod->tracepoints_ptrs + i),
				NULL);
	return NOTIFY_OK;
}

static void find_event(void)
{
	struct notifier_block nb = { .notifier_call = look_into_module };

	for_each_kernel_tracepoint(look_at, NULL);
	/* tells of those that are there, at once */
	if (!event && !register_tracepoint_module_notifier(&nb))
		unregister_tracepoint_module_notifier(&nb);
}
#else
static void find_event(void)
{
}
#endif

/** ntms_scsi_watch_init() - attach to the mid layer's trace event */
void __init ntms_scsi_watch_init(void)
{
	find_event();
	if (event && !tracepoint_probe_register(event, command_done, NULL))
		return;
	event = NULL;
	pr_info("no trace event scsi_dispatch_cmd_done: moves of other programs are noticed late, resets of tapes perhaps not by st\n");
}

/** ntms_scsi_watch_exit() - let go of it; nothing runs any more then */
void ntms_scsi_watch_exit(void)
{
	if (!event)
		return;
	tracepoint_probe_unregister(event, command_done, NULL);
	tracepoint_synchronize_unregister();
	event = NULL;
}
