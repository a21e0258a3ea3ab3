// SPDX-License-Identifier: GPL-2.0
/*
 * Which commands came, in which order, and what became of them
 *
 * The file "trace" has the last VLIB_TRACE of them, a line each:
 *	NUMBER MS DEVICE CDB STATE BYTES
 * MS is the time since boot, STATE one of "good", "sense K/AA/QQ", "status NN",
 * "waits" (not answered yet), "lost" (never will be), "aborted".  The file
 * "counts" has for each device and operation code how many came, ever.
 */
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>

#include "cmd.h"

/** vlib_trace_begin() - a command has come; under cmds_lock */
void vlib_trace_begin(struct vlib_cmd *c)
{
	struct vlib *lib = c->dev->lib;
	struct vlib_traced *t;

	lockdep_assert_held(&lib->cmds_lock);
	c->seq = ++lib->seq;
	c->dev->counts[c->cdb[0]]++;
	t = &lib->trace[c->seq % VLIB_TRACE];
	memset(t, 0, sizeof(*t));
	t->seq = c->seq;
	t->at = ktime_get_boottime();
	t->dev = c->dev;
	memcpy(t->cdb, c->cdb, scsi_command_size(c->cdb));
}

/** vlib_trace_end() - what became of it; under cmds_lock */
void vlib_trace_end(struct vlib_cmd *c, u8 state)
{
	struct vlib *lib = c->dev->lib;
	struct vlib_traced *t = &lib->trace[c->seq % VLIB_TRACE];

	lockdep_assert_held(&lib->cmds_lock);
	if (t->seq != c->seq)		/* too old */
		return;
	t->state = state;
	t->status = c->scmd->result & 0xff;
	t->sense = c->sense;
	t->bytes = c->sent;
}

static void show(struct seq_file *s, const struct vlib_traced *t)
{
	static const char *const states[] = {
		[VLIB_TRACE_WAITS] = "waits",
		[VLIB_TRACE_LOST] = "lost",
		[VLIB_TRACE_ABORTED] = "aborted",
	};

	seq_printf(s, "%llu %lld %s %*ph ", t->seq, ktime_to_ms(t->at),
		   t->dev->name, scsi_command_size(t->cdb), t->cdb);
	if (t->state != VLIB_TRACE_ANSWERED)
		seq_puts(s, states[t->state]);
	else if (t->status == SAM_STAT_CHECK_CONDITION)
		seq_printf(s, "sense %x/%02x/%02x", t->sense >> 16 & 0xf,
			   t->sense >> 8 & 0xff, t->sense & 0xff);
	else if (t->status)
		seq_printf(s, "status %02x", t->status);
	else
		seq_puts(s, "good");
	seq_printf(s, " %u\n", t->bytes);
}

/** vlib_trace_show() - the file "trace" */
void vlib_trace_show(struct seq_file *s, struct vlib *lib)
{
	struct vlib_traced *copy, *t;
	unsigned long flags;
	u64 seq, last;

	copy = kvmalloc_array(VLIB_TRACE, sizeof(*copy), GFP_KERNEL);
	if (!copy)
		return;
	spin_lock_irqsave(&lib->cmds_lock, flags);
	memcpy(copy, lib->trace, VLIB_TRACE * sizeof(*copy));
	last = lib->seq;
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
	for (seq = last > VLIB_TRACE ? last - VLIB_TRACE + 1 : 1; seq <= last;
	     seq++) {
		t = &copy[seq % VLIB_TRACE];
		if (t->seq == seq)	/* not cleared by "trace clear" */
			show(s, t);
	}
	kvfree(copy);
}

static void show_counts(struct seq_file *s, const struct vlib_dev *dev)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(dev->counts); i++)
		if (dev->counts[i])
			seq_printf(s, "%s %02x %u\n", dev->name, i,
				   dev->counts[i]);
}

/** vlib_counts_show() - the file "counts" */
void vlib_counts_show(struct seq_file *s, struct vlib *lib)
{
	int i;

	show_counts(s, &lib->changer);
	for (i = 0; i < lib->range[VLIB_DRIVE].count; i++)
		show_counts(s, &lib->drives[i].dev);
}
