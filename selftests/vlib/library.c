// SPDX-License-Identifier: GPL-2.0
/* Libraries: made, deleted, found; and what is in them */
#include <linux/debugfs.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <scsi/scsi_host.h>

#include "vlib.h"

static int last_id;		/* under vlib_mutex */

static const char *const types[] = {
	[VLIB_PICKER] = "picker",
	[VLIB_SLOT] = "slot",
	[VLIB_PORT] = "port",
	[VLIB_DRIVE] = "drive",
};

/* how many there are, and where, unless the operator says otherwise */
static const struct {
	const char *key;
	u16 first;
	u16 count;
} ranges[VLIB_TYPES] = {
	[VLIB_PICKER] = { "pickers", 1, 1 },
	[VLIB_SLOT] = { "slots", 1024, 20 },
	[VLIB_PORT] = { "ports", 512, 2 },
	[VLIB_DRIVE] = { "drives", 256, 2 },
};

const char *vlib_type_name(enum vlib_type type)
{
	return types[type];
}

/** vlib_find() - the library called @name, under vlib_mutex */
struct vlib *vlib_find(const char *name)
{
	struct vlib *lib;

	lockdep_assert_held(&vlib_mutex);
	list_for_each_entry(lib, &vlib_list, link)
		if (!strcmp(lib->name, name))
			return lib;
	return NULL;
}

/** vlib_element_at() - the element at an address, NULL if there is none */
struct vlib_element *vlib_element_at(struct vlib *lib, u16 address)
{
	struct vlib_range *r;
	int type;

	for (type = VLIB_PICKER; type < VLIB_TYPES; type++) {
		r = &lib->range[type];
		if (address >= r->first && address - r->first < r->count)
			return &r->elements[address - r->first];
	}
	return NULL;
}

/** vlib_element_named() - "slot3", "drive0", "@1027"; NULL if there is none */
struct vlib_element *vlib_element_named(struct vlib *lib, const char *name)
{
	struct vlib_range *r;
	u16 number;
	size_t len;
	int type;

	if (name[0] == '@')
		return kstrtou16(name + 1, 0, &number) ? NULL :
		       vlib_element_at(lib, number);
	for (type = VLIB_PICKER; type < VLIB_TYPES; type++) {
		r = &lib->range[type];
		len = strlen(types[type]);
		if (strncmp(name, types[type], len))
			continue;
		if (!kstrtou16(name + len, 10, &number) && number < r->count)
			return &r->elements[number];
	}
	return NULL;
}

/** vlib_dev_find() - "changer", "drive0"; NULL if there is none */
struct vlib_dev *vlib_dev_find(struct vlib *lib, const char *name)
{
	struct vlib_element *e;

	if (!strcmp(name, lib->changer.name))
		return lib->range[VLIB_PICKER].count ? &lib->changer : NULL;
	e = vlib_element_named(lib, name);
	return e && e->type == VLIB_DRIVE ? &lib->drives[e->index].dev : NULL;
}

/**
 * vlib_ua() - raise a unit attention
 * @dev: device
 * @asc: additional sense code
 * @ascq: its qualifier
 *
 * One that waits already is not raised again.  When too many wait, the oldest
 * one is lost.  A power on or reset makes all that was before it moot.
 */
void vlib_ua(struct vlib_dev *dev, u8 asc, u8 ascq)
{
	struct vlib_ua_queue *q = &dev->ua;
	u16 code = asc << 8 | ascq;
	int i;

	lockdep_assert_held(&dev->lib->lock);
	if (asc == 0x29)
		q->n = 0;
	for (i = 0; i < q->n; i++)
		if (q->code[i] == code)
			return;
	if (q->n == VLIB_UAS) {
		memmove(q->code, q->code + 1, sizeof(q->code) - sizeof(code));
		q->n--;
	}
	q->code[q->n++] = code;
}

/**
 * vlib_reset_dev() - reset a device
 * @dev: device
 * @ascq: what is reported: 29h and this
 *
 * Modes are as after power on, nothing is prevented or reserved by us, and a
 * tape is at its beginning.
 */
void vlib_reset_dev(struct vlib_dev *dev, u8 ascq)
{
	struct vlib_drive *d = container_of(dev, struct vlib_drive, dev);

	lockdep_assert_held(&dev->lib->lock);
	dev->prevent = false;
	if (dev->reserved == 1)
		dev->reserved = 0;
	vlib_mode_reset(dev);
	if (dev->kind != VLIB_CHANGER) {
		d->position = 0;
		d->block = 0;
	}
	vlib_ua(dev, 0x29, ascq);
}

/* "20" or "20@1024" */
static int parse_range(const char *text, struct vlib_range *r)
{
	char count[8], *at;

	if (strscpy(count, text, sizeof(count) - 1) < 0 &&
	    strlen(text) >= 2 * sizeof(count))
		return -EINVAL;
	at = strchr(text, '@');
	if (at && kstrtou16(at + 1, 0, &r->first))
		return -EINVAL;
	if (at && at - text < sizeof(count))
		count[at - text] = '\0';
	return kstrtou16(count, 10, &r->count);
}

static int plan_ranges(struct vlib *lib, char **args)
{
	struct vlib_range *r, *other;
	const char *text;
	int type, i, err;

	for (type = VLIB_PICKER; type < VLIB_TYPES; type++) {
		r = &lib->range[type];
		r->first = ranges[type].first;
		r->count = ranges[type].count;
		if (!vlib_value(args, ranges[type].key, &text)) {
			err = parse_range(text, r);
			if (err)
				return err;
		}
		if (r->first + r->count > 65536)
			return -ERANGE;
		for (i = VLIB_PICKER; i < type; i++) {
			other = &lib->range[i];
			if (r->count && other->count &&
			    r->first < other->first + other->count &&
			    other->first < r->first + r->count) {
				vlib_say("%s and %s have addresses in common",
					 ranges[i].key, ranges[type].key);
				return -EINVAL;
			}
		}
	}
	return lib->range[VLIB_DRIVE].count > VLIB_DRIVES ? -ERANGE : 0;
}

static int make_elements(struct vlib *lib)
{
	struct vlib_range *r;
	int type, i;

	for (type = VLIB_PICKER; type < VLIB_TYPES; type++) {
		r = &lib->range[type];
		r->elements = kvcalloc(r->count + 1, sizeof(*r->elements),
				       GFP_KERNEL);
		if (!r->elements)
			return -ENOMEM;
		for (i = 0; i < r->count; i++) {
			r->elements[i].type = type;
			r->elements[i].index = i;
			r->elements[i].address = r->first + i;
		}
	}
	r = &lib->range[VLIB_PICKER];
	lib->picker_at = kvcalloc(r->count + 1, sizeof(*lib->picker_at),
				  GFP_KERNEL);
	if (!lib->picker_at)
		return -ENOMEM;
	for (i = 0; i < r->count; i++)
		lib->picker_at[i] = jiffies;
	r = &lib->range[VLIB_DRIVE];
	lib->drives = kvcalloc(r->count + 1, sizeof(*lib->drives), GFP_KERNEL);
	lib->trace = kvcalloc(VLIB_TRACE, sizeof(*lib->trace), GFP_KERNEL);
	return lib->drives && lib->trace ? 0 : -ENOMEM;
}

static int take_text(char **args, const char *key, const char *other, char *out,
		     size_t size)
{
	const char *text = other;

	vlib_value(args, key, &text);
	return strscpy(out, text, size) < 0 ? -ENAMETOOLONG : 0;
}

/* "dserial=" is that of a single drive, and the beginning of those of several */
static int take_serial(char **args, struct vlib_dev *dev, int drives)
{
	const char *text;
	int n;

	snprintf(dev->serial, sizeof(dev->serial), "DRV%02d%03d",
		 dev->lib->pdev->id, dev->id);
	if (vlib_value(args, "dserial", &text))
		return 0;
	if (drives == 1)
		n = snprintf(dev->serial, sizeof(dev->serial), "%s", text);
	else
		n = snprintf(dev->serial, sizeof(dev->serial), "%s%03d", text,
			     dev->id);
	return n < sizeof(dev->serial) ? 0 : -ENAMETOOLONG;
}

static int make_devices(struct vlib *lib, char **args)
{
	static const char *const kinds[] = { "tape", "cdrom", "optical" };
	struct vlib_dev *dev = &lib->changer;
	enum vlib_kind kind = VLIB_TAPE;
	char serial[VLIB_NAME + 1];
	const char *text;
	int i, err;

	if (!vlib_value(args, "kind", &text)) {
		err = match_string(kinds, ARRAY_SIZE(kinds), text);
		if (err < 0)
			return err;
		kind = VLIB_TAPE + err;
	}
	dev->lib = lib;
	dev->kind = VLIB_CHANGER;
	strscpy(dev->name, "changer", sizeof(dev->name));
	snprintf(serial, sizeof(serial), "CHG%05d", lib->pdev->id);
	err = take_text(args, "vendor", "VLIB", dev->vendor, 9) ?:
	      take_text(args, "product", "VCHANGER", dev->product, 17) ?:
	      take_text(args, "rev", "0001", dev->rev, 5) ?:
	      take_text(args, "serial", serial, dev->serial,
			sizeof(dev->serial));
	for (i = 0; i < lib->range[VLIB_DRIVE].count && !err; i++) {
		struct vlib_drive *d = &lib->drives[i];

		d->element = &lib->range[VLIB_DRIVE].elements[i];
		d->ready_at = jiffies;
		dev = &d->dev;
		dev->lib = lib;
		dev->kind = kind;
		dev->id = i + 1;
		snprintf(dev->name, sizeof(dev->name), "drive%d", i);
		err = take_serial(args, dev, lib->range[VLIB_DRIVE].count) ?:
		      take_text(args, "dvendor", "VLIB", dev->vendor, 9) ?:
		      take_text(args, "dproduct", kind == VLIB_TAPE ? "VTAPE" :
				kind == VLIB_CDROM ? "VCDROM" : "VOPTICAL",
				dev->product, 17) ?:
		      take_text(args, "drev", "0001", dev->rev, 5);
	}
	return err;
}

static void free_library(struct vlib *lib)
{
	struct platform_device *pdev = lib->pdev;
	struct Scsi_Host *host = lib->host;
	struct vlib_range *r;
	int type, i;

	vlib_faults_clear(lib, NULL);
	for (type = VLIB_PICKER; type < VLIB_TYPES; type++) {
		r = &lib->range[type];
		for (i = 0; r->elements && i < r->count; i++) {
			kfree(r->elements[i].belief);
			if (r->elements[i].cart) {
				r->elements[i].cart->lib = NULL;
				vlib_cart_free(vlib_take(&r->elements[i]));
			}
		}
		kvfree(r->elements);
	}
	kvfree(lib->picker_at);
	kvfree(lib->drives);
	kvfree(lib->trace);
	scsi_host_put(host);
	if (!IS_ERR_OR_NULL(pdev))
		platform_device_unregister(pdev);
}

static int make_library(struct vlib *lib, char **args)
{
	u32 id = last_id + 1;
	int err;

	err = vlib_number(args, "id", &id) ?:
	      vlib_settings_set(&lib->settings, args) ?:
	      plan_ranges(lib, args) ?: make_elements(lib);
	if (err)
		return err;
	lib->pdev = platform_device_register_simple("vlib", id, NULL, 0);
	if (IS_ERR(lib->pdev))
		return PTR_ERR(lib->pdev);
	/* no DMA, and none of its limits */
	lib->pdev->dev.dma_mask = NULL;
	last_id = max_t(int, last_id, id);
	return make_devices(lib, args);
}

static int start_library(struct vlib *lib, char **args)
{
	u32 on = 1;
	int err;

	err = vlib_number(args, "on", &on);
	if (err)
		return err;
	lib->host->max_id = lib->range[VLIB_DRIVE].count + 1;
	lib->host->max_lun = 1;
	lib->host->max_cmd_len = VLIB_CDB_LEN;
	err = scsi_add_host(lib->host, &lib->pdev->dev);
	if (err)
		return err;
	list_add_tail(&lib->link, &vlib_list);
	vlib_show_init(lib);
	if (on)
		vlib_plug_all(lib, true);
	return 0;
}

/**
 * vlib_create() - make a library, switched on unless @args say otherwise
 * @name: its name
 * @args: what it is
 *
 * Context: under vlib_mutex.
 *
 * Return: the library or an ERR_PTR.
 */
struct vlib *vlib_create(const char *name, char **args)
{
	static const char *const keys[] = {
		"slots", "drives", "ports", "pickers", "kind", "id", "vendor",
		"product", "rev", "serial", "dvendor", "dproduct", "drev",
		"dserial", "on", NULL,
	};
	struct Scsi_Host *host;
	struct vlib *lib;
	int err;

	lockdep_assert_held(&vlib_mutex);
	if (vlib_find(name))
		return ERR_PTR(-EEXIST);
	err = vlib_known(args, keys, vlib_setting_names);
	if (err)
		return ERR_PTR(err);
	host = vlib_host_alloc();
	if (!host)
		return ERR_PTR(-ENOMEM);
	lib = shost_priv(host);
	lib->host = host;
	lib->ready_at = jiffies;
	mutex_init(&lib->lock);
	spin_lock_init(&lib->cmds_lock);
	INIT_LIST_HEAD(&lib->cmds);
	INIT_LIST_HEAD(&lib->faults);
	lib->settings = vlib_defaults;
	err = -ENAMETOOLONG;
	if (strscpy(lib->name, name, sizeof(lib->name)) >= 0)
		err = make_library(lib, args) ?: start_library(lib, args);
	if (err) {
		free_library(lib);
		return ERR_PTR(err);
	}
	return lib;
}

/**
 * vlib_delete() - the library is gone, with all cartridges in it
 * @lib: library
 *
 * Programs that have its devices open notice.
 *
 * Context: under vlib_mutex.
 */
void vlib_delete(struct vlib *lib)
{
	unsigned long flags;

	lockdep_assert_held(&vlib_mutex);
	list_del(&lib->link);
	debugfs_remove_recursive(lib->dir);
	spin_lock_irqsave(&lib->cmds_lock, flags);
	lib->dying = true;
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
	vlib_cancel(lib, NULL, DID_NO_CONNECT << 16);
	scsi_remove_host(lib->host);
	free_library(lib);
}
