// SPDX-License-Identifier: GPL-2.0
/*
 * The files of a library: state, devices, trace, counts, faults
 *
 * "state" is the truth, whatever the changer thinks and answers.  A line for
 * each element:
 *	ELEMENT ADDRESS CARTRIDGE key=value...
 * where CARTRIDGE is "-" if the element is empty.  "devices" has a line for
 * the library and one for each device:
 *	library NAME key=value...
 *	device NAME SCSI-ADDRESS key=value...
 */
#include <linux/debugfs.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <scsi/scsi_host.h>

#include "vlib.h"

static void show_device(struct seq_file *s, struct vlib_dev *dev)
{
	int i;

	seq_printf(s, "device %s %u:0:%u:0 serial=%s plugged=%d prevent=%d reserved=%s attentions=",
		   dev->name, dev->lib->host->host_no, dev->id, dev->serial,
		   dev->plugged, dev->prevent,
		   dev->reserved == 2 ? "other" : dev->reserved ? "us" : "no");
	for (i = 0; i < dev->ua.n; i++)
		seq_printf(s, "%s%02x/%02x", i ? "," : "", dev->ua.code[i] >> 8,
			   dev->ua.code[i] & 0xff);
	seq_printf(s, " alerts=%#llx", dev->alerts);
}

static void show_drive(struct seq_file *s, struct vlib_drive *d)
{
	vlib_drive_settle(d);
	show_device(s, &d->dev);
	seq_printf(s, " loaded=%d ready=%d cleaning=%d position=%lu block=%u loads=%u cleanings=%u wants_cleaning=%u\n",
		   d->loaded, !vlib_drive_ready(d), d->cleaning, d->position,
		   d->block, d->loads, d->cleanings, d->wants_cleaning);
}

static void show_element(struct seq_file *s, struct vlib_element *e)
{
	struct vlib_cart *cart = e->cart;

	seq_printf(s, "%s%u %u %s", vlib_type_name(e->type), e->index,
		   e->address, cart ? cart->name : "-");
	if (cart) {
		seq_printf(s, " tag=%s type=%s sides=%u up=%c inverted=%d loads=%u cleans=%u objects=%lu,%lu",
			   cart->tag[0] ? cart->tag : "-",
			   vlib_medium_name(cart->type), cart->sides,
			   cart->flipped ? 'B' : 'A', cart->inverted,
			   cart->loads, cart->cleans, cart->image[0].count,
			   cart->image[1].count);
		if (cart->source_valid)
			seq_printf(s, " source=%u", cart->source);
	}
	if (e->removed)
		seq_puts(s, " removed");
	if (e->disabled)
		seq_puts(s, " disabled");
	if (e->open)
		seq_puts(s, " open");
	if (e->no_access)
		seq_puts(s, " no_access");
	if (e->except)
		seq_printf(s, " except=%02x/%02x", e->asc, e->ascq);
	if (e->belief)
		seq_printf(s, " believed=%s", e->belief->full ?
			   e->belief->tag[0] ? e->belief->tag : "full" : "-");
	seq_putc(s, '\n');
}

static void show_devices(struct seq_file *s, struct vlib *lib)
{
	int i;

	seq_printf(s, "library %s host=%u door=%s", lib->name,
		   lib->host->host_no, lib->door_open ? "open" : "closed");
	vlib_settings_show(s, &lib->settings);
	seq_putc(s, '\n');
	if (lib->range[VLIB_PICKER].count) {
		show_device(s, &lib->changer);
		seq_putc(s, '\n');
	}
	for (i = 0; i < lib->range[VLIB_DRIVE].count; i++)
		show_drive(s, &lib->drives[i]);
}

static void show_state(struct seq_file *s, struct vlib *lib)
{
	struct vlib_range *r;
	int type, i;

	for (i = 0; i < lib->range[VLIB_DRIVE].count; i++)
		vlib_drive_settle(&lib->drives[i]);
	for (type = VLIB_PICKER; type < VLIB_TYPES; type++) {
		r = &lib->range[type];
		for (i = 0; i < r->count; i++)
			show_element(s, &r->elements[i]);
	}
}

/* The library is there as long as its files are. */
#define VLIB_FILE(name, show)						\
static int name##_show(struct seq_file *s, void *unused)		\
{									\
	struct vlib *lib = s->private;					\
									\
	mutex_lock(&lib->lock);						\
	show(s, lib);							\
	mutex_unlock(&lib->lock);					\
	return 0;							\
}									\
DEFINE_SHOW_ATTRIBUTE(name)

VLIB_FILE(state, show_state);
VLIB_FILE(devices, show_devices);
VLIB_FILE(trace, vlib_trace_show);
VLIB_FILE(counts, vlib_counts_show);
VLIB_FILE(faults, vlib_faults_show);

/** vlib_show_init() - make the files of a library */
void vlib_show_init(struct vlib *lib)
{
	lib->dir = debugfs_create_dir(lib->name, vlib_dir);
	debugfs_create_file("state", 0400, lib->dir, lib, &state_fops);
	debugfs_create_file("devices", 0400, lib->dir, lib, &devices_fops);
	debugfs_create_file("trace", 0400, lib->dir, lib, &trace_fops);
	debugfs_create_file("counts", 0400, lib->dir, lib, &counts_fops);
	debugfs_create_file("faults", 0400, lib->dir, lib, &faults_fops);
}
